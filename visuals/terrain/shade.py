"""What colour the ground has: height, light, contour lines, watersheds and headlamps, row by row (compiled).

Every row of pixels is worked through in plain passes over short float32 arrays (`chunk` lists them), so that
the compiler can take many pixels at a time.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import opaque
from visuals.terrain.chunk import (
    ALPHA,
    BLUE,
    CELL,
    CHUNK,
    GREEN,
    HEIGHT,
    INK,
    LIGHT,
    NEAR,
    RED,
    ROOM,
    SHRINK,
    TONE,
    S,
    T,
    U,
    V,
)
from visuals.terrain.lamps import light_lamps
from visuals.terrain.lanes import bilinear
from visuals.terrain.palette import SHADE_HIGH, SHADE_LOW, VALLEY_GAIN
from visuals.terrain.raster import FAR
from visuals.terrain.watersheds import watershed

LINE = np.float32(0.62)  # half the width of a contour line, in 1080p pixels
INDEX_LINE = np.float32(1.05)  # the same for every fifth
INDEX_EVERY = np.float32(5.0)
LEVEL = np.float32(1e-12)  # no ground is flatter than this, or lines would be infinitely far apart
CROWDED = np.float32(2.6)  # lines nearer to each other than this many pixels fade into an even tone
WALL_TONE = np.float32(0.62)  # of the ground's colour at the rim
BORDER = np.float32(0.45)  # how much darker the divide between two watersheds is drawn

ZERO, HALF, ONE, TWO = np.float32(0), np.float32(0.5), np.float32(1), np.float32(2)
LOW, SPAN = np.float32(SHADE_LOW), np.float32(SHADE_HIGH - SHADE_LOW)
GAIN = np.float32(VALLEY_GAIN)
PIECE = 64  # pixels that are laid at once where all of them are opaque
NEAR_CELL = np.float32(9.0)  # pixels of 1080p; larger cells show the corners of bilinear ground


@njit(**FAST)
def unfold_wall(u: float, v: float, columns: int, rows: int) -> tuple[np.float32, np.float32, np.float32]:
    """The rim point above a wall's pixel, and how far down the wall it lies, 0 to 1."""
    side = int(v)
    down = (v - np.float32(side)) / np.float32(0.999)
    run = -ONE - u
    if side == 0:
        return run, ZERO, down
    if side == 1:
        return np.float32(columns - 1), run, down
    if side == 2:
        return np.float32(columns - 1) - run, np.float32(rows - 1), down
    return ZERO, np.float32(rows - 1) - run, down


@njit(**FAST)
def smooth_height(nodes: np.ndarray, i: int, j: int, s: float, t: float) -> np.float32:
    """The height at (s, t) of cell (i, j): cubic, with the nodes' own heights and slopes (Ferguson, 1964).

    From cell to cell its slope is continuous, so that contour lines have no corners however near one looks.
    """
    r, q = ONE - s, ONE - t
    here, below = r * r * (ONE + TWO * s), q * q * (ONE + TWO * t)  # how much the first node counts
    start_x, end_x, start_y, end_y = s * r * r, -s * s * r, t * q * q, -t * t * q  # and the slopes
    height = ZERO
    for up in range(2):
        share, slope = (below, start_y) if up == 0 else (ONE - below, end_y)
        a, b = nodes[j + up, i], nodes[j + up, i + 1]
        height += share * (here * a[0] + (ONE - here) * b[0] + start_x * a[1] + end_x * b[1])
        height += slope * (here * a[2] + (ONE - here) * b[2])
    return height


@njit(**FAST)
def look_up(
    depth: np.ndarray,
    place: np.ndarray,
    nodes: np.ndarray,
    row: np.ndarray,
    ground: np.ndarray,
    cell: np.ndarray,
    near: bool,
) -> None:
    """Pass 1: height, slopes and open sky of the ground that each pixel sees, bilinear in its cell.

    `near`: cells are so large on the screen that the height has to be smooth. `cell` (pixels,) is scratch.
    """
    rows, columns = nodes.shape[0], nodes.shape[1]
    top_u, top_v = np.float32(columns - 1), np.float32(rows - 1)
    last_i, last_j = np.int32(columns - 2), np.int32(rows - 2)
    size, walls = len(depth), 0
    for k in range(size):
        u, v = place[0, k], place[1, k]
        row[U + k], row[V + k] = min(max(u, ZERO), top_u), min(max(v, ZERO), top_v)
        row[ALPHA + k], row[NEAR + k] = ONE if depth[k] > FAR else ZERO, depth[k]
        walls += 1 if (depth[k] > FAR) & (u < np.float32(-0.5)) else 0
    if walls > 0:
        for k in range(size):
            if depth[k] > FAR and place[0, k] < np.float32(-0.5):
                u, v, down = unfold_wall(place[0, k], place[1, k], columns, rows)
                row[ALPHA + k] = (ONE - down) * (ONE - down)
                row[U + k], row[V + k] = min(max(u, ZERO), top_u), min(max(v, ZERO), top_v)
    for k in range(size):
        i, j = min(np.int32(row[U + k]), last_i), min(np.int32(row[V + k]), last_j)
        row[S + k], row[T + k] = row[U + k] - np.float32(i), row[V + k] - np.float32(j)
        cell[k] = (j * np.int32(columns) + i) * np.int32(4)
    flat, right, up = nodes.ravel(), np.uint32(4), np.uint32(4 * columns)
    for k in range(size):
        bilinear(flat, np.uint32(cell[k]), right, up, row[S + k], row[T + k], ground, 4 * k)
    if near:
        for k in range(size):
            i, j = (
                min(np.uint32(row[U + k]), np.uint32(last_i)),  # type: ignore[arg-type]  # numba can
                min(np.uint32(row[V + k]), np.uint32(last_j)),  # type: ignore[arg-type]  # numba can
            )
            ground[4 * k] = smooth_height(nodes, i, j, row[S + k], row[T + k])


@njit(**FAST)
def light_up(
    row: np.ndarray,
    ground: np.ndarray,
    size: int,
    frame: np.ndarray,
    pixels: np.ndarray,
    to_world: np.ndarray,
    sun: np.ndarray,
    haze: np.ndarray,
    lines: np.ndarray,
) -> None:
    """Pass 2: how bright the slope is, how much of the pixel contour lines cover, how large a grid cell
    appears.

    The Jacobian of the projection along the ground gives the height gained per pixel in the steepest
    direction on the screen; |height - level| over it is the distance to the line in pixels, so all lines
    are equally wide.
    """
    rise_x, rise_y = to_world[2] / to_world[0], to_world[2] / to_world[1]
    fine, tall, cell = pixels[3], to_world[2], to_world[0] * to_world[1]
    per_step, offset, across, down = lines[0], lines[1], pixels[0], pixels[1]
    crowded = ONE / (fine * CROWDED)
    for k in range(size):
        height, sky = ground[4 * k], ground[4 * k + 3]
        gx, gy = ground[4 * k + 1] * rise_x, ground[4 * k + 2] * rise_y
        shrink = ONE - pixels[2] * max(row[NEAR + k], np.float32(-1e3))  # with distance
        xx, xy = (frame[0, 0] + frame[0, 2] * gx) * across, (frame[0, 1] + frame[0, 2] * gy) * across
        yx, yy = (frame[1, 0] + frame[1, 2] * gx) * down, (frame[1, 1] + frame[1, 2] * gy) * down
        det = max(abs(xx * yy - xy * yx), np.float32(1e-6))
        to_x, to_y = yy * gx - yx * gy, xx * gy - xy * gx
        rise = det * tall
        steepest = per_step * max(np.sqrt(to_x * to_x + to_y * to_y), LEVEL * rise)
        # light
        facing = (sun[2] - gx * sun[0] - gy * sun[1]) / np.sqrt(gx * gx + gy * gy + ONE)
        row[TONE + k] = (LOW + SPAN * min(max(facing, ZERO), ONE)) * (HALF + HALF * sky)
        row[LIGHT + k] = ONE - haze[0] * min(max((haze[1] - row[NEAR + k]) * haze[2], ZERO), ONE)
        row[CELL + k], row[SHRINK + k] = det * cell, shrink
        row[HEIGHT + k] = height
        # lines
        level = height * per_step + offset
        nearest = np.floor(level + HALF)
        fifth = nearest / INDEX_EVERY
        half = fine * (INDEX_LINE if abs(fifth - np.floor(fifth + HALF)) < np.float32(0.1) else LINE)
        apart = rise / (steepest * shrink)
        cover = min(max(half + HALF - abs(level - nearest) * apart, ZERO), min(TWO * half, ONE))
        row[INK + k] = cover * min(max(apart * crowded - ONE, ZERO), ONE)


@njit(**FAST)
def tint(row: np.ndarray, size: int, ramp: np.ndarray) -> None:
    """Pass 3: the colour of every height, straight from knot to knot of the ramp; walls evenly dim."""
    last = np.float32(len(ramp) - 1)
    for k in range(size):
        place = row[HEIGHT + k] * last
        red, green, blue = ramp[0, 0], ramp[0, 1], ramp[0, 2]
        for knot in range(4):
            share = min(max(place - np.float32(knot), ZERO), ONE)
            red += (ramp[knot + 1, 0] - ramp[knot, 0]) * share
            green += (ramp[knot + 1, 1] - ramp[knot, 1]) * share
            blue += (ramp[knot + 1, 2] - ramp[knot, 2]) * share
        row[RED + k], row[GREEN + k], row[BLUE + k] = red, green, blue
        ground = ONE if row[ALPHA + k] == ONE else ZERO
        tone = WALL_TONE + (row[TONE + k] - WALL_TONE) * ground
        row[TONE + k] = tone * (ONE + GAIN * (ONE - row[HEIGHT + k]))
        row[INK + k] *= ground  # no lines on walls


@njit(**FAST)
def colour_basins(
    row: np.ndarray,
    size: int,
    labels: np.ndarray,
    whole: np.ndarray,
    table: np.ndarray,
    share: float,
    per_column: float,
    per_row: float,
) -> None:
    """Pass 4, only where watersheds show: mix in the colour of where the ground drains to.

    `whole` tells which cells of the labels lie wholly in one watershed, as most do.
    """
    seen = np.empty(16, dtype=labels.dtype)
    last_i, last_j = labels.shape[1] - 2, labels.shape[0] - 2
    for k in range(size):
        if row[ALPHA + k] <= ZERO:
            continue
        u, v = row[U + k] * per_column, row[V + k] * per_row
        i, j = min(int(u), last_i), min(int(v), last_j)
        if whole[j, i]:
            mine = labels[j, i]
            for part in range(3):
                at = RED + CHUNK * part + k
                row[at] += share * (table[mine, part] - row[at])
            continue
        cell = np.sqrt(row[CELL + k]) / (row[SHRINK + k] * per_column)
        mine, other, most = watershed(labels, i, j, u, v, cell, seen)
        shadow = ONE - BORDER * (TWO - TWO * most)
        for part in range(3):
            colour = (table[mine, part] * most + table[other, part] * (ONE - most)) * shadow
            at = RED + CHUNK * part + k
            row[at] += share * (colour - row[at])


@njit(**FAST)
def compose(row: np.ndarray, size: int, dark: np.ndarray, lines: np.ndarray, picture: np.ndarray) -> None:
    """Pass 6: colour times light over the dark, with the lines, as premultiplied RGBA packed into 32 bits."""
    strength, byte = lines[2], np.float32(255)
    for k in range(size):
        ink, alpha, tone, light = row[INK + k] * strength, row[ALPHA + k], row[TONE + k], row[LIGHT + k]
        red, green, blue = row[RED + k] * tone, row[GREEN + k] * tone, row[BLUE + k] * tone
        red, green, blue = (
            red + (lines[3] - red) * ink,
            green + (lines[4] - green) * ink,
            blue + (lines[5] - blue) * ink,
        )
        red = (dark[0] + (red - dark[0]) * light) * alpha + HALF
        green = (dark[1] + (green - dark[1]) * light) * alpha + HALF
        blue = (dark[2] + (blue - dark[2]) * light) * alpha + HALF
        picture[k] = (
            np.uint32(np.int32(red))
            | (np.uint32(np.int32(green)) << np.uint32(8))
            | (np.uint32(np.int32(blue)) << np.uint32(16))
            | (np.uint32(np.int32(byte * alpha + HALF)) << np.uint32(24))
        )


@njit(**FAST)
def shade(
    # what is seen, on which ground, where to put it
    depth: np.ndarray, place: np.ndarray, nodes: np.ndarray, spans: np.ndarray, box: np.ndarray,
    picture: np.ndarray,
    # the view: axes; pixels a unit, perspective, fineness; cell, relief
    frame: np.ndarray, pixels: np.ndarray, to_world: np.ndarray,
    # the look: height colours, the dark, contour lines, light, distance
    ramp: np.ndarray, dark: np.ndarray, lines: np.ndarray, sun: np.ndarray, haze: np.ndarray,
    daylight: float, lamps: np.ndarray, first: np.ndarray, listed: np.ndarray,  # the night
    labels: np.ndarray, whole: np.ndarray, basin_colours: np.ndarray, basin_share: float,
) -> None:  # fmt: skip
    """Colour the `spans` of every row of `box`, as premultiplied RGBA packed into 32 bits."""
    row, ground = np.zeros(ROOM, dtype=np.float32), np.empty(4 * CHUNK, dtype=np.float32)
    cell = np.empty(CHUNK, dtype=np.int32)
    rows, columns = nodes.shape[0], nodes.shape[1]
    half_x, half_y = to_world[0] * np.float32(columns - 1) * HALF, to_world[1] * np.float32(rows - 1) * HALF
    per_column = np.float32((labels.shape[1] - 1) / (columns - 1))
    per_row = np.float32((labels.shape[0] - 1) / (rows - 1))
    near = pixels[0] * to_world[0] > NEAR_CELL * pixels[3]
    for y in range(box[1], box[3]):
        for left in range(spans[y, 0], spans[y, 1], CHUNK):
            right = min(left + CHUNK, spans[y, 1])
            size = right - left
            look_up(depth[y, left:right], place[:, y, left:right], nodes, row, ground, cell, near)
            light_up(row, ground, size, frame, pixels, to_world, sun, haze, lines)
            tint(row, size, ramp)
            if basin_share > ZERO:
                colour_basins(row, size, labels, whole, basin_colours, basin_share, per_column, per_row)
            if daylight < ONE:
                here = listed[first[y] : first[y + 1]]
                light_lamps(row, size, left, daylight, lamps, here, to_world, half_x, half_y)
            compose(row, size, dark, lines, picture[y, left:right])


@njit(**FAST)
def put(
    picture: np.ndarray,
    packed: np.ndarray,
    spans: np.ndarray,
    box: np.ndarray,
    opacity: float,
    frame: np.ndarray,
    packed_frame: np.ndarray,
) -> None:
    """Lay the premultiplied `picture` over the frame, in the `spans` of the rows of `box`; both also come
    packed, a pixel in 32 bits.
    """
    whole = opacity >= 1.0
    for row in range(box[1], box[3]):
        for left in range(spans[row, 0], spans[row, 1], PIECE):
            right = min(left + PIECE, spans[row, 1])
            piece = packed[row, left:right]
            if whole and opaque(piece):
                packed_frame[row, left:right] = piece
                continue
            for column in range(left, right):
                alpha = picture[row, column, 3]
                if whole and alpha == 255:
                    packed_frame[row, column] = packed[row, column]
                elif alpha > 0:
                    rest = 1.0 - alpha * opacity / 255.0
                    for channel in range(4):
                        frame[row, column, channel] = np.uint8(
                            picture[row, column, channel] * opacity + frame[row, column, channel] * rest + 0.5
                        )
