"""Pictures of lecture 08 alone: the trefoil, a walk by the clock, the dark page beside the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import VMobject, smooth

from calc_core import TotalDerivative
from visuals import INK, STAGE, STROKE, Axes, ContourMap, Curve, Dial, Follower, Formula, Marker, RouteTree
from visuals import Options, StackedTerms, Walk, Words, casing, mix, polyline, read, series
from visuals.curve.marker import Place
from visuals.letters.formula import Typeset

ROUND = 2 * np.pi  # how long a round of any walk takes
MIDDLE, LOOP, LEAN, START = np.array([-0.3, 0.0]), 0.75, 2.9, 4.7  # of the trefoil: where, how large, turned
EDGE = 1.62  # where the page begins
GAIN = "{{dif f : output}}"
SLOPES = ("{{(partial f)/(partial x) : slope}}", "{{(partial f)/(partial y) : slope_2}}")
STEPS, RATES = (
    ("{{dif x : input}}", "{{dif y : input_2}}"),
    ("{{(dif x)/(dif t) : input}}", "{{(dif y)/(dif t) : input_2}}"),
)
TOTAL = f"{GAIN} = {SLOPES[0]} {STEPS[0]} + {SLOPES[1]} {STEPS[1]}"
RATE = f"{{{{(dif f)/(dif t) : output}}}} = {SLOPES[0]} {RATES[0]} + {SLOPES[1]} {RATES[1]}"
PRODUCTS = tuple(f"{slope} {rate}" for slope, rate in zip(SLOPES, RATES, strict=True))
ARROWS = [f'vec(display({x}), "", display({y}))' for x, y in (SLOPES, RATES)]
DOT = f"{{{{(dif f)/(dif t) : output}}}} = {ARROWS[0]} dot {ARROWS[1]}"
MANY = 9  # coordinates of the last walk


def trefoil(t: Any) -> np.ndarray:
    """The path of the lecture: a knot with three loops, seen from above, once round in 2 pi."""
    s = np.asarray(t, dtype=float) + START
    knot = LOOP * np.stack([np.sin(s) + 2 * np.sin(2 * s), np.cos(s) - 2 * np.cos(2 * s)], axis=-1)
    turn = np.array([[np.cos(LEAN), np.sin(LEAN)], [-np.sin(LEAN), np.cos(LEAN)]])
    return np.asarray(MIDDLE + knot @ turn)


def many_knobs(x: Any) -> np.ndarray:
    """A function of as many numbers as one likes: one layer of a network, summed up."""
    x = np.asarray(x, dtype=float)
    return np.asarray(np.tanh(np.cos(np.arange(1, x.shape[-1] + 1)) * x).sum(axis=-1))


def many_walks(t: Any) -> np.ndarray:
    """A path in as many dimensions: each coordinate swings at its own rate."""
    return np.asarray(np.sin(np.multiply.outer(np.asarray(t, dtype=float), np.arange(1, MANY + 1))))


class Timed(Walk):
    """A walk whose dial tells the time; `times` says when it is at each stop, round after round."""

    def __init__(self, path: np.ndarray, times: np.ndarray, clock: Dial) -> None:
        super().__init__(path, clock)
        self.times = times

    @property
    def time(self) -> float:
        """The time since this round began."""
        over = float(self.at.get_value() % self.times[-1])
        return float(self.times[-1]) if over == 0 < self.at.get_value() else over

    @property
    def now(self) -> float:
        """Steps done of this round."""
        return float(np.interp(self.time, self.times, np.arange(len(self.times))))


class Notes:
    """What is written down of a walk as its clock goes: heights above, slopes below, and the bars.

    `height` and `slope` tell the moment's places on the two axes. The curves are drawn as far as the first
    round has come.
    """

    def __init__(
        self, name: str, told: TotalDerivative, walk: Timed, *, upper: Axes, lower: Axes, parts: float = 1.0
    ) -> None:
        def span() -> tuple[float, float]:
            return 0.0, min(walk.at.get_value(), ROUND)

        heights = series(f"height on the {name}", told, t="t", f="f")
        slopes = series(f"slope on the {name}", told, t="t", slope="measured")
        self.height = lambda: (walk.time, float(walk.look_up(told.f)))
        self.slope = lambda: (walk.time, float(walk.look_up(told.measured)))
        self.profile = Curve(heights, on=upper, ink=INK.output, ground=True, span=span)
        self.measured = Curve(slopes, on=lower, ink=INK.slope, span=span)
        self.altitude = Marker(self.height, on=upper, radius=0.12)
        self.stack = StackedTerms(lambda: (walk.time, walk.look_up(told.terms)), on=lower, parts=parts)
        self.tip = Marker(self.slope, on=lower, radius=0.11, ink=INK.slope)
        self.bars, self.curves = (self.stack, self.tip), (self.profile, self.measured, self.altitude)
        self.moving = (self.altitude, *self.bars)


def spot(place: Place, on: Axes) -> Marker:
    """A level moment on axes."""
    return Marker(place, on=on, ink=INK.output, radius=0.11)


class Routes:
    """The tree of one moment of the walk, what is said of its ways, and the bars that its routes bring."""

    def __init__(self, told: TotalDerivative) -> None:
        places: Options = {"foot": (-2.75, -2.4), "top": (-2.75, 2.85), "middle": [(-4.6, 0.2), (-0.9, 0.2)]}
        letters = ("{{x : input}}", "{{y : input}}")
        self.tree = RouteTree(told.velocity, told.gradient, letters=letters, scale=1.6, **places)
        self.rates = [
            tuple(
                self.tree.beside(way, source, read(told, field, index=k, decimals=2, signed=True), ink=ink)
                for way, source, field, ink in zip(
                    pair, (RATES[k], SLOPES[k]), ("velocity", "gradient"), (INK.input, INK.slope), strict=True
                )
            )
            for k, pair in enumerate(self.tree.ways)
        ]
        bare: Options = {"x_ticks": (), "y_ticks": (), "upright": False}
        self.axes = Axes(x=(0, 2), y=(-1.9, 1.9), box=(2.6, -2.5, 6.4, 1.5), cross_at=0, **bare)
        self.sum = StackedTerms(lambda: (1.0, told.terms), on=self.axes, width=0.8, parts=0)


class DarkPage(Follower):
    """A dark page over the right of the stage, slid in from its edge by the dial `grown`."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = Dial(0.0)
        self.sheet = VMobject(stroke_width=0).set_fill(INK.ground, opacity=1)
        self.rim = VMobject().set_stroke(mix(INK.quiet, INK.ground, 0.5), width=STROKE.hair)
        self.add(self.sheet, self.rim, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Reach from its left edge, as far as it has come, over the edge of the stage."""
        over, tall = STAGE.width / 2 + 0.1, STAGE.height / 2 + 0.1
        left = over - self.grown.get_value() * (over - EDGE)
        corners = np.array([[left, -tall], [over, -tall], [over, tall], [left, tall], [left, -tall]])
        box = np.append(corners, np.zeros((5, 1)), axis=1)
        self.sheet.points, self.rim.points = polyline(box), polyline(box[3:])


class Rungs(Follower):
    """Level lines across axes at equal heights: what the contours of the map are on the page."""

    def __init__(self, heights: np.ndarray, *, on: Axes) -> None:
        super().__init__(on)
        self.heights, self.axes, self.grown = np.asarray(heights, dtype=float), on, Dial(1.0)
        self.lines = VMobject().set_stroke(INK.text, width=STROKE.hair, opacity=0.35)
        self.add(self.lines, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay them from the left, as far as they have grown."""
        left, right = self.axes.x
        end = left + self.grown.get_value() * (right - left)
        rows = [self.axes.to_screen(np.array([left, end]), np.full(2, each)) for each in self.heights]
        self.lines.points = polyline(*rows) if end > left else polyline()


def names_of_legs(on: ContourMap, corners: np.ndarray) -> list[Typeset]:
    """dx below the first leg of a step on a map, dy to the right of the second."""
    start, corner, end = on.to_screen(corners)
    across, up = (casing(Formula(source, ink=INK.input)) for source in ("dif x", "dif y"))
    across.next_to((start + corner) / 2, np.array([0.0, -1.0, 0.0]), buff=0.22)
    up.next_to((corner + end) / 2, np.array([1.0, 0.0, 0.0]), buff=0.22)
    return [across, up]


def names_of_columns(legs: StackedTerms, straight: StackedTerms) -> list[Any]:
    """What the columns of a step are, below them: the two legs, and the way straight ahead."""
    names = [Formula("dif x", ink=INK.input), Formula("dif y", ink=INK.input), Words("straight")]
    for each, stack, aside in zip(names, (legs, legs, straight), (-0.5, 0.5, 0.0), strict=True):
        foot = stack.axes.to_screen(stack.look()[0], 0.0)
        each.move_to(foot + [aside * stack.width_, -0.38, 0.0]).stand_on(names[0])
    return names


def names_of_bars(stack: StackedTerms) -> list[Formula]:
    """The products that the two bars stand for, left and right of them."""
    middle = stack.axes.to_screen(stack.look()[0], -1.0)
    return [
        Formula(product).move_to(middle + [aside, 0.0, 0.0])
        for product, aside in zip(PRODUCTS, (-1.05, 1.05), strict=True)
    ]


def evenly(factor: float) -> Callable[[float], float]:
    """A rate by which a map grows by equal factors in equal times, `factor` times in all."""

    def share(alpha: float) -> float:
        return float((factor ** smooth(alpha) - 1) / (factor - 1))

    return share


def laid(chart: Any, at: Any, place: tuple[float, float], scale: float) -> None:
    """Lay a map that is not on stage so that a point of it will be seen at `place`."""
    origin = np.asarray(place) - scale * np.asarray(at)
    dials = (chart.origin_x, chart.origin_y, chart.scale)
    for dial, value in zip(dials, (*origin, scale), strict=True):
        dial.set_value(float(value))
