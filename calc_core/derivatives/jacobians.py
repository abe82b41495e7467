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
from calc_core.values import Function, finite_values, real_points

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

    >>> polar = lambda p: np.stack([p[..., 0] * np.cos(p[..., 1]), p[..., 0] * np.sin(p[..., 1])], axis=-1)
    >>> print(cc.jacobian(polar, (2.0, np.pi / 2)).value.round(6) + 0.0)
    [[ 0. -2.]
     [ 1.  0.]]
    """
    points = real_points(x)
    lines = from_each_point(F, points, np.eye(points.shape[-1]), points, vector=True)
    step, length = (None if each is None else positive(each, "a step")[..., None] for each in (h, scale))
    found = along(lines, method, 1, "both", step, length, x=points)
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

    >>> bowl = cc.bowl(9)
    >>> print(cc.hvp(bowl.grad, (1.0, 1.0), (0.0, 1.0)).value.round(6) + 0.0)
    [0. 9.]
    """
    points = real_points(x)
    way = real_points(v, points.shape[-1], "v")
    lines = from_each_point(grad, points, way[..., None, :], vector=True)
    found = along(lines, method, 1, "both", h, scale, x=points)
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

    Near (2, pi/2) polar coordinates turn by a quarter and double the area:

    >>> polar = lambda p: np.stack([p[..., 0] * np.cos(p[..., 1]), p[..., 0] * np.sin(p[..., 1])], axis=-1)
    >>> near = cc.linearise(polar, (2.0, np.pi / 2))
    >>> print(round(float(near.determinant), 6), near([2.1, np.pi / 2]).round(6) + 0.0)
    2.0 [0.  2.1]
    """
    here = real_points(x0)
    if here.ndim != 1:
        raise ShapeError(f"x0 must be one point of shape (d,), got {here.shape}")
    with np.errstate(all="ignore"):
        scalar = np.ndim(F(here)) == 0
    vector = (lambda x: np.asarray(F(x))[..., None]) if scalar else F
    value = finite_values(vector, here, coordinates=1, answers=None)
    slopes = jacobian(vector, here, method=method).value
    return Affine(here, np.asarray(value[0]), slopes[0]) if scalar else Affine(here, value, slopes)
