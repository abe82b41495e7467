"""Buffers for one frame of a terrain: z-buffer, picture, and scratch for what lies on the ground."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.terrain import edges, raster


class Drawing:
    """The last picture drawn of a terrain, kept while nothing changes. A copy starts without one."""

    def __init__(self) -> None:
        self.key: tuple[Any, ...] | None = None
        self.depth = np.zeros((0, 0), dtype=np.float32)
        self.box = np.zeros(4, dtype=np.int64)
        self._masks = np.zeros((0, 0, 2), dtype=np.float32)
        self._second = (np.zeros((0, 0), dtype=np.float32), np.zeros((2, 0, 0), dtype=np.float32))

    def __deepcopy__(self, memo: dict[int, Any]) -> Drawing:
        return Drawing()

    def resize(self, height: int, width: int) -> None:
        """Have buffers for frames of this size."""
        if self.depth.shape != (height, width):
            self.depth = np.full((height, width), raster.EMPTY)
            self.box = np.zeros(4, dtype=np.int64)
            self.place = np.full((2, height, width), raster.NOWHERE)
            self.picture = np.zeros((height, width, 4), dtype=np.uint8)
            self.which = np.full((height, width), edges.NONE, dtype=np.int32)
            self.pixels = np.empty((height * width // 4 + width, 2), dtype=np.int32)
            self.tiles = np.zeros(((height >> edges.TILE) + 1, (width >> edges.TILE) + 1), dtype=np.bool_)

    def masks(self, height: int, width: int) -> np.ndarray:
        """Scratch for what lies on the ground: ink and casing, (height, width, 2)."""
        if self._masks.shape[:2] != (height, width):
            self._masks = np.zeros((height, width, 2), dtype=np.float32)
        return self._masks

    def second(self, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """A second z-buffer, for sheets through the ground."""
        if self._second[0].shape != (height, width):
            self._second = (
                np.empty((height, width), dtype=np.float32),
                np.empty((2, height, width), dtype=np.float32),
            )
        return self._second
