"""Is backpropagation right? Nudge knobs one by one, and compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.mlp import MLP, layer_views, mean_cost, run_backward, run_forward
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded

TINY = 1e-100  # the complex nudge: its square vanishes beside 1
WIDTH = np.cbrt(np.finfo(float).eps)  # the real one, where rounding and curvature spoil equally much


@dataclass(frozen=True, eq=False)
class Check(Result):
    """Slopes by backpropagation beside slopes by nudging, for the knobs `index` of theta."""

    index: Int[ndarray, " m"]
    backpropagated: Float[ndarray, " m"]
    nudged: Float[ndarray, " m"]
    by_layer: Float[ndarray, " layers"]  # largest difference in each, as a share of its largest slope
    runs: int  # runs forward that nudging took
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def rel_error(self) -> float:
        """Largest difference, as a share of the largest slope."""
        return _apart(self.backpropagated, self.nudged)

    @property
    def worst_index(self) -> int:
        """The knob of theta where the two differ most."""
        return int(self.index[np.argmax(np.abs(self.backpropagated - self.nudged))])


@recorded
def gradient_check(
    net: MLP,
    X: ArrayLike,
    Y: ArrayLike,
    *,
    method: Literal["complex", "central"] = "complex",
    subset: ArrayLike | None = None,
) -> Check:
    """dL/dtheta_k by `backward` against Im L(theta + i h e_k) / h ("complex"), or a central difference.

    `subset` names the knobs k to try (default: all), at one or two runs forward each. The complex step is
    exact to rounding; at the corner of a relu the slope itself has no answer.

    >>> net = networks.MLP((2, 3, 1), output="sigmoid").init(0)
    >>> check = networks.gradient_check(net, [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0])
    >>> print(check.rel_error < 1e-12)
    True
    """
    if method not in ("complex", "central"):
        raise ShapeError(f"method must be complex or central, got {method!r}")
    rows, targets = net.rows(X, Y)
    index = np.arange(net.n_params) if subset is None else np.atleast_1d(np.asarray(subset, dtype=int))
    if index.ndim != 1 or len(index) == 0 or not ((index >= 0) & (index < net.n_params)).all():
        raise ShapeError(f"subset must name knobs from 0 to {net.n_params - 1}")
    flat = np.empty(net.n_params)
    run_backward(net, net.layers(), rows, targets, flat)

    def loss(theta: ndarray) -> complex:
        z = run_forward(net, layer_views(theta, net.sizes), rows)[1][-1]
        return complex(mean_cost(net, z, targets))

    nudge = _complex if method == "complex" else _central
    nudged = np.array([nudge(loss, net.theta, int(k)) for k in index])
    layers = np.searchsorted(_ends(net), index, side="right")
    by_layer = [_apart(flat[index][layers == k], nudged[layers == k]) for k in range(len(net.sizes) - 1)]
    return Check(
        index, flat[index], nudged, np.array(by_layer), len(index) * (1 if method == "complex" else 2)
    )


def _complex(loss: Callable[[ndarray], complex], theta: ndarray, k: int) -> float:
    nudged = theta.astype(complex)
    nudged[k] += 1j * TINY
    return loss(nudged).imag / TINY


def _central(loss: Callable[[ndarray], complex], theta: ndarray, k: int) -> float:
    above, below = theta.copy(), theta.copy()
    width = WIDTH * max(1.0, abs(theta[k]))
    above[k] += width
    below[k] -= width
    return (loss(above) - loss(below)).real / float(above[k] - below[k])


def _apart(one: ndarray, other: ndarray) -> float:
    size = np.max(np.abs(other), initial=0.0)
    difference = np.max(np.abs(one - other), initial=0.0)
    return float(difference / size) if size > 0 else float(difference)


def _ends(net: MLP) -> ndarray:
    """Where each layer's knobs end in theta."""
    return np.cumsum([W.size + b.size for W, b in net.layers()])
