"""Slopes on a walk and on a slice: the total derivative, and one knob turned while the others rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.along_lines import along
from calc_core.derivatives.gradients import axis, gradient, partial
from calc_core.derivatives.lines import on_the_number_line
from calc_core.derivatives.one_variable import derivative
from calc_core.derivatives.stencils import Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real, real_points, values


@dataclass(frozen=True, eq=False)
class TotalDerivative(Result):
    """df/dt = sum_i terms_i on a walk r(t), terms_i = df/dx_i dx_i/dt; and df/dt `measured` by altimeter."""

    t: Float[ndarray, "*shape"]
    x: Float[ndarray, "*shape d"]
    f: Float[ndarray, "*shape"]
    gradient: Float[ndarray, "*shape d"]
    velocity: Float[ndarray, "*shape d"]
    terms: Float[ndarray, "*shape d"]
    total: Float[ndarray, "*shape"]
    measured: Float[ndarray, "*shape"]
    largest_gap: Float[ndarray, ""]  # between total and measured

    @property
    def gap(self) -> Float[ndarray, "*shape"]:
        """By how much the sum of the terms misses the measured slope, at each t."""
        return np.asarray(self.total - self.measured)

    @property
    def steepest(self) -> float:
        """The largest total by size."""
        return float(np.abs(self.total).max(initial=0.0))

    def magnified(self, half: Real) -> float:
        """How many times a window from -half to half is magnified against one that holds every total."""
        return self.steepest / float(half)


@recorded
def total_derivative(
    f: Function, path: Function, t: ArrayLike, *, method: Method = "richardson"
) -> TotalDerivative:
    """d/dt f(r(t)) = grad f(r(t)) . r'(t): every route from t to f contributes, and the routes add up.

    `path` maps t (...) to points (..., d). `measured` is the derivative of f(r(t)) by nudges of t alone,
    which knows nothing of the gradient.

    >>> circle = lambda t: np.stack([np.cos(t), np.sin(t)], axis=-1)
    >>> walk = cc.total_derivative(cc.bowl(4).f, circle, 0.5)
    >>> print(walk.terms.round(4), round(float(walk.total), 4), round(float(walk.measured), 4))
    [-0.4207  1.6829] 1.2622 1.2622
    """
    times = real(t, "t")
    x = finite_values(path, times, answers=None)
    velocity = along(on_the_number_line(path, times, vector=True), method, 1, "both", None, None).value
    compass = gradient(f, x, method=method).value
    terms = np.asarray(compass * velocity)
    total = np.asarray(terms.sum(axis=-1))
    height = lambda s: values(f, np.asarray(path(s)), coordinates=1)  # noqa: E731
    measured = derivative(height, times, method=method).value
    gap = np.max(np.abs(total - measured), initial=0.0)
    return TotalDerivative(
        times,
        x,
        finite_values(f, x, coordinates=1),
        compass,
        velocity,
        terms,
        total,
        measured,
        np.asarray(gap),
    )


@dataclass(frozen=True, eq=False)
class SliceCurve(Result):
    """What is left of f when all coordinates but one are held: points, heights and slopes over t."""

    t: Float[ndarray, " n"]
    x: Float[ndarray, "n d"]
    value: Float[ndarray, " n"]
    slope: Float[ndarray, " n"]


@recorded
def slice_curve(
    f: Function,
    x: ArrayLike,
    i: int,
    t: ArrayLike,
    *,
    method: Method = "central",
) -> SliceCurve:
    """t -> f(x_1, ..., t, ..., x_d): cut the ground along axis i through x; its slope is df/dx_i.

    >>> cut = cc.slice_curve(cc.bowl(4).f, (1.0, 0.0), 1, [0.0, 0.5, 1.0])
    >>> print(cut.value, cut.slope.round(6))
    [0.5 1.  2.5] [0. 2. 4.]
    """
    point, along_axis = real_points(x), real(t, "t")
    if point.ndim != 1 or along_axis.ndim != 1:
        raise ShapeError(
            f"slice_curve needs one point (d,) and a list of t, got {point.shape} and {along_axis.shape}"
        )
    cut = np.tile(point, (len(along_axis), 1))
    cut[:, axis(i, len(point))] = along_axis
    height = finite_values(f, cut, coordinates=1)
    return SliceCurve(along_axis, cut, height, partial(f, cut, i, method=method).value)
