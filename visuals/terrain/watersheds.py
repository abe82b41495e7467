"""Where water drains to: the watershed that every spot of the ground belongs to (compiled)."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST

HALF, ONE, SIXTH = np.float32(0.5), np.float32(1), np.float32(1 / 6)
STEEPNESS = np.float32(0.75)  # one over how fast two labels' weights part, per cell, across a straight divide


@njit(**FAST)
def spline(s):
    """Weights of four neighbours at place s between the second and the third: the cubic B-spline."""
    r = ONE - s
    return (
        r * r * r * SIXTH,
        (np.float32(4) - np.float32(6) * s * s + np.float32(3) * s * s * s) * SIXTH,
        (np.float32(4) - np.float32(6) * r * r + np.float32(3) * r * r * r) * SIXTH,
        s * s * s * SIXTH,
    )


@njit(**FAST)
def uniform(labels, top, left):
    """Whether the 4 x 4 grid points from row `top` and column `left` on, kept on the grid, have one label."""
    rows, columns = labels.shape
    first = labels[min(max(top, 0), rows - 1), min(max(left, 0), columns - 1)]
    for j in range(top, top + 4):
        for i in range(left, left + 4):
            if labels[min(max(j, 0), rows - 1), min(max(i, 0), columns - 1)] != first:
                return False
    return True


@njit(**FAST)
def inside_one(labels):
    """For every cell of the labels' grid (rows - 1, columns - 1): whether it lies wholly in one watershed."""
    rows, columns = labels.shape
    whole = np.empty((max(rows - 1, 1), max(columns - 1, 1)), dtype=np.bool_)
    for j in range(whole.shape[0]):
        for i in range(whole.shape[1]):
            whole[j, i] = uniform(labels, j - 1, i - 1)
    return whole


@njit(**FAST)
def watershed(labels, i, j, u, v, cell, seen):
    """The two labels that meet at column u, row v in cell (i, j), and the share of the first: 1 away from the
    divide.

    The 16 grid points around weigh as in a smoothing spline, and the label with most weight wins, so that
    divides run smoothly between the grid points. `cell` is the size of a cell in pixels: a divide is two
    pixels soft. `seen` is room for 16 labels.
    """
    rows, columns = labels.shape
    across, down = spline(u - np.float32(i)), spline(v - np.float32(j))
    best, second, most, runner_up = labels[j, i], labels[j, i], np.float32(-1), np.float32(0)
    for k in range(16):
        seen[k] = labels[min(max(j - 1 + k // 4, 0), rows - 1), min(max(i - 1 + k % 4, 0), columns - 1)]
    for k in range(16):
        fresh = True
        for other in range(k):
            fresh = fresh and seen[other] != seen[k]
        if not fresh:
            continue
        weight = np.float32(0)
        for other in range(k, 16):
            if seen[other] == seen[k]:
                weight += across[other % 4] * down[other // 4]
        if weight > most:
            second, runner_up = best, max(most, np.float32(0))
            best, most = seen[k], weight
        elif weight > runner_up:
            second, runner_up = seen[k], weight
    return best, second, min(HALF + HALF * STEEPNESS * (most - runner_up) * cell, ONE)
