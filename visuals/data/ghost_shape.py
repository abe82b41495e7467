"""What a knob adds to a curve, as a shape over x; stood up, it is a column of the Jacobian."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject, smooth

from visuals.drawing.axes import Axes, Box
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, dashes, polyline
from visuals.theme import INK, STROKE, mix

GHOSTS = (
    (mix(INK.parameter, "#FFFFFF", 0.45), None),
    (INK.parameter, (0.26, 0.11)),
    (mix(INK.parameter, "#5B4BD6", 0.5), (0.08, 0.09)),
)
"""Looks of several ghosts at once: ink and dash."""

BAR, SHADE = 5.0, 0.22  # width of a datum's bar, and how dense the area under the line is

Values = Callable[[], np.ndarray]


class GhostShape(Follower):
    """A shape over x: `line()` (m,) at `grid` (m,), and a bar of `bars()` (n,) at each datum `x` (n,).

    It lies on axes, where 0 is its ground. While the dial `turned` goes from 0 to 1 it turns clockwise by a
    quarter and stands up in the box `column`: x runs downwards over the whole box, and values of `full` reach
    its right edge. Without `line` there are bars alone. Dials: `grown` (0 to 1, out of its ground), `turned`,
    `barred` (how much of the bars is seen), `opacity`.
    """

    def __init__(
        self,
        grid: np.ndarray,
        line: Values | None,
        x: np.ndarray,
        bars: Values,
        *,
        on: Axes,
        column: Box | tuple[float, float, float, float] | None = None,
        full: float = 1.0,
        ink: str = INK.parameter,
        dash: tuple[float, float] | None = None,
        width: float = STROKE.bold,
        barred: float = 0.0,
    ) -> None:
        super().__init__(on)
        self.grid, self.values, self.x, self.bars = np.asarray(grid), line, np.asarray(x), bars
        self.axes, self.full, self.dash = on, full, dash
        self.column = None if column is None else Box(*column)
        self.grown, self.turned, self.barred = Dial(1.0), Dial(0.0), Dial(barred)
        self.opacity = Dial(1.0)
        self.area = VMobject(stroke_width=0, fill_color=ink)
        self.line = VMobject(stroke_color=ink, stroke_width=width)
        self.sticks = VMobject(stroke_color=ink, stroke_width=BAR)
        self.add(self.grown, self.turned, self.barred, self.opacity, self.area, self.sticks, self.line)
        self.redraw()

    def places(self, x: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Where values (n,) at x (n,) are now, on the stage (n, 3): lying, standing, or on the way."""
        if self.turned.value == 0 or self.column is None:
            return self.axes.to_screen(x, values)
        share = smooth(self.turned.value)
        low, high = self.axes.x
        box, units = self.column, self.axes.units
        middle = (low + high) / 2
        lying = self.axes.to_screen(middle, 0.0)[:2]
        standing = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2])
        stands = np.array([(box.top - box.bottom) / (high - low), (box.right - box.left) / 2 / self.full])
        along, up = units ** (1 - share) * stands**share
        turn = -np.pi / 2 * share
        centre = lying + share * (standing - lying)
        run, rise = along * (np.asarray(x) - middle), up * np.asarray(values)
        return at_screen(
            centre[0] + np.cos(turn) * run - np.sin(turn) * rise,
            centre[1] + np.sin(turn) * run + np.cos(turn) * rise,
        )

    def redraw(self) -> None:
        """Lay line, area and bars where they are now."""
        grown, opacity = self.grown.value, self.opacity.value
        self.line.points = self.area.points = self.sticks.points = NOTHING
        if grown <= 0:
            return
        if self.values is not None:
            corners = self.places(self.grid, grown * self.values())
            ground = self.places(self.grid[[-1, 0]], np.zeros(2))
            self.line.points = polyline(*dashes(corners, self.dash))
            self.area.points = polyline(np.concatenate([corners, ground, corners[:1]]))
        feet, tips = (self.places(self.x, each * grown * self.bars()) for each in (0.0, 1.0))
        if self.barred.value > 0:
            self.sticks.points = bundle(np.stack([feet, tips], axis=1))
        self.line.set_stroke(opacity=opacity)
        self.area.set_fill(opacity=SHADE * opacity)
        self.sticks.set_stroke(opacity=opacity * self.barred.value)
