"""Tiny nudges: slopes of functions of one variable, and how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.derivatives.along_lines import along, best_step, positive
from calc_core.derivatives.complex_step import TINIEST
from calc_core.derivatives.lines import on_the_number_line
from calc_core.derivatives.stencils import EPS, Method, Side, stencil
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, Result, recorded
from calc_core.values import Function, finite_values, real


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

    >>> print(cc.secant_slopes(np.square, 1.0, [1.0, 0.1, -0.1]).slope.round(6))
    [3.  2.1 1.9]
    """
    base, wish = np.broadcast_arrays(real(x), real(dx, "dx"))
    there = np.asarray(base + wish)
    run = np.asarray(there - base)
    if not run.all():
        lost = run == 0
        raise DomainError(
            f"dx must change x, but {wish[lost][0]:g} is less than a rounding unit of x = {base[lost][0]:g}"
        )
    here = finite_values(f, base)
    rise = finite_values(f, there) - here
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
    (default max(|x|, 1), less where f ends nearer by). With `richardson`, `h` is the first, largest step, and
    `scale` a hint that saves looking for it; a hint that leads nowhere is not followed. `side="left"` and
    "right" look at one side only. f maps shape (...) to (...).
    Raises DomainError where f is not finite at x or has no values beside it.

    >>> slope = cc.derivative(np.sin, 0.0, method="richardson")
    >>> print(round(float(slope.value), 12), slope.error < 1e-12, slope.ok)
    1.0 True True
    >>> print(cc.derivative(np.square, [0.0, 3.0], order=2).value.round(4))
    [2. 2.]
    """
    base = real(x)
    return along(on_the_number_line(f, base), method, order, side, h, scale, x=base)


@recorded
def complex_step(f: Function, x: ArrayLike, h: ArrayLike = TINIEST) -> Estimate:
    """f'(x) = Im f(x + ih) / h + O(h^2): nothing is subtracted, so h may be as small as 1e-200.

    f must be analytic and take complex arrays. Raises DomainError where it takes none, or drops their
    imaginary part on the way (abs, .real, hypot), which a comparison with real nudges reveals.
    (Lyness and Moler, 1967; Squire and Trapp, 1998.)

    >>> print(f"{abs(cc.complex_step(np.exp, 1.0).value - np.e):.0e}")
    0e+00
    """
    return derivative(f, x, method="complex", h=h)


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
    noise: Real = EPS,
) -> OptimalStep:
    """The h that minimises C h^p + N / h^order: 2 sqrt(noise) forward, (3 noise)^(1/3) central, in `scale`s.

    `scale` is the length over which f changes (default max(|x|, 1)), `fscale` is |f| over the size of these
    changes (1 for exp, 10^8 for 10^8 + x^2), `noise` the relative rounding error of f. `error` is what then
    is to be expected, relative to the change of f per `scale`. (Press et al., Numerical Recipes, 5.7.)

    >>> print(f"{cc.optimal_step('forward', 1.0).h:.1e}, {cc.optimal_step('central', 1.0).h:.1e}")
    3.0e-08, 8.7e-06
    """
    base = real(x)
    length = np.maximum(np.abs(base), 1.0) if scale is None else positive(scale, "scale")
    if method not in ("forward", "backward", "central"):
        raise ShapeError(f"only forward, backward and central differences have a best step, got {method!r}")
    unit, error = best_step(stencil(method, "both", order), noise * positive(fscale, "fscale"))
    return OptimalStep(np.asarray(unit * length), np.broadcast_to(error, np.shape(length)).copy())


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

    >>> sides = cc.differentiable(np.abs, [-1.0, 0.0])
    >>> print(sides.equal)
    [ True False]
    """
    left = derivative(f, x, method="richardson", side="left")
    right = derivative(f, x, method="richardson", side="right")
    apart = np.abs(right.value - left.value)
    close = apart <= 10 * (left.error + right.error) + 1e-9 * (np.abs(left.value) + np.abs(right.value))
    return Sides(left, right, np.asarray(left.ok & right.ok & close))
