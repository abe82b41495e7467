"""The squares on residuals: where many lie over each other their light adds up; and one square for a sum."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Self

import numpy as np
from manim import VMobject
from numba import njit

from visuals.drawing.axes import Axes
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, FadesByDial, SharesDials, stand_ready
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, polyline
from visuals.terrain.palette import channels
from visuals.theme import INK, STROKE, mix

BRIGHTER = mix(INK.residual, INK.text, 0.35)  # towards this where a great many lie over each other
MANY = 0.35  # how far light has added up where it begins to turn brighter


class ResidualSquares(FadesByDial, SharesDials, PixelMobject):
    """On every residual a real square: its side is the stick from the line to the datum.

    `told` gives what the line says now at `x` (n,); the data are `y` (n,). A square hangs to the left of a
    stick that goes up, to the right of one that goes down. Where squares overlap their light adds up: one
    alone covers the share `cover` of what is behind, its rim (`rim` pixels of a 1080p frame) the share
    `edge`. Units of both axes have to be equal. Dials: grown (the share of each side that is there), opacity.
    """

    def __init__(
        self,
        told: Callable[[], np.ndarray],
        x: np.ndarray,
        y: np.ndarray,
        *,
        on: Axes,
        cover: float = 0.3,
        edge: float = 0.9,
        rim: float = 2.5,
        grown: float = 1.0,
    ) -> None:
        self.told, self.x, self.y, self.axes = told, np.asarray(x), np.asarray(y), on
        self.cover, self.edge, self.rim = cover, edge, rim
        super().__init__()
        self.grown, self.opacity = Dial(grown), Dial(1.0)
        self.add(self.grown, self.opacity)
        self.add_updater(stand_ready)  # it moves whenever the line does

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.axes)], memo[id(self.told)] = self.axes, self.told
        return super().__deepcopy__(memo)

    @property
    def boxes(self) -> np.ndarray:
        """The squares (n, 4) on the stage: left, bottom, right, top."""
        feet = self.axes.to_screen(self.x, self.told())
        side = self.grown.get_value() * (self.axes.to_screen(self.x, self.y)[:, 1] - feet[:, 1])
        across = np.sort(np.stack([feet[:, 0], feet[:, 0] - side]), axis=0)
        up = np.sort(np.stack([feet[:, 1], feet[:, 1] + side]), axis=0)
        return np.stack([across[0], up[0], across[1], up[1]], axis=-1)

    @property
    def points(self) -> np.ndarray:
        """The corners of what all squares cover."""
        boxes = self.boxes
        left, low = boxes[:, :2].min(axis=0)
        right, high = boxes[:, 2:].max(axis=0)
        return np.array([[left, high, 0], [right, high, 0], [left, low, 0], [right, low, 0]])

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only data and line say where the squares are."""

    def appearance(self) -> Hashable:
        return self.boxes.tobytes(), self.opacity.get_value()

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        boxes = self.boxes
        sides = boxes[:, 2] - boxes[:, 0]
        boxes = boxes[sides > 1e-9]
        if opacity <= 0.0 or not len(boxes):
            return
        low, high = canvas.to_pixels(boxes[:, [0, 3]]), canvas.to_pixels(boxes[:, [2, 1]])
        spots = np.concatenate([low, high], axis=1)  # left, top, right, bottom
        frame = canvas.pixels.shape[:2]
        wide = np.minimum(self.rim * canvas.fine, (spots[:, 2] - spots[:, 0]) / 2)[:, None]
        inner = spots + wide * np.array([1.0, 1.0, -1.0, -1.0])
        whole, within = layers(spots, *frame), layers(inner, *frame)
        blend(
            whole, within, self.cover, self.edge, opacity, channels(INK.residual), channels(BRIGHTER), MANY,
            canvas.pixels,
        )  # fmt: skip


@njit(**FAST)
def layers(boxes: np.ndarray, height: int, width: int) -> np.ndarray:
    """How many of the boxes (n, 4) cover each pixel, those that cover a part of it by that part.

    A box is four corners of a sum that runs right and down; each corner is shared by the pixels around it.
    """
    count = np.zeros((height + 2, width + 2))
    for box in boxes:
        for x, side in ((box[0], 1.0), (box[2], -1.0)):
            x = min(max(x, 0.0), width)
            i = int(x)
            s = x - i
            for y, sign in ((box[1], side), (box[3], -side)):
                y = min(max(y, 0.0), height)
                j = int(y)
                t = y - j
                count[j, i] += sign * (1 - s) * (1 - t)
                count[j, i + 1] += sign * s * (1 - t)
                count[j + 1, i] += sign * (1 - s) * t
                count[j + 1, i + 1] += sign * s * t
    for j in range(height):
        for i in range(1, width):
            count[j, i] += count[j, i - 1]
    for j in range(1, height):
        for i in range(width):
            count[j, i] += count[j - 1, i]
    return count


@njit(**FAST)
def blend(
    whole: np.ndarray,
    within: np.ndarray,
    cover: float,
    edge: float,
    opacity: float,
    ink: np.ndarray,
    brighter: np.ndarray,
    many: float,
    frame: np.ndarray,
) -> None:
    """Lay the light of all squares over the frame: each covers its share of what the others have left."""
    inside, rim = np.log(1.0 - cover), np.log(1.0 - edge)
    for j in range(frame.shape[0]):
        for i in range(frame.shape[1]):
            n = whole[j, i]
            if n < 1e-6:
                continue
            inner = min(max(within[j, i], 0.0), n)
            share = 1.0 - np.exp(inside * inner + rim * (n - inner))
            glow = min(max((share - many) / (1.0 - many), 0.0), 1.0)
            glow *= glow
            for channel in range(3):
                light = ink[channel] + glow * (brighter[channel] - ink[channel])
                behind = frame[j, i, channel]
                frame[j, i, channel] = np.uint8(behind + opacity * share * (light - behind) + 0.5)


class AreaSquare(Follower):
    """One square as large as an area that `area` tells now, in the axes' own units, at their own scale.

    Its lower left corner (or, with `corner`, another: (1, -1) is the lower right) stands at `at` on the
    stage. Dial: grown, the share of its side that is there.
    """

    def __init__(
        self,
        area: Callable[[], float],
        *,
        on: Axes,
        at: tuple[float, float],
        corner: tuple[int, int] = (-1, -1),
        ink: str = INK.residual,
    ) -> None:
        super().__init__(on)
        self.area, self.axes, self.at, self.corner, self.grown = area, on, at, corner, Dial(1.0)
        self.square = VMobject(stroke_color=ink, stroke_width=STROKE.normal)
        self.square.set_fill(ink, opacity=0.34)
        self.add(self.square, self.grown)
        self.redraw()

    @property
    def side(self) -> float:
        """Of the square, in scene units."""
        return float(np.sqrt(max(self.area(), 0.0)) * self.axes.units[1] * self.grown.get_value())

    def redraw(self) -> None:
        """Lay it as large as it is."""
        side = self.side
        across, up = -self.corner[0] * side, -self.corner[1] * side
        x, y = self.at
        corners = at_screen(np.array([x, x + across, x + across, x, x]), np.array([y, y, y + up, y + up, y]))
        self.square.points = polyline(corners) if side > 1e-6 else NOTHING
