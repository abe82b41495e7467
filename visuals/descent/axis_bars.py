"""What is left of the way to a bowl's floor, along each of its axes: before a step, and after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, dashes, polyline
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK, STROKE, mix

STEEP, GENTLE = INK.curvature, mix(INK.curvature, INK.text, 0.62)
TICK = 0.14  # half an end tick of a bar, in scene units
DASH = (0.16, 0.11)
DOT = 0.11  # radius of start and end


class Bar(NamedTuple):
    """One bar: what is left along an axis before a step and after it, as corners on the map, (2, 2) each."""

    before: np.ndarray
    after: np.ndarray


class AxisBars(Follower):
    """One step on a bowl's map, taken apart: how far it is to the floor along both axes, before and after.

    `start` (2,) is where the step begins, `factors` tells now by what each coordinate is multiplied
    (negative: it ends on the other side). Thin bars along the axes through `floor` are what was left before,
    bold ones what is left now. Dials: `grown` (of the bars), `stepped` (how strongly step and end are seen).
    """

    def __init__(
        self,
        start: Sequence[float] | np.ndarray,
        factors: Callable[[], np.ndarray],
        *,
        on: OnScreen,
        floor: Sequence[float] = (0.0, 0.0),
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "AxisBars have no place")
        self.start, self.floor = np.asarray(start, dtype=float), np.asarray(floor, dtype=float)
        self.factors = factors
        self.grown, self.stepped = Dial(grown), Dial(1.0)
        self.thin = [VMobject().set_stroke(ink, width=STROKE.thin) for ink in (GENTLE, STEEP)]
        self.bold = [VMobject().set_stroke(ink, width=1.6 * STROKE.bold) for ink in (GENTLE, STEEP)]
        for each in self.bold:
            each.set_stroke(INK.casing, width=1.6 * STROKE.bold + STROKE.casing, background=True)
        self.guides = VMobject().set_stroke(INK.quiet, width=STROKE.hair)
        self.step = VMobject().set_stroke(INK.path, width=STROKE.normal)
        self.step.set_stroke(INK.casing, width=STROKE.normal + STROKE.casing, background=True)
        self.ends = [
            VMobject().set_fill(INK.casing).set_stroke(INK.path, width=STROKE.thin) for _ in range(2)
        ]
        self.ends[1].set_fill(INK.path)
        self.add(*self.thin, *self.bold, self.guides, self.step, *self.ends, self.grown, self.stepped)
        self.redraw()

    @property
    def end(self) -> np.ndarray:
        """Where the step ends (2,), in landscape coordinates."""
        return np.asarray(self.floor + self.factors() * (self.start - self.floor))

    @property
    def bars(self) -> tuple[Bar, Bar]:
        """The bars along the first axis and along the second, in landscape coordinates."""
        found = []
        for axis in range(2):
            corners = [self.floor.copy(), self.floor.copy()]
            corners[0][axis], corners[1][axis] = self.start[axis], self.end[axis]
            found.append(Bar(np.stack([self.floor, corners[0]]), np.stack([self.floor, corners[1]])))
        return found[0], found[1]

    def redraw(self) -> None:
        """Lay bars, guides and step."""
        grown, stepped = self.grown.get_value(), self.stepped.get_value()
        to_screen = self.chart.to_screen
        guides = []
        for axis, bar in enumerate(self.bars):
            before, after = to_screen(bar.before), to_screen(bar.after)
            before[1], after[1] = (each[0] + grown * (each[1] - each[0]) for each in (before, after))
            aside = TICK * np.array([float(axis == 1), float(axis == 0), 0.0])
            ticks = [np.stack([each - aside, each + aside]) for each in before]
            self.thin[axis].points = polyline(before, *ticks)
            self.thin[axis].set_stroke(opacity=0.8 * min(4 * grown, 1.0))
            self.bold[axis].points = polyline(
                after, np.stack([after[1] - 1.3 * aside, after[1] + 1.3 * aside])
            )
            seen = stepped * min(4 * grown, 1.0)
            self.bold[axis].set_stroke(opacity=seen).set_stroke(opacity=0.8 * seen, background=True)
            guides += dashes(np.stack([to_screen(bar.after[1]), to_screen(self.end)]), DASH)
        self.guides.points = polyline(*guides)
        self.guides.set_stroke(opacity=stepped * grown)
        ends = to_screen(np.stack([self.start, self.end]))
        self.step.points = polyline(ends)
        seen = stepped * min(4 * grown, 1.0)
        self.step.set_stroke(opacity=seen).set_stroke(opacity=0.8 * seen, background=True)
        for part, place, seen in zip(self.ends, ends, (1.0, stepped), strict=True):
            part.points = arc(place, DOT)
            seen *= min(4 * grown, 1.0)
            part.set_fill(opacity=seen).set_stroke(opacity=seen)
