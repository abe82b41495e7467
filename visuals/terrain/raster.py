"""The z-buffer: which spot of the ground every pixel sees, found triangle by triangle (compiled).

`place[:, row, column]` holds (u, v): grid coordinates of the ground seen at the pixel's centre, column and
row of the grid as real numbers. Walls below the rim (the hill is a block cut from the ground) have u = -1 -
distance along the side, v = side + share of the way down. `depth` grows toward the viewer and is EMPTY
where nothing is seen, u NOWHERE.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.terrain.lanes import LANES, draw_row

EMPTY, NOWHERE = np.float32(-1e30), np.float32(-1e6)
FAR = np.float32(-1e29)  # deeper than any ground: nothing seen
SOUTH, EAST, NORTH, WEST = 0, 1, 2, 3  # sides of the block, in the order of walls

Corner = tuple[float, float, float]  # of a triangle: pixel x, pixel y, depth
Place = tuple[float, float]  # where on the grid a corner lies: u, v


@njit(**FAST)
def look(
    x: np.ndarray,
    y: np.ndarray,
    heights: np.ndarray,
    origin: np.ndarray,
    scale: np.ndarray,
    axes: np.ndarray,
    focus: np.ndarray,
    lens: np.ndarray,
    pixels: np.ndarray,
    seen: np.ndarray,
) -> None:
    """Put every grid point where the view shows it: `seen` (rows, columns, 3) pixel x, pixel y and depth.

    The formula of View.project and on_canvas, for the whole grid at once: `origin` and `scale` make world
    coordinates; `lens` holds zoom, perspective and the picture's middle; `pixels` pixels per unit and the
    place of the scene's origin.
    """
    zoom, perspective, middle_x, middle_y = lens
    across, down, left, top = pixels
    for j in range(len(y)):
        north = (y[j] - origin[1]) * scale[1] - focus[1]
        for i in range(len(x)):
            east = (x[i] - origin[0]) * scale[0] - focus[0]
            up = (heights[j, i] - origin[2]) * scale[2] - focus[2]
            depth = axes[2, 0] * east + axes[2, 1] * north + axes[2, 2] * up
            share = zoom / (1.0 - perspective * depth)
            scene_x = middle_x + share * (axes[0, 0] * east + axes[0, 1] * north + axes[0, 2] * up)
            scene_y = middle_y + share * (axes[1, 0] * east + axes[1, 1] * north + axes[1, 2] * up)
            seen[j, i, 0], seen[j, i, 1], seen[j, i, 2] = left + across * scene_x, top - down * scene_y, depth


@njit(**FAST)
def bounds(seen: np.ndarray) -> np.ndarray:
    """The smallest and the greatest pixel x, pixel y and depth of points (rows, columns, 3), as (2, 3)."""
    found = np.empty((2, 3))
    for part in range(3):
        low = high = seen[0, 0, part]
        for j in range(seen.shape[0]):
            for i in range(seen.shape[1]):
                low, high = min(low, seen[j, i, part]), max(high, seen[j, i, part])
        found[0, part], found[1, part] = low, high
    return found


@njit(**FAST)
def clear(depth: np.ndarray, place: np.ndarray, spans: np.ndarray, box: np.ndarray) -> None:
    """Empty the columns `spans` (rows, 2), first and one past the last, of the rows of `box`.

    A box is left, top, right, bottom; right and bottom are not included.
    """
    for row in range(box[1], box[3]):
        first, last = spans[row]
        depth[row, first:last] = EMPTY
        place[0, row, first:last] = NOWHERE
        place[1, row, first:last] = np.float32(0.0)


@njit(**FAST)
def clear_depth(depth: np.ndarray, spans: np.ndarray, box: np.ndarray) -> None:
    """The same for the depth alone: what a place was stays until `clear_places`."""
    for row in range(box[1], box[3]):
        depth[row, spans[row, 0] : spans[row, 1]] = EMPTY


@njit(**FAST)
def clear_places(depth: np.ndarray, place: np.ndarray, spans: np.ndarray, box: np.ndarray) -> None:
    """Empty the places that see nothing, in the `spans` of the rows of `box` and of the rows beside them.

    Most places are drawn anew in every frame: to empty the others afterwards moves less memory.
    """
    top, bottom = box[1], box[3]
    for row in range(top, bottom):
        above, below = max(row - 1, top), min(row + 1, bottom - 1)
        first = min(spans[above, 0], spans[row, 0], spans[below, 0])
        last = max(spans[above, 1], spans[row, 1], spans[below, 1])
        while first < last and depth[row, first] <= FAR:
            place[0, row, first], place[1, row, first] = NOWHERE, 0.0
            first += 1
        while first < last and depth[row, last - 1] <= FAR:
            last -= 1
            place[0, row, last], place[1, row, last] = NOWHERE, 0.0
        here, holes = depth[row, first:last], 0
        for column in range(last - first):
            holes += 1 if here[column] <= FAR else 0
        if holes > 0:
            for column in range(first, last):
                if depth[row, column] <= FAR:
                    place[0, row, column], place[1, row, column] = NOWHERE, 0.0


@njit(**FAST)
def measure(depth: np.ndarray, box: np.ndarray, spans: np.ndarray) -> None:
    """Find in every row of `box` the columns that see something, or stand next to a pixel that does."""
    left, top, right, bottom = box
    above_first, above_last, here_first, here_last = right, left, right, left
    for row in range(top, bottom + 1):
        first, last = right, left
        if row < bottom:
            first = left
            while first < right and depth[row, first] <= FAR:
                first += 1
            last = right
            while last > first and depth[row, last - 1] <= FAR:
                last -= 1
            if first == last:
                first, last = right, left
        if row > top:
            begin = min(above_first, here_first, first) - 1
            spans[row - 1, 0] = max(begin, left)
            spans[row - 1, 1] = max(min(max(above_last, here_last, last) + 1, right), spans[row - 1, 0])
        above_first, above_last, here_first, here_last = here_first, here_last, first, last


@njit(**FAST)
def border(px: float, py: float, qx: float, qy: float, y: float) -> tuple[float, float, float]:
    """What an edge from p to q leaves of a row at height y: its least and greatest x, and by how much they
    change from row to row.
    """
    rise = qy - py
    if abs(rise) < 1e-9:  # level: the triangle's top and bottom say all; its steps would pass all bounds
        return -1e30, 1e30, 0.0
    step = (qx - px) / rise
    x = px + (y - py) * step
    if rise > 0.0:  # clockwise as seen from behind: ground lies left of an edge that runs down
        return x, 1e30, step
    return -1e30, x, step


@njit(**FAST)
def area_of(a: Corner, b: Corner, c: Corner) -> float:
    """Twice the area of a triangle on the screen: below zero where it faces the viewer (clockwise)."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@njit(**FAST)
def planes_of(
    area: float, a: Corner, b: Corner, c: Corner, at_a: Place, at_b: Place, at_c: Place
) -> tuple[float, float, float, float, tuple[np.float32, ...]]:
    """How a triangle lies over the screen: by how much the second and the third corner's share of a spot
    change to the right and down, and all that lanes.draw_row asks, in float32.
    """
    share, single = 1.0 / area, np.float32
    (ax, ay, ad), (bx, by, bd), (cx, cy, cd) = a, b, c
    (au, av), (bu, bv), (cu, cv) = at_a, at_b, at_c
    s_dx, s_dy, t_dx, t_dy = (cy - ay) * share, (ax - cx) * share, (ay - by) * share, (bx - ax) * share
    planes = (
        single(s_dx), single(s_dy), single(t_dx), single(t_dy), single(ad), single(bd - ad), single(cd - ad),
        single(au), single(bu - au), single(cu - au), single(av), single(bv - av), single(cv - av),
    )  # fmt: skip
    return s_dx, s_dy, t_dx, t_dy, planes


@njit(**FAST)
def triangle(
    a: Corner,
    b: Corner,
    c: Corner,
    at_a: Place,
    at_b: Place,
    at_c: Place,
    depth: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    width: int,
) -> None:
    """Draw a triangle that faces the viewer (corners clockwise on the screen) where nothing nearer stands."""
    area = area_of(a, b, c)
    if area >= -1e-9 or width < LANES:  # seen from behind, edge on, or in a frame too narrow to show anything
        return
    (ax, ay, _), (bx, by, _), (cx, cy, _) = a, b, c
    height = len(depth) // width
    top = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
    bottom = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
    left = max(int(np.ceil(min(ax, bx, cx) - 0.5)), 0)
    right = min(int(np.floor(max(ax, bx, cx) - 0.5)), width - 1)
    if top > bottom or left > right:
        return
    s_dx, s_dy, t_dx, t_dy, planes = planes_of(area, a, b, c, at_a, at_b, at_c)
    if right - left < LANES:
        first = min(left, width - LANES)
        x = first + 0.5 - ax
        for row in range(top, bottom + 1):
            y = row + 0.5 - ay
            s, t = np.float32(x * s_dx + y * s_dy), np.float32(x * t_dx + y * t_dy)
            draw_row(depth, u, v, row * width + first, s, t, planes)
        return
    low_1, high_1, step_1 = border(ax, ay, bx, by, top + 0.5)
    low_2, high_2, step_2 = border(bx, by, cx, cy, top + 0.5)
    low_3, high_3, step_3 = border(cx, cy, ax, ay, top + 0.5)
    for row in range(top, bottom + 1):
        first = max(int(max(low_1, low_2, low_3, left) - 0.5), 0)
        last = min(int(min(high_1, high_2, high_3, right + 0.5) - 0.5), right)
        low_1, low_2, low_3 = low_1 + step_1, low_2 + step_2, low_3 + step_3
        high_1, high_2, high_3 = high_1 + step_1, high_2 + step_2, high_3 + step_3
        y = row + 0.5 - ay
        for column in range(first, last + 1, LANES):
            begin = min(column, width - LANES)
            x = begin + 0.5 - ax
            s, t = np.float32(x * s_dx + y * s_dy), np.float32(x * t_dx + y * t_dy)
            draw_row(depth, u, v, row * width + begin, s, t, planes)


@njit(**FAST)
def corners(first: np.ndarray, second: np.ndarray, k: int) -> tuple[Corner, Corner, Corner, Corner]:
    """The corners of the cell between two rows of points (n, 3): those of the first at k and k + 1, then
    those of the second.
    """
    return (
        (first[k, 0], first[k, 1], first[k, 2]),
        (first[k + 1, 0], first[k + 1, 1], first[k + 1, 2]),
        (second[k, 0], second[k, 1], second[k, 2]),
        (second[k + 1, 0], second[k + 1, 1], second[k + 1, 2]),
    )


@njit(**FAST)
def ground(seen: np.ndarray, depth: np.ndarray, place: np.ndarray) -> None:
    """Draw the whole grid of ground points `seen` (rows, columns, 3): pixel x, pixel y, depth."""
    rows, columns = seen.shape[0], seen.shape[1]
    flat, u, v, width = depth.ravel(), place[0].ravel(), place[1].ravel(), depth.shape[1]
    for j in range(rows - 1):
        for i in range(columns - 1):
            a, b, c, e = corners(seen[j], seen[j + 1], i)
            triangle(a, b, c, (i, j), (i + 1, j), (i, j + 1), flat, u, v, width)
            triangle(b, e, c, (i + 1, j), (i + 1, j + 1), (i, j + 1), flat, u, v, width)


@njit(**FAST)
def wall(rim: np.ndarray, foot: np.ndarray, side: int, depth: np.ndarray, place: np.ndarray) -> None:
    """Draw the cut below one side of the block, from its rim (points, 3) down to its foot (points, 3)."""
    flat, u, v, width = depth.ravel(), place[0].ravel(), place[1].ravel(), depth.shape[1]
    for k in range(len(rim) - 1):
        a, b, c, e = corners(foot, rim, k)
        near, far = -1.0 - k, -2.0 - k
        low, high = side + 0.999, side + 0.0
        triangle(a, b, c, (near, low), (far, low), (near, high), flat, u, v, width)
        triangle(b, e, c, (far, low), (far, high), (near, high), flat, u, v, width)
