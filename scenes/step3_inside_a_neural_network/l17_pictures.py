"""Pictures of lecture 17 alone: pixels that fly to their lamps, products that pile up, a wall of knobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from manim import VMobject

from calc_core.networks import KnobSlices, NeuronReading, WeightedSum
from visuals import INK, STROKE, Axes, Dial, Follower, KnobWall, Tiles, mix, polyline
from visuals.network.hooks import hung_up
from visuals.network.pixels import Followed, asked
from visuals.drawing.polyline import NOTHING, arc, at_screen, within_box

FLIGHT = 0.3  # of the dial: how long one of many is under way
BEAD = 0.13  # radius of a bead whose product is a quarter
ROUND = arc(np.zeros(3), 1.0)
GATE = (0.3, 0.42)  # from the curve's plot to the gate, and its width


def staggered(n: int, x: float, bottom: float, top: float, aside: float = 0.24) -> np.ndarray:
    """Places (n, 2) from top to bottom in two columns that stand in each other's gaps."""
    y = np.linspace(top, bottom, n)
    return np.stack([x + aside * (np.arange(n) % 2), y], axis=1)


def one_by_one(n: int, share: float) -> np.ndarray:
    """How far each of n has come (n,), 0 to 1, when they leave one after another."""
    leaving = np.linspace(0.0, 1.0 - FLIGHT, n)
    way = np.clip((share - leaving) / FLIGHT, 0.0, 1.0)
    return np.asarray(way * way * (3.0 - 2.0 * way))  # it starts and lands gently


class Pixels(Tiles):
    """An image's pixels (n,), each a tile of its own; `flown` (0 to 1) takes them to their lamps (n, 2)."""

    def __init__(
        self, ink: np.ndarray, lamps: np.ndarray, *, middle: tuple[float, float], side: float
    ) -> None:
        across = round(np.sqrt(len(ink)))
        row, column = np.divmod(np.arange(len(ink)), across)
        half, cell = (across - 1) / 2, side / across
        self.grid = np.array(middle) + cell * np.stack([column - half, half - row], axis=1)
        self.lamps, self.flown = lamps, Dial(0.0)
        super().__init__(self.now, ink.reshape(-1, 1, 1), size=(cell, cell))
        self.add(self.flown)

    def now(self) -> np.ndarray:
        """Where the pixels are: (n, 2)."""
        way = one_by_one(len(self.grid), self.flown.get_value())[:, None]
        return np.asarray(self.grid + way * (self.lamps - self.grid))


class Products(Follower):
    """A bead for each product, its area as large: whole where positive, hollow where not.

    The dial `sent` (0 to 1) sends them along their wires one after another, from lamps (n, 2) to an end (2,).
    """

    def __init__(self, told: WeightedSum, lamps: np.ndarray, end: np.ndarray) -> None:
        super().__init__()
        self.told, self.lamps, self.end, self.sent = told, lamps, np.asarray(end), Dial(0.0)
        self.plus = VMobject(stroke_width=0).set_fill(INK.plus, opacity=1)
        self.minus = VMobject(stroke_color=INK.minus, stroke_width=STROKE.normal)
        self.minus.set_fill(INK.ground, opacity=1)
        self.add(self.plus, self.minus, self.sent)
        self.redraw()

    @property
    def arrived(self) -> float:
        """How many products have come in, the last one in part: 0 to n."""
        n = len(self.lamps)
        ended = (self.sent.get_value() - FLIGHT) / (1.0 - FLIGHT) * (n - 1) + 1.0
        return float(np.clip(ended, 0.0, n))

    def redraw(self) -> None:
        """Set each bead on its wire; those at home or at their end are not seen."""
        way = one_by_one(len(self.lamps), self.sent.get_value())
        places = self.lamps + way[:, None] * (self.end - self.lamps)
        radius = BEAD * np.sqrt(np.abs(self.told.products) / 0.25)
        seen = (way > 0.0) & (way < 1.0) & (radius > 0.0)
        for part, of in ((self.plus, self.told.products > 0), (self.minus, self.told.products < 0)):
            discs = [arc(np.array([*places[k], 0.0]), radius[k]) for k in np.flatnonzero(seen & of)]
            part.points = np.concatenate(discs) if discs else NOTHING


class RunningSum(Follower):
    """The sum as it comes in, a bar for each product, one under the other down to the axis where it ends.

    `arrived` tells how many products are in. Dial: grown.
    """

    def __init__(self, told: WeightedSum, arrived: Callable[[], float], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.arrived, self.grown = on, told, arrived, Dial(1.0)
        self.plus = VMobject(stroke_color=INK.plus, stroke_width=STROKE.bold)
        self.minus = VMobject(stroke_color=INK.minus, stroke_width=STROKE.bold)
        self.drop = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.add(self.drop, self.plus, self.minus, self.grown)
        self.redraw()

    @property
    def now(self) -> float:
        """The sum of what has come in."""
        running = self.told.running
        return float(np.interp(self.arrived(), np.arange(len(running)), running))

    def redraw(self) -> None:
        """Lay the bars of what has come in, and a line from the last one down to the axis."""
        running, n = self.told.running, len(self.told.products)
        whole, grown = self.arrived(), self.grown.get_value()
        zero, low = self.axes.to_screen(0.0, self.axes.foot)[:2]
        top = self.axes.up[1]
        x = zero + grown * (self.axes.to_screen(running, 0.0 * running)[:, 0] - zero)
        y = top + (low - top) * (np.arange(n) + 0.5) / n
        bars: dict[bool, list[np.ndarray]] = {True: [], False: []}
        for k in range(int(np.ceil(whole))):
            share = min(whole - k, 1.0)
            end = x[k] + share * (x[k + 1] - x[k])
            if abs(end - x[k]) > 1e-6:
                bars[bool(self.told.products[k] > 0)].append(
                    at_screen(np.array([x[k], end]), np.array([y[k], y[k]]))
                )
        self.plus.points, self.minus.points = polyline(*bars[True]), polyline(*bars[False])
        at = zero + grown * (self.axes.to_screen(self.now, 0.0)[0] - zero)
        last = y[min(max(int(np.ceil(whole)) - 1, 0), n - 1)] if whole > 0 else top
        self.drop.points = polyline(np.array([[at, last, 0.0], [at, low, 0.0]]))
        self.drop.set_stroke(opacity=grown * min(whole, 1.0))


class Gate(Follower):
    """A gate beside a plot of the valve: as high open as the curve is at the sum, and light shines through.

    `told` gives the neuron now. Dial: grown, how much of the gate and of the threads to it is there.
    """

    def __init__(self, told: Callable[[], WeightedSum], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.grown = on, told, Dial(1.0)
        self.frame = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.frame.set_fill(mix(INK.quiet, INK.ground, 0.86), opacity=1)
        self.light = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.threads = VMobject(stroke_color=INK.output, stroke_width=STROKE.thin)
        self.dot = VMobject(stroke_color=INK.casing, stroke_width=STROKE.thin)
        self.dot.set_fill(INK.output, opacity=1)
        self.add(self.frame, self.light, self.threads, self.dot, self.grown)
        self.redraw()

    @property
    def opening(self) -> float:
        """How high the light stands in the gate, as a share of the gate."""
        low, high = self.frame.points[:, 1].min(), self.frame.points[:, 1].max()
        return float((self.light.points[:, 1].max() - low) / (high - low)) if len(self.light.points) else 0.0

    def redraw(self) -> None:
        """Open the gate as far as the curve says, and lead a thread there."""
        told, grown = self.told(), self.grown.get_value()
        left = self.axes.across[1] + GATE[0]
        right = left + GATE[1]
        (_, low, _), (_, high, _) = self.axes.to_screen(0.0, 0.0), self.axes.to_screen(0.0, 1.0)
        self.frame.points = _box(left, low, right, low + grown * (high - low))
        self.frame.set_stroke(opacity=min(4.0 * grown, 1.0))
        foot = self.axes.to_screen(told.total, self.axes.foot)
        at = self.axes.to_screen(told.total, told.answer)
        self.light.points = _box(left, low, right, low + grown * (at[1] - low)) if grown > 0 else NOTHING
        across = np.array([[at[0] + grown * (left - at[0]), at[1], 0.0], at])
        self.threads.points = polyline(np.array([foot, foot + grown * (at - foot)]), across[::-1])
        self.dot.points = arc(at, 0.11 * grown) if grown > 0 else NOTHING


class Answers(Follower):
    """What one neuron says of every x as a line on axes; `told` gives its reading at all of `x` now.

    Dial: grown, the share of the line that is there, from the left.
    """

    def __init__(self, x: np.ndarray, told: Callable[[], NeuronReading], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.x, self.told, self.grown = on, x, told, Dial(1.0)
        self.line = VMobject(stroke_color=INK.model, stroke_width=STROKE.bold)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the line anew."""
        n = max(int(np.ceil(self.grown.get_value() * len(self.x))), 2)
        corners = self.axes.to_screen(self.x[:n], self.told().answer[:n])
        self.line.points = polyline(corners) if self.grown.get_value() > 0 else NOTHING


class Petals(Follower):
    """Measured petals on axes: a dot for each, stacked where lengths are the same, on the row of its kind.

    `wrong` (n,) of truth values tells which wear a ring; the dials grown and ringed say how much there is.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        *,
        on: Axes,
        wrong: Callable[[], np.ndarray],
        radius: float = 0.062,
    ) -> None:
        super().__init__(on)
        self.axes, self.x, self.y, self.wrong, self.radius = on, x, y, wrong, radius
        self.grown, self.ringed = Dial(1.0), Dial(0.0)
        self.level = np.array([np.sum((x[:k] == x[k]) & (y[:k] == y[k])) for k in range(len(x))])
        self.dots = VMobject(stroke_width=0).set_fill(INK.data, opacity=1)
        self.rings = VMobject(stroke_color=INK.residual, stroke_width=STROKE.normal)
        self.add(self.dots, self.rings, self.grown, self.ringed)
        self.redraw()

    @property
    def places(self) -> np.ndarray:
        """Where the dots stand on the stage: (n, 3); those of kind 1 hang down, the others stand up."""
        places = self.axes.to_screen(self.x, self.y)
        away = np.where(self.y > 0.5, 1.0, -1.0) * (2.15 * self.level + 1.6) * self.radius
        places[:, 1] += away
        return np.asarray(places)

    def redraw(self) -> None:
        """Set the dots, from the shortest petal on, and ring those that are taken for the other kind."""
        order = np.argsort(self.x, kind="stable")
        seen = order[: round(self.grown.get_value() * len(order))]
        places, ringed = self.places, self.ringed.get_value()
        self.dots.points = _discs(places[seen], self.radius)
        wrong = np.flatnonzero(self.wrong()) if ringed > 0 else np.zeros(0, dtype=int)
        self.rings.points = _discs(places[wrong], (1.0 + 0.9 * ringed) * self.radius)
        self.rings.set_stroke(opacity=ringed)


class Misfits(Follower):
    """A thread from what the neuron says of a petal to what it should say, for each of them.

    Dial: grown, from what it should say.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, told: Callable[[], NeuronReading], *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.x, self.y, self.told, self.grown = on, x, y, told, Dial(1.0)
        self.lines = VMobject(stroke_color=INK.residual, stroke_width=STROKE.thin, stroke_opacity=0.8)
        self.add(self.lines, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Hang the threads."""
        wanted = self.axes.to_screen(self.x, self.y)
        said = self.axes.to_screen(self.x, self.told().answer)
        ends = np.stack([wanted, wanted + self.grown.get_value() * (said - wanted)], axis=1)
        self.lines.points = polyline(*ends) if self.grown.get_value() > 0 else NOTHING


class Wall(KnobWall):
    """A network's knobs as the matrices that they are, of `rows` rows; they come from where they belong.

    `homes` (P, 2) tells where each of theta's knobs comes from. Dials: `hung` (0 to 1) hangs them up, `aside`
    (0 to 1) moves the wall, made smaller, to where `beside` (x, y, size) says.
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        theta: Callable[[], np.ndarray],
        homes: np.ndarray,
        *,
        cell: float,
        gap: float,
        middle: tuple[float, float],
        beside: tuple[float, float, float],
        most: float,
    ) -> None:
        self.hooks, self.edges = hung_up(sizes, cell, gap, middle)
        self.homes, self.beside, self.middle = homes, beside, np.array(middle)
        self.hung, self.aside = Dial(0.0), Dial(0.0)
        super().__init__(self.now, theta, radius=0.43 * cell, most=most)
        self.add(self.hung, self.aside)

    @property
    def size(self) -> float:
        """How large the wall is now, from 1 down to what `beside` says."""
        return 1.0 + self.aside.get_value() * (self.beside[2] - 1.0)

    def now(self) -> np.ndarray:
        """Where the knobs are: (P, 2)."""
        away = self.aside.get_value() * (np.array(self.beside[:2]) - self.middle)
        hooks = self.middle + away + self.size * (self.hooks - self.middle)
        hung = self.hung.get_value()
        if hung >= 1.0:
            return np.asarray(hooks)
        way = one_by_one(len(hooks), hung)[:, None]
        return np.asarray(self.homes + way * (hooks - self.homes))


def homes_of(layers: Sequence[np.ndarray]) -> np.ndarray:
    """Where a network's knobs belong (P, 2): a weight in the middle of its wire, a bias at its neuron.

    `layers` are the places (n, 2) of the neurons of each layer.
    """
    homes = []
    for start, end in pairwise(layers):
        homes += [(start[:, None] + end[None]).reshape(-1, 2) / 2, end]
    return np.concatenate(homes)


class Lead(Follower):
    """A thin line between two places of the stage (2,), which may move. Dial: grown, from its start."""

    def __init__(self, start: Followed, end: Followed, *, ink: str = INK.parameter) -> None:
        super().__init__()
        self.start, self.end, self.grown = asked(start), asked(end), Dial(1.0)
        self.line = VMobject(stroke_color=ink, stroke_width=STROKE.thin)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stretch from the one to the other."""
        start, end = (np.append(each()[:2], 0.0) for each in (self.start, self.end))
        grown = self.grown.get_value()
        self.line.points = (
            polyline(np.array([start, start + grown * (end - start)])) if grown > 0 else NOTHING
        )


class SliceFan(Follower):
    """The loss over one knob, for each of many: all curves pass through the place where the network stands.

    Dial: grown, the share of them that is drawn.
    """

    def __init__(self, told: KnobSlices, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.grown = on, told, Dial(1.0)
        self.lines = VMobject(stroke_color=INK.output, stroke_width=STROKE.hair, stroke_opacity=0.6)
        lines = (on.to_screen(told.turns, each) for each in told.loss)  # these axes stand still
        self.pieces = [within_box(polyline(each), on.box) for each in lines]
        self.add(self.lines, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw as many as there are."""
        n = round(self.grown.get_value() * self.told.n)
        self.lines.points = np.concatenate([NOTHING, *self.pieces[:n]])


def _discs(centres: np.ndarray, radius: float) -> np.ndarray:
    return (np.reshape(centres, (-1, 1, 3)) + radius * ROUND).reshape(-1, 3)


def _box(left: float, low: float, right: float, high: float) -> np.ndarray:
    x, y = np.array([left, right, right, left, left]), np.array([low, low, high, high, low])
    return polyline(at_screen(x, y))
