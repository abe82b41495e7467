"""The hiker's posture belongs to the place, not to how it was reached; the feet are on the ground."""

import numpy as np
import pytest

from calc_core.derivatives.graphs import graph
from visuals.curve.curve import Curve
from visuals.drawing.axes import Axes, Box
from visuals.kit.walker import Walker
from visuals.letters.readout import series


def hiker(x):
    on = Axes(x=(0, 7), y=(-2, 2), box=Box(-6, -2, 6, 2))
    path = Curve(series("hill", graph(np.sin, np.linspace(0, 7, 200)), x="x", f="f"), on=on)
    return Walker(path, x=x)


def test_the_same_place_shows_the_same_posture_however_it_was_reached():
    straight, roundabout = hiker(3.1), hiker(0.2)
    for x in (5.0, 1.7, 3.1):
        roundabout.x.set_value(x)
        roundabout.update(0)
    for one, other in zip(straight.get_family(), roundabout.get_family(), strict=True):
        assert np.array_equal(one.points, other.points)


@pytest.mark.parametrize("x", [0.5, 2.0, 4.4])
def test_one_foot_at_least_is_on_the_ground_and_none_below(x):
    walker = hiker(x)
    heights = []
    for leg in (walker.leg, walker.back_leg):
        foot = leg.points[7]  # hip to knee, knee to foot
        ground = walker.path.at(walker.path.axes.to_data(foot)[0])
        heights.append(float((foot - walker.path.axes.to_screen(0.0, ground))[1]))
    assert min(heights) == pytest.approx(0.0, abs=1e-6)
    assert max(heights) <= 0.08 * walker.height_
