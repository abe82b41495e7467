"""Pictures of lecture 10 alone: its two maps, a matrix of read-outs, and the dots that a cell leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import Circle, Group, SurroundingRectangle, VGroup, VMobject

from calc_core import Affine, contours, sample_grid
from calc_core.approximation import make_landscape
from visuals import INK, SIZE, STAGE, STROKE, Axes, ContourMap, Dial, Follower, Number, polyline, read, series

INKS = (INK.input, INK.two)  # of the columns
HALF = 3.3  # of the ground that the two heights are shown on
LIFTS = np.arange(-10, 11) / 2  # heights of their contours


def warp(p: np.ndarray) -> np.ndarray:
    """(x, y) -> (x + sin y, y + sin x)."""
    return p + np.sin(p[..., ::-1])


def across(p: np.ndarray) -> np.ndarray:
    """How far across a point is sent."""
    return warp(p)[..., 0]


def up(p: np.ndarray) -> np.ndarray:
    """How far up a point is sent."""
    return warp(p)[..., 1]


def polar(p: np.ndarray) -> np.ndarray:
    """(r, theta) -> (r cos theta, r sin theta)."""
    r, theta = p[..., 0], p[..., 1]
    return np.stack([r * np.cos(theta), r * np.sin(theta)], axis=-1)


def fanned(share: float) -> Callable[[np.ndarray], np.ndarray]:
    """The same plane, rolled up by a share: the paper at 0, polar coordinates at 1.

    Angles are turned by that share of them, about a point that comes from far away on the left.
    """
    if share < 1e-6:
        return lambda p: p
    away = 1 / share - 1

    def roll(p: np.ndarray) -> np.ndarray:
        r, theta = p[..., 0] + away, share * p[..., 1]
        return np.stack([r * np.cos(theta) - away, r * np.sin(theta)], axis=-1)

    return roll


def height_map(
    f: Callable[[np.ndarray], np.ndarray], width: float, centre: tuple[float, float]
) -> ContourMap:
    """One answer of the map as a ground with contours."""
    land = make_landscape(f, bounds=[(-HALF, HALF), (-HALF, HALF)], name=f.__name__)
    return ContourMap(sample_grid(land, shape=(121, 121)), contours(land, LIFTS), width=width, centre=centre)


def rings(places: Iterable[np.ndarray], *, radius: float = 0.34, ink: str = INK.text) -> VGroup:
    """Rings around those places that can be seen."""
    ring = Circle(radius, color=ink, stroke_width=STROKE.bold)
    ring.set_stroke(INK.casing, width=STROKE.bold + 4, background=True)
    seen = (at for at in places if abs(at[0]) < STAGE.width / 2 and abs(at[1]) < STAGE.height / 2)
    return VGroup(*(ring.copy().move_to(at) for at in seen))


class ColumnsOfNumbers(Group):
    """A matrix of four read-outs in brackets, its columns in the inks of their arrows."""

    def __init__(
        self, look: Callable[[], Affine], at: tuple[float, float], *, size: float = SIZE.title
    ) -> None:
        super().__init__()
        wide, high = 1.75 * size / SIZE.title, 1.05 * size / SIZE.title
        x, y = at
        self.numbers = [[self._entry(look, i, k, size) for k in (0, 1)] for i in (0, 1)]
        for i, row in enumerate(self.numbers):
            for k, number in enumerate(row):
                place = np.array([x + (k - 0.5) * wide, y + (0.5 - i) * high - 0.2, 0.0])
                number.shift(place - number.strut.points[0])
        self.columns = [VGroup(self.numbers[0][k], self.numbers[1][k]) for k in (0, 1)]
        self.brackets = VMobject().set_stroke(INK.text, width=STROKE.thin)
        left, right, top = wide + 0.05, wide + 0.05, high + 0.02
        self.brackets.points = polyline(
            *(
                np.array([x, y, 0])
                + np.array(
                    [[s * (e - 0.16), top, 0], [s * e, top, 0]]
                    + [[s * e, -top, 0], [s * (e - 0.16), -top, 0]]
                )
                for s, e in ((-1, left), (1, right))
            )
        )
        self.add(self.brackets, *self.columns)

    @staticmethod
    def _entry(look: Callable[[], Affine], i: int, k: int, size: float) -> Number:
        now = lambda: read(look(), "J", index=(i, k), decimals=2, name=f"slope {i + 1}{k + 1}")  # noqa: E731
        return Number(now, size=size, ink=INKS[k], align="center")

    def frame(self, row: int) -> SurroundingRectangle:
        """A frame around a row."""
        return SurroundingRectangle(
            VGroup(*self.numbers[row]), color=INK.gradient, buff=0.2, corner_radius=0.14
        ).set_stroke(width=STROKE.normal)


class DotsBehind(Follower):
    """Dots of a sweep at those places that `passed` tells have been passed: from the right, down to there."""

    def __init__(self, sweep: Any, passed: Callable[[], float], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.passed = on, passed
        self.series = (series("area over dr dtheta", sweep, r="x", ratio="ratio"),)
        self.r, self.ratio = self.series[0].pair()
        self.light = Dial(1)
        self.dots = VMobject().set_fill(INK.output, opacity=1).set_stroke(INK.casing, width=STROKE.hair)
        self.add(self.dots, self.light)
        self.redraw()

    def redraw(self) -> None:
        """Lay a dot for each that has been passed."""
        seen = self.r >= self.passed() - 1e-9
        turn = np.linspace(0, 2 * np.pi, 17)
        disc = 0.075 * np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
        places = self.axes.to_screen(self.r[seen], self.ratio[seen])
        self.dots.points = polyline(*(place + disc for place in places))
        self.dots.set_fill(opacity=self.light.get_value())
