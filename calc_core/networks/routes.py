"""The routes from a knob to the loss: nudges run forward along them, one wave runs back along all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.activations import ACTIVATIONS
from calc_core.networks.gradient_check import Check
from calc_core.networks.mlp import MLP, cost_slope, run_forward
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded

FINEST = float(np.finfo(float).eps) / 4  # two doubles that are equal agree at least so closely


@dataclass(frozen=True, eq=False)
class NudgeRuns(Result):
    """A run forward for each of `knobs`: how fast everything behind it moves as it alone is turned.

    `sums` and `lamps` hold, layer by layer, dz/dtheta_k and da/dtheta_k (m, neurons), `routes` (m, outputs)
    what arrives at the loss through each output. Routes add up: their sum is the slope.
    """

    knobs: Int[ndarray, " m"]
    sums: tuple[ndarray, ...]
    lamps: tuple[ndarray, ...]  # of the hidden layers
    routes: Float[ndarray, "m k"]
    net: MLP
    units: Mapping[str, str] = field(default_factory=dict)

    def along(self, m: int) -> tuple[ndarray, ...]:
        """What nudge m brings to each sum along each wire, layer by layer (in, out), from its own wire on."""
        first, passed = 0, []
        for k, (W, b) in enumerate(self.net.layers()):
            moved = self.lamps[k - 1][m][:, None] * W if k else np.zeros(W.shape)
            at = int(self.knobs[m]) - first
            if 0 <= at < W.size:
                i, j = divmod(at, len(b))
                moved[i, j] = self.sums[k][m, j]
            passed.append(moved)
            first += W.size + len(b)
        return tuple(passed)

    @property
    def runs(self) -> int:
        """How many runs forward it took."""
        return len(self.knobs)

    @property
    def counts(self) -> Int[ndarray, " m_and_one"]:
        """How many runs it took before the first, after it, ..., after the last."""
        return np.arange(len(self.knobs) + 1)

    @property
    def slopes(self) -> Float[ndarray, " m"]:
        """dL/dtheta_k of every knob that was nudged."""
        return np.asarray(self.routes.sum(axis=1))


@recorded
def forward_nudges(net: MLP, x: ArrayLike, y: ArrayLike, knobs: ArrayLike | None = None) -> NudgeRuns:
    """dz_l = da_{l-1} W_l and da_l = s'(z_l) dz_l, from a nudge of 1 on one knob on (Wengert, 1964).

    One row x (sizes[0],) with its target y; `knobs` names entries of theta (default: all). A nudge on
    W_l[i, j] begins as dz_l[j] = a_{l-1}[i], one on b_l[j] as dz_l[j] = 1. Rates are exact, no nudge is
    small; each knob costs a run of its own. Raises ShapeError for a knob that the network has not.

    Seventeen runs forward, one for each knob, tell what one run backward tells:

    >>> net, x, y = networks.MLP((2, 3, 2)).init(0), [0.9, 0.7], [1.0, 0.0]
    >>> runs = networks.forward_nudges(net, x, y)
    >>> print(runs.runs, np.allclose(runs.slopes, net.backward([x], [y]).flat))
    17 True
    """
    rows, targets = _one_row(net, x, y)
    chosen = np.arange(net.n_params) if knobs is None else np.atleast_1d(np.asarray(knobs, dtype=int))
    if chosen.ndim != 1 or not ((chosen >= 0) & (chosen < net.n_params)).all():
        raise ShapeError(f"knobs must be numbers from 0 to {net.n_params - 1}")
    layers, slope = net.layers(), ACTIVATIONS[net.activation].slope
    a, z = run_forward(net, layers, rows)
    first, sums, lamps = 0, [], []
    moved = np.zeros((len(chosen), net.sizes[0]))  # of the inputs, which no knob moves
    for k, (W, b) in enumerate(layers):
        rate = moved @ W
        for m, at in enumerate(chosen - first):
            if 0 <= at < W.size:
                i, j = divmod(int(at), len(b))
                rate[m, j] += a[k][0, i]
            elif W.size <= at < W.size + len(b):
                rate[m, at - W.size] += 1.0
        first += W.size + len(b)
        sums.append(rate)
        if k + 1 < len(layers):
            moved = rate * slope(z[k])
            lamps.append(moved)
    return NudgeRuns(chosen, tuple(sums), tuple(lamps), sums[-1] * cost_slope(net, z[-1], targets), net)


@dataclass(frozen=True, eq=False)
class BackwardRoutes(Result):
    """One wave from the loss backwards, wire by wire.

    Layer by layer: `deltas` dL/dz (neurons,); `carried` (in, out) what flows back along each wire, W delta;
    `gathered` (in,) its sum at each neuron, dL/da; `valves` s'(z) of the hidden layers; `lamps` a (in,) that
    fed the layer; `slopes` (in, out) dL/dW.
    """

    deltas: tuple[ndarray, ...]
    carried: tuple[ndarray, ...]
    gathered: tuple[ndarray, ...]
    valves: tuple[ndarray, ...]
    lamps: tuple[ndarray, ...]
    slopes: tuple[ndarray, ...]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> ndarray:
        """What the wave leaves at the answers."""
        return self.deltas[-1]

    @property
    def last_lamps(self) -> ndarray:
        """The lamps that feed the answers."""
        return self.lamps[-1]

    @property
    def last_slopes(self) -> ndarray:
        """dL/dW of the last layer: (in, out)."""
        return self.slopes[-1]

    @property
    def n_wires(self) -> int:
        """Number of weights that got their slope."""
        return sum(each.size for each in self.slopes)


@recorded
def backward_routes(net: MLP, x: ArrayLike, y: ArrayLike) -> BackwardRoutes:
    """delta_last = dL/dz_last, delta_k = (W_{k+1} delta_{k+1}) s'(z_k), dL/dW_k = a_{k-1} delta_k^T.

    The same wave as `MLP.backward`, for one row x (sizes[0],) with its target y, with all that it meets on
    its way (Linnainmaa, 1970). It costs about two runs forward, whatever the number of knobs.

    What reaches each layer's neurons, from the loss backwards:

    >>> routes = networks.backward_routes(networks.MLP((2, 3, 2)).init(0), [0.9, 0.7], [1.0, 0.0])
    >>> print([delta.shape for delta in routes.deltas], routes.n_wires)
    [(3,), (2,)] 12
    """
    rows, targets = _one_row(net, x, y)
    layers, slope = net.layers(), ACTIVATIONS[net.activation].slope
    a, z = run_forward(net, layers, rows)
    valves = [slope(each)[0] for each in z[:-1]]
    deltas = [cost_slope(net, z[-1], targets)[0]]
    carried: list[ndarray] = []
    for k in range(len(layers) - 1, -1, -1):
        carried.insert(0, layers[k][0] * deltas[0])
        if k:
            deltas.insert(0, carried[0].sum(axis=1) * valves[k - 1])
    return BackwardRoutes(
        tuple(deltas),
        tuple(carried),
        tuple(each.sum(axis=1) for each in carried),
        tuple(valves),
        tuple(each[0] for each in a),
        tuple(np.outer(lamp[0], delta) for lamp, delta in zip(a, deltas, strict=True)),
    )


@dataclass(frozen=True, eq=False)
class ChainOfLinks(Result):
    """A network of one neuron a layer as links in a row, from its first knob to the loss.

    `rates` (n,) are those of the links: the input, then in turn a valve's slope and a weight, last the cost's
    slope. `ahead` (n + 1,) is how fast each station moves as the knob is turned; `back` (n + 1,) how fast the
    loss moves as each station does. ahead[-1] and back[0] are the same product. `lamps` (layers,) feed the
    wires: the slope of the k-th wire is lamps[k] back[2 k + 1].
    """

    rates: Float[ndarray, " n"]
    ahead: Float[ndarray, " n_and_one"]
    back: Float[ndarray, " n_and_one"]
    lamps: Float[ndarray, " layers"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def product(self) -> float:
        """dL/dw of the first wire: all rates multiplied."""
        return float(self.back[0])


@recorded
def loss_along(net: MLP, x: ArrayLike, y: ArrayLike) -> ChainOfLinks:
    """Products of the rates x, s'(z_1), w_2, s'(z_2), ..., dL/dz, taken from either end.

    For one row x (1,) with its target y. Raises ShapeError unless every layer has one neuron.

    >>> chain = networks.loss_along(networks.MLP((1, 1, 1)).init(0), [0.5], [1.0])
    >>> print(len(chain.rates), np.isclose(chain.product, np.prod(chain.rates)))
    4 True
    """
    if set(net.sizes) != {1}:
        raise ShapeError(f"a chain of links has one neuron in each layer, got sizes {net.sizes}")
    rows, targets = _one_row(net, x, y)
    layers, slope = net.layers(), ACTIVATIONS[net.activation].slope
    a, z = run_forward(net, layers, rows)
    rates = [float(rows[0, 0])]
    for before, (W, _) in zip(z[:-1], layers[1:], strict=True):
        rates += [float(slope(before)[0, 0]), float(W[0, 0])]
    each = np.array([*rates, float(cost_slope(net, z[-1], targets)[0, 0])])
    ahead = np.concatenate([[1.0], np.cumprod(each)])
    back = np.concatenate([np.cumprod(each[::-1])[::-1], [1.0]])
    return ChainOfLinks(each, ahead, back, np.concatenate(a, axis=1)[0])


@dataclass(frozen=True, eq=False)
class Agreement(Result):
    """How closely slopes by nudging agree with those of the wave, knob by knob, as shares of the largest one.

    Differences below `floor` are not told apart from none: `shown` is raised to it, for a log scale.
    """

    apart: Float[ndarray, " m"]
    shown: Float[ndarray, " m"]
    floor: float
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def worst(self) -> float:
        """The largest difference."""
        return float(self.shown.max())


@recorded
def agreement(check: Check) -> Agreement:
    """|wave - nudged| / max |nudged| of every knob of a gradient check, at least a quarter of eps.

    >>> net = networks.MLP((2, 3, 1), output="sigmoid").init(0)
    >>> check = networks.gradient_check(net, [[1.0, 2.0]], [1.0])
    >>> print(networks.agreement(check).worst < 1e-12)
    True
    """
    size = np.abs(check.nudged).max(initial=0.0)
    difference = np.abs(check.backpropagated - check.nudged)
    apart = difference / size if size > 0 else difference
    return Agreement(apart, np.maximum(apart, FINEST), FINEST)


def _one_row(net: MLP, x: ArrayLike, y: ArrayLike) -> tuple[ndarray, ndarray]:
    """A single input and its target as rows of one."""
    seen, wanted = as_numbers(x, "x"), as_numbers(y, "y")
    if seen.ndim != 1:
        raise ShapeError(f"x must be one row of {net.sizes[0]} numbers, got shape {seen.shape}")
    return net.rows(seen[None], np.asarray(wanted)[None])
