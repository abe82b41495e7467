"""Lecture 09: the right angle of compass and contour belongs to the ruler that measured both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import bowl, ruler_sweep
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.worlds import HILLS


@settings(max_examples=10)
@given(turn=st.floats(0, 2 * np.pi), stretch=st.floats(0.4, 3))
def test_the_angle_on_every_map_is_the_one_that_the_gradient_tells(turn, stretch):
    place = 1.1 * np.array([np.cos(turn), np.sin(turn)])
    g = HILLS.grad(place)
    sweep = ruler_sweep(HILLS, place, stretch, n=5)
    for each, angle in zip(sweep.stretch, sweep.angle, strict=True):
        up, along = g * (each, 1), np.array([-g[1], g[0]]) * (each, 1)
        cosine = abs(up @ along) / np.linalg.norm(up) / np.linalg.norm(along)
        assert angle == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.2)
    assert sweep.angle[0] == pytest.approx(90, abs=0.1)
    assert sweep.new_angle == pytest.approx(90, abs=0.1)
    assert_allclose(sweep.new_gradient, g / (stretch, 1), rtol=1e-9)
    assert_allclose(sweep.new_gradient_on_old_map, g / (stretch**2, 1), rtol=1e-9)


def test_lecture_09_s_own():
    sweep = ruler_sweep(HILLS, (-2.3, -0.9))
    assert (sweep.n, sweep.stretch[0], sweep.stretch[-1]) == (61, 1, 2)
    assert sweep.angle[0] == pytest.approx(90, abs=0.001)
    assert sweep.last_angle == pytest.approx(53.86, abs=0.01)
    assert sweep.new_angle == pytest.approx(90, abs=0.001)
    assert (np.diff(sweep.angle) < 0).all()
    assert (sweep.nearest(1.0), sweep.nearest(1.502), sweep.nearest(9)) == (0, 30, 60)
    assert sweep.units["angle"] == "°"


def test_level_ground_has_no_angle():
    with pytest.raises((DomainError, ShapeError)):
        ruler_sweep(bowl(1), (0, 0))
    for x, stretch in (((0, 0, 0), 2), ((1, 1), 0), ([(1, 1)], 2)):
        with pytest.raises(ShapeError):
            ruler_sweep(bowl(1), x, stretch)
