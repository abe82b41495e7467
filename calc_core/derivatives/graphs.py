"""The graph of a function of one variable: its points, and the places where it is level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray
from scipy.optimize import brentq

from calc_core.derivatives.one_variable import derivative
from calc_core.errors import DomainError
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, Result, recorded
from calc_core.values import Function, finite_values, real

SURE = 4.0  # a slope has a sign where it is so many times its error
STEEP = 1e3  # nearer to a pole slopes grow beyond so many times what they are at the ends of the cell
RINGS = 96  # distances from a turn at which slopes are measured, to see how well it is known


@dataclass(frozen=True, eq=False)
class Graph(Result):
    """The points (x, f(x))."""

    x: Float[ndarray, "*shape"]
    f: Float[ndarray, "*shape"]


@recorded
def graph(f: Function, x: ArrayLike) -> Graph:
    """(x, f(x)) for every x of any shape. Raises DomainError where f is not finite.

    >>> print(cc.graph(np.square, [0.0, 0.5, 1.0]).f)
    [0.   0.25 1.  ]
    """
    base = real(x)
    return Graph(base, np.asarray(finite_values(f, base)))


@dataclass(frozen=True, eq=False)
class TurningPoints(Result):
    """Where f' changes its sign, from left to right: a "maximum" from + to -, a "minimum" from - to +.

    Within x +- `error` the slope cannot be told from 0: little at a sharp top, all of a plain.
    """

    x: Float[ndarray, " n"]
    f: Float[ndarray, " n"]
    kind: tuple[str, ...]
    error: Float[ndarray, " n"]


@recorded
def turning_points(f: Function, low: Real, high: Real, *, cells: int = 200) -> TurningPoints:
    """Solve f'(x) = 0 where f' changes sign between `low` and `high`, by Brent's method (1973).

    f' is measured by extrapolated differences (`derivative`, method "richardson") at the ends of `cells`
    equal cells, and has a sign where it is `ok` and clear of its error. Of two turns in one cell both are
    missed; a level place that is no turn (x^3 at 0) is none, nor is a pole, beside which slopes grow without
    bound. Raises DomainError where f is not finite at such an end.

    >>> turns = cc.turning_points(np.sin, 0.0, 6.0)
    >>> print(turns.x.round(6), turns.kind)
    [1.570796 4.712389] ('maximum', 'minimum')
    """
    if not low < high:
        raise DomainError(f"low must be less than high, got {low:g} and {high:g}")
    place = np.linspace(low, high, cells + 1)
    sign = np.sign(_inner_slopes(f, place))
    place, sign = place[sign != 0], sign[sign != 0]
    found = [
        (*turn, "maximum" if sign[i] > 0 else "minimum")
        for i in np.flatnonzero(sign[:-1] != sign[1:])
        if (turn := _turn(f, place[i], place[i + 1], sign[i])) is not None
    ]
    x, error = (np.array([each[k] for each in found], dtype=float) for k in (0, 1))
    kinds = tuple(each[2] for each in found)
    return TurningPoints(x, np.asarray(finite_values(f, x)) if len(x) else x, kinds, error)


def _inner_slopes(f: Function, x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """f' at every x, 0 where its sign cannot be told; at the first and last x, from inside alone."""
    ends = (
        derivative(f, x[:1], method="richardson", side="right"),
        derivative(f, x[1:-1], method="richardson"),
        derivative(f, x[-1:], method="richardson", side="left"),
    )
    return np.concatenate([_told(each) for each in ends])


def _told(slope: Estimate) -> Float[ndarray, "*shape"]:
    return np.asarray(np.where(slope.ok & (np.abs(slope.value) > SURE * slope.error), slope.value, 0.0))


def _turn(f: Function, low: float, high: float, before: float) -> tuple[float, float] | None:
    """Where f' changes its sign between two places that have opposite ones, and how far off that may be.

    None at a pole: there slopes are larger the nearer they are to it.
    """

    def slope(s: ArrayLike) -> Estimate:
        return derivative(f, s, method="richardson")

    try:
        x, _ = brentq(lambda s: slope(s).value, low, high, xtol=1e-14, full_output=True, disp=False)
        away = np.geomspace(4 * max(np.spacing(abs(x)), 1e-16 * (high - low)), high - low, RINGS)
        sides = [x - away[x - away > low], x + away[x + away < high]]
        near = [_told(slope(side)) for side in sides]
    except DomainError:
        return None  # f has no value there
    steepest = max((float(np.abs(each).max()) for each in near if each.size), default=0.0)
    usual = float(np.abs(slope(np.array([low, high])).value).max())
    if steepest > STEEP * usual:
        return None
    # from outside in, how near to x the sign is still the right one
    reach = [
        side.size - _run(np.sign(told) == way)
        for side, told, way in zip(sides, near, (before, -before), strict=True)
    ]
    error = max(float(away[min(k, RINGS - 1)]) for k in reach)
    return float(x), error


def _run(right: Bool[ndarray, " n"]) -> int:
    """How many entries at the end are true without a break."""
    return int(np.logical_and.accumulate(right[::-1]).sum())
