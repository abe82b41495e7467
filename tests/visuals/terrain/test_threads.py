"""Threads stand on their places, from the one height to the other, and hide behind nearer ground."""

import numpy as np
import pytest

from calc_core import gaussian_hill, sample_grid
from tests.visuals.hills import canvas
from visuals.map.contour_map import ContourMap
from visuals.terrain import Terrain
from visuals.terrain.palette import channels
from visuals.terrain.threads import HeightThreads
from visuals.theme import INK

LAND = gaussian_hill()
GRID = sample_grid(LAND, shape=(61, 61))
PLACES = np.array([[0.3, -0.4], [-0.5, 0.2], [0.6, 0.6]])


def hill():
    return Terrain(GRID.x, GRID.y, GRID.f, width=7.0, relief=2.0)


def test_a_thread_is_drawn_out_from_one_height_to_the_other():
    low = LAND.f(PLACES)
    threads = HeightThreads(PLACES, low, low + [0.5, -0.2, 0.1], on=hill(), which=[0, 2])
    threads.drawn.set_value(0.5)
    feet, tops = np.swapaxes(threads.threads(), 0, 1)
    np.testing.assert_allclose(feet, np.column_stack([PLACES, low])[[0, 2]])
    np.testing.assert_allclose(tops[:, 2] - feet[:, 2], [0.25, 0.05])
    np.testing.assert_array_equal(tops[:, :2], feet[:, :2])
    assert threads.tops()[1, 2] == pytest.approx(low[1] - 0.1)  # the way along the tops goes over all places


@pytest.mark.parametrize("opacity", [1.0, 0.0])
def test_its_pixels_are_where_the_hill_is_seen_to_have_it(opacity):
    ground, stage = hill(), canvas()
    foot = np.array([[0.0, -0.9]])
    low = LAND.f(foot)
    threads = HeightThreads(foot, low, low + 0.8, on=ground, width=12.0)
    threads.crest.set_value(0.0)
    threads.opacity.set_value(opacity)
    ground.paint(stage)
    threads.paint(stage)
    middle = ground.view.project(ground.world(np.array([0.0, -0.9, float(low[0]) + 0.4])))
    column, row = stage.to_pixels(middle).astype(int)
    near = stage.pixels[row, column - 1 : column + 2, :3].astype(float)
    apart = np.abs(near - channels(INK.residual)).max(axis=1).min()
    assert (apart < 30) == (opacity == 1.0)


def test_threads_need_a_hill():
    with pytest.raises(TypeError, match="hill"):
        HeightThreads(PLACES, np.zeros(3), np.ones(3), on=ContourMap(GRID, width=4))
