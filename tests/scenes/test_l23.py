"""Lecture 23: bars, bells, misses, ghosts, squares, dots and hops are drawn where calc_core says."""

import numpy as np
import pytest
from scipy import stats

from calc_core import fitting
from tests.scenes.dry import Onlooker, check_lengths, played, read_anew

SLUG = "heights"
PLAIN = (473.763, 166.4063, 6.3943)  # the best bell of plain misses, and of misses in error bars
WEIGHED = (469.956, 166.4572, 6.4456)
BELLS = {  # what the bell's knobs are at the end of beats, by what was said
    "hang_the_misses": (300, 170, 10),
    "mix_them": (300, 170, 10),
    "turn_the_knobs": (394.747, 164.1743, 6.6909),
    "jump_again": (446.446, 166.8359, 6.7982),
    "land": PLAIN,
    "error_bars": PLAIN,
    "weigh_the_misses": WEIGHED,
    "read_the_knobs": WEIGHED,
    "start_far_away": (100, 180, 10),
    "jump_again_from_there": (-10.953, 1328.917, 1020.186),
}


def bell(knobs, x):
    return knobs[0] * np.exp(-(((x - knobs[1]) / knobs[2]) ** 2) / 2)


def strokes(misses):
    each = misses.strokes.points.reshape(-1, 4, 3)
    return each[:, 0].copy(), each[:, 3].copy()


def corners(line):
    return line.points[::4].copy()


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        stage = lecture.get_mobject_family_members()
        plot, strip, ruler = lecture.plot, lecture.strip, lecture.ruler.axes
        drawn[time.beat.name] = {
            "bell": plot.to_data(corners(lecture.bell.line)),
            "bars": lecture.bars.bars.points.copy(),
            "whiskers": lecture.bars.whiskers.points.copy(),
            "plot": (plot.to_screen(lecture.men.height, lecture.men.count), plot.units, plot.up[0]),
            "misses": [plot.to_data(each) for each in strokes(lecture.misses)],
            "in_strip": strip.to_data(strokes(lecture.misses)[1]),
            "in_pulls": lecture.pulls.to_data(strokes(lecture.misses)[1]),
            "ghosts": [strip.to_data(corners(each.line)) for each in lecture.ghosts],
            "mixed": strip.to_data(corners(lecture.mixed.line)),
            "hiker": lecture.hiker.axes.to_data(corners(lecture.hiker.curve.line)),
            "jumper": lecture.jumper.axes.to_data(corners(lecture.jumper.curve.line)),
            "steps": (lecture.creep.now, lecture.jumps.now),
            "columns": [each.sticks.points.reshape(-1, 4, 3).copy() for each in lecture.jacobian.ghosts],
            "squares": lecture.squares.corners.copy(),
            "lit": len(lecture.dots.lit.points) // 16,
            "pale": len(lecture.dots.pale.points) // 16,
            "far": [lecture.jacobian.ground.to_data(corners(each.line)) for each in lecture.far_ghosts],
            "tug": [lecture.tug.axes.to_data(corners(each.line)) for each in lecture.tug.pair],
            "tugged": lecture.tug.axes.to_data(corners(lecture.tug.mixed.line)),
            "hops": np.log10(ruler.to_data(lecture.hops.dots.points.reshape(-1, 32, 3).mean(axis=1))[:, 0]),
            "on": [name for name, each in vars(lecture).items() if any(each is one for one in stage)],
        }

    return played(module.Heights, folder, look, until), drawn


@pytest.fixture(scope="module")
def men(lecture):
    return lecture.men


def told(lecture, beat):
    """What is read in a beat, by name: all texts that one number showed."""
    found = {}
    for each in lecture.report()["numbers"]:
        if each["beat"] == beat:
            found.setdefault(each["name"], set()).add(each["text"])
    return found


def test_every_class_has_its_bar_and_the_two_empty_ones_none(drawn, men):
    bars = drawn["hang_the_misses"]["bars"].reshape(-1, 16, 3)
    tops, _, _ = drawn["hang_the_misses"]["plot"]
    assert len(bars) == len(men.count) - 2 == 20
    np.testing.assert_allclose(bars[:, :, 1].max(axis=1), tops[men.count > 0, 1], atol=1e-9)
    assert men.count.sum() == 3000


def test_error_bars_are_roots_of_counts_and_the_empty_classes_borrow_one_man(drawn, men):
    tops, units, _ = drawn["weigh_the_misses"]["plot"]
    uprights = drawn["weigh_the_misses"]["whiskers"].reshape(-1, 3, 4, 3)[:, 0]
    assert len(uprights) == 22
    high = uprights[:, :, 1].max(axis=1) - tops[:, 1]
    np.testing.assert_allclose(high / units[1], np.sqrt(np.maximum(men.count, 1)), atol=1e-9)


@pytest.mark.parametrize("beat", BELLS)
def test_the_bell_is_the_one_that_the_words_tell_of(drawn, beat):
    x, y = drawn[beat]["bell"].T
    wanted = bell(BELLS[beat], x)
    inside = slice(1, -1) if beat == "read_the_knobs" else slice(None)
    np.testing.assert_allclose(y[inside], wanted[inside], atol=1e-2 * max(abs(BELLS[beat][0]), 100))


@pytest.mark.parametrize("beat", ["hang_the_misses", "start_far_away"])
def test_every_miss_hangs_between_bell_and_bar(drawn, men, beat):
    feet, tips = drawn[beat]["misses"]
    np.testing.assert_allclose(feet, np.c_[men.height, bell(BELLS[beat], men.height)], atol=1e-6)
    np.testing.assert_allclose(tips, np.c_[men.height, men.count], atol=1e-6)


def slopes(knobs, x, eps=1e-4):
    """df/dknob (n, 3) by central differences."""
    knobs, turns = np.array(knobs, dtype=float), eps * np.eye(3)
    return np.stack([(bell(knobs + t, x) - bell(knobs - t, x)) / (2 * eps) for t in turns], axis=1)


def best_turn(knobs, men):
    """What a step of Gauss and Newton should be, by nudges and numpy alone."""
    left = men.count - bell(knobs, men.height)
    return np.linalg.lstsq(slopes(knobs, men.height), left, rcond=None)[0]


def test_a_ghost_is_the_slope_of_its_knob_times_the_turn(drawn):
    for k, beat in enumerate(("ghost_of_the_height", "ghost_of_the_middle", "ghost_of_the_width")):
        x, y = drawn[beat]["ghosts"][k].T
        np.testing.assert_allclose(y, (60, 3, 3)[k] * slopes(BELLS["mix_them"], x)[:, k], atol=0.03)


def test_the_mix_is_the_one_that_leaves_least_of_the_misses(drawn, men):
    start = BELLS["mix_them"]
    turn, left = best_turn(start, men), men.count - bell(start, men.height)
    np.testing.assert_allclose(drawn["mix_them"]["in_strip"][:, 1], left, atol=1e-6)
    for k, line in enumerate(drawn["mix_them"]["ghosts"]):
        x, y = line.T
        np.testing.assert_allclose(y, turn[k] * slopes(start, x)[:, k], atol=0.05)  # chords of dashes
    x, gold = drawn["mix_them"]["mixed"].T
    np.testing.assert_allclose(gold, slopes(start, x) @ turn, atol=1e-2)
    rest = left - np.interp(men.height, x, gold)
    assert np.linalg.norm(rest) < 0.5 * np.linalg.norm(left)
    columns = slopes(start, men.height)
    cosines = rest @ columns / np.linalg.norm(columns, axis=0) / np.linalg.norm(left)
    assert np.abs(cosines).max() < 1e-3  # a right angle to every ghost


def test_the_knobs_are_turned_by_just_these_amounts(drawn, men):
    start = np.array(BELLS["mix_them"], dtype=float)
    x, y = drawn["turn_the_knobs"]["bell"].T
    np.testing.assert_allclose(y, bell(start + best_turn(start, men), x), atol=1e-2)


def test_seven_jumps_and_nothing_moves_any_more(drawn, lecture, men):
    assert told(lecture, "land")["jumps"] == {"7"}
    x, y = drawn["land"]["bell"].T
    np.testing.assert_allclose(y, bell(lecture.fit.theta, x), atol=1e-9)
    assert np.abs(best_turn(lecture.fit.theta, men)).max() < 1e-5


def test_a_thousand_steps_creep_where_seven_jumps_have_landed(drawn, lecture, men):
    assert drawn["seven_each"]["steps"] == (7, 7)
    assert drawn["a_thousand"]["steps"] == (1000, 7)
    x, y = drawn["a_thousand"]["jumper"].T
    np.testing.assert_allclose(y, bell(PLAIN, x), atol=0.01)
    x, y = drawn["a_thousand"]["hiker"].T
    assert PLAIN[0] - y.max() > 100
    for beat, name in (("seven_each", "hiker"), ("a_thousand", "hiker"), ("seven_each", "jumper")):
        x, y = drawn[beat][name].T
        seen = (men.height > x.min()) & (men.height < x.max())
        misses = np.where(seen, men.count - np.interp(men.height, x, y), men.count)
        assert f"{np.sqrt(np.mean(misses**2)):.0f}" in told(lecture, beat)["typical miss"]
    steepest = np.linalg.norm(slopes(PLAIN, men.height), 2) ** 2
    rates = np.diff(lecture.creep.path, axis=0)[-1] / -lecture.hiker.told.grad[-2]
    np.testing.assert_allclose(rates, 0.99 / steepest, rtol=1e-3)  # as long a stride as settles


def test_columns_are_the_ghosts_at_the_classes_row_by_row(drawn, men):
    columns = slopes(BELLS["mix_them"], men.height)
    for k, bars in enumerate(drawn["name_the_jacobian"]["columns"]):
        assert len(bars) == 22
        lengths, rows = bars[:, 3, 0] - bars[:, 0, 0], bars[:, 0, 1]
        most = np.abs(columns[:, k]).argmax()
        np.testing.assert_allclose(lengths / lengths[most], columns[:, k] / columns[most, k], atol=1e-4)
        assert (np.diff(rows) < 0).all()  # from the shortest men down to the tallest


def test_pulls_are_misses_in_error_bars_of_the_weighted_bell(drawn, men):
    pulls = (men.count - bell(WEIGHED, men.height)) / np.sqrt(np.maximum(men.count, 1))
    np.testing.assert_allclose(drawn["weigh_the_misses"]["in_pulls"][:, 1], pulls, atol=1e-3)


def test_the_row_of_squares_is_as_long_as_chi_squared_and_no_area_was_lost(drawn, lecture, men):
    pulls = (men.count - bell(WEIGHED, men.height)) / np.sqrt(np.maximum(men.count, 1))
    row = drawn["square_them"]["squares"]
    zero, per_unit = lecture.axis.to_screen(0, 0)[0], lecture.axis.units[0]
    assert (row[:, :, 0].max() - zero) / per_unit == pytest.approx(11.27, abs=0.005)
    assert (row[:, :, 0].max() - zero) / per_unit == pytest.approx((pulls**2).sum(), abs=1e-3)
    areas = np.ptp(row[:, :, 0], axis=1) * np.ptp(row[:, :, 1], axis=1)
    np.testing.assert_allclose(areas, (pulls * lecture.pulls.units[1]) ** 2, atol=1e-3)
    assert told(lecture, "square_them")["chi-squared, weighted"] == {"11.27"}
    assert lecture.chi2.dof == 22 - 3 == 19


def test_a_square_stands_on_its_pull_before_it_goes(lecture, men):
    squares, summed = lecture.squares, lecture.squares.summed.value
    squares.pose(squared=1, summed=0)
    across, up = np.ptp(squares.corners, axis=1).T
    pulls = np.abs(men.count - bell(WEIGHED, men.height)) / np.sqrt(np.maximum(men.count, 1))
    np.testing.assert_allclose(across, pulls * lecture.pulls.units[1], atol=1e-3)
    np.testing.assert_allclose(up, across, atol=1e-9)
    middle = squares.corners[:, :4].mean(axis=1)[:, 0]
    np.testing.assert_allclose(middle, lecture.pulls.to_screen(men.height, 0 * men.height)[:, 0], atol=1e-9)
    squares.pose(summed=summed)


def test_as_many_dots_are_bright_as_p_tells(drawn, lecture):
    p = stats.chi2.sf(11.27087, 19)
    assert (drawn["count_the_larger"]["lit"], drawn["count_the_larger"]["pale"]) == (91, 9)
    assert round(100 * p) == 91
    assert told(lecture, "count_the_larger")["p, weighted"] == {f"{p:.2f}"} == {"0.91"}
    assert drawn["ask_chance"]["lit"] == 0


def test_figures_of_plain_and_of_weighted_misses_are_kept_apart(lecture):
    weighted = {"square_them", "ask_chance", "count_the_larger", "read_the_knobs"}
    for each in lecture.report()["numbers"]:
        assert each["beat"] in weighted or "weighted" not in each["name"]
        assert each["text"] not in ("166.41", "11.78", "11.89", "473.8", "6.39")
    assert told(lecture, "read_the_knobs") == {"mu, weighted": {"166.46"}, "error of mu, weighted": {"0.12"}}
    typical = {each["beat"] for each in lecture.report()["numbers"] if each["name"] == "typical miss"}
    assert not typical & weighted


def test_the_second_jump_flings_the_bell_upside_down_to_thirteen_metres(drawn, lecture):
    x, y = drawn["jump_again_from_there"]["bell"].T
    assert x[y.argmin()] == pytest.approx(1329, abs=35)
    assert y.min() == pytest.approx(-10.95, abs=0.01)
    assert told(lecture, "jump_again_from_there")["mu, plain, second jump"] == {"1,329"}
    assert lecture.flight.history.x[2, 2] < 0
    assert lecture.flight.status == "diverged"


def test_from_the_far_start_weighted_misses_lead_home_in_twelve_jumps_and_plain_ones_do_not(lecture):
    weighed = lecture.model.residuals(*lecture.data, lecture.men.count_error)
    home = fitting.gauss_newton(weighed, (100, 180, 10))
    assert (home.status, home.n_steps) == ("converged", 12)
    np.testing.assert_allclose(home.theta, lecture.weighed.theta, rtol=1e-6)
    assert lecture.flight.status == "diverged"


def test_before_the_second_jump_the_ghosts_of_middle_and_width_rise_alike_and_are_turned_against_each_other(
    drawn, lecture
):
    (A, mu, sigma) = lecture.flight.history.x[1]
    x = lecture.grid[:-8]  # of a dashed line, the end may be a gap
    z, hat = (x - mu) / sigma, np.exp(-(((x - mu) / sigma) ** 2) / 2)
    middle, width = A * hat * z / sigma, A * hat * z**2 / sigma
    for k, line, ghost in zip((1, 2), drawn["both_rise"]["tug"], (middle, width), strict=True):
        np.testing.assert_allclose(
            np.interp(x, *line.T), 800 * ghost / np.abs(lecture.tug.told.shapes[k]).max(), atol=1
        )
    men = (lecture.men.height - mu) / sigma
    hat_there = np.exp(-(men**2) / 2)
    J = np.column_stack([hat_there, A * hat_there * men / sigma, A * hat_there * men**2 / sigma])
    turn = np.linalg.lstsq(J, lecture.men.count - A * hat_there, rcond=None)[0]
    for line, ghost, by in zip(drawn["pull_them_apart"]["tug"], (middle, width), turn[1:], strict=True):
        np.testing.assert_allclose(np.interp(x, *line.T), by * ghost, atol=1)
    np.testing.assert_allclose(
        np.interp(x, *drawn["pull_them_apart"]["tugged"].T), turn @ [hat, middle, width], atol=1
    )
    texts = [text.replace("−", "-") for each in told(lecture, "pull_them_apart").values() for text in each]
    assert [int(text.replace(",", "")) for text in texts] == turn[1:].round().tolist()
    np.testing.assert_allclose(lecture.flight.history.x[2], lecture.flight.history.x[1] + turn, rtol=1e-6)


def test_the_last_hop_leads_beyond_ten_to_the_eighty_three(drawn, lecture):
    assert drawn["leave_the_map"]["hops"].max() > 83


def test_out_there_the_three_ghosts_are_one_shape(drawn, lecture):
    on = np.linspace(142, 196, 55)
    ends = [np.interp(on, *each.T) for each in drawn["ghosts_alike"]["far"]]
    begin = [np.interp(on, *each.T) for each in drawn["jump_again_from_there"]["far"]]
    assert np.ptp(ends, axis=0).max() < 0.1
    assert np.ptp(begin, axis=0).max() > 1


def test_a_mix_turned_the_wrong_way_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.fitting.ghost_mix

    def wrong(*given):
        told = honest(*given)
        object.__setattr__(told, "turn", -told.turn)
        return told

    monkeypatch.setattr(module.fitting, "ghost_mix", wrong)
    lecture = staged(module, "_set_plot", "_set_ghosts")
    lecture.loose.set_value(0)
    for dial, by in zip(lecture.turns, lecture._mix.turn, strict=True):
        dial.set_value(by)
    lecture.mixed.redraw()
    x, gold = lecture.strip.to_data(corners(lecture.mixed.line)).T
    left = lecture.men.count - bell(BELLS["mix_them"], lecture.men.height)
    assert np.linalg.norm(left - np.interp(lecture.men.height, x, gold)) > 1.5 * np.linalg.norm(left)


def test_a_bell_fitted_to_plain_misses_is_seen_to_be_no_weighted_one(monkeypatch):
    module = read_anew(SLUG)
    honest = module.fitting.gauss_newton
    monkeypatch.setattr(
        module.fitting,
        "gauss_newton",
        lambda r, start, **how: honest(type(r)(r.model, r.x, r.y), start, **how),
    )
    lecture = staged(module, "_set_plot", "_set_ghosts", "_set_chance")
    x = lecture.men.height
    pulls = (lecture.men.count - lecture.model(lecture.weighed.theta, x)) / lecture.men.count_error
    assert abs((pulls**2).sum() - 11.27) > 0.3
    assert abs(lecture.chi2.value - 11.27) > 0.3


def staged(module, *parts):
    """The lecture with some of its stage set."""
    lecture = module.Heights(player=Onlooker(lambda *_: None))
    lecture._set_data()
    for part in parts:
        getattr(lecture, part)()
    return lecture


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture, beats=(25, 37))
    assert {each["name"] for each in lecture.report()["sources"]} == {lecture.men.name}
