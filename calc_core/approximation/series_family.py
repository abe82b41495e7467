"""A moving picture of Taylor polynomials, computed once: about any place, of any degree, with their reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from jaxtyping import Complex, Float
from numpy import ndarray
from scipy.interpolate import CubicSpline

from calc_core.approximation.series import TaylorPoly, coefficients, lagrange_bound
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real, values

RINGS = 320  # distances from x0 at which a ray is asked

R = TypeVar("R", bound=Result)


@dataclass(frozen=True, eq=False)
class TaylorFamily(Result):
    """The Taylor polynomials of a function about places from left to right; `at` gives any of them.

    Between two places the coefficients follow cubic splines, and `missed` is the largest amount by which
    splines through every second place miss each coefficient at the others (0 for fewer than eight places).
    """

    x0: Float[ndarray, " places"]
    c: Float[ndarray, "places n"]
    error: Float[ndarray, "places n"]
    missed: Float[ndarray, " n"]

    @property
    def degree(self) -> int:
        """The highest power, n."""
        return len(self.c[0]) - 1

    def at(self, x0: Real, degree: Real | None = None) -> TaylorPoly:
        """The polynomial about `x0` up to `degree`; of degree k + s it has the share s of the power k + 1.

        So it is (1 - s) p_k + s p_(k+1). Raises DomainError beyond the places, ShapeError beyond the degrees.
        """
        place, upto = float(x0), float(self.degree if degree is None else degree)
        if not self.x0[0] <= place <= self.x0[-1]:
            raise DomainError(f"x0 must lie between {self.x0[0]:g} and {self.x0[-1]:g}, got {place:g}")
        if not 0 <= upto <= self.degree:
            raise ShapeError(f"degree must lie between 0 and {self.degree}, got {upto:g}")
        k = int(np.searchsorted(self.x0, place))
        known = self.x0[k] == place
        if known:
            c, error = self.c[k], self.error[k]
        else:
            c, error = (way(place) for way in self._ways)
            error = np.abs(error) + self.missed
        whole = int(upto)
        share = np.ones(whole + 1 + (upto > whole))
        share[whole + 1 :] = upto - whole
        found = TaylorPoly(np.asarray(place), share * c[: share.size], share * error[: share.size])
        return _looked_up(found, self)

    @cached_property
    def _ways(self) -> tuple[CubicSpline, CubicSpline]:
        return CubicSpline(self.x0, self.c), CubicSpline(self.x0, self.error)


@recorded
def taylor_family(f: Function, x0: ArrayLike, n: int) -> TaylorFamily:
    """The Taylor polynomials of f about all of `x0`, up to the power n, by Cauchy's integral.

    See `coefficients`, also for what is refused. Raises ShapeError where x0 does not go from left to right.

    The coefficients about three places, a row each:

    >>> family = cc.taylor_family(np.sin, [0.0, 0.5, 1.0], 3)
    >>> print(family.c.round(3) + 0.0)
    [[ 0.     1.     0.    -0.167]
     [ 0.479  0.878 -0.24  -0.146]
     [ 0.841  0.54  -0.421 -0.09 ]]
    """
    places = np.atleast_1d(real(x0, "x0"))
    if places.ndim != 1 or not (np.diff(places) > 0).all():
        raise ShapeError(f"x0 must be places from left to right, got shape {places.shape}")
    found = [coefficients(f, place, n) for place in places]
    c, error = (np.stack([getattr(each, name) for each in found]) for name in ("c", "error"))
    missed = np.zeros(n + 1)
    if len(places) >= 8:
        missed = np.abs(CubicSpline(places[::2], c[::2])(places[1:-1:2]) - c[1:-1:2]).max(axis=0)
    return TaylorFamily(places, c, error, missed)


@dataclass(frozen=True, eq=False)
class Reach(Result):
    """How far around x0, in the complex plane, a polynomial is f: up to `radius`, to `within` each.

    `angle` is in radians, 0 is to the right. A real function is mirrored in the real line, so that the angles
    of the upper half do.
    """

    x0: Float[ndarray, ""]
    within: Float[ndarray, " levels"]
    angle: Float[ndarray, " rays"]
    radius: Float[ndarray, "levels rays"]

    @property
    def ahead(self) -> Float[ndarray, " levels"]:
        """How far to the right on the real line."""
        return self.radius[:, 0]

    def rim(self, level: int) -> Float[ndarray, "corners 2"]:
        """The region's edge as corners (real, imaginary), once around, the first one again at the end."""
        upper = self.x0 + self.radius[level] * np.exp(1j * self.angle)
        around = np.concatenate([upper, upper[-2:0:-1].conj(), upper[:1]])
        return np.stack([around.real, around.imag], axis=1)


@dataclass(frozen=True, eq=False)
class ReachFamily(Result):
    """The reaches of Taylor polynomials about several places, of several degrees; `at` gives any between.

    Between the places and degrees on record the radii are mixed in proportion.
    """

    x0: Float[ndarray, " places"]
    degree: Float[ndarray, " degrees"]
    within: Float[ndarray, " levels"]
    angle: Float[ndarray, " rays"]
    radius: Float[ndarray, "places degrees levels rays"]

    def at(self, x0: Real, degree: Real) -> Reach:
        """The reach about `x0` with that degree; raises DomainError beyond those on record."""
        mixed = self.radius
        for name, known, wanted in (("x0", self.x0, float(x0)), ("degree", self.degree, float(degree))):
            if not known[0] <= wanted <= known[-1]:
                raise DomainError(f"{name} must lie between {known[0]:g} and {known[-1]:g}, got {wanted:g}")
            k = max(int(np.searchsorted(known, wanted)), 1) if len(known) > 1 else 0
            share = (wanted - known[k - 1]) / (known[k] - known[k - 1]) if k else 0.0
            mixed = (1 - share) * mixed[k - 1] + share * mixed[k] if k else mixed[0]
        return _looked_up(Reach(np.asarray(float(x0)), self.within, self.angle, mixed), self)


@recorded
def reach_family(
    f: Function,
    family: TaylorFamily,
    degrees: ArrayLike,
    *,
    within: ArrayLike = (0.01,),
    farthest: Real = 3.0,
    rays: int = 181,
) -> ReachFamily:
    """How far from each place of `family` its polynomials of those degrees are f, to `within` at most.

    Along each of `rays` half-lines from angle 0 to pi, |f - p| is measured at 320 distances up to `farthest`;
    the reach is where it first passes `within`, between two of them by log |f - p| over log distance. Where
    f has no value the polynomial is not f. f must accept complex arrays.

    How far from 0, to the right, polynomials of degree 2, 4 and 8 are the cosine to a hundredth:

    >>> reach = cc.reach_family(np.cos, cc.taylor_family(np.cos, [0.0], 8), [2, 4, 8], farthest=6.0)
    >>> print(reach.radius[0, :, 0, 0].round(2))
    [0.7  1.4  2.88]
    """
    upto, levels = (np.atleast_1d(real(each)) for each in (degrees, within))
    if not ((upto >= 0) & (upto <= family.degree)).all() or not (np.diff(upto) > 0).all():
        raise ShapeError(f"degrees must go upwards from 0 to {family.degree} at most, got {degrees!r:.40}")
    if not (levels > 0).all() or not farthest > 0 or rays < 3:
        raise ShapeError(f"within and farthest must be positive and rays at least 3, got {rays} rays")
    distance = float(farthest) * np.arange(1, RINGS + 1) / RINGS
    angle = np.linspace(0.0, np.pi, rays)
    away = np.exp(1j * angle)[:, None] * distance
    radius = np.empty((len(family.x0), len(upto), len(levels), rays))
    for i, place in enumerate(family.x0):
        exact = np.asarray(values(f, place + away), dtype=complex)
        for j, off in enumerate(_misses(exact, away, family, float(place), upto)):
            radius[i, j] = [_first_passed(off, distance, float(level)) for level in levels]
    return ReachFamily(family.x0, upto, levels, angle, radius)


def _misses(
    exact: Complex[ndarray, "rays rings"],
    away: Complex[ndarray, "rays rings"],
    family: TaylorFamily,
    place: float,
    upto: Float[ndarray, " degrees"],
) -> list[Float[ndarray, "rays rings"]]:
    """|f - p| for every degree, each power being added once."""
    c = family.at(place).c
    total, power, done, found = np.zeros_like(away), np.ones_like(away), -1, []
    with np.errstate(all="ignore"):
        for degree in upto:
            whole = int(degree)
            for k in range(done + 1, whole + 1):
                total, power = total + c[k] * power, power * away
            done = whole
            share = degree - whole
            more = share * c[whole + 1] * power if share else 0.0
            off = np.abs(exact - total - more)
            found.append(np.where(np.isfinite(off), off, np.inf))
    return found


def _first_passed(
    off: Float[ndarray, "rays rings"], distance: Float[ndarray, " rings"], within: float
) -> Float[ndarray, " rays"]:
    """The distance along each ray at which `off` first passes `within`; the last one if it never does."""
    passed = off > within
    k = np.where(passed.any(axis=1), passed.argmax(axis=1), len(distance))
    rows = np.arange(len(off))
    after, before = np.minimum(k, len(distance) - 1), np.maximum(np.minimum(k, len(distance) - 1) - 1, 0)
    with np.errstate(all="ignore"):
        low, high = np.log(off[rows, before]), np.log(off[rows, after])
        share = np.nan_to_num((np.log(within) - low) / (high - low), nan=0.0, posinf=0.0, neginf=0.0)
    ratio = distance[after] / distance[before]
    between = distance[before] * ratio ** np.clip(share, 0.0, 1.0)
    return np.asarray(np.where(k == len(distance), distance[-1], np.where(k == 0, distance[0], between)))


@dataclass(frozen=True, eq=False)
class BoundedRemainder(Result):
    """What a polynomial leaves of f, `error` = |f - p|, and Lagrange's `bound` of it, at every x."""

    x: Float[ndarray, "*shape"]
    error: Float[ndarray, "*shape"]
    bound: Float[ndarray, "*shape"]


@recorded
def bounded_remainder(
    f: Function, family: TaylorFamily, x: ArrayLike, *, x0: Real, degree: Real, slope_max: Real
) -> BoundedRemainder:
    """|f - p| <= bound for the polynomial of `family.at(x0, degree)`, if no slope of f exceeds `slope_max`.

    Of degree k + s it is (1 - s) p_k + s p_(k+1), so its bound is (1 - s) B_k + s B_(k+1), with Lagrange's
    B_k of `lagrange_bound`. Raises DomainError where f is not finite.

    >>> family = cc.taylor_family(np.sin, [0.0], 5)
    >>> known = cc.bounded_remainder(np.sin, family, [0.5, 1.0], x0=0.0, degree=3, slope_max=1.0)
    >>> print(known.error.round(5), known.bound.round(5))
    [0.00026 0.00814] [0.0026  0.04167]
    """
    points, whole = real(x), int(float(degree))
    share = float(degree) - whole
    off = np.abs(finite_values(f, points) - family.at(x0, degree)(points))
    low, high = (lagrange_bound(slope_max, x0, points, k).bound for k in (whole, whole + 1))
    return BoundedRemainder(points, np.asarray(off), np.asarray((1 - share) * low + share * high))


@dataclass(frozen=True, eq=False)
class CircleValues(Result):
    """|f| on a circle of that `radius` around x0: `size` at each `angle` (radians, 0 is to the right)."""

    x0: Float[ndarray, ""]
    radius: Float[ndarray, ""]
    angle: Float[ndarray, " m"]
    size: Float[ndarray, " m"]

    @property
    def largest(self) -> float:
        """M(r), the largest |f| on the circle."""
        return float(self.size.max())


@recorded
def circle_values(f: Function, x0: Real, radius: Real, *, m: int = 256) -> CircleValues:
    """|f| at m points of the circle |z - x0| = r; its largest, M(r), bounds |c_k| <= M(r) / r^k (Cauchy).

    If f is analytic inside, M falls with r (the maximum principle). Where it grows as circles shrink, as
    that of e^(-1/z^2) around 0 does, there is no power series. Raises DomainError where f is not finite.

    On the real line e^(-1/x^2) goes to 0; on small circles around 0 it grows beyond all bounds:

    >>> for radius in (1.0, 0.5, 0.25):
    ...     print(f"{cc.circle_values(lambda z: np.exp(-1 / z**2), 0.0, radius).largest:.3g}")
    2.72
    54.6
    8.89e+06
    """
    size = float(radius)
    if not size > 0 or m < 4:
        raise ShapeError(f"radius must be positive and m at least 4, got {size:g} and {m}")
    angle = 2 * np.pi * np.arange(m) / m
    with np.errstate(all="ignore"):
        seen = np.abs(finite_values(f, float(x0) + size * np.exp(1j * angle)))
    return CircleValues(real(x0, "x0"), np.asarray(size), angle, seen)


def _looked_up(found: R, family: Result) -> R:
    """An answer that was looked up, not computed again: made by what made the family."""
    object.__setattr__(found, "made_by", family.made_by)
    return found
