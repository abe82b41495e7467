"""Who sees the sky and who sees the viewer: rays over a grid of heights (compiled).

The ground is bilinear between grid points. Rays are followed in grid coordinates (columns, rows) with
heights in world units, so that nothing here depends on pixels or on a drawn frame.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST

DIRECTIONS = 16  # in which the horizon is looked for
FAR = 28  # cells
BLOCK = 16  # cells along a side that a sight line may pass over at once


@njit(**FAST)
def height_at(heights: np.ndarray, u: float, v: float) -> float:
    """The bilinear height at column u, row v, both clamped to the grid."""
    rows, columns = heights.shape
    u, v = min(max(u, 0.0), columns - 1.0), min(max(v, 0.0), rows - 1.0)
    i, j = min(int(u), columns - 2), min(int(v), rows - 2)
    s, t = u - i, v - j
    low = heights[j, i] * (1 - s) + heights[j, i + 1] * s
    high = heights[j + 1, i] * (1 - s) + heights[j + 1, i + 1] * s
    height: float = low * (1 - t) + high * t
    return height


@njit(**FAST)
def heights_at(heights: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The bilinear heights (n,) at columns and rows (n, 2)."""
    found = np.empty(len(places))
    for k in range(len(places)):
        found[k] = height_at(heights, places[k, 0], places[k, 1])
    return found


@njit(**FAST)
def highest(heights: np.ndarray) -> np.ndarray:
    """The highest ground of every block of BLOCK x BLOCK cells, the cells' four corners all counted."""
    rows, columns = heights.shape
    top = np.empty(((rows - 2) // BLOCK + 1, (columns - 2) // BLOCK + 1))
    for j in range(top.shape[0]):
        for i in range(top.shape[1]):
            block = heights[j * BLOCK : (j + 1) * BLOCK + 1, i * BLOCK : (i + 1) * BLOCK + 1]
            top[j, i] = block.max()
    return top


@njit(**FAST)
def steps_to(place: float, pace: float, low: int, high: int) -> int:
    """How many whole steps of `pace` lead from `place` to a border of [low, high]; at least one."""
    if pace == 0.0:
        return 100000
    return max(int(((high if pace > 0.0 else low) - place) / pace), 1)


@njit(**FAST)
def clearances(
    heights: np.ndarray,
    tops: np.ndarray,
    cell: np.ndarray,
    start: np.ndarray,
    toward: np.ndarray,
    least: float,
    enough: float,
) -> np.ndarray:
    """How far (world units, upwards) every sight line from `start` to the viewer stays above the ground.

    `heights` (rows, columns) and `tops`, the `highest` of them block by block, in world units; `cell` the
    world size of a cell, along x and along y; `start` (n, 3) column, row and height; `toward` (n, 3) world
    directions to the eye. A negative clearance means that ground stands between; the sight line leaves from
    `start` itself. Nobody needs to know by how much a clearance is below `least`, or above `enough`.
    """
    rows, columns = heights.shape
    clear, summit = np.empty(len(start)), tops.max()
    for k in range(len(start)):
        u, v, z = start[k]
        du, dv, dz = toward[k, 0] / cell[0], toward[k, 1] / cell[1], toward[k, 2]
        clear[k] = z - height_at(heights, u, v)
        run = np.sqrt(du * du + dv * dv)
        if run < 1e-12 * abs(dz):
            continue
        stride, step = 0.4 / run, 1
        while clear[k] > least:
            t = step * stride
            x, y, high = u + t * du, v + t * dv, z + t * dz
            if (
                high - summit > enough
                or (x < 0.0 and du <= 0)
                or (x > columns - 1.0 and du >= 0)
                or (y < 0.0 and dv <= 0)
                or (y > rows - 1.0 and dv >= 0)
            ):
                break
            if 0.0 <= x <= columns - 1.0 and 0.0 <= y <= rows - 1.0:
                i, j = min(int(x), columns - 2) // BLOCK, min(int(y), rows - 2) // BLOCK
                if high - tops[j, i] > enough:  # and it rises: on to the next block
                    across = steps_to(x, stride * du, i * BLOCK, (i + 1) * BLOCK)
                    step += min(across, steps_to(y, stride * dv, j * BLOCK, (j + 1) * BLOCK))
                    continue
                clear[k] = min(clear[k], high - height_at(heights, x, y))
            step += 1
    return clear


@njit(**FAST)
def open_sky(heights: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """The share of the sky that every grid point sees, cosine-weighted (1 on a plain, less in a gorge)."""
    rows, columns = heights.shape
    sky = np.empty((rows, columns))
    for j in range(rows):
        for i in range(columns):
            seen = 0.0
            for direction in range(DIRECTIONS):
                angle = 2.0 * np.pi * direction / DIRECTIONS
                du, dv = np.cos(angle), np.sin(angle)
                along = np.sqrt((du * cell[0]) ** 2 + (dv * cell[1]) ** 2)
                steepest = 0.0
                for step in range(1, FAR):
                    x, y = i + du * step, j + dv * step
                    if x < 0 or x > columns - 1 or y < 0 or y > rows - 1:
                        break
                    steepest = max(steepest, (height_at(heights, x, y) - heights[j, i]) / (along * step))
                seen += 1.0 / (1.0 + steepest * steepest)
            sky[j, i] = seen / DIRECTIONS
    return sky
