"""Islands are lit where the error is small; places of the plane say what the curvatures are."""

import numpy as np
import pytest

from calc_core import error_map, gaussian_hill, gradient_field, saddle
from tests.visuals.hills import GROUND, canvas
from visuals.curvature.det_trace_plane import DetTracePlane
from visuals.curvature.error_island import ErrorIsland
from visuals.curvature.needle_glass import NeedleGlass
from visuals.drawing.axes import Box
from visuals.drawing.dial import Dial

HERE = np.array([0.5, -0.35])
BOX = Box(-3, -3, 3, 3)


@pytest.fixture(scope="module")
def error():
    return error_map(gaussian_hill(), HERE, np.array([HERE - 0.8, HERE + 0.8]).T, within=0.01)


def painted(island):
    stage = canvas()
    island.paint(stage)
    return stage


@pytest.mark.parametrize("order", [0.0, 1.0, 1.5, 2.0])
def test_light_lies_where_the_error_is_small(error, order):
    island = ErrorIsland(error, box=BOX, order=Dial(order))
    stage = painted(island)
    nodes = np.stack(np.meshgrid(error.x, error.y), axis=-1)[4:-4:4, 4:-4:4].reshape(-1, 2)
    size = np.abs(error.at(order))[4:-4:4, 4:-4:4].ravel()
    places = island.to_screen(nodes)
    (left, top), (across, down) = stage.origin, stage.per_unit
    column, row = (left + across * places[:, 0]).astype(int), (top - down * places[:, 1]).astype(int)
    kept = (column > 0) & (row > 0) & (column < 639) & (row < 359)
    bright = stage.pixels[row[kept], column[kept], :3].sum(axis=1)
    inside, outside = size[kept] < 0.007, size[kept] > 0.02
    assert inside.any()
    assert outside.any()
    assert bright[inside].min() > bright[outside].max()


def test_light_spreads_from_the_point(error):
    island = ErrorIsland(error, box=BOX, order=Dial(2.0), grown=0.3)
    pixels = painted(island).pixels
    assert (pixels[180, 320, :3] != GROUND).any()
    assert (pixels[180 - 130, 320 - 130, :3] == GROUND).all()
    island.grown.set_value(0.0)
    assert (painted(island).pixels[..., :3] == GROUND).all()


def test_the_map_and_the_stage_tell_the_same_places(error):
    island = ErrorIsland(error, box=BOX)
    points = np.array([[0.2, -0.9], [1.1, 0.1]])
    np.testing.assert_allclose(island.to_data(island.to_screen(points)), points)
    np.testing.assert_allclose(island.to_screen(HERE), [0, 0, 0], atol=1e-12)


def test_the_parabola_is_where_both_eigenvalues_are_equal():
    plane = DetTracePlane(trace=(-3, 3), determinant=(-1.8, 2.0), box=BOX)
    trace, determinant = plane.axes.to_data(plane.parabola.points[::4]).T
    np.testing.assert_allclose(determinant, trace**2 / 4, atol=1e-12)
    assert determinant.max() < 2.0 + 1e-9  # it ends at the frame


@pytest.mark.parametrize(
    ("curvatures", "which"), [((1, 0.5), 0), ((-1, -0.5), 1), ((1, -1), 2), ((0.3, -1.2), 2), ((1.2, 1.2), 0)]
)
def test_level_places_lie_in_the_region_of_their_kind(curvatures, which):
    plane = DetTracePlane(trace=(-3, 3), determinant=(-1.8, 2.0), box=BOX)
    place = plane.axes.to_screen(sum(curvatures), np.prod(curvatures) - 1e-3)[:2]
    within = [winds(region.points[::4, :2], place) for region in plane.regions]
    assert within == [k == which for k in range(3)]


def winds(outline, place):
    """Whether an outline goes once round a place."""
    away = outline - place
    angle = np.unwrap(np.arctan2(away[:, 1], away[:, 0]), period=2 * np.pi)
    close = np.angle(np.exp(1j * (angle[0] - angle[-1])))
    return abs(angle[-1] + close - angle[0]) > np.pi


def test_a_glass_shows_the_arrows_of_its_field():
    field = gradient_field(saddle(), [(-0.1, 0.1), (-0.1, 0.1)], (9, 9))
    glass = NeedleGlass(field, (0, 0), centre=(1, 0), radius=2.0, length=0.5)
    np.testing.assert_allclose(glass.vectors[:, 0] * glass.spots[:, 0] >= 0, True)  # out along x
    np.testing.assert_allclose(glass.vectors[:, 1] * glass.spots[:, 1] <= 0, True)  # in along y
    np.testing.assert_allclose(glass.vectors, glass.spots * [0.25, -0.25], rtol=0.15, atol=1e-12)
    assert np.linalg.norm(glass.spots + glass.vectors, axis=1).max() < 2.0
    glass.filled.set_value(0.0)
    glass.redraw()
    assert len(glass.arrows.points) == 0
