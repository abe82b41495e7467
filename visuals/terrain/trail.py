"""The ways that walkers have gone, drawn on the ground as far as they are walked."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.walk import share_walk
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, OnGround
from visuals.terrain.light import Fixed
from visuals.theme import INK


class Trail(OnGround):
    """The way of a Walk, or of stops (stops, 2) or (stops, walkers, 2): straight between them.

    Dials: at (steps done), opacity.
    """

    def __init__(
        self,
        path: Any,
        *,
        on: LiesOn,
        at: Dial | None = None,
        ink: str = INK.path,
        width: float = 3.5,
        casing: float = 2.5,
    ) -> None:
        super().__init__(on, ink=ink)
        self.walk = share_walk(self, path, at, start=None)
        self.at = self.walk.at
        stops = self.walk.path.reshape(len(self.walk.path), -1, 2)
        ways = ((walker, *on.drape(stops[:, walker])) for walker in range(stops.shape[1]))
        self.draped = [(each, Fixed(points), Fixed(when)) for each, points, when in ways if len(points) > 1]
        self.width_pixels, self.casing = width, casing

    def walked(self) -> list[np.ndarray]:
        """What the walkers have covered now, one line (points, 2) in data units each, ending where they
        stand.
        """
        at, stand = self.walk.now, self.walk.place.reshape(-1, 2)
        lines = []
        for walker, points, when in self.draped:
            done = int(np.searchsorted(when.value, at, side="right"))
            line = points.value[:done]
            if 0 < done < len(points.value) and at > when.value[done - 1]:
                line = np.concatenate([line, stand[walker][None]])
            if len(line) > 1:
                lines.append(line)
        return lines

    def mark(self, brush: Brush) -> None:
        lines = self.walked()
        if lines:
            brush.lines(lines, self.ink, self.width_pixels, self.casing)
