"""A terrain's pixels: the ground that stands foremost, lines of even width, lamps of a true radius."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.visuals.hills import GROUND, canvas, drawn, grid, hill, two_peaks
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.walk import Walk
from visuals.terrain import Lamps, Light, Terrain, Trail, chunk
from visuals.terrain.lamps import DIMMER, SOFT_EDGE, by_row, by_sample, light_lamps, reach
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


def scattered(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Lamps (count, 4) over a map of 8 by 6 world units and beyond, and the size of its cells."""
    rng = np.random.default_rng(5)
    places = rng.uniform([-4.6, -3.6], [4.6, 3.6], (count, 2))
    lamps = np.column_stack([places, rng.uniform(0.05, 0.6, count), rng.uniform(0.2, 1.0, count)])
    return lamps.astype(np.float32), np.array([8.0 / 40, 6.0 / 30])


def light_of_each(lamps: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How brightly each lamp alone lights each place (lamps, places)."""
    out = np.hypot(x - lamps[:, :1], y - lamps[:, 1:2]) / lamps[:, 2:3]
    edge = np.clip((1 + SOFT_EDGE - out) / (2 * SOFT_EDGE), 0, 1)
    return lamps[:, 3:] * edge**2 * (3 - 2 * edge) * (1 - DIMMER * np.minimum(out**2, 1))


def test_four_hundred_lamps_light_what_each_of_them_alone_would():
    lamps, cell = scattered()
    rng = np.random.default_rng(6)
    listed = np.column_stack([np.arange(400), np.zeros(400), np.full(400, 1000)]).astype(np.int32)
    row = np.zeros(chunk.ROOM, dtype=np.float32)
    places = rng.uniform([0, 0], [40, 30], (200, 2)).astype(np.float32)
    row[chunk.U : chunk.U + 200], row[chunk.V : chunk.V + 200] = places.T
    row[chunk.ALPHA : chunk.ALPHA + 200], row[chunk.LIGHT : chunk.LIGHT + 200] = 1.0, 1.0
    night = np.float32(0.0)
    light_lamps(row, 200, 0, night, lamps, listed, cell.astype(np.float32), np.float32(4), np.float32(3))
    x, y = (places * cell - [4, 3]).T
    together = 1 - np.prod(1 - light_of_each(lamps, x, y), axis=0)
    np.testing.assert_allclose(row[chunk.LIGHT : chunk.LIGHT + 200], together, atol=2e-4)


@pytest.mark.parametrize(("azimuth", "elevation", "tilt"), [(25, 30, 0), (-140, 20, 0), (0, 30, 1)])
def test_every_pixel_is_told_of_every_lamp_that_lights_it(azimuth, elevation, tilt):
    land, stage = hill(relief=3.0).set(azimuth=azimuth, elevation=elevation, tilt=tilt), canvas()
    drawing = land.draw(stage)
    cell = land._cell(land.ground.footprint.scale(land.relief_now))
    half = cell * (np.array(land.ground.heights.shape[::-1]) - 1) / 2
    lamps, _ = scattered()
    lamps[:, :2] *= half / [4, 3]
    height, width = drawing.depth.shape
    first, listed = by_row(reach(lamps, drawing.seen, cell, height, width), height)
    rows, columns = np.nonzero((drawing.depth > -1e29) & (drawing.place[0] > -0.5))
    some = np.random.default_rng(7).choice(len(rows), 2000, replace=False)
    for row, column in zip(rows[some], columns[some], strict=True):
        x, y = drawing.place[:, row, column] * cell - half
        here = listed[first[row] : first[row + 1]]
        told = here[(here[:, 1] <= column) & (column < here[:, 2]), 0]
        shining = np.flatnonzero(light_of_each(lamps, np.array([x]), np.array([y]))[:, 0] > 0)
        assert set(shining) <= set(told)
    # the samples of pixels at edges lie as their pixels do, so many to a row
    pixels = drawing.pixels[: drawing.n_edge]
    begin, found = by_sample(pixels, first, listed, 64, 8)
    assert drawing.n_edge > 100
    for k, (row, column) in enumerate(pixels[::7]):
        line, place = divmod(7 * k, 64)
        here = listed[first[row] : first[row + 1]]
        wanted = here[(here[:, 1] <= column) & (column < here[:, 2]), 0]
        there = found[begin[line] : begin[line + 1]]
        told = there[(there[:, 1] <= 8 * place) & (8 * place + 8 <= there[:, 2]), 0]
        np.testing.assert_array_equal(np.sort(told), np.sort(wanted))


def night_with_trails() -> tuple[Terrain, list[PixelMobject], Light]:
    """A hill at night, with walkers' lamps, their trails and their dots."""
    land = hill(relief=3.0, daylight=0.05, azimuth=20)
    stops = np.cumsum(np.random.default_rng(8).normal(0, 0.25, (9, 40, 2)), axis=0)
    walk = Walk(np.clip(stops, -1.9, 1.9))
    light = land.shine(Light(walk, radius=0.3))
    return land, [land, Trail(walk, on=land, width=1.2, casing=0.0), Lamps(light, on=land)], light


def frame_of(things: list[PixelMobject]) -> np.ndarray:
    stage = canvas()
    for each in things:
        each.paint(stage)
    return stage.pixels


@given(st.lists(st.integers(0, 8), min_size=1, max_size=4), st.integers(0, 8))
@settings(max_examples=8, deadline=None)
def test_a_frame_after_others_equals_the_frame_alone_to_the_bit(before, then):
    def turn(land: Terrain, light: Light, k: int) -> None:
        day = 1.0 if k == 5 else 0.05
        land.set(azimuth=-60 + 35 * k, tilt=1.0 if k == 7 else 0.0, zoom=1.0 + 0.3 * (k % 3), daylight=day)
        light.at.set_value(float(k))

    land, things, light = night_with_trails()
    for k in before:
        turn(land, light, k)
        frame_of(things)
    turn(land, light, then)
    alone_land, alone, alone_light = night_with_trails()
    turn(alone_land, alone_light, then)
    np.testing.assert_array_equal(frame_of(things), frame_of(alone))


def test_nothing_of_a_frame_before_is_left_in_the_z_buffer():
    land, stage = hill(relief=3.0), canvas()
    land.set(azimuth=120, zoom=1.5, elevation=15).draw(stage)
    drawing = land.set(azimuth=20, zoom=0.7, elevation=40).draw(stage)
    fresh = hill(relief=3.0).set(azimuth=20, zoom=0.7, elevation=40).draw(stage)
    np.testing.assert_array_equal(drawing.depth, fresh.depth)
    assert drawing.n_edge == fresh.n_edge
    np.testing.assert_array_equal(drawing.picture[fresh.depth > -1e29], fresh.picture[fresh.depth > -1e29])


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
