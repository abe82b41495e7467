"""Lecture 06: polynomials between places and degrees, how far they reach, and what they stay under."""

from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    analytic,
    bounded_remainder,
    circle_values,
    coefficients,
    reach_family,
    taylor_family,
)
from calc_core.errors import DomainError, ShapeError


def hill(z):
    return 1 / (1 + z * z)


def flat(z):
    return np.exp(-1 / z**2)


@pytest.fixture(scope="module")
def waves():
    return taylor_family(np.cos, np.linspace(-1.5, 1.5, 41), 12)


@pytest.fixture(scope="module")
def logarithm():
    return taylor_family(np.log1p, 0.0, 60)


def test_at_a_place_on_record_it_is_the_polynomial_of_that_place(waves):
    for k in (0, 17, 40):
        alone = coefficients(np.cos, waves.x0[k], 12)
        assert_array_equal(waves.at(waves.x0[k]).c, alone.c)
        assert_array_equal(waves.at(waves.x0[k], 5).c, alone.c[:6])


@settings(max_examples=30)
@given(place=st.floats(-1.5, 1.5))
def test_between_places_the_coefficients_are_derivatives_over_factorials(waves, place):
    found = waves.at(place)
    exact = np.array([np.cos(place + k * np.pi / 2) / factorial(k) for k in range(13)])
    assert_allclose(found.c, exact, atol=1e-6)
    assert (np.abs(found.c - exact) <= 16 * found.error + 1e-15).all()  # a spline's error is 16th of missed
    assert_allclose(found.slopes, exact * [factorial(k) for k in range(13)], atol=1e-5)


@settings(max_examples=30)
@given(whole=st.integers(0, 11), share=st.floats(0, 0.999), x=st.floats(-3, 3))
def test_between_degrees_two_polynomials_are_mixed(waves, whole, share, x):
    low, high = waves.at(0.0, whole)(x), waves.at(0.0, whole + 1)(x)
    assert waves.at(0.0, whole + share)(x) == pytest.approx((1 - share) * low + share * high, abs=1e-9)
    assert waves.at(0.0, whole).degree == whole


def test_a_coefficient_times_its_share_moves_its_own_derivative_alone(waves):
    whole = waves.at(-0.9, 4)
    turned = whole.scaled([1, 1, 1, 1, 3.0])
    assert_array_equal(turned.slopes[:4], whole.slopes[:4])
    assert turned.slopes[4] == pytest.approx(3 * whole.slopes[4])
    with pytest.raises(ShapeError, match="one a coefficient"):
        whole.scaled([1, 2])


def test_the_reach_is_where_the_error_passes_and_no_nearer(logarithm):
    found = reach_family(np.log1p, logarithm, [4, 11, 30.5], within=[0.1, 1e-3])
    for degree in (4, 11, 30.5):
        here = found.at(0.0, degree)
        p = logarithm.at(0.0, degree)
        for level, within in enumerate(here.within):
            edge = here.radius[level] * np.exp(1j * here.angle)
            off = np.abs(np.log1p(edge) - np.polynomial.polynomial.polyval(edge, p.c))
            assert_allclose(off, within, rtol=0.05)
            inner = np.abs(np.log1p(0.9 * edge) - np.polynomial.polynomial.polyval(0.9 * edge, p.c))
            assert (inner < within).all()


def test_the_reach_of_a_logarithm_becomes_the_circle_through_its_hole(logarithm):
    found = reach_family(np.log1p, logarithm, [15, 60], within=[0.01], rays=37)
    spread = [np.ptp(found.at(0.0, degree).radius) for degree in (15, 60)]
    assert spread[1] < spread[0] / 2
    assert_allclose(found.at(0.0, 60).radius[0], 1.0, atol=0.06)


@pytest.mark.parametrize(
    ("f", "hole", "places"), [(np.log1p, -1.0, np.linspace(0, 1.5, 4)), (hill, 1j, np.linspace(-1.2, 1.2, 5))]
)
def test_the_reach_goes_to_the_nearest_hole_wherever_the_series_is_read(f, hole, places):
    found = reach_family(f, taylor_family(f, places, 60), [60], within=[0.01], farthest=3.5, rays=37)
    for place in places:
        assert_allclose(found.at(place, 60).radius[0], abs(hole - place), rtol=0.1)


def test_a_rim_is_closed_and_mirrored_in_the_real_line(logarithm):
    rim = reach_family(np.log1p, logarithm, [20], rays=19).at(0.0, 20).rim(0)
    assert_array_equal(rim[0], rim[-1])
    assert_allclose(np.sort(rim[:-1, 1]), -np.sort(rim[:-1, 1])[::-1], atol=1e-15)
    assert len(rim) == 2 * 19 - 2 + 1


@settings(max_examples=40)
@given(degree=st.floats(0, 11), x=st.floats(-6, 6))
def test_no_remainder_is_larger_than_its_bound(waves, degree, x):
    found = bounded_remainder(np.cos, waves, x, x0=0.0, degree=degree, slope_max=1.0)
    assert found.error <= found.bound * (1 + 1e-9) + 1e-13 * np.cosh(x)


def test_the_bound_is_lagranges(waves):
    found = bounded_remainder(np.cos, waves, 2.0, x0=0.5, degree=5, slope_max=1.0)
    assert found.bound == pytest.approx(1.5**6 / factorial(6))


def test_the_smaller_the_circle_the_larger_what_stands_on_it():
    for radius in (0.6, 0.3, 0.15):
        found = circle_values(flat, 0.0, radius)
        assert found.largest == pytest.approx(np.exp(1 / radius**2), rel=1e-9)
        assert abs(np.sin(found.angle[found.size.argmax()])) == pytest.approx(1.0)


def test_around_a_place_where_it_is_analytic_the_largest_falls_with_the_circle():
    largest = [circle_values(np.exp, 0.3, radius).largest for radius in (1.0, 0.5, 0.1)]
    assert_allclose(largest, np.exp(0.3 + np.array([1.0, 0.5, 0.1])))


def smooth_flat(z):
    return np.where(z == 0, 0, np.exp(-1 / np.where(z == 0, 1, z) ** 2))


@pytest.mark.parametrize(
    ("f", "x0", "holds"),
    [
        (np.cos, 0.4, True),
        (np.log1p, 0.0, True),
        (hill, 0.7, True),
        (smooth_flat, 0.0, False),
        (smooth_flat, 1.0, True),
    ],
)
def test_a_refusal_of_the_series_is_an_answer_with_its_words(f, x0, holds):
    found = analytic(f, x0)
    assert found.holds == holds
    assert found.said == ("" if holds else "no circle there gives a series equal to f")


def test_a_function_of_real_numbers_alone_is_no_answer():
    with pytest.raises(DomainError, match="complex"):
        analytic(np.cbrt, 1.0)


def test_beyond_what_was_computed_it_says_so(waves, logarithm):
    with pytest.raises(DomainError, match=r"x0 must lie between -1\.5 and 1\.5"):
        waves.at(2.0)
    with pytest.raises(ShapeError, match="degree must lie between 0 and 12"):
        waves.at(0.0, 12.5)
    with pytest.raises(ShapeError, match="from left to right"):
        taylor_family(np.cos, [1.0, 0.0], 3)
    with pytest.raises(ShapeError, match="degrees must go upwards"):
        reach_family(np.log1p, logarithm, [70])
    with pytest.raises(ShapeError, match="must be positive"):
        reach_family(np.log1p, logarithm, [7], within=[0.0])
    with pytest.raises(DomainError, match="degree must lie between 4 and 8"):
        reach_family(np.log1p, logarithm, [4, 8], rays=5).at(0.0, 9)
    with pytest.raises(ShapeError, match="radius must be positive"):
        circle_values(np.cos, 0.0, 0.0)
    with pytest.raises(DomainError):
        taylor_family(flat, 0.0, 4)
