"""Ground that is level at the origin: two curvatures and a fourth power, from one shape to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Shaped
from numpy import ndarray

from calc_core.curvatures import kinds
from calc_core.errors import ShapeError
from calc_core.landscapes.grids import axes
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, Real, as_bounds, as_numbers
from calc_core.results import Result, recorded


@recorded
def level_form(a: Real, b: Real, c: Real = 0.0) -> Landscape:
    """f = (a x^2 + b y^2) / 2 + c y^4: level at the origin, with curvatures a and b there, whatever c is.

    >>> print(cc.level_form(2, -1).hess(np.zeros(2)) + 0.0)
    [[ 2.  0.]
     [ 0. -1.]]
    """

    def f(p: ndarray) -> ndarray:
        x, y = p[..., 0], p[..., 1]
        return np.asarray((a * x**2 + b * y**2) / 2 + c * y**4)

    def grad(p: ndarray) -> ndarray:
        x, y = p[..., 0], p[..., 1]
        return np.stack([a * x, b * y + 4 * c * y**3], axis=-1)

    def hess(p: ndarray) -> ndarray:
        zero = np.zeros_like(p[..., 0])
        rows = [[zero + a, zero], [zero, b + 12 * c * p[..., 1] ** 2]]
        return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)

    return from_formulas(f, grad, hess, bounds=[(-1, 1), (-1, 1)], name="level form")


@dataclass(frozen=True, eq=False)
class FormTour(Result):
    """Level forms from stop to stop: their heights f[stop, j, i] at (x[i], y[j]), and what they are at 0.

    Heights are linear in a, b and c, so that what lies between two stops is the form of the numbers between
    them. `curvatures` are a and b, along x and along y; trace and determinant are those of the Hessian.
    """

    numbers: Float[ndarray, "stops 3"]  # a, b, c
    x: Float[ndarray, " nx"]
    y: Float[ndarray, " ny"]
    f: Float[ndarray, "stops ny nx"]
    curvatures: Float[ndarray, "stops 2"]
    trace: Float[ndarray, " stops"]
    determinant: Float[ndarray, " stops"]
    kinds: Shaped[ndarray, " stops"]  # by the curvatures' signs alone: "degenerate" where they cannot tell


@recorded
def form_tour(
    numbers: ArrayLike,
    bounds: ArrayLike = ((-1.0, 1.0), (-1.0, 1.0)),
    *,
    shape: tuple[int, int] = (81, 81),
    tol: Real = 1e-9,
) -> FormTour:
    """The forms f = (a x^2 + b y^2) / 2 + c y^4 with `numbers` (stops, 3) = (a, b, c).

    Raises ShapeError where both a and b change between two stops: the determinant a b would not be linear
    there.

    From a bowl through a trough to a pass:

    >>> print(cc.form_tour([(1, 1, 0), (1, 0, 0), (1, -1, 0)]).kinds)
    ['minimum' 'degenerate' 'saddle']
    """
    stops = as_numbers(numbers, "numbers")
    if stops.ndim != 2 or stops.shape[1] != 3:
        raise ShapeError(f"numbers must have shape (stops, 3): a, b and c of each, got {stops.shape}")
    if (np.diff(stops[:, :2], axis=0) != 0).all(axis=1).any():
        raise ShapeError("from stop to stop one of the two curvatures may change, not both")
    x, y = axes(as_bounds(bounds, 2), shape)
    nodes = np.stack(np.meshgrid(x, y), axis=-1)
    heights = np.stack([level_form(*map(float, stop)).f(nodes) for stop in stops])
    curvatures = stops[:, :2]
    told = kinds(np.sort(curvatures, axis=1), tol)
    return FormTour(stops, x, y, heights, curvatures, curvatures.sum(axis=1), curvatures.prod(axis=1), told)
