"""A graph holds the function's own values; its turning points are where the slope changes sign."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core.derivatives.graphs import graph, turning_points
from calc_core.errors import DomainError


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_a_graph_holds_the_functions_own_values(x):
    drawn = graph(np.sin, x)
    assert np.array_equal(drawn.x, x)
    assert np.array_equal(drawn.f, np.sin(x))


def test_a_graph_refuses_places_where_there_is_no_value():
    with pytest.raises(DomainError, match="finite"):
        graph(np.log, [1.0, 0.0])


@settings(max_examples=12)
@given(shift=st.floats(-5, 5), stretch=st.floats(0.2, 5), height=st.floats(-100, 100))
def test_turning_points_move_along_when_the_world_moves(shift, stretch, height):
    found = turning_points(lambda x: height + np.sin((x - shift) / stretch), shift, shift + 6 * stretch)
    assert found.kind == ("maximum", "minimum")
    assert (found.x - shift) / stretch == pytest.approx([np.pi / 2, 3 * np.pi / 2], abs=1e-7)


def test_turning_points_of_a_cubic_are_those_of_the_formula():
    found = turning_points(lambda x: x**3 - 3 * x, -2.0, 2.0)
    assert found.kind == ("maximum", "minimum")
    assert found.x == pytest.approx([-1.0, 1.0], abs=1e-12)
    assert found.f == pytest.approx([2.0, -2.0], abs=1e-12)


def test_a_level_place_that_is_no_turn_is_none():
    assert turning_points(lambda x: x**3, -1.0, 1.0).kind == ()


def test_the_bounds_must_run_from_low_to_high():
    with pytest.raises(DomainError, match="less than"):
        turning_points(np.sin, 1.0, 1.0)
