"""Reading the road ahead: the Taylor series, from what can be known at one point."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import numpy as np
from jaxtyping import Bool, Float, Int
from numpy import ndarray

from calc_core.derivatives.along_lines import along, positive
from calc_core.derivatives.lines import Lines, on_the_number_line
from calc_core.derivatives.stencils import EPS
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, Result, recorded
from calc_core.values import Function, finite_values, real, values

SAMPLES = 256  # points on a circle
CIRCLES = 2.0 ** np.arange(-30, 6.5, 0.5)  # radii to try, in units of max(|x0|, 1)
GROWTH = 1.12  # a radius that grows so much from the early to the late coefficients has no end
REACHES = 4.0 ** np.arange(-1, 5)  # where the nudges of high slopes may begin, from near to far
REFUSED = "no circle there gives a series equal to f"
ROUND = 1e-6  # powers beyond the reach of the samples must have died down to this part of the largest


@dataclass(frozen=True, eq=False)
class TaylorPoly(Result):
    """p(x) = c_0 + c_1 (x - x0) + ... + c_n (x - x0)^n with c_k = f^(k)(x0) / k!, each with its `error`."""

    x0: Float[ndarray, ""]
    c: Float[ndarray, " n"]
    error: Float[ndarray, " n"]

    @property
    def degree(self) -> int:
        """The highest power, n."""
        return len(self.c) - 1

    @property
    def slopes(self) -> Float[ndarray, " n"]:
        """p and all its derivatives at x0: p^(k)(x0) = k! c_k."""
        return self.c * [float(factorial(k)) for k in range(len(self.c))]

    def __call__(self, x: ArrayLike) -> Float[ndarray, "*shape"]:
        """p at every x, by Horner's rule."""
        away = real(x) - self.x0
        total = np.zeros(away.shape)
        for each in self.c[::-1]:
            total = np.asarray(total * away + each)
        return total

    @recorded
    def truncate(self, k: int) -> TaylorPoly:
        """The same polynomial up to (x - x0)^k: the earlier dials stay as they are."""
        if not 0 <= k <= self.degree:
            raise ShapeError(f"k must lie between 0 and the degree {self.degree}, got {k}")
        return TaylorPoly(self.x0, self.c[: k + 1], self.error[: k + 1])

    @recorded
    def scaled(self, shares: ArrayLike) -> TaylorPoly:
        """The same polynomial with each coefficient times its share, as dials on their way stand."""
        share = real(shares, "shares")
        if share.shape != self.c.shape:
            raise ShapeError(f"shares must be {self.c.size} numbers, one a coefficient, got {share.shape}")
        return TaylorPoly(self.x0, share * self.c, np.abs(share) * self.error)

    @recorded
    def derivative(self, k: int = 1) -> TaylorPoly:
        """p^(k), term by term: (x - x0)^n becomes n (x - x0)^(n - 1)."""
        if k < 0:
            raise ShapeError(f"k must be 0 or more, got {k}")
        c, error = self.c, self.error
        for _ in range(k):
            powers = np.arange(1, max(len(c), 2))
            c, error = (powers * np.append(each, 0.0)[1 : len(powers) + 1] for each in (c, error))
        return TaylorPoly(self.x0, c, error)


@recorded
def coefficients(
    f: Function, x0: Real, n: int, *, radius: Real | None = None, m: int = SAMPLES
) -> TaylorPoly:
    """c_k = 1/(2 pi i) times the integral of f(z) / (z - x0)^(k+1) around a circle, for k = 0 ... n (Cauchy).

    Over m points of the circle that is one FFT. f must be analytic inside and accept complex arrays. Without
    `radius` many circles are tried, and each c_k is read from the one that knows it best: large circles
    lose fewer digits, if no singularity is inside (Fornberg, 1981). Raises DomainError where every circle is
    refused: where powers beyond the samples, negative ones among them, have not died down, or where the
    series contradicts f at x0 or halfway to the circle. So e^(-1/x^2) at 0 is refused: all its slopes
    are 0 there, yet it is not analytic.

    The slopes of the exponential at 0 are all 1, so c_k = 1 / k!:

    >>> series = cc.coefficients(np.exp, 0.0, 5)
    >>> print(series.c.round(6))
    [1.       1.       0.5      0.166667 0.041667 0.008333]
    >>> print(series.slopes.round(6))
    [1. 1. 1. 1. 1. 1.]
    """
    if not 0 <= n < m // 2:
        raise ShapeError(f"n must lie between 0 and {m // 2 - 1}, got {n}")
    center = real(x0, "x0")
    if center.ndim:
        raise ShapeError(f"x0 must be one number, got shape {center.shape}")
    f0 = finite_values(f, center)
    radii = (
        CIRCLES * max(abs(float(center)), 1.0) if radius is None else positive(radius, "radius").reshape(1)
    )
    powers, error = _on_circles(f, center, np.sort(radii), m)
    sound, telling = _fits(f, center, f0, np.sort(radii), powers, error)
    sound &= np.maximum.accumulate(telling)
    found = _agreed(np.sort(radii)[sound], powers[sound, : n + 1], error[sound])
    if found is None:
        raise DomainError(
            f"f must be analytic around x0 = {float(center):g}: {REFUSED}; "
            "coefficients_real asks real slopes only"
        )
    return TaylorPoly(center, *found)


@dataclass(frozen=True, eq=False)
class Analytic(Result):
    """Whether f is a power series around x0 (`holds`), and what is `said` where it is none."""

    holds: bool
    said: str


@recorded
def analytic(f: Function, x0: Real) -> Analytic:
    """Whether some circle around x0 gives a series that is f, as `coefficients` asks; a refusal is an answer.

    What is wrong with f or x0 themselves raises as it does there: f must accept complex arrays.

    >>> print(cc.analytic(np.cos, 0.0).holds, cc.analytic(lambda z: np.exp(-1 / z**2), 0.0).holds)
    True False
    """
    try:
        coefficients(f, x0, 0)
    except DomainError as refusal:
        if REFUSED not in str(refusal):
            raise
        return Analytic(False, REFUSED)
    return Analytic(True, "")


def _agreed(
    radii: Float[ndarray, " circles"],
    powers: Float[ndarray, "circles n"],
    error: Float[ndarray, " circles"],
) -> tuple[Float[ndarray, " n"], Float[ndarray, " n"]] | None:
    """Each c_k from the circle that knows it best, up to the first that contradicts the smaller ones."""
    best: tuple[Float[ndarray, " n"], Float[ndarray, " n"]] | None = None
    for radius, row, off in zip(radii, powers, error, strict=True):
        with np.errstate(over="ignore", invalid="ignore"):
            scale = radius ** -np.arange(row.size, dtype=float)
            known = np.isfinite(scale) & (scale > 0)
            c, doubt = np.where(known, row * scale, 0.0), np.where(known, off * scale, np.inf)
        if best is None:
            best = c, doubt
            continue
        if not (np.abs(c - best[0]) <= 10 * (doubt + best[1])).all():
            break  # a singularity has come inside
        best = np.where(doubt < best[1], c, best[0]), np.minimum(doubt, best[1])
    return best


def _on_circles(
    f: Function, center: Float[ndarray, ""], radii: Float[ndarray, " circles"], m: int
) -> tuple[Float[ndarray, "circles half"], Float[ndarray, " circles"]]:
    """c_k r^k for k = 0 ... m/2 - 1 on each circle, and how far each may be off (inf: no power series)."""
    circle = np.exp(2j * np.pi * np.arange(m) / m)
    try:
        seen = values(f, center + radii[:, None] * circle)
    except TypeError as problem:
        raise DomainError(f"f must take complex numbers for Cauchy's integral, but: {problem}") from None
    if not np.iscomplexobj(seen):
        raise DomainError("f must answer complex numbers with complex numbers for Cauchy's integral")
    with np.errstate(all="ignore"):
        powers = np.fft.fft(seen, axis=1) / m
        largest = np.abs(seen).max(axis=1)
        # in the upper half lie the powers -1 ... -m/2, and m/2 ... m - 1, which hide behind one another
        beyond, tail = (np.abs(powers[:, start:]).max(axis=1) for start in (m // 2, 3 * m // 4))
        moving = np.abs(powers[:, 1 : m // 2]).max(axis=1)
        dead = beyond <= ROUND * moving + 8 * EPS * largest
        error = np.where(dead, 4 * EPS * largest + 2 * tail, np.inf)
    return powers[:, : m // 2].real, error


def _fits(
    f: Function,
    center: Float[ndarray, ""],
    f0: Float[ndarray, ""],
    radii: Float[ndarray, " circles"],
    powers: Float[ndarray, "circles half"],
    error: Float[ndarray, " circles"],
) -> tuple[Bool[ndarray, " circles"], Bool[ndarray, " circles"]]:
    """Whether each series is f at its center and to both sides of it, and whether its error lets it tell."""
    share = np.array([-0.5, -0.25, 0.0, 0.25, 0.5])
    with np.errstate(all="ignore"):
        there = center + radii[:, None] * share
        seen = values(f, there)
        moved = (there - center) / radii[:, None]
        series = np.zeros(there.shape)
        for each in powers.T[::-1]:
            series = series * moved + each[:, None]
        slack = 10 * error + 16 * EPS * np.abs(powers).sum(axis=1)
        sound = (np.abs(seen - series) <= slack[:, None]).all(axis=1) & np.isfinite(error)
        size = np.maximum(np.abs(f0), np.abs(seen[:, [1, 3]]).min(axis=1))
        return sound, sound & (slack <= 1e-3 * size)


@recorded
def coefficients_real(f: Function, x0: Real, n: int) -> TaylorPoly:
    """c_k = f^(k)(x0) / k! for k = 0 ... n <= 4, each slope measured by nudges of the real line alone.

    For functions that take no complex numbers, or are smooth but not analytic: e^(-1/x^2) at 0 gives only
    zeros, a polynomial that is wrong for ever. Steps and errors are those of `derivative` by Richardson.

    >>> print(cc.coefficients_real(np.sin, 0.0, 4).c.round(6) + 0.0)
    [ 0.        1.        0.       -0.166667  0.      ]
    """
    if not 0 <= n <= 4:
        raise ShapeError(f"n must lie between 0 and 4: higher slopes are lost in rounding, got {n}")
    center = real(x0, "x0")
    lines = on_the_number_line(f, center)
    slopes = [along(lines, "richardson", k, "both", None, None) for k in (1, 2)]
    reach = 4 * min(float(each.h) for each in slopes)  # an even or odd f hides from one of the two
    slopes += [_from_reaches(lines, k, reach) for k in (3, 4)]
    c = np.array([float(lines.f0[0]), *(float(each.value) for each in slopes)])[: n + 1]
    error = np.array([EPS * abs(c[0]), *(float(each.error) for each in slopes)])[: n + 1]
    scale = np.array([factorial(k) for k in range(n + 1)], dtype=float)
    return TaylorPoly(center, c / scale, error / scale)


def _from_reaches(lines: Lines, order: int, reach: float) -> Estimate:
    """A high slope from nudges that begin about `reach`: of those that agree with all nearer ones, the best.

    A step that one lucky rounding made small serves low slopes well, and is far too small for high ones.
    """
    near, *far = reach * REACHES
    best = along(lines, "richardson", order, "both", near, None)
    for farther in far:
        try:
            found = along(lines, "richardson", order, "both", farther, None)
        except DomainError:  # f ends there
            break
        if abs(found.value - best.value) > 4 * (best.error + found.error):
            break
        best = found if found.error < best.error else best
    return best


@dataclass(frozen=True, eq=False)
class Remainder(Result):
    """What a polynomial leaves of f: `error` = f - p at every x."""

    x: Float[ndarray, "*shape"]
    f: Float[ndarray, "*shape"]
    p: Float[ndarray, "*shape"]
    error: Float[ndarray, "*shape"]


@recorded
def remainder(f: Function, p: TaylorPoly, x: ArrayLike) -> Remainder:
    """R(x) = f(x) - p(x), measured. Raises DomainError where f is not finite.

    What the parabola of the cosine misses grows as x^4:

    >>> parabola = cc.coefficients(np.cos, 0.0, 2)
    >>> print(cc.remainder(np.cos, parabola, [0.1, 0.2, 0.4]).error.round(6))
    [4.000e-06 6.700e-05 1.061e-03]
    """
    points = real(x)
    exact, near = finite_values(f, points), p(points)
    return Remainder(points, exact, near, np.asarray(exact - near))


@dataclass(frozen=True, eq=False)
class LagrangeBound(Result):
    """No remainder at x is larger than `bound`."""

    x: Float[ndarray, "*shape"]
    bound: Float[ndarray, "*shape"]


@recorded
def lagrange_bound(fn1_max: Real, x0: Real, x: ArrayLike, n: int) -> LagrangeBound:
    """|R_n(x)| <= M |x - x0|^(n+1) / (n+1)! if |f^(n+1)| <= M = `fn1_max` from x0 to x (Lagrange, 1797).

    No slope of the cosine exceeds 1, so its parabola is right to |x|^3 / 6, and better in truth:

    >>> print(cc.lagrange_bound(1.0, 0.0, [0.1, 0.2, 0.4], 2).bound.round(6))
    [0.000167 0.001333 0.010667]
    """
    if n < 0 or fn1_max < 0:
        raise ShapeError(f"n and fn1_max must not be negative, got {n} and {fn1_max}")
    points = real(x)
    away = np.abs(points - real(x0, "x0"))
    return LagrangeBound(points, np.asarray(float(fn1_max) * away ** (n + 1) / factorial(n + 1)))


@recorded
def radius_estimate(series: TaylorPoly) -> Estimate:
    """The radius R within which the series converges: how far the nearest singularity is, seen or unseen.

    Far out, coefficients follow c_k = p c_(k-1) + q c_(k-2), whose roots are the inverse of one or two
    singularities. p and q are fitted to two windows of late coefficients, and their R is carried on to
    infinite k by R_k = R / (1 + b/k) (Domb and Sykes, 1957); `error` is how far that went. Where R grows
    from window to window, as only entire functions let it, the answer is infinite.
    Raises ShapeError for fewer than 12 terms.

    ln(1 + x) has a singularity at -1; that of 1 / (4 + x^2) lies at 2i, where the real line never comes:

    >>> print(f"{cc.radius_estimate(cc.coefficients(np.log1p, 0.0, 30)).value:.3f}")
    0.997
    >>> print(f"{cc.radius_estimate(cc.coefficients(lambda z: 1 / (4 + z**2), 0.0, 30)).value:.3f}")
    2.000
    """
    if len(series.c) < 12:
        raise ShapeError(f"a radius needs at least 12 coefficients, got {len(series.c)}")
    known = np.flatnonzero(np.abs(series.c) > 10 * series.error)
    if not known.size or known[-1] < 2 * len(series.c) // 3:
        return _radius(np.inf, 0.0)  # the series ends, or falls below rounding faster than any power
    n = int(known[-1]) + 1
    late, width = known[known >= n // 3], max((n - 2) // 3, 4)
    rough = float(np.exp(-np.polyfit(late, np.log(np.abs(series.c[late])), 1)[0]))
    windows = [np.arange(end - width, end) for end in (n - width, n)]
    before, last = (rough / _growth(series.c * rough ** np.arange(len(series.c)), k) for k in windows)
    if not np.isfinite(last) or last > GROWTH * before:
        return _radius(np.inf, 0.0)
    middle = [float(k.mean()) for k in windows]
    limit = (middle[1] - middle[0]) / (middle[1] / last - middle[0] / before)
    return _radius(limit, abs(limit - last) + 4 * EPS * limit)


def _growth(c: Float[ndarray, " n"], k: Int[ndarray, " window"]) -> float:
    """The largest |root| of z^2 = p z + q, with c_k = p c_(k-1) + q c_(k-2) fitted at all of k."""
    p, q = np.linalg.lstsq(np.stack([c[k - 1], c[k - 2]], axis=1), c[k], rcond=1e-10)[0]
    return float(np.abs(np.roots([1, -p, -q])).max(initial=0.0))


def _radius(value: float, error: float) -> Estimate:
    r, off = np.asarray(value), np.asarray(error)
    return Estimate(r, off, np.asarray(0.0), 0, "coefficients", np.asarray(error <= 0.2 * value))
