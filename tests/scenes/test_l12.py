"""Lecture 12 shows what calc_core computes: steps, prints, lamps, hollows and the divide."""

import numpy as np
import pytest
from manim import tempconfig

from tests.scenes.dry import SMALL
from visuals.terrain.palette import channels

SLUG = "in-the-dark"


@pytest.fixture(scope="module")
def lecture(module, tmp_path_factory):
    with tempconfig({**SMALL, "media_dir": str(tmp_path_factory.mktemp("l12"))}):
        staged = module.InTheDark()
        staged.set_stage()
        return staged


def test_every_print_is_the_last_one_minus_the_stride_times_the_slope(module, lecture):
    prints = lecture.prints.walk.path
    slopes = lecture.land.grad(prints[:-1])
    np.testing.assert_allclose(np.diff(prints, axis=0), -module.STRIDE * slopes, atol=1e-9)


def test_needle_hud_and_lamp_belong_to_the_same_stop(module, lecture):
    for stop in (0, 3, lecture.descent.n):
        lecture.walk.at.set_value(stop)
        tail, tip = lecture.needle.ends()
        uphill = lecture.land.grad(lecture.descent.x[stop])
        np.testing.assert_allclose(tip - tail, module.ARROW * uphill, atol=1e-9)
        np.testing.assert_allclose(lecture.lamp.stand()[0], tail)
        np.testing.assert_allclose(lecture.compass.vector, uphill, atol=1e-9)
        lecture.altimeter.update()
        assert lecture.altimeter.number.readings[0].value == pytest.approx(float(lecture.land.f(tail)))


def test_heights_are_drawn_as_many_times_too_tall_as_the_film_says(module, lecture):
    for hill in (lecture.hill, lecture.rough_hill):
        assert hill.exaggeration * 1000 == pytest.approx(module.TALL)  # metres to kilometres


def test_every_lamp_is_counted_once(module, lecture):
    ends = lecture.ends
    assert ends.n == module.CROWD == lecture.lights.walk.path.shape[1]
    assert ends.n_settled + ends.n_lost + int((ends.labels == -2).sum()) == module.CROWD
    assert ends.n_settled >= 0.95 * (module.CROWD - ends.n_lost)


def test_every_lamp_ends_in_the_hollow_whose_colour_it_takes(lecture):
    last = lecture.lights.walk.path[-1]
    for place, label, ink in zip(last, lecture.ends.labels, lecture.lamps.ends.value, strict=True):
        if label >= 0:
            assert (ink == channels(lecture.inks[label])).all()
            assert np.linalg.norm(place - lecture.ends.hollows[label]) < 0.35


def test_lamps_never_climb(lecture):
    rise = np.diff(lecture.crowd.f, axis=0)
    assert rise.max() <= 1e-9


def test_rings_stand_in_hollows_the_lowest_first(lecture):
    hollows = lecture.rings.resting.value
    heights = lecture.land.f(hollows)
    assert (np.diff(heights) >= 0).all()
    assert np.abs(lecture.land.grad(hollows)).max() < 1e-6
    np.testing.assert_array_equal(lecture.lowest.resting.value, hollows[:1])
    assert (lecture.land.f(lecture.land.minima) >= heights[0]).all()


def test_the_ground_s_colours_agree_with_where_lamps_end(lecture):
    place = lecture.hill.ground.grid_place(lecture.crowd.x[0])
    rows, columns = np.array(lecture.basins.labels.shape)
    down, across = np.array(lecture.hill.ground.heights.shape)
    near = np.rint(place * [(columns - 1) / (across - 1), (rows - 1) / (down - 1)]).astype(int)
    ground = lecture.basins.labels[near[:, 1], near[:, 0]]
    assert (ground == lecture.ends.labels).mean() > 0.93  # the others start beside a divide


def test_the_rivals_start_side_by_side_and_end_in_different_hollows(lecture):
    start, end = lecture.pair.x[0], lecture.pair.x[-1]
    assert np.linalg.norm(start[0] - start[1]) < 0.3
    assert np.linalg.norm(end[0] - end[1]) > 5
    for place, label in zip(end, lecture.pair.labels, strict=True):
        assert np.linalg.norm(place - lecture.ends.hollows[label]) < 0.35


def test_the_lone_hiker_does_not_find_the_lowest_hollow(lecture):
    assert lecture.descent.status == "converged"
    assert lecture.descent.f_last > lecture.ends.lowest_height + 50
