"""Lecture 01 shows what calc_core computes: slopes, secants, digits, and the corner's two sides."""

import numpy as np
import pytest

import calc_core
from calc_core.results import Estimate
from tests.scenes.dry import check_lengths, played, read_anew

SLUG = "tiny-nudges"
HERE = 1.5
TANGENT = "step_back"
CLOSER = {  # the beat that ends on a nudge of 10^-k hours
    0: "start_with_an_hour",
    1: "ten_times_closer",
    2: "a_hundred_times_closer",
    3: "a_thousand_times_closer",
    5: "watch_the_digits_settle",
}


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        drawn[time.beat.name] = {
            "tangent": lecture.tangent.line.points.copy(),
            "dx": lecture.close_bars.dx.points.copy(),
            "df": lecture.close_bars.df.points.copy(),
            "secant": lecture.close_secant.line.points.copy(),
            "ends": [lecture.lens.to_screen(*end) for end in ends_of(lecture.closer())],
            "live": lecture.live[1].reading,
            "to_data": lecture.axes.to_data(lecture.tangent.line.points)
            if time.beat.name == TANGENT
            else None,
            "per_unit": lecture.axes.on_screen(1.0),
        }

    return played(module.TinyNudges, folder, look, until), drawn


def ends_of(secant):
    x, f, dx, df = (float(value) for value in (secant.x, secant.f, secant.dx, secant.df))
    return (x, f), (x + dx, f + df)


def analytic_slope(x):
    """The derivative of the lecture's formula, worked out by hand: an independent witness."""
    first = -2 * (x - 3.5) / 1.5**2 * 800 * np.exp(-(((x - 3.5) / 1.5) ** 2))
    second = -2 * (x - 6) / 0.75**2 * 420 * np.exp(-(((x - 6) / 0.75) ** 2))
    return 25 + first + second


def test_the_tangent_drawn_on_the_mountain_has_the_derivatives_slope(module, drawn):
    start, end = drawn[TANGENT]["to_data"][[0, -1]]
    assert (end - start)[1] / (end - start)[0] == pytest.approx(analytic_slope(HERE), rel=1e-9)
    height = np.interp(HERE, [start[0], end[0]], [start[1], end[1]])
    assert height == pytest.approx(float(module.height(HERE)), abs=1e-6)  # and it touches


@pytest.mark.parametrize("k", CLOSER)
def test_bars_and_secant_in_the_glass_are_those_of_the_nudge_shown(module, drawn, k):
    seen = drawn[CLOSER[k]]
    secant = calc_core.secant_slopes(module.height, HERE, 10.0**-k)
    assert seen["live"].value == pytest.approx(float(secant.slope), rel=1e-12)
    assert seen["dx"][0] == pytest.approx(seen["ends"][0], abs=1e-9)
    assert seen["df"][3] == pytest.approx(seen["ends"][1], abs=1e-9)
    rise, run = (seen["secant"][-1] - seen["secant"][0])[[1, 0]]
    assert rise / run == pytest.approx(seen["per_unit"] * float(secant.slope), rel=1e-6)


def test_the_digits_shown_are_the_computed_secant_slopes_on_their_way_to_the_derivative(
    module, lecture, drawn
):
    rows = lecture.table.rows
    for k, row in enumerate(rows):
        computed = calc_core.secant_slopes(module.height, HERE, 10.0**-k)
        assert row[2].reading.text == f"{float(computed.slope):.2f}"
        assert k not in CLOSER or drawn[CLOSER[k]]["live"].text == row[2].reading.text
        assert row[0].reading.value == float(computed.dx)
        assert row[2].reading.call.function.endswith("secant_slopes")
    slopes = np.array([row[2].reading.value for row in rows])
    error = np.abs(slopes - analytic_slope(HERE))
    assert (error[1:] < 0.2 * error[:-1]).all()  # each row is closer by about ten
    assert lecture.table.limit[2].reading.text == f"{analytic_slope(HERE):.2f}"


def test_the_lower_curve_is_the_derivative_and_crosses_zero_below_the_summit(lecture):
    plotted = next(each for each in lecture.report()["series"] if each["name"] == "slope")
    hours, slope = (np.array(plotted["columns"][name]) for name in ("hours", "slope"))
    assert slope == pytest.approx(analytic_slope(hours), abs=1e-6)
    assert lecture.turns.kind == ("maximum", "minimum", "maximum")
    assert analytic_slope(lecture.turns.x) == pytest.approx([0, 0, 0], abs=1e-6)


def test_at_the_corner_two_slopes_stay_and_they_are_computed(lecture):
    numbers = lecture.jump.numbers
    assert [number.reading.text for number in numbers] == ["−1", "+1"]
    assert [number.reading.value for number in numbers] == pytest.approx([-1.0, 1.0], abs=1e-12)
    assert all(number.reading.call.function.endswith("derivative") for number in numbers)
    assert [hole.place()[1] for hole in lecture.jump.holes] == pytest.approx([-1.0, 1.0], abs=1e-12)


def test_the_words_about_the_corner_say_what_was_computed(lecture):
    words = next(beat.words for beat in lecture.beats() if beat.name == "two_answers")
    spoken = {-1: "minus one", 1: "plus one"}
    left, right = (round(number.reading.value) for number in lecture.jump.numbers)
    assert f"left the slope is {spoken[left]}" in words
    assert f"right {spoken[right]}" in words


def test_a_derivative_off_by_one_percent_changes_what_is_shown(monkeypatch, module, lecture, drawn, tmp_path):
    honest = calc_core.derivative

    def wrong(*args, **options):
        found = honest(*args, **options)
        value = np.asarray(1.01 * found.value)
        spoiled = Estimate(value, found.error, found.h, found.nfev, found.method, found.ok)
        object.__setattr__(spoiled, "made_by", found.made_by)
        return spoiled

    monkeypatch.setattr(calc_core, "derivative", wrong)
    monkeypatch.setattr(calc_core.derivatives.families, "derivative", wrong)
    spoiled, drawn_wrong = play(read_anew(SLUG), tmp_path, until=TANGENT)
    assert not np.allclose(drawn_wrong[TANGENT]["tangent"], drawn[TANGENT]["tangent"], atol=1e-3)
    texts = [each.table.limit[2].reading.text for each in (spoiled, lecture)]
    assert texts[0] != texts[1]


def test_three_to_five_minutes_and_every_beat_moves(lecture):
    check_lengths(lecture, beats=(25, 34))
