"""A nudge sideways, off the number line: height and slope come back in two parts that never mix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, real


@dataclass(frozen=True, eq=False)
class ComplexNudges(Result):
    """f(x + ih) for nudges h: its real part is f(x) + O(h^2), its imaginary part h f'(x) + O(h^3)."""

    x: Float[ndarray, ""]
    h: Float[ndarray, "*shape"]
    real: Float[ndarray, "*shape"]
    imaginary: Float[ndarray, "*shape"]
    slope: Float[ndarray, "*shape"]  # imaginary / h


@recorded
def complex_nudges(f: Function, x: Real, h: ArrayLike) -> ComplexNudges:
    """The two parts of f(x + ih) for every h of any shape, as they are, h large or small.

    For a slope with its error estimate see `complex_step`. Raises DomainError where h is 0, f is not finite
    or answers with real numbers.

    The error of a sideways nudge falls with its square, and nothing is lost however small it is:

    >>> sideways = cc.complex_nudges(np.exp, 1.0, [0.1, 1e-3, 1e-100])
    >>> print([f"{abs(each):.0e}" for each in sideways.slope - np.e])
    ['5e-03', '5e-07', '0e+00']
    """
    nudge, here = real(h, "h"), real(x)
    if not nudge.all():
        raise DomainError("h must not be 0: there is no slope without a nudge")
    there = np.asarray(f(here + 1j * nudge))
    if not np.iscomplexobj(there) or not np.isfinite(there).all():
        raise DomainError("f must answer a complex nudge with finite complex numbers")
    return ComplexNudges(here, nudge, there.real, there.imag, np.asarray(there.imag / nudge))
