"""The ways that walkers have gone, drawn on the ground as far as they are walked."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.polyline import dashes
from visuals.drawing.walk import share_walk
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, OnGround
from visuals.terrain.light import Fixed
from visuals.theme import INK


class Trail(OnGround):
    """The way of a Walk, or of stops (stops, 2) or (stops, walkers, 2), on a hill or a flat map.

    It is straight between stops, runs behind hills, and shows many walkers at once; Footsteps draw one way on
    a flat map in Manim's own lines. `dash` is the length of a dash and of a gap, in scene units as the ground
    lies when the trail is made: they stay where they are on the ground, however it is looked at.
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
        dash: tuple[float, float] | None = None,
    ) -> None:
        super().__init__(on, ink=ink)
        self.walk = share_walk(self, path, at, start=None)
        self.at = self.walk.at
        stops = self.walk.path.reshape(len(self.walk.path), -1, 2)
        ways = ((walker, *on.drape(stops[:, walker])) for walker in range(stops.shape[1]))
        self.draped = [(each, Fixed(points), Fixed(when)) for each, points, when in ways if len(points) > 1]
        self.width_pixels, self.casing = width, casing
        self.dash, self.units = dash, on.units

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
        lines = [piece for line in self.walked() for piece in self.drawn(line)]
        if lines:
            brush.lines(lines, self.ink, self.width_pixels, self.casing)

    def drawn(self, line: np.ndarray) -> list[np.ndarray]:
        """The pieces of a line (points, 2) in data units that are drawn: its dashes, or all of it."""
        if self.dash is None:
            return [line]
        return [piece / self.units for piece in dashes(line * self.units, self.dash)]
