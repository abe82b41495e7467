"""Sledges on tangents: from a curve straight down to the axis, up or down to the curve, and again."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.approximation.newton_raphson import RootPath
from visuals.curve.nudge_bars import View
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import dashes, polyline
from visuals.theme import INK, STROKE

SLIDE = 0.65  # the share of a step on the tangent; in the rest of it the sledge goes straight to the curve
DASH = (0.12, 0.1)
RUNNER = np.array([[-0.3, 0.0], [0.2, 0.0], [0.29, 0.03], [0.35, 0.1], [0.36, 0.17]])
DECK = (
    np.array([[-0.32, 0.17], [0.24, 0.17]]),
    np.array([[-0.2, 0], [-0.2, 0.17]]),
    np.array([[0.1, 0], [0.1, 0.17]]),
)


class TangentSlides(Follower):
    """Newton's steps to a root on the axes of its curve, as far as `at` has come: tangents and heights.

    Dials: at (steps done), grown (the size of the sledge, and how much of the lines is lit).
    """

    def __init__(self, walk: RootPath, *, on: View, grown: float = 1.0, size: float = 1.0) -> None:
        super().__init__(on)
        self.view, self.walk, self.size = on, walk, size
        self.at, self.grown = Dial(0.0), Dial(grown)
        self.tangents = VMobject().set_stroke(INK.slope, width=STROKE.normal)
        self.heights = VMobject().set_stroke(INK.output, width=STROKE.thin)
        self.sledge = VMobject().set_stroke(INK.text, width=STROKE.bold)
        self.sledge.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
        self.add(self.tangents, self.heights, self.sledge, self.at, self.grown)
        self.redraw()

    def place(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the sledge is now and the way it looks, on the stage (3,) each."""
        k, share = self._now()
        start, foot, end = self._corners(k)
        slide = np.array([1.0, 0.0, 0.0]) if np.allclose(start, foot) else foot - start
        if share <= SLIDE:
            return start + (foot - start) * share / SLIDE, slide
        rest = (share - SLIDE) / (1 - SLIDE)
        level = np.array([np.sign(slide[0]) or 1.0, 0.0, 0.0]) * np.linalg.norm(slide)
        return foot + (end - foot) * rest, slide + (level - slide) * min(2 * rest, 1.0)

    def _now(self) -> tuple[int, float]:
        at = min(max(self.at.get_value(), 0.0), float(self.walk.n))
        k = min(int(at), max(self.walk.n - 1, 0))
        return k, at - k

    def _corners(self, k: int) -> np.ndarray:
        """Start on the curve, foot on the axis, end on the curve (3, 3) of step k."""
        x, f = self.walk.x, self.walk.f
        return self.view.to_screen(np.array([x[k], x[k + 1], x[k + 1]]), np.array([f[k], 0.0, f[k + 1]]))

    def redraw(self) -> None:
        """Draw the ways so far, and put the sledge where it is."""
        k, share = self._now()
        done = [self._corners(step) for step in range(k)]
        slides, drops = [each[:2] for each in done], [each[1:] for each in done]
        here, heading = self.place()
        start, foot, _ = self._corners(k)
        if share > 0:
            slides.append(np.array([start, here if share <= SLIDE else foot]))
        if share > SLIDE:
            drops.append(np.array([foot, here]))
        self.tangents.points = polyline(*(each for each in slides if np.ptp(each, axis=0).max() > 1e-6))
        pieces = [
            piece for each in drops if np.ptp(each, axis=0).max() > 1e-6 for piece in dashes(each, DASH)
        ]
        self.heights.points = polyline(*pieces)
        self.sledge.points = polyline(
            *(sledge(part, here, heading, self.size * self.grown.get_value()) for part in (RUNNER, *DECK))
        )
        shown = min(self.grown.get_value(), 1.0)
        self.tangents.set_stroke(opacity=shown)
        self.heights.set_stroke(opacity=shown)


def sledge(part: np.ndarray, place: np.ndarray, heading: np.ndarray, size: float) -> np.ndarray:
    """Corners of a part of the sledge, standing upright on a line at a place, its nose along the heading."""
    along = heading / max(float(np.linalg.norm(heading)), 1e-9)
    up = np.array([-along[1], along[0], 0.0])
    up = up if up[1] >= 0 else -up
    return np.asarray(place + size * (part[:, :1] * along + (part[:, 1:] + 0.03) * up))
