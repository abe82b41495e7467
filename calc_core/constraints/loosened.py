"""The best place on every fence of a family: how high one gets, over the level of the fence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.constraints.lagrange import lagrange_points
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class LoosenedFence(Result):
    """For every level of the fence the best place, its height, and the multiplier there: d f / d level."""

    level: Float[ndarray, " n"]
    x: Float[ndarray, "n d"]
    f: Float[ndarray, " n"]
    lam: Float[ndarray, " n"]
    units: Mapping[str, str] = field(default_factory=dict)

    def price_line(self, index: int) -> Float[ndarray, " n"]:
        """What the multiplier at one level promises for all of them: f + lam (level - level there)."""
        return np.asarray(self.f[index] + self.lam[index] * (self.level - self.level[index]))


@recorded
def loosen_fence(
    f: Landscape,
    g: Landscape,
    levels: ArrayLike,
    *,
    highest: bool = True,
    bounds: ArrayLike | None = None,
    starts: int = 100,
) -> LoosenedFence:
    """Solve grad f = lam grad g, g = c from scratch for every c of `levels`, and keep the best place.

    The best is the highest (the lowest unless `highest`); of equally good ones that which lies nearest to
    the last level's, at first the one with the greatest x. Raises DomainError where a fence has none.

    As the circle is loosened, from radius 1/2 to 1, the best height grows, and so does the price:

    >>> fences = cc.loosen_fence(cc.x_squared_y(), cc.round_fence(), [0.25, 0.5, 1.0])
    >>> print(fences.f.round(4), fences.lam.round(4))
    [0.0481 0.1361 0.3849] [0.2887 0.4082 0.5774]
    """
    wanted = as_numbers(levels, "levels")
    if wanted.ndim != 1 or not wanted.size:
        raise ShapeError(f"levels must be a row of numbers, got shape {wanted.shape}")
    places: list[ndarray] = []
    heights: list[float] = []
    prices: list[float] = []
    for level in wanted:
        found = lagrange_points(f, g, level=float(level), bounds=bounds, starts=starts)
        if not found.n or found.f[-1 if highest else 0] != (found.highest if highest else found.lowest):
            raise DomainError(f"the best place of the fence {g.name} = {level:g} has no multiplier")
        best = found.f[-1 if highest else 0]
        ties = np.flatnonzero(np.isclose(found.f, best, rtol=1e-9, atol=1e-12))
        away = np.linalg.norm(found.x[ties] - places[-1], axis=-1) if places else -found.x[ties, 0]
        here = ties[away.argmin()]
        places.append(found.x[here])
        heights.append(found.f[here])
        prices.append(found.lam[here])
    units = {**reading_units(f.units), "level": ""}
    return LoosenedFence(wanted, np.stack(places), np.array(heights), np.array(prices), units)
