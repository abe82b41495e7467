"""What the critic's camera remembers never shows: a moment looks as if it were the first one drawn."""

import numpy as np
import pytest
from manim import DOWN, RIGHT, UP, Circle, Rectangle, Square

from studio.check.backdrop import backdrop
from studio.check.drawing import LookingCamera, laid_open
from studio.check.letters import Reader
from studio.check.watching import small_frames
from visuals.drawing.camera import PixelMobject
from visuals.letters.formula import Words


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


def wander(stage, dice):
    """Change one thing on stage, or none, or the order."""
    which = stage[dice.integers(len(stage))]
    match dice.integers(5):
        case 0 if isinstance(which, Stain):
            which.shade = int(dice.choice([60, 90, 120]))
        case 0 | 1 if not isinstance(which, Stain):
            which.shift(dice.choice([-0.2, 0.2]) * RIGHT)
        case 2 if not isinstance(which, Stain):
            which.set_opacity(dice.choice([0.3, 1.0]))
        case 3:
            stage.append(stage.pop(dice.integers(len(stage))))
        case _:
            pass


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_drawn_before_a_frame_is_the_one_drawn_from_nothing(camera, seed):
    dice = np.random.default_rng(seed)
    stage = [Square(), Stain(), Words("below").shift(UP), Circle(), Stain(), Square(0.5), Words("above")]
    reader, whole = Reader(), (slice(0, 360), slice(0, 640))
    for _ in range(25):
        wander(stage, dice)
        gathered = camera.gather(shown(stage))
        runs = reader.read(stage, gathered.shapes)
        letters = frozenset(id(glyph) for run in runs for glyph in run.glyphs)
        apart = dice.random() < 0.5
        drawn = camera.draw(gathered, letters if apart else None)
        alone = LookingCamera().look(shown(stage), letters)
        assert drawn.picture.shows(alone.picture)
        assert_same_runs(runs, Reader().read(stage, alone.shapes))
        if apart:
            for mine, anew in zip(drawn.apart(whole), alone.apart(whole), strict=True):
                assert np.array_equal(mine, anew)


def assert_same_runs(runs, anew):
    for one, other in zip(runs, anew, strict=True):
        assert (one.text, one.glyphs, one.cap) == (other.text, other.glyphs, other.cap)
        assert np.array_equal(one.boxes, other.boxes)
        assert np.array_equal(one.ink, other.ink)


def test_letters_are_read_anew_when_they_are_touched_and_only_then(camera, stage):
    reader = Reader()

    def read():
        gathered = camera.gather(shown(stage))
        camera.draw(gathered)
        (run,) = reader.read(stage, gathered.shapes)
        return run

    first = read()
    stage[1].shift(RIGHT)
    assert read() is first
    stage[2].submobjects[3].set_opacity(0.5)
    assert read() is not first


CHANGES_AROUND = {
    "a cover comes": lambda ground, cover: cover.shift(5 * DOWN).set_opacity(0.9),
    "what lies over them turns darker": lambda ground, cover: cover.set_opacity(0.9),
    "the ground is painted anew": lambda ground, cover: setattr(ground, "shade", 200),
}


@pytest.mark.parametrize("change", CHANGES_AROUND.values(), ids=CHANGES_AROUND.keys())
def test_what_letters_stand_before_is_seen_anew_when_it_changes(camera, change):
    words, ground = Words("half of this"), Stain()
    ground.paint = lambda canvas: canvas.pixels[..., :3].fill(ground.shade)
    cover = Rectangle(width=9, height=3).set_fill("#777777", 0.05)
    if change is CHANGES_AROUND["a cover comes"]:
        cover.shift(5 * UP)
    stage = [ground, words, cover]
    reader, where = Reader(), (slice(140, 220), slice(200, 440))

    def stands_before():
        gathered = camera.gather(shown(stage))
        (run,) = reader.read(stage, gathered.shapes)
        drawn = camera.draw(gathered, frozenset(map(id, run.glyphs)))
        return run, backdrop(drawn, where, run)

    run, first = stands_before()
    assert stands_before() == (run, first)
    change(ground, cover)
    again, changed = stands_before()
    assert again is run
    assert changed is None or abs(changed.contrast - first.contrast) > 1
