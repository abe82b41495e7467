"""A dial: a number that animations turn, alone or as part of a picture."""

import numpy as np
from manim import Group, Square

from visuals.drawing.dial import Dial


def test_an_animation_passes_through_the_values_between():
    dial = Dial(1.0)
    turn = dial.animate(rate_func=lambda alpha: alpha).set_value(3.0).build()
    turn.begin()
    seen = []
    for alpha in (0.0, 0.25, 0.5, 1.0):
        turn.interpolate(alpha)
        seen.append(dial.get_value())
    np.testing.assert_allclose(seen, [1.0, 1.5, 2.0, 3.0])


def test_moving_the_picture_does_not_turn_its_dial_nor_reach_for_it():
    picture = Group(Square(), Dial(7.0))
    picture.shift([3.0, 0.0, 0.0]).scale(2.0)
    assert picture[1].get_value() == 7.0
    assert picture.width == 4.0
