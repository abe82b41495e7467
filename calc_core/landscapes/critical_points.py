"""Peaks, hollows and passes: the level places of a landscape, told apart by its curvatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.curvatures import kinds, principal
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real, as_bounds, inside
from calc_core.results import Result, recorded

FLAT = 1e-12  # of the steepest slope: less is none


@dataclass(frozen=True, eq=False)
class CriticalPoints(Result):
    """Every point found with grad f = 0, lowest first, with the eigen-decomposition of its Hessian."""

    x: Float[ndarray, "n d"]
    f: Float[ndarray, " n"]
    kind: tuple[str, ...]  # "minimum", "maximum", "saddle" or "degenerate"
    eigenvalues: Float[ndarray, "n d"]  # curvatures, ascending
    eigenvectors: Float[ndarray, "n d d"]  # column i belongs to eigenvalue i
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.x)

    @property
    def minima(self) -> Float[ndarray, "n_minima d"]:
        """The hollows, lowest first."""
        return self._of_kind("minimum")

    @property
    def saddles(self) -> Float[ndarray, "n_saddles d"]:
        """The passes, lowest first."""
        return self._of_kind("saddle")

    @property
    def maxima(self) -> Float[ndarray, "n_maxima d"]:
        """The peaks, lowest first."""
        return self._of_kind("maximum")

    @property
    def n_minima(self) -> int:
        """Number of hollows."""
        return len(self.minima)

    @property
    def n_saddles(self) -> int:
        """Number of passes."""
        return len(self.saddles)

    @property
    def n_maxima(self) -> int:
        """Number of peaks."""
        return len(self.maxima)

    def _of_kind(self, kind: str) -> Float[ndarray, "n_kind d"]:
        return np.asarray(self.x[[each == kind for each in self.kind]])


@recorded
def critical_points(
    land: Landscape,
    bounds: ArrayLike | None = None,
    *,
    shape: tuple[int, int] = (121, 121),
    tol: Real = 1e-9,
) -> CriticalPoints:
    """Solve grad f(x) = 0 on a map: Newton's x <- x - H^-1 grad f from every promising cell of a grid.

    A cell is promising where both slopes change sign across it, or where |grad f| is smaller than all
    around it; what lies closer together than two cells of the grid (`shape`, rows first) may be missed.
    A point counts when |grad f| <= `tol` times the steepest slope on the grid and Newton's method has come to
    rest there: in the flat tail of a bell, however level, it would go on. Where the smallest curvature is
    nearly zero the test is silent, and `kind` is "degenerate"; a whole level line, as in a trough, shows as a
    row of such points.

    >>> places = cc.critical_points(cc.himmelblau())
    >>> print(places.n_minima, places.n_saddles, places.n_maxima)
    4 4 1
    """
    box = land.bounds if bounds is None else as_bounds(bounds, land.d)
    if land.d != 2:
        raise ShapeError(f"critical_points searches maps of two coordinates, got {land.d}")
    axes = [np.linspace(low, high, n) for (low, high), n in zip(box, shape[::-1], strict=True)]
    cell = np.array([axis[1] - axis[0] for axis in axes])
    slopes = land.grad.inner(np.stack(np.meshgrid(*axes), axis=-1))
    typical = float(np.median(np.linalg.norm(slopes, axis=-1)))
    rows, columns = _promising(slopes)
    starts = np.stack([axes[0][columns], axes[1][rows]], axis=-1) + cell / 2
    x = newton_to_flat(land, np.clip(starts, *box.T), cell, box)
    steepest = float(np.linalg.norm(slopes, axis=-1).max())
    found = inside(x, box) & (np.linalg.norm(land.grad.inner(x), axis=-1) <= tol * steepest)
    found &= at_rest(land, x, 1e-6 * float(cell.min())) & stands_out(land, x, cell, FLAT * steepest)
    x = distinct(x[found], 1e-3 * float(cell.min()))
    height = land.f.inner(x)
    x, height = x[np.argsort(height)], np.sort(height)
    curvatures, directions = principal(land.hess.inner(x))
    flat = 1e-6 * typical / float(np.ptp(box, axis=-1).max())
    kind = np.where(np.abs(curvatures).min(axis=-1) <= flat, "degenerate", kinds(curvatures, 1e-9))
    units = {"x": land.units["x"], "f": land.units["f"]}
    return CriticalPoints(x, height, tuple(kind.tolist()), curvatures, directions, units)


def _promising(slopes: Float[ndarray, "ny nx 2"]) -> tuple[ndarray, ndarray]:
    """Rows and columns of the cells in which both slopes change sign, or next to which |grad f| is least.

    Cells amid ground without any slope are left out: what `stands_out` would refuse is not worth a search.
    """
    corners = np.stack([slopes[:-1, :-1], slopes[1:, :-1], slopes[:-1, 1:], slopes[1:, 1:]])
    crossing = ((corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0)).all(axis=-1)
    size = np.linalg.norm(corners, axis=-1).min(axis=0)
    padded = np.pad(size, 1, constant_values=np.inf)
    ny, nx = size.shape
    around = np.stack([padded[j : j + ny, i : i + nx] for j in range(3) for i in range(3)])
    steep = np.pad(np.linalg.norm(corners, axis=-1).max(axis=0), 1)
    steepest = np.max([steep[j : j + ny, i : i + nx] for j in range(3) for i in range(3)], axis=0)
    sloping = steepest > FLAT * steep.max()
    rows, columns = np.nonzero((crossing | (size <= around.min(axis=0))) & sloping)
    return rows, columns


def newton_to_flat(
    land: Landscape, x: Float[ndarray, "n d"], cell: Float[ndarray, " d"], box: Float[ndarray, "d 2"]
) -> Float[ndarray, "n d"]:
    """Newton's method for grad f = 0 from all starts at once, no step longer than two cells."""
    x, moving = x.copy(), np.arange(len(x))
    for _ in range(80):
        here = x[moving]
        with np.errstate(over="ignore", invalid="ignore"):  # curvatures too small to be divided by
            inverse = np.linalg.pinv(land.hess.inner(here), hermitian=True)
            step = np.nan_to_num(np.einsum("nij,nj->ni", inverse, land.grad.inner(here)))
        step = np.clip(step, -2 * cell, 2 * cell)
        x[moving] = np.clip(here - step, *box.T)  # whoever is stopped by the border does not move again
        moving = moving[(np.abs(x[moving] - here) > 1e-15 * np.abs(box).max()).any(axis=-1)]
        if not moving.size:
            break
    return x


def at_rest(land: Landscape, x: Float[ndarray, "n d"], near: float) -> Bool[ndarray, " n"]:
    """Whether Newton's next step, in every direction in which the ground curves, is shorter than `near`."""
    with np.errstate(over="ignore", invalid="ignore"):  # curvatures too small to be divided by
        inverse = np.linalg.pinv(land.hess.inner(x), hermitian=True)
        step = np.einsum("nij,nj->ni", inverse, land.grad.inner(x))
    return np.asarray(np.linalg.norm(step, axis=-1) <= near)


def stands_out(
    land: Landscape, x: Float[ndarray, "n d"], cell: Float[ndarray, " d"], level: float
) -> Bool[ndarray, " n"]:
    """Whether the slope exceeds `level` anywhere a cell away: else nothing tells one point from another."""
    around = np.concatenate([-np.eye(land.d), np.eye(land.d)]) * cell
    nearby = np.clip(x[:, None] + around, *land.bounds.T) if land.edge else x[:, None] + around
    return np.asarray((np.abs(land.grad.inner(nearby)) > level).any(axis=(-1, -2)))


def distinct(x: Float[ndarray, "n d"], apart: float) -> Float[ndarray, "m d"]:
    """The points without those that repeat an earlier one, closer to it than `apart`."""
    kept, m = np.empty_like(x), 0
    for each in x:
        if (np.square(kept[:m] - each).sum(axis=-1) > apart**2).all():
            kept[m], m = each, m + 1
    return kept[:m]
