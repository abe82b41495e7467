"""A measure: a bar with end ticks along an edge, and the letter of what it measures beside it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Mobject, VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, polyline
from visuals.letters.formula import Formula, casing
from visuals.theme import INK, SIZE, STROKE

SEEN = (0.02, 0.1)  # shorter than the first it is not seen, longer than the second in full
TICK, SHARE = 0.13, 0.25  # half an end tick of a long bar, in scene units; of a short one, in lengths of it
LABELLED = (0.12, 0.3)  # bars shorter than the first have no letter, longer than the second a full one
AWAY, BESIDE = 0.2, 0.17  # from the edge to the bar, and from the bar to its letter

Place = Callable[[], np.ndarray]


class Measure(Follower):
    """A bar from one place (3,) on the stage to another, shifted `aside` of the edge that it measures.

    The places are looked up anew in every frame. `label` is a formula; it stands on the side to which the
    bar is shifted, and goes when the bar is too short to be told. Dial: `grown`, 0 to 1, from its start on.
    """

    def __init__(
        self,
        start: Place,
        end: Place,
        label: str = "",
        *,
        ink: str = INK.input,
        aside: tuple[float, float] = (0.0, -1.0),
        away: float = AWAY,
        size: float = SIZE.large,
        grown: float = 1.0,
        follows: tuple[Mobject, ...] = (),
    ) -> None:
        super().__init__(*follows)
        self.start, self.end, self.grown = start, end, Dial(grown)
        self.aside, self.away = np.array([*aside, 0.0]), away
        self.bar = VMobject().set_stroke(ink, width=STROKE.bold)
        self.bar.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
        self.letter = casing(Formula(label, size=size, ink=ink)) if label else None
        self.add(self.bar, self.grown, *([self.letter] if self.letter is not None else []))
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """Where the bar begins and ends now, (2, 3), in scene units."""
        start, end = self.start(), self.end()
        end = start + self.grown.get_value() * (end - start)
        return np.asarray(np.stack([start, end]) + self.away * self.aside)

    def redraw(self) -> None:
        """Lay bar and letter beside the edge as it is now."""
        ends = self.ends
        length = float(np.linalg.norm(ends[1] - ends[0]))
        if length < 1e-9:
            self.bar.points = NOTHING
        else:
            along = (ends[1] - ends[0]) / length
            tick = min(TICK, SHARE * length) * np.array([-along[1], along[0], 0.0])
            self.bar.points = polyline(ends, *(np.array([end - tick, end + tick]) for end in ends))
        strength = _strength(length, SEEN)
        self.bar.set_stroke(opacity=strength).set_stroke(opacity=strength, background=True)
        if self.letter is not None:
            strength = _strength(length, LABELLED) * self.grown.get_value()
            self.letter.next_to(ends.mean(axis=0), self.aside, buff=BESIDE)
            self.letter.set_fill(opacity=strength).set_stroke(opacity=strength, background=True)


def _strength(length: float, come: tuple[float, float]) -> float:
    """How much of something is to be seen at a length between gone and full."""
    return float(np.clip((length - come[0]) / (come[1] - come[0]), 0.0, 1.0))
