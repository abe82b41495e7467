"""With which power of the distance an approximation goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.along_lines import positive
from calc_core.derivatives.jacobians import linearise
from calc_core.derivatives.stencils import EPS, Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import Function, real


@dataclass(frozen=True, eq=False)
class ErrorOrder(Result):
    """The largest |F - approximation| at distance h from x0, and the power of h with which it falls."""

    h: Float[ndarray, " n"]
    error: Float[ndarray, " n"]
    order: float


@recorded
def error_order(
    F: Function, approximation: Function, x0: ArrayLike, h: ArrayLike, *, directions: int = 64
) -> ErrorOrder:
    """Measure p in max |F - approximation| ~ C h^p, over points at distance h around x0.

    x0 is a number, where both are functions of one variable, or a point (d,). In the plane, `directions`
    form an even ring; in more dimensions they are as many fixed random ones. The slope is fitted on log-log
    axes where the error stands clear of rounding; nan if fewer than two such h are left.

    A tangent misses by the second power of the distance:

    >>> tangent = lambda x: 1 + x
    >>> print(round(cc.error_order(np.exp, tangent, 0.0, [0.1, 0.05, 0.025]).order, 2))
    2.02
    """
    steps, here = positive(h, "h").ravel(), real(x0, "x0")
    away = _ring(here.ndim and here.shape[-1], directions)
    there = here + np.multiply.outer(steps, away)
    exact, near = (np.asarray(each(there), dtype=float) for each in (F, approximation))
    if exact.shape != near.shape:
        raise ShapeError(f"F and its approximation must agree in shape, got {exact.shape} and {near.shape}")
    apart = np.abs(exact - near).reshape(len(steps), -1).max(axis=1)
    clear = apart > 100 * EPS * max(1.0, float(np.abs(exact).max()))
    if clear.sum() < 2:
        return ErrorOrder(steps, apart, float("nan"))
    return ErrorOrder(steps, apart, float(np.polyfit(np.log(steps[clear]), np.log(apart[clear]), 1)[0]))


@recorded
def linearisation_error(
    F: Function, x0: ArrayLike, h: ArrayLike, *, method: Method = "richardson"
) -> ErrorOrder:
    """max |F(x0 + dx) - F(x0) - J dx| over |dx| = h: falls as h^2, ten times closer, hundred times better.

    >>> polar = lambda p: np.stack([p[..., 0] * np.cos(p[..., 1]), p[..., 0] * np.sin(p[..., 1])], axis=-1)
    >>> print(round(cc.linearisation_error(polar, (1.0, 0.5), [0.1, 0.05, 0.025]).order, 2))
    2.0
    """
    return error_order(F, linearise(F, x0, method=method), x0, h)


def _ring(d: int, n: int) -> Float[ndarray, ...]:
    """Unit vectors in d dimensions, or the two directions of a line where d is 0."""
    if d == 0:
        return np.array([-1.0, 1.0])
    if d == 2:
        angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
        return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    directions = np.random.default_rng(0).normal(size=(n, d))
    return np.asarray(directions / np.linalg.norm(directions, axis=-1, keepdims=True))
