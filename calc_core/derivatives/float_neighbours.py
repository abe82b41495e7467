"""The numbers that a machine has next to a place, and the stairs that a smooth function makes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.points import Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real


@dataclass(frozen=True, eq=False)
class FloatNeighbours(Result):
    """x[n] and the n floats next to it on each side, without a gap, and f at each of them.

    `gap` is the distance from x[n] to the next float above it, `step` that from f(x[n]) to the next above:
    between two neighbours f can rise by whole numbers of such steps only.
    """

    x: Float[ndarray, " neighbours"]
    f: Float[ndarray, " neighbours"]
    gap: float
    step: float

    @property
    def n(self) -> int:
        """How many neighbours there are on each side."""
        return len(self.x) // 2


@recorded
def float_neighbours(f: Function, x: Real, n: int) -> FloatNeighbours:
    """f at x and at its `n` nearest float64 numbers on each side (IEEE 754, nextafter).

    Raises ShapeError for less than one neighbour, DomainError where f is not finite.

    Beside 1 the numbers lie twice as far apart above as below:

    >>> near = cc.float_neighbours(np.square, 1.0, 1)
    >>> print([f"{each:.1e}" for each in near.x - 1])
    ['-1.1e-16', '0.0e+00', '2.2e-16']
    """
    if n < 1:
        raise ShapeError(f"n must be at least 1, got {n}")
    here = float(real(x))
    below, above = [here], [here]
    for _ in range(n):
        below.append(float(np.nextafter(below[-1], -np.inf)))
        above.append(float(np.nextafter(above[-1], np.inf)))
    places = np.array([*below[:0:-1], *above])
    heights = np.asarray(finite_values(f, places))
    step = abs(float(np.spacing(heights[n])))
    return FloatNeighbours(places, heights, above[1] - here, step)
