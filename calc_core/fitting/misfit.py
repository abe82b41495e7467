"""The landscape that a fit walks in: the sum of squares over the knobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.fitting.models import Model, read_data
from calc_core.points import ArrayLike, as_points
from calc_core.results import Result, recorded

ROOM = 2**22  # numbers held at a time


@dataclass(frozen=True, eq=False)
class SumOfSquares(Result):
    """f(theta) = sum r_i(theta)^2 over a grid (or any other array) of knobs."""

    theta: Float[ndarray, "*grid p"]
    f: Float[ndarray, "*grid"]
    n_data: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def rms(self) -> Float[ndarray, "*grid"]:
        """Root mean square residual, in the unit of y."""
        return np.asarray(np.sqrt(self.f / max(self.n_data, 1)))

    @property
    def lowest(self) -> float:
        """The smallest sum of squares on the grid."""
        return float(self.f.min())

    @property
    def best(self) -> Float[ndarray, " p"]:
        """The knobs where it is smallest."""
        return np.asarray(self.theta.reshape(-1, self.theta.shape[-1])[np.argmin(self.f)])


@recorded
def sum_of_squares(
    model: Model, x: ArrayLike, y: ArrayLike, theta_grid: ArrayLike, sigma: ArrayLike | None = None
) -> SumOfSquares:
    """f(theta) = sum ((y_i - f(x_i; theta)) / sigma_i)^2 for knobs (..., p) and data (n,).

    The grid may have any shape, knobs last; an empty one is answered with an empty one.
    """
    x, y, errors = read_data(x, y, sigma)
    theta = as_points(theta_grid, model.p, "theta_grid")
    flat = theta.reshape(-1, model.p)
    pieces = max(1, -(-flat.size * len(x) // (ROOM * model.p)))
    sums = [_sums(model, x, y, errors, piece) for piece in np.array_split(flat, pieces)]
    unit = f"{model.y_unit}²" if model.y_unit and errors is None else ""
    units = {"f": unit, "lowest": unit, "rms": model.y_unit if errors is None else ""}
    return SumOfSquares(theta, np.concatenate(sums).reshape(theta.shape[:-1]), len(x), units)


def _sums(model: Model, x: ndarray, y: ndarray, errors: ndarray | None, theta: ndarray) -> ndarray:
    left_over = y - model.curve(theta, x)
    scaled = left_over if errors is None else left_over / errors
    return np.asarray(np.sum(scaled**2, axis=-1))
