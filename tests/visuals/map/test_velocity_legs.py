"""The legs lead by way of x and y to where the arrow leads straight."""

import numpy as np
import pytest

from calc_core import hills, sample_grid
from tests.visuals.maps import corners
from visuals import ContourMap, VelocityLegs, Walk

STOPS = np.array([[0.0, 0.0], [0.5, 0.2], [1.0, -0.3]])
SPEEDS = np.array([[1.0, 0.5], [1.0, -1.0], [-0.4, 0.8]])


@pytest.fixture
def ground() -> ContourMap:
    return ContourMap(sample_grid(hills(), shape=(21, 33)), width=12)


@pytest.mark.parametrize("at", [0.0, 0.5, 2.0])
def test_legs_and_arrow_end_at_velocity_times_time(ground, at):
    walk = Walk(STOPS)
    walk.at.set_value(at)
    legs = VelocityLegs(SPEEDS, walk, on=ground, reach=0.7)
    goal = walk.place + 0.7 * walk.look_up(SPEEDS)
    first, second = (ground.to_data(leg.points[[0, 3]]) for leg in legs.legs)
    assert first == pytest.approx(np.array([walk.place, [goal[0], walk.place[1]]]))
    assert second == pytest.approx(np.array([first[1], goal]))
    assert ground.to_data(corners(legs.head.points)[0]) == pytest.approx(goal)


def test_each_part_grows_by_its_own_dial(ground):
    legs = VelocityLegs(SPEEDS[0], STOPS[0], on=ground, reach=1, east=0.5, north=0, ahead=0)
    assert ground.to_data(legs.legs[0].points[3]) == pytest.approx([0.5, 0.0])
    assert not len(legs.legs[1].points)
    assert not len(legs.head.points)
    legs.pose(grown=0).redraw()
    assert not len(legs.legs[0].points)
