"""A landscape of your own: what is not known of its slopes is measured by nudges."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from numpy import ndarray

from calc_core.derivatives.gradients import gradient
from calc_core.derivatives.hessians import hessian
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike
from calc_core.results import recorded


@recorded
def make_landscape(
    f: Callable[[ndarray], ndarray],
    grad: Callable[[ndarray], ndarray] | None = None,
    hess: Callable[[ndarray], ndarray] | None = None,
    *,
    bounds: ArrayLike,
    name: str = "f",
    minima: ArrayLike = (),
    saddles: ArrayLike = (),
    units: Mapping[str, str] | None = None,
    note: str = "",
    edge: bool = False,
) -> Landscape:
    """Make a landscape of your own: `make_landscape(lambda x: x[..., 0] ** 2 + x[..., 1] ** 2, bounds=...)`.

    f, and its gradient and Hessian where you know their formulas, take points of shape (..., d) with
    coordinates last. What is not given is measured by nudges of f (see `gradient` and `hessian`), slower
    and to some ten digits. Raises ShapeError where bounds, minima or saddles do not fit together.

    >>> egg = cc.make_landscape(lambda x: np.cos(x[..., 0]) + x[..., 1] ** 2, bounds=[(-3, 3), (-2, 2)])
    >>> print(egg.grad([1.0, 0.5]).round(6))
    [-0.841471  1.      ]
    >>> print(egg.hess([1.0, 0.5]).round(6))
    [[-0.540302  0.      ]
     [ 0.        2.      ]]
    """
    return from_formulas(
        f,
        grad or (lambda x: gradient(f, x, method="richardson").value),
        hess or (lambda x: hessian(f, x, grad=grad).value),
        bounds=bounds,
        name=name,
        minima=minima,
        saddles=saddles,
        units=units,
        note=note,
        edge=edge,
    )
