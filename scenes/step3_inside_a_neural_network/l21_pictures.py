"""Pictures of lecture 21 alone: a ray for every knob, a way with its prints, shares as bars, a cloud."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import Group, Rectangle, VMobject

from calc_core.landscapes.grids import Grid
from calc_core.networks import Curvature, Directions, SteepestCut, TurningShadow
from visuals import (
    INK,
    SIZE,
    STROKE,
    Axes,
    Dial,
    Follower,
    MorphingTerrain,
    Number,
    Terrain,
    Trail,
    mix,
    read,
)
from visuals.data.data_plot import discs
from visuals.drawing.polyline import NOTHING, at_screen, polyline, within_box
from visuals.drawing.rates import gently
from visuals.drawing.walk import entry
from visuals.letters.readout import Series
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import OnGround, WalkOnGround

WALL = mix(INK.data, INK.ground, 0.82)
PHASES = (0.0, 0.48, 0.6, 1.0)  # a wall turns about one hinge; about none, out of sight; about another
GOLDEN, SHELLS = np.pi * (3 - np.sqrt(5)), 12  # from ray to ray, and how often their inks change


class PrintedWay(WalkOnGround):
    """The stops (n, 2) that `stops()` tells now, as a line with a print at each; crowded prints stay bright.

    Dials: at (how many steps are done; all of them unless told), opacity.
    """

    def __init__(
        self, stops: Callable[[], np.ndarray], *, on: Terrain, at: Dial | None = None, size: float = 5.0,
        width: float = 3.5,
    ) -> None:  # fmt: skip
        super().__init__(stops, on, ink=INK.path)
        self.size, self.width_pixels = size, width
        self.at = self.dial(at, np.inf)

    def drawn(self) -> np.ndarray:
        """The stops (k, 2) done by now, and where the walk is."""
        stops, at = np.asarray(self.stops(), dtype=float), self.at.get_value()
        done = stops[: int(min(at, len(stops))) + 1]
        return done if at >= len(stops) - 1 or at == int(at) else np.vstack([done, entry(stops, at)])

    def mark(self, brush: Brush) -> None:
        line = self.drawn()
        prints = brush.world(line[: int(min(self.at.get_value(), len(line))) + 1])
        if len(line) > 1:
            brush.lines([line], INK.casing, self.width_pixels + 5.0, 0.0)
        brush.marks(marks.DISC, prints, self.size + 2.5, INK.casing, casing=0.0)
        if len(line) > 1:
            brush.lines([line], self.ink, self.width_pixels, 0.0)
        brush.marks(marks.DISC, prints, self.size, self.ink, casing=0.0)


class TurningCut(OnGround):
    """The ground's own curve in a direction that turns, and in the steepest one the parabola that fits it.

    Dials: angle (degrees from the steepest direction), fits (how much of the parabola there is), opacity.
    """

    def __init__(self, told: SteepestCut, *, on: Terrain) -> None:
        super().__init__(on, ink=INK.output)
        self.told = told
        self.angle, self.fits = self.dial(None, 90.0), self.dial(None, 0.0)

    def line(self) -> np.ndarray:
        """The places (n, 2) that the curve runs over."""
        angle = np.radians(self.angle.get_value())
        return np.asarray(self.told.way[:, None] * np.array([np.cos(angle), np.sin(angle)]))

    def parabola(self) -> np.ndarray:
        """The points (n, 3) of the parabola that are there, in the air or in the ground."""
        shown = np.abs(self.told.way) <= self.fits.get_value() * self.told.way.max() + 1e-12
        way = self.told.way[shown]
        return np.stack([way, np.zeros_like(way), self.told.parabola[shown]], axis=1)

    def mark(self, brush: Brush) -> None:
        brush.lines([self.line()], self.ink, 6.0, 2.5)
        if self.fits.get_value() > 0:
            brush.lines([self.parabola()], INK.curvature, 6.0, 2.5)
        brush.marks(marks.DISC, brush.world(np.zeros((1, 2))), 9.0, INK.path)


class TurningWall(Follower):
    """A wall that turns under a walk in space: the walk, its shadow on the wall, and threads between them.

    It stands where `hill` lies, at its scale, seen as the hill is. Dials: turn (0 to 1), aside (how strongly
    the walk itself and its threads are there), opacity.
    """

    def __init__(self, told: TurningShadow, *, on: Terrain, half: float, rules: int) -> None:
        super().__init__(on)
        self.told, self.hill, self.half, self.rules = told, on, half, rules
        self.turn, self.aside = Dial(0.0), Dial(0.0)
        self.sheet = VMobject(stroke_width=0).set_fill(WALL, opacity=0.8)
        self.ruled = VMobject(stroke_color=INK.quiet, stroke_width=1.0, stroke_opacity=0.45)
        self.threads = VMobject(stroke_color=INK.quiet, stroke_width=1.6)
        self.walk = VMobject(stroke_color=INK.output, stroke_width=6)
        self.shadow = VMobject(stroke_color=INK.path, stroke_width=5)
        self.dots = VMobject(stroke_width=0).set_fill(INK.path, opacity=1)
        self.add(self.sheet, self.ruled, self.threads, self.walk, self.shadow, self.dots)
        self.add(self.turn, self.aside)
        self.redraw()

    def now(self, field: str) -> np.ndarray:
        """What the turning tells at this moment."""
        return entry(getattr(self.told, field), (len(self.told.captured) - 1) * self.turn.get_value())

    def redraw(self) -> None:
        """Set the wall, and all that stands beside it or lies on it."""
        plane, walk, shadow = self.now("plane"), self.now("path"), self.now("shadow")
        corners = self.half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) @ plane
        self.sheet.points = polyline(self.flat(corners))
        lines = np.linspace(-self.half, self.half, self.rules)
        ends = np.array([[[a, -self.half], [a, self.half]] for a in lines])
        ruled = np.concatenate([ends, ends[..., ::-1]]) @ plane
        self.ruled.points = polyline(*(self.flat(each) for each in ruled))
        self.walk.points, self.shadow.points = (polyline(self.flat(each)) for each in (walk, shadow))
        hung = np.stack([walk, shadow], axis=1)[::4]
        self.threads.points = polyline(*(self.flat(each) for each in hung))
        self.dots.points = discs(self.flat(shadow[[0, -1]]), 0.055)
        self.walk.set_stroke(opacity=self.aside.get_value())
        self.threads.set_stroke(opacity=0.6 * self.aside.get_value())

    def flat(self, points: np.ndarray) -> np.ndarray:
        """Where points (n, 3) of the space, in the units of theta, are on the screen: (n, 3), at depth 0."""
        ground = self.hill.ground
        here = np.array([0.0, 0.0, float(np.mean(ground.heights))])
        unit = (self.hill.world(here + [1.0, 0.0, 0.0]) - self.hill.world(here))[0]
        seen = self.hill.view.project(self.hill.world(here) + unit * points)
        return at_screen(seen[:, 0], seen[:, 1])


def hinge_by_hinge(moments: int) -> np.ndarray:
    """Which share of each turn of a turning wall, and of what lies between them, is done: (moments, 3)."""
    time = np.linspace(0.0, 1.0, moments)
    legs = [gently(np.clip((time - low) / (high - low), 0.0, 1.0)) for low, high in pairwise(PHASES)]
    return np.stack(legs, axis=1)


class ParabolaFan(Follower):
    """The parabolas of all directions that have been tried, faint; `tried` tells how many there are."""

    def __init__(self, told: SteepestCut, tried: Dial, *, on: Axes) -> None:
        super().__init__(on, tried)
        self.tried = tried
        self.pieces = [within_box(polyline(on.to_screen(told.way, each)), on.box) for each in told.parabolas]
        self.lines = VMobject(stroke_color=INK.curvature, stroke_width=STROKE.thin, stroke_opacity=0.4)
        self.add(self.lines)
        self.redraw()

    def redraw(self) -> None:
        """Draw what has been left behind."""
        done = int(np.ceil(self.tried.get_value()))
        self.lines.points = np.concatenate([NOTHING, *self.pieces[:done]])


class ShareBars(Group):
    """Bars for the shares of a path's spread that directions explain, with the share as a percentage.

    `bars[k]` (bar and number) belongs to direction k.
    """

    def __init__(self, told: Directions, *, left: float, top: float, width: float) -> None:
        self.bars = []
        for k, share in enumerate(told.explained):
            y = top - 0.72 * k
            trough = Rectangle(width=width, height=0.3, stroke_width=0).set_fill(INK.quiet, opacity=0.16)
            trough.move_to((left, y, 0), aligned_edge=np.array([-1, 0, 0]))
            bar = Rectangle(width=width * float(share), height=0.3, stroke_width=0).set_fill(
                INK.path, opacity=1
            )
            bar.move_to((left, y, 0), aligned_edge=np.array([-1, 0, 0]))
            number = Number(
                read(told, "explained", index=k, percent=True, decimals=0, name="explained"), size=SIZE.large
            )
            number.shift(np.array([left + width + 0.25, y - 0.2, 0]) - number.strut.points[0])
            self.bars.append(Group(trough, bar, number))
        super().__init__(*self.bars)


class Dandelion(Follower):
    """A ray for each knob, all round a middle, as long as the knob has been turned: `turned()` tells (P,).

    Knobs turned up are violet, those turned down orange. Each ray stands a golden angle from the one before,
    so that neighbours in the network are scattered all round. Dial: grown, the share of every ray.
    """

    def __init__(self, turned: Callable[[], np.ndarray], *, middle: tuple[float, float], unit: float) -> None:
        super().__init__()
        self.turned, self.middle, self.unit, self.grown = turned, np.array([*middle, 0.0]), unit, Dial(1.0)
        angle = np.pi / 2 + GOLDEN * np.arange(len(turned()))
        self.ways = at_screen(np.cos(angle), np.sin(angle))
        self.shells = [
            VMobject(stroke_color=ink, stroke_width=1.3, stroke_opacity=0.6)
            for _ in range(SHELLS)
            for ink in (INK.plus, INK.minus)
        ]  # the two inks in turn, so that neither lies over all of the other
        self.add(*self.shells, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw every ray as long as it is now."""
        turned = self.turned()
        reach = self.grown.get_value() * self.unit * np.abs(turned)
        shell = np.arange(len(turned)) * SHELLS // len(turned)
        for k, part in enumerate(self.shells):
            sign = 1.0 if k % 2 == 0 else -1.0
            drawn = (shell == k // 2) & (sign * turned > 0) & (reach > 1e-4)
            rays = self.ways[drawn, None] * (
                reach[drawn, None, None] * np.array([[0], [1 / 3], [2 / 3], [1]])
            )
            part.points = self.middle + rays.reshape(-1, 3) if drawn.any() else NOTHING


def rising(grid: Grid, level: float, *, width: float, relief: float, contour_step: float) -> MorphingTerrain:
    """A wall that rises to the heights of a grid, from one level, while its dial `at` goes from 0 to 1."""
    heights = np.stack([np.full_like(grid.f, level), grid.f])
    return MorphingTerrain(grid.x, grid.y, heights, width=width, relief=relief, contour_step=contour_step)


def steepest_and(top: Curvature, other: np.ndarray) -> Directions:
    """The steepest direction, and what is left of another at right angles to it; both of length 1."""
    rest = other - (other @ top.direction) * top.direction
    return Directions(np.stack([top.direction, rest / np.linalg.norm(rest)]), np.zeros(2))


def ruling(on: MorphingTerrain, count: int) -> Trail:
    """Lines ruled over a wall, `count` each way."""
    x, y = on.ground.x, on.ground.y
    across, along = np.linspace(x[0], x[-1], count), np.linspace(y[0], y[-1], count)
    level = [[[end, each] for each in along] for end in x[[0, -1]]]
    upright = [[[each, end] for each in across] for end in y[[0, -1]]]
    return Trail(np.concatenate([level, upright], axis=1), on=on, ink=INK.quiet, width=1.4, casing=0)


def knob_places(sizes: tuple[int, ...], cell: float, gap: float, middle: tuple[float, float]) -> np.ndarray:
    """Places (P, 2) of a network's knobs in theta's order: a block for the weights of each layer, and one for
    its biases, a row for every hidden neuron.
    """
    rows, blocks = sizes[1], []
    for before, after in pairwise(sizes):
        i, j = np.divmod(np.arange(before * after), after)
        column, row = (i, j) if after == rows else (j, i)
        blocks += [np.stack([column, row], 1), np.stack([np.zeros(after, dtype=int), np.arange(after)], 1)]
    places, x = [], 0.0
    for block in blocks:
        places.append(np.stack([x + block[:, 0] * cell, -block[:, 1] * cell], 1))
        x += (block[:, 0].max() + 1) * cell + gap
    found = np.concatenate(places)
    return np.asarray(found - (found.min(axis=0) + found.max(axis=0)) / 2 + middle)


class Cloud(Follower):
    """Two columns of a series as many dots on axes, from left to right. Dial: grown, the share of them."""

    def __init__(self, shown: Series, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.series, self.grown = on, (shown,), Dial(1.0)
        x, y = shown.pair()
        order = np.argsort(x, kind="stable")
        self.x, self.y = x[order], y[order]
        self.middle = float(x.mean()), float(y.mean())
        self.dots = VMobject(stroke_width=0).set_fill(INK.data, opacity=0.75)
        self.add(self.dots, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set the dots."""
        n = round(self.grown.get_value() * len(self.x))
        places = self.axes.to_screen(self.x[:n], self.y[:n])
        self.dots.points = discs(places, 0.05) if n else NOTHING


class Swinging(Follower):
    """A line through one place of axes that swings: `tilt` is its slope in the axes' units. Dial: grown."""

    def __init__(self, tilt: Dial, *, through: tuple[float, float], on: Axes) -> None:
        super().__init__(on, tilt)
        self.axes, self.tilt, self.through, self.grown = on, tilt, through, Dial(1.0)
        self.line = VMobject(stroke_color=INK.model, stroke_width=STROKE.bold)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the line."""
        (low, high), (x, y) = self.axes.x, self.through
        way = self.grown.get_value() * (np.array([low, high]) - x)
        corners = self.axes.to_screen(x + way, y + self.tilt.get_value() * way)
        self.line.points = (
            within_box(polyline(corners), self.axes.box) if self.grown.get_value() > 0 else NOTHING
        )
