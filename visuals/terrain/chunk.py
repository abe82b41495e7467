"""What the passes that colour a chunk of pixels hand on to each other: float32 numbers, kind by kind.

All stand in one array, each kind from its own place on: `row[TONE + k]` is the tone of pixel k. As the
compiler knows these places, it sees that no two kinds overlap, and takes many pixels at a time.
"""

from __future__ import annotations

CHUNK = 256  # pixels that are worked through together: few enough to stay in the fastest memory

U, V, S, T, NEAR, ALPHA, TONE, INK, CELL, LIGHT, HEIGHT, RED, GREEN, BLUE = range(0, 14 * CHUNK, CHUNK)
ROOM = 14 * CHUNK  # numbers in all
# places that serve again
SHRINK = S  # by how much distance makes things smaller, when the cell has been asked
EAST, NORTH = S, T  # where a pixel's ground lies in world units, when its cell has been asked
DARK = NEAR  # the share of its darkness that lamps leave, when distance has dimmed it
