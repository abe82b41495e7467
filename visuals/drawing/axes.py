"""Axes: where numbers lie on the screen, and back; ticks come and go as the window moves.

The window (which data are seen) and the frame (where on the stage) are eight dials, so that zooming,
panning and making room are motions. Whatever stands on axes follows them: it looks up its finished data
and places them anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self, cast

import numpy as np
from manim import Animation, VGroup, VMobject, smooth

from visuals.drawing.dial import Dial, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import at_screen, polyline
from visuals.drawing.rates import Rate, zooming
from visuals.drawing.ticks import ROOM, Row, Scale, Span, Tell, multiples, plain, power_of_ten, round_step
from visuals.letters.formula import Words
from visuals.theme import INK, SIZE, STROKE

Ticks = np.ndarray | Sequence[float] | Mapping[float, str]

DECADES = (10, 5, 2, 1)  # between the numbers of a log axis, from coarse to fine


class Box(NamedTuple):
    """A rectangle of the screen, in scene units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def corners(self) -> np.ndarray:
        """The four corners (4, 3), lower left first, counter-clockwise."""
        return at_screen(
            np.array([self.left, self.right, self.right, self.left]),
            np.array([self.bottom, self.bottom, self.top, self.top]),
        )


class Axes(Follower):
    """A plane of numbers: the window x, y (data, low to high) in a box of the screen.

        Axes(x=(0, 7), y=(400, 1800), box=Box(-6, -2, 6, 3), x_name="time", y_name="height")

    `x_steps` and `y_steps` are distances between ticks, from coarse to fine; the finest that has room is
    shown, and steps fade into each other while the window changes. Without them ticks stand at some six
    round numbers; () asks for none. `x_ticks`, `y_ticks` are the very numbers instead, or numbers with words
    of their own. `x_extent`, `y_extent` say how far the window will ever reach, `tell_x` and `tell_y` how a
    number is written. `log` names the axes that are counted by powers of ten: "x", "y" or "xy".
    `cross_at` is the y at which the x axis is drawn (default: at the bottom), `upright` whether the y axis
    has a line. `above` are axes whose x these ones share: both move as one.
    """

    def __init__(
        self,
        *,
        x: Span,
        y: Span,
        box: Box | tuple[float, float, float, float],
        x_name: str = "",
        y_name: str = "",
        x_steps: Sequence[float] | None = None,
        y_steps: Sequence[float] | None = None,
        x_ticks: Ticks | None = None,
        y_ticks: Ticks | None = None,
        x_extent: Span | None = None,
        y_extent: Span | None = None,
        tell_x: Tell | None = None,
        tell_y: Tell | None = None,
        log: str = "",
        cross_at: float | None = None,
        upright: bool = True,
        above: Axes | None = None,
    ) -> None:
        super().__init__(*([above] if above is not None else []))
        box = Box(*box)
        self.log = ("x" in log, "y" in log)
        for name, span, counted in (("x", x, self.log[0]), ("y", y, self.log[1])):
            _check_span(name, span, counted)
        dials: list[Dial] = [(Zoom if self.log[0] else Dial)(value) for value in x]
        dials += [(Zoom if self.log[1] else Dial)(value) for value in y]
        dials += [Dial(value) for value in (box.left, box.right, box.bottom, box.top)]
        if above is not None:
            dials[0:2], dials[4:6] = above.dials[0:2], above.dials[4:6]
        self.dials: tuple[Dial, ...] = tuple(dials)
        own = [dial for dial in dials if above is None or dial not in above.dials]
        self.cross_at, self.upright = cross_at, upright
        self.lines = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.rows = self._rows(0, x_steps, x_ticks, x_extent, tell_x)
        self.rows += self._rows(1, y_steps, y_ticks, y_extent, tell_y)
        self.names = VGroup(*(Words(name, size=SIZE.small) for name in (x_name, y_name) if name))
        for letters in self.names:
            cast(Words, letters).names_axis = True
        self._named = (bool(x_name), bool(y_name))
        self.add(*own, self.lines, *self.rows, self.names)
        self._laid: tuple[float, ...] = ()
        self.redraw()

    # -- where numbers lie -----------------------------------------------------------------------------

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
    def box(self) -> Box:
        """Where the plane lies now."""
        return Box(self.across[0], self.up[0], self.across[1], self.up[1])

    @property
    def scales(self) -> tuple[Scale, Scale]:
        """How values lie along x and along y now."""
        return Scale(*self.x, *self.across, self.log[0]), Scale(*self.y, *self.up, self.log[1])

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of x and to one of y (to one decade, where the axis counts those)."""
        return np.array([scale.per_unit for scale in self.scales])

    def to_screen(self, *data: Any) -> np.ndarray:
        """Places on the stage (..., 3) of points (..., 2), or of x and y."""
        points, (across, up) = points_of(data), self.scales
        return at_screen(across.place(points[..., 0]), up.place(points[..., 1]))

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Points (..., 2) at places on the stage (..., 2 or 3)."""
        places, (across, up) = np.asarray(places, dtype=float), self.scales
        return np.stack([across.value(places[..., 0]), up.value(places[..., 1])], axis=-1)

    def on_screen(self, slope: float) -> float:
        """A slope in y per x as the slope of its line on the screen."""
        across, up = self.units
        return float(slope * up / across)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that these axes show: all of it."""
        return [points]

    @property
    def foot(self) -> float:
        """The y at which the x axis is drawn."""
        return self.y[0] if self.cross_at is None else self.cross_at

    # -- looking elsewhere -----------------------------------------------------------------------------

    def show(self, **spans: Span) -> Self:  # type: ignore[override]  # Manim's opens a picture
        """Set the window (`x`, `y`) and the frame (`across`, `up`) at once, before the axes are seen."""
        for name, (low, high) in spans.items():
            first = 2 * ("x", "y", "across", "up").index(name)
            self.dials[first].set_value(low)
            self.dials[first + 1].set_value(high)
        self.redraw()
        return self

    def fit(self, box: Box) -> Self:
        """Lie in another box of the screen, at once."""
        return self.show(across=(box[0], box[2]), up=(box[1], box[3]))

    def look(
        self,
        *,
        x: Span | None = None,
        y: Span | None = None,
        box: Box | None = None,
        across: Span | None = None,
        up: Span | None = None,
        **options: Any,
    ) -> list[Animation]:
        """Animations that move the window (`x`, `y`) and the frame (`box`, or `across` and `up`).

        A zoom goes by equal factors in equal times.
        """
        if box is not None:
            across, up = (box[0], box[2]), (box[1], box[3])
        turns = []
        for first, now, wanted, counted in ((0, self.x, x, self.log[0]), (2, self.y, y, self.log[1])):
            if wanted is not None:
                rate = options.get("rate_func", smooth)
                if not counted:  # dials that go by equal factors by themselves need no other rate
                    rate = zooming((now[1] - now[0], wanted[1] - wanted[0]), rate)
                turns += self._turn(first, wanted, **{**options, "rate_func": rate})
        for first, wanted in ((4, across), (6, up)):
            if wanted is not None:
                turns += self._turn(first, wanted, **options)
        return turns

    def aim(self, point: Any, *, place: Any = None, zoom: float = 1.0, **options: Any) -> list[Animation]:
        """Animations that bring a point to a place (default: the box's middle), `zoom` times larger."""
        box = self.box
        middle = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2])
        target = middle if place is None else np.asarray(place)[:2]
        wanted = []
        for value, scale, goal in zip(np.asarray(point), self.scales, target, strict=True):
            counted = scale.along(np.asarray(value, dtype=float))
            ends = counted + (np.array([scale.start, scale.end]) - goal) / (scale.per_unit * zoom)
            low, high = 10.0**ends if scale.log else ends
            wanted.append((float(low), float(high)))
        return self.look(x=wanted[0], y=wanted[1], **options)

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

    def _turn(self, first: int, wanted: Span, **options: Any) -> list[Animation]:
        pairs = zip(self.dials[first : first + 2], wanted, strict=True)
        return [dial.to(value, **options) for dial, value in pairs]

    # -- drawing ---------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Lay lines, ticks, numbers and names, if the window or the frame has moved."""
        if self.state == self._laid:
            return
        self._laid = self.state
        box, scales = self.box, self.scales
        foot = float(scales[1].place(np.asarray(self.foot)))
        lines = [np.array([[box.left, foot, 0], [box.right, foot, 0]])]
        if self.upright:
            lines.append(np.array([[box.left, box.bottom, 0], [box.left, box.top, 0]]))
        self.lines.points = polyline(*lines)
        for axis, (scale, line, edge) in enumerate(
            ((scales[0], foot, box.bottom), (scales[1], box.left, box.left))
        ):
            finer = 0.0  # how far a finer row has come out already
            for row in reversed([row for row in self.rows if row.axis == axis]):
                room = row.room(scale)
                row.lay(scale, line, edge, room * (1 - finer))
                finer = max(finer, room)
        self._place_names(box, foot)

    def _rows(
        self,
        axis: int,
        steps: Sequence[float] | None,
        ticks: Ticks | None,
        extent: Span | None,
        tell: Tell | None,
    ) -> list[Row]:
        scale, name = self.scales[axis], "xy"[axis]
        low, high = (scale.low, scale.high) if extent is None else extent
        tell = tell or (power_of_ten if scale.log else plain)
        if ticks is not None:
            texts = list(ticks.values()) if isinstance(ticks, Mapping) else [tell(float(v)) for v in ticks]
            return [Row(axis, np.inf, np.array(list(ticks), dtype=float), texts)]
        if steps is None and not scale.log:
            values = multiples(round_step(scale.low, scale.high), (low, high))
            return [Row(axis, np.inf, values, [tell(float(value)) for value in values])]
        if steps is None:
            rows = [Row.of_decades(axis, step, (low, high), tell) for step in DECADES]
            return [*rows, Row.within_decades(axis, (low, high), tell)]
        make: Any = Row.of_decades if scale.log else Row.of_steps
        rows = [make(axis, step, (low, high), tell) for step in steps]
        if rows and not any(row.room(scale) > 0 and len(row.within(scale)) > 1 for row in rows):
            raise ValueError(
                f"no step of {name}_steps={tuple(steps)} fits between {plain(scale.low)} and"
                f" {plain(scale.high)}: two ticks at least have to be seen, and their numbers need room;"
                f" try {plain(scale.roomy_step(ROOM[axis]))}, or leave {name}_steps out"
            )
        return rows

    def _place_names(self, box: Box, foot: float) -> None:
        """The name of x stands above its axis' right end, the name of y beside its axis' upper end."""
        names = iter(self.names)
        if self._named[0]:
            next(names).move_to((box.right, foot + 0.14, 0.0), aligned_edge=np.array([1, -1, 0]))
        if self._named[1]:
            next(names).move_to((box.left + 0.2, box.top, 0.0), aligned_edge=np.array([-1, 1, 0]))


def _check_span(name: str, span: Span, counted: bool) -> None:
    low, high = span
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ValueError(f"{name} must be a span (low, high) with low below high, got {span}")
    if counted and low <= 0:
        raise ValueError(f"a log axis has no place for {plain(low)}: let {name} begin above 0, got {span}")
