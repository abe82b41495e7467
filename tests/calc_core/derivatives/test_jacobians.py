"""Under the lens a map is its matrix: Jacobians agree with formulas and with each other."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from numpy.testing import assert_allclose

from calc_core import (
    error_order,
    hvp,
    jacobian,
    linearisation_error,
    linearise,
    partial,
)
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.derivatives.hill import (
    METHODS,
    TOLERANCE,
    hill,
    hill_curve,
    hill_slope,
    points,
    swirl,
    swirl_jacobian,
)

# ---- Jacobians --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(x=points)
@settings(max_examples=15)
def test_a_jacobian_is_the_formulas(method, x):
    found = jacobian(swirl, x, method=method)
    assert found.value.shape == (3, 2)
    assert_allclose(found.value, swirl_jacobian(x), atol=TOLERANCE[method] * 20)
    assert (np.abs(found.value - swirl_jacobian(x)) <= 10 * found.error + 1e-14).all()


def test_a_jacobian_asks_the_map_once_for_all_its_answers():
    asked = []

    def counting(x):
        asked.append(x.size // 2)
        return swirl(x)

    found = jacobian(counting, [0.4, 0.2])
    assert found.nfev == sum(asked) <= 13  # two coordinates, six nudges each, and the point itself


@pytest.mark.parametrize("tiny", [1e-17, 1e-12, 1e-8])
def test_a_complex_step_believes_a_slope_that_real_nudges_lose_in_terms_that_cancel(tiny):
    cancelling = lambda p: np.sin(p[..., 0]) + np.sin(p[..., 1] ** 2 - 1)  # noqa: E731
    slope = partial(cancelling, [1.0, tiny], 1, method="complex")
    assert_allclose(slope.value, 2 * tiny * np.cos(1.0), rtol=1e-12)


def test_a_complex_step_refuses_what_only_imaginary_nudges_move():
    mirrored = lambda p: (p[..., 1] - np.conj(p[..., 1])) / 2 + 0 * p[..., 0]  # noqa: E731
    with pytest.raises(DomainError, match="keep the imaginary part"):
        partial(mirrored, [1.0, 0.3], 1, method="complex")


@given(points, points)
@settings(max_examples=25)
@example(x=np.array([1.0, 1e-17]), y=np.array([-1.0, 0.0]))  # f is exactly 0 there: all its terms cancel
@example(x=np.array([0.0, 1.0]), y=np.array([-1.0, 0.0]))  # the slope is, and all that near nudges measure
def test_the_chain_rule_for_maps_is_a_product_of_matrices(x, y):
    inner = lambda p: np.stack([p[..., 0] * y[0] + p[..., 1] ** 2, np.sin(p[..., 0]) + y[1]], -1)  # noqa: E731
    there = inner(x)
    assume(np.abs(there).max() < 3)
    both = jacobian(lambda p: swirl(inner(p)), x, method="complex").value
    parts = jacobian(swirl, there, method="complex").value @ jacobian(inner, x, method="complex").value
    assert_allclose(both, parts, rtol=1e-12, atol=1e-12)


@given(points, points)
@settings(max_examples=20)
def test_a_hessian_times_a_vector_needs_no_matrix(x, v):
    assert_allclose(hvp(hill_slope, x, v, method="complex").value, hill_curve(x) @ v, rtol=1e-12, atol=1e-12)
    assert_allclose(hvp(hill_slope, x, v, method="richardson").value, hill_curve(x) @ v, atol=1e-9)


@given(points)
@settings(max_examples=10)
def test_a_linear_map_under_the_lens_is_wrong_by_h_squared(x):
    h = np.logspace(-4, -1, 10)
    assert_allclose(linearisation_error(swirl, x, h).order, 2, atol=0.15)
    assert_allclose(linearisation_error(hill, x, h).order, 2, atol=0.3)
    wrong = linearise(lambda p: swirl(1.1 * p), x)
    assert error_order(swirl, lambda p: wrong(p) - wrong(x) + swirl(x), x, h).order < 1.5


def test_areas_grow_by_the_determinant():
    polar = lambda p: np.stack([p[..., 0] * np.cos(p[..., 1]), p[..., 0] * np.sin(p[..., 1])], -1)  # noqa: E731
    r, theta = 1.7, 0.6
    assert_allclose(linearise(polar, [r, theta]).determinant, r, rtol=1e-8)
    d = 1e-4
    corners = polar(
        np.array([[r - d, theta - d], [r + d, theta - d], [r + d, theta + d], [r - d, theta + d]])
    )
    x, y = corners.T
    area = 0.5 * np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))
    assert_allclose(area / (4 * d**2), r, rtol=1e-7)


def test_a_linearisation_is_a_function_of_points():
    lens = linearise(swirl, [0.5, 1.0], method="richardson")
    assert_allclose(lens([0.5, 1.0]), swirl(np.array([0.5, 1.0])))
    assert lens(np.zeros((4, 5, 2))).shape == (4, 5, 3)
    assert linearise(hill, [0.5, 1.0])(np.zeros((4, 2))).shape == (4,)
    with pytest.raises(ShapeError, match="square"):
        _ = lens.determinant
    with pytest.raises(ShapeError, match="one point"):
        linearise(swirl, np.zeros((2, 2)))
