"""Pictures of lecture 02 alone: many curves, the corner's share on its way down, lines that feed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, Mobject, VGroup, VMobject

from calc_core import graph, tangent_family
from calc_core.derivatives.growth import PowerIncrement, ProductFamily
from visuals import (
    INK,
    SIZE,
    STROKE,
    Axes,
    Box,
    Curve,
    Dial,
    Formula,
    GrowingRectangle,
    Lens,
    Marker,
    Measure,
    SlopeLine,
)
from visuals import Number, Options, Reading, Thread, Zoom, mix, plate, series

PLANE, PLOT = Box(-5.9, -2.4, 6.0, 3.3), Box(0.35, -1.9, 6.5, 2.75)
SHARED = Box(-5.7, -1.95, 2.7, 2.95)  # equal units across and up
LEVELS, ACROSS = (2.2, 0.2, -1.8), (-3.4, 5.8)  # where the three number lines lie


def side(x: Any) -> Any:
    """The side of a square of side x."""
    return +np.asarray(x)


def inverse(x: Any) -> Any:
    """The height of a rectangle of width x and area one."""
    return 1 / np.asarray(x)


def cube(x: Any) -> Any:
    """The volume of a cube of side x."""
    return np.asarray(x) ** 3


def both(x: Any) -> Any:
    """The square of x times its sine."""
    return np.sin(x) * np.square(x)


def added(x: Any) -> Any:
    """The square of x and its sine, one upon the other."""
    return np.square(x) + np.sin(x)


def fed(x: Any) -> Any:
    """The sine of the square of x."""
    return np.sin(np.square(x))


Named = tuple[Callable[[Any], Any], str, tuple[float, float]]
CURVES: dict[str, Named] = {  # f, its name, and where the name stands
    "x cubed": (cube, "x^3", (1.38, 4.15)),
    "one over x": (inverse, "1/x", (0.42, 4.0)),
    "sine": (np.sin, "sin x", (2.95, 0.55)),
    "a product": (both, "x^2 sin x", (2.85, 4.15)),
}


def frame(x: Any, y: Any, box: Box, **how: Any) -> Axes:
    """Axes without ticks: where something lies, and what its edges stand on."""
    return Axes(x=x, y=y, box=box, **{"x_ticks": (), "y_ticks": (), **how})


def on(letters: VMobject, part: Mobject) -> VMobject:
    """Letters that stay in the middle of a part."""
    return letters.add_updater(lambda each: each.move_to(part.get_center()))


def row(name: Mobject, told: Reading | Callable[[], Reading], ink: str = INK.text) -> tuple[Mobject, Number]:
    """A row of a table: what is told, and its large number."""
    return name, Number(told, ink=ink, size=SIZE.large)


def plated(letters: Formula) -> VGroup:
    """Letters on a dark plate of their own, to be read on bright ground."""
    return VGroup(plate(letters, buff=0.1), letters)


def beside(letters: Formula, part: Mobject, way: np.ndarray, *, of: GrowingRectangle) -> Formula:
    """Letters that stay beside a part of a rectangle, also where Manim asks them before it."""

    def stay(each: Mobject) -> None:
        of.redraw()
        each.next_to(part, way, buff=0.2)

    return letters.add_updater(stay)


class ManyCurves(Group):
    """x squared under the glass, which shows its tangent, and the other curves that there are."""

    def __init__(self) -> None:
        super().__init__()
        self.plane = plane = frame((0, 3.4), (0, 4.4), PLANE)
        x = np.linspace(0.05, 3.4, 240)
        pale: Options = {"on": plane, "ink": mix(INK.quiet, INK.ground, 0.3), "width": STROKE.thin}
        drawn = {name: graph(f, x[(f(x) <= 4.4) & (f(x) >= 0)]) for name, (f, *_) in CURVES.items()}
        self.others = [Curve(series(name, each, x="x", f="f"), **pale) for name, each in drawn.items()]
        self.names = [
            Formula(text, ink=INK.quiet).move_to(plane.to_screen(*at)) for _, text, at in CURVES.values()
        ]
        square = series("x squared", graph(np.square, x[x <= 2.09]), x="x", f="f")
        self.parabola = Curve(square, on=plane, ink=INK.output)
        tangents = tangent_family(np.square, -0.2, 2.4)
        self.lens = Lens(tangents.at, on=plane, x=0.75, zoom=30, radius=1.0, ground=False)
        seen = lambda: tangents.at(self.lens.x.get_value())  # noqa: E731
        look: Options = {"reach": (3, 3), "cased": False, "width": STROKE.bold, "grown": 1}
        self.lens.put_inside(SlopeLine.tangent(seen, on=self.lens, **look))
        self.add(*self.others, self.parabola, self.plane, self.lens)


class SharePlot(Group):
    """The corner's share of the gain over the nudge, both by powers of ten, down to the nudge of this moment.

    `floor` is a level that somebody names (its dial `level`); `run` and `fall` show what a nudge ten times
    smaller does to the share.
    """

    def __init__(self, gain: PowerIncrement, nudge: Dial) -> None:
        super().__init__()
        here, ink, smallest = nudge.get_value, INK.curvature, float(gain.dx[0])
        share = lambda dx: float(gain.at(dx).corner_share)  # noqa: E731
        self.axes = axes = Axes(
            x=(smallest, 1), y=(1e-6, 1), box=PLOT, log="xy",
            x_name="nudge {{$dif x$ : input}}", y_name="the corner's share of {{$dif A$ : output}}",
        )  # fmt: skip
        drawn = series("corner's share", gain, nudge="dx", share="corner_share")
        self.line = Curve(drawn, on=axes, ink=ink, width=STROKE.bold, span=lambda: (here(), 1.0))
        self.dot = Marker(lambda: (here(), share(here())), on=axes, ink=ink, radius=0.13)
        self.level = Zoom(0.04)
        low, high = ((lambda x=x: (x, self.level.get_value())) for x in (smallest, 1.0))
        self.floor = Thread(low, high, on=axes, ink=INK.text, width=STROKE.normal, dash=0.12)
        before, after = 1e-3, 1e-4
        corners = ((before, share(before)), (after, share(before)), (after, share(after)))
        places = [lambda at=at: axes.to_screen(*at) for at in corners]
        self.run = Measure(places[0], places[1], away=0.0)
        self.fall = Measure(places[1], places[2], away=0.0, ink=ink)
        self.add(self.axes, self.line, self.floor, self.dot, self.run, self.fall)


class HeldArea(Group):
    """A rectangle x wide and 1/x high: its free corner runs along the curve of 1/x, its area is one."""

    def __init__(self, family: ProductFamily, x: Dial, dx: Dial) -> None:
        super().__init__()
        inks, neutral = (INK.input, INK.output), mix(INK.quiet, INK.ground, 0.72)
        self.look = lambda: family.at(x.get_value(), dx.get_value())
        self.axes = axes = frame((0, 3), (0, 1.75), SHARED)
        shown = series("one over x", graph(inverse, np.linspace(0.572, 3.0, 200)), x="x", f="f")
        self.curve = Curve(shown, on=axes, ink=INK.quiet, width=STROKE.thin)
        self.rectangle = GrowingRectangle(self.look, on=axes, inks=inks, ground=neutral)
        self.bars = self.rectangle.measures(("x", "1/x"), inks=inks)
        self.area = on(Formula("1", size=SIZE.title), self.rectangle.old)
        self.add(self.axes, self.curve, self.rectangle, *self.bars, self.area)


class FeedingLines(Group):
    """Three number lines: x, its square, and the sine of that; each nudge is passed on to the next."""

    def __init__(self, chain: ProductFamily, x: Dial, dx: Dial) -> None:
        super().__init__()
        now = lambda: chain.at(x.get_value(), dx.get_value())  # noqa: E731
        spans, inks = ((0, 1.6), (0, 2.56), (0, 1.1)), (INK.input, INK.output, INK.two)
        texts, nudges = ("x", "x^2", "sin(x^2)"), ("dif x", "dif (x^2)", "?")
        self.lines = [
            frame(span, (0, 1), Box(ACROSS[0], level, ACROSS[1], level + 1), upright=False)
            for span, level in zip(spans, LEVELS, strict=True)
        ]
        self.names = [
            Formula(text, ink=ink, size=SIZE.title).move_to((-5.2, level, 0))
            for text, ink, level in zip(texts, inks, LEVELS, strict=True)
        ]
        starts = [_value(now, field) for field in ("x", "f", "g")]
        steps = [_value(now, field) for field in ("dx", "df", "dg")]
        self.dots, self.nudges = [], []
        marks = (0, 4, 3)  # corners of the dots
        for line, start, step, text, ink, corners in zip(
            self.lines, starts, steps, nudges, inks, marks, strict=True
        ):
            here = lambda start=start: (start(), 0.0)  # noqa: E731
            at = lambda line=line, start=start: line.to_screen(start(), 0.0)  # noqa: E731
            end = lambda line=line, start=start, step=step: line.to_screen(start() + step(), 0.0)  # noqa: E731
            self.dots.append(Marker(here, on=line, ink=ink, radius=0.14, corners=corners))
            self.nudges.append(Measure(at, end, text, ink=ink, aside=(0, 1), away=0.0))
        self.links = [
            Thread(
                self.dots[k].place, self.dots[k + 1].place, on=self.lines[k], to=self.lines[k + 1], dash=0.1
            )
            for k in (0, 1)
        ]
        self.add(*self.lines, *self.names, *self.links, *self.nudges, *self.dots)


def _value(now: Callable[[], Any], field: str) -> Callable[[], float]:
    return lambda: float(getattr(now(), field))
