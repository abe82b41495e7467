"""What the critic's camera remembers never shows: a moment looks as if it were the first one drawn."""

import numpy as np
import pytest
from manim import RIGHT, UP, Rectangle, Square

from studio.check.drawing import LookingCamera, laid_open
from studio.check.watching import small_frames
from visuals.camera import PixelMobject
from visuals.formula import Words


class Stain(PixelMobject):
    """A grey patch of pixels that says what it depends on."""

    shade = 90

    def paint(self, canvas):
        canvas.pixels[100:200, 200:320, :3] = self.shade

    def appearance(self):
        return self.shade


@pytest.fixture
def camera(tmp_path):
    with small_frames(tmp_path):
        yield LookingCamera()


@pytest.fixture
def stage():
    return [
        Stain(),
        Square(),
        Words("a long line of letters"),
        Rectangle(width=1, height=0.5).set_fill("#FF0000", 1),
    ]


def shown(stage):
    return laid_open(stage)[1]


CHANGES = {
    "moved": lambda stage: stage[1].shift(0.3 * RIGHT),
    "dyed": lambda stage: stage[1].set_color("#00FF00"),
    "painted anew": lambda stage: setattr(stage[0], "shade", 120),
    "left": lambda stage: stage.pop(1),
    "came": lambda stage: stage.append(Square().shift(UP)),
    "changed places": lambda stage: stage.insert(2, stage.pop()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_frame_does_not_depend_on_the_one_before(camera, stage, change):
    before = camera.look(shown(stage)).picture
    change(stage)
    after = camera.look(shown(stage)).picture
    assert not after.shows(before)
    assert after.shows(LookingCamera().look(shown(stage)).picture)


def test_what_stands_still_is_drawn_once(camera, stage):
    assert camera.look(shown(stage)).picture is camera.look(shown(stage)).picture


@pytest.mark.parametrize("place", [0, 3], ids=["under a picture of pixels", "over it"])
def test_letters_are_told_from_their_ground(camera, stage, place):
    words = stage.pop(2)
    stage.insert(place, words)
    letters = frozenset(map(id, words.submobjects))
    whole = slice(0, 360), slice(0, 640)
    ground, alone = camera.look(shown(stage), letters).apart(whole)
    stage.remove(words)
    assert np.array_equal(ground, LookingCamera().look(shown(stage)).frame)
    inked = (LookingCamera().look(shown([words])).frame != LookingCamera().look([]).frame).any(axis=-1)
    assert inked.any()
    assert not alone[~inked].any()  # its casing, if it has one, is no part of what is read
    assert alone[..., 3].max() == 255
