"""Encodes pixels as PNG with the fastest compression: a larger file, in a fraction of the usual time."""

from __future__ import annotations

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, UP = 2, 2  # the colour type; the filter, by which each row is its difference from the one above


def encode(pixels: np.ndarray) -> bytes:
    """A PNG of `pixels` (height, width, 3 or more), uint8, of which the first three are the colours."""
    height, width = pixels.shape[:2]
    flat = np.ascontiguousarray(pixels[..., :3]).reshape(height, 3 * width)
    rows = np.empty((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 0] = UP
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    squeeze = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    data = squeeze.compress(rows.tobytes()) + squeeze.flush()
    head = struct.pack("!IIBBBBB", width, height, 8, RGB, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
