"""How fast walks arrive: the slope at every step, by powers of ten, and the rates that theory promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Group

from calc_core.descent.race import Race
from calc_core.descent.step_limits import RateLine
from visuals.curve.curve import Curve
from visuals.curve.marker import Marker, Thread
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial
from visuals.letters.formula import Words
from visuals.letters.readout import over_steps, series
from visuals.options import Options
from visuals.theme import INK, SEVERAL, SIZE, STROKE, Kind

DASH, LONGER, GAP = 0.12, 0.08, 0.1  # of what is promised: the first one's dash, each next one's more, gaps


class RacePlot(Group):
    """|grad f| of every runner of a race over its steps, as far as the dial `clock` has come.

    `steps` is how far the window reaches. Every runner looks as its entry of `looks` says (default: SEVERAL,
    in the order of the race), with its mark at the curve's end. `rates` are lines that fall by one factor a
    step, dashed, each in the colour of the runner that has its method's name. Parts: `axes`, `names`,
    `finish` (the tolerance), `curves`, `heads`, `promises`.
    """

    def __init__(
        self,
        race: Race,
        clock: Dial,
        *,
        box: Box,
        steps: tuple[float, float],
        slopes: tuple[float, float],
        rates: Sequence[RateLine] = (),
        looks: Sequence[Kind] = SEVERAL,
        **ticks: Any,
    ) -> None:
        super().__init__()
        self.race, self.clock = race, clock
        self.axes = on = Axes(x=steps, y=slopes, box=box, **{"log": "y", **ticks})
        kinds = dict(zip(race.names, looks, strict=False))
        self.curves, self.heads = {}, {}
        for name, kind in kinds.items():
            told = over_steps(f"slope: {name}", race, slope=f"slopes.{name}")
            curve = _OnPowers(
                told, on=on, ink=kind.ink, width=STROKE.normal, span=lambda: self.window(clock.get_value())
            )
            self.curves[name] = curve
            self.heads[name] = Marker(
                lambda curve=curve: self.head(curve),
                on=on,
                ink=kind.ink,
                radius=0.1,
                corners=kind.corners,
            )
        inks = {name.lower(): kind.ink for name, kind in kinds.items()}
        self.promises = [
            _OnPowers(
                series(f"promised: {line.method}", line, step="steps", slope="slope"),
                on=on, ink=inks.get(line.method, INK.exact), width=STROKE.thin,
                dash=(DASH + LONGER * k, GAP), span=self.window,
            )
            for k, line in enumerate(rates)
        ]  # fmt: skip
        self.finish = Thread(lambda: (on.x[0], race.tol), lambda: (on.x[1], race.tol), on=on, dash=0.05)
        quiet: Options = {"size": SIZE.small, "ink": INK.quiet}
        slope, step = Words("slope", **{**quiet, "ink": INK.gradient}), Words("steps", **quiet)
        slope.next_to((box.left, box.top, 0), np.array([1, 1, 0]), buff=0.12)
        step.move_to((box.right, box.bottom - 0.6, 0), aligned_edge=np.array([1, 1, 0]))
        self.names = Group(slope, step)
        self.add(self.axes, self.names, self.finish, *self.promises, *self.curves.values())
        self.add(*self.heads.values())

    def window(self, upto: float = np.inf) -> tuple[float, float]:
        """From where to where curves are drawn: as far as the axes show them."""
        return self.axes.x[0], min(upto, self.axes.x[1])

    def head(self, curve: Curve) -> tuple[float, float]:
        """Where a runner is: at its curve's end, or at the last stop when it has arrived."""
        start, end = self.window(self.clock.get_value())
        now = min(max(end, start, curve.x[0]), curve.x[-1])
        return now, curve.at(now)


class _OnPowers(Curve):
    """A curve on paper of powers of ten: between two samples its height goes by equal ratios."""

    def at(self, x: float) -> float:
        return float(np.exp(np.interp(x, self.x, np.log(self.y))))
