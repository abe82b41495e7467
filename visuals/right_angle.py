"""The mark of a right angle, drawn on the ground: where axes have unequal units it is seen to lean."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VMobject

from visuals.bundle import bundle
from visuals.chart import Chart
from visuals.dial import Dial
from visuals.follower import Follower
from visuals.theme import INK, STROKE


class RightAngles(Follower):
    """Small squares of `size` scene units at landscape points (n, 2), one side along `normal` (n, 2).

    The other side is the normal turned by a right angle on the ground; the chart carries both to the screen. The dial
    `shown` says how many are drawn (the last one is still growing).
    """

    def __init__(
        self,
        points: np.ndarray,
        normal: np.ndarray,
        *,
        on: Any,
        size: float = 0.3,
        shown: float | None = None,
        ink: str = INK.text,
        width: float = STROKE.normal,
    ) -> None:
        super().__init__()
        self.chart: Chart = on.chart
        self.corners = np.asarray(points, dtype=float).reshape(-1, 2)
        normal = np.asarray(normal, dtype=float).reshape(-1, 2)
        self.normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
        self.tangent = np.stack([self.normal[:, 1], -self.normal[:, 0]], axis=-1)
        self.size, self.shown = size, Dial(len(self.corners) if shown is None else shown)
        self.marks = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
        self.marks.set_stroke(INK.casing, width=width + 3, opacity=0.7, background=True)
        self.add(self.shown, self.marks)
        self.redraw()

    def redraw(self) -> None:
        grown = np.clip(self.shown.get_value() - np.arange(len(self.corners)), 0.0, 1.0)
        here = grown > 0
        side = (self.size * grown[here])[:, None]
        at, up = self.chart.at(self.corners[here]), self.chart.direction(self.normal[here]) * side
        aside = self.chart.direction(self.tangent[here]) * side
        self.marks.points = bundle(np.stack([at + up, at + up + aside, at + aside], axis=1))
