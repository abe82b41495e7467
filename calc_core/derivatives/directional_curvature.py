"""How the ground bends in every direction: the second derivative along a line through one point."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.along_lines import along
from calc_core.derivatives.hessians import hessian
from calc_core.derivatives.lines import from_each_point
from calc_core.derivatives.stencils import Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Estimate, recorded
from calc_core.values import Function, real_points


@dataclass(frozen=True, eq=False)
class DirectionalCurvature(Estimate):
    """Curvatures measured along unit vectors `u` from the point `x`, beside the forecast u . H u."""

    x: Float[ndarray, "*point d"] = field(kw_only=True)
    u: Float[ndarray, "*directions d"]
    forecast: Float[ndarray, "*shape"]
    largest_gap: Float[ndarray, ""]


@recorded
def directional_curvature(
    f: Function, x: ArrayLike, u: ArrayLike, *, method: Method = "richardson"
) -> DirectionalCurvature:
    """d^2/ds^2 f(x + s u) at s = 0, measured by nudges along u itself, never as u . H u.

    x (..., d) and u (..., d) broadcast; every u is made a unit vector first. Its greatest and its smallest
    value are the Hessian's eigenvalues, found along its eigenvectors (Euler, 1760). Raises ShapeError for a
    direction of length 0.

    On a bowl with curvatures 1 and 9 the bend lies between them in all directions:

    >>> bend = cc.directional_curvature(cc.bowl(9).f, (0.0, 0.0), [(1, 0), (1, 1), (0, 1)])
    >>> print(bend.value.round(6))
    [1. 5. 9.]
    """
    points = real_points(x)
    way = real_points(u, points.shape[-1], "u")
    length = np.linalg.norm(way, axis=-1, keepdims=True)
    if not length.all():
        raise ShapeError("u must point somewhere, got a direction of length 0")
    way = way / length
    lines = from_each_point(f, points, way[..., None, :])
    found = along(replace(lines, shape=lines.shape[:-1]), method, 2, "both", None, None)
    H = hessian(f, points)
    forecast = np.asarray(((way[..., None, :] @ H.value)[..., 0, :] * way).sum(axis=-1))
    return DirectionalCurvature(
        found.value,
        found.error,
        found.h,
        found.nfev + H.nfev,
        found.method,
        found.ok,
        way,
        forecast,
        np.asarray(np.max(np.abs(found.value - forecast), initial=0.0)),
        x=points,
    )
