"""One contour that slides over the map as its height changes: the nearest of many that were found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.maps.contours import Contours
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import begun, polyline
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK, STROKE

ON_HILL = "type Trail(line, on=hill) for each of the lines"


class SlidingContour(Follower):
    """The contour of height `height()` now: the nearest of those in `levels`, half an interval off at most.

    Take so many levels that half an interval is less than a pixel. Dial: grown, the share that is drawn.
    """

    def __init__(
        self,
        levels: Contours,
        height: Callable[[], float],
        *,
        on: OnScreen,
        ink: str = INK.output,
        width: float = STROKE.normal,
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, ON_HILL)
        self.height_now, self.grown = height, Dial(grown)
        self.follows = (*self.follows, levels)  # a copy shares them
        self.levels = levels.levels
        self.lines = [[each.points for each in levels.at(level)] for level in self.levels]
        self.line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
        self.line.set_stroke(INK.casing, width=width + STROKE.casing, opacity=0.7, background=True)
        self.add(self.grown, self.line)
        self.redraw()

    @property
    def level(self) -> float:
        """The height of the contour that is drawn."""
        return float(self.levels[self._nearest()])

    def _nearest(self) -> int:
        return int(np.abs(self.levels - self.height_now()).argmin())

    def redraw(self) -> None:
        runs = [self.chart.to_screen(each) for each in self.lines[self._nearest()]]
        self.line.points = begun(self.chart.cut(polyline(*runs)), self.grown.get_value())
