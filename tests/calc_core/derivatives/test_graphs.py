"""A graph holds the function's own values; its turning points are where the slope changes sign."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

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


def bell(x, center, width):
    return np.exp(-(((x - center) / width) ** 2))


@pytest.mark.parametrize(
    ("f", "low", "high", "turns"),
    [
        (lambda x: bell(x, 5, 0.3), 0.0, 10.0, [("maximum", 5.0)]),
        (lambda x: 800 + bell(x, 5, 0.3), 0.0, 10.0, [("maximum", 5.0)]),
        (np.tan, 0.0, 6.5, []),
        (lambda x: 1 / (x - 0.3003) ** 2, -1.0, 1.0, []),
        (lambda x: 1 / (x - 0.3003), -1.0, 1.0, []),
        (lambda x: 0 * x + 3, 0.0, 1.0, []),
        (np.abs, -1.0, 1.5, [("minimum", 0.0)]),
        (lambda x: x**4, -1.0, 1.3, [("minimum", 0.0)]),
        (lambda x: np.sqrt(x) - x, 0.0, 1.0, [("maximum", 0.25)]),
        (lambda x: np.sin(x * 1e-6), 0.0, 4e6, [("maximum", 5e5 * np.pi)]),
        (lambda x: np.sin(x).astype(np.float32), 0.0, 4.0, [("maximum", np.pi / 2)]),
    ],
)
def test_no_turn_is_invented_and_none_is_missed(f, low, high, turns):
    found = turning_points(f, low, high)
    assert found.kind == tuple(kind for kind, _ in turns)
    assert np.all(np.abs(found.x - [x for _, x in turns]) <= 2 * found.error)
    assert np.all(found.error <= 1e-5 * (high - low))


def test_a_narrow_top_on_a_long_slope_has_its_two_turns():
    """The slope of x + 3 exp(-((x - 5) / w)^2) is 0 where u exp(-u^2) = w / 6 with u = (x - 5) / w."""
    found = turning_points(lambda x: x + 3 * bell(x, 5, 0.1), 0.0, 10.0)
    u = [brentq(lambda u: u * np.exp(-u * u) - 0.1 / 6, *ends) for ends in ((0, 0.5), (1, 5))]
    assert found.kind == ("maximum", "minimum")
    assert found.x == pytest.approx(5 + 0.1 * np.array(u), abs=1e-9)


@pytest.mark.parametrize("tower", [0.0, 1.0])
def test_a_plain_between_two_tops_is_one_hollow_somewhere(tower):
    found = turning_points(lambda x: tower + bell(x, 2, 0.1) + bell(x, 8, 0.1), 0.0, 10.0)
    assert found.kind == ("maximum", "minimum", "maximum")
    assert found.error[1] >= 0.1  # nobody can tell where
    assert abs(found.x[1] - 5) <= found.error[1] < 5


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(0.15, 0.8), st.floats(-4, 4)), min_size=1, max_size=4),
    st.floats(-1, 1),
)
def test_on_any_range_of_bells_the_turns_are_those_of_the_formula(bells, slope):
    f = lambda x: slope * x + sum(h * bell(x, c, w) for c, w, h in bells)  # noqa: E731
    df = lambda x: slope - sum(2 * h * (x - c) / w**2 * bell(x, c, w) for c, w, h in bells)  # noqa: E731
    fine = np.linspace(0, 10, 20_001)
    steep = df(fine)
    assume(np.abs(steep).max() > 1e-3)
    clear = np.abs(steep) > 1e-6  # what is fainter may be told or not
    signs = np.sign(steep[clear])
    turns = np.flatnonzero(signs[1:] != signs[:-1])
    assume(not turns.size or np.diff(fine[clear][turns], prepend=-1, append=11).min() > 0.2)
    found = turning_points(f, 0.0, 10.0)
    sure = found.error < 1e-3
    assert len(found.x) >= len(turns)
    for x, way in zip(found.x[sure], np.array(found.kind)[sure], strict=True):
        assert abs(df(x)) <= 1e-6 * np.abs(steep).max()
        assert np.sign(df(x - 0.003)) >= np.sign(df(x + 0.003)) if way == "maximum" else True


def test_the_bounds_must_run_from_low_to_high():
    with pytest.raises(DomainError, match="less than"):
        turning_points(np.sin, 1.0, 1.0)
