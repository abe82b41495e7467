"""The Jacobian: every smooth map is a linear one, if you stand close enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.along_lines import along, positive
from calc_core.derivatives.lines import from_each_point
from calc_core.derivatives.stencils import Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, Result, recorded
from calc_core.values import Function, at_home, real, real_points

ANSWERS = ("value", "error", "h", "ok")  # what an Estimate holds for every slope


@recorded
def jacobian(
    F: Function,
    x: ArrayLike,
    *,
    method: Method = "central",
    h: ArrayLike | None = None,
    scale: ArrayLike | None = None,
) -> Estimate:
    """J_ij = dF_i/dx_j, shape (..., m, d) for points x of shape (..., d) and F: (..., d) -> (..., m).

    Methods, steps and errors are those of `derivative`; `h` and `scale` are one number or (..., d).
    """
    points = real_points(x)
    lines = from_each_point(F, points, np.eye(points.shape[-1]), points, vector=True)
    step, length = (None if each is None else positive(each, "a step")[..., None] for each in (h, scale))
    found = along(lines, method, 1, "both", step, length)
    return replace(found, **{name: np.swapaxes(getattr(found, name), -1, -2) for name in ANSWERS})


@recorded
def hvp(
    grad: Function,
    x: ArrayLike,
    v: ArrayLike,
    *,
    method: Method = "central",
    h: Real | None = None,
    scale: Real | None = None,
) -> Estimate:
    """H v = lim (grad f(x + s v) - grad f(x)) / s, shape (..., d): how a walk along v turns the compass.

    No matrix is ever made: a thousand coordinates cost as many calls of `grad` as two. v (..., d) broadcasts
    against x. Any map F may stand in place of grad f, and J v comes out. (Pearlmutter, 1994.)
    """
    points = real_points(x)
    way = real_points(v, points.shape[-1], "v")
    found = along(from_each_point(grad, points, way[..., None, :], vector=True), method, 1, "both", h, scale)
    return replace(found, **{name: getattr(found, name)[..., 0, :] for name in ANSWERS})


@dataclass(frozen=True, eq=False)
class Affine(Result):
    """x -> F0 + J (x - x0): the map that the magnifying glass shows at x0."""

    x0: Float[ndarray, " d"]
    F0: Float[ndarray, "*answer"]
    J: Float[ndarray, "*answer d"]

    def __call__(self, x: ArrayLike) -> Float[ndarray, "*batch"]:
        """The linear map at points (..., d): shape (...) or (..., m), as F has it."""
        points = real_points(x, len(self.x0))
        return np.asarray(self.F0 + np.tensordot(points - self.x0, self.J, axes=(-1, -1)))

    @property
    def determinant(self) -> Float[ndarray, ""]:
        """det J: by how much areas (volumes) grow, negative where the map turns them over."""
        if self.J.ndim != 2 or self.J.shape[0] != self.J.shape[1]:
            raise ShapeError(f"only a square Jacobian has a determinant, got shape {self.J.shape}")
        return np.asarray(np.linalg.det(self.J))


@recorded
def linearise(F: Function, x0: ArrayLike, *, method: Method = "central") -> Affine:
    """F(x) ~ F(x0) + J (x - x0) near one point x0 of shape (d,), for F: (..., d) -> (..., m) or (...).

    Calls of the result cost nothing of F. Raises DomainError where F is not finite.
    """
    here = real_points(x0)
    if here.ndim != 1:
        raise ShapeError(f"x0 must be one point of shape (d,), got {here.shape}")
    with np.errstate(all="ignore"):
        scalar = np.ndim(F(here)) == 0
    vector = (lambda x: np.asarray(F(x))[..., None]) if scalar else F
    value = at_home(vector, here, coordinates=1, answers=None)
    slopes = jacobian(vector, here, method=method).value
    return Affine(here, np.asarray(value[0]), slopes[0]) if scalar else Affine(here, value, slopes)


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
    """
    steps, here = positive(h, "h").ravel(), real(x0, "x0")
    away = _ring(here.ndim and here.shape[-1], directions)
    there = here + np.multiply.outer(steps, away)
    exact, near = (np.asarray(each(there), dtype=float) for each in (F, approximation))
    if exact.shape != near.shape:
        raise ShapeError(f"F and its approximation must agree in shape, got {exact.shape} and {near.shape}")
    apart = np.abs(exact - near).reshape(len(steps), -1).max(axis=1)
    clear = apart > 100 * np.finfo(float).eps * max(1.0, float(np.abs(exact).max()))
    if clear.sum() < 2:
        return ErrorOrder(steps, apart, float("nan"))
    return ErrorOrder(steps, apart, float(np.polyfit(np.log(steps[clear]), np.log(apart[clear]), 1)[0]))


@recorded
def linearisation_error(
    F: Function, x0: ArrayLike, h: ArrayLike, *, method: Method = "richardson"
) -> ErrorOrder:
    """max |F(x0 + dx) - F(x0) - J dx| over |dx| = h: falls as h^2, ten times closer, hundred times better."""
    return error_order(F, linearise(F, x0, method=method), x0, h)


def _ring(d: int, n: int) -> ndarray:
    """Unit vectors in d dimensions, or the two directions of a line where d is 0."""
    if d == 0:
        return np.array([-1.0, 1.0])
    if d == 2:
        angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
        return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    ways = np.random.default_rng(0).normal(size=(n, d))
    return np.asarray(ways / np.linalg.norm(ways, axis=-1, keepdims=True))
