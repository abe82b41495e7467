"""Lectures 06 and 11: series are right where they converge, and refused where there are none."""

from math import factorial

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    TaylorPoly,
    coefficients,
    coefficients_real,
    error_order,
    lagrange_bound,
    mountains,
    radius_estimate,
    remainder,
    taylor2,
)
from calc_core.errors import CalcError, DomainError, ShapeError

SERIES = {
    "exp": (np.exp, 0.0, lambda k: 1 / factorial(k), np.inf),
    "cos": (np.cos, 0.0, lambda k: [1, 0, -1, 0][k % 4] / factorial(k), np.inf),
    "cos far out": (
        np.cos,
        1e3,
        lambda k: [np.cos(1e3), -np.sin(1e3), -np.cos(1e3), np.sin(1e3)][k % 4] / factorial(k),
        np.inf,
    ),
    "bell": (
        lambda x: np.exp(-x * x),
        0.0,
        lambda k: 0 if k % 2 else (-1) ** (k // 2) / factorial(k // 2),
        np.inf,
    ),
    "ln(1+x)": (np.log1p, 0.0, lambda k: (-1) ** (k + 1) / k if k else 0, 1.0),
    "arctan": (np.arctan, 0.0, lambda k: (-1) ** (k // 2) / k if k % 2 else 0, 1.0),
    "Runge": (lambda x: 1 / (1 + 25 * x * x), 0.0, lambda k: 0 if k % 2 else (-25.0) ** (k // 2), 0.2),
    "1/x beside its pole": (lambda x: 1 / x, 1e-6, lambda k: (-1) ** k * 1e6 ** (k + 1), 1e-6),
    "quintic": (lambda x: 3 - x + 2 * x**5, 0.0, lambda k: {0: 3, 1: -1, 5: 2}.get(k, 0), np.inf),
    "a weak pole": (
        lambda x: np.sin(x) + 1e-8 / (x - 0.1),
        0.0,
        lambda k: [0, 1, 0, -1][k % 4] / factorial(k) - 1e-8 * 10.0 ** (k + 1),
        0.1,
    ),
}


def flat(x):
    """e^(-1/x^2), and 0 at 0: smooth, and all its slopes at 0 are 0."""
    return np.where(x == 0, 0, np.exp(-1 / np.where(x == 0, 1, x) ** 2))


@pytest.fixture(scope="module")
def known():
    return {name: coefficients(f, x0, 30) for name, (f, x0, _, _) in SERIES.items()}


@pytest.mark.parametrize("name", SERIES)
def test_thirty_coefficients_are_the_known_ones(known, name):
    exact = np.array([SERIES[name][2](k) for k in range(31)], dtype=float)
    wrong = np.abs(known[name].c - exact)
    assert (wrong <= 10 * known[name].error + 4 * np.spacing(np.abs(exact))).all()
    tall = np.pad(np.abs(exact), 1)
    size = np.max([tall[:-2], tall[1:-1], tall[2:]], axis=0)  # a zero is measured by its neighbours
    assert (wrong <= 2e-9 * size + 1e-15).all()


@pytest.mark.parametrize("name", SERIES)
def test_the_radius_reaches_to_the_nearest_singularity_even_an_unseen_one(known, name):
    found = radius_estimate(known[name])
    assert_allclose(found.value, SERIES[name][3], rtol=0.01)
    assert np.isinf(found.value) or abs(found.value - SERIES[name][3]) <= 10 * found.error
    assert found.ok


@given(st.floats(-3, 3), st.floats(0.3, 2), st.floats(-5, 5))
@settings(max_examples=25)
def test_poles_anywhere_in_the_plane_set_the_radius(x0, height, across):
    f = lambda x: 1 / ((x - across) ** 2 + height**2)  # noqa: E731
    series = coefficients(f, x0, 40)
    assert_allclose(radius_estimate(series).value, np.hypot(x0 - across, height), rtol=1e-6)
    near = x0 + 0.3 * np.hypot(x0 - across, height) * np.array([-1, 1])
    assert_allclose(series(near), f(near), rtol=1e-10)


@given(st.floats(-2, 2), st.integers(-6, 6), st.floats(-100, 100))
@settings(max_examples=25)
def test_move_and_rescale_the_world_and_the_coefficients_move_along(x0, power, shift):
    unit = 2.0**power
    here = coefficients(np.cos, x0, 8)
    there = coefficients(lambda x: np.cos((x - shift) / unit), x0 * unit + shift, 8)
    ulp = 1e-13 * (1 + abs(shift) / unit)
    assert_allclose(there.c * unit ** np.arange(9), here.c, atol=ulp)


@pytest.mark.parametrize(
    ("f", "x0"),
    [
        (flat, 0.0),
        (np.abs, 0.0),
        (lambda x: x * np.abs(x), 1.0),
        (lambda x: x.real**2 + 0j, 0.3),
        (lambda x: np.maximum(x, 0) ** 3, 0.0),
        (lambda x: np.sqrt(x * x), 0.0),
        (lambda x: np.exp(x) + 1j * x * (np.abs(np.imag(x)) > 0), 0.0),
        (lambda x: np.where(x == 0, 1, np.sin(1 / np.where(x == 0, 1, x))), 0.0),
        (lambda x: np.exp(x) + 1e-3 * flat(x), 0.0),
        (np.cbrt, 1.0),
    ],
)
def test_what_is_not_analytic_is_refused(f, x0):
    with pytest.raises(DomainError, match=r"analytic|complex numbers"):
        coefficients(f, x0, 6)


def test_a_circle_around_a_singularity_is_refused():
    assert_allclose(coefficients(np.log, 1.0, 5, radius=0.5).c[1:3], [1, -0.5], rtol=1e-12)
    with pytest.raises(DomainError, match="analytic"):
        coefficients(lambda x: 1 / (1 + x * x), 0.0, 5, radius=1.5)


def test_the_flat_function_has_a_flat_polynomial_wrong_for_ever():
    series = coefficients_real(flat, 0.0, 4)
    assert_array_equal(series.c, 0)
    assert remainder(flat, series, [0.5, 1.0]).error.min() > 0.01


@pytest.mark.parametrize(
    ("f", "x0"), [(np.exp, 1.0), (np.cos, 0.0), (np.sin, 0.0), (np.log, 3.0), (np.cbrt, 2.0)]
)
def test_real_slopes_give_the_first_four_coefficients_too(f, x0):
    series = coefficients_real(f, x0, 4)
    if f is np.cbrt:
        exact = np.cbrt(2) * np.array([1, 1 / 6, -1 / 36, 5 / 648, -5 / 1944])
    else:
        exact = coefficients(f, x0, 4).c
    assert_allclose(series.c, exact, atol=1e-8)
    assert (np.abs(series.c - exact) <= 10 * series.error + 1e-15).all()


@given(st.floats(0.3, 30))
@settings(max_examples=6)
def test_a_function_that_errs_by_two_units_has_its_high_slopes_all_the_same(x0):
    """Numpy's cube root errs by up to 2.3 units in the last place: one lucky nudge may not set the reach."""
    x = np.longdouble(x0)
    exact = np.cbrt(x) * np.array([1, 1 / (3 * x), -1 / (9 * x**2), 5 / (81 * x**3), -10 / (243 * x**4)])
    series = coefficients_real(np.cbrt, x0, 4)
    size = np.abs(exact).astype(float)
    apart = np.abs(series.c - exact).astype(float)
    assert (apart <= 10 * series.error + 4 * np.spacing(size)).all()
    assert (series.error <= 3e-5 * size).all()


def test_each_new_term_leaves_the_earlier_dials_alone():
    whole = coefficients(np.cos, 0.3, 12)
    for k in range(13):
        assert_array_equal(whole.truncate(k).c, whole.c[: k + 1])
    assert whole.truncate(3).degree == 3


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=8), st.integers(-5, 5), st.integers(0, 9))
@settings(max_examples=50)
def test_a_polynomial_is_differentiated_term_by_term(c, x0, k):
    p = TaylorPoly(np.array(float(x0)), np.array(c, dtype=float), np.zeros(len(c)))
    twin = np.polynomial.Polynomial(c).deriv(k) if k else np.polynomial.Polynomial(c)
    x = np.linspace(-2, 2, 7)
    assert_allclose(p.derivative(k)(x), twin(x - x0), rtol=1e-12, atol=1e-9)


def test_the_derivative_of_a_series_is_the_series_of_the_derivative():
    slope = coefficients(np.sin, 0.4, 12).derivative()
    assert_allclose(slope.c, coefficients(np.cos, 0.4, 11).c, atol=1e-15)


@given(st.floats(-3, 3), st.integers(0, 12), st.floats(-2, 2))
@example(0.0, 4, 1.0)
@settings(max_examples=40)
def test_the_remainder_never_exceeds_the_bound_of_lagrange(x0, n, away):
    left = remainder(np.sin, coefficients(np.sin, x0, n), x0 + away)
    bound = lagrange_bound(1.0, x0, x0 + away, n)
    assert abs(left.error) <= bound.bound + 1e-15
    assert left.error == left.f - left.p


@given(st.floats(-1, 1), st.integers(0, 5))
@settings(max_examples=20)
def test_the_remainder_falls_with_the_first_power_left_out(x0, n):
    assume(abs(np.cos(x0)) > 0.2 and abs(np.sin(x0)) > 0.2)
    series = coefficients(np.sin, x0, n)
    assert_allclose(error_order(np.sin, series, x0, np.logspace(-1.5, -0.5, 6)).order, n + 1, atol=0.35)


def test_within_the_circle_terms_help_and_beyond_they_harm():
    series = coefficients(np.log1p, 0.0, 40)
    errors = np.array(
        [np.abs(remainder(np.log1p, series.truncate(k), [0.5, 1.5]).error) for k in (10, 20, 40)]
    )
    assert (np.diff(errors[:, 0]) < 0).all()
    assert (np.diff(errors[:, 1]) > 0).all()


# ---- Two dimensions ---------------------------------------------------------------------------------------


def cap(x):
    return np.exp(-(x[..., 0] ** 2 + 0.5 * x[..., 1] ** 2) + 0.3 * x[..., 0] * x[..., 1])


@pytest.mark.parametrize("order", [0, 1, 2])
@given(a=st.floats(-1, 1), b=st.floats(-1, 1))
@settings(max_examples=10)
def test_plane_and_paraboloid_hug_the_ground_to_their_order(order, a, b):
    x0 = np.array([a, b])
    touching = taylor2(cap, x0, order)
    assert_allclose(touching(x0), cap(x0))
    falls = error_order(cap, touching, x0, np.logspace(-3, -1.5, 8)).order
    assert falls > order + 0.8


def test_a_landscape_brings_its_own_slopes():
    land = mountains(3)
    x0 = land.bounds.mean(axis=1)
    own, measured = taylor2(land, x0), taylor2(land.f, x0)
    assert_array_equal(own.gradient, land.grad(x0))
    assert_allclose(measured.gradient, own.gradient, atol=1e-9)
    assert_allclose(measured.hessian, own.hessian, atol=1e-6)
    assert own(np.zeros((4, 5, 2))).shape == (4, 5)


def test_so_does_whatever_knows_its_slopes():
    class Bowl:
        f = staticmethod(lambda x: (x**2).sum(axis=-1))
        grad = staticmethod(lambda x: 2 * x)
        hess = staticmethod(lambda x: 2 * np.eye(2))

    assert_array_equal(taylor2(Bowl(), [1.0, 2.0]).gradient, [2, 4])
    assert_array_equal(taylor2(Bowl(), [1.0, 2.0])([0.0, 0.0]), 0)


# ---- Shapes and mistakes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "x", [0.5, 1, [0, 1], (1, 2), np.float32(0.5), np.empty((0, 2)), np.ones((2, 3))[:, ::2]]
)
def test_a_polynomial_takes_any_shape(x):
    series = coefficients(np.exp, 0, 20)
    assert series(x).shape == np.shape(x)
    assert series(x).dtype == np.float64
    assert_allclose(series(x), np.exp(np.asarray(x, dtype=float)), rtol=1e-12)
    assert remainder(np.exp, series, x).error.shape == np.shape(x)
    assert lagrange_bound(3.0, 0.0, x, 2).bound.shape == np.shape(x)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: coefficients(np.exp, 0.0, -1), "n must lie between"),
        (lambda: coefficients(np.exp, 0.0, 200), "n must lie between"),
        (lambda: coefficients(np.exp, 0.0, 3, radius=-1.0), "radius must be greater"),
        (lambda: coefficients(np.log, -1.0, 3), "f must be finite at x"),
        (lambda: coefficients(np.exp, np.nan, 3), "x0 must be finite"),
        (lambda: coefficients_real(np.exp, 0.0, 5), "n must lie between 0 and 4"),
        (lambda: coefficients(np.exp, 0.0, 5).truncate(6), "k must lie between"),
        (lambda: coefficients(np.exp, 0.0, 5).derivative(-1), "k must be 0 or more"),
        (lambda: radius_estimate(coefficients(np.exp, 0.0, 5)), "at least 12"),
        (lambda: lagrange_bound(-1.0, 0.0, 1.0, 2), "negative"),
        (lambda: remainder(np.log, coefficients(np.exp, 0.0, 2), [-1.0]), "finite"),
        (lambda: taylor2(cap, [[0.0, 0.0]]), "one point"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(wrong, words):
    with pytest.raises(CalcError, match=words) as caught:
        wrong()
    assert "\n" not in str(caught.value)


def test_results_remember_their_calls():
    series = coefficients(np.exp, 0.0, 4)
    assert series.made_by.function == "calc_core.approximation.series.coefficients"
    assert series.truncate(2).made_by.function.endswith("truncate")
    assert remainder(np.exp, series, 1.0).made_by.arguments["p"] == {
        "result_of": "calc_core.approximation.series.coefficients"
    }


def test_a_vector_of_centers_is_refused():
    with pytest.raises(Exception, match=r"x0|type"):
        coefficients(np.exp, [0.0, 1.0], 3)
    with pytest.raises(ShapeError, match="agree in shape"):
        error_order(np.sin, lambda x: np.zeros(3), 0.0, [0.1, 0.2])
