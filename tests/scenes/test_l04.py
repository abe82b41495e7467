"""Lecture 04 draws a slope over height that is flat, and one at e; and a triangle with sides cos and sin."""

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from manim import tempconfig

import calc_core
from tests.scenes.dry import SMALL, check_lengths, played, read_anew

SLUG = "special-functions"
ANGLE, SHORT = 1.05, 0.01
# at which height the red line lies over the levelled columns when a beat ends
LEVELS = {
    "divide_by_the_nudge": (np.sqrt(2) - 1) / 0.5,  # by hand: (2^dx - 1) / dx
    "how_flat": np.log(2),
    "take_another_base": np.log(1.5),
    "sweep_the_base": np.log(4),
    "kiss_the_tops": 1.0,
    "home_in": 1.0,
    "no_mystery": 1.0,
}


def corners(mobject, frame):
    """What is drawn, in the frame's own units: every corner of it, (n, 2)."""
    points = mobject.points
    return frame.to_data(np.concatenate([points[:1], points[3::4]])) if len(points) else np.zeros((0, 2))


def middle(marker, frame):
    """Where a dot is drawn, in the frame's own units."""
    return frame.to_data(marker.dot.points[::4, :2].mean(axis=0))


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        columns, axes, glass = lecture.columns, lecture.axes, lecture.glass
        on_stage = set(lecture.mobjects)
        drawn[time.beat.name] = {
            "bodies": [corners(each, axes) for each in columns.bodies],
            "caps": [corners(each, axes) for each in columns.caps],
            "line": corners(columns.line, axes),
            "level": corners(lecture.levels.curve.line, lecture.levels.axes),
            "dot": middle(lecture.levels.dot, lecture.levels.axes),
            "foot": middle(lecture.ago.foot, lecture.ago.axes)[0],
            "touch": middle(lecture.ago.touch, lecture.ago.axes),
            "legs": [corners(each, lecture.paper) for each in (lecture.circle.cosine, lecture.circle.sine)],
            "sides": [corners(each, glass) for each in (lecture.triangle.cosine, lecture.triangle.sine)],
            "arc": corners(glass.round, glass) if glass in on_stage else None,
            "waves": [corners(each.line, lecture.waves.axes) for each in lecture.waves.curves],
            "tips": [lecture.paper.to_data(each.tip) for each in lecture.waves.arms],
            "walked": (lecture.theta.get_value(), lecture.on_by.get_value()),
            "slope": (lecture.hole.x.get_value(), float(lecture.hole.now().slope)),
        }

    return played(module.SpecialFunctions, folder, look, until), drawn


def shown(lecture, beat):
    """What stood on screen at a beat's end: name and text of every number."""
    return {each["name"]: each["text"] for each in lecture.report()["numbers"] if each["beat"] == beat}


def test_the_columns_double_every_hour_and_gain_what_half_an_hour_adds(drawn):
    seen = drawn["nudge_the_time"]
    for k, (body, cap) in enumerate(zip(seen["bodies"], seen["caps"], strict=True)):
        hour = k / 2
        assert body[:, 0].mean() == pytest.approx(hour, abs=0.1)
        assert (body[:, 1].min(), body[:, 1].max()) == pytest.approx((0.0, 2**hour))
        assert (cap[:, 1].min(), cap[:, 1].max()) == pytest.approx((2**hour, 2 ** (hour + 0.5)))


def test_divided_by_their_own_height_all_columns_and_all_gains_are_alike(drawn, lecture):
    seen = drawn["divide_by_the_height"]
    assert [body[:, 1].max() for body in seen["bodies"]] == pytest.approx([1.0] * 7)
    assert [cap[:, 1].max() for cap in seen["caps"]] == pytest.approx([np.sqrt(2)] * 7)
    assert shown(lecture, "the_same_share")["share"] == f"{100 * (np.sqrt(2) - 1):.1f}"
    words = next(each.words for each in lecture.beats() if each.name == "the_same_share")
    assert "forty-one percent" in words


@pytest.mark.parametrize("beat", LEVELS)
def test_slope_over_height_is_drawn_flat_where_it_belongs(drawn, beat):
    x, y = drawn[beat]["line"].T
    assert (x[0], x[-1]) == pytest.approx((0.0, 3.0))
    assert y == pytest.approx(np.full(len(y), LEVELS[beat]), abs=1e-6)
    assert np.ptp(y) < 1e-8


def test_the_flatness_that_is_shown_is_rounding(lecture):
    assert lecture.flatness[1].reading.value < 1e-14
    assert lecture.own.gap < 1e-14


def test_the_levels_of_all_bases_draw_the_logarithm(drawn):
    for beat in ("sweep_the_base", "any_other_base"):
        a, level = drawn[beat]["level"].T
        assert (a[0], a[-1]) == pytest.approx((1.5, 4.0))
        assert level == pytest.approx(np.log(a), abs=1e-5)
    assert drawn["kiss_the_tops"]["dot"] == pytest.approx([np.e, 1.0], abs=1e-7)


def test_newton_finds_e_to_the_digits_that_are_shown(lecture):
    assert shown(lecture, "who_would_choose")["e"] == f"{np.e:.15f}"
    assert shown(lecture, "home_in")[f"stop {len(lecture.stops) - 1}"] == f"{np.e:.12f}"
    right = lecture.path.digits(np.e)
    assert all(later >= min(1.8 * before, 15) for before, later in pairwise(right[1:]))


def test_with_their_heights_back_the_red_line_lies_on_every_top(drawn):
    for beat in ("give_heights_back", "write_its_law"):
        x, y = drawn[beat]["line"].T
        assert y == pytest.approx(np.exp(x), rel=1e-7)
        for body in drawn[beat]["bodies"]:
            hour = round(2 * body[:, 0].mean()) / 2
            assert body[:, 1].max() == pytest.approx(np.exp(hour), rel=1e-7)


def test_the_tangent_comes_from_one_hour_ago(drawn):
    x, height = drawn["one_hour_ago"]["touch"]
    assert height == pytest.approx(np.exp(x), rel=1e-6)
    assert drawn["one_hour_ago"]["foot"] == pytest.approx(x - 1, abs=1e-6)


def test_the_legs_on_the_circle_are_cosine_and_sine(drawn):
    level, upright = drawn["walk_a_bit_on"]["legs"]
    assert np.ptp(level, axis=0) == pytest.approx([np.cos(ANGLE), 0.0], abs=1e-9)
    assert np.ptp(upright, axis=0) == pytest.approx([0.0, np.sin(ANGLE)], abs=1e-9)


def test_the_turned_triangle_fits_the_arc_in_the_glass(drawn):
    seen = drawn["turn_the_triangle"]
    assert seen["walked"] == pytest.approx((ANGLE, SHORT))
    upright, level = seen["sides"]
    assert np.ptp(upright, axis=0) == pytest.approx([0.0, np.cos(ANGLE) * SHORT], abs=1e-12)
    assert np.ptp(level, axis=0) == pytest.approx([np.sin(ANGLE) * SHORT, 0.0], abs=1e-12)
    start, end = seen["arc"][0], seen["arc"][-1]  # the piece of the circle itself, on which it stands
    assert start == pytest.approx([np.cos(ANGLE), np.sin(ANGLE)], abs=1e-9)
    assert upright[0] == pytest.approx(start, abs=1e-12)
    assert np.hypot(*(level[-1] - end)) == pytest.approx(SHORT**2 / 2, rel=0.01)  # of second order


def test_the_arms_draw_the_sine_and_its_slopes_a_quarter_turn_ahead(drawn, lecture):
    seen = drawn["four_turns"]
    for k, (wave, tip) in enumerate(zip(seen["waves"], seen["tips"], strict=True)):
        x, y = wave.T
        assert y == pytest.approx(np.sin(x + k * np.pi / 2), abs=1e-5)
        turned = seen["walked"][0] + k * np.pi / 2
        assert tip == pytest.approx([np.cos(turned), np.sin(turned)], abs=1e-12)
    assert lecture.gap[1].reading.value < 1e-15


def test_towards_zero_one_over_x_is_ever_steeper(drawn):
    for beat in ("ever_steeper", "no_point_no_slope"):
        x, slope = drawn[beat]["slope"]
        assert abs(x) < 0.25
        assert slope == pytest.approx(-1 / x**2, rel=1e-6)


def test_a_slope_that_is_not_in_proportion_to_its_height_is_seen(monkeypatch, tmp_path):
    honest = calc_core.derivatives.exponentials._growth

    def wrong(a, x, dx):
        found = honest(a, x, dx)
        return dataclasses.replace(found, slope=found.slope * (1 + 0.01 * x))

    monkeypatch.setattr(calc_core.derivatives.exponentials, "_growth", wrong)
    spoiled, drawn = play(read_anew(SLUG), tmp_path, until="how_flat")
    assert np.ptp(drawn["how_flat"]["line"][:, 1]) > 0.02
    assert spoiled.flatness[1].reading.value > 0.02


def test_a_leg_that_is_one_percent_too_long_is_seen(monkeypatch, tmp_path):
    honest = calc_core.derivatives.circle._arc_nudge

    def wrong(theta, dtheta):
        found = honest(theta, dtheta)
        return dataclasses.replace(found, cos=np.asarray(1.01 * found.cos))

    monkeypatch.setattr(calc_core.derivatives.circle, "_arc_nudge", wrong)
    with tempconfig(SMALL | {"media_dir": tmp_path}):
        lecture = read_anew(SLUG).SpecialFunctions()
        lecture.set_stage()
    lecture.theta.set_value(ANGLE)
    lecture.circle.pose(legs=1).redraw()
    legs = np.ptp(corners(lecture.circle.cosine, lecture.paper), axis=0)
    assert legs[0] == pytest.approx(1.01 * np.cos(ANGLE), rel=1e-6)


def test_three_to_five_minutes_and_every_beat_moves(lecture):
    check_lengths(lecture)
