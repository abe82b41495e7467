"""Places on a curve: a dot, a hollow dot where there is no value, and thin lines that lead to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from visuals.curve.nudge_bars import View
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, dashes, mark, polyline
from visuals.theme import INK, STROKE

Place = Callable[[], tuple[float, float]] | Callable[[], np.ndarray]  # two numbers


class Marker(Follower):
    """A dot at the numbers that `place` tells now; `hollow` where the curve has a hole.

    `corners` makes it a regular polygon: the mark of one of several (see SEVERAL of the theme).
    """

    def __init__(
        self,
        place: Place,
        *,
        on: View,
        ink: str = INK.text,
        radius: float = 0.09,
        hollow: bool = False,
        corners: int = 0,
    ) -> None:
        super().__init__(on)
        self.view, self.place, self.radius, self.corners = on, place, radius, corners
        self.dot = VMobject().set_fill(INK.ground if hollow else ink, opacity=1)
        self.dot.set_stroke(ink if hollow else INK.casing, width=STROKE.thin)
        self.add(self.dot)
        self.redraw()

    def redraw(self) -> None:
        """Move to the place."""
        at = self.view.to_screen(*self.place())
        self.dot.points = at + mark(self.corners, self.radius) if self.corners else arc(at, self.radius)


class Thread(Follower):
    """A thin straight line between two places, dashed where it only shows the way; `grown` of it is there."""

    def __init__(
        self,
        start: Place,
        end: Place,
        *,
        on: View,
        to: View | None = None,
        ink: str = INK.quiet,
        width: float = STROKE.thin,
        dash: float = 0.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on, *([to] if to is not None else []))
        self.view, self.other, self.start, self.end, self.dash = on, to or on, start, end, dash
        self.grown = Dial(grown)
        self.line = VMobject().set_stroke(ink, width=width)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stretch from the first place towards the second."""
        start, end = self.view.to_screen(*self.start()), self.other.to_screen(*self.end())
        end = start + self.grown.get_value() * (end - start)
        length = float(np.linalg.norm(end - start))
        if length < 1e-9:
            self.line.points = polyline()
        else:
            dash = (self.dash, self.dash) if self.dash else None
            self.line.points = polyline(*dashes(np.array([start, end]), dash))
