"""A fence g(x) = level: the two parts of a compass that stands on it, the way onto it, and its corners."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.errors import ShapeError, SingularError
from calc_core.landscapes.critical_points import at_rest, distinct, newton_to_flat
from calc_core.landscapes.landscape import Landscape
from calc_core.landscapes.onto_level import onto_level
from calc_core.points import ArrayLike, as_points, inside

EPS = float(np.finfo(float).eps)


def normal(gf: ArrayLike, gg: ArrayLike) -> Float[ndarray, "*batch d"]:
    """lam gg with lam = gf . gg / |gg|^2: the part of a gradient that points across the fence.

    `gf` and `gg` are gradients of f and g, shape (..., d). Raises SingularError where gg is zero: there
    the fence has no direction.

    >>> print(cc.normal([3.0, 4.0], [0.0, 2.0]))
    [0. 4.]
    """
    f, g = as_points(gf, name="gf"), as_points(gg, name="gg")
    if f.shape[-1] != g.shape[-1]:
        raise ShapeError(f"gf and gg must have as many coordinates, got {f.shape[-1]} and {g.shape[-1]}")
    if not g.any(axis=-1).all():
        raise SingularError("gg must not vanish: where grad g = 0 the fence has no direction")
    return np.asarray(((f * g).sum(axis=-1) / (g * g).sum(axis=-1))[..., None] * g)


def tangential(gf: ArrayLike, gg: ArrayLike) -> Float[ndarray, "*batch d"]:
    """gf - lam gg: the part of a gradient along the fence, all that is left of the compass there.

    >>> print(cc.tangential([3.0, 4.0], [0.0, 2.0]))
    [3. 0.]
    """
    return np.asarray(as_points(gf, name="gf") - normal(gf, gg))


def onto_fence(
    g: Landscape, x: Float[ndarray, "n d"], level: float
) -> tuple[Float[ndarray, "n d"], Bool[ndarray, " n"]]:
    """Newton's method along grad g until g = level, to the last digit; and which points arrived."""
    x, _ = onto_level(
        g,
        x,
        np.full(len(x), level),
        lambda rows, x, step, miss: (
            np.linalg.norm(step, axis=-1) <= 4 * EPS * np.maximum(1, np.linalg.norm(x, axis=-1))
        ),
    )
    slope = np.maximum(np.linalg.norm(g.grad.inner(x), axis=-1), np.sqrt(np.finfo(float).tiny))
    return x, np.asarray(np.abs(g.f.inner(x) - level) <= 1e-9 * np.maximum(slope, abs(level)))


def corners(
    g: Landscape, x: Float[ndarray, "n d"], level: float, box: Float[ndarray, "d 2"], relief: float
) -> Float[ndarray, "m d"]:
    """Where g = level and grad g = 0: cusps, crossings and lone points, which have no normal.

    Newton's method for grad g = 0 begins at the points `x` of the fence; what it finds on the fence counts.
    At a cusp its steps only halve, or less, but they get there; of what lies closer together than a
    thousandth of the box the best is kept. Ground that hardly curves, by the `relief` of g, has no corners.
    """
    size = float(np.ptp(box, axis=-1).max())
    x = newton_to_flat(g, x, np.ptp(box, axis=-1) / 20, box)
    probes = x[:, None] + np.concatenate([np.eye(g.d), -np.eye(g.d)]) * size / 1000
    bend = np.abs(g.hess.inner(np.clip(probes, *box.T))).max(axis=(1, 2, 3), initial=0.0) * size**2
    slope = np.abs(g.grad.inner(x)).max(axis=-1) * size
    found = (slope <= 1e-6 * bend) & (np.abs(g.f.inner(x) - level) <= 1e-9 * bend) & (bend > 1e-12 * relief)
    kept = found & inside(x, box) & at_rest(g, x, 1e-6 * size)
    return distinct(x[kept][np.argsort(slope[kept])], 1e-3 * size)
