"""Squares are as large as the misses say, where the misses are; where they overlap their light adds up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visuals.data.residual_squares import AreaSquare, ResidualSquares, layers
from visuals.drawing.axes import Axes
from visuals.drawing.camera import Canvas
from visuals.theme import INK

AXES = {"x": (0, 8), "y": (0, 8), "box": (-4, -4, 4, 4), "x_steps": (), "y_steps": ()}


def square(said, *data, **how):
    x, y = np.array(data, dtype=float).T
    return ResidualSquares(lambda: np.broadcast_to(said, x.shape), x, y, on=Axes(**AXES), **how)


def painted(picture, size=320):
    pixels = np.zeros((size, size, 4), dtype=np.uint8)
    picture.paint(Canvas(pixels, (0.0, 0.0), (8.0, 8.0)))
    return pixels[..., :3].astype(float)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 8), st.floats(0, 8)), min_size=1, max_size=6), st.floats(0, 8))
def test_each_square_stands_on_its_stick(data, said):
    picture = square(said, *data)
    for (x, y), (left, low, right, high) in zip(data, picture.boxes, strict=True):
        side = abs(y - said)
        assert right - left == pytest.approx(side, abs=1e-9)
        assert high - low == pytest.approx(side, abs=1e-9)
        assert (low, high) == pytest.approx((min(y, said) - 4, max(y, said) - 4), abs=1e-9)
        edge = right if y >= said else left  # the side that the stick is
        assert edge == pytest.approx(x - 4, abs=1e-9)


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.floats(-3, 23)] * 2, *[st.floats(0.05, 9)] * 2), min_size=1, max_size=8))
def test_layers_count_what_covers_a_pixel_and_by_how_much(given_boxes):
    boxes = np.array([(x, y, x + wide, y + tall) for x, y, wide, tall in given_boxes])
    count = layers(boxes, 20, 20)[:20, :20]
    i = np.arange(20.0)
    cover = lambda low, high: np.clip(np.minimum(high, i + 1) - np.maximum(low, i), 0, 1)  # noqa: E731
    witness = sum(np.outer(cover(y0, y1), cover(x0, x1)) for x0, y0, x1, y1 in boxes)
    np.testing.assert_allclose(count, witness, atol=1e-9)


def test_the_painted_area_is_the_square_of_the_miss():
    pixels = painted(square(2.0, (5.0, 6.0), cover=0.5, edge=0.5))
    lit = pixels.sum(axis=2) > 0
    assert lit.sum() == pytest.approx((4.0 * 40) ** 2, rel=0.02)
    rows, columns = np.nonzero(lit)
    assert (columns.min(), columns.max()) == (40, 199)
    assert (rows.min(), rows.max()) == (80, 239)


def test_two_that_overlap_shine_brighter_than_one():
    pixels = painted(square(4.0, (4.0, 7.0), (5.0, 7.0), cover=0.2, edge=0.2))
    alone, both = pixels[80, 60], pixels[80, 130]
    ink = np.array([int(INK.residual[k : k + 2], 16) for k in (1, 3, 5)])
    np.testing.assert_allclose(alone, 0.2 * ink, atol=1.0)
    np.testing.assert_allclose(both, 0.36 * ink, atol=2.0)


def test_nothing_is_painted_of_what_has_not_grown():
    picture = square(4.0, (4.0, 7.0), grown=0.0)
    assert painted(picture).sum() == 0
    picture.grown.set_value(0.5)
    assert np.ptp(picture.boxes[0, [0, 2]]) == pytest.approx(1.5)


@given(st.floats(0.01, 30))
def test_the_one_square_has_the_area_told(area):
    picture = AreaSquare(lambda: area, on=Axes(**AXES), at=(-1.0, -2.0))
    points = picture.square.points
    wide, tall, _ = np.ptp(points, axis=0)
    assert wide * tall == pytest.approx(area)
    assert points.min(axis=0)[:2] == pytest.approx([-1.0, -2.0])
