"""The hiker stands where the walk is, and the lamp lights a disc of true radius."""

import numpy as np
import pytest
from manim import ManimColor

from tests.visuals.hills import GROUND, canvas, hill
from tests.visuals.maps import HERE, a_map, corners, settle
from visuals.drawing.walk import Walk
from visuals.kit.hiker import Footsteps, Headlamp, Hiker
from visuals.terrain.lamps import DIMMER, SOFT_EDGE
from visuals.theme import INK

PATH = np.array([HERE, [-1.0, -1.0], [0.0, 0.5]])


@pytest.mark.parametrize("steps", [0.0, 0.25, 1.0, 1.5, 2.0, 9.0])
def test_a_walk_is_straight_from_stop_to_stop(steps):
    walk = Walk(PATH)
    walk.at.set_value(steps)
    k = min(int(steps), 1)
    share = min(steps, 2.0) - k
    assert np.allclose(walk.place, PATH[k] + share * (PATH[k + 1] - PATH[k]))


def test_the_hiker_stands_on_the_map_where_the_walk_is():
    drawn, walk = a_map(), Walk(PATH)
    hiker = Hiker(walk, on=drawn)
    for steps in (0.0, 1.0, 1.7):
        walk.at.set_value(steps)
        settle(*drawn.aim(HERE, stretch=1.0 + steps))
        hiker.redraw()
        assert np.allclose(hiker.dot.get_center(), drawn.to_screen(walk.place))


def test_footsteps_are_the_way_walked():
    drawn, walk = a_map(), Walk(PATH)
    steps = Footsteps(walk, on=drawn)
    walk.at.set_value(1.5)
    steps.redraw()
    walked = corners(steps.line.points)
    assert np.allclose(walked, drawn.to_screen(np.array([PATH[0], PATH[1], (PATH[1] + PATH[2]) / 2])))


def lit(lamp, drawn):
    """Which landscape points keep more than a little light, as (points, light) over the whole frame."""
    stage = canvas(640, 360)
    stage.pixels[..., :3] = 200
    lamp.paint(stage)
    light = (stage.pixels[..., 0].astype(float) - GROUND[0]) / (200 - GROUND[0])
    (left, top), (across, down) = stage.origin, stage.per_unit
    rows, columns = np.mgrid[0:360, 0:640] + 0.5
    scene = np.stack([(columns - left) / across, (top - rows) / down], axis=-1)
    return drawn.chart.to_data(scene), light


@pytest.mark.parametrize("stretch", [1.0, 1.6])
def test_the_disc_has_its_radius_on_the_ground(stretch):
    drawn = a_map()
    settle(*drawn.aim(HERE, place=(0.5, 0.2), scale=3.0, stretch=stretch))
    where, light = lit(Headlamp(Walk(HERE), on=drawn, radius=0.7), drawn)
    away = np.linalg.norm(where - HERE, axis=-1) / 0.7
    soft = float(SOFT_EDGE)
    assert light[away > 1 + soft + 0.02].max() < 0.01
    assert light[away < 1 - soft - 0.02].min() > 0.5
    edge = light[np.abs(away - 1) < 0.004]
    assert 0.15 < edge.min() <= edge.max() < 0.5  # half way down at the radius itself


def test_what_several_lamps_leave_dark_is_what_each_leaves():
    drawn = a_map()
    settle(*drawn.aim(HERE, place=(0.5, 0.2), scale=2.0, stretch=1.3))
    outside = HERE + [9.0, 9.0]
    places = np.array([HERE, HERE + [0.4, 0.3], HERE + [4.0, -2.0], outside])
    where, light = lit(Headlamp(Walk(places[None]), on=drawn, radius=0.7, daylight=0.1), drawn)
    missing, soft = np.ones(light.shape), float(SOFT_EDGE)
    for place in places:
        away = np.linalg.norm(where - place, axis=-1) / 0.7
        edge = np.clip((1 + soft - away) / (2 * soft), 0, 1)
        missing *= 1 - edge**2 * (3 - 2 * edge) * (1 - float(DIMMER) * np.minimum(away**2, 1))
    assert np.abs(light - (0.1 + 0.9 * (1 - missing))).max() < 1 / 150  # half a level, of those up to 200


def test_by_day_the_lamp_changes_nothing():
    lamp = Headlamp(Walk(HERE), on=a_map(), radius=0.7, daylight=1.0)
    stage = canvas()
    before = stage.pixels.copy()
    lamp.paint(stage)
    assert np.array_equal(stage.pixels, before)


def test_at_dusk_the_rest_keeps_its_share_of_light():
    drawn = a_map()
    where, light = lit(Headlamp(Walk(HERE), on=drawn, radius=0.5, daylight=0.3), drawn)
    far = np.linalg.norm(where - HERE, axis=-1) > 0.6
    assert np.allclose(light[far], 0.3, atol=0.01)


@pytest.mark.parametrize("growth", [10.0, 0.1])
def test_while_the_map_grows_a_disc_that_keeps_its_size_never_changes_on_the_screen(growth):
    drawn = a_map()
    settle(*drawn.aim(HERE, scale=4.0))
    lamp = Headlamp(Walk(HERE), on=drawn, radius=0.62)
    moves = [each.build() for each in (*drawn.look(at=HERE, scale=4.0 * growth), lamp.keep_size(growth))]
    for each in moves:
        each.begin()
    for time in (0.0, 0.3, 0.5, 0.9, 1.0):
        for each in moves:
            each.interpolate(time)
        assert lamp.radius.get_value() * drawn.chart.scale.get_value() == pytest.approx(0.62 * 4.0)


def test_a_hiker_stands_at_a_place_given_as_it_is():
    for place in (HERE, tuple(HERE), list(HERE)):
        assert np.allclose(Hiker(place, on=a_map()).dot.get_center(), a_map().to_screen(HERE))


@pytest.mark.parametrize("kind", [Hiker, Footsteps])
def test_what_no_hiker_can_stand_at_is_told_with_what_to_type(kind):
    with pytest.raises(TypeError, match=r"needs a place \(2,\).* got shape \(3,\).* write \(x, y\), Walk"):
        kind(np.zeros(3), on=a_map())
    with pytest.raises(TypeError, match=r"one walker, got 4: type \w+\(result\.x\[:, k\], on=map\)"):
        kind(np.zeros((3, 4, 2)), on=a_map())
    with pytest.raises(TypeError, match=r"flat map .*, got Terrain: .* Marks\(walk, on=hill\)"):
        kind(HERE, on=hill())


def test_one_of_several_hikers_wears_an_ink_of_its_own():
    assert Hiker(HERE, on=a_map(), ink=INK.two).dot.get_color() == ManimColor(INK.two)
    assert Hiker(HERE, on=a_map()).dot.get_color() == ManimColor(INK.path)
