"""Rise over run against the nudge: a branch from either side, and what they are heading for at 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import Group, VGroup

from calc_core.derivatives.one_variable import Secants
from visuals.curve.curve import Curve
from visuals.curve.marker import Marker
from visuals.curve.slope_line import SECANT
from visuals.drawing.axes import Axes, Box
from visuals.letters.number import Number
from visuals.letters.readout import Reading, series
from visuals.theme import INK

# from a hole to its number, in scene units
LEFT_OVER, RIGHT_OVER = np.array([-1.27, 0.36, 0.0]), np.array([1.27, 0.36, 0.0])
BESIDE = np.array([1.07, 0.45, 0.0])


class RatioPlot(Group):
    """The secant slopes `left` (dx from -1 up to nearly 0) and `right` (from nearly 0 up to 1) of one point.

    Both branches are drawn down to the nudge of the size that `nudge` tells now, where their dots are.
    `limits` are what they are heading for: one reading, or two where left and right differ. For each there
    is a hole at 0, and its number: beside the one hole, clear of the right branch, or over the two branches.
    Enter `axes`, then the groups `right`, `left`, `holes` and `numbers`; the whole leaves at once.
    """

    def __init__(
        self,
        left: Secants,
        right: Secants,
        limits: Sequence[Reading],
        nudge: Callable[[], float],
        *,
        box: Box,
        y: tuple[float, float],
        y_ticks: Sequence[float],
        name: str,
        units: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
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
        self.holes = Group(*(self._hole(float(limit.value)) for limit in limits))
        self.numbers = VGroup(*(Number(limit, ink=INK.slope) for limit in limits))
        below = -1.0 if float(right.slope[-1]) > float(limits[0].value) else 1.0
        away = [LEFT_OVER, RIGHT_OVER] if len(limits) > 1 else [BESIDE * [1.0, below, 1.0]]
        for number, hole, off in zip(self.numbers, self.holes, away, strict=True):
            number.move_to(hole.get_center() + off)
        self.add(self.axes, self.right, self.left, self.holes, self.numbers)

    def _branch(
        self, name: str, secants: Secants, span: Callable[[], tuple[float, float]], end: Callable[[], float]
    ) -> Group:
        shown = series(name, secants, nudge="dx", ratio="slope")
        curve = Curve(shown, on=self.axes, ink=SECANT, span=span)
        dot = Marker(lambda: (end(), curve.at(end())), on=self.axes, ink=SECANT)
        return Group(curve, dot)

    def _hole(self, value: float) -> Marker:
        return Marker(lambda: (0.0, value), on=self.axes, ink=INK.slope, hollow=True, radius=0.13)
