"""Headlamps over dark ground: which lamps light which spot (compiled)."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.terrain.chunk import ALPHA, DARK, EAST, LIGHT, NORTH, U, V

SOFT_EDGE = np.float32(0.07)  # a disc fades over this share of its radius, to either side of it
DIMMER = np.float32(0.35)  # how much light is lost from the disc's middle to its edge
BUCKETS = 96  # lamps are sorted into this many rows and columns of ground
MANY = np.float32(BUCKETS / 2)
BLOCK = 16  # pixels that a lamp lights together
SHARPNESS = np.float32(1.0 / (2.0 * float(SOFT_EDGE)))  # of a disc's edge, per radius
ZERO, ONE, TWO, THREE = np.float32(0), np.float32(1), np.float32(2), np.float32(3)


@njit(**FAST)
def bucket(place, half):
    """Row or column of the patch that a world coordinate between -half and half lies in."""
    return min(max(np.int32((place + half) * (MANY / half)), 0), BUCKETS - 1)


@njit(**FAST)
def sort_lamps(lamps, half_x, half_y):
    """Which lamps reach each of BUCKETS x BUCKETS patches of a map of 2 half_x by 2 half_y world units.

    Lamps (n, 4): world x, y, radius, strength. Returns where each patch's lamps begin, and the lamps patch
    by patch.
    """
    reach = np.empty((len(lamps), 4), dtype=np.int64)
    count = np.zeros(BUCKETS * BUCKETS + 1, dtype=np.int64)
    for k in range(len(lamps)):
        x, y, radius = lamps[k, 0], lamps[k, 1], lamps[k, 2] * (ONE + SOFT_EDGE)
        reach[k, 0], reach[k, 1] = bucket(x - radius, half_x), bucket(x + radius, half_x)
        reach[k, 2], reach[k, 3] = bucket(y - radius, half_y), bucket(y + radius, half_y)
        for row in range(reach[k, 2], reach[k, 3] + 1):
            for column in range(reach[k, 0], reach[k, 1] + 1):
                count[row * BUCKETS + column + 1] += 1
    first = np.cumsum(count)
    free = first.copy()
    listed = np.empty(first[-1], dtype=np.int64)
    for k in range(len(lamps)):
        for row in range(reach[k, 2], reach[k, 3] + 1):
            for column in range(reach[k, 0], reach[k, 1] + 1):
                listed[free[row * BUCKETS + column]] = k
                free[row * BUCKETS + column] += 1
    return first, listed


@njit(**FAST)
def gather(patch, start, first, listed, asked, near):
    """List in `near` which lamps may reach any of BLOCK pixels from `start` on, each once; returns how many.

    `patch` (pixels,) is where each pixel's ground lies, `asked` (lamps,) scratch, all False again at the end.
    """
    count, last = 0, np.int32(-1)
    for k in range(start, start + BLOCK):
        if patch[k] == last:
            continue
        last = patch[k]
        for at in range(first[last], first[last + 1]):
            if not asked[listed[at]]:
                asked[listed[at]] = True
                near[count] = listed[at]
                count += 1
    for k in range(count):
        asked[near[k]] = False
    return count


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
def light_lamps(row, size, daylight, lamps, first, listed, to_world, half_x, half_y, patch, near, asked):
    """Pass 5, only at night: what no lamp lights is dark. `patch` (pixels,), `near` and `asked` (lamps,) are
    scratch.

    Most of the ground is dark, so lamps are asked only where some reach the patch of ground.
    """
    for k in range(size):
        row[EAST + k], row[NORTH + k] = row[U + k] * to_world[0] - half_x, row[V + k] * to_world[1] - half_y
        row[DARK + k] = ONE
    if len(listed) > 0:
        for k in range(size):
            patch[k] = bucket(row[NORTH + k], half_y) * BUCKETS + bucket(row[EAST + k], half_x)
        for k in range(size, -(-size // BLOCK) * BLOCK):
            patch[k] = patch[size - 1]
        for start in range(0, size, BLOCK):
            for at in range(gather(patch, start, first, listed, asked, near)):
                lamp = near[at]
                dim(row, start, lamps[lamp, 0], lamps[lamp, 1], lamps[lamp, 2], lamps[lamp, 3])
    for k in range(size):
        lit = ONE - row[DARK + k] if row[ALPHA + k] == ONE else ZERO  # walls stay dark
        row[LIGHT + k] *= daylight + (ONE - daylight) * lit
