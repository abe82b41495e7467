"""Headlamps over dark ground: where on the screen each may shine, and how brightly it does (compiled)."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.terrain.chunk import ALPHA, DARK, EAST, LIGHT, NORTH, U, V

SOFT_EDGE = np.float32(0.07)  # a disc fades over this share of its radius, to either side of it
DIMMER = np.float32(0.35)  # how much light is lost from the disc's middle to its edge
ROUNDING = 1e-3  # by which a box of pixels is larger than the disc in it
BLOCK = 16  # pixels that a lamp lights together
SHARPNESS = np.float32(1.0 / (2.0 * float(SOFT_EDGE)))  # of a disc's edge, per radius
ZERO, ONE, TWO, THREE = np.float32(0), np.float32(1), np.float32(2), np.float32(3)


@njit(**FAST)
def cells(middle, radius, half, cell, count):
    """The first and the last of `count` grid points around what a lamp lights in one direction."""
    first = np.floor((middle - radius + half) / cell)
    last = np.ceil((middle + radius + half) / cell)
    return max(int(first), 0), min(int(last), count - 1)


@njit(**FAST)
def reach(lamps, seen, to_world, height, width):
    """The pixels that may see what a lamp lights: left, top, right, bottom of each lamp, (lamps, 4).

    Lamps (n, 4): world x, y, radius, strength. `seen` (rows, columns, 3) is where every grid point appears: a
    pixel sees ground between the corners of a triangle that it lies in itself.
    """
    rows, columns = seen.shape[0], seen.shape[1]
    half_x, half_y = to_world[0] * (columns - 1) / 2, to_world[1] * (rows - 1) / 2
    boxes = np.zeros((len(lamps), 4), dtype=np.int64)
    for k in range(len(lamps)):
        radius = lamps[k, 2] * (1.0 + SOFT_EDGE) * (1.0 + ROUNDING)
        west, east = cells(lamps[k, 0], radius, half_x, to_world[0], columns)
        south, north = cells(lamps[k, 1], radius, half_y, to_world[1], rows)
        if west >= east or south >= north:
            continue
        left, top, right, bottom = 1e9, 1e9, -1e9, -1e9
        for j in range(south, north + 1):
            for i in range(west, east + 1):
                left, right = min(left, seen[j, i, 0]), max(right, seen[j, i, 0])
                top, bottom = min(top, seen[j, i, 1]), max(bottom, seen[j, i, 1])
        boxes[k, 0], boxes[k, 2] = max(int(left) - 1, 0), min(int(right) + 2, width)
        boxes[k, 1], boxes[k, 3] = max(int(top) - 1, 0), min(int(bottom) + 2, height)
    return boxes


@njit(**FAST)
def by_row(boxes, height):
    """Which lamps shine in every row of pixels: where each row's begin (height + 1,), and row by row each
    lamp, its first column and one past its last (n, 3).
    """
    first = np.zeros(height + 1, dtype=np.int64)
    for k in range(len(boxes)):
        for row in range(boxes[k, 1], boxes[k, 3]):
            first[row + 1] += 1
    first = np.cumsum(first)
    listed, free = np.empty((first[-1], 3), dtype=np.int32), first.copy()
    for k in range(len(boxes)):
        for row in range(boxes[k, 1], boxes[k, 3]):
            listed[free[row], 0], listed[free[row], 1], listed[free[row], 2] = k, boxes[k, 0], boxes[k, 2]
            free[row] += 1
    return first, listed


@njit(**FAST)
def by_sample(pixels, first, listed, across, samples):
    """The same for the samples of `pixels` (n, 2), row and column in reading order, so many samples each,
    laid out in rows of `across` pixels.
    """
    rows = -(-len(pixels) // across)
    begin, count = np.zeros(rows + 1, dtype=np.int64), 0
    found = np.empty((256, 3), dtype=np.int32)
    for each in range(rows):
        start, end = each * across, min((each + 1) * across, len(pixels))
        k = start
        while k < end:  # pixels in one row of the screen
            row, upto = pixels[k, 0], k + 1
            while upto < end and pixels[upto, 0] == row:
                upto += 1
            for at in range(first[row], first[row + 1]):
                low, high = k, upto
                while low < high and pixels[low, 1] < listed[at, 1]:
                    low += 1
                while low < high and pixels[high - 1, 1] >= listed[at, 2]:
                    high -= 1
                if low < high:
                    if count == len(found):
                        found = np.concatenate((found, np.empty_like(found)))
                    found[count, 0] = listed[at, 0]
                    found[count, 1], found[count, 2] = (low - start) * samples, (high - start) * samples
                    count += 1
            k = upto
        begin[each + 1] = count
    return begin, found[:count]


@njit(**FAST)
def dim(row, start, x, y, radius, strength):
    """Take from the darkness of BLOCK pixels from `start` on what one lamp leaves of it.

    0 inside a full disc's middle, 1 outside of it. Every pixel is worked out, so that the compiler can
    take them all at once; it does so for indices without a sign only.
    """
    dark, east, north = np.uint64(DARK + start), np.uint64(EAST + start), np.uint64(NORTH + start)
    per_square = ONE / (radius * radius)
    for k in range(np.uint64(BLOCK)):
        dx, dy = x - row[east + k], y - row[north + k]
        square = (dx * dx + dy * dy) * per_square
        edge = min(max((ONE + SOFT_EDGE - np.sqrt(square)) * SHARPNESS, ZERO), ONE)
        edge *= edge * (THREE - TWO * edge)
        row[dark + k] *= ONE - strength * edge * (ONE - DIMMER * min(square, ONE))


@njit(**FAST)
def light_lamps(row, size, left, daylight, lamps, listed, to_world, half_x, half_y):
    """Pass 5, only at night: what no lamp lights is dark.

    `listed` (n, 3) holds the lamps that may shine in this row of the picture, each with its first column and
    one past its last; the chunk's first pixel stands in column `left`.
    """
    for k in range(size):
        row[EAST + k], row[NORTH + k] = row[U + k] * to_world[0] - half_x, row[V + k] * to_world[1] - half_y
        row[DARK + k] = ONE
    for at in range(len(listed)):
        lamp, begin, end = listed[at, 0], max(listed[at, 1] - left, 0), min(listed[at, 2] - left, size)
        for start in range(begin // BLOCK * BLOCK, end, BLOCK):
            dim(row, start, lamps[lamp, 0], lamps[lamp, 1], lamps[lamp, 2], lamps[lamp, 3])
    for k in range(size):
        lit = ONE - row[DARK + k] if row[ALPHA + k] == ONE else ZERO  # walls stay dark
        row[LIGHT + k] *= daylight + (ONE - daylight) * lit
