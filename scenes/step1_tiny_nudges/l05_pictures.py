"""Pictures of lecture 05 alone: the map of errors, digits that cancel, and a nudge off the number line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject

from calc_core import ComplexNudges, Graph, Secants, StepSweep, TangentFamily, complex_nudges, graph
from calc_core.derivatives.stencils import Method
from visuals import INK, SIZE, STROKE, Axes, Box, Curve, Dial, Follower, Formula, Marker, Measure, Number
from visuals import Lettering, Options, Reading, Thread, Walker, Words, Zoom, mix, polyline, read, series

SMALLEST = 15  # zeros of the smallest nudge that still changes one
MAP = Box(-5.75, -2.3, 6.55, 3.35)
DEEPEST, HIGHEST = -17, 1.2  # powers of ten of the errors on the map
ROOM = 0.78  # height of the tunnel, in scene units
NUMBER_LINE, ANSWERS = Box(-6.3, -2.1, -1.1, 3.1), Box(0.2, -2.1, 6.4, 2.95)
DIGIT = 72.0  # how large digits are that are looked at


def raised(power: int) -> str:
    """A power of ten as it is written on an axis."""
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")) if power else "1"


def bridged(y: np.ndarray, wide: int = 5) -> np.ndarray:
    """Heights with every pit narrower than `wide` samples filled: the highest about each, then the lowest."""
    for most in (np.max, np.min):
        y = most(np.lib.stride_tricks.sliding_window_view(np.pad(y, wide // 2, mode="edge"), wide), axis=-1)
    return y


class ErrorMap(Group):
    """Errors of a slope over the nudge, both by powers of ten: to the right, the nudge gets smaller.

    `ridges` are the errors by method, each as far as its dial in `reach` (zeros of the nudge); `falling` and
    `rising` are the two terms of the law behind one of them, as straight dashed lines.
    """

    def __init__(self, sweep: StepSweep) -> None:
        super().__init__()
        self.sweep = sweep
        self.axes = Axes(
            x=(0, SMALLEST), y=(DEEPEST, HIGHEST), box=MAP,
            x_ticks={k: raised(-k) for k in range(0, SMALLEST + 1, 2)},
            y_ticks={-k: raised(-k) for k in range(0, 17, 4)},
            y_name="{{error : residual}}",
        )  # fmt: skip
        self.letter = Formula("h", ink=INK.input).move_to((MAP.right - 0.05, MAP.bottom - 0.42, 0))
        self.reach = {name: Dial(0.0) for name in sweep.methods}
        self.add(self.axes, self.letter)

    def row(self, method: Method) -> Any:
        """The errors of one method by powers of ten."""
        return self.sweep.by_method[method]

    def ridge(self, method: Method, **look: Any) -> Curve:
        """The errors of one method, drawn as far as its dial says."""
        at = f"by_method.{method}"
        shown = series(f"{method} error", self.sweep, zeros=f"{at}.zeros", error=f"{at}.error")
        return Curve(shown, on=self.axes, span=lambda: (0.0, self.reach[method].get_value()), **look)

    def hiker(self, method: Method, height: float) -> Walker:
        """A hiker on a method's ridge, who steps over its pits instead of into them."""
        way = self.ridge(method)
        way.y = bridged(way.y)
        return Walker(way, x=0, height=height)

    def law(self, method: Method, part: str, start: float, end: float, **look: Any) -> Thread:
        """One term of a method's law, from one nudge (its zeros) to another."""
        row = self.row(method)
        line = lambda zeros: (zeros, float(np.interp(zeros, row.zeros, getattr(row, part))))  # noqa: E731
        drawn: Options = {"ink": INK.residual, "width": STROKE.normal, "dash": 0.14} | look
        return Thread(lambda: line(start), lambda: line(end), on=self.axes, **drawn)

    def best(self, method: Method, ink: str) -> Marker:
        """Where both terms of a method's law meet."""
        row = self.row(method)
        k = int(np.argmin(np.abs(row.falling - row.rising)))
        place = float(row.zeros[k]), float(row.falling[k])
        return Marker(lambda: place, on=self.axes, ink=ink, radius=0.15)


def chords(
    on: Axes, f: Callable[[Any], Any], x: float, zeros: Dial, inks: tuple[str, str]
) -> tuple[list[Thread], list[Marker]]:
    """The chord from x to x + h and the one from x - h to x + h, and the ends of the latter."""
    far = lambda side: x + side * 10.0 ** -zeros.get_value()  # noqa: E731
    end = lambda side: lambda: (far(side), float(graph(f, far(side)).f))  # noqa: E731
    look: Options = {"on": on, "width": STROKE.bold, "grown": 0}
    lines = [Thread(end(side), end(1), ink=ink, **look) for side, ink in zip((0, -1), inks, strict=True)]
    return lines, [Marker(end(side), on=on, ink=inks[1], radius=0.1) for side in (-1, 1)]


class Tunnel(Follower):
    """The dark under a mountain that a walker finds on her ridge: its roof follows the law of her errors."""

    def __init__(self, ridge: Curve, law: Any, *, under: Curve, start: float) -> None:
        super().__init__(ridge)
        self.ridge, self.under, self.start = ridge, under, start
        self.roof = law.zeros, np.maximum(law.falling, law.rising)
        self.dark = VMobject(stroke_width=0).set_fill(INK.ground, opacity=1)
        self.edge = VMobject().set_stroke(mix(INK.quiet, INK.ground, 0.5), width=STROKE.thin)
        self.add(self.dark, self.edge)
        self.redraw()

    def redraw(self) -> None:
        """Dig as far as the ridge is drawn."""
        end = min(self.ridge.span()[1], SMALLEST)  # type: ignore[misc]  # it has a span
        if end <= self.start:
            self.dark.points = self.edge.points = polyline()
            return
        inner = self.ridge.x[(self.ridge.x > self.start) & (self.ridge.x < end)]
        x = np.concatenate([[self.start], inner, [end]])
        floor = self.ridge.axes.to_screen(x, np.interp(x, self.ridge.x, self.ridge.y))
        roof = self.ridge.axes.to_screen(x, np.interp(x, *self.roof)) + [0.0, ROOM, 0.0]
        self.dark.points = polyline(np.concatenate([floor, roof[::-1], floor[:1]]))
        ground = self.ridge.axes.to_screen(x, np.interp(x, self.under.x, self.under.y))
        sky = np.flatnonzero(roof[:, 1] > ground[:, 1])
        self.edge.points = polyline(roof[sky.max(initial=-1) + 1 :])


class Told(Number):
    """A number whose digits stand back as long as they are those of another, and shine from there on.

    `against` tells what the other reads now; without it, leading zeros are what stands back.
    """

    def __init__(
        self, reading: Callable[[], Reading], against: Callable[[], str] | None = None, **look: Any
    ) -> None:
        self.against = against
        super().__init__(reading, **look)

    @property
    def shared(self) -> int:
        """How many characters stand back."""
        text = self.reading.text_with_unit
        if self.against is None:
            return len(text) - len(text.lstrip("0."))
        other = self.against()
        return next(
            (k for k, pair in enumerate(zip(text, other, strict=False)) if len(set(pair)) > 1), len(text)
        )

    def _lay_out(self) -> None:
        super()._lay_out()
        shared, dim = self.shared, mix(self.ink, INK.ground, 0.45)
        for k, slot in enumerate(self.slots):
            slot.set_fill(dim if k < shared else self.ink)


class SidewaysNudge(Group):
    """x + ih on the plane of complex numbers, and beside it where the function takes it.

    The dial `h` is the nudge. `nudge` goes straight up from x; the answer lies f(x) across (about), and h
    times the slope up.
    """

    def __init__(self, f: Callable[[Any], Any], x: float, h: float) -> None:
        super().__init__()
        self.h = Zoom(h)
        self.now: Callable[[], ComplexNudges] = lambda: complex_nudges(f, x, self.h.get_value())
        plain: Options = {"y_ticks": (), "cross_at": 0.0, "upright": False}
        self.before = Axes(x=(0, 2), y=(-0.2, 1.8), box=NUMBER_LINE, x_ticks=(0, 1, 2), **plain)
        self.after = Axes(x=(0, 3), y=(-0.2, 2.3), box=ANSWERS, x_ticks=(), **plain)
        start, end = lambda: (x, 0.0), lambda: (x, self.h.get_value())
        foot, tip = lambda: (float(self.now().real), 0.0), self.answer
        way = complex_nudges(f, x, np.geomspace(1e-3, h, 80))
        shown = series("answers to sideways nudges", way, real="real", imaginary="imaginary")
        self.way = Way(shown, on=self.after)
        self.dots = [Marker(start, on=self.before, ink=INK.text), Marker(end, on=self.before, ink=INK.input)]
        self.tip = Marker(tip, on=self.after, ink=INK.output, radius=0.12)
        place = self.before.to_screen
        self.nudge = Measure(
            lambda: place(*start()), lambda: place(*end()), "i h", away=0.0, aside=(1, 0), size=SIZE.title
        )
        at = self.after.to_screen
        self.across = Measure(
            lambda: at(0.0, 0.0),
            lambda: at(*foot()),
            "approx f(x)",
            ink=INK.output,
            size=SIZE.title,
            away=0.0,
        )
        self.rise = Measure(
            lambda: at(*foot()),
            lambda: at(*tip()),
            "approx f'(x) h",
            ink=INK.slope,
            aside=(-1, 0),
            size=SIZE.title,
            away=0.0,
        )
        self.add(*self.shown)

    @property
    def shown(self) -> list[Any]:
        """All that is to be seen of it."""
        return [self.before, self.after, self.way, *self.dots, self.tip, self.nudge, self.across, self.rise]

    def answer(self) -> tuple[float, float]:
        """Where f takes x + ih: its real part across, its imaginary part up."""
        now = self.now()
        return float(now.real), float(now.imaginary)


class Way(Curve):
    """A curve drawn in the order of its samples, whichever way they lead."""

    def __init__(self, shown: Any, *, on: Axes) -> None:
        super().__init__(shown, on=on, ink=mix(INK.quiet, INK.ground, 0.4), width=STROKE.thin)

    def redraw(self) -> None:
        """The first share of the samples, as much as has grown."""
        share, at = self.grown.get_value(), np.linspace(0, 1, len(self.x))
        inner = at < share
        x, y = (np.append(each[inner], np.interp(share, at, each)) for each in (self.x, self.y))
        self.line.points = polyline(self.axes.to_screen(x, y))


class LeftOver(Follower):
    """What a tangent leaves over of its curve, as a comb of threads; the dial `drop` lays it on the axis."""

    def __init__(self, tangents: TangentFamily, x: float, *, on: Axes, low: float, high: float) -> None:
        super().__init__(on)
        self.axes, self.grown, self.drop = on, Dial(1.0), Dial(0.0)
        self.x = np.linspace(low, high, 41)
        here = tangents.at(x)
        self.curve = np.asarray(tangents.at(self.x).f)
        self.line = np.asarray(here.f + here.slope * (self.x - x))
        self.comb = VMobject().set_stroke(INK.residual, width=STROKE.normal)
        self.edge = VMobject().set_stroke(INK.residual, width=STROKE.bold)
        self.add(self.comb, self.edge, self.grown, self.drop)
        self.redraw()

    def redraw(self) -> None:
        """Stand on the tangent, or on the axis, or on the way."""
        foot = self.line * (1 - self.drop.get_value())
        ends = foot + self.grown.get_value() * (self.curve - self.line)
        low, high = self.axes.to_screen(self.x, foot), self.axes.to_screen(self.x, ends)
        self.comb.points = polyline(*np.stack([low, high], axis=1))
        self.edge.points = polyline(high)
        self.edge.set_stroke(opacity=self.drop.get_value())


def told(words: str, reading: Reading, ink: str, at: Any) -> VGroup:
    """Words and the number that belongs to them, in one ink, about a place."""
    label = Words(words, ink=ink, size=SIZE.large)
    number = Number(reading, ink=ink, size=SIZE.title)
    return VGroup(label, number.stand_beside(label)).move_to(at)


def rows(labels: list[str], numbers: list[Number], left: float, top: float, gap: float) -> VGroup:
    """Numbers below each other, digit under digit, each after its label."""
    lines = VGroup()
    for k, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        number.shift(np.array([left, top - k * gap, 0.0]) - number.strut.points[0])
        name = Formula(label, size=DIGIT)
        name.shift((left - 0.3 - name.get_right()[0], number.baseline - name.baseline, 0.0))
        lines.add(VGroup(name, number))
    return lines


def subtraction(height: Graph, heights: Graph, ratios: Secants, power: Dial) -> VGroup:
    """f(x + h), f(x), df, h and df / h in digits, for the nudge of so many zeros as the dial says."""
    k = lambda: round(power.get_value())  # noqa: E731
    there = lambda: read(heights, "f", index=k(), decimals=15, name="height beyond")  # noqa: E731
    here = lambda: read(height, "f", decimals=15, name="height")  # noqa: E731
    yellow, teal = Lettering(ink=INK.output, size=DIGIT), Lettering(ink=INK.input, size=DIGIT)
    fraction = "{{dif f : output}} div {{h : input}} ="
    return rows(
        ["f(x + h) =", "f(x) =", "{{dif f : output}} =", "{{h : input}} =", fraction],
        [
            Told(there, lambda: here().text, **yellow),
            Told(here, lambda: there().text, **yellow),
            Told(lambda: read(ratios, "df", index=k(), decimals=15), **yellow),
            Number(lambda: read(ratios, "dx", index=k(), scientific=True, digits=3), **teal),
            Number(lambda: read(ratios, "slope", index=k(), decimals=4), ink=INK.slope, size=DIGIT),
        ],
        left=-1.9,
        top=2.65,
        gap=1.12,
    )


def pockets(parts: ComplexNudges, power: Dial) -> VGroup:
    """h, both parts of f(x + ih) and the second over h in digits, as for `subtraction`."""
    k = lambda: round(power.get_value())  # noqa: E731
    yellow, teal = Lettering(ink=INK.output, size=DIGIT), Lettering(ink=INK.input, size=DIGIT)
    return rows(
        ["{{h : input}} =", '"across" =', '"up" =', '"up" div {{h : input}} ='],
        [
            Number(lambda: read(parts, "h", index=k(), scientific=True, digits=1), **teal),
            Number(lambda: read(parts, "real", index=k(), decimals=15), **yellow),
            Number(lambda: read(parts, "imaginary", index=k(), scientific=True, digits=16), **yellow),
            Number(lambda: read(parts, "slope", index=k(), decimals=15), ink=INK.slope, size=DIGIT),
        ],
        left=-3.2,
        top=2.3,
        gap=1.25,
    )
