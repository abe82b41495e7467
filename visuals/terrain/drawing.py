"""Buffers for one frame of a terrain: z-buffer, picture, and scratch for what lies on the ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from visuals.terrain import edges, raster

# colours samples of the ground: (depth, place, spans, box, picture) -> picture filled
Painter = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray], None]


class Drawing:
    """The last picture drawn of a terrain, kept while nothing changes. A copy starts without one.

    `scene` says what the z-buffer was drawn for, `key` what the picture was: when only the light changes,
    the z-buffer stays.
    """

    def __init__(self) -> None:
        self.scene: Any = None
        self.key: Any = None
        self.ground: Any = None  # that was drawn, where a terrain's ground may change
        self.depth = np.zeros((0, 0), dtype=np.float32)
        self.box = np.zeros(4, dtype=np.int64)
        self.spans = np.zeros((0, 2), dtype=np.int64)  # of every row in the box, where ground is seen
        self.seen = np.zeros((0, 0, 3))  # where every grid point appears: pixel x, pixel y and depth
        self.extent = np.zeros((2, 3))  # least and greatest pixel x, pixel y and depth of the ground
        self.n_edge = 0  # pixels with more than one sample
        self.samples = self._room = edges.room(0)  # their depth, place and picture, and memory for more
        self._masks = np.zeros((2, 0, 0), dtype=np.float32)
        self._second = (np.zeros((0, 0), dtype=np.float32), np.zeros((2, 0, 0), dtype=np.float32))

    def __reduce__(self) -> tuple[type[Drawing], tuple[()]]:
        return Drawing, ()

    def resize(self, height: int, width: int) -> None:
        """Have buffers for frames of this size."""
        if self.depth.shape != (height, width):
            self.box = np.zeros(4, dtype=np.int64)
            self.depth = np.full((height, width), raster.EMPTY)
            self.place = np.stack([np.full((height, width), raster.NOWHERE), np.zeros_like(self.depth)])
            self.picture = np.zeros((height, width, 4), dtype=np.uint8)
            self.spans = np.zeros((height, 2), dtype=np.int64)
            self.n_edge = 0
            self.which = np.full((height, width), edges.NONE, dtype=np.int32)
            self.pixels = np.empty((height * width // 4 + width, 2), dtype=np.int32)
            self.tiles = np.zeros(((height >> edges.TILE) + 1, (width >> edges.TILE) + 1), dtype=np.bool_)

    def clear(self) -> None:
        """Empty the z-buffer where something was drawn before."""
        raster.clear(self.depth, self.place, self.spans, self.box)

    def clear_depth(self) -> None:
        """Empty the depths where something was drawn before; `measure` empties the places."""
        raster.clear_depth(self.depth, self.spans, self.box)

    def measure(self, box: np.ndarray) -> None:
        """Note where something has been drawn, nothing outside of `box`, and empty the places that see
        nothing.
        """
        self.box = box
        raster.measure(self.depth, box, self.spans)
        raster.clear_places(self.depth, self.place, self.spans, box)

    def take_samples(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Depth and place of the samples of so many pixels, empty. Memory serves again where it is enough."""
        rows = -(-count * edges.SAMPLES // edges.ACROSS)
        if rows > len(self._room[0]):
            self._room = edges.room(rows + rows // 4)
        depth, places, picture = self._room
        flat = places.reshape(-1)[: 2 * rows * edges.ACROSS]  # in one piece, whatever memory there is
        self.samples = depth[:rows], flat.reshape(2, rows, edges.ACROSS), picture[:rows]
        self.samples[0][:] = raster.EMPTY
        self.samples[1][:] = 0.0
        self.n_edge = count
        return self.samples[:2]

    def smooth(self, paint: Painter) -> None:
        """Colour the samples of the pixels at edges, and give each pixel their mean."""
        depth, place, picture = self.samples
        rows, columns = depth.shape
        paint(depth, place, np.tile([0, columns], (rows, 1)), np.array([0, 0, columns, rows]), picture)
        edges.average(picture.reshape(-1, edges.SAMPLES, 4), self.pixels[: self.n_edge], self.picture)

    def masks(self, height: int, width: int) -> np.ndarray:
        """Scratch for what lies on the ground: ink and casing, (2, height, width)."""
        if self._masks.shape[1:] != (height, width):
            self._masks = np.zeros((2, height, width), dtype=np.float32)
        return self._masks

    def second(self, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """A second z-buffer, for sheets through the ground."""
        if self._second[0].shape != (height, width):
            self._second = (
                np.empty((height, width), dtype=np.float32),
                np.empty((2, height, width), dtype=np.float32),
            )
        return self._second
