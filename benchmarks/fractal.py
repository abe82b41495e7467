"""How long a frame of the Newton fractal takes, beside numpy: `python -m benchmarks.fractal`.

A frame of 1920 x 1080 is drawn as the film zooms in, on one core, each at a slightly different zoom, so that
nothing is as it was; numpy sends one walk from each pixel of the same frame, and colours nothing. Times are
CPU time of this process, the least and the median over frames.
"""

from __future__ import annotations

import numpy as np

from benchmarks.timing import milliseconds
from calc_core import newton_plane
from visuals import NewtonFractal
from visuals.drawing.camera import Canvas

CUBIC = (1.0, 0.0, -2.0, 2.0)
BEACH = (-0.47207045446, 1.08027193872)
ZOOMS = (1.0, 12.0, 300.0, 8000.0)
WIDTH, HEIGHT, FRAMES = 1920, 1080, 15
SIZE = (128 / 9, 8.0)


def fractal(zoom: float) -> np.ndarray:
    """Frames of the picture about a zoom."""
    picture = NewtonFractal(newton_plane(CUBIC), at=BEACH if zoom > 1 else (0.0, 0.0))
    canvas = Canvas(np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8), (0.0, 0.0), SIZE)

    def draw(k: int) -> None:
        picture.zoom.set_value(zoom * (1 + 0.002 * k))
        picture.paint(canvas)

    return milliseconds(draw, FRAMES)


def numpy_frame(zoom: float) -> np.ndarray:
    """The ends of the same walks by calc_core's numpy, one a pixel."""
    plane = newton_plane(CUBIC)
    step = SIZE[1] / HEIGHT / 2 / zoom
    x = BEACH[0] * (zoom > 1) + (np.arange(WIDTH) - WIDTH / 2 + 0.5) * step
    y = BEACH[1] * (zoom > 1) + (np.arange(HEIGHT) - HEIGHT / 2 + 0.5) * step
    return milliseconds(lambda k: plane.ends(x + 1j * y[:, None]) and None, 1)


def main() -> None:
    print(f"{'zoom':>6}  {'fractal, least':>14}  {'median':>7}  {'numpy':>8}  ratio")
    for zoom in ZOOMS:
        ours, theirs = fractal(zoom), numpy_frame(zoom)
        least, middle, other = ours.min(), np.median(ours), np.median(theirs)
        print(f"{zoom:6.0f}  {least:11.1f} ms  {middle:4.0f} ms  {other:5.0f} ms  {other / middle:5.0f}")


if __name__ == "__main__":
    main()
