"""A network through which light runs: layer by layer its lamps come on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Group, linear, there_and_back
from manim.utils.rate_functions import squish_rate_func

from calc_core.networks import MLP
from visuals.drawing.dial import Dial
from visuals.network.neurons import Neurons
from visuals.network.wires import Wires

REST, DIM, BRIGHT = 0.16, 0.12, 0.7  # of lamps while nothing runs, of wires then, and of wires as light runs
RISE, FALL = 0.15, 0.85  # of a run: how long a layer takes to light up, and when all go out again


class RunningNet(Group):
    """A network through which light can run: `lamps` at columns of (n, 2), and `wires` between them.

    While the dial `clock` goes from 0 to 1, lamps light up column by column with what they say of x, and all
    go out again; `run` turns it, and lets the wires shine as the light comes through.
    """

    def __init__(
        self,
        net: MLP,
        x: np.ndarray,
        columns: Sequence[np.ndarray],
        *,
        radii: Sequence[float],
        widths: Sequence[float],
    ) -> None:
        super().__init__()
        self.clock, told = Dial(0.0), net.forward(x[None])
        said = [each[0] for each in (*told.a, told.out)]
        self.lamps = Group(
            *(
                Neurons(places, lambda k=k: said[k] * self.lit(k), radius=radii[k])  # type: ignore[misc]  # its default
                for k, places in enumerate(columns)
            )
        )
        self.wires = Group(
            *(
                Wires(columns[k], columns[k + 1], weights, width=widths[k], faint=0.0, least=0.0)
                for k, (weights, _) in enumerate(net.layers())
            )
        )
        wires: Any = self.wires
        for each in wires:
            each.opacity.set_value(DIM)
        self.add(*self.wires, *self.lamps)

    def lit(self, column: int) -> float:
        """How much of its light a column shows now."""
        time, last = self.clock.get_value(), len(self.lamps) - 1
        come = np.clip((time - column * (FALL - 2 * RISE) / last) / RISE, 0.0, 1.0)
        gone = np.clip((time - FALL) / (1.0 - FALL), 0.0, 1.0)
        return float(REST + (1.0 - REST) * come * (1.0 - gone))

    def run(self, end: float = 1.0) -> list[Any]:
        """Animations that let light run through, to the end or to a time of the clock."""
        layers = len(self.wires)
        turning = [self.clock.to(end, rate_func=linear)]
        all_wires: Any = self.wires
        for k, wires in enumerate(all_wires):
            flash = squish_rate_func(there_and_back, 0.9 * k / layers, min(0.9 * (k + 1) / layers + 0.1, 1.0))
            turning.append(wires.opacity.to(BRIGHT, rate_func=flash))
        return turning
