"""What lies over what: said once for a lecture, by the names of its pictures, from the bottom up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from manim import Mobject

from visuals.lecture.beats import LectureError

ABOVE, BACK = float("inf"), -1.0  # where that lies which has no name, and what was sent to the back


class Layers:
    """The order of a lecture's stage.

    What is named in `layers` lies in its place, whenever and however it enters; what is not named lies above,
    in order of entering, or directly beneath something (`put_below`). Without `layers` the order is Manim's.
    """

    def __init__(self, names: str) -> None:
        self.names = names.split()
        self._heights: dict[Mobject, float] = {}  # of what has ever entered
        self._below: dict[Mobject, Mobject] = {}  # what is about to enter, and beneath what

    @property
    def heights(self) -> list[tuple[Mobject, float]]:
        """How high everything lies that has ever entered."""
        return list(self._heights.items())

    def check(self, attributes: Mapping[str, Any]) -> None:
        """Raise LectureError for a name that is said twice, or that set_stage gave to no picture."""
        pictures = [name for name, value in attributes.items() if any(_pictures(value))]
        for place, name in enumerate(self.names):
            if name in self.names[:place]:
                raise LectureError(f"layers names {name!r} twice: a picture has one place")
            if name not in pictures:
                near = get_close_matches(name, pictures, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"it sets {', '.join(sorted(pictures))}"
                raise LectureError(f"layers names {name!r}, to which set_stage gives no picture; {hint}")

    def is_named(self, mobject: Mobject, attributes: Mapping[str, Any]) -> bool:
        """Whether a mobject has its place from `layers`."""
        return any(mobject is each for name in self.names for each in _pictures(attributes.get(name)))

    def put_below(self, mobject: Mobject, other: Mobject) -> None:
        """Let `mobject` enter directly beneath `other`."""
        self._below[mobject] = other

    def put_back(self, mobjects: Iterable[Mobject]) -> None:
        """Let what has no name lie beneath everything."""
        self._heights |= dict.fromkeys(mobjects, BACK)

    def take_over(self, old: Mobject, new: Mobject) -> None:
        """Let `new` lie where `old` lay."""
        if old in self._heights:
            self._heights[new] = self._heights[old]

    def settle(
        self, stage: list[Mobject], entered: Iterable[Mobject], attributes: Mapping[str, Any]
    ) -> list[Mobject]:
        """The stage in its order, of which `entered` have just been put on top."""
        entered = list(entered)
        owners = {
            picture: float(place)
            for place, name in enumerate(self.names)
            for picture in _pictures(attributes.get(name))
        }
        for each in entered:  # a group that holds named pictures lies where the lowest of them lies
            self._heights[each] = min((owners.get(part, ABOVE) for part in each.submobjects), default=ABOVE)
        self._heights |= owners
        for each in entered:
            if (other := self._below.pop(each, None)) is not None and other is not each:
                stage = self._moved_below(stage, each, other, owners)
        if not self.names:
            return stage
        return sorted(stage, key=lambda each: self._height(each, stage, owners))

    def _moved_below(
        self, stage: list[Mobject], mobject: Mobject, other: Mobject, owners: Mapping[Mobject, float]
    ) -> list[Mobject]:
        rest = [each for each in stage if each is not mobject]
        place = next((i for i, each in enumerate(rest) if other in each.get_family()), None)
        if place is None:
            raise LectureError(f"below={_named(other)}: it is not on stage")
        height = self._height(rest[place], rest, owners)
        if mobject not in owners:
            self._heights[mobject] = height - 0.5 if rest[place] in owners else height
        return [*rest[:place], mobject, *rest[place:]]

    def _height(self, mobject: Mobject, stage: list[Mobject], owners: Mapping[Mobject, float]) -> float:
        known = self._heights.get(mobject)
        if known is None:  # a part of something that has partly left, which lies where the whole lay
            known = next((place for whole, place in owners.items() if mobject in whole.get_family()), None)
            known = self._of_a_former_whole(mobject) if known is None else known
            self._heights[mobject] = known
        return known

    def _of_a_former_whole(self, mobject: Mobject) -> float:
        wholes = (whole for whole in self._heights if mobject in whole.get_family())
        return next((self._heights[whole] for whole in wholes), ABOVE)


def _pictures(value: Any) -> Iterable[Mobject]:
    """The pictures that an attribute holds: one, or several in a list."""
    if isinstance(value, Mobject):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(each for each in value if isinstance(each, Mobject))
    return ()


def _named(mobject: Mobject) -> str:
    return f"a {type(mobject).__name__}"
