"""What only lecture 13 shows: the board of strides, a track for the stride, three walks at the edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self, cast

import numpy as np
from manim import DoubleArrow, Group, VGroup, VMobject

from calc_core import DescentPath, Offsets, graph
from visuals import INK, SEVERAL, SIZE, STROKE, Axes, Box, Curve, Dial, Formula, Marker, Number, OneStep
from visuals import Options, PowersMap, Reading, TenfoldSteps, Thread, Walk, Words
from visuals import beside, over_steps, plate, read, series
from visuals.drawing.polyline import mark

ROW = 0.62  # from row to row of the board, in scene units
COLUMNS = (0.2, 1.75, 2.2)  # mark's middle, end of the stride's number, begin of what came of it
TALLEST = 1e3  # metres, at the upper end of the axis of distances
BESIDE = ((-3.7, 0.2), (-0.25, 1.3))  # where the number of either cut begins
UPON = (0.55, 0.38, 0.75)  # from a line at the edge to its stride, in scene units
ROOM = 3.92  # for the words of the counter, in scene units: as wide as the board
GROWN = 1e3  # metres; from there on, distances are told by powers of ten
TENS = 10.0  # metres; from there on, three digits are told
CUTS = ((-3.45, 0.9, -6.4), (-1.42, 1.42, 1.75))  # of each cut: from where to where, in m, and its left edge
UNIT, LIFT, TOP, FOOT = (
    1.62,
    0.3,
    17.0,
    -2.25,
)  # scene units to a metre, and to one of height; highest, lowest
RULE = "{{x : path}}_(k+1) = {{x : path}}_k - thick {{gamma : parameter}} thick {{nabla f(x_k) : gradient}}"
FACTOR = "|1 - {{gamma : parameter}} thin {{lambda : curvature}}|"
BEST = "{{gamma : parameter}} = 2 / ({{lambda_min + lambda_max : curvature}}) ="


class StrideBoard(Group):
    """A board with a row for every stride: the walker's mark, the stride, and what became of the walk.

    `head` and `strides[k]` are entered first, `ends[k]` when walk k is over. `back` is the plate beneath.
    """

    def __init__(
        self, strides: Sequence[Reading], ends: Sequence[Reading | str], *, left: float, top: float
    ) -> None:
        self.strides, self.ends = [], []
        stride = Formula("{{gamma : parameter}}", size=SIZE.large)
        stride.move_to((left + 1.2, top, 0))
        home = Words("steps home", size=SIZE.body, ink=INK.quiet)
        home.move_to((left + COLUMNS[2], top, 0), aligned_edge=np.array([-1, 0, 0]))
        self.head = VGroup(stride, home.stand_on(stride))
        for k, (each, end) in enumerate(zip(strides, ends, strict=True)):
            y = top - ROW * (k + 1) - 0.1
            self.strides.append(self._stride(k, each, left, y))
            self.ends.append(self._end(end, self.strides[k], left))
        whole = VGroup(self.head, *self.strides, *self.ends)
        self.back = plate(whole)
        super().__init__(self.back, self.head, *self.strides, *self.ends)

    def _stride(self, k: int, reading: Reading, left: float, y: float) -> VGroup:
        kind = SEVERAL[k % len(SEVERAL)]
        sign = VMobject(stroke_width=0).set_fill(kind.ink, opacity=1)
        sign.points = mark(kind.corners, 0.16) + [left + COLUMNS[0], y, 0]
        number = Number(reading, align="right", ink=kind.ink)
        number.shift(np.array([left + COLUMNS[1], y - 0.13, 0]) - number.strut.points[0])
        return VGroup(sign, number)

    def _end(self, end: Reading | str, stride: VGroup, left: float) -> Words:
        told = Words(end, ink=INK.text) if isinstance(end, str) else Words("<n>", ink=INK.output, n=end)
        told.move_to((left + COLUMNS[2], 0, 0), aligned_edge=np.array([-1, 0, 0]))
        told.shift((0, cast(Number, stride[1]).baseline - told.baseline, 0))
        return told


class StrideTrack(Group):
    """A track for the stride with a violet knob where `rate` tells, and its letter before it."""

    def __init__(self, rate: Dial, *, box: Box, x: tuple[float, float], ticks: Sequence[float]) -> None:
        self.axes = Axes(
            x=x, y=(-1, 1), box=box, x_ticks=np.array(ticks), y_ticks=(), cross_at=0.0, upright=False
        )
        self.letter = Formula("gamma", ink=INK.parameter, size=SIZE.title)
        self.letter.next_to(self.axes.to_screen(x[0], 0.0), np.array([-1, 0, 0]), buff=0.35)
        place = lambda: (rate.get_value(), 0.0)  # noqa: E731
        self.filled = Thread(lambda: (x[0], 0.0), place, on=self.axes, ink=INK.parameter, width=STROKE.bold)
        self.knob = Marker(place, on=self.axes, ink=INK.parameter, radius=0.17, corners=4)
        super().__init__(self.axes, self.letter, self.filled, self.knob)

    def lie(self, box: Box) -> Self:
        """Lie elsewhere on the stage, at once."""
        self.axes.fit(box)
        self.letter.next_to(self.axes.to_screen(self.axes.x[0], 0.0), np.array([-1, 0, 0]), buff=0.35)
        for each in (self.filled, self.knob):
            each.redraw()
        return self


class TwoSlices(Group):
    """A bowl cut along its floor and across it, both at one scale, with a step of gradient descent on each.

    `starts` are where the steps begin, `left` tells now by what the two coordinates are multiplied.
    Parts: `curves[k]`, `names[k]`, `steps[k]`.
    """

    def __init__(
        self,
        f: Callable[[np.ndarray], Any],
        starts: np.ndarray,
        left: Callable[[], np.ndarray],
        inks: Sequence[str],
    ) -> None:
        self.axes, self.curves, self.names, self.steps = [], [], [], []
        for k, (name, ink, (low, high, edge)) in enumerate(zip(("along", "across"), inks, CUTS, strict=True)):
            box = Box(edge, FOOT, edge + UNIT * (high - low), FOOT + TOP * LIFT)
            on = Axes(x=(low, high), y=(0, TOP), box=box, x_ticks=(), y_ticks=(), upright=False)
            cut = graph(partial(_cut, f, k), np.linspace(low, high, 160))
            inside = cut.x[cut.f <= TOP]
            span = float(inside[0]), float(inside[-1])
            shown = series(name, cut, way="x", height="f")
            curve = Curve(shown, on=on, ink=ink, width=STROKE.bold, span=lambda span=span: span)  # type: ignore[misc]  # its default
            end = lambda k=k: float(starts[k] * left()[k])  # noqa: E731
            level = (-1.15, 1.15) if k else None
            self.axes.append(on)
            self.curves.append(curve)
            self.steps.append(OneStep(curve, float(starts[k]), end, level=level))
            place = on.to_screen(0.0, 0.0) + [-2.0 if k == 0 else 0.0, -0.42, 0.0]
            self.names.append(Words(name, ink=ink, size=SIZE.large).move_to(place))
        self.names[0].stand_on(self.names[1])
        self.inks = tuple(inks)
        super().__init__(*self.curves, *self.names, *self.steps)

    def left(self, k: int, told: Callable[[], Reading]) -> VGroup:
        """How much of the way to the floor a step leaves, beside slice k."""
        label = Words("still left", ink=INK.quiet, size=SIZE.large).move_to((*BESIDE[k], 0))
        return beside(label, Number(told, ink=self.inks[k], size=SIZE.title))

    def bound(self, k: int, told: Reading) -> VGroup:
        """How long a stride slice k alone would bear."""
        law = Formula("{{gamma : parameter}} <", size=SIZE.title).move_to((*BESIDE[k], 0))
        return beside(law, Number(told, ink=self.inks[k], size=SIZE.title))


def _cut(f: Callable[[np.ndarray], Any], axis: int, way: np.ndarray) -> Any:
    """Heights along one axis through the floor."""
    places = np.zeros((*np.shape(way), 2))
    places[..., axis] = way
    return f(places)


def curvature_sign(on: PowersMap, axis: int, reading: Reading, *, reach: float, ink: str) -> tuple[Any, Any]:
    """An arrow up both sides of a bowl's floor along one axis, and the curvature there on a plate."""
    ends = np.zeros((2, 2))
    ends[:, axis] = [-reach, reach]
    start, end = on.to_screen(ends)
    look = {"buff": 0, "stroke_width": STROKE.bold, "tip_length": 0.25, "color": ink}
    words = Words("curvature <k>", ink=ink, size=SIZE.large, k=reading)
    aside = np.array([1.9, 0.35, 0]) if axis else np.array([2.0, 0.55, 0])
    words.move_to((end + [0.0, -0.6, 0.0] if axis else start) + aside)
    return DoubleArrow(start, end, **look), VGroup(plate(words), words)


def counter(away: Offsets, walk: Walk, *, left: float, top: float, ink: str) -> VGroup:
    """Steps done on a walk, and how far across the floor it is, large, on a plate."""

    def told(field: str) -> Reading:
        at = int(walk.now)
        plain = field == "step" or away.steep[at] < GROWN
        how: Options = {"decimals": 3 * (field == "steep")} if plain else {"scientific": True, "digits": 2}
        return read(away, field, index=at, name="steps" if field == "step" else "distance across", **how)

    rows = VGroup()
    for row, (field, unit) in enumerate((("step", "steps"), ("steep", "m from the floor"))):
        number, word = Number(partial(told, field), ink=ink, size=SIZE.title), Words(unit, ink=INK.quiet)
        number.shift(np.array([left, top - 1.08 * row, 0]) - number.strut.points[0])
        word.move_to((left, number.baseline - 0.35, 0), aligned_edge=np.array([-1, 0, 0]))
        rows.add(VGroup(number, word))
    widest = VMobject().set_points_as_corners([np.array([left, top, 0]), np.array([left + ROOM, top, 0])])
    return VGroup(plate(rows, widest), rows)


def stacked(*lines: Words, left: float, top: float, gap: float = 0.68) -> VGroup:
    """Lines below each other on a plate."""
    for k, line in enumerate(lines):
        line.move_to((left, top - gap * k, 0), aligned_edge=np.array([-1, 0, 0]))
        line.shift((0, lines[0].baseline - gap * k - line.baseline, 0))
    return VGroup(plate(*lines), *lines)


class EdgeChart(Group):
    """Distances across the floor over two thousand steps, by powers of ten: at the edge and a hair beside it.

    Parts: `axes`, `names`, `lines[k]`, `strides[k]` (upon its line), `ends[k]` (what is left at last),
    `tenfold` (what the marks mean).
    """

    def __init__(
        self, walks: Sequence[Offsets], paths: Sequence[DescentPath], inks: Sequence[str], *, box: Box
    ) -> None:
        steps = float(walks[0].step[-1])
        self.axes = on = Axes(
            x=(0, steps), y=(1e-3, TALLEST), box=box, log="y",
            x_ticks=np.array([0, steps / 4, steps / 2, 3 * steps / 4, steps]),
            y_ticks={1e-3: "0.001", 1e-2: "0.01", 1e-1: "0.1", 1.0: "1", 1e1: "10", 1e2: "100"},
        )  # fmt: skip
        step = Words("steps", ink=INK.quiet)
        step.move_to((box.right, box.bottom + 0.25, 0), aligned_edge=np.array([1, -1, 0]))
        away = Words("distance across, in m", ink=INK.quiet)
        away.move_to((box.left + 0.25, box.top, 0), aligned_edge=np.array([-1, 1, 0]))
        self.names = VGroup(step, away)
        self.lines, self.strides, self.ends = [], [], []
        for k, (walk, path, ink) in enumerate(zip(walks, paths, inks, strict=True)):
            shown = over_steps(f"distance across {k}", walk, distance="steep")
            self.lines.append(Curve(shown, on=on, ink=ink, width=STROKE.bold))
            digits = 3 if walk.steep[-1] > TENS else 2
            told = read(walk, "steep", index=-1, digits=digits, unit="m", name="distance across")
            end = Number(told, ink=ink, size=SIZE.large)
            place = on.to_screen(steps, float(walk.steep[-1])) + [0.3, -0.15, 0.0]
            self.ends.append(end.shift(place - end.strut.points[0]))
            letter = Formula("{{gamma : parameter}} =", size=SIZE.large)
            stride = read(path, "step", index=0, decimals=4, name="stride")
            upon = on.to_screen(0.55 * steps, self.lines[k].at(0.55 * steps)) + [0.0, UPON[k], 0.0]
            self.strides.append(beside(letter, Number(stride, ink=ink, size=SIZE.large)).move_to(upon))
        self.tenfold = TenfoldSteps(on, (1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2))
        super().__init__(self.axes, self.names, *self.lines, *self.strides, *self.ends, self.tenfold)


def valley_told(limit: Any, home: Reading, *, left: float, top: float) -> VGroup:
    """How steep a valley is across, and how many steps the best stride takes home."""
    told = read(limit, "curvatures", index=1, decimals=0, name="curvature across")
    curved = Words("curvature <k>", ink=INK.curvature, size=SIZE.large, k=told)
    return stacked(
        curved, Words("<n> steps home", ink=INK.output, size=SIZE.title, n=home), left=left, top=top
    )


def law(formula: str, reading: Reading) -> VGroup:
    """What holds for the stride, and the number that comes of it."""
    number = Number(reading, ink=INK.parameter, size=SIZE.large)
    return beside(Formula(formula, size=SIZE.large), number)


def search_told(home: Reading, refused: Reading, *, left: float, top: float) -> VGroup:
    """How many steps a walk took that searched its strides, and how many tries it had to take back."""
    steps = Words("<n> steps home", n=home, ink=INK.output, size=SIZE.large)
    tries = Words("<m> tries refused", m=refused, ink=INK.residual, size=SIZE.large)
    return stacked(steps, tries, left=left, top=top)
