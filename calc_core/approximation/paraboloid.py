"""The plane and the paraboloid that touch the ground at one point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.gradients import gradient
from calc_core.derivatives.hessians import hessian
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real_points


@runtime_checkable
class Ground(Protocol):
    """A height that knows its own slopes and curvatures, as every landscape does."""

    @property
    def f(self) -> Function:
        """(..., d) -> (...)."""

    @property
    def grad(self) -> Function:
        """(..., d) -> (..., d)."""

    @property
    def hess(self) -> Function:
        """(..., d) -> (..., d, d)."""


@dataclass(frozen=True, eq=False)
class Osculation(Result):
    """x -> f0 + g . dx + dx . H dx / 2 with dx = x - x0: level, a plane or a paraboloid, by `order`."""

    x0: Float[ndarray, " d"]
    f0: Float[ndarray, ""]
    gradient: Float[ndarray, " d"]
    hessian: Float[ndarray, "d d"]
    order: int

    def __call__(self, x: ArrayLike) -> Float[ndarray, "*batch"]:
        """Its height at points (..., d)."""
        away = real_points(x, len(self.x0)) - self.x0
        return np.asarray(self.f0 + away @ self.gradient + 0.5 * ((away @ self.hessian) * away).sum(axis=-1))


@recorded
def taylor2(land: Ground | Function, x0: ArrayLike, order: Literal[0, 1, 2] = 2) -> Osculation:
    """f(x) ~ f(x0) + grad f . dx + dx . H dx / 2, up to `order`: the error then falls as |dx|^(order + 1).

    A landscape brings its own gradient and Hessian; those of a function f: (..., d) -> (...) are measured by
    Richardson's extrapolation. x0 is one point (d,).

    Near its top a hill is the paraboloid that touches it there:

    >>> hill, dx = cc.gaussian_hill(), np.array([0.1, 0.0])
    >>> touching = cc.taylor2(hill, (0.0, 0.0))
    >>> print(touching.f0, touching.gradient, touching.hessian.diagonal())
    1.0 [0. 0.] [-2. -2.]
    >>> print(f"{touching(dx):.4f} {hill.f(dx):.4f}")
    0.9900 0.9900
    """
    point = real_points(x0)
    if point.ndim != 1 or order not in (0, 1, 2):
        raise ShapeError(f"taylor2 needs one point (d,) and order 0, 1 or 2, got {point.shape} and {order}")
    f: Function = land.f if isinstance(land, Ground) else land
    height, slope, curve = (
        finite_values(f, point, coordinates=1),
        np.zeros(point.shape),
        np.zeros(point.shape * 2),
    )
    if isinstance(land, Ground):
        slope, curve = land.grad(point), land.hess(point)
    elif order > 0:
        slope = gradient(f, point, method="richardson").value
        curve = hessian(f, point).value if order > 1 else curve
    return Osculation(point, height, slope * (order > 0), curve * (order > 1), order)
