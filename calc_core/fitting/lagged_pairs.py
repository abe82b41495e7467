"""Each residual beside the next one: how a record remembers, as a cloud of points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.fitting.uncertainty import autocorrelation_factor
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class LaggedPairs(Result):
    """The points (r_i, r_{i+1}), and the correlation along which they lean."""

    now: Float[ndarray, " n"]
    following: Float[ndarray, " n"]
    lag1: float
    units: Mapping[str, str] = field(default_factory=dict)

    def lean(self, r: ArrayLike) -> Float[ndarray, "*shape"]:
        """The line lag1 * r: what is to be expected next, from r alone."""
        return np.asarray(self.lag1 * real(r, "r"))


@recorded
def lagged_pairs(r: ArrayLike) -> LaggedPairs:
    """(r_i, r_{i+1}) for residuals r (n,) in the order of time, and their lag1 (`autocorrelation_factor`).

    >>> print(round(float(fitting.lagged_pairs([1.0, -1.0, 1.0, -1.0]).lag1), 3))
    -0.75
    """
    residual = real(r, "r")
    if residual.ndim != 1 or len(residual) < 2:
        raise ShapeError(f"r must hold at least 2 residuals in one row, got shape {residual.shape}")
    return LaggedPairs(residual[:-1], residual[1:], autocorrelation_factor(residual).lag1)
