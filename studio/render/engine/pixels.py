"""Converts drawn pixels for the encoder: RGBA to Y'CbCr 4:2:0, only in rows that have changed.

The matrix is that of BT.709 with limited range, which players expect of films in high definition, and which
the stream names. One chroma sample is the mean of its four pixels.
"""

from __future__ import annotations

import av
import numpy as np
from numba import njit

from visuals.drawing.compiled import KEPT

# BT.709: luma from 16 to 235, chroma from 16 to 240 around 128; in float32, which compiles to vector code
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])
_LUMA = (_WEIGHTS * 219 / 255).astype(np.float32)
_CB = (np.array([0, 0, 1]) - _WEIGHTS) * 224 / 255 / (2 * (1 - _WEIGHTS[2]))
_CR = (np.array([1, 0, 0]) - _WEIGHTS) * 224 / 255 / (2 * (1 - _WEIGHTS[0]))
YR, YG, YB = _LUMA
UR, UG, UB = (_CB / 4).astype(np.float32)  # of the sum of four pixels
VR, VG, VB = (_CR / 4).astype(np.float32)
LUMA_OFFSET, CHROMA_OFFSET = np.float32(16.5), np.float32(128.5)  # with 0.5 for rounding


class Picture:
    """The encoder's picture, kept from frame to frame; `update` converts what has changed."""

    def __init__(self, width: int, height: int) -> None:
        if width % 2 or height % 2:
            raise ValueError(f"a film's width and height must be even, got {width}x{height}")
        self.frame = av.VideoFrame(width, height, "yuv420p")
        self.frame.colorspace = av.video.reformatter.Colorspace.ITU709
        self.frame.color_range = av.video.reformatter.ColorRange.MPEG
        # flat and contiguous, so that the compiled loops become vector code
        self._planes = [np.frombuffer(plane, dtype=np.uint8) for plane in self.frame.planes]  # type: ignore[call-overload]  # numpy takes any buffer
        self._strides = [plane.line_size for plane in self.frame.planes]
        self._before = np.zeros((height, width, 4), dtype=np.uint8)
        self._fresh = True

    def differs(self, pixels: np.ndarray, where: np.ndarray | None = None) -> bool:
        """Whether `pixels` differ from those last converted; quick where `where` is given.

        `where` are rectangles (left, top, right, bottom) outside which they are the same.
        """
        return self._fresh or bool(_any_differs(pixels, self._before, self._rectangles(where)))

    def update(self, pixels: np.ndarray, where: np.ndarray | None = None) -> int:
        """Convert the rows of `pixels` (height, width, 4) that differ; the number of pairs of rows that did.

        `where` as for `differs`; a pair of rows that differs in two rectangles counts twice.
        """
        parts = self._rectangles(None if self._fresh else where)
        changed = int(_update(pixels, self._before, *self._planes, *self._strides[:2], parts, self._fresh))
        self._fresh = False
        return changed

    def _rectangles(self, where: np.ndarray | None) -> np.ndarray:
        """The rectangles with even sides, as two by two pixels share their chroma."""
        height, width = self._before.shape[:2]
        if where is None:
            return np.array([[0, 0, width, height]], dtype=np.int64)
        return np.concatenate([where[:, :2] // 2 * 2, (where[:, 2:] + 1) // 2 * 2], axis=1)


@njit(**KEPT)
def _update(
    pixels: np.ndarray,
    before: np.ndarray,
    luma: np.ndarray,
    cb: np.ndarray,
    cr: np.ndarray,
    stride: int,
    half_stride: int,
    rectangles: np.ndarray,
    fresh: bool,
) -> int:
    changed = 0
    for i in range(len(rectangles)):
        left, upper, right, lower = rectangles[i, 0], rectangles[i, 1], rectangles[i, 2], rectangles[i, 3]
        part, width = slice(4 * left, 4 * right), right - left
        for pair in range(upper // 2, lower // 2):
            top, low = pixels[2 * pair].reshape(-1)[part], pixels[2 * pair + 1].reshape(-1)[part]
            kept_top, kept_low = before[2 * pair].reshape(-1)[part], before[2 * pair + 1].reshape(-1)[part]
            if fresh or _differs(top, kept_top) or _differs(low, kept_low):
                _copy(top, kept_top)
                _copy(low, kept_low)
                here, half = 2 * pair * stride + left, pair * half_stride + left // 2
                _luma(top, luma[here : here + width])
                _luma(low, luma[here + stride : here + stride + width])
                _chroma(top, low, cb[half : half + width // 2], cr[half : half + width // 2])
                changed += 1
    return changed


@njit(**KEPT)
def _any_differs(pixels: np.ndarray, before: np.ndarray, rectangles: np.ndarray) -> bool:
    for i in range(len(rectangles)):
        part = slice(4 * rectangles[i, 0], 4 * rectangles[i, 2])
        for row in range(rectangles[i, 1], rectangles[i, 3]):
            if _differs(pixels[row].reshape(-1)[part], before[row].reshape(-1)[part]):
                return True
    return False


@njit(**KEPT)
def _differs(row: np.ndarray, other: np.ndarray) -> bool:
    a, b = row.view(np.uint64), other.view(np.uint64)
    difference = np.uint64(0)
    for i in range(len(a)):
        difference |= a[i] ^ b[i]
    return bool(difference != 0)


@njit(**KEPT)
def _copy(row: np.ndarray, into: np.ndarray) -> None:
    a, b = row.view(np.uint64), into.view(np.uint64)  # eight bytes at a time, which assigning a row does not
    for i in range(len(a)):
        b[i] = a[i]


@njit(**KEPT)
def _luma(row: np.ndarray, luma: np.ndarray) -> None:
    for j in range(len(luma)):
        r, g, b = np.float32(row[4 * j]), np.float32(row[4 * j + 1]), np.float32(row[4 * j + 2])
        luma[j] = np.uint8(np.int32(YR * r + YG * g + YB * b + LUMA_OFFSET))


@njit(**KEPT)
def _chroma(top: np.ndarray, low: np.ndarray, cb: np.ndarray, cr: np.ndarray) -> None:
    for k in range(len(cb)):
        i = 8 * k
        r = np.float32(top[i]) + np.float32(top[i + 4]) + np.float32(low[i]) + np.float32(low[i + 4])
        g = np.float32(top[i + 1]) + np.float32(top[i + 5]) + np.float32(low[i + 1]) + np.float32(low[i + 5])
        b = np.float32(top[i + 2]) + np.float32(top[i + 6]) + np.float32(low[i + 2]) + np.float32(low[i + 6])
        cb[k] = np.uint8(np.int32(UR * r + UG * g + UB * b + CHROMA_OFFSET))
        cr[k] = np.uint8(np.int32(VR * r + VG * g + VB * b + CHROMA_OFFSET))
