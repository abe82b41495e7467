"""Lecture 03: what is drawn passes nudges on at the computed rates, and rules meet the measurement."""

from dataclasses import replace

import numpy as np
import pytest
from manim import tempconfig

import calc_core
from calc_core import Operation
from calc_core.results import recorded
from tests.scenes.dry import SMALL, Onlooker, check_lengths, played, read_anew
from visuals import STAGE

SLUG = "chain-rule"
HERE, U = 0.9, 0.81
NUDGED = {
    "cancel_du": 0.5,
    "look_closer": 0.1,
    "watch_the_digits": 1e-4,
}  # the nudge on screen at a beat's end


def reach(part, axle) -> float:
    """How far a drawn wheel reaches from its axle."""
    return float(np.linalg.norm((part.points - axle)[:, :2], axis=1).max()) if len(part.points) else 0.0


def radii(train) -> tuple[float, float]:
    """Pitch radii of pinion and wheel, measured on their drawn teeth, whose tips stand 0.8 modules out."""
    axle = train.hub.get_center()
    _, few, many = train.teeth
    return reach(train.pinion, axle) / (1 + 1.6 / few), reach(train.wheel, axle) / (1 + 1.6 / many)


def look(lecture, time) -> dict:
    """What stands on stage at a beat's end, in plain numbers."""
    return {
        "bars": [float(np.ptp(bar.bar.points[:, 0])) if len(bar.bar.points) else 0 for bar in lecture.bars],
        "slow bars": [float(np.diff(bar.ends[:, 0])[0]) for bar in lecture.slow_bars],
        "ratios": [row[1].reading for row in lecture.ratios],
        "product": lecture.product.reading,
        "local": [row[1].reading for row in lecture.local],
        "radii": [radii(train) for train in lecture.trains],
        "slow radii": [radii(train) for train in lecture.slow_trains],
        "sliders": [slider.dot.get_center()[:2] for slider in lecture.sliders],
        "threads": [each.threads.points[[0, -1], :2] for each in lecture.threads if len(each.threads.points)],
        "fans": [each.threads.points.copy() for each in lecture.fans],
        "x": lecture.at.get_value(),
        "laid": [
            (part.points[:, 0].min(), np.ptp(part.points[:, 0]) / lecture.lines[0].per_unit)
            for part in (lecture.square.side, lecture.square.square)
        ],
        "tangent": lecture.axes.to_data(lecture.tangent.line.points[[0, -1]])
        if len(lecture.tangent.line.points)
        else None,
    }


def play(module, folder, *, only=None):
    """Play the lecture dry, or some of its beats; with it comes what was seen at the end of each beat."""
    seen = {}
    note = lambda playing, time: seen.update({time.beat.name: look(playing, time)})  # noqa: E731
    if only is None:
        return played(module.ChainRule, folder, note, None), seen
    with tempconfig(SMALL | {"media_dir": folder}):
        lecture = module.ChainRule(player=Onlooker(note))
        lecture.prepare()
        for each in lecture.beats():
            if each.name in only:
                lecture.play_beat(each)
        return lecture, seen


@pytest.fixture
def seen(film):
    return film[1]


def told(lecture, beat, name) -> str:
    """The last number of that name which a beat shows."""
    found = [e["text"] for e in lecture.report()["numbers"] if e["beat"] == beat and e["name"] == name]
    return found[-1]


def by_hand(dx):
    """Rates of a nudge of x through u = x^2 and y = sin u, worked out by hand."""
    du = 2 * HERE * dx + dx**2
    return 2 * HERE + dx, 2 * np.cos(U + du / 2) * np.sin(du / 2) / du


@pytest.mark.parametrize("beat", NUDGED)
def test_the_drawn_nudges_have_the_ratios_told_and_the_product_is_the_whole(seen, beat):
    dx, du, dy = seen[beat]["bars"]
    first, second = (each.value for each in seen[beat]["ratios"])
    assert (first, second) == pytest.approx(by_hand(NUDGED[beat]), rel=1e-6)
    assert (du / dx, dy / du) == pytest.approx((first, second), rel=1e-6)
    assert dy / dx == pytest.approx(first * second, rel=1e-6)
    assert dy / dx == pytest.approx(seen[beat]["product"].value, rel=1e-6)


@pytest.mark.parametrize("beat", [*NUDGED, "carry_x_along"])
def test_wheel_over_pinion_as_drawn_is_the_rate_told(seen, beat):
    rates = seen[beat]["local" if beat == "carry_x_along" else "ratios"]
    for (pinion, wheel), rate in zip(seen[beat]["radii"], rates, strict=True):
        assert wheel / pinion == pytest.approx(rate.value, rel=1e-3)


def test_steady_gears_pass_on_three_for_one(lecture, seen):
    (one, two), (three, four) = seen["see_them_multiply"]["slow radii"]
    assert (two / one, four / three) == pytest.approx((2.0, 1.5), rel=1e-3)
    dx, _, dy = seen["add_the_next_gear"]["slow bars"]
    assert dy / dx == pytest.approx(3.0)
    assert [told(lecture, "see_them_multiply", name) for name in ("rates", "product")] == ["1.5", "3.0"]


def test_close_up_the_ratios_have_settled_on_the_derivatives(seen):
    assert [each.text for each in seen["watch_the_digits"]["ratios"]] == [
        f"{2 * HERE:.3f}",
        f"{np.cos(U):.3f}",
    ]


def test_threads_join_each_number_with_its_square_and_that_with_its_sine(lecture, seen):
    x, u, y = lecture.lines
    scene = 2.0 * 3.4  # scene units to one number, drawn apart as they are there
    one, other = seen["hang_the_threads"]["fans"]
    at, image = ((each[:, 0] + 4.55) / scene for each in (one[0::4], one[3::4]))
    assert image == pytest.approx(at**2, abs=1e-9)
    at, image = ((each[:, 0] + 4.55) / scene for each in (other[0::4], other[3::4]))
    assert image == pytest.approx(np.sin(at), abs=1e-9)
    assert x.unit == u.unit == y.unit == 2.0


def test_the_lines_names_stand_inside_the_frame_and_before_their_lines(lecture):
    for each in (*lecture.names, lecture.steady_name, lecture.slow_name, *lecture.curved):
        assert STAGE.left <= each.get_left()[0]
        assert each.get_right()[0] < lecture.lines[0].left


def test_where_the_sine_is_level_the_wheel_is_gone_and_the_chain_stands(seen):
    last = seen["bring_it_to_a_halt"]
    assert last["x"] == pytest.approx(np.sqrt(np.pi / 2), abs=1e-7)
    assert last["radii"][1][1] < 1e-5
    assert last["local"][1].text == "0.00"


def test_measured_straight_it_is_the_product_of_the_rates(lecture):
    shown = lecture.check[1].reading, lecture.check_too[1].reading
    assert shown[0].text == shown[1].text == f"{2 * HERE * np.cos(U):.10f}"
    assert {each.call.function.rpartition(".")[2] for each in shown} == {"chain_trace", "derivative"}


def tame(x):
    """The beast's slope by quotient rule, worked out by hand."""
    inner = 2 * x**5 + 3 * x
    return ((10 * x**4 + 3) * np.cos(inner) - 7 * np.sin(inner)) / np.exp(7 * x)


def test_rules_and_measurement_show_the_same_fifteen_digits(lecture):
    rules = told(lecture, "say_it_by_rules", "slope by rules")
    measured = told(lecture, "measure_the_beast", "slope measured")
    assert rules == measured
    assert float(rules.replace("−", "-")) == pytest.approx(tame(0.3), abs=1e-15)
    assert len(rules.partition(".")[2]) == 15
    assert lecture.complex.made_by.function.endswith("complex_step")


def test_both_slopes_stand_inside_the_frame_and_clear_of_the_tree(lecture):
    results = [*lecture.rules, *lecture.measured_too]
    for each in results:
        assert each.get_right()[0] < STAGE.right
        assert each.get_top()[1] <= STAGE.top + 1e-9
        for other in (
            *lecture.tree.rates.values(),
            *lecture.tree.nodes.values(),
            *lecture.tree.slopes.values(),
        ):
            low = np.maximum(each.get_corner([-1, -1, 0]), other.get_corner([-1, -1, 0]))
            high = np.minimum(each.get_corner([1, 1, 0]), other.get_corner([1, 1, 0]))
            assert (high - low)[:2].min() < -0.2 or other is lecture.tree.slopes["beast"]  # which has left


def test_in_the_tree_each_nudge_is_the_one_below_times_the_rate_between(lecture):
    for (below, above), way in lecture.tree.ways.items():
        rate = lecture.tree.rates[below, above][1].reading.value
        assert way.after == pytest.approx(rate * way.before, rel=1e-14)
        if below != "x":
            assert way.before == pytest.approx(lecture.tree.slopes[below][1].reading.value)
    reached = [way.after for (_, above), way in lecture.tree.ways.items() if above == "beast"]
    assert sum(reached) == pytest.approx(tame(0.3), rel=1e-14)


def test_side_and_area_of_the_square_are_laid_on_the_lines_as_long_as_they_are(lecture, seen):
    zero = lecture.lines[0].to_screen(0.0)[0]
    assert seen["remember_the_square"]["laid"][1][1] == pytest.approx(HERE)
    for (left, length), number in zip(seen["lay_them_on_lines"]["laid"], (HERE, U), strict=True):
        assert length == pytest.approx(number)
        assert left == pytest.approx(-4.55)
    assert zero == pytest.approx(-4.55)


def test_the_exponentials_rate_and_value_are_one_number(lecture):
    value = told(lecture, "find_a_riddle", "value of decay")
    assert value == f"{np.exp(-2.1):.3f}"
    assert lecture.tree.rates["minus", "decay"][1].reading.text == value


def test_the_tangent_laid_on_the_beast_has_that_slope(seen):
    start, end = seen["lay_the_tangent"]["tangent"]
    assert (end - start)[1] / (end - start)[0] == pytest.approx(tame(0.3), rel=1e-9)


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture, beats=(25, 34))


def test_a_wrong_rule_for_the_exponential_shows_other_digits_than_the_measurement(monkeypatch, tmp_path):
    def wrong(name, of):
        return Operation(name, (of,), np.exp, (lambda u: np.exp(u) * (1 + 1e-13),))

    monkeypatch.setattr(Operation, "exponential", staticmethod(wrong))
    lecture, _ = play(read_anew(SLUG), tmp_path, only=("say_it_by_rules", "measure_the_beast"))
    rules = told(lecture, "say_it_by_rules", "slope by rules")
    assert rules != told(lecture, "measure_the_beast", "slope measured")


def test_secants_off_by_one_percent_part_the_rates_from_the_gears_and_bars(monkeypatch, tmp_path):
    honest = calc_core.derivatives.families.secant_slopes

    @recorded
    def wrong(f, x, dx):
        found = honest(f, x, dx)
        return replace(found, slope=1.01 * found.slope)

    monkeypatch.setattr(calc_core.derivatives.families, "secant_slopes", wrong)
    _, seen = play(read_anew(SLUG), tmp_path, only=("nudge_in_one_place", "cancel_du"))
    dx, du, _ = seen["cancel_du"]["bars"]
    assert abs(seen["cancel_du"]["ratios"][0].value / (du / dx) - 1) > 5e-3
