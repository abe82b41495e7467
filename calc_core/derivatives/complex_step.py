"""A nudge along the imaginary axis: a slope without subtracting anything."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.lines import Lines, Slopes, rises
from calc_core.derivatives.stencils import CENTRAL, EPS, Stencil
from calc_core.errors import DomainError, ShapeError

TINIEST = 1e-200  # its square vanishes beside 1, so the step makes no truncation error at all
UNSEEN = 1e-9  # an h whose square vanishes beside 1, in units of |x|
SMALL = 1e-100  # what counts as beside 0
ASIDE = 2.0**-30  # the neighbours that show how much rounding a slope carries, in units of |x|
WITNESSES = 2.0 ** np.array([-12, -24, -36, -39])  # real nudges, in units of |x|, that must measure the same,
FAINT = 2  # and from which on only if rounding leaves them two digits
CLOSER = 2.0**-44  # the neighbours where those aside lie beyond a singularity, which shows in slopes
BEYOND = 1e3  # so many times as large


def complex_slopes(lines: Lines, rule: Stencil, h: Float[ndarray, " n"]) -> Slopes:
    """Im f(x + ih) / h along each line; its answers at x and very close to it give the error estimate.

    Raises DomainError where f takes no complex numbers or drops their imaginary part on the way.
    """
    if rule != CENTRAL[1]:
        raise ShapeError("the complex step gives first derivatives only, and looks to no side")
    aside = ASIDE * _unit(lines)
    slopes = _imaginary(lines, np.arange(-2, 3)[:, None] * aside, h)
    value, limit = slopes[2], slopes[2]
    faintest = np.finfo(float).tiny / h  # a smaller slope would underflow
    if (h > UNSEEN * _unit(lines)).any():  # truncation is part of the answer, and no fault of f
        limit = _imaginary(lines, np.zeros((1, h.size)), np.minimum(h, TINIEST))[0]
    _must_be_analytic(lines, limit, np.finfo(float).tiny / np.minimum(h, TINIEST))
    spread = _spread(slopes, ASIDE)
    if (np.abs(slopes).max(axis=0) > BEYOND * np.abs(value)).any():
        closer = _imaginary(lines, np.arange(-2, 3)[:, None] * CLOSER * _unit(lines), h)
        beyond = np.abs(slopes).max(axis=0) > BEYOND * np.abs(value)
        spread = np.where(beyond, np.minimum(spread, _spread(closer, CLOSER)), spread)
    error = spread + np.abs(value - limit) + 2 * EPS * np.abs(value) + faintest
    return Slopes(value, error, h, np.isfinite(error))


def _spread(slopes: Float[ndarray, "5 n"], aside: float) -> Float[ndarray, " n"]:
    """How much rounding a slope carries, by its four neighbours."""
    with np.errstate(all="ignore"):
        jitter = np.abs(np.diff(slopes, 4, axis=0)[0]) / 8  # independent errors grow 8 times
        bend = np.abs(slopes[3] - slopes[1]) / (2 * aside)
    return np.where(np.isfinite(jitter), jitter + EPS * bend, 0)


def _unit(lines: Lines) -> Float[ndarray, " n"]:
    """The size of x, or 1 beside 0."""
    return np.where(lines.size < SMALL, 1.0, lines.size)


def _reach(lines: Lines) -> Float[ndarray, " n"]:
    """The largest coordinate of each point, moving or not."""
    return np.asarray(np.abs(lines.points).max(axis=tuple(range(1, lines.points.ndim)), initial=0.0))


def _imaginary(
    lines: Lines, s: Float[ndarray, "steps n"], h: Float[ndarray, " n"]
) -> Float[ndarray, "steps n"]:
    try:
        seen = lines.at(s + 1j * h)
    except TypeError as problem:
        raise DomainError(f"f must take complex numbers for a complex step, but: {problem}") from None
    if not np.iscomplexobj(seen):
        raise DomainError(
            "f must keep the imaginary part for a complex step, but it answers with real numbers"
        )
    return np.asarray(seen.imag / h)


def _must_be_analytic(lines: Lines, slope: Float[ndarray, " n"], faintest: Float[ndarray, " n"]) -> None:
    """Refuse an f whose real nudges tell another slope at every step where they can tell one."""
    rise, largest, made = rises(lines, WITNESSES[:, None] * _unit(lines), CENTRAL[1])
    with np.errstate(all="ignore"):
        measured = rise / made
        rounding = 16 * EPS * (largest + lines.size * np.abs(measured)) / made
        apart = np.abs(measured - slope) > 1e-3 * (np.abs(measured) + np.abs(slope)) + rounding + faintest
        told = np.isfinite(measured)
        told[FAINT + 1 :] &= (rounding <= 1e-2 * np.abs(measured))[FAINT + 1 :]
        lost = (rise == 0) & (np.abs(slope) * made < EPS * _reach(lines))  # as terms that cancel round
        told &= ~(apart & lost)
    wrong = told.any(axis=0) & np.all(apart | ~told, axis=0)
    if wrong.any():
        raise DomainError(
            f"f must keep the imaginary part for a complex step, but at {lines.points[wrong][0]} real nudges "
            f"measure another slope; use method='richardson'"
        )
