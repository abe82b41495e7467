"""The angle between two needles at one place: an arc that closes when they lie in one line."""

from __future__ import annotations

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.map.components import cased
from visuals.map.needle import Needle
from visuals.theme import INK, STROKE

PIECES = 33


class AngleBetween(Follower):
    """An arc of `radius` scene units from one needle to the other, the shorter way round.

    Both stand at the same place. Dial: grown, the share of the arc that is drawn.
    """

    def __init__(
        self, first: Needle, second: Needle, *, radius: float = 0.8, ink: str = INK.text, grown: float = 1.0
    ) -> None:
        super().__init__(first, second)
        self.first, self.second, self.radius = first, second, radius
        self.grown = Dial(grown)
        self.arc = cased(ink, STROKE.normal)
        self.add(self.grown, self.arc)
        self.redraw()

    @property
    def span(self) -> float:
        """From the first needle to the second, radians anticlockwise, between -pi and pi."""
        start, end = (np.arctan2(*each.vector[[1, 0]]) for each in (self.first, self.second))
        return float((end - start + np.pi) % (2 * np.pi) - np.pi)

    def redraw(self) -> None:
        start = float(np.arctan2(*self.first.vector[[1, 0]]))
        turn = start + self.span * self.grown.get_value() * np.linspace(0, 1, PIECES)
        ray = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
        self.arc.points = polyline(self.first.tail + self.radius * ray)
