"""The factor |1 - stride * curvature| over the stride: a V for every axis of a bowl."""

from __future__ import annotations

from typing import Any

from manim import Group

from calc_core.descent.step_limits import Contraction
from visuals.curve.curve import Curve
from visuals.curve.marker import Marker, Thread
from visuals.descent.axis_bars import GENTLE, STEEP
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial
from visuals.drawing.ticks import Span
from visuals.letters.readout import series
from visuals.options import Options
from visuals.theme import INK, STROKE


class ContractionPlot(Group):
    """What a step leaves of the way along the gentlest and the steepest axis of a bowl, over the stride.

        plot = ContractionPlot(contraction_factors(hess, rates), rate, box=Box(...), x=(0, 0.1))
        self.enter(plot.axes, plot.gentle, plot.steep, plot.marker)

    `rates` of the factors must hold the tips of both Vs, for the lines are straight between them. `rate` is
    the dial of the stride: `marker` stands at it on the axis, `dots` on both Vs above it. `limit` is the line
    at 1, above which a walk leaves; `worst` the larger of the two factors, in bold. Parts are entered one by
    one: axes, limit, gentle, steep, worst, upright, dots, marker.
    """

    def __init__(
        self,
        factors: Contraction,
        rate: Dial,
        *,
        box: Box,
        x: Span,
        y: Span = (0.0, 1.25),
        x_steps: tuple[float, ...] | None = None,
        x_extent: Span | None = None,
    ) -> None:
        self.factors, self.rate = factors, rate
        self.axes = on = Axes(
            x=x,
            y=y,
            box=box,
            x_steps=x_steps,
            x_extent=x_extent,
            y_ticks=(0.0, 0.5, 1.0),
            x_name="",
            y_name="",
        )
        rates = {"stride": "learning_rate"}
        drawn: Options = {"on": on, "span": lambda: (max(on.x[0], 0.0), on.x[1])}
        self.gentle = Curve(
            series("factor of the gentle axis", factors, **rates, factor="gentle"), ink=GENTLE,
            dash=(0.3, 0.12), width=STROKE.bold, **drawn,
        )  # fmt: skip
        self.steep = Curve(
            series("factor of the steep axis", factors, **rates, factor="steep"), ink=STEEP,
            width=STROKE.bold, **{**drawn, "span": self._low},
        )  # fmt: skip
        self.worst = Curve(
            series("worst factor", factors, **rates, factor="worst"), ink=INK.text, width=2 * STROKE.bold,
            **{**drawn, "span": self._low},
        )  # fmt: skip
        here: Any = lambda curve: lambda: (rate.get_value(), curve.at(rate.get_value()))  # noqa: E731
        foot = lambda: (rate.get_value(), 0.0)  # noqa: E731
        self.limit = Thread(
            lambda: (on.x[0], 1.0),
            lambda: (on.x[1], 1.0),
            on=on,
            ink=INK.exact,
            width=STROKE.normal,
            dash=0.16,
        )
        self.upright = Thread(foot, self._highest, on=on, ink=INK.parameter, width=STROKE.thin)
        self.dots = [
            Marker(here(curve), on=on, ink=ink, radius=0.14)
            for curve, ink in ((self.gentle, GENTLE), (self.steep, STEEP))
        ]
        self.marker = Marker(foot, on=on, ink=INK.parameter, radius=0.15, corners=4)
        super().__init__(
            self.axes, self.limit, self.worst, self.gentle, self.steep, self.upright, *self.dots, self.marker
        )

    def _highest(self) -> tuple[float, float]:
        """The larger factor at the stride of now."""
        rate = self.rate.get_value()
        return rate, max(self.gentle.at(rate), self.steep.at(rate))

    def _low(self) -> Span:
        """From where to where the steep V is seen: as far as it stays in the window."""
        left, right = max(self.axes.x[0], 0.0), self.axes.x[1]
        top = (1 + self.axes.y[1]) / float(self.factors.curvatures[-1])
        return left, min(right, top)
