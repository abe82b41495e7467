"""A drawn frame, and values computed from its pixels once for all looks that share it."""

from __future__ import annotations

import hashlib
from functools import cached_property

import numpy as np
from numba import njit

from visuals.drawing.compiled import KEPT

LUMA = np.array([0.2126, 0.7152, 0.0722])  # of red, green, blue: for coded colours and for linear light alike
ROWS, COLUMNS = 6, 8  # a place is a bit larger than the least area that matters: a quarter of 10 degrees
SPARSE = 4  # step in pixels across and down at which brightness is sampled
_CODED = np.arange(256) / 255
LINEAR = np.where(_CODED <= 0.04045, _CODED / 12.92, ((_CODED + 0.055) / 1.055) ** 2.4)


class Picture:
    """The pixels (height, width, 4) uint8 of one frame; they never change."""

    def __init__(self, pixels: np.ndarray) -> None:
        self.pixels = pixels

    def shows(self, other: Picture) -> bool:
        """Whether both show the same pixels."""
        return self is other or np.array_equal(self.pixels.view(np.uint32), other.pixels.view(np.uint32))

    @cached_property
    def grey(self) -> np.ndarray:
        """Brightness, (height, width) float32, 0 to 1, as screens code it."""
        return np.asarray(_grey(self.pixels, (LUMA / 255).astype(np.float32)))

    @cached_property
    def places(self) -> np.ndarray:
        """The mean relative luminance of each place of the frame, (ROWS, COLUMNS)."""
        bright = LINEAR[self.pixels[::SPARSE, ::SPARSE, :3]] @ LUMA
        height, width = bright.shape
        cut = bright[: height // ROWS * ROWS, : width // COLUMNS * COLUMNS]
        return np.asarray(cut.reshape(ROWS, height // ROWS, COLUMNS, width // COLUMNS).mean(axis=(1, 3)))

    @cached_property
    def checksum(self) -> str:
        """Equal for pictures that look the same, in whatever process they were drawn."""
        return hashlib.blake2b(self.pixels.tobytes()).hexdigest()


@njit(**KEPT)  # type: ignore[untyped-decorator]
def _grey(pixels: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The weighted sum of red, green and blue, in one pass where numpy makes five."""
    height, width = pixels.shape[:2]
    grey = np.empty((height, width), dtype=np.float32)
    for i in range(height):
        for k in range(width):
            red, green, blue = pixels[i, k, 0], pixels[i, k, 1], pixels[i, k, 2]
            grey[i, k] = red * shares[0] + green * shares[1] + blue * shares[2]
    return grey
