"""Pictures of lecture 04 alone: the flat line's level over the base, and the tangent from one hour ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, Mobject, VGroup

from calc_core import ArcNudge, QuarterTurns, RootPath, graph, secant_family, tangent_family
from calc_core.derivatives.exponentials import BaseSweep, Growth
from visuals import INK, SIZE, STROKE, Axes, Box, Curve, Dial, Formula, Lens, Marker, Measure, NudgeBars
from visuals import Number, Options, Page, SettlingNumber, SlopeLine, Thread, TurningArm, Words, mix
from visuals import read, series
from visuals.letters.formula import Typeset

HEIGHT = (0.0, 1.75)  # of what is levelled: columns, and slope over height
COLUMNS, LEVELS = Box(-6.2, -2.3, 1.8, 2.3), Box(2.6, -2.3, 6.5, 2.3)  # side by side, equally high
PLANE = Box(-5.9, -2.5, 6.2, 3.2)
HOLE = Box(-6.2, -2.7, 2.8, 3.4)
WAVE = Box(-1.4, -2.25, 6.5, 2.35)
LAST = Box(-6.0, -2.4, 1.2, 3.3)
TURNS = (INK.output, INK.slope, INK.curvature, INK.quiet)  # the sine, its slope, the slope of that, ...
ROW = 0.8  # from row to row of a table, in scene units


def inverse(x: Any) -> Any:
    """One over x."""
    return 1 / np.asarray(x)


def row(label: Typeset, look: Callable[[], Any], field: str, ink: str, **how: Any) -> VGroup:
    """A label and the number that belongs to it, as it is looked up now."""
    number = Number(lambda: read(look(), field, **how), ink=ink, size=SIZE.large)
    return VGroup(label, number.stand_beside(label))


class LevelPlot(Group):
    """Slope over height for each base, drawn as far as bases have come; a thread leads to it."""

    def __init__(self, sweep: BaseSweep, a: Dial, now: Callable[[], Growth], start: Axes) -> None:
        super().__init__()
        self.axes = axes = Axes(
            x=(1, 4.4),
            y=HEIGHT,
            box=LEVELS,
            x_ticks=(1, 2, 3, 4),
            y_ticks=(),
            x_name="$a$",
            upright=False,
        )
        self.lowest = Dial(float(sweep.a[0]))  # from which base on it is drawn
        shown = series("slope over height", sweep, base="a", ratio="rate")
        span = lambda: (self.lowest.get_value(), a.get_value())  # noqa: E731
        self.curve = Curve(shown, on=axes, ink=INK.slope, width=STROKE.bold, span=span)
        here = lambda: (a.get_value(), now().level)  # noqa: E731
        self.dot = Marker(here, on=axes, ink=INK.slope, radius=0.13)
        edge = lambda: (float(now().x[-1]), now().level)  # noqa: E731
        self.thread = Thread(edge, here, on=start, to=axes, ink=INK.slope, dash=0.1)
        ends = (lambda: (0.0, 1.0)), (lambda: (4.4, 1.0))
        self.one = Thread(*ends, on=start, to=axes, ink=mix(INK.output, INK.ground, 0.35), width=STROKE.thin)
        self.foot = Thread(here, lambda: (a.get_value(), 0.0), on=axes, ink=INK.quiet, dash=0.1)
        self.letters = Formula("ln a", ink=INK.slope, size=SIZE.large)
        self.letters.move_to(axes.to_screen(3.4, 0.85))
        self.add(self.axes, self.one, self.foot, self.curve, self.thread, self.dot)


class StopsTable(VGroup):
    """The stops of Newton's walk, one below the other; digits that have settled take the slope's colour."""

    def __init__(self, path: RootPath, *, at: tuple[float, float], decimals: int) -> None:
        super().__init__()
        goal = read(path, "x", index=-1, decimals=decimals, name="base")
        for k in range(path.n):
            stop = read(path, "x", index=k, decimals=decimals, name=f"stop {k}")
            number = SettlingNumber(stop, goal, size=SIZE.large)
            self.add(number.shift((at[0], at[1] - ROW * k, 0.0)))


class HourAgo(Group):
    """The curve of e^x with its tangent, whose `foot` at zero is one unit earlier, wherever it touches."""

    def __init__(self, f: Callable[[Any], Any]) -> None:
        super().__init__()
        tangents = tangent_family(f, -2.6, 2.2)
        self.x = x = Dial(-1.4)
        self.now = now = lambda: tangents.at(x.get_value())
        self.axes = axes = Axes(x=(-3, 2.4), y=(0, 7.6), box=PLANE, x_ticks=(), y_ticks=(), upright=False)
        shown = series("own slope", tangents, x="x", f="f")
        self.curve = Curve(shown, on=axes, ink=INK.output, span=lambda: (-2.6, 2.02))
        foot = lambda: (x.get_value() - float(now().f / now().slope), 0.0)  # noqa: E731
        touch = lambda: (x.get_value(), float(now().f))  # noqa: E731
        self.tangent = SlopeLine.tangent(now, on=axes, reach=(1.3, 1.3), grown=1)
        self.from_foot = Thread(foot, touch, on=axes, ink=INK.slope, width=STROKE.normal)
        place = lambda at: lambda: axes.to_screen(*at())  # noqa: E731
        below = lambda: (x.get_value(), 0.0)  # noqa: E731
        self.run = Measure(place(foot), place(below), "1", away=0.0)
        upright: Options = {"ink": INK.output, "aside": (1.0, 0.0), "away": 0.0}
        self.rise = Measure(place(below), place(touch), "e^x", **upright)
        self.foot = Marker(foot, on=axes, ink=INK.slope, radius=0.1)
        self.touch = Marker(touch, on=axes, radius=0.12)
        self.add(self.axes, self.curve, self.from_foot, self.tangent, self.run, self.rise)
        self.add(self.foot, self.touch)

    @property
    def still(self) -> tuple[Mobject, ...]:
        """What is there of it before anything is said of the foot."""
        return self.axes, self.curve, self.tangent, self.rise, self.touch


class NoValue(Group):
    """The two branches of 1/x, a tangent that walks along them, and the line where there is no point."""

    def __init__(self) -> None:
        super().__init__()
        self.axes = axes = Axes(
            x=(-3.4, 3.4),
            y=(-5.6, 5.6),
            box=HOLE,
            x_ticks=(),
            y_ticks=(),
            cross_at=0.0,
            upright=False,
        )
        self.x = x = Dial(2.6)
        right, left = tangent_family(inverse, 0.15, 3.4), tangent_family(inverse, -3.4, -0.15)
        self.now = now = lambda: (right if x.get_value() > 0 else left).at(x.get_value())
        ink: Options = {"on": axes, "ink": INK.output}
        edge = 1 / 5.5  # where the picture ends
        self.branches = [
            Curve(series(name, graph(inverse, places), x="x", f="f"), **ink)
            for name, places in (
                ("right of 0", np.linspace(edge, 3.4, 400)),
                ("left of 0", np.linspace(-3.4, -edge, 400)),
            )
        ]
        self.tangent = SlopeLine.tangent(now, on=axes, reach=(0.8, 0.8), grown=1)
        self.dot = Marker(lambda: (x.get_value(), float(now().f)), on=axes, radius=0.12)
        self.wall = Thread(lambda: (0.0, -5.6), lambda: (0.0, 5.6), on=axes, ink=INK.exact, dash=0.14)
        self.letters = Formula("1/x", ink=INK.output, size=SIZE.title).move_to(axes.to_screen(1.15, 2.6))
        self.add(self.axes, *self.branches, self.wall, self.tangent, self.dot)


class Waves(Group):
    """What arms of the unit circle draw up to the angle `x`: the sine, and its slopes one after the other."""

    def __init__(self, turns: QuarterTurns, x: Dial, walked: Callable[[], ArcNudge], paper: Axes) -> None:
        super().__init__()
        ticks = {0.0: "0", np.pi / 2: "90°", np.pi: "180°", 3 * np.pi / 2: "270°", 2 * np.pi: "360°"}
        self.axes = axes = Axes(
            x=(0, 2 * np.pi), y=(-1.2, 1.2), box=WAVE, x_ticks=ticks, y_ticks=(), cross_at=0.0
        )
        names = ("sine", "first", "second", "third")
        drawn: Options = {"on": axes, "width": STROKE.bold, "span": lambda: (0.0, x.get_value())}
        self.curves = [
            Curve(series(f"{name} slope" if k else name, turns, x="theta", f=name), ink=TURNS[k], **drawn)
            for k, name in enumerate(names)
        ]
        places = ((np.pi / 2, "sin x"), (5.9, "cos x"))
        self.names = [
            Formula(text, ink=ink, size=SIZE.large).move_to(axes.to_screen(at, 1.2))
            for (at, text), ink in zip(places, TURNS, strict=False)
        ]
        across = lambda: float(axes.to_screen(x.get_value(), 0.0)[0])  # noqa: E731
        self.arms = [
            TurningArm(walked, k, on=paper, reach=across, ink=ink, grown=0) for k, ink in enumerate(TURNS)
        ]
        self.add(axes, *self.curves, *self.names, *self.arms)


class LastLook(Group):
    """The glass over e^x, with a nudge as much smaller as the glass is closer, down to `tiniest`."""

    def __init__(self, f: Callable[[Any], Any], tiniest: float) -> None:
        super().__init__()
        here = 0.5
        around, ahead = tangent_family(f, -2.6, 2.8), secant_family(f, here, tiniest / 2, 1.5)
        span: Options = {"x": (-2.4, 2.4), "y": (-0.5, 4.3)}
        self.axes = Axes(**span, box=LAST, x_ticks=(), y_ticks=(), cross_at=0.0, upright=False)
        shown = series("e to the x", graph(f, np.linspace(-2.4, 1.45, 300)), x="x", f="f")
        self.curve = Curve(shown, on=self.axes, ink=INK.output)
        self.lens = Lens(around.at, on=self.axes, x=here, zoom=2.0, radius=1.5, ground=False)
        closer = lambda: ahead.at(1 / self.lens.zoom.get_value())  # noqa: E731
        self.lens.put_inside(NudgeBars(closer, on=self.lens, across=1, up=1))
        self.numbers = Page(4.6, 1.4, side="numbers", gap=0.5).write(
            row(Formula("{{dif x : input}} ="), closer, "dx", INK.input, decimals=5),
            row(Formula("{{dif f : output}} / {{dif x : input}} ="), closer, "slope", INK.slope, decimals=5),
        )
        self.add(self.axes, self.curve, self.lens, self.numbers)


def slope_label() -> Words:
    """What the number beside a moving tangent is."""
    return Words("slope", size=SIZE.large)
