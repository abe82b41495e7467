"""The mark of a right angle between directions on the ground: it leans where they do not stand square."""

from __future__ import annotations

import numpy as np
from manim import Group

from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.laid import Laid
from visuals.map.chart import TIPPED, OnScreen, chart_under
from visuals.theme import INK, STROKE


class RightAngles(Group):
    """Marks with sides of `size` scene units at landscape points (n, 2), along `normal` and `tangent` (n, 2).

    Both are directions on the ground, and the chart carries them to the screen: a mark is a square exactly
    where they stand square there. Without `tangent` it is the normal turned clockwise by a right angle on
    the ground. Dial: `grown`, the share of them that is drawn, one after the other.
    """

    def __init__(
        self,
        points: np.ndarray,
        normal: np.ndarray,
        tangent: np.ndarray | None = None,
        *,
        on: OnScreen,
        size: float = 0.3,
        grown: float = 1.0,
        ink: str = INK.text,
        width: float = STROKE.normal,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, TIPPED)
        self.corners = np.asarray(points, dtype=float).reshape(-1, 2)
        self.normal = np.asarray(normal, dtype=float).reshape(-1, 2)
        turned = np.stack([self.normal[:, 1], -self.normal[:, 0]], axis=-1)
        self.tangent = turned if tangent is None else np.asarray(tangent, dtype=float).reshape(-1, 2)
        self.size, self.grown = size, Dial(grown)
        self.marks = Laid(self.laid, self.state, stroke_color=ink, stroke_width=width, fill_opacity=0)
        self.marks.set_stroke(INK.casing, width=width + 3, opacity=0.7, background=True)
        self.add(self.grown, self.marks)

    def state(self) -> tuple[float, ...]:
        """Everything that the picture depends on."""
        return (*self.chart.state, self.grown.get_value())

    def laid(self) -> np.ndarray:
        """The marks, as Bezier points on the screen."""
        count = self.grown.get_value() * len(self.corners)
        grown = np.clip(count - np.arange(len(self.corners)), 0.0, 1.0)
        here = grown > 0
        at = self.chart.to_screen(self.corners[here])
        up, aside = (self._side(way[here]) * grown[here, None] for way in (self.normal, self.tangent))
        return bundle(np.stack([at + up, at + up + aside, at + aside], axis=1))

    def _side(self, way: np.ndarray) -> np.ndarray:
        """A side of a mark (n, 3) along a direction on the ground."""
        drawn = self.chart.direction(way)
        return np.asarray(self.size * drawn / np.linalg.norm(drawn, axis=-1, keepdims=True))
