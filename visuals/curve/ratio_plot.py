"""Rise over run against the nudge: a branch from either side, and what they are heading for at 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Group

from calc_core.derivatives.one_variable import Secants
from visuals.curve.curve import Curve
from visuals.curve.marker import Marker
from visuals.curve.slope_line import SECANT
from visuals.drawing.axes import Axes, Box
from visuals.letters.readout import series
from visuals.theme import INK


class RatioPlot:
    """The secant slopes `left` (dx from -1 up to nearly 0) and `right` (from nearly 0 up to 1) of one point.

    Both branches are drawn down to the nudge of the size that `nudge` tells now, where their dots are.
    `limits` are the numbers that they are heading for; where these are one number there is one hole at 0.
    Enter `axes`, then the groups `right`, `left` and `holes`.
    """

    def __init__(
        self,
        left: Secants,
        right: Secants,
        limits: tuple[float, float],
        nudge: Callable[[], float],
        *,
        box: Box,
        y: tuple[float, float],
        y_ticks: np.ndarray,
        name: str,
        units: tuple[str, str] = ("", ""),
    ) -> None:
        across, up = (f" in {unit}" if unit else "" for unit in units)
        self.axes = Axes(
            x=(-1.0, 1.0),
            y=y,
            box=box,
            x_ticks=np.array([-1.0, -0.5, 0.0, 0.5, 1.0]),
            y_ticks=y_ticks,
            x_name="nudge {{$dif x$ : input}}" + across,
            y_name='ratio {{$dif f class("normal", \\/) upright(d) x$ : slope}}' + up,
        )
        self.right = self._branch(f"{name} to the right", right, lambda: (nudge(), 1.0), nudge)
        self.left = self._branch(f"{name} to the left", left, lambda: (-1.0, -nudge()), lambda: -nudge())
        places = sorted(set(limits)) if np.ptp(limits) > 1e-9 else [limits[0]]
        self.holes = Group(*(self._hole(value) for value in places))

    def _branch(
        self, name: str, secants: Secants, span: Callable[[], tuple[float, float]], end: Callable[[], float]
    ) -> Group:
        shown = series(name, secants, nudge="dx", ratio="slope")
        curve = Curve(shown, on=self.axes, ink=SECANT, span=span)
        dot = Marker(lambda: (end(), curve.at(end())), on=self.axes, ink=SECANT)
        return Group(curve, dot)

    def _hole(self, value: float) -> Marker:
        return Marker(lambda: (0.0, value), on=self.axes, ink=INK.slope, hollow=True, radius=0.13)
