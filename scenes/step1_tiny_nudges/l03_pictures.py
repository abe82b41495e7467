"""Pictures of lecture 03 alone: the square of film 02, what joins the lines, and the parts of the beast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from manim import LEFT as LEFTWARDS
from manim import UP, VGroup, VMobject

from calc_core import Operation
from visuals import INK, SIZE, STROKE, Dial, Follower, Formula, Number, beside, mix, polyline
from visuals import GearTrain, Nudge, NumberLine, Options, Rod, Slider, Threads, Turned

LEFT, RIGHT, OPEN, ZERO, UNIT = -4.8, 1.75, 6.6, -4.55, 2.0  # of the lines, beside the machine and without
OPENING = 2.0  # how much the lines are drawn apart at first, while nothing stands beside them
HEIGHTS = (2.68, 0.28, -2.12)
AXLES, POST, END = 3.2, 2.0, 6.66  # where the wheels turn, and what guides the rods
RATIOS = 4.4  # where what is said of a gear begins
INKS = (INK.input, INK.text, INK.output)  # of the three lines
DX, DU, DU_2, DY = "{{dif x : input}}", "{{dif u : text}}", "{{dif u : text_2}}", "{{dif y : output}}"
PAIRS = ((DU, DX), (DY, DU))
CHAIN = f"{DY} / {DX} = {{{{dif y : output_2}}}} / {DU} dot {DU_2} / {{{{dif x : input_2}}}}"
GATHERED = (  # from where each part of the chain rule comes: which ratio, its label, the chain rule's label
    (1, "output", "output_2"), (1, "text", "text"), (0, "text", "text_2"), (0, "input", "input_2"),
)  # fmt: skip
FLAT = 0.14  # how high the area is as it lies on its line

FIFTH, TRIPLE, DECAY = 2.0, 3.0, 7.0  # sin(2 x^5 + 3 x) / e^(7 x)
NODES = {
    "fifth": ("2 {{x : input}}^5", (-5.0, -1.15)),
    "triple": ("3 {{x : input}}", (-1.0, -1.15)),
    "sum": ("+", (-3.0, 0.15)),
    "sine": ("sin", (-3.0, 1.45)),
    "minus": ("-7 {{x : input}}", (4.2, -1.15)),
    "decay": ("exp", (4.2, 0.3)),
    "beast": ("times", (0.4, 2.85)),
}
LEAVES = {name: (NODES[name][1][0], -2.45) for name in ("fifth", "triple", "minus")}
FRACTION = "{{f(x) : output}} = {{sin(2 x^5 + 3 x) : text}} / {{e^(7 x) : text_2}}"
PRODUCT = "{{f(x) : output}} = {{sin(2 x^5 + 3 x) : text}} dot {{e^(-7 x) : text_2}}"
LEVELS = (
    (("x", "fifth"), ("x", "triple"), ("x", "minus")),
    (("fifth", "sum"), ("triple", "sum")),
    (("sum", "sine"), ("minus", "decay")),
    (("sine", "beast"), ("decay", "beast")),
)


def twice(x: np.ndarray) -> np.ndarray:
    """The first steady function."""
    return 2.0 * x


def half_as_much_again(u: np.ndarray) -> np.ndarray:
    """The second steady function."""
    return 1.5 * u


def square(x: np.ndarray) -> np.ndarray:
    """The area of a square of side x."""
    return x**2


def sine_of_square(x: np.ndarray) -> np.ndarray:
    """From the first line straight to the last."""
    return np.asarray(np.sin(x**2))


def beast(x: np.ndarray) -> np.ndarray:
    """The beast in one piece, as it is measured."""
    return np.sin(FIFTH * x**5 + TRIPLE * x) / np.exp(DECAY * x)


def operations() -> tuple[Operation, ...]:
    """The beast in seven pieces, from the leaves to the root."""
    return (
        Operation.power("fifth", "x", 5, factor=FIFTH),
        Operation.multiple("triple", "x", TRIPLE),
        Operation.total("sum", "fifth", "triple"),
        Operation.sine("sine", "sum"),
        Operation.multiple("minus", "x", -DECAY),
        Operation.exponential("decay", "minus"),
        Operation.product("beast", "sine", "decay"),
    )


class Moment(NamedTuple):
    """Where the three sliders stand, and at which rate each gear would pass on a nudge."""

    x: float
    u: float
    y: float
    first: float
    second: float


# Teeth of idle wheel, pinion and wheel of both trains.
STEADY_TEETH = (14, 16, 32), (14, 16, 24)  # twice 16, and 3/2 of it
# The second pinion is small: beside a wheel that shrinks to nothing a large one would hang below its rod.
SWELLING_TEETH = (14, 16, 24), (42, 14, 16)


class Linkage(NamedTuple):
    """What shows three numbers that push each other: on each line, and (threads, trains) between two."""

    sliders: list[Slider]
    rods: list[Rod]
    bars: list[Nudge]
    threads: list[Threads]
    trains: list[GearTrain]


def linkage(
    lines: Sequence[NumberLine],
    look: Callable[[], Moment],
    start: Any,  # three numbers
    teeth: Sequence[tuple[int, int, int]],
) -> Linkage:
    """The linkage of three numbers that `look` tells, which began at `start`; gears have these `teeth`."""
    each = list(zip(range(3), lines, INKS, "xuy", strict=True))
    sliders = [Slider(line, lambda k=k: look()[k], ink=ink) for k, line, ink, _ in each]  # type: ignore[misc]  # its default
    rods = [
        Rod(lambda one=one: one.place, right=END, neck=POST, ink=ink)  # type: ignore[misc]  # its default
        for one, ink in zip(sliders, INKS, strict=True)
    ]
    bars = [
        Nudge(line, lambda k=k: (start[k], look()[k] - start[k]), ink=ink, label=f"dif {name}")  # type: ignore[misc]  # its default
        for k, line, ink, name in each
    ]
    threads = [
        between(lines, k, lambda k=k: look()[k : k + 2], ink=INK.text, width=STROKE.normal)  # type: ignore[misc]  # its default
        for k in range(2)
    ]

    def turned(k: int) -> Turned:
        now = look()
        above, below = ((now[i] - start[i]) * lines[i].per_unit for i in (k, k + 1))
        return Turned(above, below, now[3 + k])

    trains = [
        GearTrain(
            lambda k=k: turned(k), x=AXLES, above=HEIGHTS[k], below=HEIGHTS[k + 1], reach=(POST, END),  # type: ignore[misc]  # its default
            teeth=teeth[k], inks=(INKS[k], INKS[k + 1]), grown=0.0,
        )
        for k in range(2)
    ]  # fmt: skip
    return Linkage(sliders, rods, bars, threads, trains)


def number_lines(places: Sequence[float], zoom: Dial) -> list[NumberLine]:
    """The three lines as they stand at first; the glass will be held over these places."""
    shape: Options = {"left": LEFT, "right": OPEN, "unit": UNIT, "start": ZERO, "zoom": zoom}
    lines = [NumberLine(y=y, focus=at, **shape) for y, at in zip(HEIGHTS, places, strict=True)]
    return [line.pose(anchor=ZERO + OPENING * UNIT * line.focus) for line in lines]


def between(lines: Sequence[NumberLine], k: int, look: Callable[[], Any], **how: Any) -> Threads:
    """One thread, from the first of two numbers that `look` tells to the second, on lines k and k + 1."""
    return Threads(lines[k], lines[k + 1], lambda: np.array([look()]).T, beads=True, grown=0.0, **how)


def fans(lines: Sequence[NumberLine], values: np.ndarray) -> list[Threads]:
    """Many threads, from all numbers of each line to those of the next."""
    return [
        Threads(lines[k], lines[k + 1], lambda k=k: values[k : k + 2], ink=ink, opacity=0.75, grown=0.0)
        for k, ink in enumerate((INK.input, INK.output))
    ]


def small(source: str) -> Formula:
    """A formula that stands by."""
    return Formula(source, size=SIZE.body)


def name(k: int, source: str) -> Formula:
    """What stands before a line."""
    return Formula(source).move_to((LEFT - 0.13, HEIGHTS[k], 0.0), aligned_edge=-LEFTWARDS)


def ratio(k: int, number: Number) -> VGroup:
    """What is said of a gear, beside it."""
    over, under = PAIRS[k]
    row = beside(small(f"{over} / {under} ="), number)
    middle = (HEIGHTS[k] + HEIGHTS[k + 1]) / 2
    return row.shift((RATIOS - row.get_left()[0], middle - row.get_center()[1], 0.0))


def rule(row: VGroup, source: str) -> Formula:
    """The rule behind a ratio, under it."""
    number: Any = row[1]
    left, top = number.strut.points[0][0] - 0.47, row.get_bottom()[1] - 0.14
    return small(source).move_to((left, top, 0.0), aligned_edge=UP + LEFTWARDS)


def struck(glyphs: VGroup) -> VMobject:
    """A stroke across what cancels."""
    stroke = VMobject().set_stroke(INK.slope, width=STROKE.thin)
    stroke.points = polyline(np.array([glyphs.get_corner((-1, -1, 0)), glyphs.get_corner((1, 1, 0))]))
    return stroke


def unnamed(formula: Any, labels: Sequence[str] | None = None) -> list[VMobject]:
    """What of a formula belongs to none of the concepts (all it has): its bar, its equals sign."""
    named = {id(glyph) for label in labels or formula.labels for glyph in formula.part(label)}
    return [glyph for glyph in formula if id(glyph) not in named]


class GrowingSquare(Follower):
    """A square that grows by two strips and a corner, as far as its side is `nudged` (a dial).

    Its lower left corner stands at `corner`; its unit is that of the lines. The dials `side_laid` and
    `area_laid` lay its side and its area on the first two of them, as lengths from 0.
    """

    def __init__(self, side: float, *, corner: tuple[float, float]) -> None:
        super().__init__()
        self.x, self.corner, self.unit = side, np.array([*corner, 0.0]), OPENING * UNIT
        self.grown, self.nudged = Dial(1.0), Dial(0.0)
        self.side_laid, self.area_laid = Dial(0.0), Dial(0.0)
        self.square = _tile(mix(INK.output, INK.ground, 0.62))
        self.strips = _tile(mix(INK.output, INK.ground, 0.2))
        self.nub = _tile(INK.output)
        self.side = VMobject().set_stroke(INK.input, width=STROKE.bold)
        self.nudge = VMobject().set_stroke(INK.input, width=2 * STROKE.bold)
        self.label = Formula("{{x : input}}", size=SIZE.large)
        self.add(self.square, self.strips, self.nub, self.side, self.nudge, self.label)
        self.add(self.grown, self.nudged, self.side_laid, self.area_laid)
        self.redraw()

    def redraw(self) -> None:
        """Lay the square, its strips and its corner, or its side and its area on their lines."""
        grown, laid, flat = (dial.get_value() for dial in (self.grown, self.side_laid, self.area_laid))
        side, more = (each * self.unit * grown for each in (self.x, self.nudged.get_value()))
        area = side**2 / self.unit if grown > 0 else 0.0
        corner = self.corner + flat * ([ZERO, HEIGHTS[1] - FLAT / 2, 0.0] - self.corner)
        across, up = side + flat * (np.array([area, FLAT]) - side)
        self.square.set_fill(mix(INK.output, INK.ground, 0.62 - 0.42 * flat)).points = _box(
            corner, across, up
        )
        self.strips.points = np.concatenate([
            _box(corner + [side, 0, 0], more, side), _box(corner + [0, side, 0], side, more),
        ])  # fmt: skip
        self.nub.points = _box(corner + [side, side, 0], more, more)
        base = self.corner - [0.0, 0.12, 0.0]
        base += laid * ([ZERO, HEIGHTS[0], 0.0] - base)
        ends = base + np.outer([0.0, side, side + more], [1.0, 0.0, 0.0])
        self.side.points, self.nudge.points = polyline(ends[:2]), polyline(ends[1:])
        self.label.move_to(base + [side / 2, -0.3, 0.0]).set_fill(opacity=grown * max(1 - 3 * laid, 0.0))


def _box(corner: np.ndarray, across: float, up: float) -> np.ndarray:
    if min(across, up) < 1e-6:
        return polyline()
    return polyline(corner + np.array([[0, 0, 0], [across, 0, 0], [across, up, 0], [0, up, 0], [0, 0, 0]]))


class Posts(Follower):
    """Two upright posts that guide the rods."""

    def __init__(self) -> None:
        super().__init__()
        self.grown = Dial(1.0)
        self.body = VMobject().set_fill(mix(INK.quiet, INK.ground, 0.72), opacity=1)
        self.body.set_stroke(mix(INK.quiet, INK.ground, 0.3), width=STROKE.hair)
        self.add(self.body, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand from the lower end up, as far as they have grown."""
        low, half = HEIGHTS[2] - 0.25, 0.07
        top = low + self.grown.get_value() * (HEIGHTS[0] + 0.25 - low)
        corners = np.array([[-half, low], [half, low], [half, top], [-half, top], [-half, low]])
        runs = [np.append(corners + [x, 0.0], np.zeros((5, 1)), axis=1) for x in (POST, END)]
        self.body.points = polyline(*runs) if top > low else polyline()


def _tile(ink: str) -> VMobject:
    return VMobject().set_fill(ink, opacity=1).set_stroke(INK.ground, width=STROKE.thin)
