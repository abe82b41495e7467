"""Climb bars: what the two parts of a step gain, one upon the other, beside what was measured."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.derivatives.gradients import Directional
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.formula import Words
from visuals.map.slope_rose import around
from visuals.theme import INK, SIZE, STROKE

APART = 1.25  # of either column from the middle, in scene units
WIDTH = 0.75  # of a bar
ROOM = 0.3  # between the lowest bar there can be and the words below


class ClimbBars(Follower):
    """Two columns: left the two `terms` (directions, 2) stacked, right the slope measured in that direction.

    The first term starts at the base line, the second where the first ends; going down, it turns back.
    `unit` is the height of a slope of 1 in scene units. The dial `turn` counts directions round the ring.
    Dial of its own: `grown` (0 to 1, share of the heights; base line and words come with its first quarter).
    """

    def __init__(
        self,
        terms: np.ndarray,
        slopes: Directional,
        turn: Dial,
        *,
        centre: tuple[float, float],
        unit: float,
        grown: float = 0.0,
    ) -> None:
        super().__init__(turn)
        self.terms, self.slopes, self.turn = np.asarray(terms, dtype=float), slopes, turn
        self.centre, self.unit = np.array([*centre, 0.0]), unit
        self.grown = Dial(grown)
        self.base = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.base.points = polyline(self.centre + np.array([[-2.2, 0, 0], [2.2, 0, 0]]))
        self.bars = [VMobject(stroke_color=INK.output, stroke_width=STROKE.normal) for _ in range(3)]
        for bar, share in zip(self.bars, (0.55, 0.25, 0.9), strict=True):
            bar.set_fill(INK.output, opacity=share)
        self.level = VMobject(stroke_color=INK.text, stroke_width=STROKE.thin)
        lowest = unit * float(np.abs(slopes.value).max()) + ROOM
        self.words = [
            Words(text, size=SIZE.small, ink=INK.quiet).move_to(self.centre + [x, -lowest, 0])
            for text, x in (("east + north", -APART), ("measured", APART))
        ]
        self.words[1].stand_on(self.words[0])
        self.add(self.grown, self.base, *self.bars, self.level, *self.words)
        self.redraw()

    @property
    def heights(self) -> np.ndarray:
        """Where the bars begin and end, (3, 2), in slope: east, north on top of it, and the one measured."""
        east, north = around(self.terms, self.turn.get_value())
        measured = around(self.slopes.value, self.turn.get_value())
        return self.grown.get_value() * np.array([[0, east], [east, east + north], [0, measured]])

    def redraw(self) -> None:
        heights = self.heights * self.unit
        for bar, (low, high), x in zip(self.bars, heights, (-APART, -APART, APART), strict=True):
            across = x + WIDTH / 2 * np.array([-1, 1, 1, -1, -1])
            bar.points = polyline(self.centre + at_screen(across, np.array([low, low, high, high, low])))
        ends = np.array([-APART - WIDTH / 2, APART + WIDTH / 2])
        self.level.points = polyline(self.centre + at_screen(ends, np.full(2, heights[1, 1])))
        there = min(4.0 * self.grown.get_value(), 1.0)
        for line in (self.base, self.level, *self.bars):
            line.set_stroke(opacity=there)
        for each in self.words:
            each.set_fill(opacity=there)
