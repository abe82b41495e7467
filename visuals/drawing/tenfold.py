"""What the marks of a log axis mean: an arrow from each to the next, with × 10 beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, polyline
from visuals.letters.formula import Words
from visuals.theme import INK, SIZE, STROKE

ASIDE, APART = 0.34, 0.24  # scene units from the axis to its arrows, and from an arrow to its words
HEAD, INSET = 0.15, 0.05  # size of an arrow's head, and how far an arrow stays away from the marks


class TenfoldSteps(Follower):
    """Arrows along a log axis from mark to mark, one after another: every mark is ten times the one before.

        steps = TenfoldSteps(axes, (1, 10, 100, 1000))
        self.enter(steps.pose(grown=0), until="ten times")

    `marks` must be such a row of numbers, each `factor` times the one before (10, or 1/10 on the way down);
    `along` is the axis, "y" or "x". Dial: `grown`, 0 to 1, how many of the arrows are there.
    """

    def __init__(
        self,
        on: Axes,
        marks: Sequence[float],
        *,
        along: str = "y",
        factor: float = 10.0,
        ink: str = INK.text,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        values = np.asarray(marks, dtype=float)
        if not on.log["xy".index(along)]:
            raise ValueError(f'{along} must be a log axis: type Axes(..., log="{along}")')
        if len(values) < 2 or not np.allclose(values[1:], factor * values[:-1], rtol=1e-9, atol=0):
            raise ValueError(f"each mark must be {factor:g} times the one before, got {values.tolist()}")
        self.axes, self.marks, self.along, self.grown = on, values, along, Dial(grown)
        sign = f"× {factor:g}" if factor >= 1 else f"÷ {1 / factor:g}"
        self.arrows = [VMobject(stroke_color=ink, stroke_width=STROKE.normal) for _ in values[1:]]
        self.words = [Words(sign, ink=ink, size=SIZE.body) for _ in values[1:]]
        for each in self.words:
            each.names_axis = True
        self.add(*self.arrows, *self.words, self.grown)
        self.redraw()

    def ends(self) -> np.ndarray:
        """Where every arrow begins and ends on the stage when all are there (arrows, 2, 3)."""
        axes = self.axes
        if self.along == "y":
            places = axes.to_screen(np.full(len(self.marks), axes.x[0]), self.marks) + [ASIDE, 0.0, 0.0]
        else:
            places = axes.to_screen(self.marks, np.full(len(self.marks), axes.foot)) + [0.0, ASIDE, 0.0]
        pairs = np.stack([places[:-1], places[1:]], axis=1)
        way = pairs[:, 1] - pairs[:, 0]
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        return pairs + INSET * np.stack([way, -way], axis=1)

    def redraw(self) -> None:
        """Draw as many arrows as the dial tells, the last one as far as it has come."""
        done = self.grown.get_value() * len(self.arrows)
        aside = np.array([1.0, 0.0, 0.0] if self.along == "y" else [0.0, 1.0, 0.0])
        for k, (start, end) in enumerate(self.ends()):
            share = float(np.clip(done - k, 0.0, 1.0))
            tip = start + share * (end - start)
            way = (end - start) / np.linalg.norm(end - start)
            across = np.array([-way[1], way[0], 0.0])
            size = min(HEAD, 0.5 * float(np.linalg.norm(tip - start)))
            wings = [tip - size * way + side * 0.6 * size * across for side in (1, -1)]
            shaft = np.array([start, tip])
            self.arrows[k].points = polyline(shaft, np.array([wings[0], tip, wings[1]])) if share else NOTHING
            self.words[k].next_to((start + end) / 2, aside, buff=APART)
            self.words[k].set_opacity(share)
