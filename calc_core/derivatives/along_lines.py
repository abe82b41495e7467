"""The slope along straight lines by any method: what one variable and many variables share."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.complex_step import TINIEST, complex_slopes
from calc_core.derivatives.lines import Lines, Slopes, rises
from calc_core.derivatives.richardson import extrapolate
from calc_core.derivatives.stencils import EPS, Method, Side, Stencil, stencil
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Estimate
from calc_core.values import real

WITNESS = 2.0**-12  # how much smaller than h the nudge is that checks it


def along(
    lines: Lines,
    method: Method,
    order: int,
    side: Side,
    h: ArrayLike | None,
    scale: ArrayLike | None,
    *,
    x: Float[ndarray, ...] | None = None,
) -> Estimate:
    """The derivative along each line, as `derivative` describes it, block by block; it was asked at `x`."""
    rule = stencil(method, side, order)
    step, length = _per_line(h, "h", lines), _per_line(scale, "scale", lines)
    found, nfev = [], lines.nfev
    for here, some in lines.blocks():
        own_step, own_length = (
            step if step is None else step[here],
            length if length is None else length[here],
        )
        found.append(_finite(some, _measured(some, rule, method, own_step, own_length)))
        nfev += some.nfev
    value, error, h, ok = (
        np.concatenate([getattr(each, name) for each in found]).reshape(lines.shape)
        for name in ("value", "error", "h", "ok")
    )
    return Estimate(value, error, h, nfev, method, ok, x=x)


def _measured(
    lines: Lines,
    rule: Stencil,
    method: Method,
    h: Float[ndarray, " n"] | None,
    scale: Float[ndarray, " n"] | None,
) -> Slopes:
    if method == "complex":
        return complex_slopes(lines, rule, np.full(lines.base.shape, TINIEST) if h is None else h)
    if method == "richardson":
        return extrapolate(lines, rule, start=h, hint=scale)
    return plain(lines, rule, h) if h is not None else at_best_step(lines, rule, scale)


def plain(lines: Lines, rule: Stencil, h: Float[ndarray, " n"]) -> Slopes:
    """D(h) with its error: truncation |D(2h) - D(h)| / (2^p - 1), and rounding of f over h.

    Where f changes within h, D(h) and D(2h) may agree by chance: a far smaller nudge is the witness.
    """
    rise, largest, made = rises(
        lines, np.stack([h, 2 * h, np.maximum(h * WITNESS, 64 * np.spacing(lines.size))]), rule
    )
    if not made[0].all():
        raise DomainError(f"h must change x, but {h[made[0] == 0][0]:g} is less than a rounding unit of x")
    with np.errstate(all="ignore"):
        value, coarser, witness = rise / made**rule.order
        noise = 2 * EPS * rule.weight * (largest + lines.size * np.abs(value)) / made**rule.order
        truncation = np.abs(coarser - value) / (2**rule.power - 1)
        dissent = np.where(np.isfinite(witness), np.abs(witness - value) - 2 * noise[2], 0)
        error = np.maximum(truncation, dissent) + noise[0]
    return Slopes(value, error, made[0], np.isfinite(error))


def at_best_step(lines: Lines, rule: Stencil, scale: Float[ndarray, " n"] | None) -> Slopes:
    """D(h) at the predicted best step; where f ends within it, that border is the length that counts."""
    length = np.maximum(lines.size, 1.0) if scale is None else scale
    unit = best_step(rule, EPS)[0]
    smallest = 4 * np.spacing(lines.size)
    for _ in range(40):
        found = plain(lines, rule, np.maximum(unit * length, smallest))
        if found.ok.all():
            break
        length = np.where(found.ok, length, unit * length)
    return found


def best_step(
    rule: Stencil, noise: Float[ndarray, "*shape"] | float
) -> tuple[Float[ndarray, "*shape"], Float[ndarray, "*shape"]]:
    """Where C h^p + N / h^order is least, in lengths over which f changes; and that least error."""
    rounding, truncation = rule.weight * np.asarray(noise), abs(rule.leading)
    h = (rule.order * rounding / (rule.power * truncation)) ** (1 / (rule.power + rule.order))
    return np.asarray(h), np.asarray(truncation * h**rule.power + rounding / h**rule.order)


def positive(h: ArrayLike, name: str) -> Float[ndarray, ...]:
    """Read a step length: finite and greater than 0."""
    step = real(h, name)
    if not (step > 0).all():
        raise DomainError(f"{name} must be greater than 0, got {step.min():g}")
    return step


def _per_line(h: ArrayLike | None, name: str, lines: Lines) -> Float[ndarray, " n"] | None:
    if h is None:
        return None
    step = positive(h, name)
    try:
        return np.broadcast_to(step, lines.shape).ravel()
    except ValueError:
        raise ShapeError(f"{name} must fit the shape {lines.shape} of the answer, got {step.shape}") from None


def _finite(lines: Lines, found: Slopes) -> Slopes:
    lost = ~(np.isfinite(found.value) & np.isfinite(found.error))
    if lost.any():
        raise DomainError(
            f"f must have finite values around x to have a slope there, and has none beside "
            f"{lines.points[lost][0]}; at a border ask for side='left' or 'right'"
        )
    return found
