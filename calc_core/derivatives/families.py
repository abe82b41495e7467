"""A moving picture of nudges, measured once: families of secants and of tangents that frames only look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.interpolate import CubicHermiteSpline, CubicSpline

from calc_core.derivatives.graphs import Graph
from calc_core.derivatives.one_variable import Secants, derivative, secant_slopes
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real


@dataclass(frozen=True, eq=False)
class SecantFamily(Result):
    """The secants of one point for nudges from tiny to large, all to one side; `at` looks up any of them.

    At the nudges on record it is the measured secant. Between them the slope follows a cubic spline in
    log |dx|, and `error` is the largest amount by which a spline through every second one misses the others.
    """

    x: Float[ndarray, ""]
    f: Float[ndarray, ""]
    dx: Float[ndarray, " n"]  # away from 0
    df: Float[ndarray, " n"]
    slope: Float[ndarray, " n"]
    error: float  # of slopes between those on record

    @property
    def n(self) -> int:
        """How many secants were measured."""
        return len(self.dx)

    def at(self, dx: ArrayLike) -> Secants:
        """The secants of nudges `dx` of any shape; raises DomainError for one beyond those of the family."""
        nudge = real(dx, "dx")
        first, last = float(self.dx[0]), float(self.dx[-1])
        size = nudge * np.sign(first)
        if not ((size >= abs(first)) & (size <= abs(last))).all():
            raise DomainError(f"dx must lie between {first:g} and {last:g}, got {dx!r:.40}")
        k = np.minimum(np.searchsorted(np.abs(self.dx), size), self.n - 1)
        known = self.dx[k] == nudge
        slope = np.where(known, self.slope[k], self._spline(np.log(size)))
        df = np.where(known, self.df[k], slope * nudge)
        here = np.broadcast_to(self.x, nudge.shape), np.broadcast_to(self.f, nudge.shape)
        found = Secants(here[0], nudge, here[1], np.asarray(df), np.asarray(slope))
        object.__setattr__(found, "made_by", self.made_by)  # looked up, not computed again
        return found

    @cached_property
    def _spline(self) -> CubicSpline:
        return CubicSpline(np.log(np.abs(self.dx)), self.slope)


@recorded
def secant_family(
    f: Function, x: Real, smallest: Real, largest: Real, *, n: int = 601, keep: ArrayLike = ()
) -> SecantFamily:
    """Secants through (x, f(x)) for `n` nudges in geometric progression from `smallest` to `largest`.

    Both have the same sign: negative nudges look to the left. The nudges in `keep` are measured as well, so
    that what is shown at them is exact. Raises DomainError where f is not finite, or a nudge vanishes beside
    x.

    Secants of x^2 at 1 have the slope 2 + dx, exactly where a nudge is asked for:

    >>> family = cc.secant_family(np.square, 1.0, 0.001, 1.0, keep=[0.5])
    >>> print(family.at(0.5).slope.round(6))
    2.5
    """
    if n < 8 or not (0 < abs(smallest) < abs(largest) < np.inf) or (smallest < 0) != (largest < 0):
        raise ShapeError(
            f"smallest and largest must be nudges to one side, the larger second, and n at least 8, "
            f"got {smallest:g}, {largest:g} and {n}"
        )
    side = np.sign(float(largest))
    size = np.geomspace(abs(smallest), abs(largest), n)
    size[[0, -1]] = abs(smallest), abs(largest)
    further = side * real(keep, "keep").ravel() if np.size(keep) else np.empty(0)
    if not ((further >= size[0]) & (further <= size[-1])).all():
        raise DomainError(f"keep must lie between {smallest:g} and {largest:g}, got {keep!r:.40}")
    near = np.abs(np.log(size[:, None] / further)).min(axis=1, initial=np.inf)
    size = np.union1d(size[near > 1e-3 * np.log(size[-1] / size[0]) / n], further)
    measured = secant_slopes(f, x, side * size)
    way = np.log(size)
    check = CubicSpline(way[::2], measured.slope[::2])(way[1:-1:2]) - measured.slope[1:-1:2]
    return SecantFamily(
        np.asarray(measured.x[0]),
        np.asarray(measured.f[0]),
        side * size,
        measured.df,
        measured.slope,
        float(np.abs(check).max()),
    )


@dataclass(frozen=True, eq=False)
class Tangents(Graph):
    """The points (x, f(x)), each with its slope f'(x)."""

    slope: Float[ndarray, "*shape"]


@dataclass(frozen=True, eq=False)
class TangentFamily(Tangents):
    """The tangents of a function at places from left to right; `at` gives that of any place between.

    Between the places on record the height follows the cubic Hermite spline through heights and slopes, the
    slope a cubic spline through slopes. `error` and `slope_error` are the largest amounts by which splines
    through every second place miss the others.
    """

    error: float
    slope_error: float

    @property
    def n(self) -> int:
        """How many places were measured."""
        return len(self.x)

    def at(self, x: ArrayLike) -> Tangents:
        """The tangents at x of any shape; raises DomainError beyond the places on record."""
        place = real(x)
        if not ((place >= self.x[0]) & (place <= self.x[-1])).all():
            raise DomainError(f"x must lie between {self.x[0]:g} and {self.x[-1]:g}, got {x!r:.40}")
        height, slope = self._splines
        found = Tangents(place, np.asarray(height(place)), np.asarray(slope(place)))
        object.__setattr__(found, "made_by", self.made_by)  # looked up, not computed again
        return found

    @cached_property
    def _splines(self) -> tuple[CubicHermiteSpline, CubicSpline]:
        return _through(self.x, self.f, self.slope)


@recorded
def tangent_family(f: Function, low: Real, high: Real, *, n: int = 801) -> TangentFamily:
    """The graph of f and its slopes at `n` even places from `low` to `high`, measured by `derivative`.

    f must be smooth there: beside a corner `error` is large. Raises DomainError where f is not finite, or the
    error of a slope is more than a millionth of the steepest one.

    >>> family = cc.tangent_family(np.sin, 0.0, np.pi, n=9)
    >>> print(family.slope[::4].round(6) + 0.0)
    [ 1.  0. -1.]
    """
    if n < 8 or not low < high:
        raise ShapeError(f"low must be less than high and n at least 8, got {low:g}, {high:g} and {n}")
    x = np.linspace(float(low), float(high), n)
    measured = derivative(f, x, method="richardson")
    lost = ~(measured.error <= 1e-6 * np.abs(measured.value).max())
    if lost.any():
        raise DomainError(f"f must have a slope everywhere, and none settles at x = {x[lost][0]:g}")
    height = np.asarray(finite_values(f, x))
    coarse = _through(x[::2], height[::2], measured.value[::2])
    missed = [
        float(np.abs(spline(x[1:-1:2]) - known[1:-1:2]).max())
        for spline, known in zip(coarse, (height, measured.value), strict=True)
    ]
    return TangentFamily(x, height, measured.value, *missed)


def _through(
    x: Float[ndarray, " n"], f: Float[ndarray, " n"], slope: Float[ndarray, " n"]
) -> tuple[CubicHermiteSpline, CubicSpline]:
    return CubicHermiteSpline(x, f, slope), CubicSpline(x, slope)
