"""A small network as a plan of columns before a loss: one nudge runs forward, one wave runs back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from calc_core.networks import BackwardRoutes, NudgeRuns
from visuals.drawing.dial import Dial
from visuals.network.currents import Currents
from visuals.theme import INK

ARRIVED = 0.8  # of a run: then it is at the loss, and drains away
SWELL = 0.3  # of a stage: how long a neuron takes that has been reached
LEAD = 0.5  # of a wire: how far what is carried back has run ahead of the slopes when it arrives


class Plan:
    """Where the neurons of each layer stand, columns of (n, 2) from the input on, and the loss (2,)."""

    def __init__(self, columns: tuple[np.ndarray, ...], loss: np.ndarray) -> None:
        self.columns, self.loss = columns, loss

    @property
    def n_layers(self) -> int:
        """Number of layers of wires."""
        return len(self.columns) - 1

    @property
    def wires(self) -> tuple[np.ndarray, ...]:
        """The ways (in * out, 4) of each layer's wires, in the order of its weights."""
        return tuple(_ways(start, end) for start, end in pairwise(self.columns))

    @property
    def to_loss(self) -> np.ndarray:
        """The ways (outputs, 4) from the answers to the loss."""
        return _ways(self.columns[-1], np.reshape(self.loss, (1, 2)))

    @property
    def ways(self) -> np.ndarray:
        """All of them, the first layer's first."""
        return np.concatenate([*self.wires, self.to_loss])


class NudgeRun(Currents):
    """Nudges run forward, one by one: as wide as what each brings to a neuron, and to the loss.

    The dial `clock` counts runs: at 0.5 the first is on its way, at 0.8 it has arrived, to 1 it drains
    into the loss; then the second starts.
    """

    def __init__(
        self, plan: Plan, told: NudgeRuns, *, most: float, clock: Dial | None = None, **look: Any
    ) -> None:
        self.plan, self.told_runs = plan, told
        self.clock = Dial(0.0) if clock is None else clock
        ends = np.cumsum(told.net.parts)
        self.layers = np.searchsorted(ends, told.knobs, side="right") // 2
        self.along = [np.concatenate([each.ravel() for each in told.along(m)]) for m in range(told.runs)]
        look = {"inks": (INK.gradient, INK.gradient), "comet": "ahead", "comet_ink": INK.gradient} | look
        super().__init__(plan.ways, self.brings, self.gone, most=most, **look)
        if clock is None:
            self.add(self.clock)

    @property
    def which(self) -> int:
        """Which nudge runs now."""
        return int(np.clip(np.ceil(self.clock.get_value()) - 1, 0, self.told_runs.runs - 1))

    @property
    def share(self) -> float:
        """How much of this run is over."""
        return float(np.clip(self.clock.get_value() - self.which, 0.0, 1.0))

    @property
    def drained(self) -> float:
        """How much of it has drained into the loss after it has arrived."""
        return max(self.share - ARRIVED, 0.0) / (1.0 - ARRIVED)

    @property
    def stage(self) -> float:
        """How far it has come, in wires: 1 where it has reached the neuron behind its own."""
        share = self.share
        return min(share / ARRIVED, 1.0) * float(self.plan.n_layers + 1 - self.layers[self.which])

    @property
    def done(self) -> int:
        """How many have arrived at the loss."""
        return int(np.floor(self.clock.get_value() + (1.0 - ARRIVED) + 1e-9))

    def brings(self) -> np.ndarray:
        """What the nudge brings along every way."""
        return np.concatenate([self.along[self.which], self.told_runs.routes[self.which]])

    def gone(self) -> np.ndarray:
        """How far it has gone along every way."""
        first, stage = int(self.layers[self.which]), self.stage
        shares = [
            np.full(len(ways), np.clip(stage - (k - first), 0.0, 1.0) if k >= first else 0.0)
            for k, ways in enumerate((*self.plan.wires, self.plan.to_loss))
        ]
        whole = np.concatenate(shares) * (self.brings() != 0.0)
        return np.stack([np.full(len(whole), self.drained), whole], axis=1)

    def moved(self, column: int) -> np.ndarray:
        """How far the nudge moves each neuron of a column, once it is there (the answers: their sums)."""
        first, m = int(self.layers[self.which]), self.which
        told = self.told_runs.lamps if column < self.plan.n_layers else self.told_runs.sums
        swollen = np.clip((self.stage - (column - first)) / SWELL + 1e-9, 0.0, 1.0)
        return np.asarray(told[column - 1][m] * (swollen * (1.0 - self.drained) if column > first else 0.0))


class Wave(Currents):
    """Wires light up with their slopes, from the loss backwards, each as wide as its slope.

    The dial `front` tells how far the wave has come, in columns: 1 where it has reached the answers, and at
    last the number of layers and one.
    """

    def __init__(
        self, plan: Plan, told: BackwardRoutes, *, most: float, front: Dial | None = None, **look: Any
    ) -> None:
        self.plan, self.routes = plan, told
        self.front = Dial(0.0) if front is None else front
        slopes = np.concatenate([each.ravel() for each in told.slopes])
        look = {"comet": "behind"} | look
        super().__init__(np.concatenate(plan.wires), slopes, self.lit, most=most, **look)
        if front is None:
            self.add(self.front)

    def lit(self) -> np.ndarray:
        """Which part of each wire is lit."""
        ends = [np.full(len(ways), self.share(k)) for k, ways in enumerate(self.plan.wires)]
        return _from_end(np.concatenate(ends))

    def share(self, layer: int) -> float:
        """How far the wave has come through a layer of wires, 0 to 1."""
        return float(np.clip(self.front.get_value() - (self.plan.n_layers - layer), 0.0, 1.0))

    def deltas(self, column: int) -> Callable[[], np.ndarray]:
        """What the wave leaves at each neuron of a column, 1 for the first hidden one, once it is there."""

        def now() -> np.ndarray:
            swollen = (self.front.get_value() - (self.plan.n_layers - column + 1)) / SWELL + 1.0
            return np.asarray(self.routes.deltas[column - 1] * np.clip(swollen, 0.0, 1.0))

        return now


class Carried(Currents):
    """What a wave carries back along the wires, weight times delta: golden, ahead of the slopes.

    What comes from the loss to the answers stays.
    """

    def __init__(self, wave: Wave, *, most: float, **look: Any) -> None:
        self.wave = wave
        told, plan = wave.routes, wave.plan
        back = np.concatenate([*(each.ravel() for each in told.carried), told.deltas[-1]])
        look = {"inks": (INK.output, INK.output), "comet": "behind"} | look
        super().__init__(plan.ways, back, self.under_way, most=most, **look)

    def under_way(self) -> np.ndarray:
        """Which part of each way is lit."""
        spans = []
        for k, ways in enumerate(self.wave.plan.wires):
            share = self.wave.share(k) if k else 0.0  # nothing is carried to the inputs, which have no knobs
            ahead = max(1.0 - share * (1.0 + LEAD), 0.0)
            spans.append(np.tile([ahead, 1.0 - share], (len(ways), 1)) * (share > 0.0))
        first = float(np.clip(self.wave.front.get_value(), 0.0, 1.0))
        spans.append(np.tile([1.0 - first, 1.0], (len(self.wave.plan.to_loss), 1)))
        return np.concatenate(spans)


def _ways(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    pairs = np.broadcast_arrays(start[:, None, :], end[None, :, :])
    return np.concatenate(pairs, axis=-1).reshape(-1, 4)


def _from_end(shares: np.ndarray) -> np.ndarray:
    return np.stack([1.0 - shares, np.ones(len(shares))], axis=1)
