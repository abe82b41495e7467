"""Pictures of lecture 18 alone: a nudge as a ribbon through links, bars of digits that agree, runs as squares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.networks import MLP, Agreement, ChainOfLinks, Operations
from visuals import INK, STROKE, Axes, Box, Dial, Follower, SlopeWall, mix, polyline
from visuals.drawing.polyline import NOTHING, at_screen
from visuals.network.hooks import hung_up

BEND = 0.5  # half of the way on which a link changes a ribbon's width
FINE = 160  # corners along a ribbon


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
            self.now, theta, slopes, order=order, radius=0.44 * cell, most=0.4, front=front, power=0.45
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
        corners = [_box(x - 1.15 * BEND, low, x + 1.15 * BEND, high) for x in self.middles]
        self.posts.points = np.concatenate(corners) if grown > 0 else NOTHING


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
    """Work as area: a square for each run forward that nudging takes, all in a block. Dial: grown.

    A run forward and one back lie beside it, drawn to the same scale, with the dial `told`.
    """

    def __init__(
        self, work: Operations, *, box: Box, columns: int, at: tuple[float, float], share: float = 0.8
    ) -> None:
        super().__init__()
        self.work, self.grown, self.told = work, Dial(1.0), Dial(0.0)
        n = work.n_params + 1
        rows = int(np.ceil(n / columns))
        self.cell = min((box.right - box.left) / columns, (box.top - box.bottom) / rows)
        row, column = np.divmod(np.arange(n), columns)
        self.lefts, self.tops = box.left + column * self.cell, box.top - row * self.cell
        self.side, self.at = share * self.cell, at
        self.many = VMobject(stroke_width=0).set_fill(INK.gradient, opacity=0.9)
        self.ahead = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.back = VMobject(stroke_width=0).set_fill(INK.output, opacity=1)
        self.add(self.many, self.ahead, self.back, self.grown, self.told)
        self._squares = np.stack([
            _box(x, y - self.side, x + self.side, y) for x, y in zip(self.lefts, self.tops, strict=True)
        ])  # fmt: skip
        self.redraw()

    def redraw(self) -> None:
        """Lay as many squares as there are, and the two runs beside them."""
        shown = round(self.grown.get_value() * len(self._squares))
        self.many.points = self._squares[:shown].reshape(-1, 3)
        (x, y), side, told = self.at, self.side, self.told.get_value()
        across = side * self.work.ratio
        first, second = min(2.0 * told, 1.0), max(2.0 * told - 1.0, 0.0)
        self.ahead.points = _box(x, y, x + side * first, y + side) if first > 0 else NOTHING
        second_x = x + self.cell
        self.back.points = _box(second_x, y, second_x + across * second, y + side) if second > 0 else NOTHING


def _box(left: float, low: float, right: float, high: float) -> np.ndarray:
    x, y = np.array([left, right, right, left, left]), np.array([low, low, high, high, low])
    return polyline(at_screen(x, y))
