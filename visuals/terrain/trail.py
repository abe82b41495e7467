"""The ways that walkers have gone, drawn on the ground as far as they are walked."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial
from visuals.drawing.polyline import dashes
from visuals.drawing.walk import share_walk
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, OnGround
from visuals.terrain.light import Fixed
from visuals.theme import INK


@njit(**FAST)
def covered(way, when, starts, at, stand):
    """What each walker has covered after `at` steps: points (n, 2), and where whose end (walkers + 1,).

    `way` (m, 2) holds the walkers' draped ways one after the other, `when` (m,) the step of each point,
    `starts` (walkers + 1,) where each way begins, `stand` (walkers, 2) where they are now.
    """
    points, ends = np.empty((len(way), 2)), np.zeros(len(starts), dtype=np.int64)
    count = 0
    for walker in range(len(starts) - 1):
        begin, end = starts[walker], starts[walker + 1]
        k = begin
        while k < end and when[k] <= at:
            points[count] = way[k]
            count, k = count + 1, k + 1
        if begin < k < end and at > when[k - 1]:
            points[count] = stand[walker]
            count += 1
        ends[walker + 1] = count
    return points[:count], ends


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
        ways = [on.drape(stops[:, walker]) for walker in range(stops.shape[1])]
        self.way = Fixed(np.concatenate([points for points, _ in ways]))  # of all walkers, one after other
        self.when = Fixed(np.concatenate([when for _, when in ways]))
        self.starts = Fixed(np.concatenate([[0], np.cumsum([len(when) for _, when in ways])]))
        self.width_pixels, self.casing = width, casing
        self.dash, self.units = dash, on.units

    def walked(self) -> list[np.ndarray]:
        """What the walkers have covered now, one line (points, 2) in data units each, ending where they
        stand.
        """
        points, ends = self._covered()
        return [points[start:end] for start, end in pairwise(ends) if end - start > 1]

    def _covered(self) -> tuple[np.ndarray, np.ndarray]:
        stand = self.walk.place.reshape(-1, 2)
        return covered(self.way.value, self.when.value, self.starts.value, self.walk.now, stand)

    def mark(self, brush: Brush) -> None:
        if self.dash is None:
            points, ends = self._covered()
            if ends[-1] > 0:
                brush.polylines(points, ends, self.ink, self.width_pixels, self.casing)
            return
        lines = [piece for line in self.walked() for piece in self.drawn(line)]
        if lines:
            brush.lines(lines, self.ink, self.width_pixels, self.casing)

    def drawn(self, line: np.ndarray) -> list[np.ndarray]:
        """The pieces of a line (points, 2) in data units that are drawn: its dashes, or all of it."""
        if self.dash is None:
            return [line]
        return [piece / self.units for piece in dashes(line * self.units, self.dash)]
