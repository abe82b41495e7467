"""The ways that walkers have gone, drawn on the ground as far as they are walked."""

from __future__ import annotations

import numpy as np

from visuals.drawing.dial import Dial
from visuals.terrain.brush import Brush
from visuals.terrain.draping import drape
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed, along
from visuals.theme import INK


class Trail(OnGround):
    """The way of one walker (stops, 2) or several (stops, walkers, 2): straight from stop to stop, as walked.

    Dials: at (steps done), opacity.
    """

    def __init__(
        self,
        path: np.ndarray,
        *,
        on: Terrain,
        at: Dial | None = None,
        ink: str = INK.path,
        width: float = 3.5,
        casing: float = 2.5,
    ) -> None:
        super().__init__(on, ink=ink)
        path = np.asarray(path, dtype=float)
        path = path[:, None, :] if path.ndim == 2 else path
        self.path = Fixed(path)
        ways = ((walker, *drape(path[:, walker], on)) for walker in range(path.shape[1]))
        self.draped = [(each, Fixed(points), Fixed(when)) for each, points, when in ways if len(points) > 1]
        self.at = self.dial(at, len(path) - 1.0)
        self.width_pixels, self.casing = width, casing

    def walked(self) -> list[np.ndarray]:
        """What the walkers have covered now, one line (points, 2) in data units each, ending where they
        stand.
        """
        at = self.at.get_value()
        stand = along(self.path.value, at)
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
