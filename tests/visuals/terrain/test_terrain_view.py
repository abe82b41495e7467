"""The hill's own camera: tipped over it is the flat map, and what stands behind ground is hidden."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.visuals.hills import canvas, grid, hill
from tests.visuals.maps import settle
from visuals.terrain.sight import clearances, heights_at, highest
from visuals.terrain.view import View

angles = st.floats(-720, 720)
elevations = st.floats(5, 89)
points = st.tuples(st.floats(-2, 3), st.floats(-1, 3), st.floats(200, 500))


@given(angle=angles, elevation=elevations, point=points)
def test_tipped_over_every_point_stands_where_the_flat_map_has_it(angle, elevation, point):
    land = HILL.set(azimuth=angle, elevation=elevation, tilt=1.0, zoom=1.0)
    x, y, _ = point
    seen = land.project(np.array(point)).point
    scale = 8.0 / 5.0  # scene units to a unit of x, and of y
    np.testing.assert_allclose(seen, [(x - 0.5) * scale, (y - 1.0) * scale, 0.0], atol=1e-12)


@given(angle=angles, elevation=elevations, point=points)
def test_the_tipping_ends_without_a_jump(angle, elevation, point):
    nearly = HILL.set(azimuth=angle, elevation=elevation, tilt=1 - 1e-7).project(np.array(point)).point
    wholly = HILL.set(tilt=1.0).project(np.array(point)).point
    np.testing.assert_allclose(nearly, wholly, atol=1e-4)


@given(angle=angles, elevation=elevations, tilt=st.floats(0, 1))
def test_the_axes_of_a_view_are_a_right_handed_frame(angle, elevation, tilt):
    right, up, toward = View(azimuth=angle, elevation=elevation, tilt=tilt).axes
    np.testing.assert_allclose(
        np.array([right, up, toward]) @ np.array([right, up, toward]).T, np.eye(3), atol=1e-12
    )
    np.testing.assert_allclose(np.cross(right, up), toward, atol=1e-12)


@given(angle=st.floats(-170, 170), turns=st.integers(-3, 3), point=points)
def test_a_whole_turn_changes_nothing(angle, turns, point):
    once = HILL.set(azimuth=angle, tilt=0.3).project(np.array(point)).point
    again = HILL.set(azimuth=angle + 360 * turns).project(np.array(point)).point
    np.testing.assert_allclose(once, again, atol=1e-9)


def test_the_focus_stays_in_the_middle_however_the_hill_is_turned_and_magnified():
    land = hill(relief=1e-6).set(focus_x=1.6, focus_y=2.1, zoom=2.5)
    for angle in (0, 70, 200):
        seen = land.set(azimuth=angle).project(np.array([1.6, 2.1])).point
        np.testing.assert_allclose(seen[:2], 0.0, atol=1e-5)


def test_a_hill_set_at_a_point_shows_it_where_a_look_in_a_play_would_bring_it():
    peak, place = np.array([1.6, 1.7]), (0.8, -0.4)
    set_at_once = hill(relief=3.0).set(at=peak, place=place, azimuth=35, elevation=40, zoom=2.0)
    np.testing.assert_allclose(set_at_once.to_screen(peak)[:2], place, atol=1e-9)
    played = hill(relief=3.0)
    settle(*played.look(at=peak, place=place, azimuth=35, elevation=40, zoom=2.0))
    assert {name: dial.get_value() for name, dial in played.dials.items()} == {
        name: dial.get_value() for name, dial in set_at_once.dials.items()
    }


def test_shifting_and_scaling_the_mobject_moves_the_picture_with_it():
    land = hill().set(azimuth=20)
    before = land.project(np.array([1.0, 0.5])).point
    centre = np.array([0.0, 0.0, 0.0])
    land.scale(0.5).shift([2.0, -1.0, 0.0])
    after = land.project(np.array([1.0, 0.5])).point
    # the eye stays as far away, so perspective is a little weaker on the smaller hill
    np.testing.assert_allclose(after - [2.0, -1.0, 0.0], centre + (before - centre) / 2, atol=0.02)


def ridge(x, y):
    return 100 * np.exp(-((y - 1.0) ** 2) * 8) + 0 * x


def test_a_ridge_hides_the_ground_behind_it_and_nothing_else():
    land = hill(ridge, relief=2.0, azimuth=0.0, elevation=15.0)
    before, on_top, behind, far = (land.project(np.array([0.5, y])).visible for y in (0.2, 1.0, 1.5, 3.0))
    assert (before, on_top, behind) == (1.0, 1.0, 0.0)
    assert far == 0.0  # sunk below the crest line at 15 degrees
    from_the_other_side = land.set(azimuth=180.0).project(np.array([0.5, 1.5])).visible
    assert from_the_other_side == 1.0


def test_a_point_held_over_the_ridge_is_seen_again():
    land = hill(ridge, relief=2.0, azimuth=0.0, elevation=15.0)
    assert land.project(np.array([0.5, 1.5, 10.0])).visible == 0.0
    assert land.project(np.array([0.5, 1.5, 160.0])).visible == 1.0


@given(x=st.floats(-2, 3), y=st.floats(-1, 3))
def test_from_straight_above_everything_is_seen(x, y):
    assert HILL.set(tilt=1.0).project(np.array([x, y])).visible == 1.0


def test_what_goes_behind_a_crest_fades_within_a_few_pixels_instead_of_blinking():
    land = hill(ridge, relief=2.0, azimuth=0.0, elevation=15.0)
    way = np.column_stack([np.full(4000, 0.5), np.linspace(1.0, 1.5, 4000)])
    seen = land.project(way)
    assert np.abs(np.diff(seen.visible)).max() < 0.2
    between = (seen.visible > 0) & (seen.visible < 1)
    assert np.ptp(seen.point[between, 1]) * 1080 / 8 < 4


def test_heights_between_grid_points_are_bilinear():
    land = hill(lambda x, y: 3 + 2 * x - y + 0.5 * x * y)
    rng = np.random.default_rng(3)
    spots = np.column_stack([rng.uniform(-2, 3, 50), rng.uniform(-1, 3, 50)])
    x, y = spots.T
    np.testing.assert_allclose(land.height_at(spots), 3 + 2 * x - y + 0.5 * x * y, atol=1e-9)


def test_exaggeration_compares_the_drawn_steepness_with_the_true_one():
    land = hill(lambda x, y: 0.5 * x + 0 * y, relief=4.0)  # rises 2.5 over 5; drawn it rises 4 over 8
    assert land.exaggeration == pytest.approx(1.0)
    assert land.set(relief=12.0).exaggeration == pytest.approx(3.0)


HILL = hill()


def test_the_whole_grid_is_put_where_each_of_its_points_is_projected():
    stage = canvas()
    x, y = grid()
    for tilt in (0.0, 0.4, 1.0):
        land = hill().set(azimuth=33, tilt=tilt, zoom=1.7, focus_x=1.0, focus_y=0.3, shift_x=0.7)
        seen = land._seen(land.view, stage)
        points = np.stack(np.meshgrid(x, y), axis=-1)
        single = land.project(points).point
        (across, down), (left, top) = stage.per_unit, stage.origin
        np.testing.assert_allclose(seen[..., 0], left + across * single[..., 0], atol=1e-9)
        np.testing.assert_allclose(seen[..., 1], top - down * single[..., 1], atol=1e-9)


@given(seed=st.integers(0, 10_000))
@example(seed=893)  # a line just above the highest ground
@settings(max_examples=40)
def test_a_sight_line_that_passes_over_whole_blocks_clears_the_ground_as_one_followed_step_by_step(seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(2, 70, 2)
    j, i = np.mgrid[:rows, :columns]
    heights = rng.uniform(0, 3) * np.sin(i / 9 + seed) * np.cos(j / 7) + 0.03 * rng.normal(
        size=(rows, columns)
    )
    place = rng.uniform([0, 0], [columns - 1, rows - 1], (20, 2))
    start = np.column_stack([place, heights_at(heights, place) + rng.uniform(0, 0.3, 20)])
    toward = rng.normal(size=(20, 3)) * [1, 1, 0.4]
    toward[:, 2] = np.abs(toward[:, 2])  # nobody looks at ground from below
    least, enough, cell = -0.02, 0.03, np.array([0.05, 0.07])
    found = clearances(heights, highest(heights), cell, start, toward, least, enough)
    followed = [step_by_step(heights, cell, *each) for each in zip(start, toward, strict=True)]
    np.testing.assert_allclose(found.clip(least, enough), np.clip(followed, least, enough), atol=1e-9)


def step_by_step(heights, cell, start, toward):
    """The clearance of one sight line, looked at every 0.4 cells until it has left the ground."""
    rows, columns = heights.shape
    away = toward / [*cell, 1.0]
    along = 0.4 / np.hypot(*away[:2]) * np.arange(int(4 * (rows + columns)))[:, None]
    line = start + along * away
    inside = ((line[:, :2] >= 0) & (line[:, :2] <= [columns - 1, rows - 1])).all(axis=1)
    return (line[inside, 2] - heights_at(heights, line[inside, :2])).min()
