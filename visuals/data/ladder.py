"""A ladder of misses: one rung for each layer of a model, its bar as long as the residual's rms."""

from __future__ import annotations

import numpy as np
from manim import LEFT, Animation, AnimationGroup, FadeIn, Group, GrowFromEdge, Rectangle

from visuals.letters.formula import Words
from visuals.letters.number import Number
from visuals.letters.readout import Reading
from visuals.theme import INK, SIZE

BAR = 0.2  # height of a bar, in scene units
NAME = 2.05  # room for the names
GAP = 0.15


STEP = 0.38  # from rung to rung


class Rung(Group):
    """A name, a bar `per_unit` scene units long for each unit of the reading, and the reading itself."""

    def __init__(self, name: str, reading: Reading, *, at: tuple[float, float], per_unit: float) -> None:
        super().__init__()
        x, y = at
        self.label = Words(name, size=SIZE.small)
        self.label.shift([x - self.label.get_left()[0], y - BAR / 2 - self.label.baseline, 0])
        length = per_unit * float(reading.value)
        self.bar = Rectangle(width=length, height=BAR, stroke_width=0)
        self.bar.set_fill(INK.residual, opacity=1)
        self.bar.move_to([x + NAME, y, 0], aligned_edge=LEFT)
        self.number = Number(reading, size=SIZE.small)
        end = np.array([x + NAME + length + GAP, self.label.baseline, 0])
        self.number.shift(end - self.number.strut.points[0])
        self.add(self.label, self.bar, self.number)

    def entrance(self) -> Animation:
        """The bar grows out to its length."""
        return AnimationGroup(FadeIn(self.label), GrowFromEdge(self.bar, LEFT), FadeIn(self.number))
