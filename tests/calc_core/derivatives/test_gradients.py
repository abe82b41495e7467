"""Slopes in many directions: gradients, Jacobians and Hessians agree with formulas and with each other."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import rosen, rosen_der, rosen_hess

from calc_core import (
    classify,
    derivative,
    directional,
    error_order,
    gradient,
    hessian,
    hvp,
    jacobian,
    linearisation_error,
    linearise,
    partial,
    slice_curve,
    total_derivative,
)
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.worlds import HIMMELBLAU

METHODS = ["forward", "backward", "central", "complex", "richardson"]
TOLERANCE = {"forward": 2e-6, "backward": 2e-6, "central": 1e-8, "complex": 1e-13, "richardson": 1e-11}
points = st.tuples(st.floats(-2, 2), st.floats(-2, 2)).map(np.array)


def hill(x):
    return np.sin(x[..., 0]) * np.exp(x[..., 1]) + x[..., 0] * x[..., 1] ** 2


def hill_slope(x):
    a, b = x[..., 0], x[..., 1]
    return np.stack([np.cos(a) * np.exp(b) + b**2, np.sin(a) * np.exp(b) + 2 * a * b], axis=-1)


def hill_curve(x):
    a, b = x[..., 0], x[..., 1]
    mixed = np.cos(a) * np.exp(b) + 2 * b
    rows = [[-np.sin(a) * np.exp(b), mixed], [mixed, np.sin(a) * np.exp(b) + 2 * a]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def rosenbrock(x):
    return np.sum(100 * (x[..., 1:] - x[..., :-1] ** 2) ** 2 + (1 - x[..., :-1]) ** 2, axis=-1)


def swirl(x):
    return np.stack([x[..., 0] + np.sin(x[..., 1]), x[..., 1] + np.sin(x[..., 0]), hill(x)], axis=-1)


def swirl_jacobian(x):
    a, b = x[..., 0], x[..., 1]
    one = np.ones(a.shape)
    rows = [np.stack([one, np.cos(b)], -1), np.stack([np.cos(a), one], -1), hill_slope(x)]
    return np.stack(rows, axis=-2)


# ---- Gradients --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(x=points)
@settings(max_examples=20)
def test_a_gradient_is_the_formulas_and_owns_up_to_its_error(method, x):
    found = gradient(hill, x, method=method)
    assert_allclose(found.value, hill_slope(x), atol=TOLERANCE[method] * 20)
    assert (np.abs(found.value - hill_slope(x)) <= 10 * found.error + 1e-14).all()


@pytest.mark.parametrize("method", METHODS)
def test_each_partial_is_an_entry_of_the_gradient(method):
    x = np.linspace(-1, 1, 12).reshape(2, 3, 2)
    whole = gradient(hill, x, method=method)
    for i in (0, 1):
        part = partial(hill, x, i, method=method)
        assert_allclose(part.value, whole.value[..., i], rtol=1e-9, atol=20 * TOLERANCE[method])
    assert_array_equal(partial(hill, x, -1, method=method).value, partial(hill, x, 1, method=method).value)


def test_a_partial_holds_the_others_still():
    can = lambda x: x[..., 0] ** 2 * x[..., 1]  # noqa: E731
    assert_allclose(partial(can, [3.0, 5.0], 0, method="complex").value, 2 * 3 * 5)
    assert_allclose(partial(can, [3.0, 5.0], 1, method="complex").value, 9)
    assert_allclose(partial(can, [3.0, 5.0], 0, order=2, method="richardson").value, 10, rtol=1e-10)


@given(points, st.floats(0, 2 * np.pi), st.floats(-50, 50), st.floats(-50, 50))
@settings(max_examples=40)
def test_turn_and_move_the_ground_and_the_compass_turns_along(x, angle, east, north):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = np.array([east, north])
    moved = gradient(lambda y: hill((y - shift) @ turn), turn @ x + shift, method="richardson")
    here = gradient(hill, x, method="richardson")
    allowed = 10 * (moved.error.max() + here.error.max()) + 1e-13 * (50 + np.abs(shift).max())
    assert (np.abs(moved.value - turn @ here.value) <= allowed).all()


@pytest.mark.parametrize("method", ["central", "richardson"])
def test_coordinates_in_very_different_units_are_no_trouble(method):
    units = np.array([1e-9, 1e6])
    x = np.array([0.7, -0.4]) * units
    found = gradient(lambda y: hill(y / units), x, method="richardson")
    assert_allclose(found.value * units, hill_slope(x / units), rtol=1e-11)


def test_ten_dimensions_to_eight_digits():
    x = np.linspace(-1.2, 1.3, 10)
    exact, curve = rosen_der(x), rosen_hess(x)
    assert_allclose(rosenbrock(x), rosen(x))
    for method in ("central", "complex", "richardson"):
        error = np.abs(gradient(rosenbrock, x, method=method).value - exact).max()
        assert error <= 1e-8 * np.abs(exact).max()
    found = hessian(rosenbrock, x)
    assert np.abs(found.value - curve).max() <= 1e-8 * np.abs(curve).max()
    assert (np.abs(found.value - curve) <= 10 * found.error).all()


def test_a_landscape_with_an_edge_is_never_asked_beyond_it():
    land = HIMMELBLAU
    corner = land.bounds[:, 1] - 1e-9
    assert_allclose(gradient(land.f, corner, method="richardson").value, land.grad(corner), rtol=1e-9)


# ---- Directions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "gap"), [("central", 1e-8), ("richardson", 1e-11)])
@given(x=points)
@settings(max_examples=15)
def test_slopes_all_around_are_the_cosine_of_the_angle_to_the_compass(method, gap, x):
    phi = np.radians(np.arange(360))
    around = directional(hill, x, np.stack([np.cos(phi), np.sin(phi)], axis=-1), method=method)
    g = hill_slope(x)
    exact = np.hypot(*g) * np.cos(phi - np.arctan2(g[1], g[0]))
    assert around.value.shape == (360,)
    assert_allclose(around.value, exact, atol=gap * 20)
    assert_allclose(around.forecast, exact, atol=gap * 20)
    assert_allclose(np.cos(around.angle), np.cos(phi - np.arctan2(g[1], g[0])), atol=1e-6)
    assert_allclose(around.largest_gap, np.abs(around.value - around.forecast).max(), rtol=1e-12)
    assert around.largest_gap <= 20 * gap


def test_a_direction_is_measured_and_not_computed_from_the_gradient():
    cone = lambda x: np.hypot(x[..., 0], x[..., 1]) + x[..., 0]  # noqa: E731
    slope = directional(cone, [0.0, 0.0], [[1.0, 0.0], [3.0, 4.0]], method="forward")
    assert_allclose(slope.value, [2.0, 1.6], atol=1e-6)
    assert slope.largest_gap > 0.3  # at its tip a cone has slopes in all directions but no gradient


def test_directions_are_per_length_unless_told_otherwise():
    x, u = [0.3, -0.8], [3.0, 4.0]
    unit, full = directional(hill, x, u), directional(hill, x, u, normalise=False)
    assert_allclose(full.value, 5 * unit.value, rtol=1e-7)
    assert_allclose(np.linalg.norm(unit.u), 1)
    with pytest.raises(ShapeError, match="length 0"):
        directional(hill, x, [0.0, 0.0])


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


# ---- Walks and slices -------------------------------------------------------------------------------------


@given(st.floats(-3, 3), st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=25)
def test_every_route_contributes_and_the_routes_add_up(t, a, b):
    path = lambda s: np.stack([np.cos(a * s), np.sin(b * s)], axis=-1)  # noqa: E731
    walk = total_derivative(hill, path, t)
    x = path(np.float64(t))
    velocity = np.array([-a * np.sin(a * t), b * np.cos(b * t)])
    assert_allclose(walk.velocity, velocity, atol=1e-11)
    assert_allclose(walk.terms, hill_slope(x) * velocity, atol=1e-10)
    assert_allclose(walk.total, walk.terms.sum(), atol=1e-14)
    assert_allclose(walk.measured, walk.total, atol=1e-10)
    assert walk.largest_gap <= 1e-10
    assert_allclose(walk.gap, walk.total - walk.measured, atol=0)
    assert_allclose(walk.magnified(0.25), 4 * np.abs(walk.total))


def test_along_a_contour_the_routes_cancel():
    bowl = lambda x: x[..., 0] ** 2 + 4 * x[..., 1] ** 2  # noqa: E731
    around = lambda t: np.stack([2 * np.cos(t), np.sin(t)], axis=-1)  # noqa: E731
    walk = total_derivative(bowl, around, np.linspace(0, 6, 25))
    assert_allclose(walk.total, 0, atol=1e-11)
    assert np.abs(walk.terms).max() > 1


def test_a_slice_is_a_curve_of_one_variable():
    t = np.linspace(-1, 1, 9)
    cut = slice_curve(hill, [0.3, 9.0], 1, t, method="richardson")
    assert_array_equal(cut.x, np.stack([np.full(9, 0.3), t], axis=-1))
    assert_allclose(cut.value, hill(cut.x))
    alone = derivative(lambda y: np.sin(0.3) * np.exp(y) + 0.3 * y**2, t, method="richardson")
    assert_allclose(cut.slope, alone.value, atol=1e-12)


# ---- Shapes, types and mistakes ---------------------------------------------------------------------------

INPUTS = {
    "point": np.array([0.1, 0.2]),
    "list": [0.1, 0.2],
    "integers": (1, 2),
    "batch": np.linspace(0, 1, 6).reshape(3, 2),
    "grid": np.linspace(0, 1, 24).reshape(3, 4, 2),
    "empty batch": np.empty((0, 2)),
    "empty grid": np.empty((0, 3, 2)),
    "float32": np.array([[0.5, 1.5]], dtype=np.float32),
    "transposed": np.linspace(0, 1, 6).reshape(2, 3).T,
    "every second": np.linspace(0, 1, 12).reshape(6, 2)[::2],
}


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("method", METHODS)
def test_any_shape_and_any_kind_of_number_is_read_as_float64(x, method):
    exact = np.asarray(x, dtype=float)
    shape = exact.shape
    for found, values in [
        (gradient(hill, x, method=method), hill_slope(exact)),
        (partial(hill, x, 0, method=method), hill_slope(exact)[..., 0]),
        (jacobian(swirl, x, method=method), swirl_jacobian(exact)),
    ]:
        assert found.value.dtype == found.error.dtype == np.float64
        assert found.value.shape == found.error.shape == found.h.shape == found.ok.shape == values.shape
        assert_allclose(found.value, values, atol=1e-5)
    assert directional(hill, x, [1.0, 1.0], method=method).value.shape == shape[:-1]
    assert hvp(hill_slope, x, [1.0, 1.0], method=method).value.shape == shape


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
def test_hessians_too(x):
    exact = np.asarray(x, dtype=float)
    found = hessian(hill, x)
    assert found.value.shape == hill_curve(exact).shape
    assert_allclose(found.value, hill_curve(exact), atol=1e-6)


@pytest.mark.parametrize("ask", [gradient, hessian, lambda f, x: partial(f, x, 0)])
def test_mistakes_get_one_clear_sentence(ask):
    with pytest.raises(DomainError, match="x must be finite, got nan"):
        ask(hill, [0.0, np.nan])
    with pytest.raises(ShapeError, match=r"x must have shape \(\.\.\., d\)"):
        ask(hill, 1.0)
    with pytest.raises(ShapeError, match="take coordinates from the last axis"):
        ask(lambda x: x[0] ** 2 + x[1], np.ones((3, 2)))
    with pytest.raises(DomainError, match="f must be finite at x"):
        ask(lambda x: np.log(x[..., 0]) + x[..., 1], [-1.0, 0.0])
    with pytest.raises(DomainError, match="side="):
        ask(lambda x: np.sqrt(x[..., 0]) + x[..., 1], [0.0, 0.0])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: partial(hill, [0.0, 0.0], 2), "i must name one of 2 coordinates"),
        (lambda: directional(hill, [0.0, 0.0], [1.0, 0.0, 0.0]), "u must have shape"),
        (lambda: hvp(hill_slope, [0.0, 0.0], [1.0]), "v must have shape"),
        (lambda: jacobian(hill, [0.0, 0.0]), "a row of numbers per point"),
        (lambda: classify([[1.0, 2.0], [0.0, 1.0]]), "symmetric"),
        (lambda: classify([1.0, 2.0]), r"\(\.\.\., d, d\)"),
        (lambda: slice_curve(hill, [[0.0, 0.0]], 0, [1.0]), "one point"),
        (lambda: gradient(hill, [0.0, 0.0], h=[1e-3] * 3), "h must fit"),
    ],
)
def test_so_do_wrong_shapes(wrong, words):
    with pytest.raises(ShapeError, match=words) as caught:
        wrong()
    assert "\n" not in str(caught.value)


def test_results_remember_their_calls():
    for ask in (gradient, hessian):
        assert ask(hill, [0.1, 0.2]).made_by.function.endswith(ask.__name__)
    assert jacobian(swirl, [0.1, 0.2]).made_by.function == "calc_core.derivatives.jacobians.jacobian"
    assert directional(hill, [0.1, 0.2], [1.0, 0.0]).made_by.arguments["u"] == [1.0, 0.0]
