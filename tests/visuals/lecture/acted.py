"""Play a lecture of a few lines without drawing it, and see what its beats leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import Group, Mobject, Square

from tests.visuals.screening import small_frames
from visuals.drawing.dial import Dial
from visuals.lecture import Lecture, Passing, beat

WORDS = "One two three four five six seven eight nine ten."  # four seconds


class Grows(Group):
    """A picture that knows how to come and go."""

    def __init__(self, grown: float = 1.0) -> None:
        super().__init__(Square())
        self.grown = Dial(grown)
        self.add(self.grown)


class Noting(Passing):
    """Notes, for every play: its length, and what `look` sees in its middle."""

    def __init__(self, look: Callable[[Any], Any] = lambda lecture: None) -> None:
        super().__init__(end="only")
        self.look = look
        self.lengths: list[float] = []
        self.seen: list[Any] = []

    def passes(self, lecture: Lecture, play: int | None) -> None:
        self.lengths.append(round(lecture.duration, 3))
        lecture.update_to_time(0.5 * lecture.duration)
        self.seen.append(self.look(lecture))


def act(
    folder: Any,
    beat_of: Callable[[Any], None],
    set_stage: Callable[[Any], None] = lambda lecture: None,
    player: Passing | None = None,
    words: str = WORDS,
    **attributes: Any,
) -> Any:
    """The lecture after its only beat, which says `words` and does what `beat_of` does."""

    def only(self: Any) -> None:
        beat_of(self)

    only.__doc__ = words
    body = {"title": "Acted", "set_stage": set_stage, "only": beat(only), **attributes}
    with small_frames(folder):
        lecture = type("Acted", (Lecture,), body)(player=player or Noting())
        lecture.construct()
    return lecture


def pictures(lecture: Any) -> list[Any]:
    """What is on stage, without the empty mobjects on which Manim hangs a wait."""
    return [each for each in lecture.mobjects if type(each) is not Mobject]


def names_on_stage(lecture: Any) -> list[str]:
    """What is on stage from the bottom up, by the attributes that hold it."""
    names = {id(value): name for name, value in vars(lecture).items()}
    return [names[id(each)] for each in lecture.mobjects if id(each) in names]
