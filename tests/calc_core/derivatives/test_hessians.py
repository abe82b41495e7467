"""Hessians agree with formulas, and their signs name the place."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    classify,
    gradient,
    hessian,
)
from calc_core.errors import ShapeError
from tests.calc_core.derivatives.hill import (
    hill,
    hill_curve,
    hill_slope,
    points,
)
from tests.calc_core.worlds import HIMMELBLAU

# ---- Hessians ---------------------------------------------------------------------------------------------


@given(points)
@settings(max_examples=25)
def test_a_hessian_from_heights_alone_is_symmetric_and_owns_up_to_its_error(x):
    found = hessian(hill, x)
    assert_array_equal(found.value, found.value.T)
    assert_allclose(found.value, hill_curve(x), atol=1e-7)
    assert (np.abs(found.value - hill_curve(x)) <= 10 * found.error + 1e-13)[found.ok].all()
    assert found.asymmetry <= 40 * found.error.max()


@pytest.mark.parametrize(
    ("method", "tolerance"), [("central", 1e-7), ("complex", 1e-12), ("richardson", 1e-10)]
)
def test_a_hessian_from_the_gradient_is_its_jacobian(method, tolerance):
    x = np.linspace(-1, 1, 12).reshape(2, 3, 2)
    found = hessian(hill, x, grad=hill_slope, method=method)
    assert found.value.shape == (2, 3, 2, 2)
    assert found.asymmetry.shape == (2, 3)
    assert_allclose(found.value, hill_curve(x), atol=tolerance)


def test_asymmetry_betrays_a_gradient_that_is_none():
    swirling = lambda x: np.stack([-x[..., 1], x[..., 0]], axis=-1)  # noqa: E731
    assert_allclose(hessian(hill, [0.1, 0.2], grad=swirling).asymmetry, 2, rtol=1e-6)


@pytest.mark.parametrize("x", [[0.0, 0.0], [0.0, 1.0], [1e-9, 0.0], [1e5, -1e-5]])
def test_even_and_odd_ground_and_lopsided_points_hide_no_mixed_entry(x):
    found = hessian(lambda p: np.sin(p[..., 0]) * np.exp(p[..., 1]), x)
    a, b = x
    exact = np.array([[-np.sin(a), np.cos(a)], [np.cos(a), np.sin(a)]]) * np.exp(b)
    assert_allclose(found.value, exact, atol=2e-7)
    assert (np.abs(found.value - exact) <= 10 * found.error + 1e-13).all()


@given(st.lists(st.integers(-9, 9), min_size=6, max_size=6), points)
@settings(max_examples=25)
def test_the_hessian_of_a_quadratic_form_is_its_matrix(entries, x):
    a, b, c, d, e, g = entries
    A = np.array([[a, b, c], [b, d, e], [c, e, g]], dtype=float)
    here = np.append(x, 0.5)
    found = hessian(lambda p: 0.5 * np.einsum("...i,ij,...j->...", p, A, p), here)
    assert_allclose(found.value, A, atol=1e-7)


@given(st.integers(-6, 6), st.integers(-6, 6), st.integers(0, 1))
def test_a_slope_that_vanishes_on_whole_numbers_keeps_its_own_slopes(a, b, i):
    """Himmelblau's slopes are sums of whole numbers there: often exactly 0, and deaf to tiny nudges."""
    land, x = HIMMELBLAU, np.array([a, b], dtype=float)
    found = gradient(lambda p: land.grad(p)[..., i], x, method="richardson")
    assert_allclose(found.value, land.hess(x)[i], rtol=1e-9, atol=1e-9)
    assert found.ok.all()


@pytest.mark.parametrize(
    ("H", "kind"),
    [
        ([[2, 0], [0, 1]], "minimum"),
        ([[-2, 0], [0, -1]], "maximum"),
        ([[1, 2], [2, 1]], "saddle"),
        ([[1, 0], [0, 0]], "degenerate"),
        ([[0, 0], [0, 0]], "degenerate"),
        ([[1, 0], [0, 1e-14]], "degenerate"),
        ([[1, 0], [0, -1e-14]], "degenerate"),
        ([[5.0]], "minimum"),
        ([[1, 0, 0], [0, -1, 0], [0, 0, 0]], "saddle"),
    ],
)
def test_the_signs_of_the_curvatures_name_the_place(H, kind):
    found = classify(H)
    assert found.kind == kind
    assert_allclose(found.determinant, np.linalg.det(np.array(H, dtype=float)), atol=1e-12)
    assert_allclose(found.trace, np.trace(H))
    assert_allclose(found.eigenvectors * found.eigenvalues @ found.eigenvectors.T, H, atol=1e-12)


@given(
    st.lists(st.integers(-50, 50).map(lambda n: n / 10), min_size=3, max_size=3),
    st.floats(0, 2 * np.pi),
    st.integers(-300, 300).map(lambda n: 2.0**n),
)
@settings(max_examples=50)
def test_turning_or_rescaling_the_ground_keeps_the_kind(entries, angle, unit):
    a, b, c = entries
    H = np.array([[a, b], [b, c]])
    low, high = np.linalg.eigvalsh(H)
    assume(min(abs(low), abs(high)) > 1e-6 * max(abs(low), abs(high)))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    assert classify(unit * (turn @ H @ turn.T)).kind == classify(H).kind


def test_many_places_are_named_at_once():
    s = np.array([-1.0, 0.0, 1.0])
    H = np.zeros((3, 2, 2))
    H[:, 0, 0], H[:, 1, 1] = 1, s
    found = classify(H)
    assert found.kinds.tolist() == ["saddle", "degenerate", "minimum"]
    assert_allclose(found.determinant, s)
    with pytest.raises(ShapeError, match="ask for kinds"):
        _ = found.kind
