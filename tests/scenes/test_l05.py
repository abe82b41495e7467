"""Lecture 05 draws the errors that there are, real neighbours of float64, and a nudge that meets no wall."""

import cmath
import math
from fractions import Fraction

import numpy as np
import pytest

import calc_core
from calc_core.derivatives.float_neighbours import FloatNeighbours
from tests.scenes.dry import check_lengths, played, read_anew

SLUG = "how-tiny-is-tiny"
TRUE = sum(Fraction(1, math.factorial(k)) for k in range(40))  # e, by its series
ULP = math.ulp(math.e)


def corners(line):
    """The corners of a straight-edged path."""
    return np.concatenate([line.points[:1], line.points[3::4]])


def offsets(lens, points):
    """How far places in the glass lie from the number looked at, in its own units (n, 2)."""
    return (points[:, :2] - lens.centre[:2]) / (lens.axes.units * lens.zoom.get_value())


def look(lecture, time, drawn):
    """What is drawn at the end of a beat."""
    on, lens, side = lecture.map.axes, lecture.lens, lecture.sideways
    ridges = {"forward": lecture.ridge, "central": lecture.lower, "complex": lecture.floor}
    drawn[time.beat.name] = {
        "ridges": {
            name: on.to_data(corners(each.line)).T for name, each in ridges.items() if len(each.line.points)
        },
        "secant": lecture.plane.to_data(corners(lecture.secant.line))
        if lecture.secant in lecture.get_mobject_family_members()
        else None,
        "feet": [on.to_data(each.feet) for each in (lecture.hiker, lecture.second, lecture.third)],
        "dots": offsets(lens, lens.dots.points.reshape(-1, 32, 3).mean(axis=1))
        if lens.dots.points.size
        else None,
        "stairs": offsets(lens, corners(lens.curve)),
        "bars": [offsets(lens, corners(each)) for each in (lecture.leap.dx, lecture.leap.df)]
        if lecture.leap.across.get_value()
        else None,
        "tip": side.after.to_data(side.tip.dot.points.mean(axis=0)),
        "digits": [each[1].reading.text for each in lecture.digits],
        "shining": [each[1].shared for each in lecture.digits[:3]],
        "zeros": lecture.power.get_value(),
        "best": [on.to_data(each.dot.points[::4].mean(axis=0)) for each in (lecture.best, lecture.deeper)],
        "left": lecture.plane.to_data(corners(lecture.left.edge)).T,
        "pockets": [each[1].reading.text for each in lecture.pockets],
        "dark": on.to_data(corners(lecture.dark.edge)).T if len(lecture.dark.edge.points) else None,
    }


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}
    return played(module.HowTinyIsTiny, folder, lambda one, time: look(one, time, drawn), until), drawn


def test_the_secant_on_stage_is_as_far_off_as_the_table_says(drawn, lecture):
    for beat, h, told in (("nudge_it", 1.0, "1.95"), ("ten_times_smaller", 1e-3, "0.00136")):
        (x0, y0), (x1, y1) = drawn[beat]["secant"][[0, -1]]
        slope = (math.exp(1 + h) - math.e) / h
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-6)
        assert float(told) == pytest.approx(slope - math.e, rel=5e-3)
        assert told in [each["text"] for each in lecture.report()["numbers"] if each["beat"] == beat]


def off(zeros, method):
    """The power of ten of a slope's error, measured here, with a nudge that a float can make."""
    h = 10.0**-zeros
    if method == "complex":
        slope = Fraction(float(np.exp(1 + 1j * h).imag / h))
    elif method == "forward":
        there = float(1 + h)
        slope = Fraction(float(np.exp(there) - np.exp(1.0))) / (Fraction(there) - 1)
    else:
        h = float(1 + h) - 1
        up, down = 1 + h, 1 - h
        slope = Fraction(float(np.exp(up) - np.exp(down))) / (Fraction(up) - Fraction(down))
    return math.log10(abs(slope - TRUE))


@pytest.mark.parametrize(
    ("method", "beat"),
    [("forward", "meet_the_wall"), ("central", "the_same_wall"), ("complex", "all_there_is")],
)
def test_the_ridges_are_the_errors_by_powers_of_ten(drawn, method, beat):
    zeros, power = drawn[beat]["ridges"][method]
    assert zeros[0] == pytest.approx(0, abs=1e-9)
    assert zeros[-1] >= 14.9
    samples = zeros * 8
    inner = np.abs(samples - np.round(samples)) < 1e-6
    wanted = [off(round(8 * z) / 8, method) for z in zeros[inner]]
    steep = zeros[inner] < 4  # beyond, a digit of the quotient's own rounding may show
    assert power[inner][steep] == pytest.approx(np.array(wanted)[steep], abs=1e-3)
    assert power[inner] == pytest.approx(np.array(wanted), abs=0.7)
    assert np.median(np.abs(power[inner] - wanted)) < 1e-3


def slope(zeros, power, low, high):
    part = (zeros > low) & (zeros < high)
    return np.polyfit(zeros[part], power[part], 1)[0]


def test_the_ways_lead_down_by_one_and_by_two_and_the_wall_up_by_one(drawn, lecture):
    forward, central = (
        drawn["meet_the_wall"]["ridges"]["forward"],
        drawn["the_same_wall"]["ridges"]["central"],
    )
    assert slope(*forward, 1, 6.5) == pytest.approx(-1, abs=5e-3)
    assert slope(*central, 1, 4) == pytest.approx(-2, abs=5e-3)
    assert slope(*forward, 9, 15) == pytest.approx(1, abs=0.12)
    assert slope(*central, 7, 15) == pytest.approx(1, abs=0.12)
    told = [
        each["text"]
        for each in lecture.report()["numbers"]
        if each["name"] in ("truncation slope", "rounding slope")
    ]
    assert told == ["1.00", "−1.00", "2.00"]


def test_the_hikers_stand_on_their_ridges_and_the_first_is_thrown_up(drawn):
    valley, top = drawn["meet_the_wall"]["feet"][0], drawn["climb_the_wall"]["feet"][0]
    assert top[1] > valley[1] + 5  # a hundred thousand times the error
    for k, (method, beat) in enumerate(
        (("forward", "climb_the_wall"), ("central", "the_same_wall"), ("complex", "all_there_is"))
    ):
        feet = drawn[beat]["feet"][k]
        zeros, power = drawn[beat]["ridges"][method]
        about = np.interp(feet[0] + np.linspace(-0.5, 0.5, 33), zeros, power)  # she steps over pits
        assert np.interp(feet[0], zeros, power) - 1e-6 <= feet[1] <= about.max() + 1e-6
    for beat in ("set_out", "see_the_end"):
        feet, (zeros, power) = drawn[beat]["feet"][0], drawn[beat]["ridges"]["forward"]
        assert feet[1] == pytest.approx(np.interp(feet[0], zeros, power), abs=1e-6)


def test_the_third_hiker_walks_deep_under_the_wall(drawn):
    now = drawn["all_there_is"]
    feet, (zeros, power) = now["feet"][2], now["ridges"]["central"]
    assert feet[0] > 14
    assert feet[1] < -15
    assert np.interp(feet[0], zeros, power) > feet[1] + 10
    x, roof = now["dark"]
    below = np.interp(x, zeros, power)
    assert (roof[x > 9] < below[x > 9]).all()  # the tunnel nowhere breaks through the ground above it


def test_where_the_laws_meet_is_near_the_step_that_is_predicted(drawn, lecture):
    for place, method in zip(drawn["not_the_smallest"]["best"], ("forward", "central"), strict=True):
        predicted = -math.log10(float(lecture.predicted[method].h))
        assert place[0] == pytest.approx(predicted, abs=0.7)
    eps = np.finfo(float).eps
    assert float(lecture.predicted["forward"].h) == pytest.approx(2 * math.sqrt(eps), rel=1e-12)
    assert float(lecture.predicted["central"].h) == pytest.approx((3 * eps) ** (1 / 3), rel=1e-12)


def test_every_dot_in_the_glass_is_a_float_and_none_is_left_out(drawn):
    dots = drawn["find_the_stairs"]["dots"]
    dots = dots[np.argsort(dots[:, 0])]
    k = int(np.argmin(np.abs(dots[:, 0])))
    place = 1.0
    for dot in dots[k:]:
        assert dot[0] == pytest.approx(place - 1.0, abs=1e-20)
        assert dot[1] == pytest.approx(float(np.exp(place) - np.exp(1.0)), abs=1e-20)
        place = math.nextafter(place, math.inf)
    place = 1.0
    for dot in dots[k::-1]:
        assert dot[0] == pytest.approx(place - 1.0, abs=1e-20)
        place = math.nextafter(place, -math.inf)
    assert len(dots) >= 8


def test_the_stairs_are_level_and_rise_by_whole_steps(drawn):
    edges = np.diff(drawn["find_the_stairs"]["stairs"][2:-2], axis=0)
    level, up = np.abs(edges[:, 1]) < 1e-20, np.abs(edges[:, 0]) < 1e-20
    assert (level | up).all()
    rises = edges[up & ~level][:, 1] / ULP
    assert rises == pytest.approx(np.round(rises), abs=1e-4)
    assert rises.max() >= 1


def test_the_next_number_makes_the_slope_four(drawn, lecture):
    across, up = drawn["hop_along"]["bars"]
    gap, rise = across[1, 0] - across[0, 0], np.ptp(up[:2, 1])
    assert gap == pytest.approx(2.0**-52, rel=1e-6)
    assert rise / gap == pytest.approx(4, rel=1e-6)
    assert lecture.ratio[1].reading.text == "4.000"


def test_digits_agree_until_one_is_left(drawn):
    for beat, shared in (("digits_agree", 12), ("one_digit_left", 16)):
        now = drawn[beat]
        there, here, rise = now["digits"][:3]
        assert here == f"{math.e:.15f}"
        assert there == f"{float(np.exp(1 + 10.0 ** -now['zeros'])):.15f}"
        assert Fraction(there) - Fraction(here) == Fraction(rise)
        assert now["shining"][0] == now["shining"][1] >= shared
    assert sum(c != "0" for c in drawn["one_digit_left"]["digits"][2].lstrip("0.")) == 1


def test_the_sideways_nudge_goes_where_the_complex_exponential_takes_it(drawn, lecture):
    for beat, h in (("two_parts", 0.9), ("they_never_mix", 0.2)):
        wanted = cmath.exp(complex(1, h))
        assert drawn[beat]["tip"] == pytest.approx([wanted.real, wanted.imag], abs=2e-3)
    assert drawn["a_hundred_zeros"]["pockets"][3] == f"{math.e:.15f}"
    assert drawn["a_hundred_zeros"]["pockets"][0].endswith("10⁻¹⁰⁰")


def test_what_the_tangent_leaves_over_lies_on_the_axis_at_last(drawn):
    x, left = drawn["next_time"]["left"]
    assert left == pytest.approx(np.exp(x) - math.e * x, abs=1e-5)


def test_a_wrong_answer_is_seen(monkeypatch, tmp_path):
    honest = calc_core.step_sweep

    def wrong(f, x, h, *rest, exact):
        return honest(f, x, h, *rest, exact=exact * (1 + exact.from_float(1e-5)))

    monkeypatch.setattr(calc_core, "step_sweep", wrong)
    _, drawn = play(read_anew(SLUG), tmp_path, until="meet_the_wall")
    assert slope(*drawn["meet_the_wall"]["ridges"]["forward"], 1, 6.5) > -0.9


def test_every_second_float_left_out_is_seen(monkeypatch, tmp_path):
    honest = calc_core.float_neighbours

    def wrong(f, x, n):
        found = honest(f, x, 2 * n)
        spoiled = FloatNeighbours(found.x[::2], found.f[::2], found.gap, found.step)
        object.__setattr__(spoiled, "made_by", found.made_by)
        return spoiled

    monkeypatch.setattr(calc_core, "float_neighbours", wrong)
    _, drawn = play(read_anew(SLUG), tmp_path, until="find_the_stairs")
    with pytest.raises(AssertionError):
        test_every_dot_in_the_glass_is_a_float_and_none_is_left_out(drawn)


def test_three_to_five_minutes_and_every_beat_says_one_thought(lecture):
    check_lengths(lecture)
