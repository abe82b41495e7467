"""A Taylor polynomial drawn over its axes, out from the point at which it was read."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.approximation.series import TaylorPoly
from visuals.curve.nudge_bars import View
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline, within_box
from visuals.theme import INK, STROKE

SAMPLES = 481
FAR = 60.0  # scene units: where a polynomial that flies off is drawn no further


class TaylorCurve(Follower):
    """The polynomial that `look` tells now, over all that the axes show, cut at their frame.

    Given a `lens` that stands on those axes it is drawn in the glass instead. Dial: `grown`, how far out from
    x0 it is drawn, as a share of the way to the axes' farther end.
    """

    def __init__(
        self,
        look: Callable[[], TaylorPoly],
        *,
        on: Axes,
        lens: View | None = None,
        ink: str = INK.model,
        width: float = STROKE.bold,
        grown: float = 1.0,
    ) -> None:
        super().__init__(*((on,) if lens is None else (on, lens)))
        self.look, self.axes, self.lens, self.grown = look, on, lens, Dial(grown)
        self.line = VMobject().set_stroke(ink, width=width)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Evaluate the polynomial anew, and cut what the view does not show."""
        drawn, (low, high) = self.look(), self.axes.x
        x0 = float(drawn.x0)
        reach = self.grown.get_value() * max(high - x0, x0 - low)
        low, high = max(low, x0 - reach), min(high, x0 + reach)
        if not low < high:
            self.line.points = polyline()
            return
        x = np.linspace(low, high, SAMPLES)
        corners = (self.lens or self.axes).to_screen(x, drawn(x))
        corners[:, 1] = np.clip(corners[:, 1], -FAR, FAR)
        if self.lens is not None:
            self.line.points = polyline(*self.lens.clip(corners))
        else:
            self.line.points = within_box(polyline(corners), self.axes.box)
