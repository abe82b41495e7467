"""The landscape that a fit walks in: the sum of squares over the knobs, and what one place adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.gradients import gradient
from calc_core.derivatives.hessians import hessian
from calc_core.errors import ShapeError
from calc_core.fitting.models import Model, read_data
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, as_bounds, as_points
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

    >>> line = fitting.polynomial(1)
    >>> print(fitting.sum_of_squares(line, [0.0, 1.0], [1.0, 3.0], [(1, 2), (0, 0)]).f)
    [ 0. 10.]
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


@dataclass(frozen=True, eq=False)
class Misfit(Result):
    """One setting of the knobs: what the curve says of each datum, and by how much it misses."""

    theta: Float[ndarray, " p"]
    x: Float[ndarray, " n"]
    y: Float[ndarray, " n"]
    says: Float[ndarray, " n"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def miss(self) -> Float[ndarray, " n"]:
        """Datum minus curve."""
        return np.asarray(self.y - self.says)

    @property
    def running(self) -> Float[ndarray, " n_plus_1"]:
        """The sum of the squared misses as they come in, from none to all of them."""
        return np.concatenate([[0.0], np.cumsum(self.miss**2)])

    @property
    def total(self) -> float:
        """The sum of all squared misses: `SumOfSquares.f` at this place."""
        return float(self.running[-1])


@recorded
def misfit(model: Model, x: ArrayLike, y: ArrayLike, theta: ArrayLike) -> Misfit:
    """r_i = y_i - f(x_i; theta) for data (n,) and one theta (p,), and the running sum of r_i^2.

    >>> gaps = fitting.misfit(fitting.polynomial(1), [0.0, 1.0], [1.0, 3.0], [1.0, 1.0])
    >>> print(gaps.miss, gaps.running, gaps.total)
    [0. 1.] [0. 0. 1.] 1.0
    """
    x, y, _ = read_data(x, y, None)
    knobs = as_points(theta, model.p, "theta")
    if knobs.ndim != 1:
        raise ShapeError(f"a misfit has one setting of the knobs ({model.p},), got {knobs.shape}")
    unit = f"{model.y_unit}²" if model.y_unit else ""
    units = {"x": model.x_unit, "total": unit, "running": unit}
    return Misfit(
        knobs, x, y, model.curve(knobs, x), units | dict.fromkeys(("y", "says", "miss"), model.y_unit)
    )


@recorded
def misfit_landscape(
    model: Model, x: ArrayLike, y: ArrayLike, *, bounds: ArrayLike, minima: ArrayLike = ()
) -> Landscape:
    """f(theta) = sum (y_i - f(x_i; theta))^2 over the knobs of `model`, as a landscape to walk in.

    Its slopes are measured by nudges of f itself (`gradient`, central), to some nine digits. `minima` are
    what a fit has found. Raises ShapeError where `bounds` (p, 2) do not fit the knobs.

    >>> line = fitting.polynomial(1)
    >>> land = fitting.misfit_landscape(line, [0.0, 1.0], [1.0, 3.0], bounds=[(0, 2), (0, 4)])
    >>> print(land.f(np.array([1.0, 2.0])), land.grad(np.array([1.0, 1.0])).round(6))
    0.0 [-2. -2.]
    """
    x, y, _ = read_data(x, y, None)
    box = as_bounds(bounds, model.p)

    def height(theta: ndarray) -> ndarray:
        return np.asarray(sum_of_squares(model, x, y, theta).f)

    def slope(theta: ndarray) -> ndarray:
        return gradient(height, theta).value

    def bend(theta: ndarray) -> ndarray:
        return hessian(height, theta).value

    units = {}
    if model.p == 2:
        f = f"{model.y_unit}²" if model.y_unit else ""
        units = {"x": model.param_units[0], "y": model.param_units[1], "f": f}
    name = f"misfit of the {model.name}"
    return from_formulas(height, slope, bend, bounds=box, name=name, minima=minima, units=units)
