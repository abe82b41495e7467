"""Walks over a landscape: when they run level, where they come by twice, what a step gains leg by leg."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.interpolate import CubicSpline
from scipy.optimize import fsolve

from calc_core.derivatives.total_derivative import TotalDerivative, total_derivative
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real, real_points

ROUNDS = 9  # of false position: each multiplies the number of right digits by about 1.4
TINY = np.finfo(float).tiny  # a total that vanishes keeps its side


@dataclass(frozen=True, eq=False)
class LevelMoments(Result):
    """The times at which a walk r(t) runs level, and the total derivative there, whose terms cancel.

    `kind` says of each whether the height is a "maximum" or a "minimum" along the walk; `left` is the
    largest total that is left of the terms.
    """

    t: Float[ndarray, " n"]
    kind: tuple[str, ...]
    walk: TotalDerivative

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.t)

    @property
    def left(self) -> float:
        """By how much the terms of the worst moment fail to cancel."""
        return float(np.abs(self.walk.total).max(initial=0.0))

    @property
    def largest(self) -> int:
        """Which of them has the largest terms to cancel; raises DomainError where there is none."""
        if not self.n:
            raise DomainError("this walk is never level between these times")
        return int(np.abs(self.walk.terms).max(axis=-1).argmax())


@recorded
def level_moments(f: Function, path: Function, low: Real, high: Real, *, cells: int = 400) -> LevelMoments:
    """Solve grad f(r(t)) . r'(t) = 0 between `low` and `high`: there the walk runs along a contour.

    A root is sought in each of `cells` equal cells at whose ends the total derivative has opposite signs, in
    all of them at once, by false position (Illinois; Dowell and Jarratt, 1971). There the walk touches a
    contour and turns from climbing to falling, or back. Two such moments in one cell are both missed, and so
    is one where the walk only hesitates, without a change of sign. Raises DomainError where f is not finite.

    A round about a bowl that is steeper across is level four times, on the two axes:

    >>> circle = lambda t: np.stack([np.cos(t), np.sin(t)], axis=-1)
    >>> print((cc.level_moments(cc.bowl(4).f, circle, -0.1, 6.0).t / np.pi).round(6) + 0.0)
    [0.  0.5 1.  1.5]
    """
    if not low < high:
        raise DomainError(f"low must be less than high, got {low:g} and {high:g}")
    times = np.linspace(low, high, cells + 1)
    totals = total_derivative(f, path, times).total
    times, totals = times[totals != 0], totals[totals != 0]
    turns = np.flatnonzero(np.sign(totals[:-1]) != np.sign(totals[1:]))
    near, far = times[turns], times[turns + 1]
    left, right = totals[turns], totals[turns + 1]
    for _ in range(ROUNDS if len(turns) else 0):
        between = far - right * (far - near) / (right - left)
        total = total_derivative(f, path, between).total
        passed = np.sign(total) != np.sign(right)  # the root lies between the last two guesses
        near, left = np.where(passed, far, near), np.where(passed, right, left / 2)
        far, right = between, total
        if not np.any(total):
            break
        right = np.where(right == 0, -np.sign(left) * TINY, right)
    kinds = tuple("maximum" if totals[k] > 0 else "minimum" for k in turns)
    return LevelMoments(far, kinds, total_derivative(f, path, far))


@dataclass(frozen=True, eq=False)
class DoublePoints(Result):
    """Places that a walk in the plane passes twice: r(first) = r(second) = x, with first < second."""

    first: Float[ndarray, " n"]
    second: Float[ndarray, " n"]
    x: Float[ndarray, "n 2"]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.first)


@recorded
def double_points(path: Function, low: Real, high: Real, *, cells: int = 240) -> DoublePoints:
    """Solve r(s) = r(t) for s < t, from where the walk's polygon of `cells` chords crosses itself.

    Neighbouring chords are left out, so that a closed walk's end does not count. Raises ShapeError for a path
    that is not in the plane.

    This knot crosses itself six times:

    >>> knot = lambda t: np.stack([np.sin(2 * t), np.sin(3 * t)], axis=-1)
    >>> print(cc.double_points(knot, 0.1, 6.2).n)
    6
    """
    if not low < high:
        raise DomainError(f"low must be less than high, got {low:g} and {high:g}")
    times = np.linspace(low, high, cells + 1)
    corners = finite_values(path, times, answers=None)
    if corners.shape[-1] != 2:
        raise ShapeError(f"a path in the plane gives two coordinates, got {corners.shape[-1]}")
    way = np.diff(corners, axis=0)
    i, j = np.triu_indices(cells, 2)
    apart = corners[j] - corners[i]
    with np.errstate(divide="ignore", invalid="ignore"):
        across = _cross(way[i], way[j])
        shares = np.stack([_cross(apart, way[j]), _cross(apart, way[i])]) / across
    crossing = ((shares >= 0) & (shares < 1)).all(axis=0) & ~((i == 0) & (j == cells - 1))
    guesses = np.stack([times[i] + shares[0] * (times[1] - low), times[j] + shares[1] * (times[1] - low)])

    def gap(pair: Float[ndarray, " 2"]) -> Float[ndarray, " 2"]:
        return np.asarray(np.subtract(*finite_values(path, np.asarray(pair), answers=None)))

    found = [fsolve(gap, guess, xtol=1e-13) for guess in guesses[:, crossing].T]
    first, second = np.array(sorted(map(tuple, found)), dtype=float).reshape(-1, 2).T
    return DoublePoints(first, second, finite_values(path, first, answers=None).reshape(-1, 2))


def _cross(a: Float[ndarray, "*shape 2"], b: Float[ndarray, "*shape 2"]) -> Float[ndarray, "*shape"]:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


@dataclass(frozen=True, eq=False)
class LegGains(Result):
    """A step taken one coordinate at a time: the corners passed, the heights there, and what each leg gains.

    The gains add up to `gain`, whatever f is. `forecast` is slope times step for each leg, with the slopes of
    the start; `missed` is by how much their sum misses the gain, of second order in the step.
    """

    x: Float[ndarray, "legs_and_one d"]
    f: Float[ndarray, " legs_and_one"]
    gains: Float[ndarray, " legs"]
    gain: Float[ndarray, ""]
    forecast: Float[ndarray, " legs"]

    @property
    def missed(self) -> float:
        """The gain of the whole step minus the sum of slopes times steps."""
        return float(self.gain - self.forecast.sum())


@recorded
def leg_gains(f: Function, x: ArrayLike, slopes: ArrayLike, step: ArrayLike) -> LegGains:
    """f(x + dx) - f(x), leg by leg along the axes, beside the total differential sum_i slopes_i dx_i.

    `x`, `slopes` (the partial derivatives at x) and `step` are (d,).

    What each leg gains, both together, and what the slopes miss of it:

    >>> legs = cc.leg_gains(cc.bowl(4).f, (1.0, 1.0), (1.0, 4.0), (0.1, 0.1))
    >>> print(legs.gains.round(4), f"{legs.gain:.4f} {legs.missed:.4f}")
    [0.105 0.42 ] 0.5250 0.0250
    """
    start, steepness, legs = real_points(x), real(slopes, "slopes"), real(step, "step")
    if start.ndim != 1 or not start.shape == steepness.shape == legs.shape:
        raise ShapeError(
            "a step needs one point, its slopes and its legs, of one shape (d,), got "
            f"{start.shape}, {steepness.shape} and {legs.shape}"
        )
    corners = start + np.tril(np.ones((len(legs) + 1, len(legs))), -1) * legs
    heights = finite_values(f, corners, coordinates=1)
    whole = np.asarray(heights[-1] - heights[0])
    return LegGains(corners, heights, np.diff(heights), whole, np.asarray(steepness * legs))


def closed_walk(
    points: ArrayLike, period: Real = 2 * np.pi
) -> Callable[[ArrayLike], Float[ndarray, "*shape d"]]:
    """A path t -> (..., d) through points (n, d), the last of which is the first, at one speed.

    One round takes `period`. Between the points it is the periodic cubic spline over the way walked: its
    slopes miss those of a smooth curve by third powers of the gaps. Raises ShapeError for points that do not
    close, or of which two neighbours coincide.

    >>> ring = cc.closed_walk([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)])
    >>> print(ring(np.pi / 2).round(4) + 0.0)
    [0. 1.]
    """
    stops = real_points(points)
    if stops.ndim != 2 or len(stops) < 4 or np.any(stops[0] != stops[-1]):
        raise ShapeError(
            f"a closed walk needs points (n, d), four at least, the last being the first, got {stops.shape}"
        )
    way = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(stops, axis=0), axis=-1)))
    if not (np.diff(way) > 0).all():
        raise ShapeError("points of a closed walk must differ from their neighbours")
    spline = CubicSpline(way * (float(period) / way[-1]), stops, bc_type="periodic")
    return lambda t: np.asarray(spline(real(t, "t")))
