"""Pictures of lecture 10 alone: its two maps, a matrix of read-outs, and the dots that a cell leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim import Circle, DashedVMobject, Group, RoundedRectangle, VGroup, VMobject

from calc_core import Affine, ErrorOrder, contours, sample_grid
from calc_core.approximation import make_landscape
from visuals import INK, SIZE, STAGE, STROKE, Axes, ContourMap, Curve, Dial, Follower, Formula
from visuals import Marker, Number, Words, polyline, read, series

INKS = (INK.input, INK.two)  # of the columns
HALF = 3.3  # of the ground that the two heights are shown on
LIFTS = np.arange(-10, 11) / 2  # heights of their contours


def warp(p: np.ndarray) -> np.ndarray:
    """(x, y) -> (x + sin y, y + sin x)."""
    return np.asarray(p + np.sin(p[..., ::-1]))


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


def height_map(axis: int, *, width: float, centre: tuple[float, float]) -> ContourMap:
    """One answer of the map (0: across, 1: up) as a ground with contours."""
    other, f = 1 - axis, (across, up)[axis]

    def grad(p: np.ndarray) -> np.ndarray:
        slopes = np.ones_like(p)
        slopes[..., other] = np.cos(p[..., other])
        return slopes

    def hess(p: np.ndarray) -> np.ndarray:
        bends = np.zeros((*p.shape, 2))
        bends[..., other, other] = -np.sin(p[..., other])
        return bends

    land = make_landscape(f, grad, hess, bounds=[(-HALF, HALF), (-HALF, HALF)], name=f.__name__)
    return ContourMap(sample_grid(land, shape=(81, 81)), contours(land, LIFTS), width=width, centre=centre)


def named(places: tuple[float, float], y: float) -> list[Words]:
    """What each height tells, over it, on one line."""
    names = [
        Words(f"how far {name}", size=SIZE.large).move_to((x, y, 0))
        for name, x in zip(("across", "up"), places, strict=True)
    ]
    names[1].stand_on(names[0])
    return names


def stand(ground: ContourMap, *, width: float, centre: tuple[float, float]) -> None:
    """Let a height that is not on stage stand elsewhere, and so large."""
    for dial, value in zip((ground.chart.origin_x, ground.chart.origin_y), centre, strict=True):
        dial.set_value(value)
    ground.chart.scale.set_value(width / (2 * HALF))


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
        wide, high = 1.95 * size / SIZE.title, 1.05 * size / SIZE.title
        x, y = at
        self.numbers = [[self._entry(look, i, k, size) for k in (0, 1)] for i in (0, 1)]
        for i, row in enumerate(self.numbers):
            for k, number in enumerate(row):
                place = np.array([x + (k - 0.5) * wide, y + (0.5 - i) * high - 0.2, 0.0])
                number.shift(place - number.strut.points[0])
        self.columns = [VGroup(self.numbers[0][k], self.numbers[1][k]) for k in (0, 1)]
        self.brackets = VMobject().set_stroke(INK.text, width=STROKE.thin)
        self.wide, self.high, self.middle = wide, high, np.array([x, y, 0.0])
        out, top = wide + 0.22, high + 0.06
        sides = (
            [[s * (out - 0.16), top, 0], [s * out, top, 0], [s * out, -top, 0], [s * (out - 0.16), -top, 0]]
            for s in (-1, 1)
        )
        self.brackets.points = polyline(*(self.middle + np.array(side) for side in sides))
        self.add(self.brackets, *self.columns)

    @staticmethod
    def _entry(look: Callable[[], Affine], i: int, k: int, size: float) -> Number:
        now = lambda: read(look(), "J", index=(i, k), decimals=2, name=f"slope {i + 1}{k + 1}")  # noqa: E731
        return Number(now, size=size, ink=INKS[k], align="center")

    def row_frames(self) -> VGroup:
        """A frame around each row, in the ink of a compass."""
        return VGroup(*(self._frame(0, s, 2 * self.wide, self.high, INK.gradient) for s in (0.5, -0.5)))

    def column_frames(self) -> VGroup:
        """A frame around each column, in the ink of its arrow."""
        places = zip((-0.5, 0.5), INKS, strict=True)
        first, second = (self._frame(s, 0, self.wide, 2 * self.high, ink) for s, ink in places)
        return VGroup(first, DashedVMobject(second, num_dashes=36, dashed_ratio=0.6))

    def _frame(self, across: float, up: float, width: float, height: float, ink: str) -> RoundedRectangle:
        frame = RoundedRectangle(0.14, width=width - 0.12, height=height - 0.12, color=ink)
        frame.set_stroke(width=STROKE.normal)
        return frame.move_to(self.middle + np.array([across * self.wide, up * self.high, 0.0]))

    def products(self, at: tuple[float, float], size: float = SIZE.large) -> list[VGroup]:
        """The two products whose difference is the determinant, in a row from a place on."""
        (a, b), (c, d) = self.numbers
        pen, groups = np.array([*at, 0.0]), []
        for row in ((a, "dot", d), ("-", "(", b, ")", "dot", c)):
            group = VGroup()
            for each in row:
                part = (
                    Formula(each, size=size)
                    if isinstance(each, str)
                    else Number(each.follow or each.reading, size=size, ink=each.ink)
                )
                pen[0] -= 0.1 if each == ")" else 0.0  # brackets stand close
                part.shift((pen[0] - part.get_left()[0], pen[1] - part.baseline, 0.0))
                pen[0] = part.get_right()[0] + (0.04 if each == "(" else 0.15)
                group.add(part)
            groups.append(group)
        return groups


class GapPlot:
    """How far the matrix is off over the distance, by powers of ten, up to the distance that `side` tells."""

    def __init__(self, errors: ErrorOrder, side: Callable[[], float]) -> None:
        self.errors, self.side = errors, side
        self.axes = on = Axes(
            x=(6e-4, 1.6), y=(1e-7, 3.0), box=(-6.1, -2.2, -1.0, 2.9), log="xy", x_steps=(1,), y_steps=(2,),
            x_name="distance",
        )  # fmt: skip
        shown = series("gap", errors, h="h", error="error")
        self.line = Curve(shown, on=on, ink=INK.residual, span=lambda: (side(), 1.0))
        self.dot = Marker(self.place, on=on, ink=INK.residual, radius=0.13)

    def place(self) -> tuple[float, float]:
        """The distance, and the gap there; between two measured ones, logarithms go straight."""
        h, error = np.log10(self.errors.h), np.log10(self.errors.error)
        return self.side(), float(10 ** np.interp(np.log10(self.side()), h, error))

    def told(self) -> list[tuple[Words, Number]]:
        """Both in numbers, as they were measured nearest to this distance."""
        k = lambda: int(np.argmin(np.abs(np.log(self.errors.h / self.side()))))  # noqa: E731
        rows = (("distance", "h", 1, INK.text), ("gap", "error", 2, INK.residual))
        return [
            (
                Words(name, size=SIZE.large, ink=ink),
                Number(
                    lambda field=field, digits=digits: read(self.errors, field, index=k(), digits=digits),  # type: ignore[misc]  # its default
                    size=SIZE.large,
                    ink=ink,
                ),
            )
            for name, field, digits, ink in rows
        ]


class Cross(Group):
    """A cross of two axes through zero on a plane of numbers, with ticks at 1, 2, 3 and their opposites."""

    def __init__(self, on: Axes, reach: float = 3.0) -> None:
        super().__init__()
        places = [k for k in range(-int(reach), int(reach) + 1) if k]
        tick = 0.06
        lines = [[(-reach - 0.2, 0), (reach + 0.2, 0)], [(0, -reach - 0.2), (0, reach + 0.2)]]
        lines += [[(k, -tick), (k, tick)] for k in places] + [[(-tick, k), (tick, k)] for k in places]
        shape = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        shape.points = polyline(*(on.to_screen(np.array(line, dtype=float)) for line in lines))
        self.add(shape)
        for k in places:
            for place, aside in (((k, 0), (0, -0.33, 0)), ((0, k), (-0.33, 0, 0))):
                letters = Formula(str(k), size=SIZE.small, ink=INK.quiet)
                self.add(letters.move_to(on.to_screen(*place) + np.array(aside)))


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
