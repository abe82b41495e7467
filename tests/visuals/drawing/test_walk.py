"""One walk for everything with a history: straight between stops, at rest beyond its ends."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import bowl, contours, flow_line, gradient_descent, hills
from tests.visuals.hills import hill
from tests.visuals.maps import a_map
from visuals.drawing.dial import Dial
from visuals.drawing.walk import Walk, entry
from visuals.kit.hiker import Hiker
from visuals.terrain import BootPrints, GroundArrow, Lamps, Light, Marks, Trail

PATH = np.array([[0.0, 0.0], [1.0, 0.5], [1.5, -0.5], [2.0, 0.0]])


@given(steps=st.floats(-3, 8))
def test_an_entry_lies_on_the_straight_way_between_its_neighbours(steps: float) -> None:
    whole = np.arange(len(PATH))
    expected = [np.interp(steps, whole, axis) for axis in PATH.T]
    np.testing.assert_allclose(entry(PATH, steps), expected, atol=1e-12)
    walkers = np.stack([PATH, 2 * PATH], axis=1)
    np.testing.assert_allclose(entry(walkers, steps)[1], 2 * np.array(expected), atol=1e-12)


def test_stops_are_met_to_the_last_bit() -> None:
    walk = Walk(PATH / 3)
    for k in range(len(PATH)):
        walk.at.set_value(k)
        np.testing.assert_array_equal(walk.place, PATH[k] / 3)


def test_a_result_that_holds_stops_is_walked_as_it_is() -> None:
    descent = gradient_descent(bowl(3.0), [2.0, 1.0], learning_rate=0.2)
    np.testing.assert_array_equal(Walk(descent).path, descent.x)
    line = flow_line(hills(), [-2.0, -1.0])
    np.testing.assert_array_equal(Walk(line).path, line.points)
    contour = next(iter(contours(hills(), [0.3])))
    np.testing.assert_array_equal(Walk(contour).path, contour.points)


def test_many_pictures_share_one_walk() -> None:
    """They all stand where its dial says, whatever ground they lie on."""
    ground = hill()
    low, span = ground.ground.x[0], np.ptp(ground.ground.x)
    walk = Walk(low + span * (0.3 + 0.1 * PATH), Dial(0.0))
    light = Light(walk, radius=1.0)
    trail, prints = Trail(walk, on=ground), BootPrints(walk, on=ground)
    arrow, marks = GroundArrow(walk, PATH, on=ground), Marks(walk, on=ground)
    lamps, hiker = Lamps(light, on=ground), Hiker(walk, on=a_map())
    for at in (0.0, 1.25, 3.0):
        walk.at.set_value(at)
        hiker.redraw()
        np.testing.assert_allclose(light.stand()[0], walk.place)
        np.testing.assert_allclose(arrow.ends()[0], walk.place)
        np.testing.assert_allclose(hiker.dot.get_center(), a_map().to_screen(walk.place), atol=1e-9)
        if at:
            np.testing.assert_allclose(trail.walked()[0][-1], walk.place)
        assert all(each.at is walk.at for each in (light, trail, prints, arrow, marks, lamps.light))


def test_a_picture_of_its_own_stands_at_its_end() -> None:
    ground = hill()
    assert Trail(PATH, on=ground).at.get_value() == len(PATH) - 1
    assert BootPrints(PATH, on=ground).at.get_value() == len(PATH) - 1


def test_whoever_stays_needs_no_path() -> None:
    drawn = a_map()
    hiker = Hiker(np.array([0.5, -0.25]), on=drawn)
    np.testing.assert_allclose(hiker.dot.get_center(), drawn.to_screen([0.5, -0.25]), atol=1e-9)


@pytest.mark.parametrize("wrong", [3.0, "uphill", np.zeros((4, 3)), contours(hills(), [0.3])])
def test_what_is_no_path_is_told_what_to_write(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"a walk needs a place \(2,\), stops .*write \(x, y\), Walk\(grad"):
        Walk(wrong)


def test_a_walk_brings_its_own_dial() -> None:
    with pytest.raises(TypeError, match="a walk brings its dial along"):
        Trail(Walk(PATH), on=hill(), at=Dial(1.0))
