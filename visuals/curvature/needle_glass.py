"""The gradient as a map under the magnifying glass: needles around a level place, straight as a matrix."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.landscapes.grids import Field
from visuals.curve.lens import GLASS, Handle, Rim
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc
from visuals.map.needle import needles
from visuals.theme import INK

INNER = 0.95  # of the glass' radius: needles that begin or end farther out are not drawn


class NeedleGlass(Follower):
    """A round window of `radius` scene units onto a field about a place: its needles, drawn large.

    The longest needle is `length` scene units, the others in proportion. Dial: `filled`, 0 to 1, the share of
    every needle that is drawn.
    """

    def __init__(
        self,
        field: Field,
        place: np.ndarray | tuple[float, float],
        *,
        centre: tuple[float, float],
        radius: float = 1.8,
        length: float = 0.6,
        girth: float = 0.055,
        handle: float = -90.0,
        ink: str = INK.gradient,
        filled: float = 1.0,
    ) -> None:
        super().__init__()
        self.centre, self.radius, self.girth = np.array([*centre, 0.0]), radius, girth
        away = field.xy.reshape(-1, 2) - np.asarray(place, dtype=float)
        reach = np.abs(away).max()
        self.spots = away / reach * radius
        vectors = field.vec.reshape(-1, 2)
        disc = np.linalg.norm(self.spots, axis=1) < radius
        vectors = vectors / float(np.linalg.norm(vectors[disc], axis=1).max()) * length
        ends = np.maximum(np.linalg.norm(self.spots, axis=1), np.linalg.norm(self.spots + vectors, axis=1))
        inside = ends < INNER * radius
        self.spots, self.vectors = self.spots[inside], vectors[inside]
        self.filled = Dial(filled)
        self.glass = VMobject(stroke_width=0).set_fill(GLASS, opacity=1)
        self.arrows = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.handle, self.rim = Handle(), Rim()
        self.glass.points = arc(self.centre, radius)
        self.handle.hold(self.centre, radius, handle)
        self.rim.lie_around(self.centre, radius)
        self.point = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.point.points = arc(self.centre, 0.075)
        self.add(self.handle, self.glass, self.arrows, self.point, self.rim, self.filled)
        self.redraw()

    def redraw(self) -> None:
        """Lay the needles as far as they have grown."""
        share = self.filled.get_value()
        if share <= 0:
            self.arrows.points = NOTHING
            return
        tails = self.centre + np.column_stack([self.spots, np.zeros(len(self.spots))])
        ways = np.column_stack([self.vectors, np.zeros(len(self.vectors))]) * share
        self.arrows.points = needles(tails, ways, self.girth)
