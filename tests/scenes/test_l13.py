"""Lecture 13 draws the strides, the edge, the Vs and the halvings that calc_core computes."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from tests.scenes.dry import Onlooker, check_lengths, played, read_anew, shown

SLUG = "stride-length"
START, BENDS = np.array([-3.0, 1.0]), np.array([1.0, 25.0])
STRIDES = (0.01, 0.04, 2 / 26, 0.08, 0.081)
BEATS = ("creep", "glide", "zigzag_home", "hop", "fling")


def stops(stride, steps, bends=BENDS):
    """The walk by hand: each coordinate shrinks by its own factor."""
    return START * (1 - stride * bends) ** np.arange(steps + 1)[:, None]


def home(stride, bends=BENDS):
    """Steps until the walk stays within a centimetre of the floor, by hand."""
    return int(np.flatnonzero(np.linalg.norm(stops(stride, 3000, bends), axis=1) > 0.01)[-1]) + 1


def height(p):
    return (BENDS * np.asarray(p) ** 2).sum(axis=-1) / 2


def middle(part):
    return (part.points.min(axis=0) + part.points.max(axis=0)) / 2 if len(part.points) else None


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        to_data = lecture.map.to_data
        drawn[time.beat.name] = {
            "ways": [each.walk.now for each in lecture.hikers],
            "marks": [middle(each.mark) for each in lecture.hikers],
            "far": [middle(each.far) for each in lecture.hikers],
            "places": [None if (m := middle(each.mark)) is None else to_data(m) for each in lecture.hikers],
            "opposite": [None if (m := middle(each.far)) is None else to_data(m) for each in lecture.hikers],
            "floor": lecture.map.to_screen(0.0, 0.0),
            "back": lecture.map.back.get_value(),
            "rings": to_data(lecture.map.rings.strong.points[::4]),
            "lines": [lecture.edge.axes.to_data(each.line.points[::4]) for each in lecture.edge.lines],
            "landed": [
                each.curve.axes.to_data(middle(each.last)) if len(each.last.points) else None
                for each in lecture.steps
            ],
            "dots": [lecture.plot.axes.to_data(middle(each.dot)) for each in lecture.plot.dots],
            "bars": [
                float(np.ptp(each.points[:, axis])) if len(each.points) else 0.0
                for axis, each in enumerate(lecture.bars.bold)
            ],
            "end": lecture.bars.end,
            "try": lecture.cut_axes.to_data(middle(lecture.tries.dot)),
            "refused": lecture.tries.refused,
            "line": lecture.asked.at(lecture.tries.stride),
        }

    return played(module.StrideLength, folder, look, until), drawn


@pytest.mark.parametrize(("k", "beat"), list(enumerate(BEATS)))
def test_hikers_stand_where_each_axis_has_shrunk_by_its_factor(drawn, k, beat):
    steps = round(drawn[beat]["ways"][k])
    assert steps > 10
    np.testing.assert_allclose(drawn[beat]["places"][k], stops(STRIDES[k], steps)[-1], atol=0.03)


def test_three_come_home_after_the_steps_on_the_board(drawn, lecture):
    homes = [home(each) for each in STRIDES[:3]]
    assert homes == sorted(homes, reverse=True)
    for k, beat in enumerate(BEATS[:3]):
        assert drawn[beat]["ways"][k] == homes[k]
        assert str(homes[k]) in shown(lecture, beat)
    path = lecture.paths[2]
    others = [home(stride) for stride in (0.07, 0.075, 0.078, 0.079)]
    assert min(others) >= homes[2], "no constant stride beside it is faster"
    assert float(path.step[0]) == pytest.approx(2 / 26)


def test_at_the_limit_the_distance_stays_for_two_thousand_steps(drawn, lecture):
    beat = drawn["hop_on"]
    assert beat["ways"][3] == 2000
    assert (np.abs(lecture.hikers[3].walk.path[:, 1]) == 1.0).all()  # to the last bit
    np.testing.assert_allclose(beat["places"][3], [0, 1], atol=1e-9)
    np.testing.assert_allclose(beat["opposite"][3], [0, -1], atol=1e-9)
    assert {"2,000", "1.000"} <= set(shown(lecture, "hop_on"))


def test_from_afar_the_fifth_keeps_his_size_and_the_others_are_one_dot(drawn, lecture):
    for beat in ("draw_back", "lose_the_others", "leave_the_galaxy"):
        here = drawn[beat]
        assert np.linalg.norm(here["marks"][4] - here["floor"]) == pytest.approx(3.0, abs=0.2)
        for mark in here["marks"][:4]:
            assert np.linalg.norm(mark - here["floor"]) < 0.06
    far = drawn["leave_the_galaxy"]
    assert far["ways"][4] == 2000
    assert far["places"][4][1] == pytest.approx(1.025**2000, rel=0.01)
    power = np.log10(np.sqrt(2 * height(far["rings"] / 10 ** far["back"]) / 25)) + far["back"]
    assert set(np.rint(power)) >= {20.0, 21.0}
    assert np.abs(power - np.rint(power)).max() < 2e-3
    assert "2.8×10²¹" in shown(lecture, "leave_the_galaxy")


def test_a_hair_below_the_edge_he_comes_home_and_a_hair_above_he_leaves(drawn, lecture):
    lines = drawn["split_a_hair"]["lines"]
    for line, stride in zip(lines, (0.0799, 0.08, 0.0801), strict=True):
        np.testing.assert_allclose(line[:, 1], np.abs(1 - 25 * stride) ** line[:, 0], rtol=1e-6)
    assert lines[0][-1, 1] < 0.01
    assert lines[2][-1, 1] > 100
    assert {"0.0067 m", "147 m"} <= set(ends(lecture))
    assert "1.0 m" in ends(lecture)


def ends(lecture):
    return [each.reading.text_with_unit.replace("\xa0", " ") for each in lecture.edge.ends]


def test_on_both_slices_the_step_lands_where_its_factor_says(drawn):
    for beat, rate in (("step_on_both", 0.04), ("climb_the_other_wall", 0.08), ("go_beyond", 0.086)):
        along, across = drawn[beat]["landed"]
        np.testing.assert_allclose(along, [-3 * (1 - rate), 4.5 * (1 - rate) ** 2], atol=0.02)
        np.testing.assert_allclose(across, [1 - 25 * rate, 12.5 * (1 - 25 * rate) ** 2], atol=0.02)
    assert drawn["climb_the_other_wall"]["landed"][1][1] == pytest.approx(12.5, abs=0.01)  # as high as before


def test_the_edge_is_where_the_steep_v_reaches_one_and_the_best_stride_where_the_vs_cross(drawn, lecture):
    dots = drawn["name_the_limit"]["dots"]
    np.testing.assert_allclose(dots[1], [0.08, 1.0], atol=2e-3)
    best = minimize_scalar(
        lambda rate: max(abs(1 - rate), abs(1 - 25 * rate)), bounds=(0, 0.1), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    gentle, steep = drawn["take_the_worse"]["dots"]
    np.testing.assert_allclose(gentle, [best.x, best.fun], atol=2e-3)
    np.testing.assert_allclose(steep, gentle, atol=1e-6)
    assert "0.08" in shown(lecture, "name_the_limit")
    assert "0.077" in shown(lecture, "see_the_zigzag_again")


@pytest.mark.parametrize("beat", ["draw_what_is_left", "see_it_flip", "name_the_limit", "take_the_worse"])
def test_bars_on_the_plan_are_as_long_as_the_dots_stand_high(drawn, beat):
    here = drawn[beat]
    left = np.array([dot[1] for dot in here["dots"]])
    np.testing.assert_allclose(np.abs(here["end"] / START), left, atol=2e-3)
    lengths = np.array(here["bars"]) / (1.6 * np.abs(START))
    np.testing.assert_allclose(lengths[left > 0.2], left[left > 0.2], atol=0.01)


def test_the_stride_is_halved_until_it_lies_below_the_line(drawn, lecture):
    stride, at = drawn["halve_it"]["try"]
    g2 = 9 + 625  # |grad|^2 at the start
    assert stride == pytest.approx(0.05, rel=1e-3)
    assert at == pytest.approx(float(height(START * (1 - 0.05 * BENDS))), rel=1e-3)
    assert not drawn["halve_it"]["refused"]
    assert drawn["halve_it"]["line"] == pytest.approx(17 - 0.25 * 0.05 * g2)
    for refused in (0.4, 0.2, 0.1):
        assert height(START * (1 - refused * BENDS)) > 17 - 0.25 * refused * g2


def test_forty_steps_each_as_long_as_the_rule_allows(lecture):
    path, place = lecture.searcher.walk.path, START.copy()
    tried = 0
    for there in path[1:]:
        slope, stride = BENDS * place, 0.4
        while height(place - stride * slope) > height(place) - 0.25 * stride * slope @ slope:
            stride, tried = stride / 2, tried + 1
        place = place - stride * slope
        np.testing.assert_allclose(there, place, atol=1e-12)
    assert np.linalg.norm(path[-1]) <= 0.01 < np.linalg.norm(path[-2])
    assert len(path) - 1 == 40  # as the beat says
    assert {"40", str(tried)} <= set(shown(lecture, "find_the_way"))


def test_a_valley_twice_as_narrow_takes_four_times_as_many_steps(lecture):
    wide, narrow = home(2 / 26), home(2 / 101, np.array([1.0, 100.0]))
    assert {str(wide), str(narrow)} <= set(shown(lecture, "narrow_the_valley"))
    assert narrow / wide == pytest.approx(4, abs=0.05)


def test_a_stride_that_is_a_thousandth_off_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.gradient_descent

    def wrong(*given, learning_rate, **how):
        return honest(*given, learning_rate=1.001 * float(learning_rate), **how)

    monkeypatch.setattr(module, "gradient_descent", wrong)
    lecture = module.StrideLength(player=Onlooker(lambda *_: None))
    lecture.prepare()
    assert not (np.abs(lecture.hikers[3].walk.path[:, 1]) == 1.0).all()
    assert lecture.edge.lines[1].y[-1] > 10  # at the limit it would stay


def test_a_best_stride_beside_the_crossing_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.best_step

    def wrong(hess):
        right = honest(hess)
        changed = replace(right, value=1.02 * right.value)
        object.__setattr__(changed, "made_by", right.made_by)
        return changed

    monkeypatch.setattr(module, "best_step", wrong)
    lecture = module.StrideLength(player=Onlooker(lambda *_: None))
    lecture.prepare()
    lecture.rate.set_value(lecture.best.value)
    heights = [each.place()[1] for each in lecture.plot.dots]
    assert abs(heights[0] - heights[1]) > 0.01


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
