"""The walk that belongs to this moment, of a family of walks: its way and a print at every stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.walk import entry
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, WalkOnGround
from visuals.theme import INK

CROWDED = 1e-9  # stops nearer together than this, in the map's own units, are one


class FamilyTrail(WalkOnGround):
    """Line and boot prints of the stops (n, 2) that `stops()` tells now: one walk of a DescentFamily, say.

    While the ground is squeezed, the prints go where the walk on this ground has them. A `width` of 0 draws
    prints alone. Dials: `at` (how many steps are drawn; all of them unless told), opacity.
    """

    def __init__(
        self,
        stops: Callable[[], np.ndarray],
        *,
        on: LiesOn,
        at: float = np.inf,
        size: float = 9.0,
        width: float = 2.5,
        kind: Literal["boot", "disc"] = "boot",
        ink: str = INK.path,
    ) -> None:
        super().__init__(stops, on, ink=ink)
        self.shape = {"boot": marks.BOOT, "disc": marks.DISC}[kind]
        self.size, self.width_pixels = size, width
        self.at = Dial(at)
        self.add(self.at)

    def drawn(self) -> np.ndarray:
        """The stops (k, 2) done by now, and where the walk is, in the map's own units."""
        stops, at = np.asarray(self.stops(), dtype=float), self.at.get_value()
        if at >= len(stops) - 1:
            return stops
        whole = int(max(at, 0.0))
        return np.concatenate([stops[: whole + 1], entry(stops, at)[None]])

    def mark(self, brush: Brush) -> None:
        stops, line = np.asarray(self.stops(), dtype=float), self.drawn()
        if self.width_pixels > 0 and len(line) > 1:
            brush.lines([line], self.ink, self.width_pixels, 2.0)
        ahead = np.diff(stops, axis=0)
        going = np.concatenate([[True], np.linalg.norm(ahead, axis=1) > CROWDED])
        heading = np.concatenate([ahead, ahead[-1:]]) if len(ahead) else np.array([[1.0, 0.0]])
        heading[1:][~going[1:]] = [1.0, 0.0]
        done = going & (np.arange(len(stops)) <= self.at.get_value())
        spots, seen = brush.seen(brush.world(stops[done]))
        shapes = brush.lying(stops[done], heading[done], self.size)
        brush.shapes(self.shape, spots, shapes, self.ink, shares=seen)
