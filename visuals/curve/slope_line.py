"""A straight line through a point of a curve: a secant, the tangent, or half of one at a corner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import VMobject

from calc_core.derivatives.families import Tangents
from calc_core.derivatives.one_variable import Secants
from visuals.curve.nudge_bars import View
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.theme import INK, STROKE, mix

SECANT = mix(INK.slope, INK.text, 0.5)  # an average slope, on its way to the slope


class SlopeLine(Follower):
    """The line f(x) + slope (x' - x) through `point`, drawn `reach` scene units to the left and right.

    `point` and `slope` are looked up anew whenever the picture is drawn. `grown` is the dial of how much of
    it is drawn, from the point outwards, 0 to 1. `cased` gives it a dark edge.
    """

    def __init__(
        self,
        point: Callable[[], tuple[float, float]],
        slope: Callable[[], float],
        *,
        on: View,
        reach: tuple[float, float] = (2.0, 2.0),
        ink: str = INK.slope,
        width: float = STROKE.normal,
        grown: float = 0.0,
        cased: bool = True,
    ) -> None:
        super().__init__(on)
        self.view, self.point, self.slope, self.reach = on, point, slope, reach
        self.grown = Dial(grown)
        self.line = VMobject().set_stroke(ink, width=width)
        if cased:
            self.line.set_stroke(INK.casing, width=width + STROKE.casing, background=True)
        self.add(self.line, self.grown)
        self.redraw()

    @classmethod
    def tangent(
        cls,
        look: Callable[[], Tangents],
        *,
        on: View,
        reach: tuple[float, float] = (2.0, 2.0),
        **drawn: Any,
    ) -> SlopeLine:
        """The line along the curve at the point that `look` tells of; `drawn` as for any SlopeLine."""
        return cls(*_told(look), on=on, reach=reach, **drawn)

    @classmethod
    def secant(
        cls,
        look: Callable[[], Secants],
        *,
        on: View,
        reach: tuple[float, float] = (1.0, 4.0),
        **drawn: Any,
    ) -> SlopeLine:
        """The line through the two points that `look` tells of; `drawn` as for any SlopeLine."""
        return cls(*_told(look), on=on, reach=reach, **{"ink": SECANT} | drawn)

    def at(self, x: float) -> float:
        """The line's height at x, however far it is drawn."""
        start, f = self.point()
        return f + self.slope() * (x - start)

    def redraw(self) -> None:
        """Lay the line through the point as its slope looks in this view."""
        left, right = (length * self.grown.get_value() for length in self.reach)
        if left + right == 0:
            self.line.points = polyline()
            return
        (x, f), slope = self.point(), self.slope()
        here, there = self.view.to_screen(np.array([x, x + 1.0]), np.array([f, f + slope]))
        along = (there - here) / np.linalg.norm(there - here)
        ends = np.array([here - left * along, here + right * along])
        self.line.points = polyline(*self.view.clip(ends))


def _told(
    look: Callable[[], Secants | Tangents],
) -> tuple[Callable[[], tuple[float, float]], Callable[[], float]]:
    """Point and slope of a line, looked up when they are asked for."""

    def point() -> tuple[float, float]:
        line = look()
        return float(line.x), float(line.f)

    return point, lambda: float(look().slope)
