"""Lecture 09: a contour lies on its level, its tangent is level, and it turns with the map."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import (
    beale,
    bowl,
    contours,
    gradient_field,
    make_landscape,
    monkey_saddle,
    mountains,
    ravine,
    saddle,
    sample_grid,
)
from calc_core.errors import CalcError, DomainError, ShapeError
from calc_core.maps.contours import round_levels
from tests.calc_core.worlds import HILLS, HIMMELBLAU, by_formula, quarter_worlds, terrain, worlds

TERRAIN = terrain()


def chords(line):
    return np.diff(line.points, axis=0)


def slant(land, line):
    """|cos| of the angle between each chord and the gradient at its middle: 0 where the chord is level."""
    middle, chord = (line.points[1:] + line.points[:-1]) / 2, chords(line)
    g = land.grad(middle)
    return np.abs((chord * g).sum(-1)) / np.linalg.norm(chord, axis=-1) / np.linalg.norm(g, axis=-1)


def enclosed(line):
    x, y = line.points.T
    return abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def test_himmelblau_at_level_60():
    land = HIMMELBLAU
    drawn = contours(land, [60], shape=(101, 101))
    assert [each.closed for each in drawn] == [True] * 3
    assert drawn.level_error <= 2e-13 * 60
    assert max(np.abs(land.f(each.points) - 60).max() for each in drawn) == drawn.level_error
    assert max(slant(land, each).max() for each in drawn) <= 1e-3
    assert np.median(np.concatenate([slant(land, each) for each in drawn])) <= 1e-4
    for each in drawn:
        assert np.abs((each.tangent * land.grad(each.points)).sum(-1)).max() <= 1e-13 * 400


@pytest.mark.parametrize("land", [*by_formula(), TERRAIN], ids=lambda land: land.name)
def test_every_point_lies_on_its_level_and_on_the_map(land):
    drawn = contours(land, 7, shape=(81, 81))
    assert len(drawn) > 2
    for each in drawn:
        assert np.abs(land.f(each.points) - each.level).max() <= 1e-10 * max(1, abs(each.level))
        assert land.contains(each.points).all()
        assert np.linalg.norm(chords(each), axis=-1).min() > 0
        ends_meet = (each.points[0] == each.points[-1]).all()
        assert ends_meet == each.closed
        if not each.closed:
            on_border = np.isclose(each.points[[0, -1], :, None], land.bounds, rtol=0, atol=1e-12).any(
                axis=(1, 2)
            )
            assert on_border.all()


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), share=st.floats(0.02, 0.98))
def test_any_level_of_any_range_is_drawn_smoothly(seed, share):
    land = mountains(seed, 8)
    low, high = np.quantile(land.f(np.random.default_rng(seed).uniform(-4, 4, (500, 2))), [0, 1])
    drawn = contours(land, [low + share * (high - low)], shape=(81, 81))
    assert drawn.level_error <= 1e-10
    for each in drawn:
        assert np.linalg.norm(chords(each), axis=-1).max() <= 0.1  # a cell, though half of one was asked for
        turn = (chords(each)[1:] * chords(each)[:-1]).sum(-1)
        assert (turn > 0).all()  # no point lies behind its predecessor


def test_higher_ground_lies_on_the_left():
    for land in (HIMMELBLAU, HILLS, TERRAIN):
        for each in contours(land, 6, shape=(81, 81)):
            along = chords(each) / np.linalg.norm(chords(each), axis=-1, keepdims=True)
            left = np.stack([-along[:, 1], along[:, 0]], axis=-1)
            assert ((left * land.grad(each.points[:-1])).sum(-1) > 0).all()
            assert_allclose((each.tangent[:-1] * along).sum(-1), 1, atol=0.1)
            uphill = (each.normal * land.grad(each.points)).sum(-1)
            assert_allclose(uphill, np.linalg.norm(land.grad(each.points), axis=-1), rtol=1e-12)


@pytest.mark.parametrize(("kappa", "angle"), [(1, 0), (3, 0.5)])
def test_an_ellipse_has_its_area_and_the_error_falls_as_the_chord_squared(kappa, angle):
    land, level = bowl(kappa, angle), 8.0
    exact = 2 * np.pi * level / np.sqrt(kappa)
    sizes = np.array([0.08, 0.04, 0.02, 0.01])
    errors = []
    for size in sizes:
        (line,) = contours(land, [level], max_chord=size)
        errors.append(abs(enclosed(line) - exact) / exact)
    order = np.polyfit(np.log(sizes), np.log(errors), 1)[0]
    assert errors[-1] < 1e-5
    assert order == pytest.approx(2, abs=0.05)


def test_a_circle_has_the_length_of_a_circle_and_goes_round_once():
    (line,) = contours(bowl(1), [2.0], max_chord=0.01)
    assert line.length == pytest.approx(4 * np.pi, rel=1e-5)
    angle = np.unwrap(np.arctan2(line.points[:, 1], line.points[:, 0]))
    assert angle[-1] - angle[0] == pytest.approx(-2 * np.pi)  # higher ground outside, on the left: clockwise


@settings(max_examples=5)
@given(world=quarter_worlds)
def test_contours_move_turn_and_scale_with_the_map(world):
    land = HIMMELBLAU
    old, new = contours(land, [40, 120], shape=(60, 60)), contours(world.of(land), [40, 120], shape=(60, 60))
    assert len(old) == len(new)
    lengths = sorted(world.scale * each.length for each in old)
    assert_allclose(sorted(each.length for each in new), lengths, rtol=1e-4)
    every = np.concatenate([world.carry(each.points) for each in old])
    for each in new:
        gap = np.linalg.norm(each.points[:, None] - every, axis=-1).min(axis=1)
        assert (
            gap.max() <= 0.08 * world.scale
        )  # between two points of the other drawing, at most half a chord


@settings(max_examples=6)
@given(world=worlds)
def test_in_any_world_the_lines_lie_on_their_levels(world):
    land = world.of(HIMMELBLAU)
    drawn = contours(land, [world.height * each for each in (10, 60, 200)], shape=(101, 101))
    assert len(drawn) >= 4
    noise = 1e-13 * world.height * 1e4 * (1 + (np.abs(world.shift).max() / world.scale))
    assert drawn.level_error <= 1e-10 * max(1, 200 * world.height) + noise


def test_each_hollow_has_its_own_ring_until_the_water_reaches_a_pass():
    land = HIMMELBLAU
    passes = np.sort(land.f(land.saddles))
    rings = [len(contours(land, [level])) for level in (1.0, passes[0] - 0.5, passes[0] + 0.5)]
    assert rings == [4, 4, 3]


def test_levels_through_passes_nodes_and_summits_do_no_harm():
    land = HIMMELBLAU
    through = contours(land, land.f(land.saddles), shape=(61, 61))
    assert through.level_error <= 1e-8
    node = contours(
        saddle(-1), [0.0], bounds=[(-1, 1), (-1, 1)], shape=(21, 21)
    )  # crosses many nodes exactly
    assert node.level_error <= 1e-10
    assert sum(each.length for each in node) == pytest.approx(
        4 * np.sqrt(2), rel=1e-2
    )  # a cell's corner is cut
    assert contours(monkey_saddle(), [0.0], shape=(31, 31)).level_error <= 1e-10
    for nothing in ([0.0], [-5.0], [1e9]):
        assert len(contours(bowl(1), nothing)) == 0
    for each in through:
        assert np.isfinite(each.tangent).all()


@pytest.mark.parametrize("level", [0.02, -0.02])
def test_in_a_torn_cell_the_height_at_its_middle_decides_what_belongs_together(level):
    """f = x y on four nodes a side: in the middle cell two opposite corners are high, the other two low."""
    pass_ = make_landscape(
        lambda p: p[..., 0] * p[..., 1],
        lambda p: p[..., ::-1].copy(),
        lambda p: np.broadcast_to([[0.0, 1.0], [1.0, 0.0]], (*p.shape, 2)),
        bounds=[(-1, 1), (-1, 1)],
    )
    lines = contours(pass_, [level], shape=(4, 4))
    assert len(lines) == 2
    for each in lines:
        quarter = np.sign(each.points)
        assert (quarter == quarter[0]).all()  # a branch of the hyperbola never leaves its quarter
        assert quarter[0].prod() == np.sign(level)


@given(low=st.floats(-1e6, 1e6), size=st.floats(1e-3, 1e6), n=st.integers(1, 40))
def test_round_levels_are_round_even_and_about_as_many_as_asked(low, size, n):
    levels = round_levels(low, low + size, n)
    assert (levels > low).all()
    assert (levels < low + size).all()
    assert 0.55 * n - 2 <= len(levels) <= 1.7 * n + 2
    if len(levels) > 1:
        step = np.diff(levels).mean()
        assert_allclose(levels / step, np.round(levels / step), atol=1e-6)
        mantissa = step / 10 ** np.floor(np.log10(step) + 1e-9)
        assert min(abs(mantissa - each) for each in (1, 2, 2.5, 5, 10)) < 1e-6


def test_the_contour_interval_is_told_only_where_there_is_one():
    assert contours(TERRAIN, 12, shape=(21, 21)).interval == pytest.approx(50)
    with pytest.raises(ShapeError, match="no single interval"):
        _ = contours(HILLS, [0.1, 0.2, 0.5]).interval


def test_lines_of_one_level_can_be_picked():
    drawn = contours(HIMMELBLAU, [10, 60])
    assert len(drawn.at(10)) == 4
    assert len(drawn.at(10)) + len(drawn.at(60)) == len(drawn) == drawn.n == len(list(drawn))
    assert drawn.made_by.arguments["levels"] == [10, 60]


# ---- grids and needles


def test_rows_of_a_grid_go_with_y_and_columns_with_x():
    land = make_landscape(
        lambda p: p[..., 0] + 10 * p[..., 1],
        lambda p: np.broadcast_to([1.0, 10.0], p.shape),
        lambda p: np.zeros((*p.shape, 2)),
        bounds=[(0, 3), (0, 2)],
    )
    grid = sample_grid(land, shape=(3, 4))
    assert_allclose(grid.f, np.arange(4)[None, :] + 10 * np.arange(3)[:, None])
    assert_allclose(grid.xy[1, 2], [2, 1])
    assert (grid.lowest, grid.highest, grid.relief) == (0, 23, 23)
    needles = gradient_field(land, shape=(3, 4))
    assert needles.vec.shape == (3, 4, 2)
    assert needles.n == 12
    assert needles.steepest == pytest.approx(np.sqrt(101))
    assert_allclose(needles.heading, np.arctan2(10, 1))


def test_a_plain_function_is_sampled_where_it_is_told_to():
    grid = sample_grid(lambda p: p[..., 0] ** 2, bounds=[(-1, 1), (0, 1)], shape=(2, 3))
    assert_allclose(grid.f, [[1, 0, 1]] * 2)


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda: sample_grid(lambda p: p[..., 0]), ShapeError),
        (lambda: sample_grid(lambda p: p[..., 0] * np.nan, bounds=[(0, 1), (0, 1)]), DomainError),
        (lambda: sample_grid(HILLS, shape=(1, 5)), ShapeError),
        (lambda: sample_grid(HILLS, bounds=[(1, 1), (0, 1)]), ShapeError),
        (lambda: contours(HILLS, [np.nan]), DomainError),
        (lambda: contours(HILLS, "high"), ShapeError),
        (lambda: contours(HILLS, 0), ShapeError),
        (lambda: contours(TERRAIN, 5, bounds=[(0, 100), (0, 10)]), DomainError),
        (lambda: gradient_field(HILLS, bounds=[0, 1]), ShapeError),
    ],
)
def test_a_mistake_is_told_in_one_sentence(mistake, error):
    with pytest.raises(error) as told:
        mistake()
    assert isinstance(told.value, CalcError)
    assert "\n" not in str(told.value)


# ---- where a grid is too coarse, and what is refused


@pytest.mark.parametrize(
    ("land", "level"),
    [(ravine(), 0.1), (ravine(), 1e-3), (beale(), 0.1), (beale(), 0.01)],
    ids=["ravine 0.1", "ravine 0.001", "Beale 0.1", "Beale 0.01"],
)
def test_a_valley_narrower_than_a_cell_is_one_ring_and_no_islands(land, level):
    (ring,) = contours(land, [level])
    assert ring.closed
    (hollow,) = land.minima
    way = np.unwrap(np.arctan2(*(ring.points - hollow).T[::-1]))
    assert abs(way[-1] - way[0]) == pytest.approx(2 * np.pi)  # once round the hollow
    assert slant(land, ring).max() < 0.5


@settings(max_examples=6)
@given(kappa=st.floats(100, 1500), angle=st.floats(-1.5, 1.5))
def test_a_narrow_ellipse_keeps_its_area_at_any_angle(kappa, angle):
    land, level = bowl(kappa, angle), 18.0
    (line,) = contours(land, [level], shape=(61, 61))
    assert enclosed(line) == pytest.approx(2 * np.pi * level / np.sqrt(kappa), rel=0.02)


def test_no_spike_on_the_terrain():
    for shape in ((61, 61), (81, 81), (121, 121)):
        for each in contours(terrain(0.5), [550.0], shape=shape):
            along = chords(each) / np.linalg.norm(chords(each), axis=-1, keepdims=True)
            assert (along * each.tangent[:-1]).sum(-1).min() > 0.79


@given(x=st.sampled_from([1e-6, 1.0, 1e9]), y=st.sampled_from([1e-6, 1.0, 1e9]))
def test_unequal_units_cost_nothing(x, y):
    size = np.array([x, y])
    land = make_landscape(
        lambda p: ((p / size) ** 2).sum(-1),
        lambda p: 2 * p / size**2,
        lambda p: np.broadcast_to(np.diag(2 / size**2), (*p.shape, 2)).copy(),
        bounds=np.stack([-size, size], axis=-1),
    )
    (line,) = contours(land, [0.5])
    assert len(line.points) < 2000
    assert enclosed(line) == pytest.approx(np.pi / 2 * x * y, rel=2e-3)
    assert np.abs(land.f(line.points) - 0.5).max() <= 1e-10
    assert np.abs((line.normal * line.tangent).sum(-1)).max() < 1e-12


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_ground_that_is_not_finite_is_named(hole):
    land = make_landscape(
        lambda p: np.where(p[..., 0] > 0.5, hole, p[..., 1]),
        lambda p: np.zeros_like(p),
        lambda p: np.zeros((*p.shape, 2)),
        bounds=[(-1, 1), (-1, 1)],
    )
    with pytest.raises(DomainError, match="finite"):
        contours(land, 5)


def test_a_whole_number_of_levels_may_be_numpys():
    for eight in (np.int64(8), np.uint8(8), np.array(8)):
        assert (
            contours(HILLS, eight, shape=(31, 31)).levels == contours(HILLS, 8, shape=(31, 31)).levels
        ).all()
    assert (contours(HILLS, 0.5, shape=(31, 31)).levels == [0.5]).all()  # a height


@pytest.mark.parametrize("wrong", [{"tol": -1e-9}, {"tol": 0}, {"max_chord": -0.1}, {"max_chord": 0}])
def test_tolerance_and_chord_are_positive(wrong):
    with pytest.raises(ShapeError, match="positive"):
        contours(HILLS, 5, **wrong)


def test_lines_begin_where_they_are_told_and_the_longest_can_be_picked():
    drawn = contours(HILLS, [0.5, 0.9])
    ring = drawn.longest(0.9)
    assert ring.length == max(each.length for each in drawn.at(0.9))
    assert drawn.longest().length == max(each.length for each in drawn)
    place = ring.points[17]
    turned = ring.begun_next_to(place + 1e-4)
    assert (turned.points[[0, -1]] == place).all()
    assert (turned.tangent[0] == ring.tangent[17]).all()
    assert turned.length == pytest.approx(ring.length)
    with pytest.raises(ShapeError, match="no contour"):
        drawn.longest(0.7)


def test_contours_are_picked_by_height_and_a_number_in_brackets_says_so():
    found = contours(HILLS, [0.5, 1.0])
    with pytest.raises(
        TypeError, match=r"by their height, not by number, got \[0\]: \.at\(level\) .*\.longest"
    ):
        found[0]
    assert {each.level for each in found} == {0.5, 1.0}  # walking along them is as before
