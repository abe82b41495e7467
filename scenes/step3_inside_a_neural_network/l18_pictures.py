"""Pictures of lecture 18 alone: its wall, its smallest and its small network, work as area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Circle, Group, VGroup, VMobject

from calc_core import gradient_descent, load_iris_petals, networks
from calc_core.networks import MLP, BackwardRoutes, ChainOfLinks, NudgeRuns, Operations
from visuals import INK, SIZE, STROKE, Axes, Box, Carried, Compass, Currents, Dial, Follower, Formula
from visuals import Halos, Knob, Line, Neurons, NudgeRun, Number, Options, Plan, Reading, SlopeLine, SlopeWall
from visuals import Walk, Wave, Wires, Words, layer_columns, polyline, read, series
from visuals.chain.ribbon import POST
from visuals.drawing.polyline import NOTHING, at_screen, rectangle
from visuals.network.diagram import ARRIVED
from visuals.network.hooks import hung_up

POWER = 1 / 3  # of a knob's slope is its light: slopes of the first layer are ten times smaller
SLOWLY = 5  # of the knobs that are nudged by hand, each by itself
LAMP = 0.42  # radius of the small network's lamps


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


def two_walls(
    net: MLP, theta: Callable[[], np.ndarray], by_hand: NudgeRuns, slopes: np.ndarray
) -> list[Wall]:
    """The wall whose knobs are nudged one by one, the first few slowly, and the one that a wave sweeps."""
    look: Options = {"cell": 0.163, "gap": 0.34, "middle": (0.0, 0.5)}
    order, found = np.full(net.n_params, 2.0), slopes.copy()  # 2: never
    slow = np.arange(SLOWLY) * 0.03
    rest = np.linspace(SLOWLY * 0.03, 1.0, by_hand.runs - SLOWLY)
    order[by_hand.knobs], found[by_hand.knobs] = np.concatenate([slow, rest]), by_hand.slopes
    scan = Wall(net, theta, found, order=order, beside=(-3.45, 1.95, 0.47), front=0.025, **look)
    return [scan, Wall(net, theta, slopes, order=from_the_right(scan.hooks), front=0.1, **look)]


def from_the_right(places: np.ndarray) -> np.ndarray:
    """The order (n,), 0 to 1, in which a front that comes from the right reaches places (n, 2)."""
    x = places[:, 0]
    return np.asarray((x.max() - x) / np.ptp(x))


def two_directions() -> tuple[Compass, Walk]:
    """The compass of lecture 17's two knobs, and the walk that turns it."""
    pairs = networks.petal_pairs(load_iris_petals())
    land = networks.neuron_loss(pairs.x, pairs.y, bounds=((-4, 10), (-5, 5.5)))
    path = gradient_descent(land, (-3.0, 4.0), learning_rate=1.0, tol=1e-3)
    walk, told = Walk(path), land.reading(path.x)
    steepest = float(np.linalg.norm(told.gradient, axis=1).max())
    compass = Compass(told, walk, steepest=steepest)
    compass.series = (series("petals that the compass knows", pairs, x="x", y="y"),)
    return compass.scale(3.9 / compass.height), walk


def link_words(told: ChainOfLinks, at: np.ndarray, y: float) -> tuple[VGroup, VGroup]:
    """The names of the four links at x `at`, and their rates underneath."""
    names, rates = VGroup(), VGroup()
    for k, (x, name) in enumerate(zip(at, ("light", "valve", "weight", "miss"), strict=True)):
        rate = read(told, "rates", index=k, decimals=2, name=f"rate of {name}")
        names.add(Words(name, size=SIZE.small, ink=INK.quiet).move_to((x, y, 0)))
        names[k].stand_on(names[0])
        rates.add(Words("× {{<r> : slope}}", ink=INK.quiet, r=rate).move_to((x, y - 0.56, 0)))
    return names, rates


def link_icons(told: ChainOfLinks, at: np.ndarray, y: float) -> Group:
    """What the four links of the smallest network are, at x `at`: a light, a valve, a weight and a miss."""
    z = np.linspace(-3.0, 3.0, 61)
    valve = networks.neuron_reading(z, 0 * z, (1.0, 0.0))
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


def small_net(sizes: tuple[int, ...], output: Any, knobs: tuple[float, ...]) -> MLP:
    """A network of valves whose knobs stand so."""
    return MLP(sizes, activation="sigmoid", output=output, theta=np.array(knobs))


class SmallNet:
    """The network of twelve wires before its loss, with all that runs through it."""

    def __init__(self, net: MLP, told: networks.Cache, nudges: NudgeRuns, routes: BackwardRoutes) -> None:
        columns = layer_columns(net.sizes, (-5.4, -2.2, 3.2, 1.9), apart=2.05)
        self.plan = plan = Plan(columns, np.array([5.9, -0.15]))
        weights = [W for W, _ in net.layers()]
        self.wires: Any = Group(
            *(Wires(columns[k], columns[k + 1], weights[k], most=2.8, width=11, least=0.0) for k in range(2))
        )
        grey = (INK.quiet, INK.quiet)
        self.to_loss = Wires(columns[2], plan.loss[None], np.ones((2, 1)), width=3, faint=0.5, inks=grey)
        lights = zip(columns, (*told.a, told.out), strict=True)
        self.lamps = Group(*(Neurons(place, lit[0], radius=LAMP) for place, lit in lights))
        ring = Circle(LAMP, color=INK.output, stroke_width=STROKE.normal).set_fill(INK.ground, opacity=1)
        letter = Formula("{{L : output}}", size=SIZE.title)
        self.loss = Group(ring, letter).move_to((*plan.loss, 0))
        self.begun = Dial(0.0)
        self.spark = Halos(plan.loss[None], lambda: np.array([self.begun.get_value()]), radius=LAMP)
        self.run = NudgeRun(plan, nudges, most=1.0, width=13)
        self.ghost = NudgeRun(plan, nudges, most=1.0, width=13, clock=Dial(ARRIVED))
        self.rings = Group(
            *(Halos(columns[c], lambda c=c: self.run.moved(c), radius=LAMP, ink=INK.gradient) for c in (1, 2))  # type: ignore[misc]  # its default
        )
        steepest = max(float(np.abs(each).max()) for each in routes.slopes)
        self.turns = np.argsort(nudges.knobs)  # of the wires, in theta's order: when each is nudged
        self.found = Currents(
            np.concatenate(plan.wires), nudges.slopes[self.turns], self.painted, most=steepest, width=15
        )
        self.key = slope_key((-6.4, -2.15))
        self.wave = Wave(plan, routes, most=steepest, width=15)
        self.halos = Group(*(Halos(columns[c], self.wave.deltas(c), radius=LAMP) for c in (1, 2)))
        self.carried = Carried(self.wave, most=2.6, width=15)

    def beside_answers(self, told: Sequence[Reading]) -> tuple[Group, tuple[Group, Group]]:
        """Numbers above the upper answer and below the lower one, and the deltas that name them."""
        numbers = Group(*(Number(each, ink=INK.output, size=SIZE.large) for each in told))
        for number, (x, y), aside in zip(numbers, self.plan.columns[-1], (0.98, -0.98), strict=True):
            number.move_to((x, y + aside, 0))
        return numbers, self.named_deltas(numbers)

    def beside_routes(self, told: Sequence[Reading]) -> Group:
        """Numbers at the two ways from the answers to the loss."""
        numbers = Group(*(Number(each, ink=INK.gradient, size=SIZE.large) for each in told))
        for number, up in zip(numbers, (1.15, -1.75), strict=True):
            number.move_to((4.75, up, 0))
        return numbers

    def named_deltas(self, numbers: Group) -> tuple[Group, Group]:
        """A delta before each number at the answers, and one above each hidden neuron."""
        letters = [Formula("{{delta : output}}", size=SIZE.title) for _ in range(5)]
        for letter, number in zip(letters, numbers, strict=False):
            sign = Words("=", ink=INK.output, size=SIZE.large).next_to(number, (-1, 0, 0), buff=0.15)
            letter.add(sign.next_to(letter, (1, 0, 0), buff=0.15))
            letter.next_to(number, (-1, 0, 0), buff=0.15)
        for letter, (x, y) in zip(letters[2:], self.plan.columns[1], strict=True):
            letter.move_to((x, y + 0.88, 0))
        return Group(*letters[:2]), Group(*letters[2:])

    def painted(self) -> np.ndarray:
        """Which part of each wire is painted with its slope: a run that has arrived paints its own."""
        share = np.clip((self.run.clock.get_value() - self.turns - ARRIVED) / (1.0 - ARRIVED), 0.0, 1.0)
        return np.stack([1.0 - share, np.ones(len(share))], axis=1)


def slope_key(at: tuple[float, float]) -> Group:
    """What a wire's slope looks like that makes the loss climb, and one that makes it fall."""
    rows = Group()
    for k, (ink, said) in enumerate(((INK.gradient, "loss climbs"), (INK.path, "loss falls"))):
        x, y = at[0], at[1] - 0.55 * k
        way, whole = np.array([[x, y, x + 0.92, y]]), np.array([[0.0, 1.0]])
        sample = Currents(way, np.array([1.0 - 2.0 * k]), whole, most=1.0, width=8)
        words = Words(said, ink=ink, size=SIZE.body).move_to((x + 1.15, y, 0), aligned_edge=LEFT)
        rows.add(Group(sample, words))
    return rows


def first_lines(n: int) -> str:
    """The first lines of the next lecture's `backward`."""
    parts = networks.tiny_source().split("\n\n\n")
    return "\n".join(next(each for each in parts if "def backward" in each).split("\n")[:n])


def counted(reading: Callable[[], Reading], words: Words) -> Group:
    """A number that grows to the left of words, on their line."""
    number = Number(reading, size=SIZE.title, align="right")
    number.shift([words.get_left()[0] - 0.25, words.baseline, 0.0] - number.strut.points[0])
    return Group(number, words)


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
        self.squares = np.stack([rectangle(*each) for each in boxes])
        self.redraw()
        self.two = Group(self.ahead.copy(), self.back.copy())  # where both runs lie, whole

    def named(self, names: tuple[str, str], size: float) -> Group:
        """Names beside the run forward and the one back."""
        inks = INK.text, INK.output
        said = [Words(name, ink=ink, size=size) for name, ink in zip(names, inks, strict=True)]
        for words, area, side in zip(said, self.two, (LEFT, RIGHT), strict=True):
            words.next_to(area, side, buff=0.5 * self.side)
        return Group(*said)

    def redraw(self) -> None:
        """Lay as many squares as there are, and the two runs beside them."""
        n = round(self.grown.get_value() * len(self.squares))
        self.many.points = self.squares[:n].reshape(-1, 3)
        (x, y), told = self.at, self.told.get_value()
        gap = self.cell - self.side
        first, second = (float(np.clip(2.0 * told - k, 0.0, 1.0)) for k in (0, 1))
        start, wide = x + self.side + gap, self.side * self.work.ratio
        top = y + self.side
        self.ahead.points = rectangle(x, y, x + self.side * first, top) if first > 0 else NOTHING
        self.back.points = (
            rectangle(start + wide * (1.0 - second), y, start + wide, top) if second > 0 else NOTHING
        )
