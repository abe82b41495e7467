"""A sideways nudge keeps height and slope apart, however small it is."""

import cmath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import complex_nudges
from calc_core.errors import DomainError


@given(st.floats(-2, 2), st.floats(0.01, 1))
def test_the_parts_are_those_of_the_complex_exponential(x, h):
    found, wanted = complex_nudges(np.exp, x, h), cmath.exp(complex(x, h))
    assert float(found.real) == pytest.approx(wanted.real, rel=1e-13)
    assert float(found.imaginary) == pytest.approx(wanted.imag, rel=1e-13)
    assert float(found.slope) == pytest.approx(wanted.imag / h, rel=1e-13)


def test_both_parts_miss_by_the_square_of_the_nudge():
    h = np.array([0.02, 0.01, 0.005])
    found = complex_nudges(np.exp, 1.0, h)
    for off in (np.e - found.real, np.e - found.slope):
        assert np.log2(off[:-1] / off[1:]) == pytest.approx([2.0, 2.0], abs=1e-3)


@given(st.floats(-300, -8))
def test_no_nudge_is_too_small(power):
    assert float(complex_nudges(np.exp, 1.0, 10.0**power).slope) == pytest.approx(np.e, rel=4e-16)


def test_a_nudge_of_zero_and_real_answers_are_refused():
    with pytest.raises(DomainError, match="not be 0"):
        complex_nudges(np.exp, 1.0, [0.1, 0.0])
    with pytest.raises(DomainError, match="complex numbers"):
        complex_nudges(lambda z: np.asarray(z).real, 1.0, 0.1)
