"""The z-buffer: which spot of the ground every pixel sees, found triangle by triangle (compiled).

`place[:, row, column]` holds (u, v): grid coordinates of the ground seen at the pixel's centre, column and
row of the grid as real numbers. Walls below the rim (the hill is a block cut from the ground) have u = -1 -
distance along the side, v = side + share of the way down. `depth` grows toward the viewer and is EMPTY
where nothing is seen, u NOWHERE.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.terrain.compiled import FAST

EMPTY, NOWHERE = np.float32(-1e30), np.float32(-1e6)
SOUTH, EAST, NORTH, WEST = 0, 1, 2, 3  # sides of the block, in the order of walls


@njit(**FAST)
def clear(depth, place, box):
    """Empty the rows and columns of `box` = (left, top, right, bottom), right and bottom not included."""
    for row in range(box[1], box[3]):
        for column in range(box[0], box[2]):
            depth[row, column] = EMPTY
            place[0, row, column] = NOWHERE
            place[1, row, column] = 0.0


@njit(**FAST)
def triangle(ax, ay, ad, bx, by, bd, cx, cy, cd, au, av, bu, bv, cu, cv, depth, place):
    """Draw a triangle that faces the viewer (corners clockwise on the screen) where nothing nearer stands."""
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if area >= -1e-9:  # seen from behind, or edge on
        return
    height, width = depth.shape
    top = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
    bottom = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
    if top > bottom or max(ax, bx, cx) < 0.5 or min(ax, bx, cx) > width - 0.5:
        return
    # depth, u and v are planes over the screen
    share = 1.0 / area
    ex, ey, fx, fy = bx - ax, by - ay, cx - ax, cy - ay
    d_dx, d_dy = (fy * (bd - ad) - ey * (cd - ad)) * share, (ex * (cd - ad) - fx * (bd - ad)) * share
    u_dx, u_dy = (fy * (bu - au) - ey * (cu - au)) * share, (ex * (cu - au) - fx * (bu - au)) * share
    v_dx, v_dy = (fy * (bv - av) - ey * (cv - av)) * share, (ex * (cv - av) - fx * (bv - av)) * share
    for row in range(top, bottom + 1):
        y = row + 0.5
        left, right = -1e30, 1e30
        for side in range(3):
            if side == 0:
                px, py, qx, qy = ax, ay, bx, by
            elif side == 1:
                px, py, qx, qy = bx, by, cx, cy
            else:
                px, py, qx, qy = cx, cy, ax, ay
            rise = qy - py
            if rise > 0.0:  # clockwise as seen from behind: ground lies left of an edge that runs down
                left = max(left, px + (y - py) / rise * (qx - px))
            elif rise < 0.0:
                right = min(right, px + (y - py) / rise * (qx - px))
        first = max(int(np.ceil(left - 0.5 - 1e-7)), 0)
        last = min(int(np.floor(right - 0.5 + 1e-7)), width - 1)
        if first > last:
            continue
        dy, dx = y - ay, first + 0.5 - ax
        d = ad + d_dx * dx + d_dy * dy
        u = au + u_dx * dx + u_dy * dy
        v = av + v_dx * dx + v_dy * dy
        for column in range(first, last + 1):
            if d > depth[row, column]:
                depth[row, column] = d
                place[0, row, column] = u
                place[1, row, column] = v
            d += d_dx
            u += u_dx
            v += v_dx


@njit(**FAST)
def ground(seen, depth, place):
    """Draw the whole grid of ground points `seen` (rows, columns, 3): pixel x, pixel y, depth."""
    rows, columns = seen.shape[0], seen.shape[1]
    for j in range(rows - 1):
        for i in range(columns - 1):
            ax, ay, ad = seen[j, i]
            bx, by, bd = seen[j, i + 1]
            cx, cy, cd = seen[j + 1, i]
            ex, ey, ed = seen[j + 1, i + 1]
            triangle(ax, ay, ad, bx, by, bd, cx, cy, cd, i, j, i + 1, j, i, j + 1, depth, place)
            triangle(bx, by, bd, ex, ey, ed, cx, cy, cd, i + 1, j, i + 1, j + 1, i, j + 1, depth, place)


@njit(**FAST)
def wall(rim, foot, side, depth, place):
    """Draw the cut below one side of the block, from its rim (points, 3) down to its foot (points, 3)."""
    for k in range(len(rim) - 1):
        ax, ay, ad = foot[k]
        bx, by, bd = foot[k + 1]
        cx, cy, cd = rim[k]
        ex, ey, ed = rim[k + 1]
        near, far = -1.0 - k, -2.0 - k
        low, high = side + 0.999, side + 0.0
        triangle(ax, ay, ad, bx, by, bd, cx, cy, cd, near, low, far, low, near, high, depth, place)
        triangle(bx, by, bd, ex, ey, ed, cx, cy, cd, far, low, far, high, near, high, depth, place)
