"""What is worked out several at a time is what one at a time would be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visuals.drawing.pixels import packed
from visuals.terrain import marks, raster
from visuals.terrain.lanes import bilinear

SHAPE = (24, 40)
spots = st.tuples(st.floats(-6, 46), st.floats(-6, 30))


def fresh() -> tuple[np.ndarray, np.ndarray]:
    return np.full(SHAPE, raster.EMPTY), np.zeros((2, *SHAPE), dtype=np.float32)


def draw(a, b, c, depths, buffers):
    depth, place = buffers
    flat, u, v = depth.ravel(), place[0].ravel(), place[1].ravel()
    corners = [tuple(map(float, (*spot, deep))) for spot, deep in zip((a, b, c), depths, strict=True)]
    raster.triangle(*corners, (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), flat, u, v, SHAPE[1])


@given(spots, spots, spots)
@settings(max_examples=150, deadline=None)
def test_a_triangle_covers_the_pixels_whose_middles_it_holds(a, b, c):
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    depth, place = buffers = fresh()
    draw(a, b, c, (1.0, 2.0, 4.0), buffers)
    covered = depth > raster.FAR
    if area >= -1e-9:
        assert not covered.any()
        return
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]] + 0.5
    s = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
    t = ((y - a[1]) * (b[0] - a[0]) - (x - a[0]) * (b[1] - a[1])) / area
    inside = np.minimum(np.minimum(s, t), 1 - s - t)
    sure = 1e-4 * max(1.0, 50.0 / abs(area))  # a sliver's sides part within less than the rounding
    assert covered[inside > sure].all()
    assert not covered[inside < -sure].any()
    if abs(area) > 5.0:
        np.testing.assert_allclose(place[0][covered], s[covered], atol=1e-3)
        np.testing.assert_allclose(place[1][covered], t[covered], atol=1e-3)
        np.testing.assert_allclose(depth[covered], (1 + s + 3 * t)[covered], atol=4e-3)


@given(st.lists(st.tuples(spots, spots, spots, st.floats(-5, 5)), min_size=2, max_size=6), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_nearest_triangle_is_seen_in_whatever_order_they_are_drawn(triangles, order):
    triangles = [(*each[:3], each[3] + 0.01 * k) for k, each in enumerate(triangles)]
    first, second = fresh(), fresh()
    for a, b, c, deep in triangles:
        draw(a, b, c, (deep, deep, deep), first)
    order.shuffle(triangles)
    for a, b, c, deep in triangles:
        draw(a, b, c, (deep, deep, deep), second)
    np.testing.assert_array_equal(first[0], second[0])


@given(st.integers(0, 6), st.integers(0, 4), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=50, deadline=None)
def test_four_numbers_at_a_time_are_each_bilinear(i, j, s, t):
    grid = np.random.default_rng(3).normal(size=(6, 8, 4)).astype(np.float32)
    found = np.zeros(12, dtype=np.float32)
    at, single = np.uint32((j * 8 + i) * 4), np.float32
    bilinear(grid.ravel(), at, np.uint32(4), np.uint32(32), single(s), single(t), found, 4)
    low = grid[j, i] * (1 - s) + grid[j, i + 1] * s
    high = grid[j + 1, i] * (1 - s) + grid[j + 1, i + 1] * s
    np.testing.assert_allclose(found[4:8], low * (1 - t) + high * t, atol=1e-5)
    assert not found[:4].any()
    assert not found[8:].any()


@pytest.mark.parametrize("backdrop", [255, 120])
def test_glows_are_the_marks_of_their_kind(backdrop):
    rng = np.random.default_rng(4)
    spots = rng.uniform([-5, -5], [85, 65], (60, 2))
    shapes = np.tile(np.eye(2) * 9.5, (60, 1, 1)) + rng.normal(0, 1, (60, 2, 2))
    shares, inks = rng.uniform(0, 1, 60), rng.uniform(0, 255, (60, 3))
    frame = rng.integers(0, 120, (60, 80, 4)).astype(np.uint8)
    frame[..., 3] = backdrop
    known = frame.copy()
    marks.mark(marks.GLOW, spots, shapes, shares, 0.0, inks, np.zeros(3), 0.0, known)
    marks.glows(spots, shapes, shares, inks, frame, packed(frame))
    assert np.abs(frame.astype(int) - known).max() <= 2  # each glow rounds: a level now and then
    assert np.abs(frame.astype(int) - known).mean() < 0.02
