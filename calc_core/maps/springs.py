"""Where streams begin: points around a peak from which water runs down evenly to all sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.landscapes.critical_points import CriticalPoints
from calc_core.points import Real
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Springs(Result):
    """Starts of flow lines around one peak or hollow, counter-clockwise."""

    x: Float[ndarray, "n 2"]
    centre: Float[ndarray, " 2"]
    distance: float  # of every spring from the centre
    flank: float  # distance at which their flow lines are evenly spread
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.x)


@recorded
def springs(summits: CriticalPoints, index: int, n: int, *, distance: Real, flank: Real) -> Springs:
    """`n` points at `distance` from critical point `index` whose flow lines pass evenly at `flank`.

    Near a peak water runs away along each axis of curvature k as exp(|k| t): starts spread evenly round it
    would crowd along the axis of the larger one. So even points of the circle of radius `flank` are followed
    back for the time in which the mean curvature takes water from `distance` to `flank`, and each is put at
    `distance` in that direction. The same holds uphill around a hollow. Raises ShapeError at a pass, from
    which no water runs to all sides.

    Eight springs close to the higher top, spread so that their streams pass evenly below:

    >>> tops = cc.critical_points(cc.hills())
    >>> around = cc.springs(tops, int(np.argmax(tops.f)), 8, distance=0.01, flank=0.5)
    >>> print(around.x.shape)
    (8, 2)
    """
    if not 0 <= index < summits.n:
        raise ShapeError(f"index must name one of {summits.n} critical points, got {index}")
    if summits.kind[index] not in ("maximum", "minimum"):
        raise ShapeError(
            f"springs rise around a maximum or a minimum, and point {index} is a {summits.kind[index]}"
        )
    if n < 1 or not 0 < distance <= flank < np.inf:
        raise ShapeError(
            f"n must be at least 1 and 0 < distance <= flank, got n = {n}, {distance} and {flank}"
        )
    curvature = np.abs(summits.eigenvalues[index])
    angle = 2 * np.pi * (np.arange(n) + 0.5) / n
    even = flank * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    near = even * np.exp(-curvature * np.log(flank / distance) / curvature.mean())
    near *= distance / np.linalg.norm(near, axis=-1, keepdims=True)
    x = np.asarray(summits.x[index] + near @ summits.eigenvectors[index].T)
    units = dict.fromkeys(("x", "centre", "distance", "flank"), summits.units.get("x", ""))
    return Springs(x, summits.x[index], float(distance), float(flank), units)
