"""Pictures of lecture 06 alone: the column of dials, the stretch that is right, marks in the plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, VGroup

from calc_core import TaylorPoly, graph
from calc_core.approximation.series_family import Reach
from visuals import INK, SIZE, STROKE, Axes, Curve, Dial, Formula, Knob, Marker, Number, Thread, Words
from visuals import mix, read, series

NAMES = ("height", "slope", "bend", "third", "fourth")  # of f and its derivatives
LEFT, TOP, APART = 3.95, 2.8, 1.22  # where the knobs stand: the first one, and how far below each other
FULL = 1.4  # the derivative at which a knob is turned to its end
IMAGINARY = (("i", 1.0), ("-i", -1.0))
GLOW = mix(INK.model, INK.ground, 0.5)


def hill(x: Any) -> Any:
    """One over one plus x squared."""
    return 1 / (1 + np.asarray(x) ** 2)


def flat(x: Any) -> Any:
    """e to the minus one over x squared, and zero at zero, where all its slopes are zero."""
    x = np.asarray(x)
    known = x != 0
    return np.where(known, np.exp(-1 / np.where(known, x, 1) ** 2), 0)


def drawn(name: str, f: Callable[[Any], Any], x: np.ndarray, *, on: Axes, **look: Any) -> Curve:
    """The graph of f on axes."""
    return Curve(series(name, graph(f, x), x="x", f="f"), on=on, **look)


class Column(Group):
    """One knob a coefficient: how large the derivative of the polynomial is, and the notch of the curve's."""

    def __init__(self, now: Callable[[], TaylorPoly], true: Callable[[], TaylorPoly]) -> None:
        super().__init__()
        self.rows: list[tuple[Any, ...]] = []
        self.knobs: list[Knob] = []
        for k, name in enumerate(NAMES):
            at = (LEFT, TOP - k * APART, 0.0)
            knob = Knob(_slope(now, k), at=at, wanted=_slope(true, k), full=FULL, radius=0.47, lock=2.55)
            label = Words(name, ink=INK.quiet)
            label.move_to((LEFT + 0.85, at[1] + 0.27, 0.0), aligned_edge=np.array([-1.0, 0.0, 0.0]))
            number = Number(_told(now, k), size=SIZE.large, ink=INK.parameter)
            number.shift(np.array([LEFT + 0.85, at[1] - 0.4, 0.0]) - number.strut.points[0])
            self.knobs.append(knob)
            self.rows.append((knob, label, number))
            self.add(knob, label, number)


def _slope(look: Callable[[], TaylorPoly], k: int) -> Callable[[], float]:
    return lambda: float(look().slopes[k])


def _told(look: Callable[[], TaylorPoly], k: int) -> Callable[[], Any]:
    return lambda: read(look(), "slopes", index=k, decimals=2, name=f"derivative {k}")


def glowing(curve: Curve, reach: Callable[[], Reach]) -> Curve:
    """The stretch of a curve on which a polynomial is right, as a broad light beneath it."""

    def span() -> tuple[float, float]:
        now = reach()
        x0, ends = float(now.x0), now.radius[-1]
        return x0 - float(ends[-1]), x0 + float(ends[0])

    return Curve(curve.series[0], on=curve.axes, ink=GLOW, width=3.2 * STROKE.bold, span=span)


class LineNumbers(Group):
    """The real line's whole numbers, written beneath it, each with a tick."""

    def __init__(self, numbers: tuple[int, ...], on: Axes) -> None:
        super().__init__()
        for number in numbers:
            low, high = (lambda s=s, n=number: (n, s * (on.y[1] - on.y[0]) / 90) for s in (-1, 1))
            self.add(Thread(low, high, on=on, width=STROKE.thin))
            self.add(_beside(str(number), lambda n=number: (float(n), 0.0), (-0.26, -0.34, 0.0), on))  # type: ignore[misc]  # its default


def upward(on: Axes) -> Thread:
    """The imaginary axis, over axes that are the real one."""
    return Thread(lambda: (0.0, on.y[0]), lambda: (0.0, on.y[1]), on=on, width=STROKE.thin)


def imaginary_names(on: Axes) -> VGroup:
    """i and -i, beside the imaginary axis."""
    above, below = (_beside(text, lambda y=y: (0.0, y), (-0.42, 0.3 * y, 0.0), on) for text, y in IMAGINARY)  # type: ignore[misc]  # its default
    return VGroup(above, below)


def named(text: str, x: float, aside: tuple[float, float], on: Axes) -> Formula:
    """The name of a number of the real line, beside it."""
    return _beside(text, lambda: (x, 0.0), (*aside, 0.0), on)


def _beside(text: str, place: Callable[[], Any], aside: tuple[float, ...], on: Axes) -> Formula:
    """Letters that stay beside a place on axes."""
    letters = Formula(text, size=SIZE.body)
    return letters.add_updater(lambda each: each.move_to(on.to_screen(*place()) + np.array(aside)))


def upright_knobs(zeros: TaylorPoly) -> Group:
    """A row of knobs that all stand at zero."""
    places = [(-5.6 + 1.35 * k, -1.75, 0.0) for k in range(len(NAMES))]
    return Group(
        *(Knob(_slope(lambda: zeros, k), at=at, radius=0.47, armed=0) for k, at in enumerate(places))
    )


def hole(x: float, y: float, on: Axes) -> Marker:
    """A place in the plane at which a function has no value."""
    return Marker(lambda: (x, y), on=on, ink=INK.residual, radius=0.2, hollow=True)


def spot(x: Dial, on: Axes) -> Marker:
    """The point on the real line at which a series is read."""
    return Marker(lambda: (x.get_value(), 0.0), on=on, ink=INK.text, radius=0.12)
