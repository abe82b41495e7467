"""Smooth outlines: along every edge of the hill, a pixel is mixed with its neighbour by the part that edge cuts off.

One colour per pixel leaves stairs where near ground ends before far ground. The mesh knows exactly where those
edges run, so each pixel that one crosses takes the neighbour's colour for the share of its area beyond the edge
(geometry buffer anti-aliasing, Persson 2011). The share moves continuously as the hill turns: no shimmer.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NEAR = 1.5  # an edge belongs to what is seen if it lies no deeper than this many cells behind it


@njit(cache=True)
def faces(seen):
    """Whether the two triangles of every cell face the viewer, (rows - 1, columns - 1, 2)."""
    rows, columns = seen.shape[0], seen.shape[1]
    front = np.zeros((rows - 1, columns - 1, 2), dtype=np.bool_)
    for j in range(rows - 1):
        for i in range(columns - 1):
            ax, ay = seen[j, i, 0], seen[j, i, 1]
            bx, by = seen[j, i + 1, 0], seen[j, i + 1, 1]
            cx, cy = seen[j + 1, i, 0], seen[j + 1, i, 1]
            ex, ey = seen[j + 1, i + 1, 0], seen[j + 1, i + 1, 1]
            front[j, i, 0] = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0.0
            front[j, i, 1] = (ex - bx) * (cy - by) - (ey - by) * (cx - bx) < 0.0
    return front


@njit(cache=True)
def smooth(ax, ay, ad, bx, by, bd, slack, depth, picture):
    """Mix the pixels that the edge from a to b crosses with their neighbours beyond it."""
    height, width = depth.shape
    steep = abs(by - ay) > abs(bx - ax)
    if steep:  # walk down the rows instead of along the columns
        ax, ay, bx, by = ay, ax, by, bx
    if ax > bx:
        ax, ay, ad, bx, by, bd = bx, by, bd, ax, ay, ad
    limit, other = (height, width) if steep else (width, height)
    first, last = max(int(np.ceil(ax - 0.5)), 0), min(int(np.ceil(bx - 0.5)) - 1, limit - 1)
    if last < first:
        return
    slope, sink = (by - ay) / (bx - ax), (bd - ad) / (bx - ax)
    for k in range(first, last + 1):
        crossing = ay + (k + 0.5 - ax) * slope
        cell = int(np.floor(crossing))
        part = crossing - cell
        beyond = cell - 1 if part < 0.5 else cell + 1
        share = part if part < 0.5 else 1.0 - part
        if cell < 0 or cell >= other or beyond < 0 or beyond >= other:
            continue
        row, column = (k, cell) if steep else (cell, k)
        row_2, column_2 = (k, beyond) if steep else (beyond, k)
        nearest = max(depth[row, column], depth[row_2, column_2])
        if nearest > ad + (k + 0.5 - ax) * sink + slack:
            continue  # hidden behind nearer ground
        for channel in range(4):
            here, there = float(picture[row, column, channel]), float(picture[row_2, column_2, channel])
            picture[row, column, channel] = np.uint8(here + (there - here) * share + 0.5)


@njit(cache=True)
def outlines(seen, slack, depth, picture):
    """Smooth every edge where ground that faces the viewer ends: crests, and the block's rim."""
    front = faces(seen)
    rows, columns = front.shape[0], front.shape[1]
    for j in range(rows + 1):
        for i in range(columns + 1):
            ax, ay, ad = seen[j, i]
            if i < columns:  # the edge to the next column lies between two cells of one column
                below = front[j - 1, i, 1] if j > 0 else False
                above = front[j, i, 0] if j < rows else False
                if below != above:
                    bx, by, bd = seen[j, i + 1]
                    smooth(ax, ay, ad, bx, by, bd, slack, depth, picture)
            if j < rows:
                left = front[j, i - 1, 1] if i > 0 else False
                right = front[j, i, 0] if i < columns else False
                if left != right:
                    bx, by, bd = seen[j + 1, i]
                    smooth(ax, ay, ad, bx, by, bd, slack, depth, picture)
            if i < columns and j < rows and front[j, i, 0] != front[j, i, 1]:
                px, py, pd = seen[j, i + 1]
                qx, qy, qd = seen[j + 1, i]
                smooth(px, py, pd, qx, qy, qd, slack, depth, picture)
