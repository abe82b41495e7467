"""The map puts every point where its chart says, and every contour on its level."""

import copy
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from manim import FadeIn, FadeOut
from scipy.ndimage import map_coordinates

from tests.visuals.hills import canvas
from tests.visuals.maps import HERE, a_map, grid, land, levels, settle
from visuals.drawing.camera import Canvas
from visuals.drawing.pixels import packed
from visuals.drawing.polyline import polyline, within_box
from visuals.drawing.walk import Walk
from visuals.kit.hiker import Headlamp
from visuals.map.chart import Chart
from visuals.map.contour_map import ContourLine, lay
from visuals.map.dusk import Dusk
from visuals.terrain import BootPrints, GroundArrow, Lamps, Light, Marks, Terrain, Trail

numbers = st.floats(-50, 50, allow_nan=False)
lengths = st.floats(0.05, 20)
points = st.tuples(numbers, numbers).map(np.array)


def chart_of(x, y, scale, stretch) -> Chart:
    return Chart(origin=(x, y), scale=scale, stretch=stretch)


def blank(height=90, width=160) -> Canvas:
    return Canvas(np.zeros((height, width, 4), dtype=np.uint8), (0.0, 0.0), (128 / 9, 8.0))


@given(points, numbers, numbers, lengths, lengths)
def test_ground_undoes_at(point, x, y, scale, stretch):
    chart = chart_of(x, y, scale, stretch)
    assert np.allclose(chart.to_data(chart.to_screen(point)), point, atol=1e-6)


@given(points, points, lengths)
def test_an_unstretched_chart_keeps_right_angles_and_ratios(a, b, scale):
    chart = chart_of(1.0, -2.0, scale, 1.0)
    u, v = chart.direction(a), chart.direction(b)
    assert np.isclose(u[:2] @ v[:2], a @ b)
    assert np.allclose(chart.to_screen(a) - chart.to_screen(b), scale * chart.direction(a - b), atol=1e-9)


@given(points, points, lengths, st.floats(0.3, 3))
def test_aim_brings_a_point_to_its_place(point, place, scale, stretch):
    chart = chart_of(0.3, 0.7, 1.1, 1.0)
    settle(*chart.aim(point, place=place, scale=scale, stretch=stretch))
    assert np.allclose(chart.to_screen(point)[:2], place, atol=1e-6)
    assert (chart.scale.get_value(), chart.stretch.get_value()) == (scale, stretch)


def test_aim_without_a_place_leaves_the_point_where_it_is():
    chart = chart_of(0.3, 0.7, 1.1, 1.0)
    before = chart.to_screen(HERE)
    settle(*chart.aim(HERE, stretch=2.0))
    assert np.allclose(chart.to_screen(HERE), before)


@pytest.mark.parametrize("where", [{}, {"centre": (2.0, -1.0), "width": 30.0}])
def test_every_drawn_contour_vertex_lies_on_its_level(where):
    drawn = a_map(**where)
    settle(*drawn.aim(HERE, stretch=1.7))
    for each in levels():
        line = ContourLine(each, on=drawn)
        vertices = drawn.chart.to_data(np.concatenate([line.line.points[::4], line.line.points[-1:]]))
        assert np.abs(land().f(vertices) - each.level).max() < 1e-6


def test_the_map_draws_every_vertex_of_every_contour_once():
    drawn = a_map()
    shown = np.concatenate([drawn.lines.points[::4], drawn.index_lines.points[::4]])
    found = drawn.to_screen(np.concatenate([each.points[:-1] for each in levels()]))
    assert len(shown) == len(found)
    assert np.allclose(np.sort(shown[:, 0]), np.sort(found[:, 0]))


def test_index_lines_are_every_fifth_level():
    drawn = a_map()
    heights = land().f(drawn.chart.to_data(drawn.index_lines.points[::4]))
    assert {round(10 * float(height)) for height in heights} == {0, 5, 10, 15}


def test_lines_follow_the_chart_and_rest_without_it():
    drawn = a_map()
    before = drawn.lines.points
    assert drawn.lines.points is before  # nothing was worked out anew
    drawn.chart.origin_x.set_value(drawn.chart.origin_x.get_value() + 2)
    assert np.allclose(drawn.lines.points - before, [2, 0, 0])
    assert not drawn.get_family_updaters()


def test_a_copy_of_a_map_lies_on_the_same_chart():
    drawn = a_map()
    twin = copy.deepcopy(drawn)
    drawn.chart.scale.set_value(3.0)
    assert twin.chart is drawn.chart
    assert np.array_equal(twin.lines.points, drawn.lines.points)


@pytest.mark.parametrize("centre", [(0.0, 0.0), (1.5, -0.5)])
def test_the_ground_is_the_tipped_over_terrain_pixel_by_pixel(centre):
    drawn = a_map(width=12.0, centre=centre, relief=2.5)
    hill = Terrain(grid().x, grid().y, grid().f, width=12.0, relief=2.5, tilt=1.0)
    hill.shift([*centre, 0.0]).contours.set_value(0.0)
    mine, its = blank(270, 480), blank(270, 480)
    drawn.ground.paint(mine)
    hill.paint(its)
    inside = mine.pixels.any(axis=-1) & (its.pixels[..., 3] == 255)
    difference = np.abs(mine.pixels[..., :3].astype(int) - its.pixels[..., :3])[inside]
    assert inside.sum() > 0.5 * inside.size
    assert difference.max() <= 2


@pytest.mark.parametrize("opacity", [1.0, 0.4])
@pytest.mark.parametrize(
    "corners", [(-3.3, 5.2, 70.4, 41.9), (20.5, -30.0, 31.2, 30.5), (-900.0, -700.0, 800.0, 900.0)]
)
def test_texels_are_laid_bilinearly(corners, opacity):
    """Against scipy's interpolation: a rectangle partly outside, one much smaller, one much larger."""
    rng = np.random.default_rng(3)
    texture = rng.integers(0, 256, (30, 50, 4)).astype(np.uint8)
    frame = rng.integers(0, 256, (40, 64, 4)).astype(np.uint8)
    left, top, right, bottom = corners
    row, column = np.mgrid[:40, :64] + 0.5
    places = [(row - top) * 30 / (bottom - top) - 0.5, (column - left) * 50 / (right - left) - 0.5]
    inks = [map_coordinates(texture[..., k].astype(float), places, order=1, mode="nearest") for k in range(3)]
    inside = (row >= top) & (row < bottom) & (column >= left) & (column < right)
    share = np.where(inside, opacity, 0.0)[..., None]
    expected = frame[..., :3] + (np.stack(inks, axis=-1) - frame[..., :3]) * share
    alpha = frame[..., 3].copy()
    lay(packed(texture), *corners, opacity, packed(frame), np.array([0, 0, 64, 40]))
    assert np.abs(frame[..., :3] - expected).max() <= 0.51
    assert np.array_equal(frame[..., 3], alpha)


def test_terrain_and_map_put_points_at_the_same_place():
    drawn = a_map(width=12.0, centre=(0.5, 0.3))
    hill = Terrain(grid().x, grid().y, grid().f, width=12.0, tilt=1.0).shift([0.5, 0.3, 0.0])
    spots = np.array([HERE, [1.0, 1.0], [3.5, -2.0], [0.0, 0.0]])
    assert np.allclose(hill.project(spots).point, drawn.to_screen(spots), atol=1e-9)


def test_a_faded_map_leaves_the_frame_as_it_was():
    drawn = a_map()
    drawn.ground.set_opacity(0.0)
    frame = blank()
    drawn.ground.paint(frame)
    assert not frame.pixels.any()


@pytest.mark.parametrize("fade", [FadeIn, FadeOut])
@pytest.mark.parametrize("what", ["map", "terrain", "lamp", "dusk"])
def test_a_fade_goes_through_all_shades(fade, what):
    """Manim itself leaves out the dials that pictures of pixels fade by."""
    drawn = a_map()
    picture, dial, full = {
        "map": lambda: (drawn, drawn.ground.opacity, 1.0),
        "terrain": lambda: (land_ := Terrain(grid().x, grid().y, grid().f), land_.opacity, 1.0),
        "lamp": lambda: (lamp := Headlamp(Walk(HERE), on=drawn, radius=0.5), lamp.daylight, 0.0),
        "dusk": lambda: (dusk := Dusk(), dusk.strength, 0.75),
    }[what]()
    gone = 1.0 if what == "lamp" else 0.0
    animation = fade(picture)
    animation.begin()
    for alpha in (0.0, 0.5, 1.0):
        animation.interpolate(alpha)
        share = animation.rate_func(alpha)
        start, end = (gone, full) if fade is FadeIn else (full, gone)
        assert np.isclose(dial.get_value(), start + (end - start) * share)


def test_a_map_without_a_size_says_what_is_missing():
    with pytest.raises(ValueError, match="width= or height="):
        a_map(width=None)


def test_what_walks_on_a_hill_walks_on_a_flat_map_as_well():
    """Trail, prints, lamps and arrow lie where the map says, and a headlamp lights around every walker."""
    drawn = a_map()
    walk = Walk(
        np.stack(
            [HERE + [[0.0, 0.0], [0.5, 0.2], [0.9, 0.7]], HERE + [[1.0, 0.0], [1.2, 0.4], [1.0, 0.9]]], 1
        )
    )
    walk.at.set_value(2.0)
    light = Light(walk, radius=0.2)
    things = {
        "trail": Trail(walk, on=drawn, width=6),
        "lamps": Lamps(light, on=drawn, size=8, glow=0.0),
        "prints": BootPrints(walk.path[:, 0], on=drawn, size=9),
        "arrow": GroundArrow(HERE, np.array([0.8, 0.3]), on=drawn),
        "marks": Marks(HERE[None], on=drawn, size=9),
    }
    feet = {
        "trail": walk.path.reshape(-1, 2),
        "lamps": walk.place,
        "prints": walk.path[:, 0],
        "arrow": HERE + np.array([[0.4, 0.15]]),
        "marks": HERE[None],
    }
    for name, thing in things.items():
        before, after = canvas(), canvas()
        drawn.ground.paint(before)
        drawn.ground.paint(after)
        thing.paint(after)
        changed = (before.pixels != after.pixels).any(axis=-1)
        for place in drawn.to_screen(feet[name]):
            column = int(after.origin[0] + after.per_unit[0] * place[0])
            row = int(after.origin[1] - after.per_unit[1] * place[1])
            assert changed[row - 3 : row + 4, column - 3 : column + 4].any(), name
        assert 0 < changed.mean() < 0.2, name
    night = canvas()
    drawn.ground.paint(night)
    lit = night.pixels[..., :3].astype(float).sum(axis=-1)
    Headlamp(walk, on=drawn, radius=0.2).paint(night)
    share = night.pixels[..., :3].astype(float).sum(axis=-1) / lit
    for place in drawn.to_screen(walk.place):
        column = int(night.origin[0] + night.per_unit[0] * place[0])
        row = int(night.origin[1] - night.per_unit[1] * place[1])
        assert share[row, column] > 0.9
    assert np.median(share) < 0.5


WINDOW = (-2.0, -1.5, 3.0, 1.0)


def test_a_cropped_map_shows_its_window_and_nothing_beside_it():
    whole, cropped = a_map(), a_map(crop=WINDOW)
    for drawn in (whole, cropped):
        settle(*drawn.aim(HERE, place=(0.5, 0.0), scale=3.0))
    one, other = canvas(), canvas()
    whole.ground.paint(one)
    cropped.ground.paint(other)
    (left, top), (across, down) = one.origin, one.per_unit
    columns = slice(round(left + across * WINDOW[0]), round(left + across * WINDOW[2]))
    rows = slice(round(top - down * WINDOW[3]), round(top - down * WINDOW[1]))
    np.testing.assert_array_equal(one.pixels[rows, columns], other.pixels[rows, columns])
    beside = np.ones(other.pixels.shape[:2], dtype=bool)
    beside[rows, columns] = False
    assert (other.pixels[beside] == canvas().pixels[0, 0]).all()
    lines = cropped.lines.points
    assert len(lines)
    assert (lines[:, :2] >= np.array(WINDOW[:2]) - 1e-9).all()
    assert (lines[:, :2] <= np.array(WINDOW[2:]) + 1e-9).all()
    assert len(whole.lines.points) > len(lines)


@given(st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4)), min_size=2, max_size=8))
@example([(0.0, 0.0), (0.0, 1e-311)])  # too short to be divided by
def test_what_a_box_cuts_out_lies_in_it_and_on_the_line(corners):
    run = np.column_stack([np.array(corners), np.zeros(len(corners))])
    pieces = within_box(polyline(run), WINDOW)
    assert (pieces[:, :2] >= np.array(WINDOW[:2]) - 1e-9).all()
    assert (pieces[:, :2] <= np.array(WINDOW[2:]) + 1e-9).all()
    share = np.linspace(0.0005, 0.9995, 1000)[:, None]
    inside = 0.0
    for start, end in pairwise(run[:, :2]):
        along = start + share * (end - start)
        within = ((along >= WINDOW[:2]) & (along <= WINDOW[2:])).all(axis=-1)
        inside += within.mean() * np.linalg.norm(end - start)
    drawn = np.linalg.norm(pieces[3::4] - pieces[0::4], axis=1).sum() if len(pieces) else 0.0
    assert drawn == pytest.approx(inside, abs=0.05)


def test_a_contour_line_says_how_single_lines_are_picked():
    drawn = a_map()
    with pytest.raises(TypeError, match=r"got Contours: type ContourLine\(\*contours\.at\(level\)"):
        ContourLine(levels(), on=drawn)
    with pytest.raises(TypeError, match="got none: is there one of that height"):
        ContourLine(*levels().at(77.0), on=drawn)
