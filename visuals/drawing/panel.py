"""A panel: a window onto data, with ticks that come and go as the window moves.

The window (which data are seen) and the frame (where on the stage) are eight dials, so that zooming,
panning and making room are motions. Whatever is drawn on a panel follows it: it looks up its finished
data and places them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from manim import Animation, Group, VMobject, smooth

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import NOTHING, polyline
from visuals.letters.formula import glyph_outlines
from visuals.theme import INK, SIZE, STAGE, STROKE

Span = tuple[float, float]
Tell = Callable[[float], str]
Rate = Callable[[float], float]

TICK = 0.09  # length of a tick, in scene units
GAP = 0.16  # between a tick and its number
BELOW = TICK + 1.5 * GAP + SIZE.small * STAGE.pixel  # what the numbers need below an axis, in scene units
ROOM_ACROSS, ROOM_UP = 1.2, 0.5  # numbers stand no closer than this, in scene units
FADE = 0.9  # a row of numbers has gone when its room has shrunk to this share


def plain(value: float) -> str:
    """A number on an axis: no comma (years), a true minus sign, no needless places."""
    return f"{round(value, 6) + 0.0:g}".replace("-", "\u2212")


class Panel(Follower):
    """Axes without arrows: a window `x`, `y` (data) in a frame `across`, `up` (scene units).

    `x_steps` and `y_steps` are distances between ticks, from coarse to fine; the finest one that has room is
    shown, and steps fade into each other while the window changes. `above` is a panel whose time axis this
    one shares: both move as one. `x_marks` are ticks with words of their own (a scale of powers of ten).
    """

    def __init__(
        self,
        *,
        x: Span,
        y: Span,
        across: Span,
        up: Span,
        x_steps: Sequence[float] = (),
        y_steps: Sequence[float] = (),
        x_extent: Span | None = None,
        y_extent: Span | None = None,
        tell_x: Tell = plain,
        tell_y: Tell = plain,
        level: float | None = None,
        above: Panel | None = None,
        x_marks: Mapping[float, str] | None = None,
    ) -> None:
        super().__init__(*([above] if above is not None else []))
        dials = [Dial(value) for pair in (x, y, across, up) for value in pair]
        if above is not None:
            dials[0:2], dials[4:6] = above.dials[0:2], above.dials[4:6]
        self.dials = tuple(dials)
        own = [dial for dial in dials if above is None or dial not in above.dials]
        self.level = level  # the value at which the base line lies, instead of the frame's lower edge
        self.base = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.rows = [Row.of_steps(0, step, x_extent or x, tell_x) for step in x_steps]
        self.rows += [Row.of_steps(1, step, y_extent or y, tell_y) for step in y_steps]
        if x_marks:
            self.rows.append(Row(0, np.inf, np.array(list(x_marks)), list(x_marks.values())))
        self.add(*own, self.base, *self.rows)
        self._laid: tuple[float, ...] = ()
        self.redraw()

    @property
    def state(self) -> tuple[float, ...]:
        """The dials' values: two equal states show the same picture."""
        return tuple(dial.value for dial in self.dials)

    @property
    def x(self) -> Span:
        """The window's left and right, in data."""
        return self.dials[0].value, self.dials[1].value

    @property
    def y(self) -> Span:
        """The window's bottom and top, in data."""
        return self.dials[2].value, self.dials[3].value

    @property
    def across(self) -> Span:
        """The frame's left and right, in scene units."""
        return self.dials[4].value, self.dials[5].value

    @property
    def up(self) -> Span:
        """The frame's bottom and top, in scene units."""
        return self.dials[6].value, self.dials[7].value

    @property
    def per_x(self) -> float:
        """Scene units to one unit of x."""
        return (self.across[1] - self.across[0]) / (self.x[1] - self.x[0])

    @property
    def per_y(self) -> float:
        """Scene units to one unit of y."""
        return (self.up[1] - self.up[0]) / (self.y[1] - self.y[0])

    def to_screen(self, *data: Any) -> np.ndarray:
        """Data to places on the stage: shape (..., 3)."""
        points = points_of(data)
        right = self.across[0] + (points[..., 0] - self.x[0]) * self.per_x
        up = self.up[0] + (points[..., 1] - self.y[0]) * self.per_y
        return np.stack([right, up, np.zeros_like(right)], axis=-1)

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Data points (..., 2) at places on the stage (..., 2 or 3)."""
        places = np.asarray(places, dtype=float)
        x = self.x[0] + (places[..., 0] - self.across[0]) / self.per_x
        y = self.y[0] + (places[..., 1] - self.up[0]) / self.per_y
        return np.stack([x, y], axis=-1)

    def show(self, **spans: Span) -> Panel:
        """Set the window (`x`, `y`) and the frame (`across`, `up`) at once, before the panel is seen."""
        for name, (low, high) in spans.items():
            first = 2 * ("x", "y", "across", "up").index(name)
            self.dials[first].set_value(low)
            self.dials[first + 1].set_value(high)
        self.redraw()
        return self

    def look(self, *, x: Span | None = None, y: Span | None = None, **options: Any) -> list[Animation]:
        """Animations that move the window; a zoom goes by equal factors in equal times."""
        turns = []
        for first, now, wanted in ((0, self.x, x), (2, self.y, y)):
            if wanted is not None:
                rate = zooming((now[1] - now[0], wanted[1] - wanted[0]), options.get("rate_func", smooth))
                turns += self._turn(first, wanted, **{**options, "rate_func": rate})
        return turns

    def ride(
        self, x: np.ndarray, y: np.ndarray, *, to: float, rate_func: Rate = smooth, **options: Any
    ) -> list[Animation]:
        """Animations by which the window's middle runs along a finished curve until x = `to`, unzoomed."""
        (left, right), (bottom, top) = self.x, self.y
        start, ground = (left + right) / 2, np.interp((left + right) / 2, x, y)
        climb = float(np.interp(to, x, y) - ground)

        def up(alpha: float) -> float:
            """The share of the climb that lies behind when the middle has come so far."""
            here = start + rate_func(alpha) * (to - start)
            return float((np.interp(here, x, y) - ground) / climb)

        across = self._turn(0, (left + to - start, right + to - start), rate_func=rate_func, **options)
        if abs(climb) < 1e-12:
            return across
        return across + self._turn(2, (bottom + climb, top + climb), rate_func=up, **options)

    def move_to_frame(
        self, *, across: Span | None = None, up: Span | None = None, **options: Any
    ) -> list[Animation]:
        """Animations that give the panel another place on the stage."""
        turns = []
        for first, wanted in ((4, across), (6, up)):
            if wanted is not None:
                turns += self._turn(first, wanted, **options)
        return turns

    def _turn(self, first: int, wanted: Span, **options: Any) -> list[Animation]:
        pairs = zip(self.dials[first : first + 2], wanted, strict=True)
        return [dial.animate(**options).set_value(value) for dial, value in pairs]

    def redraw(self) -> None:
        """Lay base line, ticks and numbers, if the window or the frame has moved."""
        if self.state == self._laid:
            return
        self._laid = self.state
        low = self.up[0] if self.level is None else self.to_screen(0, self.level)[1]
        left, right = self.across
        self.base.set_points_as_corners([[left, low, 0], [right, low, 0]])
        for axis in (0, 1):
            finer = 0.0  # how far a finer row has come out already
            for row in reversed([row for row in self.rows if row.axis == axis]):
                room = row.room(self)
                row.lay(self, room * (1 - finer))
                finer = max(finer, room)


class Row(Group):
    """Ticks and numbers along one axis of a panel, `step` apart: they show where they have room."""

    def __init__(self, axis: int, step: float, values: np.ndarray, texts: Sequence[str]) -> None:
        super().__init__()
        self.axis, self.step, self.values = axis, step, values
        self.labels = [_letters(text) for text in texts]
        self.ticks = VMobject(stroke_color=INK.quiet)
        self.numbers = VMobject(stroke_width=0, fill_color=INK.quiet, fill_opacity=1)
        self.add(self.ticks, self.numbers)

    @classmethod
    def of_steps(cls, axis: int, step: float, extent: Span, tell: Tell) -> Row:
        """All multiples of `step` in the extent."""
        first, last = np.ceil(extent[0] / step - 1e-9), np.floor(extent[1] / step + 1e-9)
        values = step * np.arange(first, last + 1)
        return cls(axis, step, values, [tell(value) for value in values])

    def room(self, panel: Panel) -> float:
        """1 where the numbers of this row have room, 0 where they would crowd, smooth between."""
        need, have = (ROOM_ACROSS, panel.per_x) if self.axis == 0 else (ROOM_UP, panel.per_y)
        share = (self.step * have / need - FADE) / (1 - FADE)
        return float(smooth(np.clip(share, 0, 1)))

    def lay(self, panel: Panel, strength: float) -> None:
        """Set ticks and numbers where the window wants them."""
        low, high = panel.x if self.axis == 0 else panel.y
        slack = 1e-9 * (high - low)
        seen = [k for k, v in enumerate(self.values) if low - slack <= v <= high + slack and strength > 0]
        lay = self._lay_across if self.axis == 0 else self._lay_up
        pieces = [lay(panel, self.values[k], *self.labels[k]) for k in seen]
        self.ticks.points = np.concatenate([tick for tick, _ in pieces]) if pieces else NOTHING
        self.numbers.points = np.concatenate([letters for _, letters in pieces]) if pieces else NOTHING
        self.numbers.set_fill(opacity=strength)
        self.ticks.set_stroke(width=STROKE.thin, opacity=strength)

    def _lay_across(
        self, panel: Panel, value: float, letters: np.ndarray, width: float
    ) -> tuple[np.ndarray, np.ndarray]:
        x = panel.to_screen(value, 0)[0]
        y = panel.up[0]
        cap = SIZE.small * STAGE.pixel
        tick = polyline(np.array([[x, y, 0], [x, y - TICK, 0]]))
        return tick, cap * letters + [x - cap * width / 2, y - TICK - GAP - cap, 0]

    def _lay_up(
        self, panel: Panel, value: float, letters: np.ndarray, width: float
    ) -> tuple[np.ndarray, np.ndarray]:
        y = panel.to_screen(0, value)[1]
        left = panel.across[0]
        cap = SIZE.small * STAGE.pixel
        line = polyline(np.array([[left, y, 0], [left - TICK, y, 0]]))
        return line, cap * letters + [left - TICK - GAP - cap * width, y - cap / 2, 0]


def zooming(widths: Span, rate: Rate) -> Rate:
    """A rate function by which a window goes from one width to another by equal factors in equal times."""
    factor = widths[1] / widths[0]
    if abs(factor - 1) < 1e-6:
        return rate

    def share(alpha: float) -> float:
        return float((factor ** rate(alpha) - 1) / (factor - 1))

    return share


def _letters(text: str) -> tuple[np.ndarray, float]:
    """Outlines of a number at cap height 1, standing on the origin, and its width."""
    pen, outlines = 0.0, []
    for character in text:
        outline, advance = glyph_outlines(character)
        outlines.append(outline + np.array([pen, 0, 0]))
        pen += advance
    return np.concatenate(outlines) if outlines else np.zeros((0, 3)), pen
