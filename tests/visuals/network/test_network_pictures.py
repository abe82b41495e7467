"""Every lamp, wire, knob and cell shows its number by one map for all of them."""

import numpy as np
import pytest

from calc_core import networks
from tests.visuals.hills import GROUND, canvas
from visuals.network.knob_wall import SWEEP, KnobWall
from visuals.network.layout import layer_columns
from visuals.network.neurons import Neurons
from visuals.network.tiles import Tiles
from visuals.network.wires import LEAST, Wires
from visuals.terrain.palette import channels
from visuals.theme import INK

ROW = np.stack([np.linspace(-5, 5, 11), np.zeros(11)], axis=1)


def painted(picture):
    stage = canvas()
    picture.paint(stage)
    return stage


def pixel(stage, place, aside=(0.0, 0.0)):
    """The colour (3,) at a place of the stage, so many scene units aside of it."""
    (left, top), (across, down) = stage.origin, stage.per_unit
    column, row = left + across * (place[0] + aside[0]), top - down * (place[1] + aside[1])
    return stage.pixels[int(row), int(column), :3].astype(float)


# -- lamps --------------------------------------------------------------------------------------------------


def test_light_grows_evenly_with_the_activation():
    stage = painted(Neurons(ROW, np.linspace(0, 1, 11), radius=0.3))
    seen = np.array([pixel(stage, place).mean() for place in ROW])
    steps = np.diff(seen)
    assert (steps > 0).all()
    assert np.ptp(steps) <= 1.5  # of 256 shades: rounding
    assert seen[-1] == pytest.approx(channels(INK.text).mean(), abs=1)


def test_a_negative_lamp_is_hollow_and_as_bright_in_its_ring():
    stage = painted(Neurons(ROW[:2], [0.8, -0.8], radius=0.4))
    ring = (0.31, 0.0)
    np.testing.assert_allclose(pixel(stage, ROW[0], ring), pixel(stage, ROW[1], ring), atol=2)
    assert pixel(stage, ROW[1]).mean() < 0.3 * pixel(stage, ROW[0]).mean()


def test_lamps_follow_a_function_and_the_dial_that_lights_them():
    said = np.array([0.2, -0.7])
    lamps = Neurons(lambda: ROW[:2], lambda: said, lit=0.5)
    np.testing.assert_allclose(lamps.light, [0.1, -0.35])
    said *= 2
    lamps.lit.set_value(1.0)
    np.testing.assert_allclose(lamps.light, [0.4, -1.0])  # no brighter than full
    assert lamps.copy().light.tolist() == lamps.light.tolist()


def test_what_is_not_grown_or_faded_leaves_the_stage_as_it_was():
    for picture in (
        Neurons(ROW, np.ones(11)),
        KnobWall(ROW, np.ones(11)),
        Tiles(ROW, np.ones((11, 2, 2)), size=(0.5, 0.5)),
        Wires(ROW[:3], ROW[3:5] + [0, 1], np.ones((3, 2))),
    ):
        for dial in (picture.grown, picture.opacity):
            dial.set_value(0.0)
            assert (painted(picture).pixels[..., :3] == GROUND).all()
            dial.set_value(1.0)
        assert (painted(picture).pixels[..., :3] != GROUND).any()


# -- wires --------------------------------------------------------------------------------------------------


def strip(weight, **options):
    """Pixels across the middle of one level wire, and the stage's scale."""
    stage = painted(Wires([[-4, 0.01]], [[4, 0.01]], [[weight]], most=1.0, faint=1.0, **options))
    column = stage.pixels[:, 320, :3].astype(float)
    return np.abs(column - GROUND).sum(axis=1)


def test_a_wires_width_grows_as_its_weight():
    full = strip(1.0, width=40).sum()
    for weight in (0.25, 0.5, 0.75):
        assert strip(weight, width=40).sum() == pytest.approx(weight * full, rel=0.02)


def test_signs_are_told_by_colour_and_by_dashes():
    wires = Wires([[-4, 0]], [[4, 0]], [[-1.0]], width=20)
    along = painted(wires).pixels[180, 180:460, :3]
    is_ground = (np.abs(along.astype(float) - GROUND).sum(axis=1)) < 30
    assert 5 < np.sum(np.diff(is_ground.astype(int)) == 1) < 30  # gaps
    whole = painted(Wires([[-4, 0]], [[4, 0]], [[1.0]], width=20)).pixels[180, 180:460, :3]
    np.testing.assert_allclose(whole, np.broadcast_to(channels(INK.plus), whole.shape), atol=2)


@pytest.mark.parametrize("coming_from", ["start", "end"])
def test_a_wire_that_grows_keeps_its_dashes_where_they_are(coming_from):
    wires = Wires([[-4, 1]], [[3, -2]], [[-1.0]], width=12, coming_from=coming_from)
    whole = painted(wires).pixels.astype(int)
    wires.grown.set_value(0.6)
    part = painted(wires).pixels.astype(int)
    there = np.abs(part[..., :3] - GROUND).sum(axis=2) > 0
    columns = np.flatnonzero(there.any(axis=0))
    inner = slice(columns[0] + 3, columns[-1] - 3)
    np.testing.assert_array_equal(part[:, inner], whole[:, inner])
    assert (columns[0] < 160) == (coming_from == "start")


def test_wires_are_those_of_the_network_but_for_the_faintest():
    net = networks.MLP((5, 4, 3)).init(3)
    places = layer_columns(net.sizes, (-4, -2, 4, 2))
    weights = net.layers()[0][0]
    wires = Wires(places[0], places[1], weights)
    assert wires.n_drawn == int(np.sum(np.abs(weights) >= LEAST * np.abs(weights).max()))
    with pytest.raises(ValueError, match="positive weight"):
        Wires(places[0], places[1], np.zeros((5, 4)))


def test_layers_stand_in_columns_and_the_first_neuron_on_top():
    first, second = layer_columns((3, 64), (-2, -1, 2, 1), apart=0.5)
    np.testing.assert_allclose(first, [[-2, 0.5], [-2, 0], [-2, -0.5]])
    assert second[:, 1].max() == pytest.approx(1)
    assert (np.diff(second[:, 1]) < 0).all()
    with pytest.raises(ValueError, match="at least one neuron"):
        layer_columns((3, 0), (-2, -1, 2, 1))


# -- knobs --------------------------------------------------------------------------------------------------


def test_a_pointer_stands_where_its_parameter_says():
    values = np.array([-1.0, -0.4, 0.0, 0.7, 3.0])
    wall = KnobWall(ROW[:5], values, radius=0.45, most=1.0)
    np.testing.assert_allclose(wall.angles, [-SWEEP, -0.4 * SWEEP, 0, 0.7 * SWEEP, SWEEP])
    stage = painted(wall)
    for place, angle in zip(ROW[:5], np.radians(wall.angles), strict=True):
        tip = 0.3 * np.array([np.sin(angle), np.cos(angle)])
        assert pixel(stage, place, tip).mean() > 180
        assert pixel(stage, place, -tip).mean() < 100
    with pytest.raises(ValueError, match="positive value"):
        KnobWall(ROW, np.ones(11), most=0)


def test_a_turn_is_laid_between_where_it_starts_and_where_it_ends():
    turns = np.array([[0.0, 0.6], [0.6, 0.0], [-0.5, 0.4], [0.2, 0.2]])
    stage = painted(KnobWall(ROW[:4], np.full(4, -0.9), radius=0.45, most=1.0, turns=turns))
    for place, (start, end) in zip(ROW[:4], turns, strict=True):
        at = {share: np.radians(SWEEP * share) for share in (*np.linspace(-0.7, 0.9, 17), 0.3)}
        for share, angle in at.items():
            low, high = min(start, end), max(start, end)
            if min(abs(share - low), abs(share - high)) < 0.06:
                continue
            seen = pixel(stage, place, 0.3 * np.array([np.sin(angle), np.cos(angle)])).astype(float)
            if low < share < high:
                np.testing.assert_allclose(seen, channels(INK.plus if end > start else INK.minus), atol=3)
            else:
                assert seen.mean() < 90


# -- images -------------------------------------------------------------------------------------------------


def test_each_cell_has_the_colour_of_its_number():
    image = np.array([[0.0, 0.25, 0.5], [0.75, 1.0, 0.3]])
    stage = painted(Tiles([[1.0, 0.5]], image[None], size=(3.0, 2.0)))
    seen = np.array([
        [pixel(stage, (1.0, 0.5), (i - 1.0, 0.5 - j)).mean() for i in range(3)] for j in range(2)
    ])  # fmt: skip
    slope, level = np.polyfit(image.ravel(), seen.ravel(), 1)
    np.testing.assert_allclose(seen, slope * image + level, atol=1)
    assert slope > 150


def test_signed_cells_are_violet_or_orange_with_a_dark_square():
    stage = painted(Tiles([[0.0, 0.0]], [[[2.0, -2.0]]], size=(4.0, 2.0), kind="signed", most=2))
    np.testing.assert_allclose(pixel(stage, (-1, 0)), channels(INK.plus), atol=2)
    np.testing.assert_allclose(pixel(stage, (1, 0), (0.6, 0.6)), channels(INK.minus), atol=2)
    assert pixel(stage, (1, 0)).mean() < 60


def test_images_glide_and_keep_all_of_their_light():
    def light(x):
        tiles = Tiles([[x, 0.0]], np.ones((1, 8, 8)), size=(0.7, 0.7), rim=False)
        return (painted(tiles).pixels[..., :3].astype(float) - GROUND).sum()

    first = light(0.0)
    for x in (0.003, 0.007, 0.011):
        assert light(x) == pytest.approx(first, rel=0.01)


def test_a_marked_image_wears_a_frame():
    marks = np.array([0.0, 1.0])
    tiles = Tiles(ROW[[2, 8]], np.zeros((2, 2, 2)), size=(1, 1), marked=lambda: marks)
    stage = canvas(1920, 1080)
    tiles.paint(stage)
    assert tuple(pixel(stage, ROW[2], (-0.508, 0))) == GROUND
    np.testing.assert_allclose(pixel(stage, ROW[8], (-0.508, 0)), channels(INK.minus), atol=2)
    with pytest.raises(ValueError, match="light"):
        Tiles(ROW, np.zeros((11, 2, 2)), size=(1, 1), kind="grey")


def test_every_weight_has_a_wire_where_that_is_wanted():
    places = layer_columns((2, 2), (-4, -2, 4, 2))
    weights = np.array([[1.0, 1e-6], [-1e-3, 0.2]])
    assert Wires(places[0], places[1], weights).n_drawn == 2
    assert Wires(places[0], places[1], weights, least=0.0).n_drawn == 4
