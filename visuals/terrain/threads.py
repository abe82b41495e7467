"""Threads over the ground, each as long as two heights differ at its place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from visuals.drawing.dial import Dial
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.theme import INK

RUNGS = 10  # of a thread: what ground hides of it is told piece by piece


class HeightThreads(OnGround):
    """A thread from height `low` to height `high` (n,) over places (n, 2), and a way along all their tops.

    Only the places named by `which` (default: all) have a thread. Dials: drawn (how far the threads have been
    drawn out, 0 to 1), crest (how strongly the way along their tops is seen), opacity.
    """

    on_map = "heights are colours and no thread can be seen: show the hill with hill.look(tilt=0)"

    def __init__(
        self, places: np.ndarray, low: np.ndarray, high: np.ndarray, *, on: Terrain,
        which: Sequence[int] | np.ndarray | None = None, ink: str = INK.residual, crest_ink: str = INK.output,
        width: float = 4.0,
    ) -> None:  # fmt: skip
        super().__init__(on, ink=ink)
        self.feet = Fixed(np.column_stack([places, low]))
        self.high = Fixed(np.asarray(high, dtype=float))
        self.which = Fixed(np.arange(len(self.high.value)) if which is None else np.asarray(which))
        self.crest_ink, self.width_pixels = crest_ink, width
        self.drawn, self.crest = Dial(1.0), Dial(1.0)
        self.add(self.drawn, self.crest)

    def tops(self) -> np.ndarray:
        """How high the threads reach now, over every place (n, 3), data units."""
        tops = self.feet.value.copy()
        tops[:, 2] += self.drawn.get_value() * (self.high.value - tops[:, 2])
        return tops

    def threads(self) -> np.ndarray:
        """Foot and top of every thread now, (threads, 2, 3), data units."""
        which = self.which.value
        return np.stack([self.feet.value[which], self.tops()[which]], axis=1)

    def mark(self, brush: Brush) -> None:
        threads, share = self.threads(), np.linspace(0.0, 1.0, RUNGS)[:, None]
        brush.lines([foot + share * (top - foot) for foot, top in threads], self.ink, self.width_pixels, 1.5)
        opacity, crest = brush.opacity, self.crest.get_value()
        if crest > 0.0:
            brush.opacity = opacity * crest
            brush.lines([self.tops()], self.crest_ink, 4.0, 2.5)
            brush.opacity = opacity
        brush.marks(marks.DISC, brush.world(threads[:, 1]), 5.0, self.crest_ink, casing=1.5)
