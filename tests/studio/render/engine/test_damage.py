"""What has not changed is not drawn again, and the frame looks as if all of it had been drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import BLUE, GREEN, RED, Circle, Dot, LineJointType, Mobject, Square, VGroup, VMobject, tempconfig

from studio.render.engine import cached_layer
from studio.render.engine import camera as engine_camera
from studio.render.engine.camera import BatchCamera
from studio.render.engine.damage import changes, reaches, rectangles
from visuals.drawing.camera import StageCamera
from visuals.letters.formula import Words
from visuals.map.dusk import Dusk

SMALL = {"pixel_width": 480, "pixel_height": 270, "background_color": "#0E1116"}
ROUNDED = 3  # levels by which a pixel may differ that several half transparent edges lie upon
NEAR = 16  # levels by which a pixel of an edge may differ where Cairo clips its path


def scene() -> list[VMobject]:
    return [
        Square(fill_opacity=1.0).set_fill([RED, BLUE]).shift([-3, 0, 0]),
        Circle(color=GREEN, fill_opacity=0.5).shift([-2, 0.5, 0]),
        Words("Standing still").shift([2, 2, 0]),
        Dot([4, -1, 0]),
    ]


def drawn_whole(mobjects: list[Mobject]) -> np.ndarray:
    camera = StageCamera()
    camera.reset()
    camera.capture_mobjects(mobjects)
    return camera.pixel_array.copy()


def apart(a: np.ndarray, b: np.ndarray) -> int:
    return int(np.abs(a.astype(int) - b).max())


moves = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["shift", "grow", "dim", "widen", "nothing", "away", "back"])
    ),
    min_size=1,
    max_size=12,
)


@given(moves=moves, layers=st.booleans())
@settings(max_examples=60)
def test_whatever_changes_the_frame_is_as_if_drawn_whole_and_differs_only_where_it_says(moves, layers):
    with tempconfig(SMALL), pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_camera, "PATIENCE", 2)
        for name in ("LEAST", "LAYING", "PIXEL") if layers else ():
            patch.setattr(cached_layer, name, 0.0)  # all that stands still above something is a layer
        camera, mobjects = BatchCamera(), scene()
        shown, before = list(mobjects), None
        for which, what in [(0, "nothing"), *moves]:
            each = mobjects[which]
            if what == "shift":
                each.shift([0.31, -0.17, 0])
            elif what == "grow":
                each.scale(1.3)
            elif what == "dim":
                each.set_opacity(0.4)
            elif what == "widen":
                each.set_stroke(RED, width=9)
            elif what == "away":
                shown = [m for m in shown if m is not each]
            elif what == "back" and each not in shown:
                shown.append(each)
            camera.reset()
            camera.capture_mobjects(shown)
            assert apart(camera.pixel_array, drawn_whole(shown)) <= NEAR
            where, frame = camera.take_redrawn(), camera.pixel_array.copy()
            for left, top, right, bottom in [] if where is None else where:
                before[top:bottom, left:right] = frame[top:bottom, left:right]
            assert where is None or np.array_equal(before, frame)
            before = frame


@pytest.fixture
def drawn_items(monkeypatch):
    """The number of items that each call of a batch draws."""
    counts, draw = [], engine_camera.Batch.draw

    def counted(batch, context, wanted=None):
        counts.append(len(batch.styles) if wanted is None else int(wanted.sum()))
        draw(batch, context, wanted)

    monkeypatch.setattr(engine_camera.Batch, "draw", counted)
    return counts


def test_only_what_changed_is_drawn_again(drawn_items):
    with tempconfig(SMALL):
        camera, mobjects = BatchCamera(), scene()
        for _ in range(2):
            camera.reset()
            camera.capture_mobjects(mobjects)
        whole = drawn_items.pop(0)
        assert not drawn_items  # nothing changed, nothing is drawn
        for _ in range(2):
            mobjects[-1].shift([0.2, 0, 0])
            camera.reset()
            camera.capture_mobjects(mobjects)
        assert drawn_items == [whole - 1, 1, 1]  # all that stands still, once, to be kept; then what moves


def test_what_has_come_to_rest_is_not_drawn_again_where_something_moves_over_it(drawn_items, monkeypatch):
    monkeypatch.setattr(engine_camera, "PATIENCE", 3)
    with tempconfig(SMALL):
        camera = BatchCamera()
        squares = [Square(2 + n, fill_opacity=0.5) for n in range(4)]
        for frame in range(14):
            squares[0 if frame < 3 else 3].shift([0.02, 0, 0])
            if frame == 8:
                drawn_items.clear()
            camera.reset()
            camera.capture_mobjects(squares)
        shown = camera.pixel_array.copy()
        assert apart(shown, drawn_whole(squares)) <= NEAR
    assert set(drawn_items) <= {0, 1}  # before, each frame drew all four
    assert sum(drawn_items) >= 6


RINGS = 8  # around a dot that moves, above a square that does not


def dot_under_rings() -> list[Mobject]:
    rings = [Circle(1 + 0.1 * n, stroke_opacity=0.5) for n in range(RINGS)]
    return [Square(fill_opacity=1.0), Dot(radius=0.5, color=RED), *rings]


def move_dot(camera: BatchCamera, shown: list[Mobject], frames: int) -> None:
    (dot,) = (each for each in shown if isinstance(each, Dot))
    for _ in range(frames):
        dot.shift([0.01, 0.01, 0])
        camera.reset()
        camera.capture_mobjects(shown)


def test_what_stands_still_above_something_that_moves_is_laid_over_it(drawn_items, monkeypatch):
    monkeypatch.setattr(engine_camera, "PATIENCE", 3)
    with tempconfig(SMALL):
        camera, shown = BatchCamera(), dot_under_rings()
        move_dot(camera, shown, 8)
        assert 1 + RINGS in drawn_items
        drawn_items.clear()
        move_dot(camera, shown, 6)
        assert max(drawn_items) == 1  # the dot alone
        gaps = np.abs(camera.pixel_array.astype(int) - drawn_whole(shown))
    assert gaps.max() <= ROUNDED
    assert gaps.mean() < 0.05


CHANGES = {
    "a colour": lambda shown: shown[4].set_stroke(GREEN, width=9),
    "a place": lambda shown: shown[4].shift([0.4, 0, 0]),
    "one goes": lambda shown: shown.pop(4),
    "another comes between": lambda shown: shown.insert(5, Circle(0.8, fill_opacity=1.0)),
    "another comes below": lambda shown: shown.insert(1, Circle(0.8, fill_opacity=1.0)),
    "another comes under it": lambda shown: shown.insert(2, Circle(0.8, fill_opacity=1.0)),
    "a cover comes above": lambda shown: shown.append(Square(fill_opacity=0.5)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_layer_goes_with_what_it_shows(monkeypatch, change):
    monkeypatch.setattr(engine_camera, "PATIENCE", 3)
    with tempconfig(SMALL):
        camera, shown = BatchCamera(), dot_under_rings()
        move_dot(camera, shown, 12)
        assert camera._drawn.layers
        CHANGES[change](shown)
        for _ in range(7):
            move_dot(camera, shown, 1)
            assert apart(camera.pixel_array, drawn_whole(shown)) <= ROUNDED
        assert camera._drawn.layers  # of what stands still now


@given(
    corners=st.lists(st.tuples(*[st.floats(-2.5, 2.5)] * 2), min_size=2, max_size=6),
    size=st.sampled_from([1.0, 0.3, 0.01, 0.001]),  # a pixel is 0.03: its curves may be shorter
    closed=st.booleans(),
    joint=st.sampled_from(list(LineJointType)),
)
@settings(max_examples=150)
def test_a_stroke_lies_within_its_reach(corners, size, closed, joint):
    places = [size * np.array([x, y, 0.0]) for x, y in corners]
    stroke = VMobject(joint_type=joint).set_stroke(RED, width=30)
    stroke.set_points_as_corners([*places, places[0]] if closed else places)
    with tempconfig(SMALL):
        camera = BatchCamera()
        camera.reset()
        camera.capture_mobjects([stroke])
        batch = engine_camera.Batch.of([stroke], camera.cairo_line_width_multiple)
        left, top, right, bottom = reaches(batch, camera._to_pixels)[0]
    rows, columns = np.nonzero((camera.pixel_array != camera.background).any(axis=2))
    assert columns.min(initial=480) >= left - 1
    assert columns.max(initial=0) <= right + 1
    assert rows.min(initial=270) >= top - 1
    assert rows.max(initial=0) <= bottom + 1


def test_a_smooth_stroke_reaches_no_farther_than_it_is_wide():
    with tempconfig(SMALL):
        camera = BatchCamera()
        batch = engine_camera.Batch.of([Circle(1.5, stroke_width=20)], camera.cairo_line_width_multiple)
        left, _, right, _ = reaches(batch, camera._to_pixels)[0]
    unit = 270 / 8
    assert right - left < 2 * unit * (1.5 + 0.2)


def test_what_moves_outside_the_frame_changes_nothing():
    with tempconfig(SMALL):
        camera, shown = BatchCamera(), [Square(fill_opacity=1.0), Dot([40, 0, 0])]
        for frame in range(4):
            shown[1].shift([0.1 * frame, 0, 0])
            camera.reset()
            camera.capture_mobjects(shown)
            where = camera.take_redrawn()
            assert apart(camera.pixel_array, drawn_whole(shown)) <= NEAR
    assert where is not None
    assert len(where) == 0


def test_numbers_that_change_their_digits_leave_the_rest_of_the_frame_alone():
    with tempconfig(SMALL):
        camera, fixed = BatchCamera(), [Dot([x, -2, 0]) for x in range(-5, 6)]
        for frame in range(4):
            digits = [Dot([0.3 * n, 2, 0]) for n in range(1 + frame % 3)]  # others each time, more or fewer
            shown = [*fixed[:5], *digits, *fixed[5:]]
            camera.reset()
            camera.capture_mobjects(shown)
            where = camera.take_redrawn()
            assert apart(camera.pixel_array, drawn_whole(shown)) <= NEAR
    assert where is not None
    assert where[:, 3].max() < 135  # the upper half alone


def test_the_rectangles_cover_where_a_thing_was_and_is_and_no_more():
    with tempconfig(SMALL):
        camera = BatchCamera()
        dots = VGroup(*(Dot([x, 0, 0]) for x in (-6, -5.9, 0, 5)))
        before = engine_camera.Batch.of(list(dots), camera.cairo_line_width_multiple)
        for dot in (dots[0], dots[3]):
            dot.shift([0, 1.5, 0])
        after = engine_camera.Batch.of(list(dots), camera.cairo_line_width_multiple)
        boxes = [reaches(each, camera._to_pixels) for each in (before, after)]
        found = rectangles(changes(before, after), (boxes[0], boxes[1]), (480, 270))
    assert 1 <= len(found) <= 4
    canvas = np.zeros((270, 480), dtype=int)
    for left, top, right, bottom in found:
        canvas[top:bottom, left:right] = 1
    for moved in (0, 3):
        for box in boxes:
            left, top, right, bottom = box[moved]
            assert canvas[int(top) : int(bottom), int(left) : int(right)].all()
    assert canvas[135, 240] == 0  # the one in the middle did not move
    assert canvas.mean() < 0.2


@pytest.mark.parametrize("change", ["dusk", "dot", "nothing"])
def test_pictures_of_pixels_that_lie_below_are_painted_again_only_if_they_look_other(change):
    with tempconfig(SMALL):
        camera, dusk, dot = BatchCamera(), Dusk(0.5), Dot([4, -3, 0])
        ground = Square(side_length=6, color=RED, fill_opacity=1.0)
        painted = []
        paint = dusk.paint
        dusk.paint = lambda canvas: (painted.append(1), paint(canvas))[1]
        for frame in range(5):
            if change == "dusk":
                dusk.strength.set_value(0.5 + 0.1 * frame)
            elif change == "dot":
                dot.shift([-0.3, 0, 0])
            camera.reset()
            camera.capture_mobjects([ground, dusk, dot])
            count = len(painted)
            assert apart(camera.pixel_array, drawn_whole([ground, dusk, dot])) <= NEAR
            del painted[count:]
    assert len(painted) == {"dusk": 5, "dot": 2, "nothing": 1}[change]
