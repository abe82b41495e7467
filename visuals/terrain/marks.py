"""Marks on the ground, discs, rings, boot prints, each with its dark casing, smooth at the edges (compiled).

They are drawn one over the other; `lines` draws lines.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend, laid_over, opaque, window

DISC, RING, BOOT, GLOW, DIAMOND, HEAD = 0, 1, 2, 3, 4, 5
HALO = 0.5  # of a glow's strength in its middle
ABREAST = 16  # pixels that processors take at a time: rows of whole numbers of them leave no rest


@njit(**FAST)
def distance(kind: int, x: float, y: float) -> float:
    """Roughly how far (x, y) lies outside a mark of size 1, in sizes; negative inside."""
    if kind == RING:
        return abs(np.sqrt(x * x + y * y) - 0.86) - 0.14  # type: ignore[no-any-return]  # numpy's
    if kind == DIAMOND:
        return (abs(x) + abs(y) - 1.0) * 0.7071
    if kind == HEAD:  # a triangle with its tip at +y
        return max(-1.0 - y, (2.0 * abs(x) + y - 1.0) * 0.4472)
    if kind == BOOT:  # a sole and a heel, toe towards +y
        sole = (np.sqrt((x / 0.44) ** 2 + ((y - 0.36) / 0.64) ** 2) - 1.0) * 0.44
        heel = (np.sqrt((x / 0.36) ** 2 + ((y + 0.72) / 0.30) ** 2) - 1.0) * 0.30
        return min(sole, heel)  # type: ignore[no-any-return]  # numpy's
    return np.sqrt(x * x + y * y) - 1.0  # type: ignore[no-any-return]  # numpy's


@njit(**FAST)
def mark(
    kind: int,
    centres: np.ndarray,
    shapes: np.ndarray,
    shares: np.ndarray,
    casing: float,
    inks: np.ndarray,
    dark: np.ndarray,
    dark_share: float,
    frame: np.ndarray,
) -> None:
    """Draw discs, rings, boot prints ... one over the other: `centres` (n, 2) in pixels, `shapes` (n, 2, 2).

    A shape takes the mark's own coordinates (size 1) to pixels, so that a mark can lie flat on a slope.
    `inks` (n, 3) from 0 to 255, `shares` (n,) how strongly each is drawn. A glow has no casing: it only
    adds light (`glows` draws many at less cost).
    """
    for k in range(len(centres)):
        if shares[k] <= 0.0:
            continue
        a, b, c, d = shapes[k, 0, 0], shapes[k, 0, 1], shapes[k, 1, 0], shapes[k, 1, 1]
        det = a * d - b * c
        if abs(det) < 1e-9:
            continue
        size = np.sqrt(abs(det))
        reach_x, reach_y = np.hypot(a, b) + casing + 1.5, np.hypot(c, d) + casing + 1.5
        if kind == HEAD:  # its corners lie outside of the unit disc
            reach_x, reach_y = abs(a) + abs(b) + casing + 1.5, abs(c) + abs(d) + casing + 1.5
        left, right, top, bottom = window(centres[k], reach_x, reach_y, frame)
        for row in range(top, bottom):
            for column in range(left, right):
                px, py = column + 0.5 - centres[k, 0], row + 0.5 - centres[k, 1]
                x, y = (d * px - b * py) / det, (a * py - c * px) / det
                if kind == GLOW:
                    out = x * x + y * y
                    if out < 1.0:
                        blend(frame, row, column, inks[k], HALO * shares[k] * (1.0 - out) ** 3)
                    continue
                apart = distance(kind, x, y) * size
                under = min(max(casing + 0.5 - apart, 0.0), 1.0) * shares[k] * dark_share
                if under > 0.0 and casing > 0.0:
                    blend(frame, row, column, dark, under)
                over = min(max(0.5 - apart, 0.0), 1.0) * shares[k]
                if over > 0.0:
                    blend(frame, row, column, inks[k], over)


@njit(**FAST)
def glow_row(
    pixels: np.ndarray,
    x: float,
    y: float,
    step_x: float,
    step_y: float,
    ink: tuple[float, float, float],
    strength: float,
) -> None:
    """Add a glow's light to opaque packed pixels side by side, the first at (x, y) in the glow's own size 1.

    Every pixel is worked out, lit or not, so that the compiler takes many at a time.
    """
    red, green, blue = ink
    zero, one = np.float32(0.0), np.float32(1.0)
    for k in range(len(pixels)):
        step = np.float32(k)
        here_x, here_y = x + step_x * step, y + step_y * step
        inside = max(one - here_x * here_x - here_y * here_y, zero)
        pixels[k] = laid_over(pixels[k], red, green, blue, strength * inside * inside * inside)


@njit(**FAST)
def glows(
    centres: np.ndarray,
    shapes: np.ndarray,
    shares: np.ndarray,
    inks: np.ndarray,
    frame: np.ndarray,
    packed: np.ndarray,
) -> None:
    """Add the light of glows, one after the other, as `mark` draws marks; the frame also comes packed, a
    pixel in 32 bits. A glow has no casing.
    """
    single = np.float32
    for k in range(len(centres)):
        a, b, c, d = shapes[k, 0, 0], shapes[k, 0, 1], shapes[k, 1, 0], shapes[k, 1, 1]
        det = a * d - b * c
        if shares[k] <= 0.0 or abs(det) < 1e-9:
            continue
        left, right, top, bottom = window(centres[k], np.hypot(a, b) + 1.5, np.hypot(c, d) + 1.5, frame)
        right = min(left + -(-(right - left) // ABREAST) * ABREAST, frame.shape[1])
        ink = single(inks[k, 0]), single(inks[k, 1]), single(inks[k, 2])
        for row in range(top, bottom):
            px, py = left + 0.5 - centres[k, 0], row + 0.5 - centres[k, 1]
            x, y = single((d * px - b * py) / det), single((a * py - c * px) / det)
            step_x, step_y, strength = single(d / det), single(-c / det), single(HALO * shares[k])
            pixels = packed[row, left:right]
            if opaque(pixels):
                glow_row(pixels, x, y, step_x, step_y, ink, strength)
                continue
            for column in range(left, right):
                inside = single(1.0) - x * x - y * y
                if inside > 0.0:
                    blend(frame, row, column, inks[k], strength * inside**3)
                x, y = x + step_x, y + step_y


@njit(**FAST)
def crowds(spots: np.ndarray, reach: float) -> np.ndarray:
    """How many marks stand around each spot (n, 2), itself included: as one where it is, fewer to `reach`."""
    count, x, y = np.ones(len(spots)), spots[:, 0].copy(), spots[:, 1].copy()
    for k in range(len(spots)):
        crowd = 0.0
        for other in range(k):
            apart = np.sqrt((x[k] - x[other]) ** 2 + (y[k] - y[other]) ** 2)
            near = max(1.0 - apart / reach, 0.0) ** 2
            crowd += near
            count[other] += near
        count[k] += crowd
    return count
