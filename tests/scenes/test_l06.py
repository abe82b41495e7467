"""Lecture 06 draws the polynomials and the reach that calc_core computes, and they are right."""

from math import factorial

import numpy as np
import pytest

import calc_core
from tests.scenes.dry import Onlooker, check_lengths, played, read_anew

SLUG = "taylor"
HERE, WAVE = -0.9, 2 * np.pi
DIALS = ("turn_the_height", "turn_the_slope", "turn_the_bend", "turn_two_more")


def ends(line):
    """The corners of what is drawn in straight pieces."""
    return np.concatenate([line.points[:1], line.points[3::4]])


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        plane, road = lecture.plane, lecture.axes
        on_stage = lecture.get_mobject_family_members()
        drawn[time.beat.name] = {
            "guess": road.to_data(ends(lecture.guess.line)),
            "many": road.to_data(ends(lecture.many.line)),
            "glow": road.to_data(ends(lecture.wide_glow.line)) if lecture.wide_glow in on_stage else None,
            "point": lecture.lens.x.get_value(),
            "pointers": [each.angle(each.value()) for each in lecture.column.knobs],
            "locks": [each.closed.get_value() for each in lecture.column.knobs],
            "logarithm": plane.to_data(ends(lecture.log_guess.line)),
            "light": {
                name: plane.to_data(ends(getattr(lecture, name).edge))
                for name in ("light", "moved_light", "hill_light")
                if getattr(lecture, name) in on_stage
            },
            "wall": plane.to_data(ends(lecture.wall.line)) if lecture.wall in on_stage else None,
            "holes": [plane.to_data(each.dot.points.mean(axis=0)) for each in lecture.holes],
            "gap": [
                lecture.miss_axes.to_data(ends(each)) for each in (lecture.miss.error, lecture.miss.bound)
            ]
            if time.beat.name in ("lay_the_bound", "factorials_win")
            else None,
            "base": lecture.base.get_value(),
            "flat": plane.to_data(ends(lecture.flat_guess.line)),
            "wrong": plane.to_data(ends(lecture.wrong.line)),
            "flames": lecture.flames.flames.points.copy(),
        }

    return played(module.Taylor, folder, look, until), drawn


@pytest.mark.parametrize(("beat", "degree"), list(zip(DIALS, (0, 1, 2, 4), strict=True)))
def test_each_dial_adds_one_power_of_the_cosines_series(drawn, beat, degree):
    x, y = drawn[beat]["guess"].T
    exact = sum(np.cos(HERE + k * np.pi / 2) / factorial(k) * (x - HERE) ** k for k in range(degree + 1))
    assert y == pytest.approx(exact, abs=5e-3)  # between two corners cut at the frame
    assert drawn[beat]["locks"] == [1.0] * (degree + 1) + [0.0] * (4 - degree)


def test_a_locked_dial_is_not_moved_by_a_later_one(drawn):
    first = drawn["turn_the_height"]["pointers"][0]
    assert all(drawn[beat]["pointers"][0] == pytest.approx(first, abs=1e-9) for beat in DIALS)
    assert drawn["turn_the_bend"]["pointers"][1] == drawn["shake_the_last_dial"]["pointers"][1]


def test_at_zero_every_second_dial_stands_upright(drawn):
    assert drawn["stop_at_zero"]["point"] == 0
    assert drawn["stop_at_zero"]["pointers"][1::2] == pytest.approx([90, 90], abs=1e-6)
    assert all(abs(each - 90) > 45 for each in drawn["stop_at_zero"]["pointers"][::2])


def test_forty_powers_follow_more_than_four_waves_to_one_percent(drawn, lecture):
    x, y = drawn["follow_the_waves"]["many"].T
    lit = drawn["follow_the_waves"]["glow"][:, 0]
    right = (x > lit.min()) & (x < lit.max())
    assert np.abs(y - np.cos(x))[right].max() < 0.012  # 1 %, and what straight pieces miss
    assert np.ptp(lit) > 4 * WAVE
    assert "four whole waves" in next(
        each.words for each in lecture.beats() if each.name == "follow_the_waves"
    )
    told = [each for each in lecture.report()["numbers"] if each["beat"] == "follow_the_waves"]
    shown = {each["name"]: each["text"] for each in told}
    assert shown["highest power"] == "40"
    assert float(shown["right up to"]) == pytest.approx(lit.max(), abs=0.05)


@pytest.mark.parametrize("beat", ["lay_the_bound", "factorials_win"])
def test_the_gap_stays_under_the_lid_down_to_the_floor_of_rounding(drawn, beat):
    gap, lid = drawn[beat]["gap"]
    x, y = gap.T
    n = {"lay_the_bound": 8, "factorials_win": 40}[beat]
    inside = (np.abs(x) > 1e-9) & (y > 2e-17) & (y < 9e4)  # not cut by the frame
    rounding = 1e-15 * np.cosh(x[inside])
    assert (y[inside] <= 1.05 * np.abs(x[inside]) ** (n + 1) / factorial(n + 1) + rounding).all()
    x, y = lid[(np.abs(lid[:, 0]) > 1) & (lid[:, 1] > 2e-17) & (lid[:, 1] < 9e4)].T
    assert np.log(y) == pytest.approx((n + 1) * np.log(np.abs(x)) - np.log(float(factorial(n + 1))), abs=0.1)


def test_the_gap_sinks_with_more_dials(drawn):
    at_ten = [
        np.interp(10.0, *drawn[beat]["gap"][0][-120:].T) for beat in ("lay_the_bound", "factorials_win")
    ]
    assert at_ten[1] < 1e-6 * at_ten[0]


def test_past_one_the_logarithms_polynomial_flies_off(drawn):
    x, y = drawn["ask_what_stops_it"]["logarithm"].T
    inner = (x > -0.9) & (x < 0.97)
    assert y[inner] == pytest.approx(np.log1p(x[inner]), abs=0.03)
    assert np.abs(y[x > 1.05] - np.log1p(x[x > 1.05])).min() > 0.1
    assert x.max() < 1.2  # it has left the frame


def test_the_light_becomes_the_circle_through_the_hole(drawn, lecture):
    spread = [
        np.ptp(np.linalg.norm(drawn[beat]["light"]["light"], axis=1))
        for beat in ("light_what_is_right", "see_a_circle")
    ]
    rim = np.linalg.norm(drawn["touch_the_hole"]["light"]["light"], axis=1)
    assert rim == pytest.approx(np.ones(len(rim)), abs=0.06)
    assert np.abs(np.linalg.norm(drawn["touch_the_hole"]["wall"], axis=1) - 1).max() < 0.005
    assert drawn["touch_the_hole"]["holes"][0] == pytest.approx((-1, 0), abs=1e-9)
    shown = [each["text"] for each in lecture.report()["numbers"] if each["name"] == "radius"]
    assert shown == ["1.00"]
    assert spread[1] < spread[0] / 2


def test_a_moved_circle_keeps_its_rim_in_the_hole(drawn):
    rim = drawn["move_away"]["light"]["moved_light"]
    away = np.linalg.norm(rim - [drawn["move_away"]["base"], 0], axis=1)
    assert drawn["move_away"]["base"] == 1.5
    assert away == pytest.approx(np.full(len(away), 2.5), rel=0.06)


@pytest.mark.parametrize("beat", ["find_the_unseen", "pass_through_both", "what_one_point_knows"])
def test_every_circle_of_the_hill_ends_at_the_holes_at_i_and_minus_i(drawn, beat):
    rim, base = drawn[beat]["light"]["hill_light"], drawn[beat]["base"]
    away = np.linalg.norm(rim - [base, 0], axis=1)
    assert away == pytest.approx(np.full(len(away), np.hypot(base, 1)), rel=0.11)
    assert drawn[beat]["holes"][1:] == [pytest.approx((0, s), abs=1e-9) for s in (1, -1)]


def test_the_flat_polynomial_is_zero_and_its_miss_is_the_height_of_the_road(drawn):
    assert np.abs(drawn["wrong_for_ever"]["flat"][:, 1]).max() == 0
    (x, foot), (_, top) = drawn["wrong_for_ever"]["wrong"][[0, -1]]
    assert (foot, top) == pytest.approx((0, np.exp(-1 / x**2)), abs=1e-4)


def test_cauchy_refuses_and_the_film_says_it(lecture):
    said = [each["text"] for each in lecture.report()["numbers"] if each["beat"] == "cauchy_refuses"]
    assert "no circle there gives a series equal to f" in said
    largest = next(each for each in said if "10" in each)
    assert largest  # it is shown how large the values on the circle are
    assert lecture.around().largest == pytest.approx(np.exp(1 / 0.12**2))
    assert not lecture.refusal.holds


def test_a_coefficient_that_is_one_percent_off_is_seen(monkeypatch, tmp_path):
    honest = calc_core.taylor_family

    def wrong(f, x0, n):
        return honest(lambda z: f(1.01 * z), x0, n)

    monkeypatch.setattr(calc_core, "taylor_family", wrong)
    _, drawn = play(read_anew(SLUG), tmp_path, until="turn_the_slope")
    x, y = drawn["turn_the_slope"]["guess"].T
    assert np.abs(y - np.cos(HERE) + np.sin(HERE) * (x - HERE)).max() > 0.01


def test_a_series_found_where_there_is_none_is_seen(monkeypatch, tmp_path):
    module = read_anew(SLUG)
    monkeypatch.setattr(module, "flat", np.cos)
    lecture = module.Taylor(player=Onlooker(lambda *_: None))
    lecture.prepare()
    assert lecture.refusal.holds  # so the words of the refusal would not stand there
    assert lecture.zeros.c[0] == pytest.approx(1.0)


def test_three_to_five_minutes_and_every_beat_moves(lecture):
    check_lengths(lecture)
