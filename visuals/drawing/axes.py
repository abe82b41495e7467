"""Axes: where numbers lie on the screen, and back; ticks at round numbers, letters by Typst."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from manim import VGroup, VMobject

from visuals.drawing.frame import points_of
from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.formula import Typeset, Words
from visuals.theme import INK, SIZE, STROKE

TICK = 0.09  # half the length of a tick, in scene units
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


class Box(NamedTuple):
    """A rectangle of the screen, in scene units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def corners(self) -> np.ndarray:
        """The four corners (4, 3), lower left first, counter-clockwise."""
        return at_screen(
            np.array([self.left, self.right, self.right, self.left]),
            np.array([self.bottom, self.bottom, self.top, self.top]),
        )


def round_numbers(low: float, high: float, *, about: int = 6) -> np.ndarray:
    """Multiples of 1, 2, 2.5 or 5 times a power of ten between `low` and `high`, some `about` of them."""
    rough = (high - low) / about
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * min(ROUND, key=lambda unit: abs(np.log(unit * power / rough)))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return np.arange(first, last + 1) * step


class Axes(VGroup):
    """A plane of numbers in a box of the screen: x in [low, high] across, y in [low, high] up.

    `fit` moves the plane into another box, letters keep their size; animated (`axes.animate.fit(box)`),
    whoever stands on the axes comes along, because `to_screen` always tells where numbers lie now.
    `cross_at` is the y at which the x axis is drawn (default: at the bottom).
    """

    def __init__(
        self,
        *,
        x: tuple[float, float],
        y: tuple[float, float],
        box: Box,
        x_name: str = "",
        y_name: str = "",
        x_ticks: np.ndarray | None = None,
        y_ticks: np.ndarray | None = None,
        cross_at: float | None = None,
    ) -> None:
        super().__init__()
        self.x_range, self.y_range = x, y
        self.cross_at = y[0] if cross_at is None else cross_at
        self.x_ticks = round_numbers(*x) if x_ticks is None else np.asarray(x_ticks, dtype=float)
        self.y_ticks = round_numbers(*y) if y_ticks is None else np.asarray(y_ticks, dtype=float)
        self.frame = VMobject(stroke_width=0, fill_opacity=0)
        self.lines = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        self.x_numbers = VGroup(*(_number(each, self.x_ticks) for each in self.x_ticks))
        self.y_numbers = VGroup(*(_number(each, self.y_ticks) for each in self.y_ticks))
        self.names = VGroup(*(Words(name, size=SIZE.small) for name in (x_name, y_name) if name))
        for letters in (*self.x_numbers, *self.y_numbers, *self.names):
            letters.names_axis = True
        self._named = (bool(x_name), bool(y_name))
        self.add(self.frame, self.lines, self.x_numbers, self.y_numbers, self.names)
        self.fit(box)

    @property
    def box(self) -> Box:
        """Where the plane lies now."""
        corners = self.frame.points
        return Box(corners[0][0], corners[0][1], corners[7][0], corners[7][1])

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of x, and to one of y."""
        return np.array(self._units(self.box))

    def _units(self, box: Box) -> tuple[float, float]:
        (left, right), (bottom, top) = self.x_range, self.y_range
        return (box.right - box.left) / (right - left), (box.top - box.bottom) / (top - bottom)

    def to_screen(self, *data: Any) -> np.ndarray:
        """Where the numbers (x, y) of any shape lie on the screen: shape (..., 3)."""
        points, box = points_of(data), self.box
        across, up = self._units(box)
        return at_screen(
            np.asarray(box.left + (points[..., 0] - self.x_range[0]) * across),
            np.asarray(box.bottom + (points[..., 1] - self.y_range[0]) * up),
        )

    def to_data(self, point: np.ndarray) -> np.ndarray:
        """The numbers (x, y) that lie at screen points (..., 3): shape (..., 2)."""
        box = self.box
        away = np.asarray(point)[..., :2] - [box.left, box.bottom]
        return np.asarray(away / self.units + [self.x_range[0], self.y_range[0]])

    def on_screen(self, slope: float) -> float:
        """A slope in y per x as the slope of its line on the screen."""
        across, up = self.units
        return float(slope * up / across)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that these axes show: all of it."""
        return [points]

    def fit(self, box: Box) -> Self:
        """Move the plane into `box` of the screen."""
        self.frame.set_points_as_corners([*box.corners, box.corners[0]])
        x_feet = self.to_screen(self.x_ticks, self.cross_at)
        y_feet = self.to_screen(self.x_range[0], self.y_ticks)
        across = self.to_screen(np.asarray(self.x_range), self.cross_at)
        up = self.to_screen(self.x_range[0], np.asarray(self.y_range))
        ticks = [foot + [[0, -TICK, 0], [0, 0, 0]] for foot in x_feet]
        ticks += [foot + [[-TICK, 0, 0], [0, 0, 0]] for foot in y_feet]
        self.lines.points = polyline(across, up, *ticks)
        for number, foot in zip(self.x_numbers, self.to_screen(self.x_ticks, self.y_range[0]), strict=True):
            number.next_to(foot, [0, -1, 0], buff=2 * TICK)
        for number, foot in zip(self.y_numbers, y_feet, strict=True):
            number.next_to(foot, [-1, 0, 0], buff=2 * TICK)
        self._place_names()
        return self

    def _place_names(self) -> None:
        """The name of x stands above its axis' right end, the name of y beside its axis' upper end."""
        names = iter(self.names)
        if self._named[0]:
            end = self.to_screen(self.x_range[1], self.cross_at)
            next(names).move_to(end + [0.0, 0.14, 0.0], aligned_edge=np.array([1, -1, 0]))
        if self._named[1]:
            end = self.to_screen(self.x_range[0], self.y_range[1])
            next(names).move_to(end + [0.2, 0.0, 0.0], aligned_edge=np.array([-1, 1, 0]))


def _number(value: float, ticks: np.ndarray) -> Typeset:
    """A tick's number, written with as many decimals as the ticks need to differ."""
    step = float(np.min(np.diff(ticks))) if len(ticks) > 1 else 1.0
    decimals = next((d for d in range(6) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 6)
    text = f"{value + 0.0:,.{decimals}f}".replace("-", "\u2212")
    return Words(text, size=SIZE.small, ink=INK.quiet)
