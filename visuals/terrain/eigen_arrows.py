"""The curvatures of level ground: two needles along each eigenvector, out where it rises, else in."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.walk import entry
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, OnGround
from visuals.terrain.light import Fixed
from visuals.theme import INK, mix

RISING, FALLING, LEVEL = INK.curvature, INK.minus, INK.quiet
SOFT = 0.12  # of the greatest curvature: nearer to 0 than this the colour passes through grey
PIECES = 24  # of each line on the ground


class EigenArrows(OnGround):
    """At each level place the two principal directions of the ground, and the compass needles on them.

    `points` (n, 2); `curvatures` (n, 2), or (stops, n, 2) where they change; `directions` (n, 2, 2), column i
    belonging to curvature i (as eigenvectors do). A needle stands on either side of a place, `reach` data
    units away, and is `length` data units long for the greatest curvature of all, in proportion: outwards
    and green where the ground bends up, inwards and orange where it bends down. `even` draws all needles
    equally long. Dials: at (which stop), grown, opacity.
    """

    HEAD = 20.0  # length of a head, pixels

    def __init__(
        self,
        points: Any,
        curvatures: np.ndarray,
        directions: np.ndarray,
        *,
        on: LiesOn,
        reach: float,
        length: float,
        even: bool = False,
        at: Dial | None = None,
        width: float = 6.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.places = Fixed(np.atleast_2d(np.asarray(points, dtype=float)))
        values = np.asarray(curvatures, dtype=float)
        self.curvatures = Fixed(values if values.ndim == 3 else values[None])
        self.directions = Fixed(np.asarray(directions, dtype=float))
        self.reach, self.length, self.even, self.width_pixels = reach, length, even, width
        self.at, self.grown = self.dial(at, 0.0), Dial(grown)
        self.add(self.grown)

    def needles(self) -> list[tuple[np.ndarray, np.ndarray, float]]:
        """Tail and tip (2,) in data units of every needle, with its curvature as a share of the greatest."""
        shares = entry(self.curvatures.value, self.at.get_value()) / np.abs(self.curvatures.value).max()
        found, grown = [], self.grown.get_value()
        for place, bends, vectors in zip(self.places.value, shares, self.directions.value, strict=True):
            for share, way in zip(bends, vectors.T, strict=True):
                long = np.sign(share) if self.even else share
                for side in (1.0, -1.0):
                    tail = place + side * self.reach * way
                    found.append((tail, tail + side * grown * self.length * long * way, float(share)))
        return found

    def mark(self, brush: Brush) -> None:
        grown = self.grown.get_value()
        if grown <= 0.0:
            return
        run = np.linspace(-1, 1, 2 * PIECES)[:, None]
        ways = [
            place + run * grown * self.reach * way
            for place, vectors in zip(self.places.value, self.directions.value, strict=True)
            for way in vectors.T
        ]
        brush.lines(ways, LEVEL, 1.6, 1.5)
        for tail, tip, share in self.needles():
            self._needle(brush, tail, tip, tint(share))

    def _needle(self, brush: Brush, tail: np.ndarray, tip: np.ndarray, ink: str) -> None:
        line = tail + np.linspace(0, 1, PIECES)[:, None] * (tip - tail)
        spots, shares = brush.seen(brush.world(line))
        run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(spots, axis=0), axis=1))])
        if run[-1] < 1.0:
            return
        head = min(self.HEAD * brush.canvas.fine, 0.6 * run[-1])
        neck = max(int(np.searchsorted(run, run[-1] - head)), 1)
        base = np.array([np.interp(run[-1] - head, run, each) for each in spots.T])
        brush.lines([line[: neck + 1]] if neck > 1 else [line[:2]], ink, self.width_pixels, 2.5)
        side = np.array([base[1] - spots[-1, 1], spots[-1, 0] - base[0]])
        side *= 0.5 * head / max(float(np.linalg.norm(side)), 1e-9)
        shape = np.stack([side, (spots[-1] - base) / 2], axis=-1)
        brush.shapes(marks.HEAD, (spots[-1:] + base) / 2, shape[None], ink, shares=shares[-1:])


def tint(share: float) -> str:
    """The colour of a curvature, given as a share of the greatest: green up, orange down, grey at 0."""
    if share >= 0:
        return mix(LEVEL, RISING, min(share / SOFT, 1.0))
    return mix(LEVEL, FALLING, min(-share / SOFT, 1.0))
