"""Tiny nudges: slopes of functions of one variable, and how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.imaginary import TINIEST, complex_slope
from calc_core.points import ArrayLike
from calc_core.results import Estimate, Result, recorded
from calc_core.richardson import extrapolate
from calc_core.stencils import EPS, Line, Method, Side, Stencil, quotients, stencil
from calc_core.values import Function, at_home, real, values


@dataclass(frozen=True, eq=False)
class Secants(Result):
    """A line through (x, f) and (x + dx, f + df), for every nudge dx that was really made."""

    x: Float[ndarray, "*shape"]
    dx: Float[ndarray, "*shape"]
    f: Float[ndarray, "*shape"]
    df: Float[ndarray, "*shape"]
    slope: Float[ndarray, "*shape"]


@recorded
def secant_slopes(f: Function, x: ArrayLike, dx: ArrayLike) -> Secants:
    """(f(x + dx) - f(x)) / dx: rise over run for each nudge dx, which may point either way.

    x and dx may have any shapes that broadcast. The run is the nudge that the machine really makes,
    fl(x + dx) - x, so the slope is free of the rounding of x + dx. Raises DomainError for a nudge
    that vanishes beside x, and where f is not finite.
    """
    base, wish = np.broadcast_arrays(real(x), real(dx, "dx"))
    there = base + wish
    run = there - base
    if not run.all():
        lost = run == 0
        raise DomainError(
            f"dx must change x, but {wish[lost][0]:g} is less than a rounding unit of x = {base[lost][0]:g}"
        )
    here = at_home(f, base)
    rise = at_home(f, there) - here
    return Secants(base, run, here, np.asarray(rise), np.asarray(rise / run))


@recorded
def derivative(
    f: Function,
    x: ArrayLike,
    *,
    method: Method = "central",
    order: int = 1,
    side: Side = "both",
    h: ArrayLike | None = None,
    scale: ArrayLike | None = None,
) -> Estimate:
    """f'(x), or f''(x) with `order=2`, at every x, with an estimate of the error.

    forward     (f(x+h) - f(x)) / h                    error ~ h f''/2
    backward    (f(x) - f(x-h)) / h                    error ~ h f''/2
    central     (f(x+h) - f(x-h)) / 2h                 error ~ h^2 f'''/6
    complex     Im f(x + ih) / h                       rounding only; f must accept complex numbers
    richardson  central differences extrapolated to h = 0; finds its own steps (see `richardson.py`)

    `h` is the step; without it, `optimal_step` for a function that changes over the length `scale`
    (default max(|x|, 1), less where f ends nearer by). With `richardson`, `h` or `scale` is the first,
    largest step. `side="left"` and "right" look at one side only. f maps shape (...) to (...).
    Raises DomainError where f is not finite at x or has no values beside it.
    """
    base = real(x)
    at_home(f, base)
    line = Line(lambda s: values(f, base + s), base)
    return along(line, method, order, side, h, scale)


def along(
    line: Line, method: Method, order: int, side: Side, h: ArrayLike | None, scale: ArrayLike | None
) -> Estimate:
    """The derivative along each line: the part that slopes in one and in many variables share."""
    shape, rule = line.base.shape, stencil(method, side, order)
    if method == "complex":
        if order != 1 or side != "both":
            raise ShapeError("the complex step gives first derivatives only, and looks to no side")
        return complex_slope(line, TINIEST if h is None else positive(h, "h"))
    step = None if h is None else spread(positive(h, "h"), "h", shape)
    length = None if scale is None else spread(positive(scale, "scale"), "scale", shape)
    if method == "richardson":
        found = extrapolate(line, rule, length if step is None else step)
        return _checked(line, found.value, found.error, found.h, method, found.ok)
    if step is None:
        return _with_best_step(line, rule, method, length)
    value, error = plain(line, rule, step)
    return _checked(line, value, error, step, method)


def plain(line: Line, rule: Stencil, h: ndarray) -> tuple[ndarray, ndarray]:
    """D(h) with its error: truncation |D(2h) - D(h)| / (2^p - 1), and rounding of f over h."""
    quotient, largest, made = quotients(line, np.stack([h, 2 * h]), rule)
    if not np.all(made[0]):
        raise DomainError(f"h must change x, but {np.min(h):g} is less than a rounding unit of some x")
    value = quotient[0]
    with np.errstate(all="ignore"):
        truncation = np.abs(quotient[1] - value) / (2**rule.power - 1)
        wobble = 2 * EPS * (largest[0] + line.size * np.abs(value))
        return value, np.asarray(truncation + rule.weight * wobble / made[0] ** rule.order)


def _with_best_step(line: Line, rule: Stencil, method: Method, scale: ndarray | None) -> Estimate:
    """The predicted best step; where f ends within it, that border is the length that counts."""
    length = np.maximum(line.size, 1.0) if scale is None else scale
    unit = _best_step(rule, EPS)[0]
    for _ in range(40):
        h = unit * length
        value, error = plain(line, rule, h)
        lost = ~np.isfinite(error)
        if not lost.any():
            break
        length = np.where(lost, np.maximum(h, 4 * np.spacing(line.size) / unit), length)
    return _checked(line, value, error, h, method)


def _checked(
    line: Line, value: ndarray, error: ndarray, h: ndarray, method: Method, ok: ndarray | None = None
) -> Estimate:
    lost = ~(np.isfinite(value) & np.isfinite(error))
    if lost.any():
        raise DomainError(
            f"f must have finite values around x to have a slope there, and has none beside "
            f"{line.base[lost][0]:g}; at a border ask for side='left' or 'right'"
        )
    sound = np.ones(value.shape, dtype=bool) if ok is None else ok
    value, error, h, sound = (np.reshape(a, line.shape) for a in (value, error, h, sound))
    return Estimate(value, error, h, line.nfev, method, sound)


def positive(h: ArrayLike, name: str) -> ndarray:
    """Read a step length: finite and greater than 0."""
    step = real(h, name)
    if not (step > 0).all():
        raise DomainError(f"{name} must be greater than 0, got {step.min():g}")
    return step


def spread(step: ndarray, name: str, shape: tuple[int, ...]) -> ndarray:
    """One step for every point: `step` must broadcast to `shape`."""
    try:
        return np.broadcast_to(step, shape)
    except ValueError:
        raise ShapeError(f"{name} must fit the points of shape {shape}, got shape {step.shape}") from None


@dataclass(frozen=True, eq=False)
class OptimalStep(Result):
    """The step where truncation and rounding add up to the least, and that least error, relative to |f'|."""

    h: Float[ndarray, "*shape"]
    error: Float[ndarray, "*shape"]


@recorded
def optimal_step(
    method: Method,
    x: ArrayLike,
    *,
    order: int = 1,
    fscale: ArrayLike = 1.0,
    scale: ArrayLike | None = None,
    noise: float = EPS,
) -> OptimalStep:
    """The h that minimises C h^p + N / h^order: 2 sqrt(noise) forward, (3 noise)^(1/3) central, in `scale`s.

    `scale` is the length over which f changes (default max(|x|, 1)), `fscale` is |f| over the size of these
    changes (1 for exp, 10^8 for 10^8 + x^2), `noise` the relative rounding error of f. `error` is what then
    is to be expected, relative to the change of f per `scale`. (Press et al., Numerical Recipes, 5.7.)
    """
    base = real(x)
    length = np.maximum(np.abs(base), 1.0) if scale is None else positive(scale, "scale")
    if method not in ("forward", "backward", "central"):
        raise ShapeError(f"only forward, backward and central differences have a best step, got {method!r}")
    unit, error = _best_step(stencil(method, "both", order), noise * positive(fscale, "fscale"))
    return OptimalStep(np.asarray(unit * length), np.broadcast_to(error, np.shape(length)).copy())


def _best_step(rule: Stencil, noise: ndarray | float) -> tuple[ndarray, ndarray]:
    rounding, truncation = rule.weight * np.asarray(noise), abs(rule.leading)
    h = (rule.order * rounding / (rule.power * truncation)) ** (1 / (rule.power + rule.order))
    return np.asarray(h), np.asarray(truncation * h**rule.power + rounding / h**rule.order)


@dataclass(frozen=True, eq=False)
class Sides(Result):
    """The slopes on the left and on the right of each x; where they are `equal`, f is differentiable."""

    left: Estimate
    right: Estimate
    equal: Bool[ndarray, "*shape"]


@recorded
def differentiable(f: Function, x: ArrayLike) -> Sides:
    """Compare the slopes on both sides: f is differentiable where both exist and agree within their errors.

    |x| at 0 has -1 and +1, so it is not; nor is sqrt(|x|), whose slopes never settle.
    """
    left = derivative(f, x, method="richardson", side="left")
    right = derivative(f, x, method="richardson", side="right")
    apart = np.abs(right.value - left.value)
    close = apart <= 10 * (left.error + right.error) + 1e-9 * (np.abs(left.value) + np.abs(right.value))
    return Sides(left, right, np.asarray(left.ok & right.ok & close))
