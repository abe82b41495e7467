"""Smooth outlines: pixels where near ground ends before far ground are looked at again, eight times
(compiled).

One sample per pixel leaves stairs at crests and rims, and only there: inside, the colours change smoothly
and lines know their own width. So the few pixels whose neighbour sees quite another place are found, drawn
again at eight spots each with the same depth test, coloured by the same passes, and averaged. No stairs,
and no shimmer while the hill turns, since what a pixel sees depends on nothing but the view.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.terrain.lanes import LANES, draw_spots
from visuals.terrain.raster import Corner, Place, area_of, border, corners, planes_of

SAMPLES = LANES
ACROSS = 512  # samples in a row of their picture
TILE = 3  # tiles of 2**3 pixels tell quickly where nothing needs a second look
NONE = -1
WORD = 8  # marks that are looked at together


@njit(**FAST)
def jumps(
    u: np.ndarray, v: np.ndarray, u_2: np.ndarray, v_2: np.ndarray, limit: float, found: np.ndarray
) -> None:
    """Mark in `found` where two rows of pixels see places more than `limit` grid cells apart."""
    for k in range(len(u)):
        apart = abs(u[k] - u_2[k]) + abs(v[k] - v_2[k])
        found[k] = np.uint8(1) if apart > limit else np.uint8(0)


@njit(**FAST)
def number(
    beside: np.ndarray,
    below: np.ndarray,
    above: np.ndarray,
    marks: np.ndarray,
    row: int,
    left: int,
    which: np.ndarray,
    tiles: np.ndarray,
    pixels: np.ndarray,
    count: int,
) -> int:
    """Number a row's pixels that differ from a neighbour (beside[k] tells of pixels k - 1 and k); returns
    the count. `marks` is scratch, of whole words.
    """
    size = len(below)
    if count + size > len(pixels):
        return count
    for k in range(size):
        marks[k] = beside[k] | beside[k + 1] | below[k] | above[k]
    words = marks.view(np.uint64)
    for word in range(-(-size // WORD)):
        if words[word] == 0:  # as nearly everywhere
            continue
        for k in range(word * WORD, min(word * WORD + WORD, size)):
            if marks[k]:
                which[k] = count
                tiles[(left + k) >> TILE] = True
                pixels[count, 0], pixels[count, 1] = row, left + k
                count += 1
    return count


@njit(**FAST)
def find(
    place: np.ndarray,
    spans: np.ndarray,
    box: np.ndarray,
    limit: float,
    which: np.ndarray,
    tiles: np.ndarray,
    pixels: np.ndarray,
    before: int,
) -> int:
    """Number the pixels in `spans` of the rows of `box` that lie at an edge: their place in `which`, or NONE.

    Lists them in `pixels` (n, 2), row and column, as far as they fit; returns how many there are. There
    stand those that were found `before`, so many; they are forgotten.
    """
    for k in range(before):
        which[pixels[k, 0], pixels[k, 1]] = NONE
    left, top, right, bottom = box
    width = right - left
    beside, below = np.zeros(width + 1, dtype=np.uint8), np.zeros((2, width), dtype=np.uint8)
    marks = np.zeros((width // WORD + 1) * WORD, dtype=np.uint8)
    u, v = place[0], place[1]
    for row in range(top >> TILE, (bottom >> TILE) + 1):
        for column in range(left >> TILE, (right >> TILE) + 1):
            tiles[row, column] = False
    count = 0
    for row in range(top, bottom):
        row_2, odd = min(row + 1, bottom - 1), row & 1
        begin, end = spans[row, 0], spans[row, 1]
        first, last = begin - left, end - left
        here_u, here_v = u[row, begin:end], v[row, begin:end]
        jumps(here_u[:-1], here_v[:-1], here_u[1:], here_v[1:], limit, beside[first + 1 : last])
        beside[first] = beside[last] = 0
        jumps(here_u, here_v, u[row_2, begin:end], v[row_2, begin:end], limit, below[odd, first:last])
        count = number(
            beside[first : last + 1],
            below[odd, first:last],
            below[1 - odd, first:last],
            marks,
            row,
            begin,
            which[row, begin:end],
            tiles[row >> TILE],
            pixels,
            count,
        )
        below[1 - odd] = 0
    return count


@njit(**FAST)
def reach_of(a: Corner, b: Corner, c: Corner, e: Corner) -> tuple[float, float, float, float]:
    """The box of pixels that a cell with these corners reaches: left, top, right, bottom."""
    (ax, ay, _), (bx, by, _), (cx, cy, _), (ex, ey, _) = a, b, c, e
    return min(ax, bx, cx, ex), min(ay, by, cy, ey), max(ax, bx, cx, ex), max(ay, by, cy, ey)


@njit(**FAST)
def touched(tiles: np.ndarray, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether any tile that the box of pixels reaches holds a numbered pixel."""
    rows, columns = tiles.shape
    for row in range(max(int(top) >> TILE, 0), min(int(bottom) >> TILE, rows - 1) + 1):
        for column in range(max(int(left) >> TILE, 0), min(int(right) >> TILE, columns - 1) + 1):
            if tiles[row, column]:
                return True
    return False


@njit(**FAST)
def again(
    a: Corner,
    b: Corner,
    c: Corner,
    at_a: Place,
    at_b: Place,
    at_c: Place,
    which: np.ndarray,
    depth: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
) -> None:
    """Draw a triangle as raster.triangle does, at the eight spots of the numbered pixels only.

    `depth`, `u` and `v` are flat: pixel k has its spots from place 8 k on.
    """
    area = area_of(a, b, c)
    if area >= -1e-9:
        return
    (ax, ay, _), (bx, by, _), (cx, cy, _) = a, b, c
    height, width = which.shape
    left, right = max(int(min(ax, bx, cx)), 0), min(int(max(ax, bx, cx)), width - 1)
    top, bottom = max(int(min(ay, by, cy)), 0), min(int(max(ay, by, cy)), height - 1)
    s_dx, s_dy, t_dx, t_dy, planes = planes_of(area, a, b, c, at_a, at_b, at_c)
    low_1, high_1, step_1 = border(ax, ay, bx, by, top + 0.5)
    low_2, high_2, step_2 = border(bx, by, cx, cy, top + 0.5)
    low_3, high_3, step_3 = border(cx, cy, ax, ay, top + 0.5)
    wide_1, wide_2, wide_3 = abs(step_1) * 0.5, abs(step_2) * 0.5, abs(step_3) * 0.5  # within half a row
    for row in range(top, bottom + 1):
        lowest = max(low_1 - wide_1, low_2 - wide_2, low_3 - wide_3)
        highest = min(high_1 + wide_1, high_2 + wide_2, high_3 + wide_3)
        low_1, low_2, low_3 = low_1 + step_1, low_2 + step_2, low_3 + step_3
        high_1, high_2, high_3 = high_1 + step_1, high_2 + step_2, high_3 + step_3
        for column in range(int(max(lowest - 1e-6, left)), int(min(highest + 1e-6, right)) + 1):
            k = which[row, column]
            if k != NONE:
                x, y = column - ax, row - ay
                s, t = np.float32(x * s_dx + y * s_dy), np.float32(x * t_dx + y * t_dy)
                draw_spots(depth, u, v, SAMPLES * k, s, t, planes)


@njit(**FAST)
def ground(
    seen: np.ndarray, which: np.ndarray, tiles: np.ndarray, depth: np.ndarray, place: np.ndarray
) -> None:
    """Look again at the whole grid of ground points, as raster.ground does."""
    rows, columns = seen.shape[0], seen.shape[1]
    flat, u, v = depth.ravel(), place[0].ravel(), place[1].ravel()
    for j in range(rows - 1):
        for i in range(columns - 1):
            a, b, c, e = corners(seen[j], seen[j + 1], i)
            left, top, right, bottom = reach_of(a, b, c, e)
            if touched(tiles, left, top, right, bottom):
                again(a, b, c, (i, j), (i + 1, j), (i, j + 1), which, flat, u, v)
                again(b, e, c, (i + 1, j), (i + 1, j + 1), (i, j + 1), which, flat, u, v)


@njit(**FAST)
def wall(
    rim: np.ndarray, foot: np.ndarray, side: int, which: np.ndarray, depth: np.ndarray, place: np.ndarray
) -> None:
    """Look again at one cut side of the block, as raster.wall does."""
    flat, u, v = depth.ravel(), place[0].ravel(), place[1].ravel()
    for k in range(len(rim) - 1):
        a, b, c, e = corners(foot, rim, k)
        near, far = -1.0 - k, -2.0 - k
        low, high = side + 0.999, side + 0.0
        again(a, b, c, (near, low), (far, low), (near, high), which, flat, u, v)
        again(b, e, c, (far, low), (far, high), (near, high), which, flat, u, v)


def room(rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Depth, place and picture of samples, in `rows` of ACROSS that shade can work through."""
    return (
        np.empty((rows, ACROSS), dtype=np.float32),
        np.empty((2, rows, ACROSS), dtype=np.float32),
        np.zeros((rows, ACROSS, 4), dtype=np.uint8),
    )


@njit(**FAST)
def average(samples: np.ndarray, pixels: np.ndarray, picture: np.ndarray) -> None:
    """Give every numbered pixel the mean of its eight samples (n, 8, 4)."""
    for k in range(len(pixels)):
        for channel in range(4):
            total = 0
            for spot in range(SAMPLES):
                total += samples[k, spot, channel]
            picture[pixels[k, 0], pixels[k, 1], channel] = np.uint8((total + SAMPLES // 2) // SAMPLES)
