"""Lecture 18: every ribbon, nudge, wave, knob, bar and square is what calc_core says, on what is drawn."""

from itertools import pairwise

import numpy as np
import pytest
from manim import tempconfig

from calc_core import networks
from tests.scenes.dry import SMALL, Onlooker, played, read_anew, shown

SLUG = "backprop"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss_of(theta, seen, wanted):
    """The small network's loss, written out: two lamps, three neurons, two answers, cross-entropy."""
    hidden = sigmoid(np.array(seen) @ theta[:6].reshape(2, 3) + theta[6:9])
    z = hidden @ theta[9:15].reshape(3, 2) + theta[15:]
    return np.sum(np.log(1 + np.exp(z)) - np.array(wanted) * z)


def complex_slopes(module):
    """dL/dtheta of its twelve weights, each by a complex step."""
    slopes = []
    for k in module.WEIGHTS:
        theta = np.array(module.SMALL_KNOBS, dtype=complex)
        theta[k] += 1e-100j
        slopes.append(loss_of(theta, module.SEEN, module.WANTED).imag / 1e-100)
    return np.array(slopes)


def small_net(module, theta=None):
    theta = np.array(module.SMALL_KNOBS if theta is None else theta)
    return networks.MLP((2, 3, 2), activation="sigmoid", output="sigmoid", theta=theta)


def area(box):
    """Of a rectangle that is drawn."""
    return np.prod(np.ptp(box.points[:, :2], axis=0)) if len(box.points) else 0.0


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        stage = lecture.get_mobject_family_members()
        drawn[time.beat.name] = {
            "on": [name for name, each in vars(lecture).items() if any(each is one for one in stage)],
            "found": lecture.scan.n_found,
            "light": lecture.scan.light,
            "turned": lecture.scan.angles[module.FIRST],
            "wall": lecture.wall.light,
            "run": (lecture.run.strengths, lecture.run.spans),
            "painted": (lecture.found.strengths, lecture.found.n_lit, lecture.found.widths),
            "wave": (lecture.wave.strengths, lecture.wave.n_lit, lecture.wave.widths),
            "halos": [each.values.copy() for each in lecture.halos],
            "rings": [each.values.copy() for each in lecture.rings],
            "ribbons": [(np.ptp(each.edge.points[:, 1]) if len(each.edge.points) else 0.0, each.end)
                        for each in (lecture.ahead, lecture.back)],
            "bars": [
                lecture.axes.to_data(each.bars.points[0::4]) for each in (lecture.nudged, lecture.complex)
            ],
            "squares": lecture.squares.many.points[0::16],
            "areas": [area(each) for each in (lecture.squares.ahead, lecture.squares.back)],
            "lit": lecture.net_wave.n_lit,
        }  # fmt: skip

    return played(module.Backprop, folder, look, until), drawn


# -- the wall, knob by knob ---------------------------------------------------------------------------------


def test_the_first_knob_lights_up_with_what_the_loss_did(drawn, lecture, module):
    net, x = lecture.net, lecture.digits.ink[13:14]
    theta = net.theta.copy()
    theta[module.FIRST] += module.TURN
    turned = networks.MLP(net.sizes, activation="sigmoid", theta=theta).loss(x, [3])
    assert f"{turned:.4f}" in shown(lecture, "turn_one_knob")
    rise = (turned - net.loss(x, [3])) / module.TURN
    assert lecture.scan.slopes[module.FIRST] == pytest.approx(rise, rel=0.05)
    assert drawn["turn_one_knob"]["found"] == 1
    assert drawn["turn_one_knob"]["light"][module.FIRST] > 0 < rise
    assert np.sum(drawn["turn_one_knob"]["light"] != 0) == 1


def test_knobs_are_counted_as_they_light_up_and_most_of_them_stay_dark(drawn, lecture, module):
    assert drawn["count_the_runs"]["found"] == module.BY_HAND == lecture.by_hand.runs
    assert {"240", "2,410"} <= set(shown(lecture, "count_the_runs"))
    exact = lecture.net.backward(lecture.digits.ink[13:14], [3]).flat
    np.testing.assert_allclose(lecture.by_hand.slopes, exact[lecture.by_hand.knobs], rtol=1e-9)
    assert np.sum(drawn["count_the_runs"]["light"] != 0) <= module.BY_HAND


# -- one thread ---------------------------------------------------------------------------------------------


def test_both_ribbons_go_through_the_same_rates_and_end_with_the_same_width(drawn, lecture, module):
    x, y = module.THREAD[0][0], module.THREAD[1][0]
    w, _, v, _ = module.THREAD_KNOBS
    a = sigmoid(w * x)
    rates = [x, a * (1 - a), v, v * a - y]
    np.testing.assert_allclose(lecture.chain.rates, rates, rtol=1e-12)
    assert [f"{each:.2f}" for each in rates] == shown(lecture, "see_the_links")
    (width, end), _ = drawn["reach_the_loss"]["ribbons"]
    assert (width, end) == pytest.approx((np.prod(rates), 5.6))
    _, (width, end) = drawn["come_out_the_same"]["ribbons"]
    assert (width, end) == pytest.approx((np.prod(rates), -5.6))
    middle = lecture.back.width_at(np.array([0.0, 2.8]))
    np.testing.assert_allclose(middle, [rates[2] * rates[3], rates[3]])


def test_the_other_knob_gets_its_slope_on_the_way(lecture, module):
    (w, _, v, _), h = module.THREAD_KNOBS, 1e-6
    x, y = module.THREAD[0][0], module.THREAD[1][0]
    loss = lambda v: (v * sigmoid(w * x) - y) ** 2 / 2  # noqa: E731
    slope = (loss(v + h) - loss(v - h)) / (2 * h)
    assert shown(lecture, "notice_what_it_passed")[-1] == f"{slope:.2f}"


# -- twelve wires -------------------------------------------------------------------------------------------


def test_a_nudge_moves_every_neuron_as_a_small_turn_does(drawn, lecture, module):
    theta = np.array(module.SMALL_KNOBS)
    theta[1] += 1e-6
    told, moved = (small_net(module, each).forward([module.SEEN]) for each in (None, theta))
    hidden, answers = drawn["add_the_routes"]["rings"]
    np.testing.assert_allclose(hidden, (moved.a[1] - told.a[1])[0] / 1e-6, atol=1e-5)
    np.testing.assert_allclose(answers, (moved.z[1] - told.z[1])[0] / 1e-6, atol=1e-5)


def test_the_routes_add_up_to_the_slope_that_is_painted(drawn, lecture, module):
    brought = drawn["add_the_routes"]["run"][0][12:]
    slope = complex_slopes(module)[1]
    assert brought.sum() == pytest.approx(slope, rel=1e-12)
    assert (brought > 0).tolist() == [False, True]  # one pulls down, one pushes up
    texts = [f"{each:+.2f}".replace("-", "\u2212") for each in (*brought, slope)]
    assert texts == shown(lecture, "add_the_routes")
    assert drawn["keep_the_slope"]["painted"][1] == 1


def test_the_second_nudge_walks_the_road_of_the_first(drawn, lecture):
    first, second = drawn["add_the_routes"]["run"], drawn["walk_the_same_road"]["run"]
    behind = slice(6, 14)
    np.testing.assert_allclose(first[1][behind], second[1][behind], atol=1e-9)
    ratio = second[0][behind][first[0][behind] != 0] / first[0][behind][first[0][behind] != 0]
    np.testing.assert_allclose(ratio, ratio[0])


def test_twelve_runs_find_what_one_wave_finds(drawn, lecture, module):
    by_run, n, widths = drawn["run_them_all"]["painted"]
    by_wave, lit, wave_widths = drawn["once_more_in_one_go"]["wave"]
    assert n == lit == 12
    assert "12" in shown(lecture, "run_them_all")
    np.testing.assert_allclose(by_run, by_wave, rtol=1e-12)
    np.testing.assert_allclose(widths, wave_widths, rtol=1e-12)


# -- one wave -----------------------------------------------------------------------------------------------


def test_the_wave_is_the_complex_step_to_twelve_digits(drawn, module):
    wave = drawn["once_more_in_one_go"]["wave"][0]
    exact = complex_slopes(module)
    assert np.abs(wave - exact).max() <= 1e-12 * np.abs(exact).max()


def test_the_wave_comes_to_answers_then_hidden_neurons_then_first_wires(drawn, lecture, module):
    lit = [drawn[beat]["wave"][1] for beat in ("reach_the_answers", "carry_it_back", "light_the_first_wires")]
    assert lit == [0, 6, 12]
    out = small_net(module).forward([module.SEEN]).out[0]
    hidden, answers = drawn["reach_the_answers"]["halos"]
    np.testing.assert_allclose(answers, out - np.array(module.WANTED), rtol=1e-12)
    assert (hidden == 0).all()
    hidden, _ = drawn["light_the_first_wires"]["halos"]
    a = small_net(module).forward([module.SEEN]).a[1][0]
    W = small_net(module).layers()[1][0]
    np.testing.assert_allclose(hidden, W @ (out - np.array(module.WANTED)) * a * (1 - a), rtol=1e-12)


def test_the_product_that_is_written_is_that_of_its_wire(lecture, module):
    i, j = module.SHOWN
    told = small_net(module).forward([module.SEEN])
    delta, light = told.out[0, j] - module.WANTED[j], told.a[1][0, i]
    wanted = [f"{delta:+.2f}", f"{light:.2f}", f"{delta * light:+.2f}"]
    assert shown(lecture, "light_the_last_wires") == wanted


def test_the_bars_hang_down_to_the_differences_on_a_log_scale(drawn, lecture, module):
    nudged, exact = (each.reshape(12, 4, 2)[..., 1].min(axis=1) for each in drawn["check_it"]["bars"])
    assert lecture.axes.log[1]
    assert (exact <= 1e-12).all()
    assert exact.max() < nudged.max() < 1e-8
    wave, wanted = drawn["once_more_in_one_go"]["wave"][0], complex_slopes(module)
    apart = np.abs(wave - wanted) / np.abs(wanted).max()
    assert np.abs(apart - exact).max() < 1e-15


# -- the real one -------------------------------------------------------------------------------------------


def test_the_large_wave_lights_every_wire_with_its_slope(drawn, lecture):
    assert drawn["set_fire"]["lit"] == 2048 + 320
    slopes = lecture.net.backward(lecture.digits.ink[13:14], [3]).by_layer
    wanted = np.concatenate([W.ravel() for W, _ in slopes])
    np.testing.assert_allclose(lecture.net_wave.strengths, wanted, rtol=1e-9, atol=1e-15)


def test_every_knob_of_the_wall_shines_red_uphill_and_white_downhill(drawn, lecture):
    light = drawn["sweep_the_wall"]["wall"]
    exact = networks.gradient_check(lecture.net, lecture.digits.ink[13:14], [3])
    assert len(light) == 2410
    steep = np.abs(exact.nudged) > 1e-12
    np.testing.assert_array_equal(np.sign(light[steep]), np.sign(exact.nudged[steep]))
    assert (light[~steep] == 0).all()
    brighter = np.argsort(np.abs(exact.nudged))
    assert (np.diff(np.abs(light)[brighter]) >= -1e-9).all()


def test_the_wave_sweeps_the_wall_in_the_order_of_the_layers(lecture):
    ends = np.cumsum(lecture.net.parts)
    order = np.split(lecture.wall.order, ends[:-1])  # weights, biases, weights, biases
    for later, sooner in pairwise(order):
        assert later.min() > sooner.max()


def test_each_stripe_is_the_light_above_it_times_the_delta_beside_it(lecture):
    wall, (first, *_) = lecture.wall, lecture.net.parts
    steepest = np.abs(wall.slopes[first : first + 32]).max()  # of the hidden biases: 1 in the golden column
    for i in range(64):
        for j in (0, 13, 31):
            knob = 32 * i + j
            assert wall.places[knob][0] == pytest.approx(lecture.row.places[i][0])
            assert wall.places[knob][1] == pytest.approx(lecture.golden.places[j][1])
            product = lecture.row.values[i] * lecture.golden.values[j]
            assert wall.slopes[knob] == pytest.approx(steepest * product, abs=1e-12)


def test_work_is_drawn_as_area_and_back_costs_at_most_two_runs_forward(drawn, lecture):
    many, (ahead, back) = len(drawn["count_the_work"]["squares"]), drawn["count_the_work"]["areas"]
    assert many == 2411
    assert back / ahead == pytest.approx(2688 / 2368)
    assert back <= 2 * ahead
    assert ahead == pytest.approx(lecture.squares.side**2)
    assert "1,129" in shown(lecture, "count_the_work")
    assert many * ahead / (ahead + back) == pytest.approx(1129, abs=0.5)


def test_the_rope_team_is_in_the_rucksack(lecture):
    parts = [each for each in lecture.sack.tool("rope team").get_family() if len(each.points)]
    assert max(max(each.get_fill_opacity(), each.get_stroke_opacity()) for each in parts) == 1.0


# -- what would be wrong is seen ----------------------------------------------------------------------------


def staged(module):
    """The small network of a lecture that is not played."""
    with tempconfig(SMALL):
        lecture = module.Backprop(player=Onlooker(lambda *_: None))
        lecture._set_small()
        lecture.wave.front.set_value(3.0)
        return lecture


def test_a_wave_that_forgets_the_valve_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.networks.backward_routes

    def wrong(net, x, y):
        told = honest(net, x, y)
        shut = np.outer(told.lamps[0], told.gathered[1])
        object.__setattr__(told, "slopes", (shut, told.slopes[1]))
        return told

    monkeypatch.setattr(module.networks, "backward_routes", wrong)
    wave = staged(module).wave.strengths
    exact = complex_slopes(module)
    assert np.abs(wave - exact).max() > 0.1
    np.testing.assert_allclose(wave[6:], exact[6:], rtol=1e-12)


def test_a_route_that_is_left_out_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.networks.forward_nudges

    def wrong(*given):
        told = honest(*given)
        object.__setattr__(told, "routes", told.routes * [1.0, 0.0])
        return told

    monkeypatch.setattr(module.networks, "forward_nudges", wrong)
    painted = staged(module).found.strengths
    assert np.abs(painted - complex_slopes(module)).max() > 0.1


def test_three_to_five_minutes_in_short_beats(lecture):
    assert 180 <= lecture.report()["seconds"] <= 300
    assert 25 <= len(lecture.report()["beats"]) <= 36
    assert len(lecture.report()["sources"]) == 2


def test_every_sum_and_product_is_right_as_it_is_shown(drawn, lecture):
    def told(beat, last):
        return [float(each.replace("\u2212", "-")) for each in shown(lecture, beat)[-last:]]

    first, second, slope = told("add_the_routes", 3)
    assert f"{first + second:.2f}" == f"{slope:.2f}"
    for beat in ("notice_what_it_passed", "light_the_last_wires"):
        gold, light, slope = told(beat, 3)
        assert f"{gold * light:.2f}" == f"{slope:.2f}"
    (product,) = told("reach_the_loss", 1)
    assert f"{np.prod(told('see_the_links', 4)):.3f}" == f"{product:.3f}"


def test_the_key_shows_slopes_as_the_wires_do(lecture):
    climbs, falls = (row[0] for row in lecture.small.key)
    assert climbs.strengths[0] > 0 > falls.strengths[0]
    assert climbs.inks == falls.inks == lecture.wave.inks == lecture.found.inks
