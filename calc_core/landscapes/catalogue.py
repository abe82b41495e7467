"""The landscapes of the course, each with exact slopes and curvatures; `registry` names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.landscapes.critical_points import critical_points
from calc_core.landscapes.from_grid import from_grid
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded


@recorded
def bowl(kappa: Real = 1.0, angle: Real = 0.0) -> Landscape:
    """f = (u^2 + kappa v^2) / 2, with (u, v) the axes turned by `angle` (radians, counter-clockwise).

    The curvatures are 1 and `kappa`: the larger kappa, the narrower the ravine.

    >>> print(cc.bowl(25).f(np.array([1.0, 1.0])), cc.bowl(25).grad(np.array([1.0, 1.0])))
    13.0 [ 1. 25.]
    """
    if not (np.isfinite(kappa) and kappa > 0):
        raise ShapeError(f"kappa must be positive for a bowl (saddle(s) goes below zero), got {kappa}")
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    curvature = turn.T @ np.diag([1.0, kappa]) @ turn

    return from_formulas(
        lambda p: ((p @ curvature) * p).sum(axis=-1) / 2,
        lambda p: p @ curvature,
        lambda p: np.broadcast_to(curvature, (*p.shape, 2)).copy(),
        bounds=[(-12, 12), (-12, 12)],
        name="bowl",
        minima=[(0, 0)],
        note=f"curvatures 1 and {kappa:g}",
    )


@recorded
def saddle(s: Real = -1.0) -> Landscape:
    """f = (x^2 + s y^2) / 2: a bowl for s > 0, a trough for s = 0, a pass for s < 0.

    >>> print(cc.saddle().f(np.array([[1.0, 0.0], [0.0, 1.0]])))
    [ 0.5 -0.5]
    """
    curvature = np.diag([1.0, s])
    return from_formulas(
        lambda p: ((p @ curvature) * p).sum(axis=-1) / 2,
        lambda p: p @ curvature,
        lambda p: np.broadcast_to(curvature, (*p.shape, 2)).copy(),
        bounds=[(-2, 2), (-2, 2)],
        name="saddle",
        minima=[(0, 0)] if s > 0 else (),
        saddles=[(0, 0)] if s < 0 else (),
        note=f"curvatures 1 and {s:g}",
    )


@recorded
def monkey_saddle() -> Landscape:
    """f = x^3 - 3 x y^2: three ways up, three ways down, and no curvature at all where they meet.

    Level, and without any curvature, in its middle:

    >>> land = cc.monkey_saddle()
    >>> print(land.grad(np.zeros(2)) + 0.0, np.abs(land.hess(np.zeros(2))).max())
    [0. 0.] 0.0
    """

    def f(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.asarray(x**3 - 3 * x * y**2)

    def grad(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.stack([3 * x**2 - 3 * y**2, -6 * x * y], axis=-1)

    def hess(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return _symmetric(6 * x, -6 * y, -6 * x)

    return from_formulas(
        f, grad, hess, bounds=[(-1.5, 1.5), (-1.5, 1.5)], name="monkey saddle", saddles=[(0, 0)]
    )


@recorded
def x_squared_y() -> Landscape:
    """f = x^2 y: the ground on which lecture 16 puts up its fence.

    >>> print(cc.x_squared_y().grad(np.array([2.0, 3.0])))
    [12.  4.]
    """

    def f(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.asarray(x**2 * y)

    def grad(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.stack([2 * x * y, x**2], axis=-1)

    def hess(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return _symmetric(2 * y, 2 * x, 0 * x)

    return from_formulas(f, grad, hess, bounds=[(-1.6, 1.6), (-1.6, 1.6)], name="x^2 y")


@recorded
def round_fence() -> Landscape:
    """g = x^2 + y^2, whose level c is the circle of radius sqrt c.

    >>> print(cc.round_fence().f(np.array([0.6, 0.8])))
    1.0
    """
    return from_formulas(
        lambda p: (p**2).sum(axis=-1),
        lambda p: 2 * p,
        lambda p: np.broadcast_to(2 * np.eye(2), (*p.shape, 2)).copy(),
        bounds=[(-1.6, 1.6), (-1.6, 1.6)],
        name="x^2 + y^2",
        minima=[(0, 0)],
    )


@recorded
def ravine() -> Landscape:
    """f = (1 - x)^2 + 100 (y - x^2)^2 (Rosenbrock, 1960): a curved ravine with an almost level floor.

    >>> print(cc.ravine().f(np.array([[-1.2, 1.0], [1.0, 1.0]])).round(2))
    [24.2  0. ]
    """

    def f(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.asarray((1 - x) ** 2 + 100 * (y - x**2) ** 2)

    def grad(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.stack([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)], axis=-1)

    def hess(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return _symmetric(2 - 400 * (y - 3 * x**2), -400 * x, np.full_like(x, 200))

    return from_formulas(f, grad, hess, bounds=[(-2, 2), (-1, 3)], name="ravine", minima=[(1, 1)])


@recorded
def himmelblau() -> Landscape:
    """f = (x^2 + y - 11)^2 + (x + y^2 - 7)^2 (Himmelblau, 1972): four hollows, all of height 0.

    >>> land = cc.himmelblau()
    >>> print(land.n_minima, land.f(land.minima).round(12))
    4 [0. 0. 0. 0.]
    """

    def f(p: ndarray) -> ndarray:
        x, y = _xy(p)
        return np.asarray((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)

    def grad(p: ndarray) -> ndarray:
        x, y = _xy(p)
        a, b = x**2 + y - 11, x + y**2 - 7
        return np.stack([4 * x * a + 2 * b, 2 * a + 4 * y * b], axis=-1)

    def hess(p: ndarray) -> ndarray:
        x, y = _xy(p)
        a, b = x**2 + y - 11, x + y**2 - 7
        return _symmetric(8 * x**2 + 4 * a + 2, 4 * x + 4 * y, 2 + 8 * y**2 + 4 * b)

    return _surveyed(from_formulas(f, grad, hess, bounds=[(-6, 6), (-6, 6)], name="Himmelblau"))


@recorded
def beale() -> Landscape:
    """f = sum over i = 1, 2, 3 of (c_i - x + x y^i)^2, c = (1.5, 2.25, 2.625) (Beale, 1958).

    High walls in the corners around an almost level middle; the hollow is at (3, 1/2).

    >>> print(cc.beale().f(np.array([3.0, 0.5])))
    0.0
    """
    power, target = np.array([1, 2, 3]), np.array([1.5, 2.25, 2.625])

    def parts(p: ndarray) -> tuple[ndarray, ndarray, ndarray]:
        """x, and for each i: the residual and its slope in y per x, i y^(i-1)."""
        x, y = p[..., :1], p[..., 1:]
        return x, target - x + x * y**power, power * y ** (power - 1)

    def f(p: ndarray) -> ndarray:
        _, residual, _ = parts(p)
        return np.asarray((residual**2).sum(axis=-1))

    def grad(p: ndarray) -> ndarray:
        x, residual, slope = parts(p)
        across = p[..., 1:] ** power - 1
        return 2 * np.stack([(residual * across).sum(-1), (residual * x * slope).sum(-1)], axis=-1)

    def hess(p: ndarray) -> ndarray:
        x, residual, slope = parts(p)
        y = p[..., 1:]
        across, bend = y**power - 1, np.concatenate([0 * y, 2 + 0 * y, 6 * y], axis=-1)
        return 2 * _symmetric(
            (across**2).sum(-1),
            (across * x * slope + residual * slope).sum(-1),
            ((x * slope) ** 2 + residual * x * bend).sum(-1),
        )

    box = [(-4.5, 4.5), (-4.5, 4.5)]
    land = from_formulas(f, grad, hess, bounds=box, name="Beale", minima=[(3, 0.5)])
    return replace(land, saddles=critical_points(land).saddles)


@recorded
def gaussian_hill() -> Landscape:
    """f = exp(-(x^2 + y^2)): one round hill of height 1.

    >>> print(cc.gaussian_hill().f(np.array([[0.0, 0.0], [1.0, 0.0]])).round(4))
    [1.     0.3679]
    """
    bell = _gaussians([1.0], [(0.0, 0.0)], [(0.5**0.5, 0.5**0.5)], [0.0])
    return from_formulas(*bell, bounds=[(-2, 2), (-2, 2)], name="hill")


@recorded
def hills() -> Landscape:
    """f = sum of a_i exp(-|S_i (x - c_i)|^2 / 2): a high peak, a lower one, and the pass between them.

    >>> land = cc.hills()
    >>> print(cc.critical_points(land).n_maxima, cc.critical_points(land).n_saddles)
    2 1
    """
    return _surveyed(
        from_formulas(
            *_gaussians(HILLS[:, 0], HILLS[:, 1:3], HILLS[:, 3:5], HILLS[:, 5]),
            bounds=[(-4, 4), (-2.5, 2.5)],
            name="hills",
        )
    )


# height, centre x and y, widths along and across, angle of the long axis in radians
HILLS = np.array(
    [
        (1.50, -1.35, -0.25, 1.15, 0.85, 0.5),
        (1.05, 1.55, 0.55, 0.80, 1.05, -0.3),
        (0.35, 0.40, -1.75, 1.10, 0.60, 0.2),
        (-0.30, 3.10, -1.30, 0.90, 0.80, 0.0),
    ]
)


@recorded
def mountains(seed: int | np.random.Generator, n: int = 14) -> Landscape:
    """f = sum of `n` Gaussian hills and hollows at random places: a range nobody has seen before.

    The same seed gives the same range:

    >>> one, again, other = (cc.mountains(seed).f(np.zeros(2)) for seed in (3, 3, 4))
    >>> print(one == again, one == other)
    True False
    """
    rng = np.random.default_rng(seed)
    centres = rng.uniform(-4, 4, (n, 2))
    heights = rng.uniform(0.3, 1.2, n) * np.where(rng.random(n) < 0.35, -1, 1)
    bells = _gaussians(heights, centres, rng.uniform(0.6, 1.5, (n, 2)), rng.uniform(0, np.pi, n))
    return _surveyed(from_formulas(*bells, bounds=[(-4, 4), (-4, 4)], name="mountains"))


def _gaussians(
    heights: ArrayLike, centres: ArrayLike, widths: ArrayLike, angles: ArrayLike
) -> tuple[Callable[[ndarray], ndarray], Callable[[ndarray], ndarray], Callable[[ndarray], ndarray]]:
    """f, grad and hess of sum a_i exp(-q_i' P_i q_i / 2), with q_i = x - c_i and P_i the turned 1/width^2."""
    a, c, w, t = (np.asarray(each, dtype=float) for each in (heights, centres, widths, angles))
    along, across = w.T**-2.0
    xx, yy = (
        along * np.cos(t) ** 2 + across * np.sin(t) ** 2,
        along * np.sin(t) ** 2 + across * np.cos(t) ** 2,
    )
    xy = (along - across) * np.sin(t) * np.cos(t)

    def parts(p: ndarray) -> tuple[ndarray, ndarray, ndarray]:
        """Both coordinates of P_i q_i, and each bell's height, with the bells along the last axis."""
        qx, qy = p[..., :1] - c[:, 0], p[..., 1:] - c[:, 1]
        px, py = xx * qx + xy * qy, xy * qx + yy * qy
        return px, py, a * np.exp(-(qx * px + qy * py) / 2)

    def f(p: ndarray) -> ndarray:
        return np.asarray(parts(p)[-1].sum(axis=-1))

    def grad(p: ndarray) -> ndarray:
        px, py, bell = parts(p)
        slope = np.empty(p.shape, dtype=bell.dtype)
        np.einsum("...i,...i->...", px, -bell, out=slope[..., 0])
        np.einsum("...i,...i->...", py, -bell, out=slope[..., 1])
        return slope

    def hess(p: ndarray) -> ndarray:
        px, py, bell = parts(p)
        return _symmetric(
            ((px * px - xx) * bell).sum(axis=-1),
            ((px * py - xy) * bell).sum(axis=-1),
            ((py * py - yy) * bell).sum(axis=-1),
        )

    return f, grad, hess


def _xy(p: ndarray) -> tuple[ndarray, ndarray]:
    return p[..., 0], p[..., 1]


def _symmetric(xx: ArrayLike, xy: ArrayLike, yy: ArrayLike) -> Float[ndarray, "*batch 2 2"]:
    return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)


def _surveyed(land: Landscape) -> Landscape:
    """The same landscape with its hollows and passes filled in, found to rounding by `critical_points`."""
    found = critical_points(land)
    return replace(land, minima=found.minima, saddles=found.saddles)


registry: dict[str, Callable[..., Landscape]] = {
    "beale": beale,
    "bowl": bowl,
    "from_grid": from_grid,
    "gaussian_hill": gaussian_hill,
    "hills": hills,
    "himmelblau": himmelblau,
    "monkey_saddle": monkey_saddle,
    "mountains": mountains,
    "ravine": ravine,
    "round_fence": round_fence,
    "saddle": saddle,
    "x_squared_y": x_squared_y,
}
