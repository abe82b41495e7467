"""Pictures of lecture 18 alone: a nudge as a ribbon, a run as light, digits that agree, work as area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Group, VMobject, linear, there_and_back
from manim.utils.rate_functions import squish_rate_func

from calc_core.networks import MLP, Agreement, ChainOfLinks, NeuronReading, Operations
from visuals import INK, STROKE, Axes, Box, Dial, Follower, Knob, Line, Neurons, SlopeLine, SlopeWall, Wires
from visuals import mix, polyline, series
from visuals.drawing.polyline import NOTHING, at_screen
from visuals.network.hooks import hung_up

BEND, POST = 0.5, 0.66  # half of the way on which a link changes a ribbon's width, half its post's width
FINE = 160  # corners along a ribbon
POWER = 1 / 3  # of a knob's slope is its light: slopes of the first layer are ten times smaller
REST, DIM, BRIGHT = 0.16, 0.12, 0.7  # of lamps while nothing runs, of wires then, and of wires as light runs


class Wall(SlopeWall):
    """All knobs of a network as matrices; `aside` (0 to 1) moves them, made smaller, where `beside` says."""

    def __init__(
        self,
        net: MLP,
        theta: Callable[[], np.ndarray],
        slopes: np.ndarray,
        *,
        order: np.ndarray,
        cell: float,
        gap: float,
        middle: tuple[float, float],
        beside: tuple[float, float, float] = (0.0, 0.0, 1.0),
        front: float = 0.05,
    ) -> None:
        self.hooks, self.edges = hung_up(net.sizes, cell, gap, middle)
        self.beside, self.middle = beside, np.array(middle)
        self.aside = Dial(0.0)
        super().__init__(
            self.now,
            theta,
            slopes,
            order=order,
            radius=0.44 * cell,
            most=0.4,
            front=front,
            power=POWER,
            steepest=float(np.quantile(np.abs(slopes), 0.98)),
        )
        self.add(self.aside)

    def now(self) -> np.ndarray:
        """Where the knobs are: (P, 2)."""
        share = self.aside.get_value()
        away = share * (np.array(self.beside[:2]) - self.middle)
        size = 1.0 + share * (self.beside[2] - 1.0)
        return np.asarray(self.middle + away + size * (self.hooks - self.middle))


def from_the_right(places: np.ndarray) -> np.ndarray:
    """The order (n,), 0 to 1, in which a front that comes from the right reaches places (n, 2)."""
    x = places[:, 0]
    return np.asarray((x.max() - x) / np.ptp(x))


class RunningNet(Group):
    """A network through which light can run: lamps (`lamps`) in columns of (n, 2), and wires (`wires`).

    While the dial `clock` goes from 0 to 1, lamps light up column by column, and all go out again.
    """

    def __init__(self, net: MLP, x: np.ndarray, columns: Sequence[np.ndarray], *, radius: float) -> None:
        super().__init__()
        self.clock, told = Dial(0.0), net.forward(x[None])
        self.lamps = Group(
            *(
                Neurons(places, lambda k=k, lit=lit: self._lights(k, lit[0]), radius=radius * size)
                for k, (places, lit, size) in enumerate(
                    zip(columns, (*told.a, told.out), (1.0, 1.4, 2.6), strict=True)
                )
            )
        )
        look = {"faint": 0.0, "least": 0.0}
        self.wires = Group(
            *(
                Wires(*columns[k : k + 2], weights, width=24 * radius * (1.0, 1.7)[k], **look)
                for k, (weights, _) in enumerate(net.layers())
            )
        )
        for each in self.wires:
            each.opacity.set_value(DIM)
        self.add(*self.wires, *self.lamps)

    def run(self, end: float = 1.0) -> list[Any]:
        """Animations that let light run through, to the end or to a time of the clock."""
        ways = ((0.05, 0.55), (0.45, 0.95))
        flashes = (squish_rate_func(there_and_back, *each) for each in ways)
        lit = zip(self.wires, flashes, strict=True)
        return [self.clock.to(end, rate_func=linear), *(w.opacity.to(BRIGHT, rate_func=f) for w, f in lit)]

    def _lights(self, k: int, lit: np.ndarray) -> np.ndarray:
        time = self.clock.get_value()
        come, gone = (
            float(np.clip(each, 0.0, 1.0)) for each in ((time - 0.3 * k) / 0.15, (time - 0.85) / 0.15)
        )
        return np.asarray(lit * (REST + (1.0 - REST) * come * (1.0 - gone)))


class Ribbon(Follower):
    """A nudge on its way through links at stations x (n + 1,): as wide as it is there, `unit` to 1.

    Between two stations a link multiplies its width. It grows from the left, or with `back` from the right.
    Dial: grown.
    """

    def __init__(
        self, widths: np.ndarray, stations: np.ndarray, *, y: float, unit: float, ink: str, back: bool = False
    ) -> None:
        super().__init__()
        self.widths, self.stations, self.y, self.unit, self.back = widths, stations, y, unit, back
        self.grown = Dial(1.0)
        self.body = VMobject().set_fill(ink, opacity=0.85).set_stroke(ink, width=STROKE.thin)
        self.edge = VMobject().set_stroke(mix(ink, INK.text, 0.6), width=STROKE.bold)
        self.add(self.body, self.edge, self.grown)
        self.redraw()

    @property
    def end(self) -> float:
        """Where across the stage its foremost edge is."""
        first, last = self.stations[[0, -1]]
        grown = self.grown.get_value()
        return float(last + grown * (first - last) if self.back else first + grown * (last - first))

    def width_at(self, x: np.ndarray) -> np.ndarray:
        """How wide it is at places across the stage, in scene units."""
        links = (self.stations[:-1] + self.stations[1:]) / 2
        wide = np.full(np.shape(x), self.widths[0])
        for link, before, after in zip(links, self.widths[:-1], self.widths[1:], strict=True):
            share = np.clip((x - link + BEND) / (2 * BEND), 0.0, 1.0)
            wide = wide + (after - before) * share * share * (3.0 - 2.0 * share)
        return np.asarray(self.unit * wide)

    def redraw(self) -> None:
        """Lie as far as it has come."""
        start = self.stations[-1 if self.back else 0]
        if abs(self.end - start) < 1e-6:
            self.body.points, self.edge.points = NOTHING, NOTHING
            return
        x = np.linspace(start, self.end, FINE)
        half = self.width_at(x) / 2
        upper, lower = at_screen(x, self.y + half), at_screen(x, self.y - half)
        self.body.points = polyline(np.concatenate([upper, lower[::-1], upper[:1]]))
        self.edge.points = polyline(np.stack([upper[-1], lower[-1]]))


class Links(Follower):
    """The links of a chain as posts, through which ribbons go at stations x (n + 1,). Dial: grown."""

    def __init__(self, told: ChainOfLinks, stations: np.ndarray, *, reach: tuple[float, float]) -> None:
        super().__init__()
        self.told, self.reach = told, reach
        self.middles, self.grown = (stations[:-1] + stations[1:]) / 2, Dial(1.0)
        self.posts = VMobject().set_fill(mix(INK.quiet, INK.ground, 0.86), opacity=1)
        self.posts.set_stroke(mix(INK.quiet, INK.ground, 0.55), width=STROKE.hair)
        self.add(self.posts, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand, as high as they have grown."""
        low, high = self.reach
        middle, grown = (low + high) / 2, self.grown.get_value()
        low, high = middle + grown * (low - middle), middle + grown * (high - middle)
        corners = [_box(x - POST, low, x + POST, high) for x in self.middles]
        self.posts.points = np.concatenate(corners) if grown > 0 else NOTHING


def link_icons(told: ChainOfLinks, valve: NeuronReading, z: np.ndarray, at: np.ndarray, y: float) -> Group:
    """What the four links of the smallest network are, at x `at`: a light, a valve, a weight and a miss.

    `valve` says what the valve lets through at sums `z`; the sum that reaches it is where it lets through the
    light of the second lamp.
    """
    here = (float(np.interp(told.lamps[1], valve.answer, z)), float(told.lamps[1]))
    box = Box(at[1] - POST + 0.14, y - 0.36, at[1] + POST - 0.14, y + 0.4)
    axes = Axes(x=(z[0], z[-1]), y=(-0.1, 1.1), box=box, x_ticks=(), y_ticks=(), upright=False)
    shown = (series("valve", valve, answer="answer"),)
    curve = Line(axes, z, valve.answer[None], ink=INK.output, series=shown)
    slope = lambda: float(told.rates[1])  # noqa: E731
    tangent = SlopeLine(lambda: here, slope, on=axes, reach=(0.42, 0.42), grown=1.0)
    weight = float(told.rates[2])
    return Group(
        Neurons(np.array([[at[0], y]]), told.lamps[:1], radius=0.28),
        Group(axes, curve, tangent),
        Knob(lambda: weight, at=(at[2], y, 0), full=3.0, radius=0.4, armed=0),
        miss_bar(float(told.rates[3]), np.array([at[3], y]), 0.6),
    )


def miss_bar(miss: float, middle: np.ndarray, unit: float) -> VMobject:
    """A miss as a segment with end ticks, `unit` scene units to 1, about a place (2,)."""
    (x, y), half = middle, miss * unit / 2
    ticks = [at_screen(np.array([x - 0.16, x + 0.16]), np.full(2, y + s * half)) for s in (-1, 1)]
    bar = VMobject(stroke_color=INK.residual, stroke_width=STROKE.normal)
    bar.points = polyline(at_screen(np.full(2, x), np.array([y - half, y + half])), *ticks)
    return bar


class AgreementBars(Follower):
    """How many digits agree: a bar for each knob, from 1 down to the difference, on axes with a log y.

    The k-th stands `aside` beside x = k. Dial: grown, the share of the way down.
    """

    def __init__(self, told: Agreement, *, on: Axes, aside: float, ink: str, wide: float = 0.34) -> None:
        super().__init__(on)
        self.told, self.axes, self.aside, self.wide = told, on, aside, wide
        self.grown = Dial(1.0)
        self.bars = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.add(self.bars, self.grown)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """How far down each bar reaches, as a number on the axis."""
        return np.asarray(self.told.shown ** self.grown.get_value())

    def redraw(self) -> None:
        """Hang the bars."""
        k = np.arange(len(self.told.shown)) + self.aside
        left, top, _ = self.axes.to_screen(k - self.wide / 2, np.ones(len(k))).T
        right, low, _ = self.axes.to_screen(k + self.wide / 2, self.ends).T
        corners = [_box(*each) for each in zip(left, low, right, top, strict=True)]
        self.bars.points = np.concatenate(corners) if self.grown.get_value() > 0 else NOTHING


class RunSquares(Follower):
    """Work as area: a square for each run forward that nudging takes, all in a block.

    One run forward and one back lie at a place beside it, on the same scale. Dials: `grown`, the share of
    the block, `told`, that of the two runs.
    """

    def __init__(
        self, work: Operations, *, box: Box, columns: int, at: tuple[float, float], share: float = 0.8
    ) -> None:
        super().__init__()
        self.work, self.grown, self.told = work, Dial(1.0), Dial(1.0)
        n = work.n_params + 1
        rows = int(np.ceil(n / columns))
        self.cell = min((box.right - box.left) / columns, (box.top - box.bottom) / rows)
        row, column = np.divmod(np.arange(n), columns)
        left, top = box.left + column * self.cell, box.top - row * self.cell
        self.side, self.at = share * self.cell, at
        self.many = VMobject(stroke_width=0).set_fill(INK.gradient, opacity=1)
        self.ahead = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.back = VMobject(stroke_width=0).set_fill(INK.output, opacity=1)
        self.add(self.many, self.ahead, self.back, self.grown, self.told)
        boxes = zip(left, top - self.side, left + self.side, top, strict=True)
        self.squares = np.stack([_box(*each) for each in boxes])
        self.redraw()

    def redraw(self) -> None:
        """Lay as many squares as there are, and the two runs beside them."""
        n = round(self.grown.get_value() * len(self.squares))
        self.many.points = self.squares[:n].reshape(-1, 3)
        (x, y), told = self.at, self.told.get_value()
        gap = self.cell - self.side
        first, second = (float(np.clip(2.0 * told - k, 0.0, 1.0)) for k in (0, 1))
        start, wide = x + self.side + gap, self.side * self.work.ratio
        top = y + self.side
        self.ahead.points = _box(x, y, x + self.side * first, top) if first > 0 else NOTHING
        self.back.points = (
            _box(start + wide * (1.0 - second), y, start + wide, top) if second > 0 else NOTHING
        )


def _box(left: float, low: float, right: float, high: float) -> np.ndarray:
    x, y = np.array([left, right, right, left, left]), np.array([low, low, high, high, low])
    return polyline(at_screen(x, y))
