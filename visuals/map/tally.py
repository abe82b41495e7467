"""How many ended where: one bar for each hollow, lowest hollow first."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calc_core.descent.basins import Basins
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.number import Number
from visuals.letters.readout import read, series
from visuals.theme import INK, SIZE, STROKE

STEPPED_BACK = 0.55  # of opacity: less than that could not be read
BAR = 0.62  # of the space between two bars that a bar takes


class Tally(Follower):
    """Bars as tall as `counts`, each in its hollow's own ink, with the count above it.

    `left`, `base`, `width` and `height` in scene units. Dials: grown (0 to 1), picked (0 to 1: all but the
    lowest hollow's bar step back).
    """

    def __init__(
        self,
        basins: Basins,
        inks: tuple[str, ...],
        *,
        left: float,
        base: float,
        width: float,
        height: float,
    ) -> None:
        super().__init__()
        self.counts = basins.counts
        self.series = (series("lamps in each hollow", basins, lamps="counts", height="heights"),)
        self.grown, self.picked = Dial(0.0), Dial(0.0)
        self.pitch = width / basins.n_hollows
        self.middles = left + self.pitch * (np.arange(basins.n_hollows) + 0.5)
        self.base, self.tall = base, height / max(int(self.counts.max()), 1)
        self.floor = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.floor.points = polyline(at_screen(np.array([left, left + width]), np.array([base, base])))
        self.bars = VGroup(
            *(VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks[: basins.n_hollows])
        )
        self.numbers: Any = VGroup(
            *(
                Number(read(basins, "counts", index=k), size=SIZE.small, ink=INK.text, align="center")
                for k in range(basins.n_hollows)
            ),
        )
        self.add(self.grown, self.picked, self.floor, self.bars, self.numbers)
        self.redraw()

    def redraw(self) -> None:
        half = self.pitch * BAR / 2
        for middle, count, bar, number in zip(
            self.middles, self.counts, self.bars, self.numbers, strict=True
        ):
            top = self.base + count * self.tall * self.grown.get_value()
            x = middle + half * np.array([-1, 1, 1, -1, -1])
            bar.points = polyline(at_screen(x, np.array([self.base, self.base, top, top, self.base])))
            number.shift(np.array([middle, top + 0.14, 0.0]) - number.strut.points[0])
        there = min(4.0 * self.grown.get_value(), 1.0)  # line and numbers come with the first quarter
        aside = 1.0 - (1.0 - STEPPED_BACK) * self.picked.get_value()
        self.floor.set_stroke(opacity=there)
        for k, (bar, number) in enumerate(zip(self.bars, self.numbers, strict=True)):
            share = aside if k else 1.0
            bar.set_fill(opacity=share)
            number.slots.set_fill(opacity=share * there)
