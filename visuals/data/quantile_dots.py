"""Equally likely outcomes as dots in a pile: a probability is counted, not measured as an area."""

from __future__ import annotations

import numpy as np
from manim import VMobject, smooth

from visuals.data.data_plot import discs
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.theme import INK, mix

FALL = 0.25  # of the dial `grown`: how long one dot falls
ROOM = 0.9  # of a dot's own place is filled by it
BEHIND = mix(INK.output, INK.ground, 0.6)


class QuantileDots(Follower):
    """Outcomes (n,) as dots of `size` (of the axis of x), piled up where they fall, from `floor` on.

    Those above the value of the dial `mark` are bright, the others dim. Dials: `grown` (0 to 1: the dots fall
    one after another, from the left), `mark`.
    """

    def __init__(
        self, values: np.ndarray, *, on: Axes, size: float, floor: float, mark: float = -np.inf
    ) -> None:
        super().__init__(on)
        self.values = np.sort(np.asarray(values, dtype=float))
        self.axes, self.size, self.floor = on, size, floor
        self.grown, self.mark = Dial(1.0), Dial(mark)
        self.pale = VMobject(stroke_width=0, fill_color=BEHIND, fill_opacity=1)
        self.lit = VMobject(stroke_width=0, fill_color=INK.output, fill_opacity=1)
        self.column = np.floor(self.values / size)
        firsts = np.searchsorted(self.column, self.column)
        self.level = np.arange(len(self.values)) - firsts
        self.add(self.grown, self.mark, self.pale, self.lit)
        self.redraw()

    @property
    def centres(self) -> np.ndarray:
        """Where the dots are now, on the stage (n, 3)."""
        radius = self.size * self.axes.units[0] / 2
        places = self.axes.to_screen((self.column + 0.5) * self.size, 0 * self.column)
        places[:, 1] = self.floor + (2 * self.level + 1) * radius
        late = np.linspace(0.0, 1.0 - FALL, len(places))
        come = np.clip((self.grown.value - late) / FALL, 0.0, 1.0)
        places[:, 1] += (1 - np.array([smooth(each) for each in come])) * (4.3 - places[:, 1])
        return places

    def redraw(self) -> None:
        """Set the dots, and light those above the mark."""
        late = np.linspace(0.0, 1.0 - FALL, len(self.values))
        there, above = late < self.grown.value, self.values > self.mark.value
        radius = ROOM * self.size * float(self.axes.units[0]) / 2
        centres = self.centres
        self.lit.points = discs(centres[there & above], radius)
        self.pale.points = discs(centres[there & ~above], radius)
