"""One knob of thousands at a time: the loss over that knob alone, all others held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.activations import ACTIVATIONS
from calc_core.networks.mlp import MLP, mean_cost, run_forward
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class KnobSlices(Result):
    """loss[m, k] = L(theta + turns[k] e_i) with i = knobs[m]; `here` is L(theta), which they share."""

    knobs: Int[ndarray, " m"]
    turns: Float[ndarray, " k"]
    loss: Float[ndarray, "m k"]
    here: float
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of slices."""
        return len(self.knobs)

    @property
    def first(self) -> Float[ndarray, " k"]:
        """The slice of the first knob."""
        return np.asarray(self.loss[0])


@recorded
def knob_slices(net: MLP, X: ArrayLike, Y: ArrayLike, knobs: ArrayLike, turns: ArrayLike) -> KnobSlices:
    """L along the axes of theta: for each of `knobs` the loss on rows X, Y when it alone is turned.

    A weight W[i, j] turned by t changes one sum only, z_j by t a_i, and a bias b[j] changes z_j by t: what
    lies before that layer runs once. Raises ShapeError for a knob that the network has not.

    >>> net = networks.MLP((2, 1), output="sigmoid")
    >>> print(networks.knob_slices(net, [[1.0, 2.0]], [1.0], [0], [-1.0, 0.0, 1.0]).loss.round(4))
    [[1.3133 0.6931 0.3133]]
    """
    rows, targets = net.rows(X, Y)
    chosen, by = np.atleast_1d(np.asarray(knobs, dtype=int)), np.atleast_1d(as_numbers(turns, "turns"))
    if chosen.ndim != 1 or not ((chosen >= 0) & (chosen < net.n_params)).all():
        raise ShapeError(f"knobs must be numbers from 0 to {net.n_params - 1}")
    layers, bend = net.layers(), ACTIVATIONS[net.activation].value
    a, z = run_forward(net, layers, rows)
    ends = np.cumsum(net.parts)
    loss = np.empty((len(chosen), len(by)))
    for m, knob in enumerate(chosen):
        part = int(np.searchsorted(ends, knob, side="right"))
        layer, at = part // 2, int(knob - (ends[part - 1] if part else 0))
        before, j = divmod(at, net.sizes[layer + 1])
        fed = np.ones(len(rows)) if part % 2 else a[layer][:, before]
        turned = np.tile(z[layer], (len(by), 1, 1))
        turned[:, :, j] += by[:, None] * fed
        turned = turned.reshape(-1, turned.shape[-1])
        if layer + 1 < len(layers):
            turned = run_forward(net, layers[layer + 1 :], bend(turned))[1][-1]
        each = [mean_cost(net, part_z, targets) for part_z in turned.reshape(len(by), len(rows), -1)]
        loss[m] = np.real(each)
    return KnobSlices(chosen, by, loss, float(mean_cost(net, z[-1], targets).real))
