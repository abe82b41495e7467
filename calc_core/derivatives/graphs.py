"""The graph of a function of one variable: its points, and the places where it is level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.optimize import brentq

from calc_core.derivatives.one_variable import derivative
from calc_core.errors import DomainError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real


@dataclass(frozen=True, eq=False)
class Graph(Result):
    """The points (x, f(x))."""

    x: Float[ndarray, "*shape"]
    f: Float[ndarray, "*shape"]


@recorded
def graph(f: Function, x: ArrayLike) -> Graph:
    """(x, f(x)) for every x of any shape. Raises DomainError where f is not finite."""
    base = real(x)
    return Graph(base, np.asarray(finite_values(f, base)))


@dataclass(frozen=True, eq=False)
class TurningPoints(Result):
    """Where f' changes its sign, from left to right: a "maximum" from + to -, a "minimum" from - to +."""

    x: Float[ndarray, " n"]
    f: Float[ndarray, " n"]
    kind: tuple[str, ...]


@recorded
def turning_points(f: Function, low: Real, high: Real, *, cells: int = 200) -> TurningPoints:
    """Solve f'(x) = 0 where f' changes sign between `low` and `high`, by Brent's method (1973).

    f' is measured by extrapolated central differences (`derivative`, method "richardson"), so x is as good as
    that: about 1e-12 of the length over which f changes. `cells` equal cells are searched; of two turns in
    one cell both are missed, and a level place that is no turn (x^3 at 0) is none.
    """
    if not low < high:
        raise DomainError(f"low must be less than high, got {low:g} and {high:g}")

    def slope(x: ArrayLike) -> ndarray:
        return derivative(f, x, method="richardson", scale=(high - low) / 10).value

    place = np.linspace(low, high, cells + 1)
    sign = np.sign(slope(place))
    place, sign = place[sign != 0], sign[sign != 0]
    turns = np.flatnonzero(sign[:-1] != sign[1:])
    x = np.array([brentq(slope, place[i], place[i + 1], xtol=1e-14) for i in turns])
    kinds = tuple("maximum" if sign[i] > 0 else "minimum" for i in turns)
    return TurningPoints(x, np.asarray(finite_values(f, x)) if len(x) else x, kinds)
