"""Slopes in many directions: gradients, Jacobians and Hessians agree with formulas and with each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import rosen, rosen_der, rosen_hess

from calc_core import (
    classify,
    derivative,
    directional,
    gradient,
    hessian,
    hvp,
    jacobian,
    partial,
    slice_curve,
    total_derivative,
)
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.derivatives.hill import (
    METHODS,
    TOLERANCE,
    hill,
    hill_curve,
    hill_slope,
    points,
    rosenbrock,
    swirl,
    swirl_jacobian,
)
from tests.calc_core.worlds import HIMMELBLAU

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
