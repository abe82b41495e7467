"""A terrain's pixels: the ground that stands foremost, lines of even width, lamps of a true radius."""

import numpy as np
import pytest

from tests.visuals.hills import GROUND, canvas, drawn, grid, hill, two_peaks
from visuals.drawing.camera import Canvas
from visuals.terrain import Light, Terrain
from visuals.terrain.lamps import BUCKETS, DIMMER, SOFT_EDGE, bucket, lamplight, sort_lamps
from visuals.terrain.palette import brightest
from visuals.terrain.view import on_canvas


def seen_ground(land: Terrain, stage: Canvas) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of pixels that see ground (no wall), and the data points that they see."""
    drawing = land.draw(stage)
    rows, columns = np.nonzero((drawing.depth > -1e29) & (drawing.place[0] > -0.5))
    u, v = drawing.place[:, rows, columns].astype(float)
    x, y = grid()
    spots = np.column_stack([x[0] + u * (x[1] - x[0]), y[0] + v * (y[1] - y[0])])
    return np.column_stack([rows, columns]), spots


@pytest.mark.parametrize(
    ("azimuth", "elevation", "tilt"), [(25, 30, 0), (-140, 20, 0), (60, 40, 0.5), (0, 30, 1)]
)
def test_every_pixel_shows_the_ground_that_projects_there(azimuth, elevation, tilt):
    land, stage = hill().set(azimuth=azimuth, elevation=elevation, tilt=tilt), canvas()
    pixels, spots = seen_ground(land, stage)
    back = on_canvas(land.view.project(land.world(spots)), stage)[:, 1::-1] - 0.5
    # ground is bilinear in a cell, triangles are flat: they part by a fraction of a pixel
    assert np.abs(back - pixels).max() < 0.35


@pytest.mark.parametrize("azimuth", [25, -140, 100])
def test_what_a_pixel_shows_is_hidden_by_nothing(azimuth):
    land, stage = hill(relief=3.0).set(azimuth=azimuth, elevation=18), canvas()
    _, spots = seen_ground(land, stage)
    sample = spots[:: len(spots) // 3000]
    assert (land.project(sample).visible > 0.0).mean() > 0.995  # the rest lies within a pixel of a crest
    assert land.project(sample).visible.mean() > 0.99


def test_two_drawings_agree_to_the_bit_whatever_was_drawn_between():
    land, stage = hill(), canvas()
    land.set(azimuth=33)
    first = drawn(land).copy()
    for angle in (0, 120, 250):
        drawn(land.set(azimuth=angle, zoom=1.4, daylight=0.5), stage=stage)
    np.testing.assert_array_equal(drawn(land.set(azimuth=33, zoom=1.0, daylight=1.0)), first)
    np.testing.assert_array_equal(drawn(hill().set(azimuth=33)), first)
    np.testing.assert_array_equal(drawn(land.copy()), first)


def test_a_flat_map_covers_its_rectangle_to_the_pixel():
    land = hill(width=6.13).set(tilt=1.0)
    stage = canvas()
    covered = land.draw(stage).picture[..., 3].sum() / 255
    across, down = stage.per_unit
    assert covered == pytest.approx(6.13 * across * 6.13 * 4 / 5 * down, rel=2e-3)


def test_outlines_are_smooth_and_do_not_jump_while_the_hill_turns():
    land, stage = hill(relief=3.0).set(elevation=20), canvas()
    cover = [land.set(azimuth=30 + 0.05 * k).draw(stage).picture[..., 3].sum() / 255 for k in range(40)]
    trend = np.polyval(np.polyfit(np.arange(40), cover, 3), np.arange(40))
    assert np.abs(cover - trend).max() < 6.0  # pixels, of an outline some 900 pixels long
    edge = land.draw(stage).picture[..., 3]
    assert ((edge > 20) & (edge < 235)).sum() > 300


def slope(x, y):
    return 2.0 * x + 1.0 * y


@pytest.mark.parametrize(("tilt", "zoom"), [(1.0, 1.0), (1.0, 1.7), (0.0, 1.0)])
def test_contour_lines_are_equally_wide_however_steep_or_near_the_ground(tilt, zoom):
    stage = canvas(1280, 720)
    land = hill(slope, contour_step=2.0, contour_zero=1.0, azimuth=40).set(tilt=tilt, zoom=zoom)
    with_lines = drawn(land, stage=stage).astype(float).copy()
    without = drawn(land.set(contours=0.0), stage=canvas(1280, 720)).astype(float)
    ink = np.abs(with_lines - without)[..., :3].sum(axis=2)
    lit = ink > 12
    # along the level line 2 x + y = const through the middle, on the screen: how squarely do rows cross it?
    start, end = land.project(np.array([[0.5, 1.0], [0.4, 1.2]])).point
    squarely = abs(end - start)[1] / np.linalg.norm(end - start)
    runs = ["".join("#" if k else "." for k in row).split(".") for row in lit[300:420, 500:780]]
    widths = np.array([len(run) for row in runs for run in row if run]) * squarely
    assert len(widths) > 60
    assert 1.0 < np.median(widths) < 3.5
    assert np.mean(widths < 4.5) > 0.97


def test_contour_lines_lie_on_their_levels():
    stage = canvas(1280, 720)
    land = hill(contour_step=10.0, tilt=1.0)
    ink = drawn(land, stage=stage).astype(float).copy() - drawn(
        land.set(contours=0.0), stage=canvas(1280, 720)
    )
    pixels, spots = seen_ground(land, stage)
    strength = ink[pixels[:, 0], pixels[:, 1], :3].sum(axis=1)
    x, y = spots[strength > 0.8 * strength.max()].T
    off = np.abs(two_peaks(x, y) / 10.0 - np.round(two_peaks(x, y) / 10.0)) * 10.0
    steepest = 120 * np.sqrt(2 / np.e)  # height per unit of x, and 90 pixels of this canvas to a unit
    assert len(off) > 300
    assert off.max() < 2.0 * steepest / 90


def test_a_headlamp_lights_a_disc_of_its_true_radius_and_all_else_is_dark():
    land = hill(tilt=1.0, daylight=0.0)
    land.shine(Light(np.array([[1.2, 0.7]]), radius=0.8))
    stage = canvas(1280, 720)
    picture = drawn(land, stage=stage).astype(int)
    lit = np.abs(picture[..., :3] - GROUND).sum(axis=2) > 0
    pixels, spots = seen_ground(land, stage)
    away = np.linalg.norm(spots - [1.2, 0.7], axis=1)
    shown = lit[pixels[:, 0], pixels[:, 1]]
    assert not shown[away > 0.8 * (1 + SOFT_EDGE) + 0.02].any()
    assert shown[away < 0.8 * (1 - SOFT_EDGE)].mean() > 0.99


def test_a_light_stands_where_its_walk_is():
    walk = np.array([[0.0, 0.0], [1.0, 2.0], [1.0, 2.0], [2.0, 2.5]])
    light = Light(walk, radius=0.3)
    for steps, stand in ((0, [0, 0]), (0.5, [0.5, 1.0]), (1.7, [1, 2]), (2.5, [1.5, 2.25]), (9, [2, 2.5])):
        light.at.set_value(steps)
        np.testing.assert_allclose(light.stand(), [stand])


def test_four_hundred_lamps_light_what_each_of_them_alone_would():
    rng = np.random.default_rng(5)
    lamps = np.column_stack(
        [rng.uniform(-4.2, 4.2, 400), rng.uniform(-3.2, 3.2, 400), rng.uniform(0.05, 0.6, 400)]
    )
    lamps = np.column_stack([lamps, rng.uniform(0.2, 1.0, 400)]).astype(np.float32)
    half = np.float32(4.0), np.float32(3.0)
    first, listed = sort_lamps(lamps, *half)
    for x, y in rng.uniform([-4, -3], [4, 3], (300, 2)).astype(np.float32):
        out = np.hypot(x - lamps[:, 0], y - lamps[:, 1]) / lamps[:, 2]
        edge = np.clip((1 + SOFT_EDGE - out) / (2 * SOFT_EDGE), 0, 1)
        each = lamps[:, 3] * edge**2 * (3 - 2 * edge) * (1 - DIMMER * np.minimum(out**2, 1))
        patch = bucket(y, half[1]) * BUCKETS + bucket(x, half[0])
        near = listed[first[patch] : first[patch + 1]]
        assert lamplight(x, y, lamps, near) == pytest.approx(1 - np.prod(1 - each), abs=2e-5)


def test_each_watershed_has_its_own_colour_and_the_divide_is_thin():
    x, y = grid()
    labels = (x[None, :] > 0.4).astype(int) + np.zeros((len(y), 1), dtype=int)
    land = hill(lambda x, y: x * 0 + y, labels=labels, tilt=1.0).set(contours=0.0, basins=1.0)
    stage = canvas(1280, 720)
    row = drawn(land, stage=stage)[360, :, :3].astype(int)
    inside = row[300:980]
    colours, counts = np.unique(inside, axis=0, return_counts=True)
    assert counts[np.argsort(counts)[-2:]].sum() > 670
    np.testing.assert_array_equal(inside[0], inside[300])
    assert np.abs(inside[0] - inside[-1]).sum() > 60
    assert len(colours) > 2  # the divide itself is soft


def test_no_share_of_watershed_colours_changes_nothing():
    labels = np.arange(12).reshape(3, 4)
    plain, labelled = drawn(hill()), drawn(hill(labels=labels))
    np.testing.assert_array_equal(plain, labelled)


def test_at_night_without_lamps_the_ground_cannot_be_told_from_the_stage():
    np.testing.assert_array_equal(drawn(hill(daylight=0.0, tilt=1.0)), canvas().pixels)


def test_opacity_mixes_with_what_lies_below():
    land = hill(tilt=1.0)
    whole = drawn(land).astype(float).copy()
    half = drawn(land.set_opacity(0.5)).astype(float)
    np.testing.assert_allclose(half[..., :3], (whole[..., :3] + GROUND) / 2, atol=1.0)
    np.testing.assert_array_equal(drawn(land.set_opacity(0.0)), canvas().pixels)


def test_no_ground_is_brighter_than_the_limits_that_readability_is_tested_at():
    picture = drawn(hill(tilt=1.0, relief=3.0).set(contours=0.0)).astype(float)
    limit = np.array([brightest(k / 50) for k in range(51)]).max(axis=0)
    assert (picture[..., :3] <= limit + 1).all()


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [((3, 2, 1), (0, 1), "ascend"), ((0, 1, 2), (0, 1, 2), "shape")],
)
def test_a_grid_that_cannot_be_drawn_is_refused_in_one_sentence(columns, rows, message):
    with pytest.raises(ValueError, match=message):
        Terrain(np.array(columns), np.array(rows), np.zeros((2, 3)))
