"""Ticks and numbers along one axis: rows of round values that show where they have room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import Group, VMobject, smooth

from visuals.drawing.polyline import NOTHING, polyline
from visuals.letters.outlines import glyph_outlines
from visuals.theme import INK, SIZE, STAGE, STROKE

Span = tuple[float, float]
Tell = Callable[[float], str]

TICK = 0.09  # length of a tick, in scene units
GAP = 0.16  # between a tick and its number
CAP = SIZE.small * STAGE.pixel  # height of a number, in scene units
BELOW = TICK + 1.5 * GAP + CAP  # what the numbers need below an axis, in scene units
ROOM = (1.2, 0.5)  # numbers stand no closer than this, across and up, in scene units
FADE = 0.9  # a row of numbers has gone when its room has shrunk to this share
EXPONENT = 0.66  # size of an exponent, in parts of its number
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "\u22120123456789")


def plain(value: float) -> str:
    """A number on an axis: no comma (years), a true minus sign, no needless places."""
    return f"{round(value, 6) + 0.0:g}".replace("-", "\u2212")


def grouped(value: float) -> str:
    """A number on an axis, thousands set apart: 1,000."""
    return f"{round(value, 6) + 0.0:,.10g}".replace("-", "\u2212")


def power_of_ten(value: float) -> str:
    """A power of ten: 0.1, 1, 10, 100, and beyond those 10 with its exponent."""
    power = round(float(np.log10(value)))
    if -1 <= power <= 2:
        return plain(10.0**power)
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def round_numbers(low: float, high: float, *, about: int = 6) -> np.ndarray:
    """Multiples of 1, 2, 2.5 or 5 times a power of ten between `low` and `high`, some `about` of them."""
    return multiples(round_step(low, high, about=about), (low, high))


def round_step(low: float, high: float, *, about: int = 6) -> float:
    """The distance of some `about` round numbers between `low` and `high`."""
    rough = (high - low) / about
    power = 10.0 ** np.floor(np.log10(rough))
    return float(power * min(ROUND, key=lambda unit: abs(np.log(unit * power / rough))))


def multiples(step: float, extent: Span) -> np.ndarray:
    """All multiples of `step` in the extent, its ends included."""
    first, last = np.ceil(extent[0] / step - 1e-9), np.floor(extent[1] / step + 1e-9)
    return np.asarray(step * np.arange(first, last + 1))


@dataclass(frozen=True)
class Scale:
    """How values lie along an axis now: `low` to `high` over `start` to `end`, evenly or by decades."""

    low: float
    high: float
    start: float  # on the stage, in scene units
    end: float
    log: bool = False

    def along(self, values: np.ndarray) -> np.ndarray:
        """Values as they are counted along the axis: themselves, or their decades."""
        return np.log10(values) if self.log else values

    @property
    def per_unit(self) -> float:
        """Scene units to one unit of the values, or to one decade."""
        low, high = self.along(np.array([self.low, self.high])) if self.log else (self.low, self.high)
        return float((self.end - self.start) / (high - low))

    def roomy_step(self, room: float) -> float:
        """The smallest round step whose numbers stand `room` scene units apart."""
        least = room / self.per_unit
        power = 10.0 ** np.floor(np.log10(least))
        return float(power * next(unit for unit in ROUND if unit * power >= least - 1e-12))

    def place(self, values: np.ndarray) -> np.ndarray:
        """Where values lie on the stage."""
        return np.asarray(
            self.start + (self.along(values) - self.along(np.asarray(self.low))) * self.per_unit
        )

    def value(self, places: np.ndarray) -> np.ndarray:
        """The values at places on the stage."""
        counted = self.along(np.asarray(self.low)) + (places - self.start) / self.per_unit
        return np.asarray(10.0**counted if self.log else counted)


class Row(Group):
    """Ticks and numbers at `values` along one axis (0 across, 1 up), `step` apart where they are counted.

    They show where the numbers have room; a row of infinite step always shows.
    """

    def __init__(self, axis: int, step: float, values: np.ndarray, texts: Sequence[str]) -> None:
        super().__init__()
        self.axis, self.step, self.values = axis, step, np.asarray(values, dtype=float)
        self.texts, self.labels = tuple(texts), [letters(text) for text in texts]
        self._seen: tuple[int, ...] = ()
        self.ticks = VMobject(stroke_color=INK.quiet)
        self.numbers = VMobject(stroke_width=0, fill_color=INK.quiet, fill_opacity=1)
        self.add(self.ticks, self.numbers)

    @classmethod
    def of_steps(cls, axis: int, step: float, extent: Span, tell: Tell) -> Row:
        """All multiples of `step` in the extent."""
        values = multiples(step, extent)
        return cls(axis, step, values, [tell(value) for value in values])

    @classmethod
    def of_decades(cls, axis: int, step: int, extent: Span, tell: Tell) -> Row:
        """Every `step`-th power of ten in the extent."""
        values = 10.0 ** multiples(step, (float(np.log10(extent[0])), float(np.log10(extent[1]))))
        return cls(axis, step, values, [tell(value) for value in values])

    @classmethod
    def within_decades(cls, axis: int, extent: Span, tell: Tell) -> Row:
        """1, 2 and 5 times every power of ten in the extent."""
        powers = np.arange(np.floor(np.log10(extent[0])), np.ceil(np.log10(extent[1])) + 1)
        values = (10.0 ** powers[:, None] * np.array([1.0, 2.0, 5.0])).ravel()
        values = values[(values >= extent[0] * (1 - 1e-9)) & (values <= extent[1] * (1 + 1e-9))]
        whole = np.isclose(np.log10(values) % 1.0, 0.0)
        texts = [tell(value) if power else plain(value) for value, power in zip(values, whole, strict=True)]
        return cls(axis, float(np.log10(2.0)), values, texts)

    def room(self, scale: Scale) -> float:
        """1 where the numbers of this row have room, 0 where they would crowd, smooth between."""
        share = (self.step * scale.per_unit / ROOM[self.axis] - FADE) / (1 - FADE)
        return float(smooth(np.clip(share, 0, 1)))

    def within(self, scale: Scale) -> np.ndarray:
        """The indices of the values that lie in the window."""
        counted = scale.along(self.values)
        low, high = scale.along(np.array([scale.low, scale.high]))
        slack = 1e-9 * (high - low)
        return np.flatnonzero((counted >= low - slack) & (counted <= high + slack))

    def lay(self, scale: Scale, line: float, edge: float, strength: float) -> None:
        """Set ticks on the axis' line and numbers along the edge of the frame, both across its direction."""
        seen = self.within(scale) if strength > 0 else np.zeros(0, dtype=int)
        self._seen = tuple(seen.tolist())
        lay = self._lay_across if self.axis == 0 else self._lay_up
        places = scale.place(self.values)
        pieces = [lay(float(places[k]), line, edge, *self.labels[k]) for k in seen]
        self.ticks.points = np.concatenate([tick for tick, _ in pieces]) if pieces else NOTHING
        self.numbers.points = np.concatenate([number for _, number in pieces]) if pieces else NOTHING
        self.numbers.set_fill(opacity=strength)
        self.ticks.set_stroke(width=STROKE.thin, opacity=strength)

    def told(self) -> list[tuple[str, slice]]:
        """Each number that is seen: its text, and which of the points of `numbers` draw it.

        Nothing while an animation draws the numbers in a way of its own.
        """
        ends = np.cumsum([0, *(len(self.labels[k][0]) for k in self._seen)]).tolist()
        if ends[-1] != len(self.numbers.points):
            return []
        places = (slice(begin, end) for begin, end in pairwise(ends))
        told = [(self.texts[k], place) for k, place in zip(self._seen, places, strict=True)]
        return [(text, place) for text, place in told if place.start < place.stop]

    @staticmethod
    def _lay_across(
        x: float, line: float, edge: float, outline: np.ndarray, width: float
    ) -> tuple[np.ndarray, np.ndarray]:
        tick = polyline(np.array([[x, line, 0], [x, line - TICK, 0]]))
        return tick, CAP * outline + [x - CAP * width / 2, edge - TICK - GAP - CAP, 0]

    @staticmethod
    def _lay_up(
        y: float, line: float, edge: float, outline: np.ndarray, width: float
    ) -> tuple[np.ndarray, np.ndarray]:
        tick = polyline(np.array([[line, y, 0], [line - TICK, y, 0]]))
        return tick, CAP * outline + [edge - TICK - GAP - CAP * width, y - CAP / 2, 0]


def letters(text: str) -> tuple[np.ndarray, float]:
    """Outlines of a number at cap height 1, standing on the origin, and its width; exponents stand raised."""
    pen, outlines = 0.0, []
    for character in text:
        raised = character in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
        size = EXPONENT if raised else 1.0
        outline, advance = glyph_outlines(character.translate(RAISED))
        outlines.append(size * outline + np.array([pen, (1.15 - EXPONENT) if raised else 0.0, 0]))
        pen += size * advance
    return np.concatenate(outlines) if outlines else np.zeros((0, 3)), pen
