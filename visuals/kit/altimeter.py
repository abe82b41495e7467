"""The altimeter: the height of this moment, and the heights walked through so far."""

from __future__ import annotations

import numpy as np
from manim import Dot, RoundedRectangle, VMobject

from calc_core.descent.path import DescentPath
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.formula import Words
from visuals.letters.number import Number
from visuals.letters.readout import read, series
from visuals.theme import INK, SIZE, STROKE, mix

WIDTH, HEIGHT = 3.3, 2.0
PADDING = 0.26


class Altimeter(Follower):
    """Height now, and a line of all heights since the start: `Altimeter(path, at)`, both straight from the
    path.

    The line's width stands for the whole walk, so it grows as the walk does; its height for the whole fall.
    """

    def __init__(self, path: DescentPath, at: Dial, *, decimals: int = 0) -> None:
        super().__init__(at)
        self.path, self.at = path, at
        self.series = (series("altimeter", path, height="f"),)
        self.plate = RoundedRectangle(corner_radius=0.16, width=WIDTH, height=HEIGHT)
        self.plate.set_fill(INK.casing, opacity=0.82).set_stroke(
            mix(INK.quiet, INK.ground, 0.6), width=STROKE.hair
        )
        self.label = Words("altitude", size=SIZE.small, ink=INK.quiet)
        self.number = Number(
            lambda: read(path, "f", at=at.get_value(), decimals=decimals, name="altitude"),
            ink=INK.output,
            align="right",
        )
        self.line = VMobject(stroke_color=INK.output, stroke_width=STROKE.normal, fill_opacity=0)
        self.dot = Dot(radius=0.075, color=INK.output)
        self.add(self.plate, self.label, self.number, self.line, self.dot)
        corner = self.plate.get_corner((-1, 1, 0))
        self.label.move_to(corner + [PADDING, -PADDING, 0], aligned_edge=(-1, 1, 0))
        right = np.array([corner[0] + WIDTH - PADDING, self.label.baseline, 0.0])
        self.number.shift(right - self.number.strut.points[0])
        self.redraw()

    def to_screen(self, steps: np.ndarray, heights: np.ndarray) -> np.ndarray:
        """Where a height at a number of steps lies in the altimeter, (n, 3)."""
        low, high = float(self.path.f.min()), float(self.path.f.max())
        left, bottom, _ = self.plate.get_corner((-1, -1, 0)) + [PADDING, PADDING, 0]
        across, up = WIDTH - 2 * PADDING, HEIGHT - 3.2 * PADDING - 0.25
        x = left + across * np.asarray(steps) / max(self.path.n, 1)
        return at_screen(x, bottom + up * (np.asarray(heights) - low) / max(high - low, 1e-12))

    def redraw(self) -> None:
        now = min(max(self.at.get_value(), 0.0), float(self.path.n))
        steps = np.append(np.arange(int(now) + 1), now)
        drawn = self.to_screen(steps, np.append(self.path.f[: int(now) + 1], self.path.f_at(now)))
        self.line.points = polyline(drawn)
        self.dot.move_to(drawn[-1])
