"""Straight knobs set by projection: the rest of the search sees the same floor, with fewer knobs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import load_heights
from calc_core.errors import ShapeError
from calc_core.fitting import exponential, gaussian, levenberg_marquardt, projected

PEOPLE = load_heights()
X, Y = PEOPLE.height, PEOPLE.count
BELL = projected(gaussian(), X, Y, ["A"])
GROWTH_X = np.linspace(0, 3, 17)
GROWTH_Y = 2 + 3 * np.exp(GROWTH_X / 1.7) + 0.1 * np.cos(5 * GROWTH_X)
GROWTH = projected(exponential(), GROWTH_X, GROWTH_Y, ["c", "A"])

middles, widths = st.floats(140, 195), st.floats(3, 30)


@settings(max_examples=20)
@given(m=middles, s=widths)
def test_what_is_left_stands_at_a_right_angle_to_the_bell(m, s):
    bell = np.exp(-(((X - m) / s) ** 2) / 2)
    left = BELL((m, s))
    assert abs(bell @ left) <= 1e-9 * np.linalg.norm(bell) * np.linalg.norm(Y)
    height = BELL.theta((m, s))[0]
    for other in (0.9, 1.1):
        assert np.sum((Y - other * height * bell) ** 2) >= np.sum(left**2)


@settings(max_examples=20)
@given(m=middles, s=widths)
def test_the_jacobian_is_that_of_nudges(m, s):
    nudges = 1e-4 * np.eye(2)
    columns = [(BELL((m, s) + e) - BELL((m, s) - e)) / 2e-4 for e in nudges]
    assert_allclose(BELL.jacobian((m, s)), np.stack(columns, axis=-1), atol=2e-4, rtol=1e-5)
    slopes = [(BELL.rms((m, s) + e) - BELL.rms((m, s) - e)) / 2e-4 for e in nudges]
    assert_allclose(BELL.rms_slope((m, s)), slopes, atol=1e-5)


@settings(max_examples=20)
@given(time=st.floats(0.5, 5))
def test_two_straight_knobs_are_set_by_one_projection(time):
    design = np.stack([np.ones_like(GROWTH_X), np.exp(GROWTH_X / time)], axis=-1)
    best = np.linalg.lstsq(design, GROWTH_Y, rcond=None)[0]
    assert_allclose(GROWTH.theta((time,)), [*best, time], rtol=1e-9)
    nudged = (GROWTH((time + 1e-6,)) - GROWTH((time - 1e-6,))) / 2e-6
    assert_allclose(GROWTH.jacobian((time,))[:, 0], nudged, atol=1e-5)


def test_its_floor_is_that_of_the_whole_model():
    whole = levenberg_marquardt(gaussian().residuals(X, Y), (400, 165, 8))
    two = levenberg_marquardt(BELL, (165, 8), jac=BELL.jacobian)
    assert_allclose(BELL.theta(two.theta), whole.theta, rtol=1e-7)
    assert two.rss == pytest.approx(whole.rss, rel=1e-12)


@settings(max_examples=20)
@given(m=middles, s=widths, factor=st.floats(0.1, 10))
def test_data_twice_as_large_leave_twice_as_much(m, s, factor):
    larger = projected(gaussian(), X, factor * Y, ["A"])
    assert_allclose(larger((m, s)), factor * BELL((m, s)), atol=1e-9 * factor * Y.max())


def test_a_whole_grid_is_answered_at_once():
    grid = np.stack(np.meshgrid([150.0, 170.0, 190.0], [4.0, 20.0]), axis=-1)
    assert BELL.rms(grid).shape == (2, 3)
    assert_allclose(BELL.jacobian(grid)[1, 2], BELL.jacobian((190.0, 20.0)), rtol=1e-12)


def test_its_landscape_has_the_curvatures_of_its_slopes():
    land = BELL.landscape([(140, 195), (3, 30)])
    place = np.array([172.0, 9.0])
    nudged = [(BELL.rms_slope(place + e) - BELL.rms_slope(place - e)) / 2e-3 for e in 1e-3 * np.eye(2)]
    assert_allclose(land.hess(place), nudged, atol=1e-5)
    assert land.units["x"] == land.units["y"] == ""


def test_a_bell_between_all_classes_is_no_bell():
    assert_allclose(BELL((153.8, 1e-3)), Y)


@pytest.mark.parametrize("names", [(), ("A", "mu", "sigma"), ("height",)])
def test_some_knobs_must_be_straight_and_some_not(names):
    with pytest.raises(ShapeError, match="straight must name some of A, mu, sigma"):
        projected(gaussian(), X, Y, names)
