"""A formula taken apart by rules has the slope of the whole, and routes add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import Operation, chain_trace, complex_step, trace_operations
from calc_core.errors import DomainError, ShapeError

BEAST = [
    Operation.power("fifth", "x", 5, factor=2.0),
    Operation.multiple("triple", "x", 3.0),
    Operation.total("sum", "fifth", "triple"),
    Operation.sine("sine", "sum"),
    Operation.multiple("minus", "x", -7.0),
    Operation.exponential("decay", "minus"),
    Operation.product("beast", "sine", "decay"),
]


def beast(x):
    return np.sin(2 * x**5 + 3 * x) / np.exp(7 * x)


@given(st.floats(-1.2, 1.2))
def test_rules_and_the_complex_step_find_the_same_slope(x):
    trace, measured = trace_operations(BEAST, x), complex_step(beast, x)
    size = sum(abs(route) for route in trace.routes["beast"])  # the two routes may nearly cancel
    assert float(trace.slope) == pytest.approx(float(measured.value), rel=1e-13, abs=1e-13 * size)
    assert float(trace.value) == pytest.approx(float(beast(x)), rel=1e-13, abs=1e-13)


def test_at_three_tenths_they_agree_to_fifteen_digits_with_the_known_value():
    slope = float(trace_operations(BEAST, 0.3).slope)
    assert f"{slope:.15f}" == f"{float(complex_step(beast, 0.3).value):.15f}"
    assert f"{slope:.15f}".startswith("-0.44095852372138")


@given(st.floats(-2, 2), st.floats(-3, 3), st.integers(1, 5))
def test_along_a_chain_the_slope_is_the_product_of_the_local_rates(x, factor, exponent):
    steps = [
        Operation.power("power", "x", exponent, factor=factor),
        Operation.sine("sine", "power"),
        Operation.exponential("growth", "sine"),
    ]
    trace = trace_operations(steps, x)
    product = np.prod([trace.rates[each.name][0] for each in steps])
    assert float(trace.slope) == pytest.approx(float(product), rel=1e-12, abs=1e-300)
    nudged = chain_trace([lambda u: factor * u**exponent, np.sin, np.exp], x, 1e-6)
    assert float(trace.slope) == pytest.approx(float(nudged.slope), rel=1e-6, abs=1e-6)


@given(st.floats(-5, 5))
def test_routes_add_up(x):
    trace = trace_operations([Operation.power("square", "x", 2), Operation.total("whole", "square", "x")], x)
    assert trace.routes["whole"].tolist() == [2 * x, 1.0]
    assert float(trace.slope) == 2 * x + 1


def test_what_is_wrong_is_said():
    with pytest.raises(ShapeError, match="at least one step"):
        trace_operations([], 1.0)
    with pytest.raises(ShapeError, match="'u', which is no earlier step"):
        trace_operations([Operation.sine("sine", "u")], 1.0)
    with pytest.raises(ShapeError, match="given already"):
        trace_operations([Operation.sine("x", "x")], 1.0)
    with pytest.raises(DomainError, match="'growth' must be finite"):
        trace_operations([Operation.exponential("growth", "x")], 1e4)
