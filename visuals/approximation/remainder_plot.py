"""What a polynomial leaves of its function, by powers of ten, and the bound that it stays under."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.approximation.series_family import BoundedRemainder
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, dashes, polyline, within_box
from visuals.theme import INK, STROKE

DASH = (0.16, 0.11)


class RemainderPlot(Follower):
    """|f - p| as a line of the error's ink and Lagrange's bound dashed, over log axes, cut at their frame.

    `look` tells both. Dials: `grown`, how much of the error is drawn from its left end, and `bounded`, how
    much of the bound.
    """

    def __init__(
        self, look: Callable[[], BoundedRemainder], *, on: Axes, grown: float = 1.0, bounded: float = 1.0
    ) -> None:
        super().__init__(on)
        self.look, self.axes = look, on
        self.grown, self.bounded = Dial(grown), Dial(bounded)
        self.error = VMobject().set_stroke(INK.residual, width=STROKE.normal)
        self.bound = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.add(self.bound, self.error, self.grown, self.bounded)
        self.redraw()

    def redraw(self) -> None:
        """Lay both lines; below the frame they are not seen."""
        now = self.look()
        for line, y, share, dash in (
            (self.error, now.error, self.grown.get_value(), None),
            (self.bound, now.bound, self.bounded.get_value(), DASH),
        ):
            count = int(np.ceil(share * len(now.x)))
            if count < 2:
                line.points = NOTHING
                continue
            low, high = self.axes.y
            corners = self.axes.to_screen(now.x[:count], np.clip(y[:count], 1e-4 * low, 1e6 * high))
            line.points = within_box(polyline(*dashes(corners, dash)), self.axes.box)
