"""Many curves at once: one fit after the other through the same data, and one fit with its knobs turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.fitting.models import Model
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class FitStack(Result):
    """The curves of several fits to the same data: entry [k] belongs to fit k."""

    x: Float[ndarray, " n"]
    y: Float[ndarray, "fits n"]
    at_data: Float[ndarray, "fits n_data"]  # each curve at the data that it was fitted to
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def gain(self) -> Float[ndarray, "fits_less_1 n"]:
        """What each curve adds to the one before it."""
        return np.diff(self.y, axis=0)


@recorded
def fit_stack(fits: Sequence[FitResult], x: ArrayLike, y_data: ArrayLike) -> FitStack:
    """The curves of `fits`, each a fit of a `Model` without sigmas to the data `y_data` (n_data,), at x (n,).

    Raises ShapeError for fits of bare residuals, of weighted ones, or of other data.

    >>> x = np.linspace(0, 1, 9)
    >>> fits = [fitting.fit(fitting.polynomial(degree), x, x**2) for degree in (1, 2)]
    >>> stack = fitting.fit_stack(fits, [0.0, 0.5, 1.0], x**2)
    >>> print(stack.y.round(3) + 0.0)
    [[-0.146  0.354  0.854]
     [ 0.     0.25   1.   ]]
    """
    where, data = real(x), real(y_data, "y_data")
    if not fits or any(each.model is None or each.sigma_given or each.n != data.size for each in fits):
        raise ShapeError(f"fits must be fits of models to these {data.size} data, without sigmas")
    curves = [_model(each)(each.theta, where) for each in fits]
    units = {"x": _model(fits[0]).x_unit} | dict.fromkeys(("y", "at_data", "gain"), _model(fits[0]).y_unit)
    return FitStack(where, np.stack(curves), np.stack([data - each.residual for each in fits]), units)


@dataclass(frozen=True, eq=False)
class TurnedKnobs(Result):
    """The curves of one model with its knobs turned: entry [k] belongs to `theta[k]`."""

    theta: Float[ndarray, "turns p"]
    x: Float[ndarray, " n"]
    y: Float[ndarray, "turns n"]
    units: Mapping[str, str] = field(default_factory=dict)


@recorded
def turned_knobs(fitted: FitResult, factors: ArrayLike, x: ArrayLike) -> TurnedKnobs:
    """The model of a fit at x (n,), for every row of `factors` (turns, p) by which its knobs are multiplied.

    A factor of 1 leaves a knob where the fit put it, 0 takes its piece away. Raises ShapeError for a fit of
    bare residuals.

    A line whose slope is taken away, and doubled:

    >>> x = np.arange(4.0)
    >>> line = fitting.fit(fitting.polynomial(1), x, 1 + 2 * x)
    >>> print(fitting.turned_knobs(line, [(1, 0), (1, 2)], [0.0, 1.0]).y.round(6))
    [[1. 1.]
     [1. 5.]]
    """
    turns, where = real(factors, "factors"), real(x)
    if fitted.model is None or turns.ndim != 2 or turns.shape[1] != fitted.p:
        raise ShapeError(
            f"factors must have shape (turns, {fitted.p}) for a fit of a Model, got {turns.shape}"
        )
    theta = turns * fitted.theta
    units = {"x": fitted.model.x_unit, "y": fitted.model.y_unit}
    return TurnedKnobs(theta, where, fitted.model(theta, where), units)


def _model(fitted: FitResult) -> Model:
    if fitted.model is None:
        raise ShapeError("a curve needs a fit of a Model, got one of bare residuals")
    return fitted.model
