"""The needle split by a fence: a part along it, which moves us, and a part across, which it takes up."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.map.components import cased, dashes
from visuals.map.needle import Needle, needles
from visuals.theme import INK, STROKE

GIRTH = 0.095
FAINT = 0.3  # what is left of the two arrows that cancel


class SplitNeedle(Follower):
    """`along` and `across` (stops, 2), the two parts of a needle's gradient at its walk's stops, as arrows.

    Both begin at the needle's tail and are drawn at its scale; dashes close the rectangle up to its tip.
    Dials: grown (share of both that is drawn), closed (share of the two other sides), push (share of the
    fence's answer, the part across turned round), spent (how far the two that cancel have faded).
    """

    def __init__(
        self,
        along: np.ndarray,
        across: np.ndarray,
        needle: Needle,
        *,
        grown: float = 1.0,
        closed: float = 1.0,
    ) -> None:
        super().__init__(needle)
        self.needle, self.chart = needle, needle.chart
        self.along, self.across = (np.atleast_2d(np.asarray(each, dtype=float)) for each in (along, across))
        self.grown, self.closed, self.push, self.spent = Dial(grown), Dial(closed), Dial(0.0), Dial(0.0)
        self.sides = cased(INK.text, STROKE.thin)
        self.arrows = {
            name: VMobject(fill_color=ink, fill_opacity=1, stroke_width=0).set_stroke(
                INK.casing, width=5, background=True
            )
            for name, ink in (("push", INK.parameter), ("across", INK.parameter), ("along", INK.path))
        }
        self.add(self.grown, self.closed, self.push, self.spent, self.sides, *self.arrows.values())
        self.redraw()

    @property
    def vectors(self) -> np.ndarray:
        """The parts along and across on the screen, at full length: (2, 3)."""
        look_up = self.needle.walk.look_up
        parts = np.stack([look_up(self.along), look_up(self.across)])
        return self.chart.direction(parts) * self.needle.length.get_value()

    def redraw(self) -> None:
        tail, (along, across), grown = self.needle.tail, self.vectors, self.grown.get_value()
        drawn = {"along": along * grown, "across": across * grown, "push": -across * self.push.get_value()}
        light = 1 - (1 - FAINT) * self.spent.get_value()
        for name, arrow in self.arrows.items():
            arrow.points = needles(tail[None], drawn[name][None], GIRTH)
            if name != "along":
                arrow.set_fill(opacity=light)
        closed = self.closed.get_value() * (grown >= 1.0) * light
        if closed <= 0:
            self.sides.points = np.zeros((0, 3))
            return
        sides = [(along, across), (across, along)]
        self.sides.points = bundle(
            np.concatenate([dashes(tail + a, tail + a + self.closed.get_value() * b) for a, b in sides])
        )
