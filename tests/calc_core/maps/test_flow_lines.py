"""Lectures 09 and 12: water crosses contours squarely, and every drop ends in the hollow of its watershed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from calc_core import (
    basins,
    bowl,
    contours,
    crossings,
    flow_line,
    gaussian_hill,
    gradient_descent,
    make_landscape,
    monkey_saddle,
    ravine,
    saddle,
    watersheds,
)
from calc_core.descent.basins import LOST, NOWHERE, _steepest_neighbour
from calc_core.errors import CalcError, DomainError, ShapeError
from tests.calc_core.worlds import HILLS, HIMMELBLAU, World, quarter_worlds, terrain, worlds

TERRAIN = terrain()


def four_wells():
    """f = (x^2 - 1)^2 + (y^2 - 1)^2: one hollow in the middle of each quarter of the plane."""
    return make_landscape(
        lambda p: ((p**2 - 1) ** 2).sum(-1),
        lambda p: 4 * p * (p**2 - 1),
        lambda p: (12 * p**2 - 4)[..., None] * np.eye(2),
        bounds=[(-2, 2), (-2, 2)],
        name="four wells",
        minima=[(i, j) for i in (-1, 1) for j in (-1, 1)],
        saddles=[(1, 0), (-1, 0), (0, 1), (0, -1)],
    )


# ---- flow lines


@pytest.mark.parametrize("kappa", [1.0, 3.0, 20.0])
def test_on_a_bowl_the_water_runs_along_y_proportional_to_x_to_the_kappa(kappa):
    line = flow_line(bowl(kappa), (5, 4), ascent=False)
    x, y = line.points.T
    assert_allclose(y, 4 * (x / 5) ** kappa, atol=1e-8)
    assert line.ending == "critical point"
    assert np.linalg.norm(bowl(kappa).grad(line.points[-1])) < 1e-5


@settings(max_examples=5)
@given(world=worlds, start=st.tuples(st.floats(-4, 4), st.floats(-4, 4)))
def test_flow_lines_move_turn_and_scale_with_the_world(world, start):
    land = HIMMELBLAU
    old = flow_line(land, start, ascent=False, n=50)
    new = flow_line(world.of(land), world.carry(start), ascent=False, n=50)
    tangle = np.linalg.norm(world.carry(old.points) - new.points, axis=-1).max()
    assert tangle <= 1e-4 * world.scale  # the two solvers stop at slightly different slopes
    assert new.length == pytest.approx(world.scale * old.length, rel=1e-5, abs=1e-6 * world.scale)


@pytest.mark.parametrize("land", [HILLS, HIMMELBLAU, TERRAIN, monkey_saddle()], ids=lambda land: land.name)
def test_uphill_always_rises_downhill_always_falls_and_the_points_are_evenly_spread(land):
    rng = np.random.default_rng(5)
    for start in rng.uniform(land.bounds[:, 0], land.bounds[:, 1], (2, 2)):
        for ascent, sign in ((True, 1), (False, -1)):
            line = flow_line(land, start, ascent=ascent)
            assert (sign * np.diff(line.f) > -1e-12 * np.abs(line.f).max()).all()
            assert sign * line.climb > 0
            assert land.contains(line.points).all()
            steps = np.linalg.norm(np.diff(line.points, axis=0), axis=-1)
            assert steps.max() <= 1.1 * line.length / (len(steps))
            assert_allclose(line.arclength[1:], np.cumsum(steps), rtol=0.02)


def test_another_solver_in_another_variable_goes_the_same_way():
    """Unit speed instead of the slope's own, and an implicit method instead of an explicit one."""
    land = HILLS
    line = flow_line(land, (-3, -2), length=1.5)

    def unit(s, x):
        g = land.grad(x)
        return g / np.linalg.norm(g)

    witness = solve_ivp(unit, (0, line.length), (-3, -2), method="Radau", rtol=1e-10, atol=1e-12)
    assert line.ending == "length"
    assert line.length == pytest.approx(1.5, abs=1e-9)
    assert_allclose(line.points[-1], witness.y[:, -1], atol=1e-7)


def test_a_flow_line_knows_where_it_ends():
    assert flow_line(bowl(2), (1, 1), ascent=False).ending == "critical point"
    assert flow_line(bowl(2), (1, 1), length=0.5).length == pytest.approx(0.5)
    out = flow_line(bowl(2), (1, 1))
    assert out.ending == "border"
    assert np.isclose(np.abs(out.points[-1]), 12).any()
    assert len(flow_line(bowl(2), (0, 0)).points) == 1
    peak = flow_line(HILLS, (-2.5, -1)).points[-1]
    assert np.linalg.norm(HILLS.grad(peak)) < 1e-7
    floor = flow_line(ravine(), (0.5, 0.5), ascent=False, method="LSODA", tol=1e-8).points[-1]
    assert_allclose(floor, (1, 1), atol=2e-3)


# ---- crossings


@pytest.mark.parametrize(
    ("land", "levels"), [(HILLS, 10), (HIMMELBLAU, [4, 20, 60, 120]), (bowl(4.0, 0.4), [2, 8, 30])]
)
def test_water_crosses_every_contour_at_a_right_angle(land, levels):
    drawn = contours(land, levels)
    rng = np.random.default_rng(2)
    total = 0
    for start in 0.8 * rng.uniform(land.bounds[:, 0], land.bounds[:, 1], (3, 2)):
        line = flow_line(land, start, ascent=False)
        met = crossings(line, drawn)
        between = (drawn.levels < line.f[0]) & (drawn.levels > line.f[-1])
        assert met.n == between.sum()  # each level on the way once, and no other
        assert (np.diff(met.level) < 0).all()
        assert_allclose(land.f(met.points), met.level, atol=2e-3 * np.ptp(drawn.levels))
        if met.n:
            assert met.off_square < 0.3
            assert met.least_angle == met.angle.min() <= 90
        total += met.n
    assert total >= 5


@settings(max_examples=20)
@given(sx=st.floats(0.2, 5), sy=st.floats(0.2, 5), tilt=st.floats(0, np.pi))
def test_unequal_axes_break_the_right_angle_exactly_as_the_ruler_says(sx, sy, tilt):
    """On a plane the gradient (cos t, sin t) and its contours are straight: stretch both and measure."""
    g = np.array([np.cos(tilt), np.sin(tilt)])
    plane = make_landscape(
        lambda p: p @ g,
        lambda p: np.broadcast_to(g, p.shape),
        lambda p: np.zeros((*p.shape, 2)),
        bounds=[(-1, 1), (-1, 1)],
    )
    met = crossings(
        np.outer(np.linspace(-0.5, 0.5, 8), g), contours(plane, [0.01], shape=(9, 9)), stretch=(sx, sy)
    )
    up, along = g * (sx, sy), np.array([-g[1], g[0]]) * (sx, sy)
    cosine = abs(up @ along) / np.linalg.norm(up) / np.linalg.norm(along)
    assert met.n == 1
    assert met.angle[0] == pytest.approx(np.degrees(np.arccos(cosine)), abs=1e-5)
    assert_allclose(met.points, [0.01 * g], atol=1e-12)


def test_a_path_that_is_no_flow_line_crosses_at_other_angles():
    zigzag = gradient_descent(bowl(9), (5, 3), learning_rate=0.19, tol=1e-2)
    met = crossings(zigzag.x, contours(bowl(9), [1, 5, 20]))
    assert met.n > 3
    assert met.least_angle < 85
    assert crossings([(0, 0), (0.1, 0)], contours(bowl(1), [5])).n == 0


# ---- basins and watersheds


def test_four_equal_wells_share_the_ground_equally():
    parted = watersheds(four_wells(), shape=(120, 120))
    assert_allclose(parted.shares, 0.25)
    quarter = parted.hollows[parted.labels]
    nodes = np.stack(np.meshgrid(parted.x, parted.y), axis=-1)
    assert (np.sign(quarter) == np.sign(nodes)).all()
    assert (parted.n_lost, parted.n_reached) == (0, 4)


@settings(max_examples=4)
@given(world=quarter_worlds)
def test_watersheds_move_with_the_map(world):
    old, new = watersheds(HILLS, shape=(40, 40)), watersheds(world.of(HILLS), shape=(40, 40))
    assert new.lost_share == pytest.approx(old.lost_share, abs=0.01)
    assert_allclose(new.shares, old.shares, atol=0.01)


def test_almost_every_drop_ends_where_its_flow_line_does():
    parted = watersheds(TERRAIN)
    rng = np.random.default_rng(1)
    agree = []
    for j, i in rng.integers(0, 200, (30, 2)):
        line = flow_line(TERRAIN, (parted.x[i], parted.y[j]), ascent=False, tol=1e-6, n=2)
        nearest = np.linalg.norm(parted.hollows - line.points[-1], axis=-1).argmin()
        agree.append(parted.labels[j, i] == (LOST if line.ending == "border" else nearest))
    assert np.mean(agree) >= 0.9  # measured over 3,000: 0.98
    assert not (parted.labels == NOWHERE).any()
    assert parted.shares.sum() + parted.lost_share == pytest.approx(1)


@settings(max_examples=25)
@given(angle=st.floats(-3.1, 3.1))
def test_down_a_plane_water_takes_the_neighbour_nearest_to_straight_down_however_long_the_cells(angle):
    cell, down = np.array([0.5, 0.2]), np.array([np.cos(angle), np.sin(angle)])
    j, i = np.mgrid[:7, :7]
    to = _steepest_neighbour(-(i * cell[0] * down[0] + j * cell[1] * down[1]), cell)[3, 3]
    taken = np.array([to % 7 - 3, to // 7 - 3]) * cell
    ways = np.array([(a, b) for a in range(-2, 3) for b in range(-2, 3) if (a, b) != (0, 0)]) * cell
    best = (ways @ down / np.linalg.norm(ways, axis=-1)).max()
    assert taken @ down / np.linalg.norm(taken) == pytest.approx(best, abs=1e-12)


def test_ground_without_a_hollow_drains_over_its_border():
    for land in (gaussian_hill(), saddle(-1)):
        parted = watersheds(land, shape=(40, 40))
        assert parted.lost_share == 1
        assert (parted.n_hollows, parted.lowest_count, parted.lowest_share) == (0, 0, 0)
        with pytest.raises(ShapeError, match="no hollow"):
            _ = parted.lowest_height


def test_each_lamp_is_counted_in_the_hollow_where_it_stands():
    starts = np.array([(0.5, 0.5), (0.4, 0.9), (-0.5, 0.5), (0.5, -0.5), (0, 0.5), (1.9, 1.9)])
    walk = gradient_descent(four_wells(), starts, learning_rate=0.05, tol=1e-8, bounds=[(-2, 2), (-2, 2)])
    counted = basins(walk, four_wells())
    where = {(int(x), int(y)): int(n) for (x, y), n in zip(counted.hollows, counted.counts, strict=True)}
    assert where == {(1, 1): 3, (-1, 1): 1, (1, -1): 1, (-1, -1): 0}
    assert counted.labels[4] == NOWHERE  # it came to rest on the pass (0, 1), exactly on its ridge
    assert (counted.n, counted.n_settled, counted.n_reached, counted.n_lost) == (6, 5, 3, 0)


def test_lamps_in_the_dark():
    """Lecture 12 in small: every lamp is settled, lost or unfinished, and the two ways of counting agree."""
    starts = np.random.default_rng(12).uniform(TERRAIN.bounds[:, 0], TERRAIN.bounds[:, 1], (150, 2))
    walk = gradient_descent(TERRAIN, starts, learning_rate=0.01, backtracking=True, tol=1e-3, max_iter=3000)
    counted, parted = basins(walk, TERRAIN), watersheds(TERRAIN, shape=(100, 100))
    assert walk.n_converged + walk.n_left == counted.n_settled + counted.n_lost == 150
    assert counted.n_lost == walk.n_left > 0
    assert counted.n_hollows == TERRAIN.n_minima > counted.n_reached > 5
    assert counted.lowest_height == pytest.approx(TERRAIN.f(TERRAIN.minima).min())
    assert counted.lost_share == pytest.approx(parted.lost_share, abs=0.12)
    assert counted.lowest_share == pytest.approx(parted.lowest_share, abs=0.06)
    on_border = np.isclose(walk.last[walk.status == "left"][:, :, None], TERRAIN.bounds).any(axis=(1, 2))
    assert on_border.all()


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda: flow_line(HILLS, (99, 0)), DomainError),
        (lambda: flow_line(HILLS, (np.nan, 0)), DomainError),
        (lambda: flow_line(HILLS, [(0, 0), (1, 1)]), ShapeError),
        (lambda: flow_line(HILLS, (0, 0), length=-1), DomainError),
        (lambda: crossings([(0, 0, 0)], contours(HILLS, 3)), ShapeError),
        (lambda: crossings([(0, 0), (1, 1)], contours(HILLS, 3), stretch=(1, 0)), ShapeError),
        (lambda: crossings([(0, 0), (0.01, 0)], contours(HILLS, [1.3])).least_angle, ShapeError),
        (lambda: watersheds(HILLS, shape=(1, 1)), ShapeError),
        (
            lambda: basins(
                gradient_descent(
                    lambda x: x[..., 0], [1.0], grad=np.ones_like, learning_rate=0.1, max_iter=0
                ),
                HILLS,
            ),
            ShapeError,
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence(mistake, error):
    with pytest.raises(error) as told:
        mistake()
    assert isinstance(told.value, CalcError)
    assert "\n" not in str(told.value)


# ---- flow lines on wide and flat maps


@settings(max_examples=4)
@given(turn=st.floats(0, 2 * np.pi), width=st.floats(2, 8))
def test_down_a_bell_water_runs_straight_to_the_border_however_flat_it_is(turn, width):
    start = 0.2 * np.array([np.cos(turn), np.sin(turn)])
    box = [(-width, width)] * 2
    line = flow_line(gaussian_hill(), start, ascent=False, bounds=box)
    assert line.ending == "border"
    assert line.length == pytest.approx(width / np.abs([np.cos(turn), np.sin(turn)]).max() - 0.2, rel=1e-7)
    up = flow_line(gaussian_hill(), line.points[-1], bounds=box)
    assert up.ending == "critical point"
    assert up.length == pytest.approx(line.length + 0.2, rel=1e-7)


def test_the_points_are_even_to_a_millionth():
    line = flow_line(bowl(3.0), (5, 4), ascent=False, n=400)
    fine = flow_line(bowl(3.0), (5, 4), ascent=False, n=399 * 40 + 1)
    pieces = np.linalg.norm(np.diff(fine.points, axis=0), axis=-1).reshape(399, 40).sum(axis=1)
    assert_allclose(pieces, line.length / 399, rtol=1e-6)


@settings(max_examples=4)
@given(angle=st.floats(-3, 3), start=st.tuples(st.floats(-3, 3), st.floats(-2, 2)))
def test_a_turned_world_turns_the_line(angle, start):
    world = World(angle, 1.0, (0.0, 0.0))
    box = [(-12, 12), (-12, 12)]  # the same for both, as turned borders are none
    old = flow_line(HILLS, start, bounds=box, n=50)
    new = flow_line(world.of(HILLS), world.carry(start), bounds=box, n=50)
    assert np.linalg.norm(world.carry(old.points) - new.points, axis=-1).max() <= 1e-8


def test_down_a_cone_it_ends_at_the_tip_or_says_that_it_did_not():
    cone = make_landscape(
        lambda p: np.hypot(p[..., 0], p[..., 1]),
        lambda p: p / np.maximum(np.hypot(p[..., 0], p[..., 1]), 1e-300)[..., None],
        lambda p: np.zeros((*p.shape, 2)),
        bounds=[(-1, 1), (-1, 1)],
    )
    line = flow_line(cone, (0.5, 0.3), ascent=False)
    assert line.length >= 0.99 * np.hypot(0.5, 0.3)
    assert np.isfinite(line.points).all()
