"""How long a frame of terrain takes, beside Manim's own Surface: `python -m benchmarks.terrain`.

Both are drawn at 1080p, turning, in one process and one run. Times are CPU time of this process,
medians over frames.
The terrain has 150 x 150 heights, the Surface 30 x 30 patches; both show the same ground, six units wide,
from the same side. The terrain is also measured as large as lectures show it.
"""

from __future__ import annotations

import numpy as np
from manim import DEGREES, Surface, ThreeDCamera, config

from benchmarks.timing import milliseconds
from visuals.drawing.camera import StageCamera
from visuals.terrain import Light, Terrain

GRID, PATCHES = 150, 30
FRAMES, SURFACE_FRAMES = 40, 5
LAMPS = 400


def height(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A hilly ground, the same for both."""
    return np.sin(1.7 * x) * np.cos(1.3 * y) + 0.6 * np.exp(-((x - 1) ** 2) - y**2)


def terrain(*, width: float = 6.0, night: bool = False) -> float:
    """One frame of our terrain: rasterising, shading, smoothing outlines, placing in the frame."""
    x = np.linspace(-3, 3, GRID)
    heights = height(x[None, :], x[:, None])
    relief = float(np.ptp(heights)) * width / 6.0
    land = Terrain(x, x, heights, width=width, relief=relief, daylight=0.0 if night else 1.0)
    if night:
        stops = np.random.default_rng(1).uniform(-3, 3, (2, LAMPS, 2))
        light = land.shine(Light(stops, radius=0.12))
    camera = StageCamera()

    def draw(k: int) -> None:
        land.set(azimuth=3.0 * k)
        if night:
            light.at.set_value(k / FRAMES)
        camera.reset()
        camera.capture_mobjects([land])

    return float(np.median(milliseconds(draw, FRAMES)))


def surface() -> float:
    """One frame of Manim's Surface with Manim's 3D camera."""
    patches = Surface(
        lambda u, v: np.array([u, v, float(height(np.array(u), np.array(v)))]),
        u_range=[-3, 3],
        v_range=[-3, 3],
        resolution=(PATCHES, PATCHES),
    )
    camera = ThreeDCamera(phi=54 * DEGREES)

    def draw(k: int) -> None:
        camera.set_theta((-90 + 3.0 * k) * DEGREES)
        camera.reset()
        camera.capture_mobjects([patches])

    return float(np.median(milliseconds(draw, SURFACE_FRAMES)))


def main() -> None:
    """Measure and print a table."""
    config.pixel_width, config.pixel_height = 1920, 1080
    config.background_color = "#0E1116"
    same, large, night, peer = terrain(), terrain(width=8.0), terrain(width=8.0, night=True), surface()
    print(f"terrain {GRID} x {GRID}, as large as the Surface  {same:8.1f} ms a frame")
    print(f"terrain {GRID} x {GRID}, filling the frame       {large:9.1f} ms a frame")
    print(f"terrain {GRID} x {GRID}, so, with {LAMPS} lamps  {night:13.1f} ms a frame")
    print(f"Manim Surface {PATCHES} x {PATCHES}                     {peer:9.1f} ms a frame")
    print(f"ratio of Surface to terrain, equally large {peer / same:7.1f}")


if __name__ == "__main__":
    main()
