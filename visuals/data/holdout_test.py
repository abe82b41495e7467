"""The honest test as a picture: a curtain before the future, and ropes tied to what is left of it."""

from __future__ import annotations

import numpy as np
from manim import Group

from calc_core.fitting import HoldoutSweep
from visuals.data.data_plot import Curtain
from visuals.data.rope import TINTS, Rope, marker
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.letters.formula import Words
from visuals.letters.number import Number
from visuals.letters.readout import Reading, read, series
from visuals.theme import INK, SIZE

COLUMN = 4.2  # scene units from one model to the next, in the row above the plot
ROPE = 2.8  # thin enough that dots and other ropes show
LINES = (3.46, 3.04)  # heights of names and of numbers


class HoldoutTest:
    """Everything that the curtain's `cut` moves: for each model a rope, the trace of its misses, its numbers.

    The traces are drawn as far as the dial `furthest`, and their marks sit at the cut. All of
    it looks up the finished `sweep`. Between two computed cuts it goes straight from one to the next: the
    sweep must be so dense that nobody could see the difference.
    """

    def __init__(self, plot: Axes, strip: Axes, sweep: HoldoutSweep, x: np.ndarray, *, left: float) -> None:
        self.sweep = sweep
        first = float(sweep.cuts[0])
        self.curtain, self.furthest = Curtain(plot, first, foot=strip.up[0]), Dial(first)
        self.models = [sweep.of(name) for name in sweep.names]
        cut = self.curtain.cut
        self.ropes, self.traces = Group(), Group()
        for kind, one in enumerate(self.models):
            tied = {"stage": cut, "stages": sweep.cuts, "width": ROPE}
            self.ropes.add(Rope(plot, x, one.curves(x), kind=kind, **tied))
            plotted = series(f"hold-out: {one.name}", one, cut="cuts", miss="miss", inside="inside")
            track = {"reach": self.furthest, "tip": cut, "series": [plotted]}
            self.traces.add(Rope(strip, sweep.cuts, one.miss, kind=kind, **track))
        # functions, not bound methods: Manim copies what it fades, and would copy the whole test along
        self.year = Number(lambda: self._year(), size=SIZE.small)
        self.year.add_updater(lambda number: self._beside_edge(number))
        places = [left + COLUMN * kind for kind in range(len(self.models))]
        self.names = Group(*(self._name(k, x) for k, x in enumerate(places)))
        self.fits = Group(*(self._numbers(k, "fit", "inside", x) for k, x in enumerate(places)))
        self.misses = Group(*(self._numbers(k, "2020", "miss", x + 1.75) for k, x in enumerate(places)))

    @property
    def _at(self) -> float:
        """The cut shown now, counted in computed cuts."""
        return float(np.interp(self.curtain.cut.value, self.sweep.cuts, np.arange(len(self.sweep.cuts))))

    def _year(self) -> Reading:
        return read(self.sweep, "cuts", at=self._at, decimals=0, grouped=False, unit="", name="cut")

    def _beside_edge(self, number: Number) -> None:
        top = self.curtain.edge.get_top()
        number.shift(top + np.array([0.14, -0.42, 0.0]) - number.strut.points[0])

    def reading(self, kind: int, field: str) -> Reading:
        """A number of model `kind` at the cut shown now."""
        signed, decimals = (True, 1) if field == "miss" else (False, 2)
        name = f"{self.models[kind].name}: {field}"
        return read(
            self.models[kind], field, at=self._at, decimals=decimals, signed=signed, unit="", name=name
        )

    def _name(self, kind: int, x: float) -> Group:
        sign = marker(kind).move_to([x + 0.12, LINES[0], 0])
        label = Words(self.models[kind].name, size=SIZE.small, ink=TINTS[kind])
        label.shift([x + 0.42 - label.get_left()[0], LINES[0] - 0.1 - label.baseline, 0])
        return Group(sign, label)

    def _numbers(self, kind: int, label: str, field: str, x: float) -> Group:
        words = Words(label, size=SIZE.small, ink=INK.quiet)
        words.shift([x - words.get_left()[0], LINES[1] - 0.11 - words.baseline, 0])
        number = Number(lambda: self.reading(kind, field), size=SIZE.small)
        return Group(words, number.stand_beside(words))
