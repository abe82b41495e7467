"""Lectures 09, 11 and 12: slopes and curvatures are exact, and every hollow and pass is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from calc_core import (
    Grid,
    beale,
    bowl,
    critical_points,
    from_grid,
    gaussian_hill,
    gradient,
    make_landscape,
    monkey_saddle,
    mountains,
    saddle,
    sample_grid,
)
from calc_core.errors import CalcError, DomainError, ShapeError
from tests.calc_core.worlds import HILLS, HIMMELBLAU, World, by_formula, terrain, worlds

TERRAIN = terrain()
FORMULAS = by_formula()
NAMES = [f"{i}-{land.name}" for i, land in enumerate(FORMULAS)]


def somewhere(land, n=200, seed=0):
    return np.random.default_rng(seed).uniform(land.bounds[:, 0], land.bounds[:, 1], (n, land.d))


@pytest.mark.parametrize("land", FORMULAS, ids=NAMES)
def test_slopes_and_curvatures_are_those_of_the_formula(land):
    x = somewhere(land)
    for i in range(2):
        nudge = np.zeros(2, dtype=complex)
        nudge[i] = 1e-30j
        scale = np.abs(land.grad(x)).max()
        assert_allclose(land.f(x + nudge).imag / 1e-30, land.grad(x)[:, i], rtol=1e-11, atol=1e-13 * scale)
        assert_allclose(
            land.grad(x + nudge).imag / 1e-30, land.hess(x)[..., i], rtol=1e-11, atol=1e-13 * scale
        )


def test_a_refined_grid_is_exact_to_degree_five_and_keeps_its_nodes():
    x, y = np.linspace(-1, 2, 7), np.linspace(0, 1, 9)
    fine = Grid(x, y, np.outer(y**5 - y, x**4 - 3 * x**5 + 1)).refined(4)
    assert_allclose(fine.f, np.outer(fine.y**5 - fine.y, fine.x**4 - 3 * fine.x**5 + 1), atol=1e-12)
    assert_allclose(fine.x[::4], x)
    assert fine.f.shape == (33, 25)
    with pytest.raises(ShapeError, match="6 x 6"):
        Grid(x[:5], y, np.zeros((9, 5))).refined(2)


def test_the_error_of_a_refined_grid_falls_as_the_sixth_power():
    def error(n):
        x = np.linspace(0, 1, n)
        fine = Grid(x, x, np.sin(3 * x[:, None] + 2 * x)).refined(5)
        return np.abs(fine.f - np.sin(3 * fine.y[:, None] + 2 * fine.x)).max()

    assert np.log2(error(11) / error(21)) == pytest.approx(6, abs=0.6)
    grid = sample_grid(gaussian_hill(), shape=(9, 9))
    assert grid.refined(3).made_by is grid.made_by


def test_slopes_and_curvatures_of_measured_ground_are_those_of_its_spline():
    x = somewhere(TERRAIN, 40) * 0.96 + 0.5  # away from the border, so that nudges stay on the map
    measured = gradient(TERRAIN.f, x, method="richardson")
    assert_allclose(measured.value, TERRAIN.grad(x), rtol=1e-7, atol=1e-6)
    h = 1e-4
    for i in range(2):
        step = h * np.eye(2)[i]
        central = (TERRAIN.grad(x + step) - TERRAIN.grad(x - step)) / (2 * h)
        assert_allclose(central, TERRAIN.hess(x)[..., i], rtol=1e-5, atol=1e-3)


@pytest.mark.parametrize("land", [*FORMULAS, TERRAIN], ids=[*NAMES, "terrain"])
def test_named_hollows_and_passes_are_level_and_curved_as_they_should(land):
    steep = np.linalg.norm(land.grad(somewhere(land)), axis=-1).mean()
    for points in (land.minima, land.saddles):
        assert land.contains(points).all()
        assert np.abs(land.grad(points)).max(initial=0) <= min(1e-9, 1e-10 * max(steep, 1))
    assert (np.linalg.eigvalsh(land.hess(land.minima)) > 0).all()
    if land.name != "monkey saddle":
        assert (np.linalg.det(land.hess(land.saddles)) < 0).all()


def test_himmelblau_has_nine_level_places():
    found = critical_points(HIMMELBLAU)
    assert (found.n, found.n_minima, found.n_saddles, found.n_maxima) == (9, 4, 4, 1)
    assert_allclose(found.f[:4], 0, atol=1e-25)
    assert (np.diff(found.f) >= 0).all()
    assert (found.minima == [3, 2]).all(axis=-1).any()


@settings(max_examples=10)
@given(world=worlds)
def test_critical_points_move_turn_and_scale_with_the_world(world):
    old, moved = critical_points(HIMMELBLAU), critical_points(world.of(HIMMELBLAU))
    reach = world.scale * 12
    there = world.carry(old.x)
    distance = np.linalg.norm(there[:, None] - moved.x, axis=-1)
    assert moved.n >= old.n  # the box around a turned box is larger, and shows nothing new here
    assert (distance.min(axis=1) <= 1e-9 * reach + 1e-13 * np.abs(there).max()).all()
    assert sorted(moved.kind) == sorted(old.kind)


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32 - 1))
def test_hollows_minus_passes_plus_peaks_is_one_in_any_closed_valley(seed):
    """Poincare and Hopf: wherever the ground rises in all directions in the end."""
    range_, wall = mountains(seed, 5), 0.4
    valley = make_landscape(
        lambda p: range_.f.inner(p) + wall * (p**2).sum(-1),
        lambda p: range_.grad.inner(p) + 2 * wall * p,
        lambda p: range_.hess.inner(p) + 2 * wall * np.eye(2),
        bounds=[(-7, 7), (-7, 7)],
    )
    found = critical_points(valley, shape=(161, 161))
    assert "degenerate" not in found.kind
    assert found.n_minima - found.n_saddles + found.n_maxima == 1


def test_no_hollow_of_the_measured_ground_is_missed():
    """An independent witness: let scipy run down from every low node of a fine grid."""
    x, y = (np.linspace(low, high, 300) for low, high in TERRAIN.bounds)
    nodes = np.stack(np.meshgrid(x, y), axis=-1)
    f = TERRAIN.f(nodes)
    shifted = [np.roll(f, (j, i), (0, 1)) for j in (-1, 0, 1) for i in (-1, 0, 1) if (j, i) != (0, 0)]
    low = (f < np.min(shifted, axis=0))[1:-1, 1:-1]
    starts = nodes[1:-1, 1:-1][low]
    assert len(starts) == TERRAIN.n_minima
    for start in starts:
        end = minimize(TERRAIN.f, start, jac=TERRAIN.grad, bounds=TERRAIN.bounds, tol=1e-12).x
        assert np.linalg.norm(TERRAIN.minima - end, axis=-1).min() < 1e-3


def test_three_ways_up_meet_where_there_is_no_curvature():
    assert critical_points(monkey_saddle()).kind == ("degenerate",)


def test_the_sign_of_s_decides_between_bowl_and_pass():
    kinds = [critical_points(saddle(s)).kind for s in (0.5, -0.5)]
    assert kinds == [("minimum",), ("saddle",)]
    assert set(critical_points(saddle(0)).kind) == {"degenerate"}


def test_a_turned_bowl_is_the_bowl_turned():
    angle = 0.7
    turned = World(angle, 1.0, (0, 0)).of(bowl(30.0))
    x = somewhere(bowl())
    assert_allclose(bowl(30.0, angle).f(x), turned.f(x), rtol=1e-12)
    assert_allclose(bowl(30.0, angle).grad(x), turned.grad(x), rtol=1e-9, atol=1e-12)


def test_a_landscape_given_by_its_heights_alone_measures_the_rest():
    known = HIMMELBLAU
    own = make_landscape(known.f.inner, bounds=known.bounds)
    x = somewhere(known, 20)
    assert_allclose(own.grad(x), known.grad(x), rtol=1e-9, atol=1e-8)
    assert_allclose(own.hess(x), known.hess(x), rtol=1e-6, atol=1e-5)
    half = make_landscape(known.f.inner, known.grad.inner, bounds=known.bounds)
    assert_allclose(half.hess(x), known.hess(x), rtol=1e-9, atol=1e-8)
    assert own.grad((1, 2)).shape == (2,)
    assert own.hess(np.ones((0, 2))).shape == (0, 2, 2)


# ---- measured ground


def polynomial_ground(x, y):
    return 3 + x - 2 * y + 0.3 * x**2 * y - 0.1 * y**3 + 0.02 * x**5 * y**2


def test_the_spline_of_degree_five_gives_back_polynomials_of_degree_five():
    x, y = np.meshgrid(np.arange(12) * 0.3, np.arange(9) * 0.5)
    land = from_grid(polynomial_ground(x, y), 0.3, 0.5)
    p = somewhere(land, 50)
    assert_allclose(land.f(p), polynomial_ground(p[:, 0], p[:, 1]), rtol=1e-11)
    slope = 1 + 0.6 * p[:, 0] * p[:, 1] + 0.1 * p[:, 0] ** 4 * p[:, 1] ** 2
    assert_allclose(land.grad(p)[:, 0], slope, rtol=1e-9)


def test_smoothing_goes_by_length_and_not_by_cells():
    """A round bump stays round though its cells are not square; and km or m make no difference."""

    def bump(dx, dy):
        nx, ny = int(12 / dx) + 1, int(12 / dy) + 1
        x, y = np.meshgrid(np.arange(nx) * dx, np.arange(ny) * dy)
        return np.exp(-((x - 6) ** 2 + (y - 6) ** 2))

    land = from_grid(bump(0.15, 0.4), 0.15, 0.4, smooth=0.8)
    angle = np.linspace(0, 2 * np.pi, 17)
    ring = land.f(6 + 1.2 * np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    assert np.ptp(ring) < 2e-3 * ring.mean()
    assert ring.mean() == pytest.approx(1 / (1 + 2 * 0.8**2) * np.exp(-(1.2**2) / (1 + 2 * 0.8**2)), rel=5e-3)
    metres = from_grid(bump(0.15, 0.4), 150, 400, smooth=800)
    p = somewhere(land, 30)
    assert_allclose(metres.f(1000 * p), land.f(p), rtol=1e-9)
    assert_allclose(1000 * metres.grad(1000 * p), land.grad(p), rtol=1e-7, atol=1e-10)


def test_level_ground_stays_level_up_to_its_border_when_smoothed():
    land = from_grid(np.full((20, 30), 7.0), 0.1, 0.2, smooth=0.5)
    assert_allclose(land.f(somewhere(land)), 7, rtol=1e-13)
    assert_allclose(land.grad(somewhere(land)), 0, atol=1e-11)


def test_nothing_is_known_beyond_the_border_of_measured_ground():
    with pytest.raises(DomainError, match="only known on"):
        TERRAIN.f((-0.1, 3))
    with pytest.raises(DomainError):
        TERRAIN.reading([(1, 1), (1, 99)])


# ---- the compass


@settings(max_examples=30)
@given(world=worlds, seed=st.integers(0, 1000))
def test_the_needle_turns_with_the_world(world, seed):
    land = HIMMELBLAU
    x = somewhere(land, 5, seed)
    here, there = land.reading(x), world.of(land).reading(world.carry(x))
    turned = (there.heading - here.heading - world.angle + np.pi) % (2 * np.pi) - np.pi
    assert_allclose(turned, 0, atol=1e-6)
    assert_allclose(there.slope, here.slope * world.height / world.scale, rtol=1e-6)
    assert_allclose(there.f, world.height * here.f, rtol=1e-6, atol=1e-9 * world.height)


def test_the_needle_points_uphill_and_its_length_is_the_slope():
    for land in (*FORMULAS, TERRAIN):
        x = somewhere(land, 30) * 0.9 + land.bounds.mean(axis=-1) * 0.1
        seen = land.reading(x)
        h = 1e-6 * np.ptp(land.bounds)
        ahead = x + h * np.stack([np.cos(seen.heading), np.sin(seen.heading)], axis=-1)
        gained = (land.f(ahead) - seen.f) / h
        assert_allclose(gained, seen.slope, rtol=1e-2, atol=1e-4 * seen.slope.max())


def test_a_reading_knows_its_units_and_the_call_that_made_it():
    seen = TERRAIN.reading((10, 10))
    assert seen.units["slope"] == "m/km"
    assert seen.made_by.function == "calc_core.landscapes.landscape.Landscape.reading"
    assert seen.heading_degrees == pytest.approx(np.degrees(seen.heading))


# ---- any reasonable input, and none that is not


@pytest.mark.parametrize("land", [HIMMELBLAU, mountains(1), TERRAIN], ids=lambda land: land.name)
@pytest.mark.parametrize("shape", [(), (3,), (2, 5), (0,), (4, 0, 2)])
def test_points_batches_and_grids_go_through_one_function(land, shape):
    x = np.ones((*shape, 2))
    for values, expected in ((land.f(x), shape), (land.grad(x), (*shape, 2)), (land.hess(x), (*shape, 2, 2))):
        assert values.shape == expected
        assert values.dtype == np.float64


def test_lists_integers_and_frozen_or_strided_arrays_are_points_too():
    frozen = np.array([[1.0, 2.0], [3.0, 1.0]])
    frozen.flags.writeable = False
    wide = np.zeros((2, 4))
    wide[:, ::2] = frozen
    for land in (*FORMULAS, TERRAIN):
        expected = land.grad(frozen)
        for same in (
            [[1, 2], [3, 1]],
            ((1, 2), (3, 1)),
            frozen.astype(int),
            frozen.astype(np.float32),
            wide[:, ::2],
        ):
            assert_allclose(land.grad(same), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ((np.nan, 1), DomainError),
        ((np.inf, 1), DomainError),
        ((1, 2, 3), ShapeError),
        (5, ShapeError),
        ("north", ShapeError),
        ([[1, 2], [3]], ShapeError),
    ],
)
def test_what_is_no_point_is_refused_in_one_sentence(wrong, error):
    for function in (HIMMELBLAU.f, HIMMELBLAU.grad, TERRAIN.hess, TERRAIN.reading):
        with pytest.raises(error) as told:
            function(wrong)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: bowl(-1),
        lambda: from_grid(np.ones((4, 4)), 1, 1),
        lambda: from_grid(np.ones((8, 8)), 0, 1),
        lambda: from_grid([[np.nan] * 8] * 8, 1, 1),
        lambda: from_grid(np.ones((8, 8)), 1, 1, units={"km": "x"}),
        lambda: make_landscape(np.sum, np.sum, np.sum, bounds=[(1, 0), (0, 1)]),
        lambda: make_landscape(np.sum, np.sum, np.sum, bounds=[0, 1]),
        lambda: make_landscape(lambda x: x[0], np.sum, np.sum, bounds=[(0, 1), (0, 1)]).f(np.ones((3, 2))),
        lambda: critical_points(make_landscape(np.sum, np.sum, np.sum, bounds=[(0, 1)])),
    ],
)
def test_a_wrong_landscape_is_refused_in_one_sentence(mistake):
    with pytest.raises(CalcError) as told:
        mistake()
    assert "\n" not in str(told.value)


@settings(max_examples=12)
@given(wider=st.floats(1, 6))
def test_wider_bounds_lose_no_peak_and_invent_no_corner(wider):
    """Around hills lies flat ground, as level as rounding; there is still nothing to be found on it."""
    land = HILLS
    known = critical_points(land)
    n = int(121 * max(wider, 1))
    wide = critical_points(land, land.bounds * wider, shape=(n, n))
    assert "degenerate" not in wide.kind
    assert_allclose(wide.x, known.x, atol=1e-7)


@pytest.mark.parametrize("size", [4, 9, 30])
def test_a_bell_has_one_peak_however_wide_its_map(size):
    bell = gaussian_hill()
    measured = make_landscape(bell.f.inner, bell.grad.inner, bounds=[(-size, size)] * 2)
    for land in (bell, measured):
        found = critical_points(land, [(-size, size)] * 2)
        assert found.kind == ("maximum",)
        assert_allclose(found.x, [(0, 0)], atol=1e-8)


def test_beale_has_its_second_pass():
    assert_allclose(beale().saddles, [(0.1005, -2.6445), (0, 1)], atol=1e-4)
