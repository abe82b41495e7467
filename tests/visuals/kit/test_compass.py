"""The compass in the corner reads what the hiker reads."""

import numpy as np
import pytest

from tests.visuals.maps import HERE, corners, land
from visuals.drawing.walk import Walk
from visuals.kit.compass import DECADES, LEAST, MOST, NEEDLE, Compass

PATH = np.array([HERE, [-1.0, -1.2], [1.0, 0.2], [0.348345, 0.180813]])  # the last one close to the pass
STEEPEST = 1.1


@pytest.fixture
def compass():
    return Compass(land().reading(PATH), Walk(PATH), steepest=STEEPEST)


@pytest.mark.parametrize("stop", range(4))
def test_needle_and_ring_are_those_of_the_reading(compass, stop):
    reading = land().reading(PATH[stop])
    compass.walk.at.set_value(stop)
    compass.redraw()
    assert np.isclose(compass.heading, reading.heading)
    expected = MOST + (MOST - LEAST) / DECADES * np.log10(float(reading.slope) / STEEPEST)
    assert np.isclose(compass.ring_radius, np.clip(expected, LEAST, MOST))
    ring = corners(compass.ring.points) - compass.case.get_center()
    assert np.allclose(np.linalg.norm(ring, axis=-1), compass.ring_radius * compass.case.width / 2)


def test_the_red_half_points_uphill_and_the_white_half_downhill(compass):
    reading = land().reading(PATH[0])
    for half, sign in ((compass.up, 1), (compass.down, -1)):
        tip = corners(half.points)[1] - compass.case.get_center()
        along = np.array([np.cos(reading.heading), np.sin(reading.heading), 0])
        assert np.allclose(tip, sign * NEEDLE * along * compass.case.width / 2)


def test_ten_times_less_slope_shrinks_the_ring_by_one_equal_part(compass):
    radii = []
    for slope in (1.0, 0.1, 0.01):
        compass.gradient = np.tile([0.6 * slope, -0.8 * slope], (4, 1))
        compass.steepest = 1.0
        radii.append(compass.ring_radius)
    assert np.allclose(np.diff(radii), -(MOST - LEAST) / DECADES)


def test_moved_and_scaled_it_still_reads_the_same(compass):
    heading = compass.heading
    compass.move_to([3, 2, 0]).scale(1.4)
    compass.redraw()
    tip = corners(compass.up.points)[1] - compass.case.get_center()
    assert np.isclose(np.arctan2(tip[1], tip[0]), heading)
    assert np.isclose(np.linalg.norm(tip), NEEDLE * compass.case.width / 2)
