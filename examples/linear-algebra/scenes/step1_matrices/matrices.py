"""The numbers and the pictures that the lectures of this step share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from calc_core.results import Result, recorded
from manim import VGroup, VMobject
from visuals import INK, SIZE, STAGE, STROKE, Axes, Box, Dial, Follower, Number, mix, polyline, read

MATRIX = np.array([[1.25, 0.75], [0.25, 1.75]])  # of both lectures
UNIT = 1.6  # scene units to one of the plane
WHOLE = Box(-STAGE.width / 2, -4.0, STAGE.width / 2, 4.0)
COLUMNS = (INK.input, INK.two)  # of a step across, and of one up
GIRTH = 0.1  # of arrows, in scene units


@dataclass(frozen=True, eq=False)
class Eigen(Result):
    """Directions (2, 2), a unit vector a row, that a matrix only stretches, and by how much, most first."""

    direction: np.ndarray
    stretch: np.ndarray
    units: dict[str, str] = field(default_factory=lambda: {"angle": "°"})

    @property
    def angle(self) -> np.ndarray:
        """Of each direction, in degrees from the x axis, from 0 to 180."""
        return np.degrees(np.arctan2(self.direction[:, 1], self.direction[:, 0])) % 180


@dataclass(frozen=True, eq=False)
class Image(Result):
    """An arrow of length one, and where a matrix sends it."""

    x: np.ndarray
    image: np.ndarray
    units: dict[str, str] = field(default_factory=lambda: {"apart": "°"})

    @property
    def stretch(self) -> float:
        """How long the image is."""
        return float(np.hypot(*self.image))

    @property
    def apart(self) -> float:
        """The angle between both, in degrees."""
        across = self.x[0] * self.image[1] - self.x[1] * self.image[0]
        return float(np.degrees(np.abs(np.arctan2(across, self.x @ self.image))))


@dataclass(frozen=True, eq=False)
class Powers(Result):
    """Directions of arrows after 0, 1, 2, ... times the matrix: radians (times, arrows), without jumps."""

    angle: np.ndarray

    def at(self, time: float) -> np.ndarray:
        """The directions at a time between two of them, each turned evenly."""
        first = int(min(np.floor(time), len(self.angle) - 2))
        return self.angle[first] + (time - first) * (self.angle[first + 1] - self.angle[first])


@recorded
def eigen(matrix: np.ndarray) -> Eigen:
    """A v = s v: the stretches s are the roots of s^2 - (a + d) s + (ad - bc), if they are real and differ.

    Raises ValueError for a matrix (2, 2) that turns every direction, or stretches all alike.
    """
    (a, b), (c, d) = np.asarray(matrix, dtype=float)
    mean, product = (a + d) / 2, a * d - b * c
    if not mean**2 > product:
        raise ValueError(f"two directions that only stretch are asked for; {matrix} has none, or all are")
    stretch = mean + np.sqrt(mean**2 - product) * np.array([1.0, -1.0])
    rows = [(b, s - a) if abs(b) + abs(s - a) > abs(c) + abs(s - d) else (s - d, c) for s in stretch]
    direction = np.array(rows) / np.linalg.norm(rows, axis=1)[:, None]
    return Eigen(direction, stretch)


@recorded
def image_of(matrix: np.ndarray, degrees: float) -> Image:
    """x -> A x for the arrow of length one at that angle from the x axis."""
    x = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return Image(x, matrix @ x)


@recorded
def powers(matrix: np.ndarray, arrows: int, times: int) -> Powers:
    """Arrows all the way round, sent on again and again: their directions lean towards the line of the
    greatest stretch (von Mises, 1929).
    """
    angle = np.arange(arrows) * 2 * np.pi / arrows
    here = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    found = [angle]
    for _ in range(times):
        here = here @ matrix.T
        here /= np.linalg.norm(here, axis=1)[:, None]
        found.append(np.arctan2(here[:, 1], here[:, 0]))
    return Powers(np.unwrap(np.array(found), axis=0))


def plane() -> Axes:
    """The plane of numbers over the whole frame, without ticks."""
    half = STAGE.width / 2 / UNIT, STAGE.height / 2 / UNIT
    return Axes(x=(-half[0], half[0]), y=(-half[1], half[1]), box=WHOLE, x_ticks=(), y_ticks=())


class Brackets(VGroup):
    """A matrix of read-outs, its columns in the inks of their arrows."""

    def __init__(self, columns: Result, name: str, *, size: float = SIZE.large) -> None:
        super().__init__()
        self.numbers = [
            [Number(read(columns, name, index=(i, k), decimals=2), size=size, ink=COLUMNS[k]) for k in (0, 1)]
            for i in (0, 1)
        ]
        for i, row in enumerate(self.numbers):
            for k, number in enumerate(row):
                place = np.array([1.75 * k, -0.95 * i, 0.0])
                number.shift(place - number.strut.points[0])
        self.columns = [VGroup(self.numbers[0][k], self.numbers[1][k]) for k in (0, 1)]
        inside = VGroup(*self.columns)
        left, right = inside.get_left()[0] - 0.2, inside.get_right()[0] + 0.2
        top, low = inside.get_top()[1] + 0.2, inside.get_bottom()[1] - 0.2
        sides = [
            np.array([[x + out, top, 0], [x, top, 0], [x, low, 0], [x + out, low, 0]])
            for x, out in ((left, 0.16), (right, -0.16))
        ]
        self.sides = VMobject().set_stroke(INK.text, width=STROKE.thin)
        self.sides.points = polyline(*sides)
        self.add(inside, self.sides)


class Arrows(Follower):
    """Arrows from the middle of the plane to the places that `look` tells (arrows, 2). Dial: `grown`."""

    def __init__(self, look: Callable[[], np.ndarray], inks: list[str], *, on: Axes, girth: float) -> None:
        super().__init__()
        self.look, self.frame, self.girth, self.grown = look, on, girth, Dial(1)
        self.arrows = [VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks]
        for each in self.arrows:
            each.set_stroke(INK.casing, width=4, background=True)
        self.add(*self.arrows, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the arrows where they lead now."""
        middle, grown = self.frame.to_screen(0.0, 0.0), self.grown.get_value()
        for arrow, tip in zip(self.arrows, self.frame.to_screen(self.look()), strict=True):
            arrow.points = arrow_points(middle, middle + grown * (tip - middle), self.girth)


def arrow_points(tail: np.ndarray, tip: np.ndarray, girth: float) -> np.ndarray:
    """Bezier points of an arrow whose tip lies at `tip`; a short one shrinks as a whole."""
    length = float(np.linalg.norm(tip - tail))
    if length < 1e-6:
        return polyline()
    girth = min(girth, length / 5.5)
    along = (tip - tail) / length
    aside = np.array([-along[1], along[0], 0.0])
    neck, shaft, wing = length - 3.4 * girth, 0.46 * girth, 1.5 * girth
    x = np.array([0.0, neck, neck, length, neck, neck, 0.0, 0.0])
    y = np.array([shaft, shaft, wing, 0.0, -wing, -shaft, -shaft, shaft])
    return polyline(tail + x[:, None] * along + y[:, None] * aside)


class Line(Follower):
    """The line through the middle in a direction (2,), as far as the frame goes. Dial: `grown`."""

    def __init__(self, direction: np.ndarray, *, on: Axes, ink: str) -> None:
        super().__init__()
        self.direction, self.frame, self.grown = direction, on, Dial(1)
        self.line = VMobject().set_stroke(mix(ink, INK.ground, 0.25), width=STROKE.normal)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw it from the middle outwards."""
        reach = 7.0 * self.grown.get_value()
        ends = self.frame.to_screen(np.array([-reach * self.direction, reach * self.direction]))
        self.line.points = polyline(ends) if reach > 0 else polyline()


class Ring(Follower):
    """Where the tips of arrows of length one lie, all the way round, as `look` sends them. Dial: `grown`."""

    def __init__(self, look: Callable[[float], np.ndarray], *, on: Axes, ink: str) -> None:
        super().__init__()
        self.frame, self.grown = on, Dial(1)
        self.tips = np.array([look(degrees) for degrees in range(0, 361, 3)])
        self.line = VMobject().set_stroke(mix(ink, INK.ground, 0.45), width=STROKE.thin)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw it round from the first tip."""
        count = 1 + round(self.grown.get_value() * (len(self.tips) - 1))
        self.line.points = polyline(self.frame.to_screen(self.tips[:count]))
