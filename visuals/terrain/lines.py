"""Lines on the ground, each with its dark casing, smooth at the edges.

How far they cover every pixel is collected in two masks, of ink and of casing, as the maximum over all their
pieces, so that pieces which overlap never darken each other; then both are laid over the frame at once.
Inner loops are compiled and work out several pixels at a time; small tiles tell quickly where no line is.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend, laid_over, opaque, packed
from visuals.terrain.lanes import LANES, cover_row
from visuals.terrain.palette import channels
from visuals.theme import INK

CASING = channels(INK.casing)
CASING_SHARE = 0.85  # of darkness in a casing
TILE = 3  # tiles are 2**3 pixels wide and high


def draw_lines(
    points: np.ndarray,
    shares: np.ndarray,
    starts: np.ndarray,
    ink: str,
    frame: np.ndarray,
    masks: np.ndarray,
    *,
    width: float,
    casing: float = 0.0,
    casing_share: float = CASING_SHARE,
    opacity: float = 1.0,
) -> None:
    """Draw polylines of one ink, `width` pixels wide, dark for `casing` more pixels on each side.

    `points` (n, 2) in pixels, `shares` (n,) how strongly each is drawn, 0 to 1; `starts` lists where each
    polyline begins, ending with n. `masks` (2, height, width) float32 is scratch, `casing_share` how dark a
    casing is.
    """
    height, across = frame.shape[:2]
    half = width / 2
    tiles = np.zeros((-(-height >> TILE), -(-across >> TILE)), dtype=np.bool_)
    touch(points, shares, starts, half + casing + 1.0, tiles)
    wipe(masks, tiles)
    cover(points, shares, starts, half, casing, masks)
    lay(masks, tiles, channels(ink), opacity, CASING, casing_share * opacity, frame, packed(frame))


@njit(**FAST)
def reached(a: np.ndarray, b: np.ndarray, reach: float, height: int, width: int) -> tuple[int, int, int, int]:
    """The pixels within `reach` of the box around two points (2,): left, right, top, bottom, as for range."""
    left, right = max(int(min(a[0], b[0]) - reach), 0), min(int(max(a[0], b[0]) + reach) + 1, width)
    top, bottom = max(int(min(a[1], b[1]) - reach), 0), min(int(max(a[1], b[1]) + reach) + 1, height)
    return left, right, top, bottom


@njit(**FAST)
def touch(
    points: np.ndarray, shares: np.ndarray, starts: np.ndarray, reach: float, tiles: np.ndarray
) -> None:
    """Note in `tiles` where polylines reach within `reach` pixels, as `cover` covers them."""
    height, width = tiles.shape[0] << TILE, tiles.shape[1] << TILE
    for each in range(len(starts) - 1):
        for k in range(starts[each], starts[each + 1] - 1):
            if shares[k] <= 0.0 and shares[k + 1] <= 0.0:
                continue
            left, right, top, bottom = reached(points[k], points[k + 1], reach, height, width)
            for row in range(top >> TILE, (bottom + (1 << TILE) - 1) >> TILE):
                for column in range(left >> TILE, (right + (1 << TILE) - 1) >> TILE):
                    tiles[row, column] = True


@njit(**FAST)
def run_from(tiles: np.ndarray, row: int, column: int) -> tuple[int, int]:
    """The next run of touched tiles in a row, from a column on: its first tile, and the one past its last."""
    last = tiles.shape[1]
    while column < last and not tiles[row, column]:
        column += 1
    end = column
    while end < last and tiles[row, end]:
        end += 1
    return column, end


@njit(**FAST)
def wipe(masks: np.ndarray, tiles: np.ndarray) -> None:
    """Empty both masks inside the touched tiles."""
    height, width = masks.shape[1], masks.shape[2]
    for tile in range(tiles.shape[0]):
        first, end = run_from(tiles, tile, 0)
        while first < end:
            for row in range(tile << TILE, min((tile + 1) << TILE, height)):
                masks[:, row, first << TILE : min(end << TILE, width)] = np.float32(0.0)
            first, end = run_from(tiles, tile, end)


@njit(**FAST)
def cover(
    points: np.ndarray, shares: np.ndarray, starts: np.ndarray, half: float, casing: float, masks: np.ndarray
) -> None:
    """Cover both masks with polylines of width 2 `half` pixels, with `casing` more on each side."""
    height, width = masks.shape[1], masks.shape[2]
    if width < LANES:
        return
    single, reach = np.float32, half + casing + 1.0
    inks, darks = masks[0].ravel(), masks[1].ravel()
    edges = single(half + 0.5), single(min(1.0, 2.0 * half)), single(half + casing + 0.5)
    for each in range(len(starts) - 1):
        for k in range(starts[each], starts[each + 1] - 1):
            if shares[k] <= 0.0 and shares[k + 1] <= 0.0:
                continue
            left, right, top, bottom = reached(points[k], points[k + 1], reach, height, width)
            dx, dy = points[k + 1, 0] - points[k, 0], points[k + 1, 1] - points[k, 1]
            square = dx * dx + dy * dy
            per_square = 0.0 if square == 0.0 else 1.0 / square
            gain = shares[k + 1] - shares[k]
            piece = single(dx), single(dy), single(per_square), single(shares[k]), single(gain)
            for row in range(top, bottom):
                y = single(row + 0.5 - points[k, 1])
                for column in range(left, right, LANES):
                    first = min(column, width - LANES)
                    x = single(first + 0.5 - points[k, 0])
                    cover_row(inks, darks, row * width + first, x, y, piece, edges)


@njit(**FAST)
def lay_row(
    ink: np.ndarray,
    dark: np.ndarray,
    pixels: np.ndarray,
    over: tuple[float, float, float, float],
    under: tuple[float, float, float, float],
) -> None:
    """Lay casing, then ink over opaque packed pixels side by side, each as its mask says.

    `over` and `under` are the colours of ink and casing (3), and how strongly they are laid where they cover
    a pixel. All float32.
    """
    for k in range(len(pixels)):
        cased = laid_over(pixels[k], under[0], under[1], under[2], dark[k] * under[3])
        pixels[k] = laid_over(cased, over[0], over[1], over[2], ink[k] * over[3])


@njit(**FAST)
def lay(
    masks: np.ndarray,
    tiles: np.ndarray,
    ink: np.ndarray,
    ink_share: float,
    dark: np.ndarray,
    dark_share: float,
    frame: np.ndarray,
    pixels: np.ndarray,
) -> None:
    """Lay casing, then ink (red, green, blue, 0 to 255) over the frame inside the touched tiles; the frame
    also comes as packed `pixels`.
    """
    height, width, single = masks.shape[1], masks.shape[2], np.float32
    over = single(ink[0]), single(ink[1]), single(ink[2]), single(ink_share)
    under = single(dark[0]), single(dark[1]), single(dark[2]), single(dark_share)
    for tile in range(tiles.shape[0]):
        first, end = run_from(tiles, tile, 0)
        while first < end:
            left, right = first << TILE, min(end << TILE, width)
            for row in range(tile << TILE, min((tile + 1) << TILE, height)):
                if opaque(pixels[row, left:right]):
                    lay_row(
                        masks[0, row, left:right],
                        masks[1, row, left:right],
                        pixels[row, left:right],
                        over,
                        under,
                    )
                    continue
                for column in range(left, right):
                    if masks[1, row, column] > 0.0:
                        blend(frame, row, column, dark, masks[1, row, column] * dark_share)
                    if masks[0, row, column] > 0.0:
                        blend(frame, row, column, ink, masks[0, row, column] * ink_share)
            first, end = run_from(tiles, tile, end)
