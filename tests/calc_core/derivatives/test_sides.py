"""A corner has two slopes and no derivative; at a border one side is enough."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    derivative,
    differentiable,
)
from calc_core.errors import DomainError

# ---- One side, and both -----------------------------------------------------------------------------------


def test_a_corner_has_two_slopes_and_no_derivative():
    sides = differentiable(np.abs, [0.0, 1.0, -2.0, 1e-9])
    assert_array_equal(sides.left.value, [-1, 1, -1, 1])
    assert_array_equal(sides.right.value, [1, 1, -1, 1])
    assert_array_equal(sides.equal, [False, True, True, True])


@given(st.floats(-3, 3), st.floats(-5, 5), st.floats(0.01, 10))
@settings(max_examples=40)
def test_a_corner_anywhere_shows_its_jump(x, base, jump):
    f = lambda t: np.sin(t) + base * t + jump * np.maximum(t - x, 0)  # noqa: E731
    sides = differentiable(f, x)
    assert not sides.equal
    assert_allclose(sides.right.value - sides.left.value, jump, rtol=1e-6)
    assert differentiable(f, x + 1.0).equal


@pytest.mark.parametrize(
    ("f", "x", "expected"),
    [
        (np.exp, 1.0, True),
        (np.cos, 0.0, True),
        (lambda x: x * np.abs(x), 0.0, True),
        (lambda x: np.abs(x) ** 1.5, 0.0, True),
        (lambda x: np.sqrt(np.abs(x)), 0.0, False),
        (np.cbrt, 0.0, False),
        (np.floor, 1.0, False),
        (np.floor, 0.5, True),
        (np.sign, 0.0, False),
        (lambda x: np.maximum(x, 0.0), 0.0, False),
        (lambda x: np.where(x == 0, 0.0, x * np.sin(1 / np.where(x == 0, 1.0, x))), 0.0, False),
        (lambda x: 0 * x + 2.0, 3.0, True),
    ],
)
def test_differentiable_or_not(f, x, expected):
    assert differentiable(f, x).equal == expected


def test_at_a_border_one_side_is_enough():
    f = lambda x: x * np.sqrt(x) + 2 * x  # noqa: E731
    assert_allclose(derivative(f, 0.0, method="richardson", side="right").value, 2.0, atol=1e-6)
    assert_allclose(derivative(np.arcsin, 0.0, method="forward").value, 1.0, atol=1e-6)
    with pytest.raises(DomainError, match="side="):
        derivative(f, 0.0)
    with pytest.raises(DomainError, match="side="):
        derivative(f, [1.0, 0.0], method="richardson")


@pytest.mark.parametrize("method", ["central", "richardson"])
def test_a_side_looks_at_that_side_only(method):
    f = lambda x: np.where(x < 1, x**2, 5 * x - 4)  # noqa: E731
    left = derivative(f, 1.0, method=method, side="left")
    right = derivative(f, 1.0, method=method, side="right")
    assert_allclose([left.value, right.value], [2, 5], atol=1e-6)
