"""Headlamps over dark ground: which lamps light which spot (compiled)."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST

SOFT_EDGE = np.float32(0.07)  # a disc fades over this share of its radius, to either side of it
DIMMER = np.float32(0.35)  # how much light is lost from the disc's middle to its edge
BUCKETS = 96  # lamps are sorted into this many rows and columns of ground
MANY = np.float32(BUCKETS / 2)
ONE, TWO, THREE = np.float32(1), np.float32(2), np.float32(3)


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
def lamplight(x, y, lamps, near):
    """How brightly headlamps light the ground at world (x, y): 0 outside every disc, up to 1.

    `near`: which of the `lamps` may reach it.
    """
    dark = ONE
    for lamp in near:
        dx, dy, radius = x - lamps[lamp, 0], y - lamps[lamp, 1], lamps[lamp, 2]
        away, reach = dx * dx + dy * dy, radius * (ONE + SOFT_EDGE)
        if away < reach * reach:
            out = np.sqrt(away) / radius
            edge = min((ONE + SOFT_EDGE - out) / (TWO * SOFT_EDGE), ONE)
            edge *= edge * (THREE - TWO * edge)
            dark *= ONE - lamps[lamp, 3] * edge * (ONE - DIMMER * min(out * out, ONE))
    return ONE - dark
