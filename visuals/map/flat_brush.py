"""Draws lines and marks that lie on a flat map, as a terrain's brush draws them on a hill."""

from __future__ import annotations

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.map.chart import Chart
from visuals.terrain.brush import Brush
from visuals.terrain.drawing import Drawing


class FlatBrush(Brush):
    """A brush for things on a map: nothing hides anything, and all of it lies in the light.

    `scratch` is the map's own, so that every frame finds its buffers again.
    """

    def __init__(self, chart: Chart, scratch: Drawing, canvas: Canvas, opacity: float) -> None:
        self.chart, self.canvas, self.opacity = chart, canvas, opacity
        self.masks = scratch.masks(*canvas.pixels.shape[:2])

    @property
    def daylight(self) -> float:
        """Maps are lit; a Headlamp above them brings the night."""
        return 1.0

    def world(self, points: np.ndarray) -> np.ndarray:
        """The landscape points themselves."""
        return np.asarray(points, dtype=float)

    def seen(self, world: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (..., 2) of landscape points (..., 2), each drawn whole."""
        spots = self.canvas.to_pixels(self.chart.to_screen(world))
        return spots, np.ones(spots.shape[:-1])

    def lying(self, points: np.ndarray, heading: np.ndarray, size: float) -> np.ndarray:
        """Shapes (n, 2, 2) of marks on the map, +y along `heading` as the map draws it."""
        ahead = self.chart.direction(heading)[:, :2] * [1.0, -1.0]
        ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=-1, keepdims=True), 1e-12)
        aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1)
        return np.stack([aside, ahead], axis=-1) * size * self.canvas.fine
