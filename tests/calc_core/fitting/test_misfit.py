"""The badness of a bell with two knobs: what one place adds up, and the landscape of all places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import gradient
from calc_core.errors import DomainError, ShapeError
from calc_core.fitting import bell, fit, gaussian, misfit, misfit_landscape, sum_of_squares
from tests.calc_core.fitting.curves import HEIGHTS

AREA = HEIGHTS.people * HEIGHTS.bin_width
MODEL = bell(AREA, x_unit="cm")
BOX = [(154, 180), (3.6, 16.6)]
LAND = misfit_landscape(MODEL, HEIGHTS.height, HEIGHTS.count, bounds=BOX)
places = st.tuples(st.floats(154, 180), st.floats(3.6, 16.6)).map(np.array)


@given(st.floats(-50, 50), st.floats(0.1, 20), st.floats(0.1, 1e4))
def test_every_bell_has_the_area_that_it_was_given(mu, sigma, area):
    curve = bell(area)
    x = mu + sigma * np.linspace(-10, 10, 401)
    assert np.trapezoid(curve([mu, sigma], x), x) == pytest.approx(area, rel=1e-9)


@given(places)
def test_a_bell_of_known_area_is_the_bell_with_three_knobs_of_its_height(place):
    tall = np.append(AREA / (place[1] * np.sqrt(2 * np.pi)), place)
    assert_allclose(MODEL(place, HEIGHTS.height), gaussian()(tall, HEIGHTS.height), rtol=1e-14)


def test_no_bell_has_no_area():
    for area in (0.0, np.inf, np.nan):
        with pytest.raises(DomainError, match="area"):
            bell(area)


@given(places)
def test_the_misfit_of_a_place_is_the_landscapes_height_there(place):
    here = misfit(MODEL, HEIGHTS.height, HEIGHTS.count, place)
    assert here.total == pytest.approx(float(LAND.f(place)), rel=1e-12)
    assert here.total == pytest.approx(float(np.sum(here.miss**2)), rel=1e-12)
    assert_allclose(np.diff(here.running), here.miss**2, atol=1e-12 * here.total)
    assert here.running[0] == 0
    grid = sum_of_squares(MODEL, HEIGHTS.height, HEIGHTS.count, place[None])
    assert here.total == pytest.approx(float(grid.f[0]), rel=1e-12)


@given(places)
def test_its_slope_is_minus_twice_the_jacobian_times_the_misses(place):
    here = misfit(MODEL, HEIGHTS.height, HEIGHTS.count, place)
    by_hand = -2 * MODEL.jacobian(place, HEIGHTS.height).T @ here.miss
    assert_allclose(LAND.grad(place), by_hand, rtol=1e-6, atol=1e-3)
    central = gradient(LAND.f, place)
    assert (np.abs(central.value - by_hand) <= 10 * central.error + 1e-3).all()


def test_its_bend_is_the_slope_of_its_slope():
    place, h = np.array([170.0, 8.0]), 1e-4
    slopes = [(LAND.grad(place + h * e) - LAND.grad(place - h * e)) / (2 * h) for e in np.eye(2)]
    assert_allclose(LAND.hess(place), np.array(slopes), rtol=1e-4)


@given(places, st.floats(-300, 300))
def test_men_who_are_all_taller_by_as_much_move_the_landscape_along(place, taller):
    there = misfit(MODEL, HEIGHTS.height + taller, HEIGHTS.count, place + [taller, 0])
    here = misfit(MODEL, HEIGHTS.height, HEIGHTS.count, place)
    assert there.total == pytest.approx(here.total, rel=1e-7)


def test_no_bell_on_the_map_is_better_than_the_fitted_one():
    best = fit(MODEL, HEIGHTS.height, HEIGHTS.count)
    grid = np.stack(np.meshgrid(np.linspace(*BOX[0], 60), np.linspace(*BOX[1], 60)), axis=-1)
    assert LAND.f(best.theta) <= LAND.f(grid).min()
    assert best.rss == pytest.approx(float(LAND.f(best.theta)), rel=1e-9)
    assert np.linalg.norm(LAND.grad(best.theta)) < 1e-6 * np.linalg.norm(LAND.grad([177.0, 6.2]))


def test_a_misfit_is_of_one_place_and_a_landscape_of_all_knobs():
    with pytest.raises(ShapeError, match="one setting"):
        misfit(MODEL, HEIGHTS.height, HEIGHTS.count, [[170.0, 6.0]])
    with pytest.raises(ShapeError, match="bounds"):
        misfit_landscape(MODEL, HEIGHTS.height, HEIGHTS.count, bounds=[(0, 1)])
