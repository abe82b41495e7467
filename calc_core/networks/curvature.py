"""How sharply the loss bends in its steepest direction, found without ever writing down the Hessian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.mlp import MLP, layer_views, run_backward
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Estimate, Result, recorded

TINY = 1e-100  # the complex nudge: its square vanishes beside 1


@dataclass(frozen=True, eq=False)
class Curvature(Estimate):
    """value +- error, the Hessian's eigenvalue of largest size; `direction` is its unit eigenvector.

    `bends` are v.H v of all directions that were tried, the random one first.
    """

    direction: Float[ndarray, " P"] = field(default_factory=lambda: np.empty(0))
    bends: Float[ndarray, " nfev"] = field(default_factory=lambda: np.empty(0))
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

    >>> net = networks.MLP((2, 1), output="sigmoid")
    >>> top = networks.top_hessian_eig(net, [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0])
    >>> print(top.ok, round(float(top.value), 4))
    True 0.9507
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
    bends: list[float] = []
    while True:
        bent = bend(direction)
        value = float(direction @ bent)
        bends.append(value)
        error = float(np.linalg.norm(bent - value * direction))
        ok = error <= tol * abs(value)  # so it is on a plain too, where nothing bends
        if ok or len(bends) == max_iter:
            break
        direction = bent / np.linalg.norm(bent)
    return Curvature(
        np.asarray(value),
        np.asarray(error),
        np.asarray(TINY),
        len(bends),
        "power iteration",
        np.asarray(ok),
        direction,
        np.array(bends),
    )


@dataclass(frozen=True, eq=False)
class SteepestCut(Result):
    """The loss along the steepest direction, and the parabola of every direction that led to it.

    `loss` belongs to theta + way v; parabolas[k] = loss at 0 + bends[k] way^2 / 2.
    """

    way: Float[ndarray, " n"]
    loss: Float[ndarray, " n"]
    parabolas: Float[ndarray, "runs n"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def parabola(self) -> Float[ndarray, " n"]:
        """The parabola of the steepest direction."""
        return np.asarray(self.parabolas[-1])


@recorded
def steepest_cut(net: MLP, X: ArrayLike, Y: ArrayLike, top: Curvature, way: ArrayLike) -> SteepestCut:
    """L(theta + way v) along the direction v that `top_hessian_eig` found, beside L + v.H v way^2 / 2.

    The parabolas leave the slope out: they are the loss to second order where the network has arrived.

    >>> net, X, Y = networks.MLP((2, 1), output="sigmoid"), [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0]
    >>> cut = networks.steepest_cut(net, X, Y, networks.top_hessian_eig(net, X, Y), [-0.1, 0.0, 0.1])
    >>> print(cut.loss.round(4))
    [0.7261 0.6931 0.6696]
    """
    places = np.atleast_1d(as_numbers(way, "way"))
    here = net.loss(X, Y)
    loss = [replace(net, theta=net.theta + each * top.direction).loss(X, Y) for each in places]
    return SteepestCut(places, np.array(loss), here + top.bends[:, None] * places**2 / 2)
