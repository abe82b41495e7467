"""Each wall shows the spring without the direction that points at it, and has the light of its own lamp."""

import numpy as np
import pytest

from visuals.drawing.camera import Canvas
from visuals.solid.spring_room import ROOM, SpringRoom
from visuals.terrain.view import on_canvas


def painted(room):
    pixels = np.zeros((216, 384, 4), dtype=np.uint8)
    canvas = Canvas(pixels, (0.0, 0.0), (128 / 9, 8.0))
    room.paint(canvas)
    return canvas


def at(canvas, room, point):
    """The brightness of a pixel, where a point of the room is seen."""
    column, row = on_canvas(room.view.project(np.array([point])), canvas)[0, :2].astype(int)
    return float(canvas.pixels[row, column, :3].mean())


@pytest.mark.parametrize(("wall", "lost"), [("back", 1), ("side", 0)])
def test_a_shadow_keeps_two_coordinates_and_lies_on_its_wall(wall, lost):
    room = SpringRoom(coils=3)
    wire, shadow = room.wire(100), room.shadow(wall, 100)
    kept = [k for k in range(3) if k != lost]
    np.testing.assert_array_equal(shadow[:, kept], wire[:, kept])
    assert set(shadow[:, lost]) == {ROOM[lost, 0] if wall == "side" else ROOM[lost, 1]}


def test_the_spring_stays_in_its_room_and_its_coils_are_round():
    room = SpringRoom(coils=4)
    wire = room.wire()
    assert (wire > ROOM[:, 0]).all()
    assert (wire < ROOM[:, 1]).all()
    np.testing.assert_allclose(np.hypot(wire[:, 1], wire[:, 2]), room.radius.get_value())
    turns = np.unwrap(np.arctan2(wire[:, 2], wire[:, 1]))
    assert turns[-1] - turns[0] == pytest.approx(8 * np.pi)


def test_a_lamp_lights_its_own_wall_and_the_shadow_is_darker_than_the_wall():
    room = SpringRoom()
    room.radius.set_value(0.0)
    room.length.set_value(6.2)
    dark = painted(room)
    beside, on_it = (1.0, ROOM[1, 1], 1.3), (2.4, ROOM[1, 1], 0.0)
    room.back.set_value(1.0)
    lit = painted(room)
    assert at(lit, room, beside) > 1.5 * at(dark, room, beside)
    assert at(lit, room, on_it) < 0.5 * at(lit, room, beside)
    left = (ROOM[0, 0], 1.0, 1.2)
    assert at(lit, room, left) == at(dark, room, left)


def test_what_it_looks_like_changes_with_every_dial_and_fades_to_nothing():
    room = SpringRoom()
    for dial in (room.length, room.radius, room.back, room.side, room.rays, room.azimuth, room.zoom):
        before = room.appearance()
        dial.set_value(dial.get_value() + 0.1)
        assert room.appearance() != before
    room.opacity.set_value(0.0)
    assert not painted(room).pixels.any()
