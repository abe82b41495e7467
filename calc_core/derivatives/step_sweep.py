"""How tiny is tiny: the error of a difference quotient over all sizes of the nudge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.derivatives.along_lines import best_step, positive
from calc_core.derivatives.one_variable import derivative
from calc_core.derivatives.stencils import CENTRAL, EPS, Method, stencil
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, real

AWAY = 10.0  # a branch begins so many times away from the step where truncation and rounding meet


@dataclass(frozen=True, eq=False)
class StepSweep(Result):
    """|D(h) - exact| for every method (row) and every h (column), and the law C h^p + N h^-q behind it.

    `truncation_slope` and `rounding_slope` are the slopes of both branches as measured on log-log axes
    (in theory p and -q; nan where `h` leaves a branch fewer than three points), `model` the law with p, q
    from theory and C, N from the median of each branch. `best_h` has the least error that occurred, often
    by luck; `model_h` is where the law is least. `falling` and `rising` are the law's two terms apart.
    """

    h: Float[ndarray, " n"]
    methods: tuple[Method, ...]
    value: Float[ndarray, "methods n"]
    error: Float[ndarray, "methods n"]
    model: Float[ndarray, "methods n"]
    falling: Float[ndarray, "methods n"]
    rising: Float[ndarray, "methods n"]
    truncation_slope: Float[ndarray, " methods"]
    rounding_slope: Float[ndarray, " methods"]
    best_h: Float[ndarray, " methods"]
    best_error: Float[ndarray, " methods"]
    model_h: Float[ndarray, " methods"]
    model_error: Float[ndarray, " methods"]

    @property
    def by_method(self) -> Mapping[Method, ErrorsByPowers]:
        """Each method's errors as they are plotted by powers of ten.

        Raises DomainError where an error is 0, or where `h` leaves out a branch of the law.
        """
        if not ((self.error > 0) & (self.falling > 0) & (self.rising > 0)).all():
            raise DomainError(
                "an error of 0 is no power of ten: give steps of both branches, and `exact` as a Decimal"
            )
        zeros = -np.log10(self.h)
        rows = zip(self.methods, self.error, self.falling, self.rising, strict=True)
        return {name: ErrorsByPowers(zeros, *map(np.log10, row)) for name, *row in rows}


@dataclass(frozen=True, eq=False)
class ErrorsByPowers:
    """One method's errors by powers of ten: `zeros` is -log10 h, all else log10 of what it names."""

    zeros: Float[ndarray, " n"]
    error: Float[ndarray, " n"]
    falling: Float[ndarray, " n"]
    rising: Float[ndarray, " n"]


@recorded
def step_sweep(
    f: Function,
    x: Real,
    h: ArrayLike,
    methods: Sequence[Method] = ("forward", "central", "complex"),
    *,
    exact: Real | Decimal,
    scale: Real | None = None,
) -> StepSweep:
    """Measure |D(h) - exact| over many steps h: down the slope of truncation, up the wall of rounding.

    `exact` is f'(x), as a Decimal if errors below its rounding unit are to be told; `scale` is the length
    over which f changes (default max(|x|, 1)), which predicts the best step and so where the two branches
    part. Steps must be large enough to change x.

    The error falls with the nudge by its first or second power, until rounding rises to meet it:

    >>> sweep = cc.step_sweep(np.exp, 1.0, np.logspace(-12, -1, 45), ["forward", "central"], exact=np.e)
    >>> print(sweep.truncation_slope.round(1), [f"{h:.0e}" for h in sweep.best_h])
    [1. 2.] ['1e-09', '6e-06']
    """
    steps, at = positive(h, "h"), float(real(x))
    if steps.ndim != 1 or not steps.size or not methods:
        raise ShapeError(f"step_sweep needs a list of steps and of methods, got {steps.shape} and {methods}")
    length = max(abs(at), 1.0) if scale is None else float(scale)
    rows = [_row(f, at, steps, method, exact, length) for method in methods]
    value, error, falling, rising = (np.array([row[k] for row in rows]) for k in range(4))
    model, slopes = falling + rising, np.array([row[4] for row in rows])
    return StepSweep(
        steps,
        tuple(methods),
        value,
        error,
        model,
        falling,
        rising,
        truncation_slope=slopes[:, 0],
        rounding_slope=slopes[:, 1],
        best_h=steps[error.argmin(axis=1)],
        best_error=error.min(axis=1),
        model_h=steps[model.argmin(axis=1)],
        model_error=model.min(axis=1),
    )


def _row(
    f: Function, x: float, h: Float[ndarray, " n"], method: Method, exact: Real | Decimal, length: float
) -> tuple[
    Float[ndarray, " n"],
    Float[ndarray, " n"],
    Float[ndarray, " n"],
    Float[ndarray, " n"],
    tuple[float, float],
]:
    value = derivative(f, np.full(h.shape, x), method=method, h=h).value
    error = _off(value, exact)
    if method == "complex":  # subtracts nothing: the error stays level once h^2/6 is below rounding
        p, q, meet = 2, 0, float(np.sqrt(EPS / abs(CENTRAL[1].leading)))
    else:
        rule = stencil(method, "both", 1)
        p, q, meet = rule.power, rule.order, float(best_step(rule, EPS)[0])
    meet *= length
    large = (h >= AWAY * meet) & (h <= length / AWAY) & (error > 0)
    small = (h <= meet / AWAY) & (error > 0)
    rise = np.median(error[large] / h[large] ** p) if large.any() else 0.0
    wall = np.median(error[small] * h[small] ** q) if small.any() else 0.0
    slopes = _slope(h, error, large), _slope(h, error, small)
    return value, error, rise * h**p, wall / h**q, slopes


def _off(value: Float[ndarray, " n"], exact: Real | Decimal) -> Float[ndarray, " n"]:
    """|value - exact|, to all the digits of a Decimal."""
    if not isinstance(exact, Decimal):
        return np.asarray(np.abs(value - exact))
    with localcontext(prec=60):  # a float has at most 53 binary digits after its first one
        return np.array([float(abs(Decimal(float(each)) - exact)) for each in value])


def _slope(h: Float[ndarray, " n"], error: Float[ndarray, " n"], branch: Bool[ndarray, " n"]) -> float:
    """The slope of log(error) over log(h) on one branch."""
    if branch.sum() < 3:
        return float("nan")
    return float(np.polyfit(np.log(h[branch]), np.log(error[branch]), 1)[0])
