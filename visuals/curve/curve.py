"""A curve drawn from finished samples, with the ground below it, as far as a dial has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import UP, VMobject

from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, dashes, polyline
from visuals.letters.readout import Series
from visuals.theme import INK, STROKE, ramp

GROUND: Any = tuple(ramp(share) for share in (0.0, 0.25, 0.5))  # foot to crest, by height


class Curve(Follower):
    """The first two columns of a series, the second over the first, on axes.

    `upto` is the dial of how far the curve is drawn: up to which value of the first column (default: all of
    it). `span`, if given, tells from where to where it is drawn now; the dial `grown` says which share of
    all that is there, from its left end. Between two samples the curve ends on
    the straight line between them. `ground=True` fills what lies below it; `dash`
    is the length of a dash and of the gap behind it, in scene units.
    """

    def __init__(
        self,
        shown: Series,
        *,
        on: Axes,
        ink: str = INK.text,
        width: float = STROKE.normal,
        dash: tuple[float, float] | None = None,
        ground: bool = False,
        upto: float | None = None,
        span: Callable[[], tuple[float, float]] | None = None,
    ) -> None:
        super().__init__(on)
        self.axes, self.series = on, (shown,)
        self.x, self.y = shown.pair()
        self.upto, self.grown = Dial(self.x[-1] if upto is None else upto), Dial(1.0)
        self.span, self.has_ground, self.dash = span, ground, dash
        self.ground = VMobject(stroke_width=0)
        self.ground.set_fill(GROUND, opacity=1).set_sheen_direction(UP)
        self.line = VMobject().set_stroke(ink, width=width)
        self.add(self.ground, self.line, self.upto, self.grown)
        self.redraw()

    def at(self, x: float) -> float:
        """The curve's height at x, between two samples on the straight line between them."""
        return float(np.interp(x, self.x, self.y))

    def redraw(self) -> None:
        """Set line and ground to the samples drawn so far."""
        x, y = self._drawn()
        if len(x) < 2:
            self.line.points = self.ground.points = NOTHING
            return
        corners = self.axes.to_screen(x, y)
        self.line.points = polyline(*dashes(corners, self.dash))
        if self.has_ground:
            feet = self.axes.to_screen(x[[-1, 0]], self.axes.foot)
            self.ground.points = polyline(np.concatenate([corners, feet, corners[:1]]))

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        start, end = self.span() if self.span else (self.x[0], self.upto.get_value())
        start, end = max(start, self.x[0]), min(end, self.x[-1])
        end = end if self.grown.get_value() == 1.0 else start + self.grown.get_value() * (end - start)
        if start >= end:
            return self.x[:0], self.y[:0]
        between = (self.x > start) & (self.x < end)
        x = np.concatenate([[start], self.x[between], [end]])
        y = np.concatenate([[self.at(start)], self.y[between], [self.at(end)]])
        return x, y
