"""Small hills to draw, and a canvas to draw them on."""

from __future__ import annotations

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.terrain import Terrain

GROUND = (14, 17, 22)  # of the stage


def canvas(width: int = 640, height: int = 360) -> Canvas:
    """An empty stage, as the camera has it."""
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[:] = (*GROUND, 255)
    return Canvas(pixels, (0.0, 0.0), (128 / 9, 8.0))


def grid(columns: int = 61, rows: int = 49) -> tuple[np.ndarray, np.ndarray]:
    """Where the small hills are known: x from -2 to 3, y from -1 to 3, so that nothing sits at the origin."""
    return np.linspace(-2.0, 3.0, columns), np.linspace(-1.0, 3.0, rows)


def two_peaks(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 300 + 120 * np.exp(-((x - 1.6) ** 2) - (y - 1.7) ** 2) + 80 * np.exp(-((x + 1) ** 2 + y**2) * 2)


def hill(shape=two_peaks, **options) -> Terrain:
    """A small terrain over the grid, eight units wide unless told otherwise."""
    x, y = grid()
    return Terrain(
        x, y, shape(x[None, :], y[:, None]) + np.zeros((len(y), len(x))), **{"width": 8.0, **options}
    )


def drawn(terrain: Terrain, *things, stage: Canvas | None = None) -> np.ndarray:
    """Pixels of the stage with the terrain, and what lies on it, in that order."""
    stage = stage or canvas()
    terrain.paint(stage)
    for each in things:
        each.paint(stage)
    return stage.pixels
