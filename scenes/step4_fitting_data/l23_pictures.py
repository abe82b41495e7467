"""Pictures of lecture 23 alone: a shadow recalled, a race, a sum of squares, the flight off the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from manim import Arrow, Group, Polygon, VGroup, VMobject
from manim import Line as Straight

from calc_core import fitting
from calc_core.data.datasets import HeightHistogram
from calc_core.fitting import FitPath, FitResult, GhostMix, Model
from visuals import GHOSTS, INK, SIZE, STROKE, Axes, Box, Dial, Follower, Formula, GhostShape, Histogram, Knob
from visuals import (
    KnobCurve,
    KnobMisses,
    View,
    Number,
    Options,
    Page,
    Reading,
    Walk,
    Words,
    beside,
    mix,
    polyline,
    read,
)
from visuals.drawing.bundle import bundle
from visuals.drawing.polyline import NOTHING, arc, within_box
from visuals.drawing.ticks import plain
from visuals.drawing.walk import entry
from visuals.kit.tools import compass_and_boots

# where things lie, and what is looked at
HEIGHTS, MEN = (139.0, 199.0), (0.0, 520.0)
LEFT, RIGHT = -5.5, 6.4
FULL, UPPER, LOWER = (-2.25, 3.3), (0.78, 3.4), (-2.7, 0.0)
WHOLE = View("plot", x=HEIGHTS, y=MEN, up=FULL)
ABOVE_STRIP = View("plot", x=HEIGHTS, y=MEN, up=UPPER)
AT_THE_TOP = View("plot", x=(155.5, 178.5))
ON_THE_TOP = View("plot", x=(162.4, 170.6), y=(370, 500))
THIRTEEN_METRES = View("plot", x=(-3300, 4700), y=(-16, 38))
KNOBS, IN_CORNER = (3.05, 2.98), Page(LEFT + 0.3, 3.3, gap=0.25)
RULER, CHANCE = Box(-5.9, -1.0, 6.2, 3.4), Box(-5.9, -2.25, 6.2, 3.2)
DOT, PILE = 1.25, -1.1  # width of a dot on chi-squared's axis, and where the lowest lie
RACE = Box(-6.5, -2.2, -0.6, 1.55), Box(0.6, -2.2, 6.5, 1.55)

LETTERS = ("A", "mu", "sigma")
COLUMNS = [Box(x, -2.45, x + 1.3, 2.15) for x in (-6.0, -4.4, -2.8)]
MISS_COLUMN, TURNS_AT = Box(4.6, -2.45, 6.2, 2.15), 0.45
MIDDLE, SWING = np.array([250.0, 168.0, 8.0]), np.array([300.0, 16.0, 8.0])  # of the knobs' scales
SQUARE = (mix(INK.residual, INK.ground, 0.15), mix(INK.residual, INK.ground, 0.45))
APART = 1.3  # from one landmark to the next, at least, with room for the name
COME = (0.5, 1.2)  # scene units from the right edge between which a landmark's name comes
FLIGHT = 4.0  # squares that are under way at once
ARCH = 0.5  # how high a hop flies, of its length


def unit_at(unit: str, *values: float) -> Callable[[float], str]:
    """How an axis writes its numbers: with the unit at some of them."""
    return lambda value: plain(value) + (f" {unit}" if value in values else "")


MANY = unit_at("men", 20, 50, 200)  # of the strip of misses


def told_in(unit: str) -> VGroup:
    """In what the misses are measured, in a strip's upper left corner."""
    return Page(LEFT + 0.2, LOWER[1]).write(Words(f"misses, in {unit}", size=SIZE.body, ink=INK.residual))


def typical_miss(bell: Model, x: np.ndarray, y: np.ndarray, knobs: Callable[[], np.ndarray]) -> VGroup:
    """By how much a bell of such knobs misses data, in the plot's upper left corner."""

    def told() -> Reading:
        misfit = fitting.sum_of_squares(bell, x, y, knobs()[None])
        return read(misfit, "rms", index=0, decimals=0, name="typical miss")

    number = Number(told, ink=INK.residual, size=SIZE.title)
    return IN_CORNER.write(Words("typical miss", ink=INK.quiet), number)


def error_band(pulls: Axes) -> Polygon:
    """What lies within one error bar of zero, over the whole strip."""
    (left, right), (low, high) = pulls.across, pulls.to_screen(np.zeros(2), np.array([-1.0, 1.0]))[:, 1]
    corners = (left, low, 0), (right, low, 0), (right, high, 0), (left, high, 0)
    return Polygon(*corners, stroke_width=0).set_fill(INK.data, opacity=0.16)


def post(axis: Axes, x: float) -> Straight:
    """An upright line at a value of chi-squared's axis."""
    at = axis.to_screen(x, 0)[0]
    return Straight((at, CHANCE.bottom, 0), (at, 2.9, 0), color=INK.residual)


def shadow_recalled() -> Group:
    """What the lecture before ended on: data as an arrow, the plane of all models, and the shadow on it."""
    corners = np.array([[-4.6, -1.7, 0], [2.2, -1.7, 0], [4.9, 0.5, 0], [-1.9, 0.5, 0]])
    plane = Polygon(*corners).set_stroke(INK.quiet, width=STROKE.thin)
    plane.set_fill(mix(INK.quiet, INK.ground, 0.85), opacity=1)
    foot, shade, top = (np.array([*each, 0.0]) for each in ((-2.6, -1.1), (1.7, -0.5), (1.7, 2.6)))
    looks = {"buff": 0, "stroke_width": STROKE.bold, "max_tip_length_to_length_ratio": 0.09}
    data = Arrow(foot, top, color=INK.data, **looks)
    model = Arrow(foot, shade, color=INK.model, **looks)
    miss = Straight(shade, top).set_stroke(INK.residual, width=STROKE.bold)
    along = (foot - shade) / np.linalg.norm(foot - shade)
    corner = [shade + 0.3 * along, shade + 0.3 * along + [0, 0.3, 0], shade + np.array([0, 0.3, 0])]
    square = VMobject(stroke_color=INK.residual, stroke_width=STROKE.thin)
    square.points = polyline(np.array(corner))
    return Group(plane, model, miss, square, data)


class BellKnobs(Group):
    """Three knobs with their letters, in a row from a place on: they stand where `knobs()` (3,) says."""

    def __init__(self, knobs: Callable[[], np.ndarray], *, at: tuple[float, float], apart: float) -> None:
        super().__init__()
        self.knobs = [
            Knob(
                lambda k=k: self._scaled(float(knobs()[k]), k),  # type: ignore[misc]  # its default
                at=(at[0] + apart * k, at[1], 0),
                radius=0.42,
                armed=0,
            )
            for k in range(3)
        ]
        self.letters = [Formula(each, size=SIZE.large, ink=INK.parameter) for each in LETTERS]
        for letter, knob in zip(self.letters, self.knobs, strict=True):
            letter.move_to(knob.at + [-0.74, 0, 0])
        self.add(*self.knobs, *self.letters)

    @staticmethod
    def _scaled(value: float, k: int) -> float:
        return float((value - MIDDLE[k]) / SWING[k])


class RacePanel(Group):
    """A walk over a bell's knobs: the bell among the bars where it is now, its misses, and two numbers."""

    def __init__(
        self, name: str, told: FitPath | FitResult, men: HeightHistogram, bell: Model, *, box: Box, walk: Walk
    ) -> None:
        super().__init__()
        self.told, self.walk = told, walk
        ticks: Options = {"x_steps": (10,), "y_steps": (), "upright": False, "tell_x": unit_at("cm", 180)}
        self.axes = Axes(x=(146, 190), y=(0, 520), box=box, **ticks)
        self.bars = Histogram(men.height, men.count, width=men.bin_width, on=self.axes)
        self.curve = KnobCurve(bell, lambda: walk.place, on=self.axes)
        self.misses = KnobMisses(
            self.axes, self.axes, men.height, men.count, bell, lambda: walk.place, width=4.0
        )
        self.misfit = lambda: fitting.sum_of_squares(bell, men.height, men.count, walk.place[None])
        title = Words(name, size=SIZE.large).move_to(((box.left + box.right) / 2, 3.4, 0))
        quiet: Options = {"size": SIZE.body, "ink": INK.quiet}
        steps, miss = Page(box.left + 0.4, 2.85), Page(box.left + 3.0, 2.85)
        said = steps.write(Words("steps", **quiet), Number(lambda: self._steps(), size=SIZE.title))
        left = Number(lambda: self._left(), size=SIZE.title, ink=INK.residual)
        missed = miss.write(Words("typical miss", **quiet), left)
        self.add(self.axes, self.bars, self.curve, self.misses, title, said, missed)

    def _steps(self) -> Reading:
        steps = "history.steps_made" if isinstance(self.told, FitResult) else "steps_made"
        return read(self.told, steps, at=self.walk.now, decimals=0, name="steps")

    def _left(self) -> Reading:
        return read(self.misfit(), "rms", index=0, decimals=0, name="typical miss")


class SquareBar(Follower):
    """Squares on pulls (n,) at x (n,), laid end to end on an axis from 0 on: chi-squared as a length.

    A square on a pull is as wide as the pull is long; in the row its area stays what it is, and its length is
    the pull's square. Dials: `squared` (0 to 1, how far the squares have grown), `summed` (0 to n, how many
    lie in the row).
    """

    def __init__(self, x: np.ndarray, pulls: np.ndarray, *, strip: Axes, on: Axes, low: float) -> None:
        super().__init__(strip, on)
        self.x, self.pulls, self.strip, self.axes, self.low = x, np.asarray(pulls), strip, on, low
        self.ends = np.concatenate([[0.0], np.cumsum(self.pulls**2)])
        self.squared, self.summed = Dial(0.0), Dial(0.0)
        self.parts = [VMobject(stroke_width=0).set_fill(ink, opacity=0.85) for ink in SQUARE]
        self.add(self.squared, self.summed, *self.parts)
        self.redraw()

    @property  # type: ignore[misc]  # nobody sets it
    def height(self) -> float:
        """Of the row: so high that no square's area changes."""
        return float(self.strip.units[1] ** 2 / self.axes.units[0])

    @property
    def corners(self) -> np.ndarray:
        """Of every square where it is now (n, 5, 2)."""
        sides = np.abs(self.pulls) * self.strip.units[1] * self.squared.value
        feet = self.strip.to_screen(self.x, 0 * self.x)
        tips = feet[:, 1] + np.sign(self.pulls) * sides
        on_pull = _boxes(feet[:, 0] - sides / 2, feet[:, 1], feet[:, 0] + sides / 2, tips)
        along = self.axes.to_screen(self.ends, 0 * self.ends)[:, 0]
        low = np.full(len(self.x), self.low)
        in_row = _boxes(along[:-1], low, along[1:], low + self.height)
        n = len(self.x)
        begun = self.summed.value / n * (n - 1 + FLIGHT)
        come = np.clip((begun - np.arange(n)) / FLIGHT, 0.0, 1.0)
        share = (come * come * (3 - 2 * come))[:, None, None]
        return np.asarray(on_pull + share * (in_row - on_pull))

    def redraw(self) -> None:
        """Lay every square where it is."""
        corners = self.corners
        for k, part in enumerate(self.parts):
            part.points = bundle(corners[k::2]) if self.squared.value > 0 else NOTHING


def _boxes(left: np.ndarray, low: np.ndarray, right: np.ndarray, high: np.ndarray) -> np.ndarray:
    across, up = [left, right, right, left, left], [low, low, high, high, low]
    return np.stack([np.stack(across, axis=1), np.stack(up, axis=1)], axis=-1)


class Hops(Follower):
    """A place that leaps along a ruler of powers of ten: stops (n,) as dots, and the arcs between them.

    Dial: `hopped`, 0 to n - 1.
    """

    def __init__(self, stops: np.ndarray, *, on: Axes) -> None:
        super().__init__(on)
        self.stops, self.axes, self.hopped = np.asarray(stops), on, Dial(0.0)
        self.arcs = VMobject(stroke_color=INK.model, stroke_width=STROKE.normal)
        self.dots = VMobject(stroke_width=0).set_fill(INK.model, opacity=1)
        self.add(self.hopped, self.arcs, self.dots)
        self.redraw()

    @property
    def here(self) -> np.ndarray:
        """Where the flight is now, on the stage (3,)."""
        k = min(int(self.hopped.value), len(self.stops) - 2)
        return np.asarray(self._arc(k, self.hopped.value - k)[-1])

    def _arc(self, k: int, share: float) -> np.ndarray:
        (a, b) = self.axes.to_screen(self.stops[k : k + 2], np.zeros(2))
        t = np.linspace(0.0, share, 24)[:, None]
        rise = np.array([0.0, ARCH * abs(b[0] - a[0]), 0.0])
        return np.asarray(a + t * (b - a) + 4 * t * (1 - t) * np.minimum(rise, [0, 3.2, 0]))

    def redraw(self) -> None:
        """Draw the arcs as far as the flight has come."""
        done = int(self.hopped.value)
        arcs = [
            self._arc(k, min(self.hopped.value - k, 1.0)) for k in range(min(done + 1, len(self.stops) - 1))
        ]
        box = self.axes.box
        self.arcs.points = within_box(polyline(*[each for each in arcs if np.ptp(each[:, 0]) > 0]), box)
        places = [*self.axes.to_screen(self.stops[: done + 1], np.zeros(done + 1)), self.here]
        inside = [each for each in places if each[0] <= box.right]
        self.dots.points = np.concatenate([NOTHING, *(arc(each, 0.1) for each in inside)])


class PowersRuler(Group):
    """A ruler of powers of ten with names at some of them; its window's right end may move far out."""

    def __init__(
        self, box: Box, *, x: tuple[float, float], furthest: float, names: Mapping[int, str], unit: str
    ) -> None:
        super().__init__()
        self.axes = Axes(
            x=x,
            y=(0, 1),
            box=box,
            log="x",
            y_steps=(),
            upright=False,
            x_extent=(x[0], furthest),
            x_steps=(20, 10, 5, 1),
        )
        self.powers = sorted(names)
        labels = [Words(each, size=SIZE.body, ink=INK.quiet) for each in names.values()]
        self.names = VGroup(*labels)
        for words, power in zip(labels, names, strict=True):
            words.names_axis = True
            words.add_updater(lambda each, power=power: self._follow(each, power))
        self.unit = Words(unit, size=SIZE.small, ink=INK.quiet)
        self.unit.names_axis = True
        self.unit.next_to((box.right, box.bottom, 0), np.array([-1, 1, 0]), buff=0.15)
        self.add(self.axes, self.names, self.unit)

    def _follow(self, words: Any, power: int) -> None:
        place = self.axes.to_screen(10.0**power, 0.0)
        words.move_to(place + [0, -1.0, 0])
        further = [each for each in self.powers if each > power]
        room = self.axes.across[1] - place[0]
        if further:
            room = min(room, (self.axes.to_screen(10.0 ** further[0], 0.0) - place)[0] - APART)
        words.set_opacity(float(np.clip((room - COME[0]) / (COME[1] - COME[0]), 0.0, 1.0)))


def three_ghosts(
    told: Callable[[], np.ndarray],
    grid: np.ndarray,
    bars: Callable[[], np.ndarray],
    x: np.ndarray,
    **how: Any,
) -> list[GhostShape]:
    """A ghost for each row that `told` (3, m) gives at a grid, and `bars` (3, n) at data x, in three looks.

    `columns` are the boxes in which they stand when they are stood up.
    """
    columns, ghosts = how.pop("columns", (None, None, None)), []
    for k, (ink, dash) in enumerate(GHOSTS):
        line, sticks = (lambda k=k: told()[k]), (lambda k=k: bars()[k])
        ghosts.append(GhostShape(grid, line, x, sticks, column=columns[k], ink=ink, dash=dash, **how))
    return ghosts


def ghosts_of_one_size(told: Sequence[GhostMix], stage: Dial, *, on: Axes) -> list[GhostShape]:
    """The ghosts of several places, each as large as the others: those of place k where the dial is at k."""
    shapes = np.stack([each.shapes / np.abs(each.shapes).max(axis=1, keepdims=True) for each in told])
    none, grid = np.zeros((3, 1)), told[0].grid
    return three_ghosts(lambda: entry(shapes, stage.value), grid, lambda: none, grid[:1], on=on)


class TugOfGhosts:
    """Ghosts that are nearly one shape, and the turns that a mix asks of them: large, and most of it cancels.

    `pair` are those of middle and width, in men; dials: `laid` (0 to 1, each as large as the other, one upon
    the other) and `turned` (0 to 1, of the turns of the mix). `mixed` is what all three add then, `misses`
    what they shall be like.
    """

    def __init__(self, told: GhostMix, x: tuple[float, float]) -> None:
        self.told, self.laid, self.turned = told, Dial(0.0), Dial(0.0)
        tell = unit_at("men", -800, 800)
        self.axes = on = Axes(
            x=x, y=(-960, 960), box=Box(-4.9, -2.4, 6.3, 3.2), x_steps=(10,), y_steps=(400,), cross_at=0.0,
            upright=False, tell_x=unit_at("cm", 190), tell_y=tell,
        )  # fmt: skip
        alike = 800.0 * told.shapes / np.abs(told.shapes).max(axis=1, keepdims=True)
        drawn = lambda: self.turned.value * told.turn[:, None] * told.shapes + self.laid.value * alike  # noqa: E731
        self.pair = [
            GhostShape(
                told.grid,
                lambda k=k: drawn()[k],  # type: ignore[misc]  # its default
                told.x[:1],
                lambda: np.zeros(1),
                on=on,
                ink=ink,
                dash=dash,
            )
            for k, (ink, dash) in enumerate(GHOSTS)
        ][1:]
        total, at_men = told.turn @ told.shapes, told.turn @ told.ghosts
        self.mixed = GhostShape(told.grid, lambda: total, told.x, lambda: at_men, on=on, ink=INK.model)
        self.misses = GhostShape(
            told.grid, None, told.x, lambda: told.residual, on=on, ink=INK.residual, barred=1.0
        )

        self.turns = [
            letter_is(
                LETTERS[k],
                read(
                    told,
                    "turn",
                    index=k,
                    decimals=0,
                    signed=True,
                    unit="cm",
                    name=f"turn of {LETTERS[k]}, there",
                ),
                sign=":",
                ink=GHOSTS[k][0],
            ).move_to((-2.4, y, 0))
            for k, y in ((1, 2.75), (2, -1.75))
        ]

    @property
    def parts(self) -> list[Any]:
        """All that is seen in the end."""
        return [self.axes, *self.pair, self.mixed, self.misses, *self.turns]


def letter_is(
    letter: str, told: Reading | Callable[[], Reading], *, sign: str = "=", ink: str = INK.text
) -> Group:
    """A letter, and large beside it the number that it is."""
    look: Options = {"size": SIZE.title, "ink": ink}
    return Group(beside(Formula(f"{letter} {sign}", **look), Number(told, **look)))


def boots_with_a_grip(grip: Dial) -> tuple[Any, ...]:
    """The compass and the boots, a knob that stands at `grip`, and its name."""
    knob = Knob(grip.get_value, at=(3.0, 0.5, 0), radius=1.3, armed=0)
    name = Words("grip", ink=INK.parameter, size=SIZE.title).move_to((3.0, -1.7, 0))
    return compass_and_boots().scale(3.6).move_to((-2.6, 0.4, 0)), knob, name


def unsigned_walk(path: FitPath) -> Walk:
    """A walk over a bell's knobs with |sigma| for sigma: the bell is the same, and never without width."""
    stops = path.x.copy()
    stops[:, 2] = np.abs(stops[:, 2])
    return Walk(SimpleNamespace(x=stops))


class JacobianPicture:
    """J delta, nearly r: ghosts that stand up as columns, a knob for each turn, and the misses as a column.

    Every column is scaled to its own largest entry. Parts: `ground` (axes on which the ghosts lie at first),
    `ghosts`, `misses`, `knobs`, `turns` (numbers), and `frames`, `letters` in the order J, delta, nearly, r.
    """

    def __init__(self, told: GhostMix, x: tuple[float, float]) -> None:
        box = Box(-5.9, -2.4, 6.3, 3.2)
        ticks: dict[str, Any] = {"x_steps": (), "y_steps": (), "cross_at": 0.0, "upright": False}
        self.ground = on = Axes(x=x, y=(-1.15, 1.15), box=box, **ticks)
        sizes = np.abs(told.shapes).max(axis=1, keepdims=True)
        shapes, bars, most = told.shapes / sizes, told.ghosts / sizes, np.abs(told.residual).max()
        self.ghosts = three_ghosts(lambda: shapes, told.grid, lambda: bars, told.x, on=on, columns=COLUMNS)
        looks: Options = {"column": MISS_COLUMN, "ink": INK.residual, "barred": 1.0}
        self.misses = GhostShape(told.grid, None, told.x, lambda: told.residual / most, on=on, **looks)
        self.misses.pose(turned=1)
        self.knobs, self.turns = [], []
        for k, (y, full, unit) in enumerate(((1.45, 150.0, "men"), (-0.15, 9.0, "cm"), (-1.75, 9.0, "cm"))):
            value = lambda k=k, full=full: float(told.turn[k] / full)  # noqa: E731
            knob = Knob(value, at=(TURNS_AT, y, 0), radius=0.5, armed=0)
            name = f"turn of {LETTERS[k]}"
            turn = read(told, "turn", index=k, decimals=int(k > 0), signed=True, unit=unit, name=name)
            number = Number(turn, size=SIZE.body).move_to(
                knob.at + [0.75, 0, 0], aligned_edge=np.array([-1.0, 0.0, 0.0])
            )
            self.knobs.append(knob)
            self.turns.append(number)
        self.frames = brackets(COLUMNS[0], COLUMNS[-1]), brackets(MISS_COLUMN)
        places = ((-4.05, 2.95), (TURNS_AT + 0.3, 2.95), (3.75, -0.15), (5.4, 2.95))
        said = ("{{J : parameter}}", "{{delta : parameter}}", "approx", "{{r : residual}}")
        self.letters = [
            Formula(each, size=64).move_to((*at, 0)) for each, at in zip(said, places, strict=True)
        ]

    @property
    def parts(self) -> tuple[Any, ...]:
        """All that is seen in the end."""
        return (*self.ghosts, self.misses, *self.knobs, *self.turns, *self.frames, *self.letters)


def brackets(first: Box, last: Box | None = None) -> VMobject:
    """The brackets of a matrix around boxes, from the first to the last."""
    left, right = first.left - 0.22, (last or first).right + 0.22
    low, high = first.bottom - 0.08, first.top + 0.08
    shape = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.normal)
    runs = [
        np.array([[x + 0.18 * way, y, 0.0] if turn else [x, y, 0.0] for y, turn in ends])
        for x, way in ((left, 1), (right, -1))
        for ends in (((high, True), (high, False), (low, False), (low, True)),)
    ]
    shape.points = polyline(*runs)
    return shape
