"""Lectures 04 and 15: Newton's walk doubles its digits, or says why it does not arrive."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import RootPath, newton, newton_basins
from calc_core.errors import CalcError, DomainError


def test_the_root_of_log_minus_one_is_e():
    assert_allclose(newton(lambda a: np.log(a) - 1, 2.0).root, np.e, rtol=1e-15)


@given(st.floats(0.01, 1e6), st.floats(0.3, 3))
@settings(max_examples=40)
def test_square_roots_as_heron_found_them(c, start):
    walk = newton(lambda x: x**2 - c, start * np.sqrt(c), df=lambda x: 2 * x)
    assert walk.status == "converged"
    assert_allclose(walk.root, np.sqrt(c), rtol=2e-15)
    assert walk.n <= 8
    assert_allclose(walk.x[1:], (walk.x[:-1] + c / walk.x[:-1]) / 2, rtol=1e-12)


def test_right_digits_double_from_step_to_step():
    walk = newton(lambda x: x**2 - 2, 1.5, df=lambda x: 2 * x)
    digits = walk.digits(np.sqrt(2))
    middle = (digits > 1) & (digits < 8)
    ratio = digits[1:][middle[:-1]] / digits[:-1][middle[:-1]]
    assert_allclose(ratio, 2, atol=0.3)
    assert digits[-1] > 15


def test_a_walk_that_only_trembles_has_arrived():
    shaky = lambda x: x**2 - 2 + 1e-11 * np.sin(1e17 * x)  # noqa: E731
    walk = newton(shaky, 1.5, df=lambda x: 2 * x)
    assert walk.status == "converged"
    assert_allclose(walk.root, np.sqrt(2), atol=1e-10)


def test_at_a_double_root_they_do_not():
    walk = newton(lambda x: (x - 1) ** 2, 3.0, df=lambda x: 2 * (x - 1), max_iter=20)
    assert_allclose((walk.x[1:] - 1) / (walk.x[:-1] - 1), 0.5)


@given(st.floats(0.2, 5), st.integers(-20, 20), st.integers(-20, 20), st.sampled_from([1, -1]))
@settings(max_examples=40)
def test_rescale_the_world_and_the_walk_rescales_along(start, across, up, flipped):
    unit, height = flipped * 2.0**across, 2.0**up
    here = newton(lambda x: x**3 - 2 * x - 5, start, df=lambda x: 3 * x**2 - 2)
    assume(here.status == "converged")
    there = newton(
        lambda x: height * ((x / unit) ** 3 - 2 * (x / unit) - 5),
        start * unit,
        df=lambda x: height * (3 * (x / unit) ** 2 - 2) / unit,
    )
    assert_allclose(there.x, here.x * unit, rtol=1e-12)
    assert there.status == here.status


def test_measured_slopes_lead_the_same_way_as_given_ones():
    f = lambda x: np.cos(x) - x  # noqa: E731
    measured, given_ = newton(f, 0.5), newton(f, 0.5, df=lambda x: -np.sin(x) - 1)
    assert measured.measured
    assert not given_.measured
    assert_allclose(measured.x, given_.x, rtol=1e-12)


@pytest.mark.parametrize(
    ("f", "df", "x0", "status"),
    [
        (lambda x: x**2 - 2, lambda x: 2 * x, 1.0, "converged"),
        (lambda x: x**2 - 1, lambda x: 2 * x, 1.0, "converged"),
        (lambda x: x**3 - 2 * x + 2, lambda x: 3 * x**2 - 2, 0.0, "cycle"),
        (lambda x: x**3 - 2 * x + 2, lambda x: 3 * x**2 - 2, 0.05, "cycle"),
        (np.arctan, lambda x: 1 / (1 + x * x), 2.0, "diverged"),
        (np.cbrt, lambda x: 1 / (3 * np.cbrt(x) ** 2), 1.0, "diverged"),
        (np.log, lambda x: 1 / x, 3.0, "diverged"),
        (np.cos, lambda x: -np.sin(x), 0.0, "flat"),
        (lambda x: x**2 + 1, lambda x: 2 * x, 0.5, "max_iter"),
    ],
)
def test_every_walk_says_how_it_ended(f, df, x0, status):
    walk = newton(f, x0, df=df)
    assert walk.status == status
    assert np.isfinite(walk.x).all()
    assert np.isfinite(walk.f).all()
    assert len(walk.x) == len(walk.f) == len(walk.df) == walk.n + 1
    assert walk.x[0] == x0
    assert_array_equal(walk.f, f(walk.x))
    assert (walk.cycle_length > 0) == (status == "cycle")
    if status != "converged":
        with pytest.raises(DomainError, match="no root"):
            _ = walk.root


def test_a_cycle_tells_its_length():
    walk = newton(lambda x: x**3 - 2 * x + 2, 0.0, df=lambda x: 3 * x**2 - 2)
    assert walk.cycle_length == 2
    assert_array_equal(walk.x[:4], [0, 1, 0, 1])
    assert newton(lambda x: x**3 - x, 1 / np.sqrt(5), df=lambda x: 3 * x**2 - 1).cycle_length == 2


def test_a_cycle_of_three_is_not_taken_for_chaos():
    # where the tangents of x^3 - x + c lead round in threes and pull others in, c is about 0.707
    c = np.sqrt(0.5)
    walk = newton(lambda x: x**3 - x + c, 0.0, df=lambda x: 3 * x**2 - 1, max_iter=200)
    assert walk.status in ("cycle", "converged", "max_iter")
    if walk.status == "cycle":
        last = walk.x[-walk.cycle_length :]
        assert_allclose(walk.x[-2 * walk.cycle_length : -walk.cycle_length], last, rtol=1e-6)


def test_a_walk_can_be_followed_smoothly():
    walk = newton(lambda x: x**2 - 2, 1.0)
    assert_allclose(walk.at(np.arange(walk.n + 1)), walk.x)
    assert_allclose(walk.at([0.5]), [(walk.x[0] + walk.x[1]) / 2])


# ---- Basins -----------------------------------------------------------------------------------------------


def grid(n=60, reach=2.0):
    axis = np.linspace(-reach, reach, n)
    return axis + 1j * axis[:, None]


def test_the_cube_roots_of_one_share_the_plane_in_thirds():
    basins = newton_basins([1, 0, 0, -1], grid(121))
    assert_allclose(basins.roots**3, 1)
    assert_array_equal(
        basins.label[::-1], np.array([2, 1, 0, -1])[basins.label]
    )  # mirror the plane: roots swap
    share = np.bincount(basins.label[basins.label >= 0], minlength=3) / basins.label.size
    assert_allclose(share, 1 / 3, atol=0.03)


@given(st.complex_numbers(max_magnitude=2, min_magnitude=0.1), st.complex_numbers(max_magnitude=3))
@settings(max_examples=15)
def test_turn_and_move_the_plane_and_the_basins_move_along(turn, shift):
    z = grid(15)
    here = newton_basins([1, 0, 0, -1], z)
    moved_roots = here.roots * turn + shift
    there = newton_basins(np.poly(moved_roots), z * turn + shift)
    names = np.argmin(np.abs(there.roots[:, None] - moved_roots), axis=1)
    steady = (here.iterations < 12) & (there.label >= 0)
    assert np.mean(names[there.label[steady]] == here.label[steady]) > 0.98


def test_each_label_is_where_newton_walks():
    z = np.array([0.7, 2.3, -1.2, -0.4])
    basins = newton_basins([1, 0, -3, 1], z)
    for start, label, steps in zip(z, basins.label, basins.iterations, strict=True):
        walk = newton(lambda x: x**3 - 3 * x + 1, start, df=lambda x: 3 * x**2 - 3)
        assert_allclose(walk.root, basins.roots[label].real, atol=1e-10)
        assert abs(walk.x[steps] - basins.roots[label]) < 1e-5


def test_who_never_arrives_has_no_label():
    basins = newton_basins([1, 0, -2, 2], [0.0, 1.0, -2.0], max_iter=80)
    assert_array_equal(basins.label < 0, [True, True, False])
    assert_array_equal(basins.iterations[:2], 80)
    assert newton_basins([1, 0, 1], [0.0]).label == -1


def test_a_root_with_multiplicity_is_one_root():
    basins = newton_basins([1, -3, 3, -1], [0.0, 4.0], max_iter=200)
    assert_allclose(basins.roots, [1], atol=1e-4)


@given(st.integers(1, 4), st.sampled_from([0, 1, -2 + 1j, 3e5, 1e-7j]), st.sampled_from([None, 3.0, 1 + 2j]))
@settings(max_examples=15)
def test_a_root_of_any_multiplicity_is_reached(m, root, other):
    size = abs(root) or 1.0
    poly = np.poly([root] * m + ([] if other is None else [root + other * size]))
    z = root + size * grid(8)
    basins = newton_basins(poly, z, max_iter=200)
    assert len(basins.roots) == (1 if other is None else 2)
    assert (basins.label >= 0).mean() >= 0.98
    assert np.abs(basins.roots - root).min() <= 1e-4 * size


def test_the_cube_of_z_ends_at_0_from_everywhere():
    basins = newton_basins([1, 0, 0, 0], [1.0, 0.5 + 1j, -2.0, 0.0])
    assert_array_equal(basins.label, 0)
    assert_array_equal(basins.roots, [0])
    assert (basins.iterations < 40).all()


@pytest.mark.parametrize("z", [0.5, 1, [1, 2], np.empty((0, 3)), grid(3), np.float32(1.5)])
def test_starts_of_any_shape(z):
    basins = newton_basins([1, 0, -1], z)
    assert basins.label.shape == basins.iterations.shape == basins.z.shape == np.shape(z)
    assert basins.label.dtype.kind == "i"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: newton(np.log, -1.0), "f must be finite at x"),
        (lambda: newton(np.sin, np.nan), "x0 must be finite"),
        (lambda: newton(np.sin, 1.0, max_iter=-1), "max_iter >= 0"),
        (lambda: newton(np.sin, 1.0, tol=0.0), "tol > 0"),
        (lambda: newton_basins([3.0], [1.0]), "has a root"),
        (lambda: newton_basins([1.0, np.inf], [1.0]), "poly must be finite"),
        (lambda: newton_basins([1, 0, -1], [np.nan]), "z must be finite"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(wrong, words):
    with pytest.raises(CalcError, match=words) as caught:
        wrong()
    assert "\n" not in str(caught.value)


def test_results_remember_their_calls():
    assert newton(np.sin, 3.0).made_by.function == "calc_core.approximation.newton_raphson.newton"
    assert newton_basins([1, 0, -1], [1.0]).made_by.arguments["poly"] == [1, 0, -1]


@pytest.mark.parametrize(
    ("root", "stops", "shared"),
    [
        (1.5, [1.5, 1.4999, 2.5, -1.5], [16, 1, 0, 0]),
        (-0.0123456789012345678, [-0.0123456789012345678, -0.01234, 0.0], [16, 4, 0]),
        (123.0, [123.0, 12.3, 124.0], [16, 0, 2]),
    ],
)
def test_shared_digits_are_those_that_agree_from_the_first(root, stops, shared):
    path = RootPath(np.array(stops), np.zeros(len(stops)), np.ones(len(stops)), "converged", 0, False)
    assert_array_equal(path.shared_digits(root), shared)


def test_the_digits_of_the_film_double():
    walk = newton(lambda x: x**3 - 2 * x + 2, -1.21, df=lambda x: 3 * x**2 - 2)
    assert_array_equal(walk.shared_digits(walk.root)[2:], [1, 2, 4, 8, 16])
