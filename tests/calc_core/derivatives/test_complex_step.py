"""The complex step subtracts nothing, and refuses what drops the imaginary part."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    complex_step,
    derivative,
    step_sweep,
)
from calc_core.errors import DomainError
from tests.calc_core.derivatives.waves import EXACT, holds, relative
from tests.calc_core.hard_functions import BATTERY

# ---- The complex step -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hard",
    [h for h in BATTERY if h.name not in ("cube root", "tiny", "sin x / x")],
    ids=lambda hard: hard.name,
)
def test_the_complex_step_subtracts_nothing_and_loses_nothing(hard):
    found = complex_step(hard.f, hard.x)
    assert holds(found, hard.slope)
    assert relative(found, hard.slope) <= 2e-13 or hard.slope == 0


@pytest.mark.parametrize(
    "f",
    [
        np.abs,
        lambda x: x * np.abs(x),
        lambda x: np.sqrt(np.abs(x) ** 2 + 1) + 0j,
        lambda x: np.sin(x.real) + 0j,
        lambda x: np.exp(x) + 0.1 * np.abs(x),
    ],
)
def test_a_function_that_drops_the_imaginary_part_is_refused(f):
    with pytest.raises(DomainError, match="imaginary part"):
        complex_step(f, [1.5, 2.5])


def test_a_function_that_takes_no_complex_numbers_is_refused():
    with pytest.raises(DomainError, match="complex numbers"):
        complex_step(np.cbrt, 2.0)


@pytest.mark.parametrize("f", [lambda x: x**3, np.exp, np.sin, lambda x: 1 / x])
@pytest.mark.parametrize("x", [0.05, 0.1, 1.0])
def test_a_large_imaginary_step_is_off_by_truncation_and_owns_up_to_it(f, x):
    h = np.logspace(-12, -0.5, 24) * x
    exact = float(complex_step(f, x).value)
    found = derivative(f, np.full(24, x), method="complex", h=h)
    assert (np.abs(found.value - exact) <= 2 * found.error).all()
    assert (found.error <= 1e-14 * abs(exact) + 2 * np.abs(found.value - exact)).all()
    sweep = step_sweep(f, x, h, ("complex",), exact=exact)
    assert_array_equal(sweep.value[0], found.value)
    with pytest.raises(DomainError, match="imaginary part"):
        derivative(lambda t: f(t) * np.abs(t), x, method="complex", h=0.1 * x)


@pytest.mark.parametrize("away", [1e-8, 1e-10, 1e-12])
@pytest.mark.parametrize("method", ["complex", "richardson"])
def test_beside_the_end_of_a_function_there_is_a_slope(away, method):
    x = -1 + away
    exact = 1 / np.sqrt((1 - EXACT(x)) * (1 + EXACT(x)))
    found = derivative(np.arcsin, x, method=method)
    assert relative(found, exact) <= 1e-4
    assert holds(found, exact)
    assert found.error <= 1e-2 * exact


def test_branches_chosen_by_comparison_keep_their_imaginary_part():
    found = complex_step(lambda x: np.where(x.real > 0, x**3, -x), [2.0, -1.0])
    assert_allclose(found.value, [12.0, -1.0], rtol=1e-15)
