"""A nudge along the imaginary axis: a slope without subtracting anything."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from calc_core.errors import DomainError
from calc_core.points import ArrayLike
from calc_core.results import Estimate, recorded
from calc_core.stencils import CENTRAL, EPS, Line, quotients
from calc_core.values import Function, at_home, real, values

TINIEST = 1e-200  # its square vanishes beside 1, so the step makes no truncation error at all
ASIDE = 2.0**-30  # the neighbours that show how much rounding a slope carries, in units of |x|
WITNESSES = 2.0 ** np.array([-12, -24, -36])  # real nudges, in units of |x|, that must tell the same story


@recorded
def complex_step(f: Function, x: ArrayLike, h: float = TINIEST) -> Estimate:
    """f'(x) = Im f(x + ih) / h + O(h^2): nothing is subtracted, so h may be as small as 1e-200.

    f must be analytic and take complex arrays. Its answers at x and very close to it give the error
    estimate. Raises DomainError where f takes no complex numbers or drops their imaginary part on the way
    (abs, .real, hypot), which a comparison with real nudges reveals.
    (Lyness and Moler, 1967; Squire and Trapp, 1998.)
    """
    base = real(x)
    at_home(f, base)
    return complex_slope(Line(lambda s: values(f, base + s), base), h)


def complex_slope(line: Line, h: float | ndarray = TINIEST) -> Estimate:
    """The complex step along each line, with its error estimate and its check."""
    aside = ASIDE * np.where(line.size == 0, 1.0, line.size)
    steps = np.broadcast_to(np.asarray(h, dtype=float), line.base.shape)
    slopes = _imaginary(line, np.stack([k * aside for k in range(-2, 3)]), steps)
    value = slopes[2]
    if not np.isfinite(value).all():
        raise DomainError(
            f"f has no finite value beside {line.base[~np.isfinite(value)][0]:g} on the imaginary axis"
        )
    _must_be_analytic(line, value)
    jitter = np.abs(np.diff(slopes, 4, axis=0)[0]) / 8  # a fourth difference: independent errors grow 8 times
    bend = np.abs(slopes[3] - slopes[1]) / (2 * ASIDE)
    spread = np.where(np.isfinite(jitter), jitter + EPS * bend, 0)
    error = spread + 2 * EPS * np.abs(value)
    value, error, steps = (np.reshape(a, line.shape) for a in (value, error, steps))
    return Estimate(value, error, steps, line.nfev, "complex", np.ones(line.shape, dtype=bool))


def _imaginary(line: Line, s: ndarray, h: ndarray) -> ndarray:
    line.nfev += s.size
    try:
        seen = line.at(s + 1j * h)
    except TypeError as problem:
        raise DomainError(f"f must take complex numbers for a complex step, but: {problem}") from None
    if not np.iscomplexobj(seen):
        raise DomainError(
            "f must keep the imaginary part for a complex step, but it answers with real numbers"
        )
    return np.asarray(seen.imag / h)


def _must_be_analytic(line: Line, slope: ndarray) -> None:
    """Refuse an f whose real nudges tell another slope at every step where they can tell one."""
    unit = np.where(line.size == 0, 1.0, line.size)
    steps = WITNESSES.reshape(-1, *[1] * unit.ndim) * unit
    measured, largest, made = quotients(line, steps, CENTRAL[1])
    with np.errstate(all="ignore"):
        rounding = 16 * EPS * (largest + line.size * np.abs(measured)) / made
        apart = np.abs(measured - slope) > 1e-3 * (np.abs(measured) + np.abs(slope)) + rounding
    told = np.isfinite(measured)
    wrong = told.any(axis=0) & np.all(apart | ~told, axis=0)
    if wrong.any():
        raise DomainError(
            f"f must keep the imaginary part for a complex step, but at {line.base[wrong][0]:g} real nudges "
            f"measure another slope; use method='richardson'"
        )
