"""Lecture 02 draws the areas that calc_core computes, and the corner's share falls in proportion to dx."""

import numpy as np
import pytest

import calc_core
from calc_core.derivatives.growth import PowerIncrement
from tests.scenes.dry import check_lengths, played, read_anew

SLUG = "rules-as-pictures"
X = 3.0
LAST = "ask_by_how_much"
STRIPS = {"push_the_sides": 1.0, "add_them_up": 1.0, "take_the_glass": 0.01, "count_the_corners": 0.01}


def shoelace(points):
    """The area inside the corners of what is drawn, in scene units squared."""
    x, y = points[::4, :2].T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2


def areas(drawn):
    """The areas of an old rectangle and of its parts, in the data's own units."""
    unit = np.prod(drawn.axes.units)
    return [abs(shoelace(each.points)) / unit for each in (drawn.old, drawn.right, drawn.top, drawn.corner)]


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        share = lecture.share
        drawn[time.beat.name] = {
            "square": areas(lecture.square),
            "product": areas(lecture.product),
            "shared": areas(lecture.held.rectangle),
            "dot": share.axes.to_data(share.dot.dot.points[::4, :2].mean(axis=0)),
            "line": share.axes.to_data(
                np.concatenate([share.line.line.points[:1], share.line.line.points[3::4]])
            ),
            "corner in the glass": abs(shoelace(lecture.glass.parts[3].points))
            / np.prod(lecture.paper.units),
            "bar": lecture.bar_axes.to_data(np.concatenate([each.points for each in lecture.gain_bar.parts]))[
                :, 0
            ],
            "fronts": [abs(shoelace(faces[1].points)) for faces in lecture.cube.boxes.values()],
            "x": (lecture.x.get_value(), lecture.reach.get_value(), lecture.nudge.get_value()),
            "column": lecture.columns.levels,
            "chain": [each.ends[:, 0] for each in lecture.feeding.nudges] if time.beat.name == LAST else None,
        }

    return played(module.RulesAsPictures, folder, look, until), drawn


@pytest.mark.parametrize("beat", STRIPS)
def test_the_square_and_its_gain_are_drawn_as_large_as_they_are(drawn, beat):
    dx = drawn[beat]["x"][2]
    assert dx == pytest.approx(STRIPS[beat])
    assert drawn[beat]["square"] == pytest.approx([X * X, X * dx, X * dx, dx * dx], rel=1e-8)
    assert sum(drawn[beat]["square"]) == pytest.approx((X + dx) ** 2, rel=1e-10)  # nothing is missing


def test_pulled_apart_and_unfolded_no_area_is_lost(drawn):
    assert drawn["pull_the_parts_apart"]["square"] == pytest.approx([9.0, 3.0, 3.0, 1.0], rel=1e-9)
    assert drawn["unfold"]["square"][1:] == pytest.approx([3.0, 3.0, 1.0], rel=1e-9)


def test_the_numbers_add_up_to_the_last_digit(lecture):
    shown = [each for each in lecture.report()["numbers"] if each["beat"] == "add_them_up"]
    strips, corner, whole = (float(each["text"]) for each in shown[:3])
    assert strips + corner == whole == 7.0
    assert lecture.gap[1].reading.value < 1e-14


def test_the_corner_under_the_glass_stays_as_large_as_it_is_close(drawn):
    for beat in ("take_the_glass", "count_the_corners"):
        assert drawn[beat]["corner in the glass"] == pytest.approx(100**2 * 0.01**2, rel=1e-6)


def test_the_dot_and_the_line_show_the_share_of_the_corner_and_its_slope_is_one(drawn, lecture):
    for beat in ("plot_the_share", "see_the_line", "name_any_share"):
        dx, share = drawn[beat]["dot"]
        assert share == pytest.approx(dx / (2 * X + dx), rel=1e-3)  # by hand: dx^2 / (2 x dx + dx^2)
    x, y = drawn["name_any_share"]["line"].T
    small = x < 1e-2
    assert np.polyfit(np.log(x[small]), np.log(y[small]), 1)[0] == pytest.approx(1.0, abs=1e-3)
    assert lecture.slope[1].reading.text == "1.000"
    assert drawn["name_any_share"]["dot"][1] < lecture.share.level.get_value()  # it got below the level named


def test_the_words_say_the_parts_that_are_counted(lecture):
    words = next(each.words for each in lecture.beats() if each.name == "count_the_corners")
    spoken = {7: "seven", 61: "sixty-one", 601: "six hundred and one"}
    for dx, (count, word) in zip((1.0, 0.1, 0.01), spoken.items(), strict=True):
        assert round(float(calc_core.power_increment(2, X, dx).one_in)) == count
        assert word in words


def test_the_bar_is_as_long_as_the_gain_per_nudge_and_closes_on_two_x(drawn):
    assert np.ptp(drawn["divide"]["bar"]) == pytest.approx(2 * X + 1, abs=1e-9)
    assert np.ptp(drawn["close_the_gap"]["bar"]) == pytest.approx(2 * X, abs=2e-4)


def test_the_cube_has_slabs_rods_and_a_crumb_of_the_computed_size(drawn, lecture):
    fronts = np.sort(drawn["three_slabs"]["fronts"]) / lecture.cube.unit**2  # drawn in their true shape
    assert fronts == pytest.approx([1, 1, 3, 3, 3, 3, 9, 9], rel=1e-9)
    percent = [row[1].reading.value for row in lecture.shares]
    dx = 0.02
    assert percent == pytest.approx(np.array([27 * dx, 9 * dx**2, dx**3]) / (27 * dx + 9 * dx**2 + dx**3))


def test_the_nudges_of_a_sum_add_up(drawn, lecture):
    f, df, g, dg = drawn["add_the_nudges"]["column"]
    x, dx, _ = drawn["add_the_nudges"]["x"]
    assert dg[1] == pytest.approx((x + dx) ** 2 + np.sin(x + dx), abs=1e-8)
    assert (f[1], df[1], g[1]) == pytest.approx((df[0], g[0], dg[0]))  # one stands upon the other


@pytest.mark.parametrize("beat", ["nudge_both_sides", "let_x_run", "write_the_product_rule"])
def test_the_rectangle_of_two_functions_has_their_sides_and_strips(drawn, beat):
    x, dx, _ = drawn[beat]["x"]
    f, g, df, dg = x**2, np.sin(x), (x + dx) ** 2 - x**2, np.sin(x + dx) - np.sin(x)
    wanted = [f * g, g * df, f * abs(dg), df * abs(dg)]
    assert drawn[beat]["product"] == pytest.approx(wanted, abs=1e-7)


def test_past_its_crest_the_sine_loses_its_strip(drawn, lecture):
    x, dx, _ = drawn["let_x_run"]["x"]
    assert np.sin(x + dx) < np.sin(x)
    report = lecture.report()
    shown = {each["name"]: each["text"] for each in report["numbers"] if each["beat"] == "check_the_rule"}
    assert shown["rule"] == shown["measured"] == f"{2 * 1.2 * np.sin(1.2) + 1.44 * np.cos(1.2):.12f}"


@pytest.mark.parametrize("beat", ["keep_the_area", "gain_and_lose", "write_the_last_rule"])
def test_the_area_of_one_gains_beside_what_it_loses_on_top(drawn, beat):
    old, right, top, corner = drawn[beat]["shared"]
    assert old == pytest.approx(1.0, abs=1e-8)
    assert right - corner == pytest.approx(top, abs=1e-8)  # the corner belongs to neither


def test_the_last_lines_pass_the_nudge_on(drawn, lecture):
    x, dx, _ = drawn[LAST]["x"]
    lines, ends = lecture.feeding.lines, drawn[LAST]["chain"]
    for line, end, f in zip(lines, ends, (lambda x: x, np.square, lambda x: np.sin(x**2)), strict=True):
        there = [line.to_data(np.array([each, 0.0]))[0] for each in end]
        assert there == pytest.approx([f(x), f(x + dx)], abs=1e-7)


def test_a_corner_counted_double_is_seen(monkeypatch, film, tmp_path):
    honest = calc_core.derivatives.growth._power_increment

    def wrong(n, x, dx):
        found = honest(n, x, dx)
        parts = np.array(found.parts)
        parts[-1] *= 2  # the smallest part
        return PowerIncrement(n, found.x, found.dx, parts, found.total)

    monkeypatch.setattr(calc_core.derivatives.growth, "_power_increment", wrong)
    spoiled, drawn = play(read_anew(SLUG), tmp_path, until="plot_the_share")
    dx, share = drawn["plot_the_share"]["dot"]
    assert share == pytest.approx(2 * dx / (2 * X + dx), rel=0.01)
    assert spoiled.gap[1].reading.value > 0.01


def test_a_side_that_is_one_percent_too_long_is_seen(monkeypatch, tmp_path):
    honest = calc_core.product_family

    def wrong(f, g, low, high):
        return honest(lambda x: 1.01 * f(x), g, low, high)

    monkeypatch.setattr(calc_core, "product_family", wrong)
    _, drawn = play(read_anew(SLUG), tmp_path, until="push_the_sides")
    assert drawn["push_the_sides"]["square"][1] == pytest.approx(1.01 * 3.0, rel=1e-6)


def test_three_to_five_minutes_and_every_beat_moves(lecture):
    check_lengths(lecture)
