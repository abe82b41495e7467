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
LEAST = 1e-3  # scene units: shorter slides are not seen, and the sledge stands level
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

    def place(self) -> np.ndarray:
        """Where the sledge is now, on the stage (3,)."""
        k, share = self._now()
        start, foot, end = self._corners(k)
        if share <= SLIDE:
            return np.asarray(start + (foot - start) * share / SLIDE)
        return np.asarray(foot + (end - foot) * (share - SLIDE) / (1 - SLIDE))

    def pose_now(self) -> np.ndarray:
        """Its way ahead and upwards (2, 3): along the tangent, and on its way to the next one, turning."""
        k, share = self._now()
        now, ahead = self._along(k), self._along(min(k + 1, self.walk.n - 1))
        turned = max(share - SLIDE, 0.0) / (1 - SLIDE)
        return np.asarray(now + (ahead - now) * turned)

    def _along(self, k: int) -> np.ndarray:
        start, foot, _ = self._corners(k)
        way = foot - start
        length = float(np.linalg.norm(way))
        ahead = way / length if length > LEAST else np.array([1.0, 0.0, 0.0])
        up = np.array([-ahead[1], ahead[0], 0.0])
        return np.stack([ahead, up if up[1] >= 0 else -up])

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
        here, heading = self.place(), self.pose_now()
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


def sledge(part: np.ndarray, place: np.ndarray, pose: np.ndarray, size: float) -> np.ndarray:
    """Corners of a part of the sledge, at a place of its line, its nose and its top where the pose says."""
    ahead, up = pose
    return np.asarray(place + size * (part[:, :1] * ahead + (part[:, 1:] + 0.03) * up))
