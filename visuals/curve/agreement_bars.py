"""How closely two computations agree: bars on a log scale, the longer the more digits."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.networks import Agreement
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, rectangle


class AgreementBars(Follower):
    """How many digits agree: a bar for each knob, from 1 down to the difference, on axes with a log y.

    The k-th stands `aside` beside x = k. Dial: grown, the share of the way down.
    """

    def __init__(self, told: Agreement, *, on: Axes, aside: float, ink: str, wide: float = 0.34) -> None:
        super().__init__(on)
        self.told, self.axes, self.aside, self.wide = told, on, aside, wide
        self.grown = Dial(1.0)
        self.bars = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.add(self.bars, self.grown)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """How far down each bar reaches, as a number on the axis."""
        return np.asarray(self.told.shown ** self.grown.get_value())

    def redraw(self) -> None:
        """Hang the bars."""
        k = np.arange(len(self.told.shown)) + self.aside
        left, top, _ = self.axes.to_screen(k - self.wide / 2, np.ones(len(k))).T
        right, low, _ = self.axes.to_screen(k + self.wide / 2, self.ends).T
        corners = [rectangle(*each) for each in zip(left, low, right, top, strict=True)]
        self.bars.points = np.concatenate(corners) if self.grown.get_value() > 0 else NOTHING
