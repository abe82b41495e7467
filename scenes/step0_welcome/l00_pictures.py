"""Pictures of lecture 00 alone: men who rain into columns, a bell's misses, and a dot that lifts off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from manim import Rectangle, RoundedRectangle, VGroup, VMobject

from calc_core.data.datasets import HeightHistogram
from calc_core.fitting import Misfit, Model
from visuals import INK, STAGE, STROKE, Axes, Dial, Follower, Terrain, mix, polyline
from visuals.data.data_plot import discs
from visuals.drawing.bundle import bundle
from visuals.drawing.polyline import NOTHING, arc, at_screen

ABREAST = 7  # men who stand side by side in a column
FALL = 0.14  # of the dial: how long one of them is in the air
MAN = 0.027  # radius of a man's dot
FROM = 4.4  # where he falls from, above the frame
COLUMN = 0.86  # of a class's width is stood on
DOT = 0.13  # radius of the dot that is a bell
HOME_WIDTH, THREAD = 0.36, 0.07  # how wide the tower is at home and under the dot
Told = Callable[[], Misfit]


class Rain(Follower):
    """One dot for each man, who falls into the column of his class while the dial `fallen` goes from 0 to 1.

    They come in an order drawn by `seed`, and in every column they stand `ABREAST` in a row, so that a column
    is as high as its men are many.
    """

    def __init__(self, data: HeightHistogram, *, on: Axes, seed: int) -> None:
        super().__init__(on)
        self.axes, self.fallen = on, Dial(0.0)
        men = data.count.astype(int)
        self.of = np.repeat(np.arange(len(men)), men)  # the class of each man
        rank = np.concatenate([np.arange(n) for n in men])  # how many of his column lie below him or left
        rng = np.random.default_rng(seed)
        shuffled = rng.permuted(np.tile(np.arange(ABREAST), (len(rank), 1)), axis=1)  # an order for each row
        place = shuffled[np.arange(len(rank)) - rank % ABREAST, rank % ABREAST]
        aside = ((place + 0.5) / ABREAST - 0.5) * COLUMN * data.bin_width
        self.slots = np.stack([data.height[self.of] + aside, (rank // ABREAST + 0.5) * ABREAST], axis=1)
        leaving = rng.uniform(0.0, 1.0 - FALL, len(self.of))
        self.leaving = leaving[np.lexsort((leaving, self.of))]  # who stands lower has come before
        self.dots = VMobject(stroke_width=0).set_fill(INK.data, opacity=1)
        self.add(self.dots, self.fallen)
        self.redraw()

    @property
    def landed(self) -> np.ndarray:
        """How far each man has come, 0 to 1 (n,)."""
        return np.asarray(np.clip((self.fallen.get_value() - self.leaving) / FALL, 0.0, 1.0))

    def redraw(self) -> None:
        """Set those who have left the sky; they fall faster and faster."""
        share = self.landed
        seen = share > 0
        places = self.axes.to_screen(self.slots[seen])
        places[:, 1] += (1.0 - share[seen] ** 2) * (FROM - places[:, 1])
        self.dots.points = discs(places, MAN) if seen.any() else NOTHING


class Bell(Follower):
    """A model's curve over the axes, its knobs as `at` says now. Dial: grown, from the floor up."""

    def __init__(self, model: Model, at: Callable[[], np.ndarray], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.model, self.at, self.grown = on, model, at, Dial(1.0)
        self.x = np.linspace(*on.x, 241)
        self.line = VMobject(stroke_color=INK.model, stroke_width=1.25 * STROKE.bold)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the curve anew."""
        grown = self.grown.get_value()
        says = grown * self.model(self.at(), self.x)
        self.line.points = polyline(self.axes.to_screen(self.x, says)) if grown > 0 else NOTHING
        self.line.set_stroke(opacity=min(4.0 * grown, 1.0))


class Threads(Follower):
    """A thread from what the bell says of a class to its men, which can widen to a square.

    `taken` tells how many squares have been taken away already, from the shortest men on. Dials: grown,
    squared.
    """

    def __init__(self, told: Told, taken: Callable[[], float], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.taken = on, told, taken
        self.grown, self.squared = Dial(1.0), Dial(0.0)
        self.squares = VMobject(stroke_color=INK.residual, stroke_width=STROKE.hair)
        self.squares.set_fill(INK.residual, opacity=0.13)
        self.lines = VMobject(stroke_color=INK.residual, stroke_width=STROKE.bold)
        self.add(self.squares, self.lines, self.grown, self.squared)
        self.redraw()

    def redraw(self) -> None:
        """Hang the threads, and widen them to the left where men are missing, to the right where too many."""
        told, grown, wide = self.told(), self.grown.get_value(), self.squared.get_value()
        men = self.axes.to_screen(told.x, told.y)
        says = men + grown * (self.axes.to_screen(told.x, told.says) - men)
        self.lines.points = bundle(np.stack([men, says], axis=1)) if grown > 0 else NOTHING
        aside = np.zeros_like(men)
        aside[:, 0] = wide * (men - says)[:, 1]
        corners = np.stack([men, says, says - aside, men - aside, men], axis=1)[int(self.taken()) :]
        self.squares.points = bundle(corners) if grown * wide > 0 and len(corners) else NOTHING


def seen(hill: Terrain, points: np.ndarray) -> np.ndarray:
    """Where points in the air (n, 3), in a hill's own data, are on the stage (n, 3)."""
    places = hill.view.project(hill.world(np.asarray(points, dtype=float)))
    return at_screen(places[..., 0], places[..., 1])


class DarkPlane(Follower):
    """The map beneath a hill, at height 0: a mesh of its two knobs. Dial: grown, from its middle."""

    def __init__(self, hill: Terrain, *, step: float) -> None:
        super().__init__(hill)
        self.hill, self.grown = hill, Dial(1.0)
        self.mesh = VMobject(stroke_color=mix(INK.parameter, INK.ground, 0.66), stroke_width=STROKE.hair)
        self.edge = VMobject(stroke_color=mix(INK.parameter, INK.ground, 0.3), stroke_width=STROKE.thin)
        self.edge.set_fill(mix(INK.ground, INK.parameter, 0.06), opacity=1)
        self.add(self.edge, self.mesh, self.grown)
        x, y = hill.ground.x, hill.ground.y
        self.low, self.high = np.array([x[0], y[0]]), np.array([x[-1], y[-1]])
        limits = zip(self.low, self.high, strict=True)
        rows = [np.arange(np.ceil(low / step) * step, high, step) for low, high in limits]
        self.lines = [((v, y[0]), (v, y[-1])) for v in rows[0]] + [((x[0], v), (x[-1], v)) for v in rows[1]]
        self.redraw()

    def on_floor(self, points: np.ndarray) -> np.ndarray:
        """Where places of the map (n, 2) are on the stage."""
        middle, grown = (self.low + self.high) / 2, self.grown.get_value()
        flat = middle + grown * (np.asarray(points, dtype=float) - middle)
        return seen(self.hill, np.concatenate([flat, np.zeros((len(flat), 1))], axis=1))

    def redraw(self) -> None:
        """Lay mesh and edge."""
        (left, low), (right, high) = self.low, self.high
        corners = np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])
        self.edge.points = polyline(self.on_floor(corners))
        ends = self.on_floor(np.array(self.lines).reshape(-1, 2))
        self.mesh.points = bundle(ends.reshape(-1, 2, 3))


class Tower(Follower):
    """The squared misses of a bell, one stacked on the other; they fly to beneath the bell's dot.

    `told` is the bell now. Dials: grown, the share of the misses that are in; flown (0 to 1), from `home`
    (2,), where `per_unit` of badness is one scene unit high, to its place on the hill's map, in its scale.
    """

    def __init__(self, told: Told, *, home: tuple[float, float], per_unit: float, hill: Terrain) -> None:
        super().__init__(hill)
        self.told, self.home, self.per_unit, self.hill = told, np.array([*home, 0.0]), per_unit, hill
        self.grown, self.flown = Dial(1.0), Dial(0.0)
        self.bar = VMobject(stroke_color=INK.casing, stroke_width=STROKE.hair).set_fill(INK.output, opacity=1)
        self.add(self.bar, self.grown, self.flown)
        self.redraw()

    @property
    def arrived(self) -> float:
        """How many misses are in, the last one in part."""
        return self.grown.get_value() * len(self.told().x)

    def redraw(self) -> None:
        """Stack what is in."""
        told, way = self.told(), self.flown.get_value()
        whole = np.arange(len(told.running))
        stops = np.append(whole[whole < self.arrived], self.arrived)
        levels = np.interp(stops, whole, told.running)
        here = np.concatenate([np.tile(told.theta, (len(levels), 1)), levels[:, None]], axis=1)
        at_home = self.home + np.outer(levels / self.per_unit, [0.0, 1.0, 0.0])
        at = at_home + way * (seen(self.hill, here) - at_home)
        half = np.array([HOME_WIDTH + way * (THREAD - HOME_WIDTH), 0.0, 0.0]) / 2
        low, high = at[:-1], at[1:]
        boxes = np.stack([low - half, low + half, high + half, high - half, low - half], axis=1)
        self.bar.points = bundle(boxes) if len(boxes) and self.arrived > 0 else NOTHING
        self.bar.set_stroke(width=STROKE.hair * (1.0 - way))


class LiftedDot(Follower):
    """A bell as a dot over the map: it stands at (middle, width, badness); `lifted` (0 to 1) of its badness.

    `told` is the bell now, `heights` (stops, 3) are all places of its history, `now` counts the steps done.
    From step `since` on it leaves a curtain of them, as strong as the dial `curtain` says (0 to 1).
    """

    def __init__(
        self, told: Told, heights: np.ndarray, now: Callable[[], float], *, since: int, hill: Terrain
    ) -> None:
        super().__init__(hill)
        self.told, self.heights, self.now, self.since, self.hill = told, heights, now, since, hill
        self.lifted, self.curtain, self.grown = Dial(0.0), Dial(1.0), Dial(1.0)
        self.cloth = VMobject(stroke_color=INK.output, stroke_width=STROKE.hair)
        self.glow = VMobject(stroke_color=INK.output, stroke_width=3.0 * STROKE.bold)
        self.trail = VMobject(stroke_color=INK.output, stroke_width=STROKE.bold)
        self.rim = VMobject(stroke_width=0).set_fill(INK.casing, opacity=1)
        self.dot = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.add(self.cloth, self.glow, self.trail, self.rim, self.dot)
        self.add(self.lifted, self.curtain, self.grown)
        self.redraw()

    @property
    def place(self) -> np.ndarray:
        """Middle, width and height (3,) where the dot is drawn now."""
        told = self.told()
        return np.append(told.theta, self.lifted.get_value() * told.total)

    def redraw(self) -> None:
        """Set the dot, and hang its curtain."""
        grown, cloth = self.grown.get_value(), self.curtain.get_value()
        at = seen(self.hill, self.place)
        self.dot.points, self.rim.points = arc(at, DOT * grown), arc(at, (DOT + 0.05) * grown)
        behind = self.heights[self.since : int(self.now()) + 1] * [1.0, 1.0, self.lifted.get_value()]
        tops = np.concatenate([seen(self.hill, behind), at[None]])
        feet = seen(self.hill, behind * [1.0, 1.0, 0.0])
        shown = cloth > 0 and len(behind) > 0
        self.cloth.points = bundle(np.stack([feet, tops[:-1]], axis=1)) if shown else NOTHING
        self.trail.points = polyline(tops) if shown else NOTHING
        self.glow.points = self.trail.points
        self.cloth.set_stroke(opacity=0.33 * cloth)
        self.trail.set_stroke(opacity=cloth)
        self.glow.set_stroke(opacity=0.16 * cloth)


def swept(path: np.ndarray, *, since: int, every: int) -> np.ndarray:
    """Lamps dropped on the way (stops, lamps, 2): each is carried along, and stays where it is dropped.

    One is dropped at every `every`-th stop from `since` on.
    """
    dropped = np.arange(since, len(path), every)
    stops = np.arange(len(path))[:, None]
    return np.asarray(path[np.minimum(stops, dropped[None, :])])


def along(corners: np.ndarray, *, apart: float) -> tuple[np.ndarray, np.ndarray]:
    """Stops (n, 2) on straight legs from corner to corner, at most `apart`, and the stop at which each is."""
    stops, at = [corners[:1]], [0]
    for start, end in pairwise(corners):
        n = max(1, int(np.ceil(np.linalg.norm(end - start) / apart)))
        stops.append(start + np.linspace(0, 1, n + 1)[1:, None] * (end - start))
        at.append(at[-1] + n)
    return np.concatenate(stops), np.array(at)


def stars(n: int, *, seed: int, low: float) -> VMobject:
    """Stars over the line `low` of the stage."""
    rng = np.random.default_rng(seed)
    half = STAGE.width / 2
    places = at_screen(rng.uniform(-half, half, n), low + (STAGE.height / 2 - low) * rng.beta(1.0, 0.8, n))
    sky = VMobject(stroke_width=0).set_fill(INK.quiet, opacity=0.55)
    sky.points = discs(places, rng.uniform(0.008, 0.026, n))
    return sky


def nudge(at: np.ndarray, length: float) -> VMobject:
    """A nudge from a place of the stage to the right: a bar with end ticks."""
    start, tick = np.asarray(at, dtype=float), np.array([0.0, 0.11, 0.0])
    end = start + [length, 0.0, 0.0]
    bar = VMobject(stroke_color=INK.input, stroke_width=STROKE.bold)
    bar.points = polyline(np.array([start, end]), *(np.array([e - tick, e + tick]) for e in (start, end)))
    return bar


def photo_of_a_fit() -> VGroup:
    """A print with a white border, as the tools' pictures are: columns, and a bell that fits them."""
    paper = RoundedRectangle(0.04, width=0.86, height=0.78).set_fill(INK.path, opacity=1).set_stroke(width=0)
    inside = Rectangle(width=0.74, height=0.54).set_fill(INK.ground, opacity=1).set_stroke(width=0)
    inside.shift((0, 0.05, 0))
    x = np.linspace(-0.3, 0.3, 61)
    bell = at_screen(x, -0.2 + 0.42 * np.exp(-((x / 0.13) ** 2) / 2))
    columns = VMobject(stroke_width=0).set_fill(INK.data, opacity=0.75)
    feet = bell[5::10] * [1, 0, 0] + [0, -0.2, 0]
    aside = np.array([0.04, 0.0, 0.0])
    corners = [feet - aside, feet + aside, bell[5::10] + aside, bell[5::10] - aside, feet - aside]
    columns.points = bundle(np.stack(corners, axis=1))
    line = VMobject(stroke_color=INK.model, stroke_width=STROKE.bold)
    line.points = polyline(bell)
    return VGroup(paper, inside, columns, line).rotate(-0.08)
