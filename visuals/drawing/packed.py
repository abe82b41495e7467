"""Pixels packed into 32 bits: compiled loops over rows of them take many at a time."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST

ALPHA = np.uint32(0xFF000000)  # these bits of a packed pixel


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
    return (pixel & ALPHA) | low | (middle << np.uint32(8)) | (high << np.uint32(16))
