"""Slopes do not hang on units, places or shapes; errors fall as the stated power; mistakes get a sentence."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    derivative,
    differentiable,
    secant_slopes,
)
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.derivatives.waves import EXACT, METHODS, holds, wave, wave_slope

# ---- Invariance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(power=st.integers(-200, 300), x=st.floats(-4, 4))
@settings(max_examples=15)
def test_the_unit_of_f_changes_nothing_but_the_unit_of_the_slope(method, power, x):
    unit = 2.0**power
    plain, other = (derivative(lambda t, c=c: c * wave(t), x, method=method) for c in (1.0, unit))
    assert other.value == plain.value * unit
    assert_allclose(other.error, plain.error * unit, rtol=1e-12)


@given(
    power=st.integers(-40, 40),
    shift=st.floats(-1e3, 1e3),
    x=st.floats(-3, 3),
    flipped=st.sampled_from([1, -1]),
)
@example(power=-30, shift=0.0, x=0.1, flipped=1)
@settings(max_examples=60)
def test_a_world_moved_mirrored_and_rescaled_has_the_same_slopes(power, shift, x, flipped):
    unit = flipped * 2.0**power
    moved = (x + shift) * unit
    found = derivative(lambda t: wave(t / unit - shift), moved, method="richardson")
    exact = wave_slope(EXACT(moved) / unit - EXACT(shift)) / unit
    assert holds(found, exact)
    assert abs(found.value - float(exact)) <= 1e-9 / abs(unit) * wave(x) + 10 * found.error * (
        abs(shift) > 10
    )


@given(st.floats(-3, 3), st.floats(0.1, 5), st.floats(-5, 5))
@settings(max_examples=40)
def test_slopes_are_linear_in_the_function(x, a, b):
    one, two = derivative(wave, x, method="richardson"), derivative(np.cos, x, method="richardson")
    both = derivative(lambda t: a * wave(t) + b * np.cos(t), x, method="richardson")
    allowed = 10 * (both.error + a * one.error + abs(b) * two.error) + 1e-14
    assert abs(both.value - a * one.value - b * two.value) <= allowed


# ---- Order and exactness ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "order"), [("forward", 1), ("backward", 1), ("central", 2), ("complex", 2)]
)
def test_the_truncation_error_falls_with_the_stated_power_of_h(method, order):
    h = np.logspace(-3, -1.5, 8)
    error = np.abs(derivative(np.exp, np.full(8, 0.7), method=method, h=h).value - np.exp(0.7))
    assert_allclose(np.polyfit(np.log(h), np.log(error), 1)[0], order, atol=0.05)


@pytest.mark.parametrize(("method", "order"), [("forward", 1), ("backward", 1), ("central", 2)])
def test_so_it_does_for_second_derivatives(method, order):
    h = np.logspace(-2.5, -1.5, 8)
    error = np.abs(derivative(np.exp, np.full(8, 0.7), method=method, h=h, order=2).value - np.exp(0.7))
    assert_allclose(np.polyfit(np.log(h), np.log(error), 1)[0], order, atol=0.1)


@given(
    st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20), st.integers(-8, 8), st.integers(-6, 3)
)
@settings(max_examples=40)
def test_central_differences_are_exact_on_parabolas_and_forward_ones_on_lines(a, b, c, x, power):
    h = 2.0**power
    assert derivative(lambda t: a * t**2 + b * t + c, x, h=h).value == 2 * a * x + b
    assert derivative(lambda t: b * t + c, x, method="forward", h=h).value == b
    assert derivative(lambda t: a * t**2 + b * t + c, x, h=h, order=2).value == 2 * a


@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e3))
@settings(max_examples=50)
def test_the_step_reported_is_one_that_the_machine_can_make(x, h):
    assume(abs(h) > 4 * np.spacing(abs(x)))
    made = derivative(np.sin, x, h=h).h
    assert x + made - x == made


def test_nfev_counts_every_value_asked_for():
    asked = []

    def counting(x):
        asked.append(np.size(x))
        return wave(x)

    for method in METHODS:
        asked.clear()
        assert derivative(counting, [[0.1, 0.2, 0.3]], method=method).nfev == sum(asked)


# ---- Shapes, types and mistakes ---------------------------------------------------------------------------

INPUTS = {
    "scalar": 0.5,
    "integer": 2,
    "list": [0.5, 1.5],
    "tuple of integers": (1, 2, 3),
    "numpy scalar": np.float64(0.25),
    "point": np.array([0.1, 0.2, 0.3]),
    "grid": np.linspace(0, 1, 6).reshape(2, 3),
    "empty": np.empty(0),
    "empty batch": np.empty((0, 3)),
    "float32": np.array([0.5, 1.5], dtype=np.float32),
    "int64 array": np.array([[1, 2], [3, 4]]),
    "every second": np.linspace(0, 1, 10)[::2],
    "transposed": np.linspace(0, 1, 6).reshape(2, 3).T,
}


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("method", METHODS)
def test_any_shape_and_any_kind_of_number_is_read_as_float64(x, method):
    found = derivative(wave, x, method=method)
    for each in (found.value, found.error, found.h):
        assert each.dtype == np.float64
        assert each.shape == np.shape(x)
        assert not each.flags.writeable
    assert found.ok.shape == np.shape(x)
    assert_allclose(found.value, wave_slope(np.asarray(x, dtype=float)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
def test_so_are_secants_and_sides(x):
    assert secant_slopes(wave, x, 1e-3).slope.shape == np.shape(x)
    assert differentiable(wave, x).equal.shape == np.shape(x)


def test_a_read_only_input_stays_as_it_was():
    x = np.array([0.3, 0.4])
    x.flags.writeable = False
    assert_allclose(derivative(wave, x).value, wave_slope(x), rtol=1e-8)
    assert_array_equal(x, [0.3, 0.4])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, [1.0, np.nan]])
def test_x_must_be_finite(method, bad):
    with pytest.raises(DomainError, match=r"x must be finite, got (nan|inf)"):
        derivative(wave, bad, method=method)


@pytest.mark.parametrize("bad", ["one", [[1.0], [1.0, 2.0]], 1j])
def test_x_must_be_numbers(bad):
    with pytest.raises(Exception, match=r"x must be (real )?numbers|x"):
        derivative(wave, bad)


@pytest.mark.parametrize("method", METHODS)
def test_f_must_have_a_value_where_it_is_asked(method):
    with pytest.raises(DomainError, match=r"f must be finite at x, got nan at x = -1\.0"):
        derivative(np.log, [1.0, -1.0], method=method)


def test_f_must_answer_point_by_point():
    with pytest.raises(ShapeError, match="one number per point"):
        derivative(lambda x: np.sum(x**2), [1.0, 2.0])
    with pytest.raises(ShapeError, match="one number per point"):
        derivative(lambda x: 3.0, [1.0, 2.0])
    with pytest.raises(ShapeError, match="must take arrays"):
        derivative(math.sin, [1.0, 2.0])


@pytest.mark.parametrize(
    ("mistake", "error", "words"),
    [
        ({"h": -1e-3}, DomainError, "h must be greater than 0"),
        ({"h": [0.1, 0.2]}, ShapeError, "h must fit"),
        ({"scale": 0.0}, DomainError, "scale must be greater than 0"),
        ({"order": 5}, ShapeError, "order must be one of"),
        ({"method": "forward", "side": "left"}, ShapeError, "contradicts"),
        ({"method": "complex", "order": 2}, ShapeError, "first derivatives only"),
        ({"method": "complex", "side": "left"}, ShapeError, "looks to no side"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(mistake, error, words):
    with pytest.raises(error, match=words) as caught:
        derivative(wave, 1.0, **mistake)
    assert "\n" not in str(caught.value)


def test_a_result_remembers_its_call():
    found = derivative(wave, 0.5, method="richardson")
    assert found.x == 0.5
    assert found.made_by.function == "calc_core.derivatives.one_variable.derivative"
    assert found.made_by.arguments["x"] == 0.5
    assert found.made_by.arguments["method"] == "richardson"
    assert found.made_by.arguments["f"] == "wave"
