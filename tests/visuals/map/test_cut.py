"""The cut shows the ground's own profile, and its tangent has the slope that was measured."""

import numpy as np
import pytest

from calc_core.derivatives.gradients import directional
from tests.visuals.maps import HERE, corners, land
from visuals.drawing.dial import Dial
from visuals.map.cut import Cut

WAYS = np.stack([np.cos(np.deg2rad(np.arange(0, 360, 5))), np.sin(np.deg2rad(np.arange(0, 360, 5)))], axis=-1)
DISTANCE = np.linspace(-0.6, 0.6, 41)
CENTRE, SCALE = (2.0, -0.5), 4.0


@pytest.fixture(scope="module")
def measured():
    profile = land().reading(HERE + WAYS[:, None] * DISTANCE[:, None])
    return profile, directional(land().f, HERE, WAYS)


def a_cut(measured, turn: float, **options) -> Cut:
    return Cut(*measured, DISTANCE, Dial(turn), centre=CENTRE, scale=SCALE, **options)


@pytest.mark.parametrize("k", [0, 7, 33, 71])
def test_the_crest_is_the_ground_along_the_direction_in_equal_units(measured, k):
    crest = corners(a_cut(measured, k).crest.points)
    rise = land().f(HERE + WAYS[k] * DISTANCE[:, None]) - land().f(HERE)
    assert np.allclose(crest[:, 0], CENTRE[0] + SCALE * DISTANCE)
    assert np.allclose(crest[:, 1], CENTRE[1] + SCALE * rise)


@pytest.mark.parametrize("k", [0, 7, 33, 71])
def test_the_drawn_tangent_has_the_measured_slope(measured, k):
    start, end = corners(a_cut(measured, k, tangent=1.0).tangent.points)
    assert np.isclose((end - start)[1] / (end - start)[0], measured[1].value[k])
    assert np.allclose((start + end) / 2, [*CENTRE, 0.0])


@pytest.mark.parametrize("k", [0, 33])
def test_rise_over_run_is_the_measured_slope(measured, k):
    cut = a_cut(measured, k, run=0.25)
    run = np.diff(corners(cut.run_bar.points[:4])[:, 0])[0]
    rise = np.diff(corners(cut.rise_bar.points[:4])[:, 1])[0]
    assert np.isclose(run, 0.25 * SCALE)
    assert np.isclose(rise / run, measured[1].value[k])


def test_turning_cuts_another_way(measured):
    cut = a_cut(measured, 3)
    before = cut.crest.points.copy()
    cut.turn.set_value(50)
    cut.redraw()
    assert np.abs(cut.crest.points - before).max() > 0.1
