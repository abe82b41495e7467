"""Pictures of lecture 04 alone: the flat line's level over the base, and the tangent from one hour ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, Mobject, VGroup

from calc_core import RootPath, graph, tangent_family
from calc_core.derivatives.exponentials import BaseSweep, Growth
from visuals import INK, SIZE, STROKE, Axes, Box, Curve, Dial, Formula, Marker, Measure, Number
from visuals import SettlingNumber, SlopeLine, Thread, Words, mix, read, series

HEIGHT = (0.0, 1.75)  # of what is levelled: columns, and slope over height
COLUMNS, LEVELS = Box(-6.2, -2.3, 1.8, 2.3), Box(2.6, -2.3, 6.5, 2.3)  # side by side, equally high
PLANE = Box(-5.9, -2.5, 6.2, 3.2)
HOLE = Box(-6.2, -2.7, 2.8, 3.4)
ROW = 0.8  # from row to row of a table, in scene units


def inverse(x: Any) -> Any:
    """One over x."""
    return 1 / np.asarray(x)


def row(label: Mobject, look: Callable[[], Any], field: str, ink: str, **how: Any) -> VGroup:
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
        self.name = Formula("ln a", ink=INK.slope, size=SIZE.large)
        self.name.move_to(axes.to_screen(3.4, 0.85))
        self.add(self.axes, self.one, self.foot, self.curve, self.thread, self.dot)


class StopsTable(VGroup):
    """The stops of Newton's walk, one below the other; digits that have settled take the slope's colour."""

    def __init__(self, path: RootPath, *, at: tuple[float, float], decimals: int) -> None:
        super().__init__()
        goal = read(path, "x", index=-1, decimals=decimals, name="base")
        for k in range(path.n):
            stop = read(path, "x", index=k, decimals=decimals, name=f"stop {k}")
            number = SettlingNumber(stop, goal, size=SIZE.large)
            self.add(number.shift([at[0], at[1] - ROW * k, 0.0]))


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
        upright = {"ink": INK.output, "aside": (1.0, 0.0), "away": 0.0}
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
        ink = {"on": axes, "ink": INK.output}
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
        self.name = Formula("1/x", ink=INK.output, size=SIZE.title).move_to(axes.to_screen(1.15, 2.6))
        self.add(self.axes, *self.branches, self.wall, self.tangent, self.dot)


def slope_label() -> Words:
    """What the number beside a moving tangent is."""
    return Words("slope", size=SIZE.large)
