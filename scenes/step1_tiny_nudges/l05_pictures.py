"""Pictures of lecture 05 alone: the map of errors, digits that cancel, and a nudge off the number line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject

from calc_core import ComplexNudges, complex_nudges
from calc_core.derivatives.step_sweep import StepSweep
from visuals import INK, SIZE, STROKE, Axes, Box, Curve, Dial, Follower, Formula, Marker, Measure, Number
from visuals import Reading, Thread, Zoom, mix, polyline, series

SMALLEST = 15  # zeros of the smallest nudge that still changes one
MAP = Box(-5.75, -2.3, 6.55, 3.35)
DEEPEST, HIGHEST = -17, 1.2  # powers of ten of the errors on the map
ROOM = 0.78  # height of the tunnel, in scene units
NUMBER_LINE, ANSWERS = Box(-6.0, -2.2, -1.2, 2.6), Box(0.3, -2.2, 6.2, 2.6)
STAND = 4.0  # where digits begin, in scene units left of the middle


def raised(power: int) -> str:
    """A power of ten as it is written on an axis."""
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")) if power else "1"


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
        self.letter = Formula("h", ink=INK.input).move_to([MAP.right - 0.05, MAP.bottom - 0.42, 0])
        self.reach = {name: Dial(0.0) for name in sweep.methods}
        self.add(self.axes, self.letter)

    def row(self, method: str) -> Any:
        """The errors of one method by powers of ten."""
        return self.sweep.by_method[method]

    def ridge(self, method: str, **look: Any) -> Curve:
        """The errors of one method, drawn as far as its dial says."""
        at = f"by_method.{method}"
        shown = series(f"{method} error", self.sweep, zeros=f"{at}.zeros", error=f"{at}.error")
        return Curve(shown, on=self.axes, span=lambda: (0.0, self.reach[method].get_value()), **look)

    def law(self, method: str, part: str, start: float, end: float, **look: Any) -> Thread:
        """One term of a method's law, from one nudge (its zeros) to another."""
        row = self.row(method)
        line = lambda zeros: (zeros, float(np.interp(zeros, row.zeros, getattr(row, part))))  # noqa: E731
        drawn = {"ink": INK.residual, "width": STROKE.normal, "dash": 0.14} | look
        return Thread(lambda: line(start), lambda: line(end), on=self.axes, **drawn)


class Tunnel(Follower):
    """The dark beneath a mountain: `high` above a ridge, from `start` as far as that is drawn."""

    def __init__(self, ridge: Curve, start: float, *, high: float = ROOM) -> None:
        super().__init__(ridge)
        self.ridge, self.start, self.high = ridge, start, high
        self.dark = VMobject().set_fill(INK.ground, opacity=1)
        self.dark.set_stroke(mix(INK.quiet, INK.ground, 0.6), width=STROKE.thin)
        self.add(self.dark)
        self.redraw()

    def redraw(self) -> None:
        """Dig as far as the ridge is drawn."""
        end = min(self.ridge.span()[1], SMALLEST)  # type: ignore[misc]
        if end <= self.start:
            self.dark.points = polyline()
            return
        x = np.concatenate(
            [[self.start], self.ridge.x[(self.ridge.x > self.start) & (self.ridge.x < end)], [end]]
        )
        floor = self.ridge.axes.to_screen(x, np.interp(x, self.ridge.x, self.ridge.y))
        top = floor[:, 1].max() + self.high
        roof = np.array([[floor[-1, 0], top, 0.0], [floor[0, 0], top, 0.0]])
        self.dark.points = polyline(np.concatenate([floor, roof, floor[:1]]))


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
        shared, dim = self.shared, mix(self.ink, INK.ground, 0.68)
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
        plain = {"x_ticks": (0, 1, 2, 3), "y_ticks": (), "cross_at": 0.0, "upright": False}
        self.before = Axes(x=(0, 2.4), y=(-0.2, 2.2), box=NUMBER_LINE, **plain)
        self.after = Axes(x=(0, 3.6), y=(-0.24, 2.7), box=ANSWERS, **plain)
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
            lambda: at(0.0, 0.0), lambda: at(*foot()), "f(x)", ink=INK.output, size=SIZE.title, away=0.0
        )
        self.rise = Measure(
            lambda: at(*foot()),
            lambda: at(*tip()),
            "f'(x) h",
            ink=INK.slope,
            aside=(1, 0),
            size=SIZE.title,
            away=0.0,
        )
        self.add(self.before, self.after, self.way, *self.dots, self.tip, self.nudge, self.across, self.rise)

    def answer(self) -> tuple[float, float]:
        """Where f takes x + ih: its real part across, its imaginary part up."""
        now = self.now()
        return float(now.real), float(now.imaginary)


class Way(Curve):
    """A curve drawn in the order of its samples, whichever way they lead."""

    def __init__(self, shown: Any, *, on: Axes) -> None:
        super().__init__(shown, on=on, ink=mix(INK.quiet, INK.ground, 0.4), width=STROKE.thin)

    def redraw(self) -> None:
        """All of it."""
        self.line.points = polyline(self.axes.to_screen(self.x, self.y))


def rows(labels: list[str], numbers: list[Number], top: float, gap: float) -> VGroup:
    """Numbers below each other, digit under digit, each after its label."""
    lines = VGroup()
    for k, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        number.shift(np.array([-STAND + 1.2, top - k * gap, 0.0]) - number.strut.points[0])
        name = Formula(label, size=SIZE.title)
        name.shift([-STAND + 0.95 - name.get_right()[0], number.baseline - name.baseline, 0.0])
        lines.add(VGroup(name, number))
    return lines
