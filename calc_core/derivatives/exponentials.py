"""Growth by a constant factor: a^x, what a nudge adds to it, and the rate at which it makes its own slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.complex_step import TINIEST
from calc_core.errors import DomainError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import real


def growth_rate(a: ArrayLike) -> Float[ndarray, "*shape"]:
    """The slope of a^x at x = 0, where its height is 1: Im a^(ih) / h, by a complex nudge.

    It is the number that slope over height is everywhere, for bases of any shape; no logarithm is asked.
    A base that is not positive does not grow by itself: there the rate is nan, as where f has no value.

    >>> print(cc.growth_rate([2.0, np.e, 3.0]).round(6))
    [0.693147 1.       1.098612]
    """
    base = real(a, "a")
    grows = (base > 0) & np.isfinite(base)
    rate = np.imag(np.where(grows, base, 1.0) ** (1j * TINIEST)) / TINIEST
    return np.asarray(np.where(grows, rate, np.nan))


@dataclass(frozen=True, eq=False)
class Growth(Result):
    """The heights f = a^x at places x, and what a nudge dx adds to them: df, and `slope` = df / dx.

    Without a nudge (dx = 0) nothing is added, and the slope is the derivative, by a complex nudge.
    """

    a: float
    dx: float
    x: Float[ndarray, " n"]
    f: Float[ndarray, " n"]
    df: Float[ndarray, " n"]
    slope: Float[ndarray, " n"]

    @property
    def share(self) -> Float[ndarray, " n"]:
        """df / f: by which part of itself each height grows."""
        return np.asarray(self.df / self.f)

    @property
    def ratio(self) -> Float[ndarray, " n"]:
        """Slope over height, the same at every x."""
        return np.asarray(self.slope / self.f)

    @property
    def level(self) -> float:
        """The mean of slope over height: where its flat line lies."""
        return float(self.ratio.mean())

    @property
    def spread(self) -> float:
        """The largest ratio less the smallest: by rounding only."""
        return float(np.ptp(self.ratio))

    @property
    def gap(self) -> float:
        """The largest difference between slope and height, in parts of the height."""
        return float(np.abs(self.ratio - 1).max())

    def at(self, a: Real, dx: Real = 0.0) -> Growth:
        """The same places with another base and another nudge. Raises what `exponential` raises."""
        found = _growth(float(a), self.x, float(dx))
        object.__setattr__(found, "made_by", self.made_by)
        return found


@recorded
def exponential(a: Real, x: ArrayLike, dx: Real = 0.0) -> Growth:
    """(a^(x+dx) - a^x) / dx = a^x (a^dx - 1) / dx: the slope goes with the height (Jacob Bernoulli, 1683).

    So slope over height does not depend on x. It is read at places x (n,) for one base a > 0. Raises
    DomainError for another base, and for a height that is not finite.

    Slope over height of 2^x is the same everywhere:

    >>> doubling = cc.exponential(2.0, [0.0, 1.0, 5.0])
    >>> print(doubling.slope.round(4), doubling.ratio.round(4))
    [ 0.6931  1.3863 22.1807] [0.6931 0.6931 0.6931]
    """
    return _growth(float(a), np.atleast_1d(real(x)), float(dx))


def _growth(a: float, x: Float[ndarray, " n"], dx: float) -> Growth:
    if not 0 < a < np.inf:
        raise DomainError(f"a base of growth must be positive and finite, got {a:g}")
    with np.errstate(over="ignore"):
        f, there = a**x, a ** (x + dx)
        slope = np.imag(a ** (x + 1j * TINIEST)) / TINIEST
    if not (np.isfinite(f).all() and np.isfinite(there).all() and np.isfinite(slope).all()):
        raise DomainError(f"a^x must be finite, and {a:g}^x is not up to x = {float(x.max()) + dx:g}")
    if dx == 0:
        return Growth(a, dx, x, f, np.zeros_like(f), slope)
    run = np.asarray((x + dx) - x)  # the nudge that the machine really makes
    if not run.all():
        raise DomainError(f"dx must change x, but {dx:g} is less than a rounding unit of it")
    rise = np.asarray(there - f)
    return Growth(a, dx, x, f, rise, np.asarray(rise / run))


@dataclass(frozen=True, eq=False)
class BaseSweep(Result):
    """Slope over height of a^x, for many bases a: the curve that is called the natural logarithm."""

    a: Float[ndarray, " n"]
    rate: Float[ndarray, " n"]


@recorded
def base_sweep(a: ArrayLike) -> BaseSweep:
    """`growth_rate` for bases a (n,). Raises DomainError for a base that is not positive.

    >>> sweep = cc.base_sweep([1.0, 2.0, 4.0])
    >>> print(sweep.rate.round(6))
    [0.       0.693147 1.386294]
    """
    base = np.atleast_1d(real(a, "a"))
    if not ((base > 0) & np.isfinite(base)).all():
        raise DomainError(f"bases of growth must be positive and finite, got {a!r:.40}")
    return BaseSweep(base, growth_rate(base))
