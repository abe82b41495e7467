"""What every flat map has in common: a chart, ground, and what lies on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Group

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.map.chart import Chart
from visuals.map.flat_brush import FlatBrush
from visuals.terrain.drawing import Drawing


class FlatMap(Group):
    """A landscape seen from straight above; `chart` says where its points lie, `ground` is painted."""

    chart: Chart
    ground: PixelMobject

    def __init__(self) -> None:
        super().__init__()
        self.scratch = Drawing()

    def to_screen(self, *data: Any) -> np.ndarray:
        """Scene points (..., 3) of landscape points (..., 2)."""
        return self.chart.to_screen(*data)

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Landscape points (..., 2) under scene points (..., 2 or 3)."""
        return self.chart.to_data(places)

    def brush(self, canvas: Canvas, opacity: float) -> FlatBrush:
        """What draws things that lie on this map: boot prints, trails, lamps, marks."""
        return FlatBrush(self.chart, self.scratch, canvas, opacity)

    def drape(self, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A path (stops, 2) as it is, and the step that each point is at: a map is flat."""
        return path, np.arange(len(path), dtype=float)

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of x and to one of y (2,), as the map lies now."""
        return self.chart.scale.get_value() * np.array([self.chart.stretch.get_value(), 1.0])

    @property
    def extent(self) -> np.ndarray:
        """The corners (4, 3) of the map on the stage."""
        return self.ground.points
