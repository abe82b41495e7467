"""How sharply the loss bends in its steepest direction, found without ever writing down the Hessian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.mlp import MLP, layer_views, run_backward
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, recorded

TINY = 1e-100  # the complex nudge: its square vanishes beside 1


@dataclass(frozen=True, eq=False)
class Curvature(Estimate):
    """value +- error, the Hessian's eigenvalue of largest size; `direction` is its unit eigenvector."""

    direction: Float[ndarray, " P"] = field(default_factory=lambda: np.empty(0))
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def limit(self) -> float:
        """2 / value: beyond this learning rate plain descent cannot stay in the valley."""
        return 2 / float(self.value)


@recorded
def top_hessian_eig(
    net: MLP,
    X: ArrayLike,
    Y: ArrayLike,
    *,
    seed: int | np.random.Generator = 0,
    tol: Real = 1e-3,
    max_iter: int = 1000,
) -> Curvature:
    """v <- H v / |H v| from a random v, until |H v - (v.H v) v| <= `tol` |v.H v| (von Mises, 1929).

    H v = Im grad L(theta + i h v) / h costs one run backward (Pearlmutter, 1994, by the complex step).
    `error` is that residual: some eigenvalue lies within it, and v.H v is usually far closer. `nfev` counts
    runs backward, and `ok` says whether `max_iter` of them were enough.
    """
    rows, targets = net.rows(X, Y)
    if not tol > 0 or max_iter < 1:
        raise ShapeError(f"tol and max_iter must be positive, got {tol} and {max_iter}")
    nudged = np.empty(net.n_params, dtype=complex)

    def bend(v: ndarray) -> ndarray:
        run_backward(net, layer_views(net.theta + 1j * TINY * v, net.sizes), rows, targets, nudged)
        return np.asarray(nudged.imag / TINY)

    direction = np.random.default_rng(seed).normal(size=net.n_params)
    direction /= np.linalg.norm(direction)
    runs = 0
    while True:
        bent = bend(direction)
        value = float(direction @ bent)
        error = float(np.linalg.norm(bent - value * direction))
        runs, ok = runs + 1, error <= tol * abs(value)  # so it is on a plain too, where nothing bends
        if ok or runs == max_iter:
            break
        direction = bent / np.linalg.norm(bent)
    return Curvature(
        np.asarray(value),
        np.asarray(error),
        np.asarray(TINY),
        runs,
        "power iteration",
        np.asarray(ok),
        direction,
    )
