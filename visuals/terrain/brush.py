"""Draws lines and marks of a terrain on a canvas: seen past nearer ground, faint where it hides them."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial
from visuals.drawing.pixels import packed
from visuals.terrain import marks
from visuals.terrain.drawing import Drawing
from visuals.terrain.lines import CASING, CASING_SHARE, draw_lines
from visuals.terrain.palette import channels
from visuals.terrain.survey import Ground
from visuals.terrain.view import View, on_canvas

HIDDEN = 0.2  # how strongly a thing is drawn where ground hides it


class Seen(Protocol):
    """What a brush asks of the ground that it draws on, as a Terrain."""

    ground: Ground
    drawing: Drawing
    daylight: Dial

    @property
    def view(self) -> View: ...
    @property
    def relief_now(self) -> float: ...
    def world(self, point: np.ndarray) -> np.ndarray: ...
    def height_at(self, point: np.ndarray) -> np.ndarray: ...
    def visible(self, world: np.ndarray, view: View, pixel: float = ...) -> np.ndarray: ...


class Brush:
    """Draws world-space lines and marks of one terrain on one canvas. Widths are 1080p pixels."""

    def __init__(self, terrain: Seen, canvas: Canvas, opacity: float) -> None:
        self.terrain, self.canvas, self.opacity = terrain, canvas, opacity
        self.view = terrain.view
        self.masks = terrain.drawing.masks(*canvas.pixels.shape[:2])

    @property
    def daylight(self) -> float:
        """How bright the ground is without lamps, 0 to 1."""
        return min(self.terrain.daylight.get_value(), 1.0)

    def world(self, points: np.ndarray) -> np.ndarray:
        """World points (..., 3) of ground points (..., 2) or of points in the air (..., 3), in data units."""
        return self.terrain.world(points)

    def seen(self, world: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (..., 2) of world points (..., 3), and how strongly each is drawn."""
        spots = on_canvas(self.view.project(world), self.canvas)[..., :2]
        pixel = 1.0 / self.canvas.per_unit[1]
        return spots, HIDDEN + (1.0 - HIDDEN) * self.terrain.visible(world, self.view, pixel)

    def lines(self, lines: list[np.ndarray], ink: str, width: float, casing: float) -> None:
        """Draw polylines, each of ground points (n, 2) or points in the air (n, 3), in one ink."""
        starts = np.concatenate([[0], np.cumsum([len(each) for each in lines])])
        self.polylines(np.concatenate(lines), starts, ink, width, casing)

    def polylines(
        self, points: np.ndarray, starts: np.ndarray, ink: str, width: float, casing: float
    ) -> None:
        """The same for polylines one after the other: all points, where each begins, and their number."""
        spots, shares = self.seen(self.world(points))
        fine, frame = self.canvas.fine, self.canvas.pixels
        draw_lines(
            spots, shares, starts, ink, frame, self.masks,
            width=width * fine, casing=casing * fine, opacity=self.opacity,
        )  # fmt: skip

    def marks(
        self,
        kind: int,
        world: np.ndarray,
        size: float,
        inks: str | np.ndarray,
        *,
        casing: float = 2.5,
        shares: np.ndarray | float = 1.0,
    ) -> None:
        """Draw marks of `size` pixels (radius) that face the viewer, at world points (n, 3)."""
        spots, seen = self.seen(world)
        self.shapes(kind, spots, self._facing(len(spots), size), inks, casing=casing, shares=seen * shares)

    def glows(self, world: np.ndarray, size: float, inks: np.ndarray, share: float) -> None:
        """Draw glows of `size` pixels (radius) at world points (n, 3).

        Where many stand on one spot each glows less, or they would add up to a white disc with an edge.
        """
        spots, seen = self.seen(world)
        shares = seen * share / np.sqrt(marks.crowds(spots, size * self.canvas.fine))
        frame, shapes = self.canvas.pixels, self._facing(len(spots), size)
        marks.glows(spots, shapes, shares * self.opacity, inks, frame, packed(frame))

    def shapes(
        self,
        kind: int,
        spots: np.ndarray,
        shapes: np.ndarray,
        inks: str | np.ndarray,
        *,
        casing: float = 2.5,
        shares: np.ndarray,
    ) -> None:
        """Draw marks at pixels (n, 2), whose own coordinates `shapes` (n, 2, 2) takes to pixels."""
        colours = np.tile(channels(inks), (len(spots), 1)) if isinstance(inks, str) else inks
        edge = casing * self.canvas.fine
        marks.mark(
            kind,
            spots,
            shapes,
            shares * self.opacity,
            edge,
            colours,
            CASING,
            CASING_SHARE,
            self.canvas.pixels,
        )

    def lying(self, points: np.ndarray, heading: np.ndarray, size: float) -> np.ndarray:
        """Shapes (n, 2, 2) of marks that lie flat on the ground at data points (n, 2), +y along `heading`.

        `size` is the mark's radius on the flat map, in 1080p pixels.
        """
        scale = self.terrain.ground.footprint.scale(1.0)[:2]
        span = self.terrain.ground.x[1] - self.terrain.ground.x[0]
        ahead = heading * scale
        ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=-1, keepdims=True), 1e-12)
        aside = np.stack([ahead[:, 1], -ahead[:, 0]], axis=-1)
        radius = size * self.canvas.fine / self.canvas.per_unit[1]
        columns = []
        for direction in (aside, ahead):
            step = direction / scale * span * 0.5
            there = self._flat(points + step) - self._flat(points - step)
            run = np.linalg.norm(2 * step * scale, axis=-1, keepdims=True)
            columns.append(there / run * radius)
        return np.stack(columns, axis=-1)

    def _facing(self, count: int, size: float) -> np.ndarray:
        """Shapes (count, 2, 2) of marks of `size` pixels (radius) that face the viewer."""
        return np.tile(np.eye(2) * size * self.canvas.fine, (count, 1, 1))

    def _flat(self, points: np.ndarray) -> np.ndarray:
        return on_canvas(self.view.project(self.world(points)), self.canvas)[..., :2]

    def box(self, spots: np.ndarray, reach: float) -> np.ndarray:
        """Rows and columns that hold the pixels (n, 2) and `reach` around: left, top, right, bottom."""
        height, width = self.canvas.pixels.shape[:2]
        low, high = spots.min(axis=0) - reach, spots.max(axis=0) + reach
        limits = np.array([width, height, width, height])
        box = np.array([low[0], low[1], high[0] + 1, high[1] + 1])
        return np.asarray(np.clip(box, 0, limits).astype(np.int64))
