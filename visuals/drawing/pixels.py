"""Colours laid over pixels (compiled): one by one, or packed into 32 bits each, of which loops over rows take
many at a time.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST

OPAQUE = np.uint32(0xFF000000)  # the alpha of a packed pixel that hides what is below it


def packed(pixels: np.ndarray) -> np.ndarray:
    """RGBA pixels (height, width, 4) in the same memory as (height, width) numbers of 32 bits."""
    return pixels.view("<u4")[..., 0]


@njit(**FAST)
def laid_over(pixel: np.uint32, red: float, green: float, blue: float, share: float) -> np.uint32:
    """A packed pixel with `share` of a colour (0 to 255) laid over it, its alpha kept. All float32."""
    byte, half = np.uint32(255), np.float32(0.5)
    r = np.float32(np.int32(pixel & byte))
    g = np.float32(np.int32((pixel >> np.uint32(8)) & byte))
    b = np.float32(np.int32((pixel >> np.uint32(16)) & byte))
    r, g, b = r + (red - r) * share + half, g + (green - g) * share + half, b + (blue - b) * share + half
    low, middle, high = np.uint32(np.int32(r)), np.uint32(np.int32(g)), np.uint32(np.int32(b))
    return (pixel & OPAQUE) | low | (middle << np.uint32(8)) | (high << np.uint32(16))


@njit(**FAST)
def opaque(pixels: np.ndarray) -> bool:
    """Whether packed pixels hide all that is below them."""
    every = OPAQUE
    for k in range(len(pixels)):
        every &= pixels[k]
    return every == OPAQUE  # type: ignore[no-any-return]  # numpy's


@njit(**FAST)
def blend(frame: np.ndarray, row: int, column: int, ink: np.ndarray, share: float) -> None:
    """Lay one colour over one pixel."""
    for part in range(3):
        colour = float(frame[row, column, part])
        frame[row, column, part] = np.uint8(colour + (ink[part] - colour) * share + 0.5)
    if frame[row, column, 3] < 255:
        clear = (1.0 - frame[row, column, 3] / 255.0) * (1.0 - share)
        frame[row, column, 3] = np.uint8((1.0 - clear) * 255.0 + 0.5)


@njit(**FAST)
def window(spot: np.ndarray, reach_x: float, reach_y: float, frame: np.ndarray) -> tuple[int, int, int, int]:
    """The pixels of a frame that lie no further from `spot` (2,): left, right, top, bottom, as for range."""
    height, width = frame.shape[0], frame.shape[1]
    left, right = max(int(spot[0] - reach_x), 0), min(int(spot[0] + reach_x) + 1, width)
    top, bottom = max(int(spot[1] - reach_y), 0), min(int(spot[1] + reach_y) + 1, height)
    return left, right, top, bottom


@njit(**FAST)
def offset(row: int, column: int, spot: np.ndarray) -> tuple[float, float, float]:
    """From `spot` (2,) to the middle of a pixel: across, down, and how far that is."""
    x, y = column + 0.5 - spot[0], row + 0.5 - spot[1]
    return x, y, np.sqrt(x * x + y * y)
