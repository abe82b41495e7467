"""The best places on a fence g(x) = level, and what moving the fence would be worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.constraints.fence import EPS, corners, onto_fence
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.critical_points import distinct
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.points import ArrayLike, Real, as_bounds, inside
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class LagrangePoints(Result):
    """Every point found on the fence where grad f = lam grad g: lowest first, equally high ones by x.

    At `corners` of the fence, grad g = 0: there is no normal and no multiplier, and yet one of them may be
    the best place of all. They come lowest first too, with their heights.
    """

    x: Float[ndarray, "n d"]
    f: Float[ndarray, " n"]
    lam: Float[ndarray, " n"]  # the multiplier: by how much the height here changes per level of the fence
    kind: tuple[str, ...]  # along the fence: "minimum", "maximum", "saddle" or "degenerate"
    residual: float  # the largest miss of either equation, over all points
    corners: Float[ndarray, "m d"]
    corner_heights: Float[ndarray, " m"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.x)

    @property
    def highest(self) -> float:
        """The greatest height among them and the corners; raises DomainError where there are none."""
        return max(self._heights(-1))

    @property
    def lowest(self) -> float:
        """The smallest height among them and the corners; raises DomainError where there are none."""
        return min(self._heights(0))

    def _heights(self, end: int) -> list[float]:
        if not (self.f.size or self.corner_heights.size):
            raise DomainError("nowhere on this fence does the compass point across it, and it has no corner")
        return [float(each[end]) for each in (self.f, self.corner_heights) if each.size]


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
    fence first; a point that none of them reaches is missed. Where the fence has a corner (a cusp, a
    crossing, a lone point), grad g = 0 and there is no multiplier: such places are named in `corners`, as a
    row of points where grad g vanishes all along the fence. Raises DomainError if no start reaches the fence.

    Six places on the unit circle where the compass points straight across it:

    >>> places = cc.lagrange_points(cc.x_squared_y(), cc.round_fence(), level=1)
    >>> print(places.n, round(places.highest, 4), round(2 / np.sqrt(27), 4))
    6 0.3849 0.3849
    """
    box = f.bounds if bounds is None else as_bounds(bounds, f.d)
    if f.d != g.d:
        raise ShapeError(f"f and g must have as many coordinates, got {f.d} and {g.d}")
    x = np.random.default_rng(seed).uniform(box[:, 0], box[:, 1], (starts, f.d))
    relief = float(np.ptp(g.f.inner(x)))
    x, on_fence = onto_fence(g, x, float(level))
    x = x[on_fence & inside(x, box)]
    if not len(x):
        raise DomainError(f"no point with {g.name} = {level} was found within bounds {box.tolist()}")
    usual = (
        np.median(np.linalg.norm(f.grad.inner(x), axis=-1)),
        np.median(np.linalg.norm(g.grad.inner(x), axis=-1)),
    )
    size = float(np.ptp(box, axis=-1).max())
    sharp = corners(g, x, float(level), box, relief)
    sharp = sharp[np.argsort(f.f.inner(sharp), kind="stable")]
    x, lam = _newton(f, g, x, float(level), size)
    parallel, fence = _misses(f, g, x, lam, float(level))
    good = (parallel <= 1e-9 * usual[0]) & (fence <= 1e-9 * usual[1] * size) & inside(x, box)
    steep = np.linalg.norm(
        g.grad.inner(x), axis=-1
    )  # next to nothing beside a corner, where the equations tell nothing
    good &= steep > 1e-6 * size * np.linalg.norm(g.hess.inner(x), axis=(-1, -2))
    good &= fence <= 1e-6 * size * steep
    x = distinct(x[good], 1e-6 * size)
    x = x[np.lexsort([*x.T[::-1], np.round(f.f.inner(x) / (usual[0] * size), 9)])]
    lam = _multiplier(f, g, x)
    misses = np.concatenate([np.zeros(1), *_misses(f, g, x, lam, float(level))])
    kind = _kinds(f, g, x, lam, 1e-7 * float(usual[0]) / size)
    units = {**reading_units(f.units), "corners": f.units["x"]}
    units |= dict.fromkeys(("corner_heights", "highest", "lowest"), f.units["f"])
    return LagrangePoints(x, f.f.inner(x), lam, kind, float(misses.max()), sharp, f.f.inner(sharp), units)


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
    scratch on the moved fence. Raises DomainError where a fence misses `bounds`, or is best at a corner.

    What the best place gains if the circle's squared radius grows by 0.01, and what lambda promised:

    >>> price = cc.shadow_price(cc.x_squared_y(), cc.round_fence(), 0.01, level=1)
    >>> print(round(float(price.resolved), 5), round(float(price.predicted), 5))
    0.00579 0.00577
    """
    before, after = (lagrange_points(f, g, level=each, bounds=bounds) for each in (level, level + change))
    best = -1 if highest else 0
    for found in (before, after):
        top = found.highest if highest else found.lowest
        if not found.n or found.f[best] != top:
            raise DomainError(
                f"the {'highest' if highest else 'lowest'} place of the fence is a corner, where grad g = 0: "
                "there is no multiplier there, and so no price"
            )
    now, then = before.f[best], after.f[best]
    ties = np.flatnonzero(np.isclose(after.f, then, rtol=1e-9, atol=1e-12))
    here = before.x[best]
    there = ties[np.linalg.norm(after.x[ties] - here, axis=-1).argmin()]  # of equally good places the nearest
    units = {each: f.units["f"] for each in ("f", "f_moved", "predicted", "resolved", "error")}
    return ShadowPrice(
        here, after.x[there], float(now), float(after.f[there]), float(before.lam[best]), float(change), units
    )
