"""Slopes in many directions: partials, gradient, Jacobian, Hessian, and what they say about the ground."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.along_lines import along
from calc_core.derivatives.lines import from_each_point
from calc_core.derivatives.stencils import Method, Side
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Estimate, recorded
from calc_core.values import Function, real_points


@recorded
def partial(
    f: Function,
    x: ArrayLike,
    i: int,
    *,
    method: Method = "central",
    order: int = 1,
    side: Side = "both",
    h: ArrayLike | None = None,
    scale: ArrayLike | None = None,
) -> Estimate:
    """df/dx_i: turn knob i alone and hold the others. Shape (...) for points x of shape (..., d).

    Methods, steps and errors are those of `derivative`.

    >>> area = lambda x: x[..., 0] * x[..., 1]
    >>> print(round(float(cc.partial(area, (3.0, 4.0), 0).value), 6))
    4.0
    """
    points = real_points(x)
    knob = axis(i, points.shape[-1])
    one = np.eye(points.shape[-1])[[knob]]
    lines = from_each_point(f, points, one, points[..., [knob]])
    return along(replace(lines, shape=points.shape[:-1]), method, order, side, h, scale, x=points)


@recorded
def gradient(
    f: Function,
    x: ArrayLike,
    *,
    method: Method = "central",
    h: ArrayLike | None = None,
    scale: ArrayLike | None = None,
) -> Estimate:
    """grad f = (df/dx_1, ..., df/dx_d): all partials, shape (..., d) for points of shape (..., d).

    Methods, steps and errors are those of `derivative`; one call of f serves all directions.

    >>> slope = cc.gradient(cc.himmelblau().f, (1.0, 2.0))
    >>> print(slope.value.round(6), (slope.error < 1e-6).all())
    [-36. -32.] True
    """
    points = real_points(x)
    lines = from_each_point(f, points, np.eye(points.shape[-1]), points)
    return along(lines, method, 1, "both", h, scale, x=points)


@dataclass(frozen=True, eq=False)
class Directional(Estimate):
    """Slopes measured along unit vectors `u` from the point `x`, beside the gradient's forecast for them.

    value: slope measured by nudges along u; `angle` between u and the gradient in radians;
    `forecast` = |grad f| cos(angle), from a gradient that was measured along the axes alone.
    """

    x: Float[ndarray, "*point d"] = field(kw_only=True)
    u: Float[ndarray, "*directions d"]
    forecast: Float[ndarray, "*shape"]
    angle: Float[ndarray, "*shape"]
    largest_gap: Float[ndarray, ""]


@recorded
def directional(
    f: Function,
    x: ArrayLike,
    u: ArrayLike,
    *,
    method: Method = "central",
    normalise: bool = True,
    h: ArrayLike | None = None,
    scale: ArrayLike | None = None,
) -> Directional:
    """D_u f = lim (f(x + s u) - f(x)) / s, measured by nudges along u itself, never as grad f . u.

    x (..., d) and u (..., d) broadcast; `normalise` makes every u a unit vector first (slope per length).
    Laid beside it, `forecast` is grad f . u = |grad f| |u| cos(angle), and `largest_gap` how far the two
    ever part. Raises ShapeError for a direction of length 0.

    Along a contour nothing climbs; across it the slope is the gradient's length:

    >>> ways = cc.directional(cc.bowl().f, (3.0, 4.0), [(4, -3), (3, 4)])
    >>> print(abs(ways.value.round(6)))
    [0. 5.]
    """
    points = real_points(x)
    way = real_points(u, points.shape[-1], "u")
    length = np.linalg.norm(way, axis=-1, keepdims=True)
    if not length.all():
        raise ShapeError("u must point somewhere, got a direction of length 0")
    way = way / length if normalise else way
    lines = from_each_point(f, points, way[..., None, :])
    found = along(replace(lines, shape=lines.shape[:-1]), method, 1, "both", h, scale)
    compass = gradient(f, points, method=method)
    forecast = np.asarray((compass.value * way).sum(axis=-1))
    steepest = np.linalg.norm(compass.value, axis=-1) * np.linalg.norm(way, axis=-1)
    with np.errstate(invalid="ignore"):
        cosine = np.where(steepest > 0, forecast / steepest, 0.0)
    gap = np.max(np.abs(found.value - forecast), initial=0.0)
    return Directional(
        found.value,
        found.error,
        found.h,
        found.nfev + compass.nfev,
        found.method,
        found.ok,
        way,
        forecast,
        np.asarray(np.arccos(np.clip(cosine, -1, 1))),
        np.asarray(gap),
        x=points,
    )


def axis(i: int, d: int) -> int:
    """Check that coordinate i exists among d."""
    if not -d <= i < d:
        raise ShapeError(f"i must name one of {d} coordinates, 0 to {d - 1}, got {i}")
    return i % d
