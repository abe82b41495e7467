"""Nudges, waves and walls of slopes show what was computed, where it belongs, and when it is there."""

import numpy as np
import pytest

from calc_core import networks
from tests.visuals.hills import GROUND, canvas
from tests.visuals.network.test_network_pictures import painted, pixel
from visuals.network.currents import Currents
from visuals.network.diagram import Carried, NudgeRun, Plan, Wave
from visuals.network.halos import Halos
from visuals.network.hooks import hung_up
from visuals.network.layout import layer_columns
from visuals.network.running_net import REST, RunningNet
from visuals.network.slope_wall import SlopeWall
from visuals.terrain.palette import channels
from visuals.theme import INK

NET = networks.MLP((2, 3, 2), activation="sigmoid", output="sigmoid").init(3)
SEEN, WANTED = [0.9, 0.6], [1.0, 0.0]
PLAN = Plan(layer_columns(NET.sizes, (-5, -2, 3, 2), apart=2.0), np.array([6.0, 0.0]))
RUNS = networks.forward_nudges(NET, SEEN, WANTED)
ROUTES = networks.backward_routes(NET, SEEN, WANTED)
ROW = np.stack([np.linspace(-5, 5, 11), np.zeros(11)], axis=1)
WIRES = [*range(6), *range(9, 15)]


def run_at(clock):
    run = NudgeRun(PLAN, RUNS, most=1.0)
    run.clock.set_value(clock)
    return run


# -- currents -----------------------------------------------------------------------------------------------


def strip(strength, **options):
    """How much light there is across one level current."""
    ways, spans = np.array([[-4.0, 0.01, 4.0, 0.01]]), np.array([[0.0, 1.0]])
    stage = painted(Currents(ways, np.array([strength]), spans, most=1.0, width=40, glow=0.0, **options))
    return np.abs(stage.pixels[:, 320, :3].astype(float) - GROUND).sum()


def test_a_current_is_as_wide_as_it_is_strong():
    full = strip(1.0)
    for strength in (0.25, 0.5, 0.75):
        assert strip(strength) == pytest.approx(strength * full, rel=0.02)
    assert strip(0.25, power=0.5) == pytest.approx(0.5 * full, rel=0.02)


def test_a_current_is_lit_within_its_span_and_nowhere_else():
    ways, spans = np.array([[-5.0, 0.0, 5.0, 0.0]]), np.array([[0.3, 0.6]])
    stage = painted(Currents(ways, np.array([1.0]), spans, most=1.0, width=20))
    for share, is_lit in ((0.2, False), (0.35, True), (0.55, True), (0.7, False)):
        colour = pixel(stage, (-5 + 10 * share, 0.0))
        np.testing.assert_allclose(colour, channels(INK.gradient) if is_lit else GROUND, atol=2)
    with pytest.raises(ValueError, match="positive strength"):
        Currents(ways, np.ones(1), spans, most=0)


def test_a_negative_current_is_white_and_broken():
    ways, spans = np.array([[-5.0, 0.0, 5.0, 0.0]]), np.array([[0.0, 1.0]])
    row = painted(Currents(ways, np.array([-1.0]), spans, most=1.0, width=20, glow=0.0)).pixels[
        180, 110:530, :3
    ]
    assert (np.abs(row - channels(INK.path)).sum(axis=1) < 6).any()
    assert (np.abs(row.astype(float) - GROUND).sum(axis=1) < 6).any()


def test_what_is_not_grown_or_faded_leaves_the_stage_as_it_was():
    for picture in (
        Currents(PLAN.ways, np.ones(14), np.tile([0.0, 0.7], (14, 1)), most=1.0, comet="ahead"),
        Halos(ROW, np.ones(11), radius=0.2),
        SlopeWall(ROW, np.ones(11), np.ones(11), order=np.zeros(11)),
    ):
        for dial in (picture.grown, picture.opacity):
            dial.set_value(0.0)
            assert (painted(picture).pixels[..., :3] == GROUND).all()
            dial.set_value(1.0)
        assert (painted(picture).pixels[..., :3] != GROUND).any()


# -- halos --------------------------------------------------------------------------------------------------


def test_a_halo_is_as_wide_as_its_value_and_broken_where_that_is_negative():
    halos = Halos([[-3.0, 0.0], [0.0, 0.0], [3.0, 0.0]], [1.0, 0.5, -1.0], radius=0.5, width=0.4)
    np.testing.assert_allclose(halos.widths, [0.4, 0.2, 0.4])
    stage = canvas(1920, 1080)
    halos.paint(stage)
    gold = channels(INK.output)
    for x, width in ((-3.0, 0.4), (0.0, 0.2)):
        for angle in np.linspace(0, 2 * np.pi, 9):
            way = np.array([np.cos(angle), np.sin(angle)])
            for far, is_gold in ((0.56, True), (0.545 + width - 0.03, True), (0.545 + width + 0.03, False)):
                seen = np.abs(pixel(stage, (x, 0.0), far * way) - gold).max()
                assert (seen < 3) == is_gold
    ring = [pixel(stage, (3.0, 0.0), 0.7 * np.array([np.cos(a), np.sin(a)])) for a in np.linspace(0, 6, 80)]
    away = np.abs(np.array(ring) - gold).max(axis=1)
    assert (away < 3).any()
    assert (away > 60).any()


# -- nudges that run forward --------------------------------------------------------------------------------


def test_a_plan_has_a_way_for_every_weight_and_every_answer():
    assert [len(each) for each in PLAN.wires] == [6, 6]
    inputs, hidden, answers = PLAN.columns
    np.testing.assert_array_equal(PLAN.wires[0][1], [*inputs[0], *hidden[1]])  # W[0, 1], as theta has it
    np.testing.assert_array_equal(PLAN.wires[1][4], [*hidden[2], *answers[0]])
    np.testing.assert_array_equal(PLAN.to_loss[:, 2:], [[6.0, 0.0], [6.0, 0.0]])
    assert len(PLAN.ways) == 14


@pytest.mark.parametrize("knob", WIRES)
def test_a_nudge_runs_along_its_own_wire_and_all_behind_it(knob):
    run = run_at(knob + 0.8)
    assert run.which == knob
    own = WIRES.index(knob)
    lit = np.flatnonzero(run.spans[:, 1] > 1.0 - 1e-9)
    i, j = divmod(own % 6, 3 if own < 6 else 2)
    behind = [6 + 2 * j, 7 + 2 * j, 12, 13] if own < 6 else [12 + j]
    assert lit.tolist() == sorted([own, *behind])
    arrived = run.strengths[12:].sum()
    assert arrived == pytest.approx(RUNS.slopes[knob], rel=1e-12)
    lamps = NET.forward([SEEN]).a
    assert run.strengths[own] == pytest.approx(lamps[0 if own < 6 else 1][0, i], rel=1e-12)


def test_a_nudge_comes_to_each_neuron_when_its_wire_is_passed_and_drains_at_last():
    assert (run_at(1.25).moved(1) == 0).all()
    np.testing.assert_allclose(run_at(1.5).moved(1), RUNS.lamps[0][1])
    assert (run_at(1.5).moved(2) == 0).all()
    np.testing.assert_allclose(run_at(1.8).moved(2), RUNS.sums[1][1])
    assert (run_at(2.0).moved(2) == 0).all()
    assert (np.diff(run_at(2.0).spans, axis=1) <= 0).any()
    assert [run_at(c).done for c in (0.0, 0.79, 0.8, 1.0, 1.79, 17.0)] == [0, 0, 1, 1, 1, 17]


# -- the wave -----------------------------------------------------------------------------------------------


def wave_at(front):
    wave = Wave(PLAN, ROUTES, most=1.0)
    wave.front.set_value(front)
    return wave


def test_a_wave_lights_the_last_wires_first_from_their_ends_each_with_its_slope():
    slopes = NET.backward([SEEN], [WANTED]).by_layer
    np.testing.assert_allclose(
        wave_at(3).strengths, np.concatenate([W.ravel() for W, _ in slopes]), rtol=1e-12
    )
    assert wave_at(1).n_lit == 0
    assert wave_at(2).n_lit == 6
    assert wave_at(3).n_lit == 12
    np.testing.assert_allclose(wave_at(1.4).spans[6:], np.tile([0.6, 1.0], (6, 1)))
    assert (wave_at(1.4).spans[:6] == [1.0, 1.0]).all()


def test_a_wave_leaves_a_delta_at_every_neuron_that_it_has_reached():
    assert (wave_at(0.6).deltas(2)() == 0).all()
    np.testing.assert_allclose(wave_at(1.0).deltas(2)(), ROUTES.deltas[1])
    assert (wave_at(1.6).deltas(1)() == 0).all()
    np.testing.assert_allclose(wave_at(2.0).deltas(1)(), ROUTES.deltas[0])


def test_what_is_carried_runs_ahead_of_the_slopes_and_adds_up_to_what_is_gathered():
    wave = wave_at(1.5)
    gold = Carried(wave, most=1.0)
    np.testing.assert_allclose(gold.spans[6:12, 1], wave.spans[6:, 0])
    assert (gold.spans[6:12, 0] < gold.spans[6:12, 1]).all()
    assert (np.diff(gold.spans[:6], axis=1) == 0).all()  # inputs have no knobs
    np.testing.assert_allclose(gold.strengths[6:12].reshape(3, 2).sum(axis=1), ROUTES.gathered[1])
    np.testing.assert_allclose(gold.strengths[12:], ROUTES.deltas[1])


# -- walls and light ----------------------------------------------------------------------------------------


def test_a_knob_shines_as_its_slope_red_uphill_and_white_downhill():
    slopes = np.array([1.0, -1.0, 0.25, 0.0, -0.25])
    wall = SlopeWall(ROW[::2][:5], np.zeros(5), slopes, order=np.zeros(5), radius=0.4)
    assert (wall.light == 0).all()
    wall.swept.set_value(1.0)
    np.testing.assert_allclose(wall.light, [1.0, -1.0, 0.5, 0.0, -0.5])
    stage = painted(wall)
    red, white, *_ = (pixel(stage, place, (0.2, 0.0)) for place in wall.places)
    np.testing.assert_allclose(red, channels(INK.gradient), atol=3)
    np.testing.assert_allclose(white, channels(INK.path), atol=3)
    with pytest.raises(ValueError, match="positive"):
        SlopeWall(ROW, np.zeros(11), np.zeros(11), order=np.zeros(11))


def test_knobs_are_found_in_their_order():
    order = np.linspace(0, 1, 11)[::-1]
    wall = SlopeWall(ROW, np.zeros(11), np.ones(11), order=order, front=0.02)
    found = []
    for swept in np.linspace(0, 1, 8):
        wall.swept.set_value(swept)
        found.append(wall.n_found)
        assert (np.diff(wall.reached) >= 0).all()
    assert found[0] == 0
    assert found[-1] == 11
    assert found == sorted(found)


def test_knobs_hang_as_the_matrices_that_they_are():
    places, edges = hung_up((4, 3, 2), 0.5, 0.3, (0.0, 0.0))
    assert len(places) == 4 * 3 + 3 + 3 * 2 + 2
    first = places[:12].reshape(4, 3, 2)
    assert (np.ptp(first[..., 0], axis=1) == 0).all()  # a column for each input
    assert (np.ptp(first[..., 1], axis=0) == 0).all()  # a row for each hidden neuron
    second = places[15:21].reshape(3, 2, 2)
    np.testing.assert_allclose(second[:, 0, 1], first[0, :, 1])
    assert (np.diff(edges.ravel()) > 0).all()


def test_light_runs_through_a_network_column_by_column():
    x = np.array(SEEN)
    net = RunningNet(NET, x, PLAN.columns, radii=(0.1, 0.1, 0.1), widths=(1.0, 1.0))
    said = [each[0] for each in (*NET.forward(x[None]).a, NET.forward(x[None]).out)]
    assert [net.lit(c) for c in range(3)] == [REST] * 3
    net.clock.set_value(0.4)
    assert net.lit(0) == 1.0 > net.lit(1) > net.lit(2) == REST
    net.clock.set_value(0.8)
    for lamps, light in zip(net.lamps, said, strict=True):
        np.testing.assert_allclose(lamps.light, light)
    net.clock.set_value(1.0)
    assert net.lit(0) == pytest.approx(REST)
