"""Ground that changes its shape: a hill that is blended from one grid of heights to the next."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial, SharesDials
from visuals.drawing.walk import entry
from visuals.terrain.drawing import Drawing
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.terrain.survey import Ground, survey


class MorphingTerrain(SharesDials, Terrain):
    """A hill over heights (stops, rows, columns), all over the same x and y; what a Terrain does, it does.

    Between two stops every height goes evenly, which is exact where the heights are linear in what changes,
    as in calc_core's `form_tour`. One relief, one colour scale and one contour step hold for all stops.
    Dials: at (which stop), and those of a Terrain.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        f: np.ndarray,
        *,
        at: Dial | None = None,
        width: float | None = None,
        relief: float = 2.0,
        contour_step: float | None = None,
        **look: Any,
    ) -> None:
        heights = np.asarray(f, dtype=float)
        if heights.ndim != 3 or not len(heights):
            raise ValueError(f"heights must have shape (stops, rows, columns), got {heights.shape}")
        self.stops = Fixed(heights)
        self.span = (float(heights.min()), float(heights.max()))
        self.at = at if at is not None else Dial(0.0)
        self._made: tuple[float, Ground] | None = None
        self._shape: dict[str, Any] = {"width": width, "relief": relief, "contour_step": contour_step}
        self._axes = Fixed(np.asarray(x, dtype=float)), Fixed(np.asarray(y, dtype=float))
        super().__init__(x, y, heights[0], width=width, relief=relief, contour_step=contour_step, **look)
        if at is None:
            self.add(self.at)
        else:
            self.dial(at, 0.0)

    @property
    def ground(self) -> Ground:
        """The ground of this moment."""
        now = min(max(self.at.get_value(), 0.0), len(self.stops.value) - 1.0)
        if self._made is None or self._made[0] != now:
            x, y = (each.value for each in self._axes)
            heights = entry(self.stops.value, now)
            step = self._shape["contour_step"]
            width, relief = self._shape["width"], self._shape["relief"]
            self._made = now, survey(x, y, heights, width, None, relief, step, 0.0, None, self.span)
        return self._made[1]

    @ground.setter
    def ground(self, ground: Ground) -> None:
        """Only the stops say what the ground is."""

    def __getstate__(self) -> dict[str, Any]:
        """All but the ground of this moment, which is made again."""
        return self.__dict__ | {"_made": None}

    @property
    def _lowest(self) -> float:
        return float(self.ground.heights.min())

    def appearance(self) -> Hashable:
        return self.at.get_value(), super().appearance()

    def draw(self, canvas: Canvas) -> Drawing:
        now = self.ground
        if self.drawing.ground is not now:
            self.drawing.scene = self.drawing.key = None
            self.drawing.ground = now
        return super().draw(canvas)
