"""Leaps over a hill: from the ground to the level place of what touches it there, and down to the ground."""

from __future__ import annotations

import numpy as np

from visuals.drawing.dial import Dial
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.theme import INK

FLIGHT = 0.75  # the share of a leap in the air; in the rest of it the leaper goes straight to the ground
PIECES = 28


class Leaps(OnGround):
    """A walk `x` (stops, 2) on a hill, in leaps that land on heights `landing` (stops - 1,).

    In the middle a leap stands `bow` times its width above the straight way. Dials: at (leaps done), opacity.
    """

    def __init__(
        self, x: np.ndarray, landing: np.ndarray, *, on: Terrain, at: Dial | None = None, bow: float = 0.4,
        size: float = 9.0, ink: str = INK.path,
    ) -> None:  # fmt: skip
        super().__init__(on, ink=ink)
        self.stops, self.landing = Fixed(np.asarray(x, dtype=float)), Fixed(np.asarray(landing, dtype=float))
        self.at, self.bow, self.size = self.dial(at, 0.0), bow, size

    @property
    def last(self) -> int:
        """The number of leaps."""
        return len(self.stops.value) - 1

    def way(self, k: int, share: float) -> np.ndarray:
        """The way of leap k up to a share of it, in the air (points, 3), in data units."""
        x = self.stops.value
        ground = self.hill_below.height_at(x)
        start, end = np.array([*x[k], ground[k]]), np.array([*x[k + 1], self.landing.value[k]])
        upto = np.linspace(0, min(share / FLIGHT, 1.0), PIECES)[:, None]
        wide = float(np.linalg.norm((end - start)[:2] * self.terrain.units))
        lift = self.bow * wide * np.ptp(self.hill_below.ground.heights) / self.hill_below.relief.get_value()
        arc = start + upto * (end - start) + 4 * upto * (1 - upto) * [0.0, 0.0, lift]
        if share <= FLIGHT:
            return np.asarray(arc)
        rest = (share - FLIGHT) / (1 - FLIGHT)
        return np.concatenate([arc, [end + rest * (np.array([*x[k + 1], ground[k + 1]]) - end)]])

    def mark(self, brush: Brush) -> None:
        at = min(max(self.at.get_value(), 0.0), float(self.last))
        ways = [self.way(k, min(at - k, 1.0)) for k in range(int(np.ceil(at)))]
        if ways:
            brush.lines(ways, self.ink, 3.5, 2.5)
        here = (
            ways[-1][-1]
            if ways
            else np.array([*self.stops.value[0], self.hill_below.height_at(self.stops.value[0])])
        )
        done = self.stops.value[: int(at) + 1]
        brush.marks(marks.DISC, brush.world(done), 0.5 * self.size, self.ink)
        brush.marks(marks.DISC, brush.world(here[None]), self.size, self.ink)
