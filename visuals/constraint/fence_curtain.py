"""The heights along a fence as a curtain over its line, which unrolls into the curve of one variable."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import VMobject

from calc_core.constraints.unrolled import UnrolledFence
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import polyline
from visuals.terrain.hill import Terrain
from visuals.theme import INK, STROKE

BACK, FRONT = 0.16, 0.34  # strength of the far and of the near side
SHALLOW = 3.0  # scene units of depth below which the far side is drawn as strong as the near one
SPLITS = 24  # pieces of the fence, each drawn as a whole, the far ones first


class FenceCurtain(Follower):
    """A wall from height 0 to f over every place of a fence, seen as the hill is seen now, hidden by nothing.

    While the dial `unrolled` goes to 1 the line is bent straight about its middle, every piece as long as it
    was; heights stay. Then its place s, measured from the middle, lies s data units from the hill's middle,
    so axes of the same scale may take its place. `to_screen(way, f)` says where things on it lie.
    Dials: unrolled, grown (the share of the heights).
    """

    def __init__(self, fence: UnrolledFence, hill: Terrain, *, grown: float = 1.0) -> None:
        super().__init__(hill)
        self.fence, self.hill = fence, hill
        self.follows = (*self.follows, fence)
        self.unrolled, self.grown = Dial(0.0), Dial(grown)
        steps = np.diff(fence.x, axis=0)
        self.heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
        self.chords, self.pieces = np.linalg.norm(steps, axis=-1), np.diff(fence.way)
        self.walls = [VMobject(stroke_width=0).set_fill(INK.output, opacity=BACK) for _ in range(SPLITS)]
        self.foot = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        self.crest = VMobject().set_stroke(INK.output, width=STROKE.bold)
        self.add(*self.walls, self.foot, self.crest, self.unrolled, self.grown)
        self.redraw()

    def line(self) -> np.ndarray:
        """The line (n, 2) on which the curtain stands now, in data units."""
        unrolled, middle = self.unrolled.get_value(), len(self.pieces) // 2
        heading = self.heading - unrolled * (self.heading - self.straight)
        length = self.chords + unrolled * (self.pieces - self.chords)
        way = np.concatenate([[[0.0, 0.0]], np.cumsum(self._steps(heading, length), axis=0)])
        start = self.fence.x[middle] + unrolled * (
            self.hill.ground.footprint.middle[:2] - self.fence.x[middle]
        )
        return np.asarray(start + way - way[middle])

    @property
    def straight(self) -> float:
        """The direction (radians) in which it lies when it is straight: that of its middle."""
        middle = len(self.pieces) // 2
        return float(self.heading[middle - 1 : middle + 1].mean())

    def _steps(self, heading: np.ndarray, length: np.ndarray) -> np.ndarray:
        return np.asarray(length[:, None] * np.stack([np.cos(heading), np.sin(heading)], axis=-1))

    def _seen(self, line: np.ndarray, height: np.ndarray) -> np.ndarray:
        """Scene points, with their depth, of heights over places of the line."""
        points = np.concatenate([line, height[..., None]], axis=-1)
        return self.hill.view.project(self.hill.world(points))

    def to_screen(self, *data: np.ndarray) -> np.ndarray:
        """Places on the stage (..., 3) of ways along the fence and heights."""
        points = points_of(data)
        line = self.line()
        place = np.stack([np.interp(points[..., 0], self.fence.way, each) for each in line.T], axis=-1)
        seen = self._seen(place, points[..., 1] * self.grown.get_value())
        return np.concatenate([seen[..., :2], np.zeros((*seen.shape[:-1], 1))], axis=-1)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that are shown: all of it."""
        return [points]

    def redraw(self) -> None:
        line, height = self.line(), self.fence.f * self.grown.get_value()
        top, foot = self._seen(line, height), self._seen(line, 0 * height)
        ends = np.linspace(0, len(line) - 1, SPLITS + 1).round().astype(int)
        depths = [foot[a : b + 1, 2].mean() for a, b in pairwise(ends)]
        far, near = min(depths), max(depths)
        flat = [np.column_stack([each[:, :2], np.zeros(len(each))]) for each in (top, foot)]
        for wall, which in zip(self.walls, np.argsort(depths), strict=True):
            a, b = ends[which], ends[which + 1] + 1
            wall.points = polyline(np.concatenate([flat[0][a:b], flat[1][a:b][::-1], flat[0][a : a + 1]]))
            behind = (near - depths[which]) / max(near - far, SHALLOW)
            wall.set_fill(opacity=FRONT + (BACK - FRONT) * behind)
        self.crest.points, self.foot.points = polyline(flat[0]), polyline(flat[1])
