"""Dots that fly from one picture to another: the same data, placed by another rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject, smooth

from visuals.data.data_plot import discs
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import Frame
from visuals.letters.readout import Series
from visuals.theme import INK


class Flight(Follower):
    """Dots that fly from one picture to another: each knows its place (n, 2) in both.

    While `flown` goes from 0 to 1, the first dot leaves first and the last arrives last.
    """

    def __init__(
        self,
        home: Frame,
        away: Frame,
        *,
        at_home: np.ndarray,
        at_away: np.ndarray,
        radius: float = 0.035,
        ink: str = INK.data,
        series: Sequence[Series] = (),
    ) -> None:
        super().__init__(home, away, at_home, at_away)
        self.home, self.away, self.at_home, self.at_away = home, away, at_home, at_away
        self.radius, self.series = radius, tuple(series)
        self.flown = Dial()
        self.dots = VMobject(stroke_width=0, fill_color=ink, fill_opacity=1)
        self.add(self.flown, self.dots)
        self.redraw()

    @property
    def centres(self) -> np.ndarray:
        """Where the dots are now, on the stage (n, 3)."""
        late = np.linspace(0, 1, len(self.at_home))
        shares = np.clip(1.7 * self.flown.value - 0.7 * late, 0, 1)
        eased = np.array([smooth(share) for share in shares])[:, None]
        start, end = self.home.to_screen(self.at_home), self.away.to_screen(self.at_away)
        return np.asarray((1 - eased) * start + eased * end)

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        self.dots.points = discs(self.centres, self.radius)
