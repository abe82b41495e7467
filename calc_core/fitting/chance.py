"""What chance alone does: counts that come out differently every time, and the chi-squareds they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.special
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class Recounts(Result):
    """Other people counted in the same classes: row k is the k-th time."""

    expected: Float[ndarray, " n"]
    counts: Float[ndarray, "times n"]
    units: Mapping[str, str] = field(default_factory=dict)


@recorded
def recounts(expected: ArrayLike, times: int, *, seed: int | np.random.Generator) -> Recounts:
    """Counts (times, n) drawn independently by Poisson's law, P(k) = m^k e^-m / k!, about m = expected (n,).

    Each jumps by sqrt(m) about m. True where every person falls into a class independently of all others and
    their number is left to chance too. Raises DomainError for a negative expectation.

    Counts jump about their expectation by its root:

    >>> counted = fitting.recounts([100.0, 4.0], 2000, seed=1)
    >>> print(counted.counts.std(axis=0).round(1))
    [10.2  2. ]
    """
    means = real(expected, "expected")
    if means.ndim != 1 or times < 0:
        raise ShapeError(f"expected must be (n,) and times not negative, got {means.shape} and {times}")
    if not ((means >= 0) & np.isfinite(means)).all():
        raise DomainError("expected counts must be finite and not negative")
    drawn = np.random.default_rng(seed).poisson(means, (times, len(means)))
    return Recounts(means, drawn.astype(float))


@dataclass(frozen=True, eq=False)
class Chi2Outcomes(Result):
    """Equally likely values of chi-squared, lowest first, where nothing but chance is at work."""

    dof: int
    values: Float[ndarray, " n"]
    units: Mapping[str, str] = field(default_factory=dict)

    def above(self, value: Real) -> int:
        """How many of them are larger than a value: n times its p, to the nearest one."""
        return int(np.sum(self.values > value))


@recorded
def chi2_outcomes(dof: int, *, n: int = 100) -> Chi2Outcomes:
    """The n quantiles (k + 1/2) / n of chi-squared on `dof` degrees of freedom: 2 P^-1(dof / 2, share).

    P is the regularised lower incomplete gamma function (Pearson, 1900). Each stands for one n-th of what
    chance does. Their mean falls a little short of `dof`, for the longest tail is cut.

    >>> chance = fitting.chi2_outcomes(10)
    >>> print(len(chance.values), round(float(chance.values.mean()), 2))
    100 9.99
    """
    if dof < 1 or n < 1:
        raise ShapeError(f"dof and n must be at least 1, got {dof} and {n}")
    shares = (np.arange(n) + 0.5) / n
    return Chi2Outcomes(dof, 2 * scipy.special.gammaincinv(dof / 2, shares))
