"""Lecture 17: every lamp, bar, gate, hiker and knob is where calc_core says, on what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from tests.scenes.dry import Onlooker, check_lengths, played, pointer, read_anew, shown

SLUG = "neuron"
VALVE_BEATS = ("light_the_next_lamp", "turn_the_bias", "name_the_neuron")
HIKER_BEATS = ("turn_the_weight", "hang_the_threads", "move_the_hiker", "walk_downhill")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lengths(bars):
    """How long the straight pieces of a shape are, from left to right, on the stage."""
    return np.abs(bars.points[3::4, 0] - bars.points[0::4, 0])


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        stage = lecture.get_mobject_family_members()
        drawn[time.beat.name] = {
            "pixels": lecture.image.places,
            "running": (lengths(lecture.running.plus).sum(), lengths(lecture.running.minus).sum()),
            "per_unit": lecture.plot.units[0],
            "gate": lecture.gate.opening,
            "lamp": lecture.lamp.light[0],
            "bias": lecture.bias.get_value(),
            "knobs": [each.value() for each in lecture.knobs],
            "pointers": [pointer(each) for each in lecture.knobs],
            "place": lecture.hiker.walk.place,
            "line": lecture.axes.to_data(lecture.line.line.points[0::4]),
            "threads": lecture.axes.to_data(lecture.misfits.lines.points[[0, 3]])
            if lecture.misfits in stage
            else None,
            "ends": lecture.axes.to_data(lecture.misfits.lines.points[3::4]),
            "lights": [each.light.copy() for each in (lecture.lamps, lecture.hidden, lecture.answers)],
            "wall": lecture.wall.places,
            "angles": lecture.wall.angles,
            "fan": lecture.cut.to_data(lecture.fan.lines.points),
            "on": [name for name, each in vars(lecture).items() if any(each is one for one in stage)],
        }

    return played(module.Neuron, folder, look, until), drawn


def test_every_pixel_lands_on_its_lamp_and_is_as_bright_there(drawn, lecture):
    np.testing.assert_allclose(drawn["unroll_it"]["pixels"], lecture.lamps.places, atol=1e-12)
    np.testing.assert_array_equal(lecture.image.values.ravel(), drawn["unroll_it"]["lights"][0])
    np.testing.assert_array_equal(lecture.thumb.values.ravel(), lecture.image.values.ravel())
    assert lecture.image.most == 1.0


def test_the_pixels_lie_as_they_were_written(drawn, lecture):
    x, y = drawn["look_at_a_three"]["pixels"].T
    reading = np.lexsort((x, -y.round(6)))  # line by line from the top, from left to right
    np.testing.assert_array_equal(lecture.image.values.ravel()[reading], lecture.digits.pixels[13] / 16)


def test_every_lamp_is_the_activation_of_one_run_forward(drawn, lecture):
    (one, b), (two, c) = lecture.net.layers()
    hidden = sigmoid(lecture.digits.pixels[13] / 16 @ one + b)
    out = np.exp(hidden @ two + c)
    wanted = (lecture.digits.pixels[13] / 16, hidden, out / out.sum())
    for lights, activations in zip(drawn["run_it_forward"]["lights"], wanted, strict=True):
        np.testing.assert_allclose(lights, activations, rtol=1e-12)
    assert out.argmax() == 5
    assert {"5", "3"} <= set(shown(lecture, "hear_the_answer"))


def test_the_bars_add_up_to_the_sum(drawn, lecture):
    plus, minus = drawn["add_them_up"]["running"]
    total = lecture.digits.ink[13] @ lecture.net.layers()[0][0][:, 16]
    assert (plus - minus) / drawn["add_them_up"]["per_unit"] == pytest.approx(total, abs=1e-3)
    assert f"{total:+.2f}" in shown(lecture, "add_them_up")


def test_the_gate_is_open_as_sigma_says_and_the_lamp_as_bright(drawn, lecture):
    total = lecture.digits.ink[13] @ lecture.net.layers()[0][0][:, 16]
    for beat in VALVE_BEATS:
        wanted = sigmoid(total + drawn[beat]["bias"])
        assert drawn[beat]["gate"] == pytest.approx(wanted, abs=1e-6)
        assert drawn[beat]["lamp"] == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("beat", HIKER_BEATS)
def test_the_hiker_stands_where_the_knobs_are_turned(drawn, lecture, beat):
    w, b = drawn[beat]["place"]
    assert drawn[beat]["knobs"] == [w, b]
    assert drawn[beat]["pointers"] == pytest.approx([135 * w / 12, 135 * b / 6], abs=1e-3)
    length, said = drawn[beat]["line"].T
    np.testing.assert_allclose(said, sigmoid(w * (length - lecture.pairs.length.mean()) + b), atol=1e-6)


def test_turning_one_knob_moves_the_hiker_along_one_axis(drawn):
    places = [drawn[beat]["place"] for beat in ("ask_for_the_kind", "turn_the_weight", "move_the_hiker")]
    assert places[0][1] == places[1][1]
    assert places[1][0] == places[2][0]
    assert (places[1] != places[0]).any()
    assert (places[2] != places[1]).any()


def test_the_ground_is_the_exact_loss(lecture):
    heights, pairs = lecture.hill.ground.heights, lecture.pairs
    w, b = np.meshgrid(np.linspace(-4, 10, 161), np.linspace(-5, 5.5, 121))
    z = w[..., None] * pairs.x + b[..., None]
    right = np.where(pairs.y > 0.5, sigmoid(z), sigmoid(-z))
    np.testing.assert_allclose(heights, -np.log(right).mean(axis=-1), atol=1e-9)


def test_threads_hang_from_what_is_wanted_to_what_is_said(drawn, lecture):
    w, b = drawn["hang_the_threads"]["place"]
    pairs, ends = lecture.pairs, drawn["hang_the_threads"]["ends"]
    np.testing.assert_allclose(ends[:, 0], pairs.length, atol=1e-6)
    np.testing.assert_allclose(ends[:, 1], sigmoid(w * pairs.x + b), atol=1e-6)


def test_downhill_ends_on_level_ground_with_ninety_three_right(drawn, lecture):
    w, b = drawn["walk_downhill"]["place"]
    miss = sigmoid(w * lecture.pairs.x + b) - lecture.pairs.y
    assert np.hypot(np.mean(miss * lecture.pairs.x), np.mean(miss)) <= 1e-3
    right = int(np.sum(np.abs(miss) < 0.5))
    assert right == 93
    assert {str(right), "100"} <= set(shown(lecture, "count_the_right_ones"))
    assert len(lecture.petals.rings.points) == (100 - right) * len(lecture.petals.dots.points) / 100


def test_the_wall_has_a_knob_for_every_wire_and_every_neuron_behind_them(drawn, lecture):
    wires = lecture.first_wires.n_drawn + lecture.last_wires.n_drawn
    neurons = len(lecture.hidden.places) + len(lecture.answers.places)
    places = drawn["count_the_knobs"]["wall"]
    assert len(places) == wires + neurons == 2410
    assert len(np.unique(places.round(9), axis=0)) == 2410
    assert {"2,048", "32", "320", "10", "2,410"} <= set(shown(lecture, "count_the_knobs"))
    np.testing.assert_allclose(
        drawn["count_the_knobs"]["angles"], 135 * np.clip(lecture.net.theta / 0.4, -1, 1), atol=1e-9
    )


def test_every_knob_comes_from_its_wire_or_neuron(lecture):
    eyes, hidden, answers = (each.places for each in (lecture.lamps, lecture.hidden, lecture.answers))
    homes, k = lecture.wall.homes, 0
    for start, end in ((eyes, hidden), (hidden, answers)):
        for i in range(len(start)):
            np.testing.assert_allclose(homes[k : k + len(end)], (start[i] + end) / 2)
            k += len(end)
        np.testing.assert_array_equal(homes[k : k + len(end)], end)
        k += len(end)
    assert k == 2410


def test_all_slices_run_through_the_place_where_the_network_stands(drawn, lecture):
    here = lecture.net.loss(lecture.digits.ink[10:20], np.arange(10))
    points = drawn["draw_the_others"]["fan"]
    middle = points[np.abs(points[:, 0]) < 1e-9]
    assert len(middle) >= 121
    np.testing.assert_allclose(middle[:, 1], here, atol=1e-9)
    theta = lecture.net.theta.copy()
    theta[2216] += 4.0
    turned = replace(lecture.net, theta=theta).loss(lecture.digits.ink[10:20], np.arange(10))
    assert lecture.slice.stack[0][-1] == pytest.approx(turned, rel=1e-12)


def test_a_sum_with_a_product_forgotten_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.networks.weighted_sum

    def wrong(lights, weights, bias=0.0):
        forgotten = np.asarray(weights).copy()
        forgotten[np.argmax(np.abs(lights * forgotten))] = 0.0
        return honest(lights, forgotten, bias)

    monkeypatch.setattr(module.networks, "weighted_sum", wrong)
    lecture = module.Neuron(player=Onlooker(lambda *_: None))
    lecture._set_data()
    lecture._set_neuron()
    lecture.beads.sent.set_value(1)
    lecture.running.redraw()
    plus, minus = lengths(lecture.running.plus).sum(), lengths(lecture.running.minus).sum()
    total = lecture.ink @ lecture.net.layers()[0][0][:, 16]
    assert abs((plus - minus) / lecture.plot.units[0] - total) > 0.05
    lecture.gate.redraw()
    assert abs(lecture.gate.opening - lecture.read.a[1][0][16]) > 0.01


def test_a_neuron_that_hears_another_bias_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.networks.neuron_reading
    monkeypatch.setattr(module.networks, "neuron_reading", lambda x, y, knobs: honest(x, y, (knobs[0], 1.0)))
    lecture = module.Neuron(player=Onlooker(lambda *_: None))
    lecture._set_petals()
    lecture.way.at.set_value(lecture.way.last)
    lecture.line.redraw()
    w, b = lecture.way.place
    length, said = lecture.axes.to_data(lecture.line.line.points[0::4]).T
    assert np.abs(said - sigmoid(w * (length - lecture.pairs.mean) + b)).max() > 0.05


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
    assert {each["name"] for each in lecture.report()["sources"]} >= {lecture.digits.name}
    assert len(lecture.report()["sources"]) == 2
