"""Walking on a fence: the best places where g(x) = level, and what moving the fence would be worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.iteration import Ground, Move, ground, march
from calc_core.descent.path import DescentPath
from calc_core.errors import DomainError, ShapeError, SingularError
from calc_core.landscapes.critical_points import distinct
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.points import ArrayLike, Real, as_bounds, as_points, inside
from calc_core.results import Result, recorded

EPS = float(np.finfo(float).eps)


def normal(gf: ArrayLike, gg: ArrayLike) -> Float[ndarray, "*batch d"]:
    """lam gg with lam = gf . gg / |gg|^2: the part of a gradient that points across the fence.

    `gf` and `gg` are gradients of f and g, shape (..., d). Raises SingularError where gg is zero: there
    the fence has no direction.
    """
    f, g = as_points(gf, name="gf"), as_points(gg, name="gg")
    if f.shape[-1] != g.shape[-1]:
        raise ShapeError(f"gf and gg must have as many coordinates, got {f.shape[-1]} and {g.shape[-1]}")
    if not g.any(axis=-1).all():
        raise SingularError("gg must not vanish: where grad g = 0 the fence has no direction")
    return np.asarray(((f * g).sum(axis=-1) / (g * g).sum(axis=-1))[..., None] * g)


def tangential(gf: ArrayLike, gg: ArrayLike) -> Float[ndarray, "*batch d"]:
    """gf - lam gg: the part of a gradient along the fence, all that is left of the compass there."""
    return np.asarray(as_points(gf, name="gf") - normal(gf, gg))


@dataclass(frozen=True, eq=False)
class LagrangePoints(Result):
    """Every point found on the fence where grad f = lam grad g: lowest first, equally high ones by x."""

    x: Float[ndarray, "n d"]
    f: Float[ndarray, " n"]
    lam: Float[ndarray, " n"]  # the multiplier: by how much the height here changes per level of the fence
    kind: tuple[str, ...]  # along the fence: "minimum", "maximum", "saddle" or "degenerate"
    residual: float  # the largest miss of either equation, over all points
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.x)

    @property
    def highest(self) -> float:
        """The greatest height among them."""
        return float(self.f[-1])

    @property
    def lowest(self) -> float:
        """The smallest height among them."""
        return float(self.f[0])


@recorded
def lagrange_points(
    f: Landscape,
    g: Landscape,
    *,
    level: Real = 0,
    bounds: ArrayLike | None = None,
    starts: int = 400,
    seed: int | np.random.Generator = 0,
) -> LagrangePoints:
    """Solve grad f(x) = lam grad g(x) with g(x) = `level` (Lagrange, 1788), by Newton's method.

    Newton begins at `starts` random points of `bounds` (f's own unless told), each brought onto the
    fence first; a point that none of them reaches is missed. Where the fence has a corner, grad g = 0,
    there is no multiplier and no answer. Raises DomainError if no start reaches the fence.
    """
    box = f.bounds if bounds is None else as_bounds(bounds, f.d)
    if f.d != g.d:
        raise ShapeError(f"f and g must have as many coordinates, got {f.d} and {g.d}")
    x = np.random.default_rng(seed).uniform(box[:, 0], box[:, 1], (starts, f.d))
    x, on_fence = _onto_fence(g, x, float(level))
    x = x[on_fence & inside(x, box)]
    if not len(x):
        raise DomainError(f"no point with {g.name} = {level} was found within bounds {box.tolist()}")
    usual = (
        np.median(np.linalg.norm(f.grad.inner(x), axis=-1)),
        np.median(np.linalg.norm(g.grad.inner(x), axis=-1)),
    )
    size = float(np.ptp(box, axis=-1).max())
    x, lam = _newton(f, g, x, float(level), size)
    parallel, fence = _misses(f, g, x, lam, float(level))
    good = (parallel <= 1e-9 * usual[0]) & (fence <= 1e-9 * usual[1] * size) & inside(x, box)
    x = distinct(x[good], 1e-6 * size)
    x = x[np.lexsort([*x.T[::-1], np.round(f.f.inner(x) / (usual[0] * size), 9)])]
    lam = _multiplier(f, g, x)
    misses = np.concatenate([np.zeros(1), *_misses(f, g, x, lam, float(level))])
    kind = _kinds(f, g, x, lam, 1e-7 * float(usual[0]) / size)
    return LagrangePoints(x, f.f.inner(x), lam, kind, float(misses.max()), reading_units(f.units))


def _misses(
    f: Landscape, g: Landscape, x: ndarray, lam: ndarray, level: float
) -> tuple[Float[ndarray, " n"], Float[ndarray, " n"]]:
    """By how much each point misses grad f = lam grad g, and g = level."""
    rest = f.grad.inner(x) - lam[:, None] * g.grad.inner(x)
    return np.linalg.norm(rest, axis=-1), np.abs(g.f.inner(x) - level)


def _newton(
    f: Landscape, g: Landscape, x: Float[ndarray, "n d"], level: float, size: float
) -> tuple[Float[ndarray, "n d"], Float[ndarray, " n"]]:
    """Newton's method from all starts at once for grad f - lam grad g = 0 and g - level = 0."""
    d = f.d
    lam = _multiplier(f, g, x)
    system = np.zeros((len(x), d + 1, d + 1))
    for _ in range(60):
        gf, gg = f.grad.inner(x), g.grad.inner(x)
        miss = np.column_stack([gf - lam[:, None] * gg, g.f.inner(x) - level])
        system[:, :d, :d] = f.hess.inner(x) - lam[:, None, None] * g.hess.inner(x)
        system[:, :d, d], system[:, d, :d] = -gg, gg
        step = np.einsum("nij,nj->ni", np.linalg.pinv(system), miss)
        step /= np.maximum(1, np.linalg.norm(step[:, :d], axis=-1) / (0.2 * size))[:, None]
        x, lam = x - step[:, :d], lam - step[:, d]
        if (np.abs(step[:, :d]) <= 2 * EPS * size).all():
            break
    return x, lam


def _multiplier(f: Landscape, g: Landscape, x: Float[ndarray, "n d"]) -> Float[ndarray, " n"]:
    """lam = grad f . grad g / |grad g|^2, the best one there is at any point of the fence."""
    gf, gg = f.grad.inner(x), g.grad.inner(x)
    return np.asarray((gf * gg).sum(axis=-1) / np.maximum((gg * gg).sum(axis=-1), np.finfo(float).tiny))


def _kinds(f: Landscape, g: Landscape, x: ndarray, lam: ndarray, flat: float) -> tuple[str, ...]:
    """Told by the curvatures of f - lam g along the fence, in directions t with t . grad g = 0."""
    if not len(x):
        return ()
    along = np.linalg.svd(g.grad.inner(x)[:, None, :])[2][:, 1:]
    bend = along @ (f.hess.inner(x) - lam[:, None, None] * g.hess.inner(x)) @ np.swapaxes(along, -1, -2)
    curvatures = np.linalg.eigvalsh(bend)
    names = np.where(curvatures[:, 0] > 0, "minimum", np.where(curvatures[:, -1] < 0, "maximum", "saddle"))
    level = np.abs(curvatures).min(axis=-1) <= flat
    return tuple(np.where(level, "degenerate", names).tolist())


def _onto_fence(
    g: Landscape, x: Float[ndarray, "n d"], level: float
) -> tuple[Float[ndarray, "n d"], np.ndarray]:
    """x <- x + (level - g) grad g / |grad g|^2 until g = level; and which points arrived."""
    x = x.copy()
    for _ in range(50):
        miss, gg = level - g.f.inner(x), g.grad.inner(x)
        square = np.maximum((gg * gg).sum(axis=-1), np.finfo(float).tiny)
        step = (miss / square)[:, None] * gg
        x += step
        if (np.linalg.norm(step, axis=-1) <= 4 * EPS * np.maximum(1, np.linalg.norm(x, axis=-1))).all():
            break
    near = np.abs(g.f.inner(x) - level) <= 1e-9 * np.maximum(np.sqrt(square), abs(level))
    return x, near


@dataclass(frozen=True, eq=False, kw_only=True)
class FencePath(DescentPath):
    """A walk on the fence: `grad` is the part of the compass along it, `across` what the fence takes up."""

    across: Float[ndarray, " stops *walkers d"]
    lam: Float[ndarray, " stops *walkers"]  # across = lam grad g
    miss: Float[ndarray, " stops *walkers"]  # |g - level|

    @property
    def compass(self) -> Float[ndarray, " stops *walkers d"]:
        """The whole gradient of f at every stop."""
        return np.asarray(self.grad + self.across)


class _Fence(Ground):
    """Ground on which only the part of the gradient along the fence counts."""

    def __init__(self, hill: Ground, g: Landscape) -> None:
        super().__init__(hill.land, hill.bounds)
        self.g = g

    def grad(self, x: Float[ndarray, "n d"]) -> Float[ndarray, "n d"]:
        return tangential(super().grad(x), self.g.grad.inner(x)) if len(x) else x


@recorded
def walk_on_constraint(
    f: Landscape,
    g: Landscape,
    x0: ArrayLike,
    *,
    learning_rate: Real,
    level: Real = 0,
    ascent: bool = False,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> FencePath:
    """Step along the fence by -learning_rate * tangential(grad f, grad g), then return to g(x) = `level`.

    The projected gradient method (Rosen, 1961), uphill with `ascent`, until the part of the compass along
    the fence is `tol` or less. Starts that do not stand on the fence are brought there first, along grad
    g. Raises DomainError where that fails, SingularError where the fence has a corner.
    """
    if not 0 < learning_rate < np.inf:
        raise ShapeError(f"learning_rate must be positive, got {learning_rate}; use ascent=True to climb")
    hill, starts = ground(f, x0, bounds=bounds)
    if f.d != g.d:
        raise ShapeError(f"f and g must have as many coordinates, got {f.d} and {g.d}")
    fence, stride = float(level), float(learning_rate) if ascent else -float(learning_rate)
    stood, arrived = _onto_fence(g, starts.reshape(-1, f.d), fence)
    if not arrived.all():
        raise DomainError(
            f"x0 must stand on the fence {g.name} = {level}, or near enough to be brought there"
        )

    def step_along(k: int, rows: ndarray, x: ndarray, height: ndarray, along: ndarray) -> Move:
        back, _ = _onto_fence(g, x + stride * along, fence)
        return Move(back - x, np.full(len(x), abs(stride)))

    params = {"learning_rate": learning_rate, "level": level, "ascent": ascent}
    walk = march(
        _Fence(hill, g), stood.reshape(starts.shape), step_along, "fence walk", params, max_iter, tol
    )
    across = normal(f.grad(walk.x), g.grad(walk.x))
    gg = g.grad(walk.x)
    told = {each.name: getattr(walk, each.name) for each in fields(walk) if each.init}
    lam = (across * gg).sum(axis=-1) / (gg * gg).sum(axis=-1)
    return FencePath(**told, across=across, lam=lam, miss=np.abs(g.f(walk.x) - fence))


@dataclass(frozen=True, eq=False)
class ShadowPrice(Result):
    """What moving the fence by `change` brings: lam * change, beside what solving again gives."""

    x: Float[ndarray, " d"]
    x_moved: Float[ndarray, " d"]
    f: float
    f_moved: float
    lam: float
    change: float
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def predicted(self) -> float:
        """lam * change: the price of the fence times how far it moved."""
        return self.lam * self.change

    @property
    def resolved(self) -> float:
        """The height at the best place of the moved fence minus that of the old one."""
        return self.f_moved - self.f

    @property
    def error(self) -> float:
        """resolved - predicted, which shrinks as change^2."""
        return self.resolved - self.predicted


@recorded
def shadow_price(
    f: Landscape,
    g: Landscape,
    change: Real,
    *,
    level: Real = 0,
    highest: bool = True,
    bounds: ArrayLike | None = None,
) -> ShadowPrice:
    """d(best f) / d(level) = lam: what the best place gains when the fence moves by `change`.

    The best place is the highest on the fence (the lowest unless `highest`); it is found again from
    scratch on the moved fence. Raises DomainError where a fence misses `bounds`.
    """
    before, after = (lagrange_points(f, g, level=each, bounds=bounds) for each in (level, level + change))
    best = -1 if highest else 0
    now, then = before.f[best], after.f[best]
    ties = np.flatnonzero(np.isclose(after.f, then, rtol=1e-9, atol=1e-12))
    here = before.x[best]
    there = ties[np.linalg.norm(after.x[ties] - here, axis=-1).argmin()]  # of equally good places the nearest
    units = {each: f.units["f"] for each in ("f", "f_moved", "predicted", "resolved", "error")}
    return ShadowPrice(
        here, after.x[there], float(now), float(after.f[there]), float(before.lam[best]), float(change), units
    )
