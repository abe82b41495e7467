"""Pictures of lecture 19 alone: digits that unroll into rows, stairs, stripes, a carpet of errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from manim import Group, Mobject, VMobject

from calc_core import load_digits, networks
from calc_core.networks import MLP, PartialProducts, TinyTrace
from visuals import INK, SIZE, STROKE, Axes, Box, Crossing, Dial, Follower, Hinge, Listing, MatrixTile
from visuals import Neurons, Options, Reading, Tiles, Wires, Words, beside, mix, polyline, read
from visuals.drawing.camera import Canvas
from visuals.drawing.polyline import NOTHING, at_screen

PITCH = 1.09  # from one image to the next, in their sides
FLIGHT = 0.35  # of the dial: how long one image is under way
RIM = 0.015  # of a frame about a row or a column, in scene units
ABOVE = 1e-8  # an error that no rounding makes
CONCEPTS = {
    "X": "input", **dict.fromkeys(("W1", "b1", "W2", "b2", "knobs"), "parameter"),
    **dict.fromkeys(("dZ", "dA", "slopes"), "slope"), "losses": "output", "Y": "exact",
}  # fmt: skip
SHAPED = ("X", "W1", "A")  # matrices whose shape stands beside their name
ZERO = 1e-18  # where an error of nothing at all is drawn
SUMS, TANH, SOFTMAX = "X @ W1", "np.tanh(X @ W1 + b1)", "E / E.sum(1, keepdims=True)"
CELL, GAP = 0.062, 0.62  # of every matrix; and between what lies below and what hangs above
LOW, FOOT = -2.94, -2.94 + 32 * CELL + GAP  # of the rows of digits, and of what hangs above them
LAST = 6.76 - 5 * CELL  # across: middles of what has ten columns, thirty-two, sixty-four
MID = LAST - 21 * CELL - 0.28
FIRST = MID - 48 * CELL - 0.1
BAND, TOP, HALF = LOW + 16 * CELL, FOOT + 32 * CELL, FOOT + 16 * CELL  # up: middles of 32, of 64, of 32 rows
BENT = Box(0.2, 0.0, 3.0, 2.3)


class Wall(Tiles):
    """Images (n, 8, 8) that hang large at first, eight in a row; dial `settled` takes them to a corner.

    `middles` and `sides` are those of the wall and of one image, before and then. `marked` (n,) as in Tiles.
    """

    def __init__(
        self,
        images: np.ndarray,
        *,
        middles: tuple[tuple[float, float], tuple[float, float]],
        sides: tuple[float, float],
        marked: Callable[[], np.ndarray],
    ) -> None:
        self.settled, self.sides, n = Dial(0.0), sides, len(images)
        across, down = np.meshgrid(np.arange(8) - 3.5, (n // 8 - 1) / 2 - np.arange(n // 8))
        grid = np.stack([across.ravel(), down.ravel()], axis=1)
        self.hung = [np.array(middles[k]) + PITCH * sides[k] * grid for k in (0, 1)]
        super().__init__(self.now, images, size=(sides[0], sides[0]), marked=marked, mark_ink=INK.output)
        self.add(self.settled)

    def now(self) -> np.ndarray:
        """Where the images hang: (n, 2)."""
        share = self.settled.get_value()
        return np.asarray((1.0 - share) * self.hung[0] + share * self.hung[1])

    @property
    def size(self) -> tuple[float, float]:
        """How large the images are now."""
        share = self.settled.get_value()
        side = (1.0 - share) * self.sides[0] + share * self.sides[1]
        return side, side

    @size.setter
    def size(self, size: tuple[float, float]) -> None:
        """Only the dial says how large they are."""


class Unrolling(Tiles):
    """The pixels of images that hang on a wall fly, row by row, into the rows of the matrix X.

    Dials: flown (0 to 1), grown, opacity; a pixel shrinks from one of its image to a cell of the matrix.
    """

    def __init__(self, wall: Wall, into: MatrixTile) -> None:
        images = wall.values
        n, rows, columns = images.shape
        self.homes, self.side, self.into, self.flown = wall.hung[1], wall.sides[1], into, Dial(0.0)
        row, column = np.divmod(np.arange(rows * columns), columns)
        self.grid = np.stack([column - (columns - 1) / 2, (rows - 1) / 2 - row], axis=1) / columns
        self.cells = np.array([[into.place(k, j)[:2] for j in range(rows * columns)] for k in range(n)])
        super().__init__(self.now, images.reshape(-1, 1, 1), size=(self.side / 8, self.side / 8), rim=False)
        self.add(self.flown)

    @property
    def way(self) -> np.ndarray:
        """How far each image has come (n,), 0 to 1: they leave one after another."""
        leaving = np.linspace(0.0, 1.0 - FLIGHT, len(self.homes))
        way = np.clip((self.flown.get_value() - leaving) / FLIGHT, 0.0, 1.0)
        return np.asarray(way * way * (3.0 - 2.0 * way))

    def now(self) -> np.ndarray:
        """Where the pixels are: (64 n, 2)."""
        at_home = self.homes[:, None] + self.side * self.grid[None]
        return np.asarray((at_home + self.way[:, None, None] * (self.cells - at_home)).reshape(-1, 2))

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        places, values, way = self.places, self.values, np.repeat(self.way, len(self.grid))
        for step in np.unique(way[way > 0]):  # images that are equally far have pixels of one size
            size = self.side / 8 + step * (self.into.cell - self.side / 8)
            part = Tiles(places[way == step], values[way == step], size=(size, size), rim=False)
            part.draw(canvas, grown, opacity)


def stages(stack: Sequence[np.ndarray] | np.ndarray, *dials: Dial) -> Callable[[], np.ndarray]:
    """Tells the entry of a stack of finished arrays at which the sum of dials stands, or one in between."""

    def now() -> np.ndarray:
        at = min(max(sum(dial.get_value() for dial in dials), 0.0), len(stack) - 1.0)
        low = min(int(at), len(stack) - 2)
        return np.asarray(stack[low] + (at - low) * (stack[low + 1] - stack[low]))

    return now


def the_wave(net: MLP, X: np.ndarray, label: np.ndarray) -> tuple[Group, list[Wires]]:
    """The image of the lecture before: a network's lamps and wires; and its slopes, the last layer first."""
    columns = [
        np.stack([np.full(n, x), np.linspace(3.3, -2.7, n)], axis=1)
        for n, x in zip(net.sizes, (-5.6, 0.0, 5.4), strict=True)
    ]
    lit = net.forward(X[3:4])
    lights = (lit.a[0][0], lit.a[1][0], lit.out[0])
    lamps = [
        Neurons(place, light, radius=radius)
        for place, light, radius in zip(columns, lights, (0.042, 0.08, 0.2), strict=True)
    ]
    slopes = net.backward(X, label).by_layer
    wires, waves = [], []
    for k, ((weights, _), (slope, _)) in enumerate(zip(net.layers(), slopes, strict=True)):
        start, end, thin = columns[k], columns[k + 1], Options(faint=0.0, least=0.0)
        wires.append(Wires(start, end, weights, width=1.2, **thin))
        wires[-1].opacity.set_value(0.3)
        red: Options = {"inks": (INK.slope, INK.slope), "coming_from": "end", "grown": 0.0}
        waves.append(Wires(start, end, slope, width=3.0, **thin, **red))
    return Group(*wires, *lamps), waves[::-1]


def side_of(trace: TinyTrace, words: str, which: str) -> Reading:
    """How many "rows" or "columns" an expression of the code had."""
    return read(trace, which, given=[words], name=f"{which} of {words}")


def inner_sides(trace: TinyTrace, left: str, right: str) -> Words:
    """The two inner sides of a product, and whether they are equally long."""
    sides = side_of(trace, left, "columns"), side_of(trace, right, "rows")
    ink, sign = (INK.text, "\\=") if sides[0].value == sides[1].value else (INK.minus, "≠")
    return Words(f"<a> {sign} <b>", ink=ink, size=SIZE.large, a=sides[0], b=sides[1])


def name_of(matrix: MatrixTile, name: str, trace: TinyTrace) -> Mobject:
    """A matrix's name above its right end, in the colour that it has in the code, and its shape."""
    said: Mobject = Words(name, ink=getattr(INK, CONCEPTS.get(name, "text")))
    if name in SHAPED:
        a, b = (side_of(trace, name, which) for which in ("rows", "columns"))
        said = beside(said, Words("<a> × <b>", ink=INK.quiet, size=28, a=a, b=b))
    _, _, right, top = matrix.box
    return said.move_to((right, top + 0.12, 0), aligned_edge=np.array([1.0, -1.0, 0.0]))


def field_of(images: np.ndarray) -> Tiles:
    """Many images (n, 8, 8), at most 1,500, all over the frame but for its lowest eighth."""
    across, down = np.meshgrid(np.linspace(-6.75, 6.75, 50), np.linspace(3.6, -2.75, 30))
    places = np.stack([across.ravel(), down.ravel()], axis=1)[: len(images)]
    return Tiles(places, images, size=(0.235, 0.195))


def error_axes(knobs: float, box: Box) -> Axes:
    """Axes for how far off each of so many slopes is, by powers of ten; 0 has a place below them."""
    ticks = {ZERO: "0", 1e-16: "10⁻¹⁶", 1e-12: "10⁻¹²", 1e-8: "10⁻⁸", 1e-4: "10⁻⁴", 1.0: "1"}
    window: Options = {"x": (-20, knobs + 20), "y": (ZERO / 3, 10), "x_ticks": (), "y_ticks": ticks}
    return Axes(**window, box=box, log="y", y_name="error of the slope")


class Stairs(Follower):
    """A frame about one cell in every row of a matrix: that of the class which was meant, `label` (n,).

    Dial: grown, the share of rows that have theirs, from the top.
    """

    def __init__(self, label: np.ndarray, *, on: MatrixTile, ink: str = INK.exact) -> None:
        super().__init__(on)
        self.label, self.matrix, self.grown = label, on, Dial(1.0)
        self.frames = VMobject(stroke_color=ink, stroke_width=STROKE.hair)
        self.add(self.frames, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set the frames."""
        half, seen = self.matrix.cell / 2, round(self.grown.get_value() * len(self.label))
        places = [self.matrix.place(row, column) for row, column in enumerate(self.label[:seen])]
        self.frames.points = polyline(*(_frame(x - half, y - half, x + half, y + half) for x, y, _ in places))


class Bend(Follower):
    """A dot for every sum, over itself at first, and over what the valve makes of it once `bent` is 1.

    Dial: grown, the share of dots that are there.
    """

    def __init__(self, sums: np.ndarray, bent: np.ndarray, dial: Dial, *, box: Box) -> None:
        ticks: dict[str, Any] = {"x_ticks": (), "y_ticks": (-1, 0, 1), "cross_at": 0.0}
        reach = float(np.abs(sums).max()) * 1.05
        self.axes = Axes(x=(-reach, reach), y=(-reach, reach), box=box, x_name="sum", **ticks)
        super().__init__(self.axes)
        self.sums, self.told, self.grown = sums.ravel(), stages([sums, bent], dial), Dial(1.0)
        self.dots = VMobject(stroke_width=0).set_fill(INK.output, opacity=0.8)
        self.add(self.dots, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set the dots."""
        n = round(self.grown.get_value() * len(self.sums))
        self.dots.points = _diamonds(self.axes.to_screen(self.sums[:n], self.told().ravel()[:n]), 0.03)


class Lengths(Follower):
    """The rows of `told` (n, classes) as bars, their entries end to end: as long as the row adds up to.

    A row that adds up to 1 is as wide as the box. Dial: grown.
    """

    def __init__(self, told: Callable[[], np.ndarray], *, box: Box) -> None:
        super().__init__()
        self.told, self.box, self.grown = told, box, Dial(1.0)
        inks = [mix(INK.text, INK.ground, 0.25 + 0.45 * (k % 2)) for k in range(told().shape[1])]
        self.parts = [VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks]
        self.add(*self.parts, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the bars."""
        left, low, right, high = self.box
        entries = self.told() * self.grown.get_value()
        ends = left + (right - left) * np.concatenate(
            [np.zeros((len(entries), 1)), entries.cumsum(1)], axis=1
        )
        tall = (high - low) / len(entries)
        for k, part in enumerate(self.parts):
            tops = high - tall * np.arange(len(entries))
            bars = zip(ends[:, k], tops - 0.85 * tall, ends[:, k + 1], tops, strict=True)
            part.points = polyline(*(_frame(*bar) for bar in bars))


class Stripe(Follower):
    """A frame about one column of a matrix as it lies now, or about one row (`across`): number `at()`.

    Dial: grown, 0 or 1.
    """

    def __init__(self, matrix: MatrixTile, at: Callable[[], int], *, across: bool, ink: str) -> None:
        super().__init__(matrix)
        self.matrix, self.at, self.across, self.grown = matrix, at, across, Dial(1.0)
        self.line = VMobject(stroke_color=ink, stroke_width=STROKE.thin)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Frame it."""
        left, low, right, high = self.matrix.box
        number, cell = self.at(), self.matrix.cell
        self.line.set_stroke(opacity=self.grown.get_value())
        if self.grown.get_value() <= 0:
            self.line.points = NOTHING
        elif self.across:
            top = high - number * cell
            self.line.points = polyline(_frame(left, top - cell - RIM, right, top + RIM))
        else:
            start = left + number * cell
            self.line.points = polyline(_frame(start - RIM, low, start + cell + RIM, high))


class Adding(Follower):
    """One row times one column: each product stands as a bar over its cell of the row, a line adds them up.

    `told` is that product as it grows. Dial: grown, the share of its terms that are there.
    """

    def __init__(self, told: PartialProducts, *, over: MatrixTile, base: float, unit: float) -> None:
        super().__init__()
        self.sums, self.grown = told.partial[:, 0, 0], Dial(1.0)
        self.x = np.array([over.place(0, k)[0] for k in range(len(self.sums) - 1)])
        self.half, self.base, self.unit = 0.4 * over.cell, base, unit
        self.up, self.down = (VMobject(stroke_width=0).set_fill(ink, 1) for ink in (INK.plus, INK.minus))
        self.line = VMobject(stroke_color=INK.output, stroke_width=STROKE.normal)
        self.add(self.up, self.down, self.line, self.grown)
        self.redraw()

    @property
    def end(self) -> np.ndarray:
        """Where the line of sums ends: (3,)."""
        return np.array([self.x[-1], self.base + self.unit * self.sums[-1], 0.0])

    def redraw(self) -> None:
        """Set the bars and the line."""
        n = round(self.grown.get_value() * len(self.x))
        terms = np.diff(self.sums)[:n]
        for path, bars in ((self.up, np.flatnonzero(terms > 0)), (self.down, np.flatnonzero(terms < 0))):
            left, right, tops = self.x - self.half, self.x + self.half, self.base + self.unit * terms
            boxes = [_frame(left[k], self.base, right[k], tops[k]) for k in bars]
            path.points = polyline(*boxes) if boxes else NOTHING
        heights = self.base + self.unit * self.sums[1 : n + 1]
        self.line.points = polyline(at_screen(self.x[:n], heights)) if n > 1 else NOTHING


class Gap(Follower):
    """A frame about a part of words of a listing, or where it was, or `below` it a wedge. Dial: grown."""

    def __init__(
        self, code: Listing, line: int, words: str, part: str, *, below: bool = False, ink: str = INK.minus
    ) -> None:
        super().__init__(code)
        self.where, self.code, self.below, self.grown = (line, words, part), code, below, Dial(1.0)
        self.path = VMobject(stroke_color=ink, fill_color=ink, stroke_width=0 if below else STROKE.normal)
        self.add(self.path, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set it where the part stood."""
        (left, low, right, high), grown = self.code.extent(*self.where), self.grown.get_value()
        # the words behind it have closed up: a wedge points between the two that are neighbours now
        x, y = np.array([0.0, 0.13, -0.13, 0.0]) + left, np.array([0.0, -0.22, -0.22, 0.0]) + low + 0.04
        rim = 0.15 * (high - low)
        frame = _frame(left - 0.04, low + rim, right + 0.04, high - rim)
        self.path.points = polyline(at_screen(x, y) if self.below else frame)
        self.path.set_stroke(opacity=grown).set_fill(opacity=grown * self.below)


class Strike(Follower):
    """A line through a part of words of a listing. Dial: grown, how far it has come."""

    def __init__(self, code: Listing, words: str, part: str) -> None:
        super().__init__(code)
        self.code, self.words, self.part, self.grown = code, words, part, Dial(1.0)
        self.line = code.line_of(words)
        self.stroke = VMobject(stroke_color=INK.minus, stroke_width=3 * STROKE.bold)
        self.add(self.stroke, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay it where the words stand."""
        left, low, right, high = self.code.extent(self.line, self.words, self.part)
        end = left - 0.06 + self.grown.get_value() * (right - left + 0.12)
        y = (low + high) / 2
        self.stroke.points = polyline(np.array([[left - 0.06, y - 0.03, 0.0], [end, y + 0.03, 0.0]]))
        self.stroke.set_stroke(opacity=min(8.0 * self.grown.get_value(), 1.0))


class Carpet(Follower):
    """A dot for every knob, as high as its slope is off; green where only rounding is to blame, else orange.

    `errors` (2, knobs): of the whole text, and of the broken one. `x` (knobs,) tells where each stands.
    Dials: grown, the share of knobs that are checked, from the left; broken, from one text to the other.
    """

    def __init__(self, x: np.ndarray, errors: np.ndarray, *, on: Axes, radius: float = 0.032) -> None:
        super().__init__(on)
        self.axes, self.x, self.errors, self.radius = on, x, np.maximum(errors, ZERO), radius
        self.grown, self.broken = Dial(1.0), Dial(0.0)
        self.fine = VMobject(stroke_width=0).set_fill(INK.curvature, opacity=0.9)
        self.off = VMobject(stroke_width=0).set_fill(INK.minus, opacity=0.95)
        self.add(self.fine, self.off, self.grown, self.broken)
        self.redraw()

    @property
    def heights(self) -> np.ndarray:
        """How far off each knob's slope is now: (knobs,)."""
        share = self.broken.get_value()
        return np.asarray(self.errors[0] ** (1.0 - share) * self.errors[1] ** share)

    def redraw(self) -> None:
        """Set the dots."""
        n = round(self.grown.get_value() * len(self.x))
        heights = self.heights[:n]
        places, bad = self.axes.to_screen(self.x[:n], heights), heights > ABOVE
        self.fine.points = _diamonds(places[~bad], self.radius)
        self.off.points = _diamonds(places[bad], 1.25 * self.radius)


def names_below(axes: Axes, parts: dict[str, tuple[float, float]]) -> Group:
    """Names of parts below the x axis, each in the middle between its ends."""
    names = [Words(name, ink=INK.parameter) for name in parts]
    for name, ends in zip(names, parts.values(), strict=True):
        name.move_to((axes.to_screen(sum(ends) / 2, 1.0)[0], axes.up[0] - 0.28, 0))
    return Group(*names)


def spread_out(counts: list[int], gap: float) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """Places (sum,) of things that stand in groups of `counts`, `gap` between two, and the groups' ends."""
    starts = np.concatenate([[0.0], np.cumsum(np.array(counts[:-1]) - 1 + gap)])
    places = [start + np.arange(count) for start, count in zip(starts, counts, strict=True)]
    return np.concatenate(places), [(float(each[0]), float(each[-1])) for each in places]


def _diamonds(places: np.ndarray, radius: float) -> np.ndarray:
    if len(places) == 0:
        return NOTHING
    corners = radius * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [1, 0, 0]], dtype=float)
    around_each = places[:, None] + corners
    start, end = around_each[:, :-1, None], around_each[:, 1:, None]
    return np.asarray((start + np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, None] * (end - start)).reshape(-1, 3))


def _frame(left: float, low: float, right: float, high: float) -> np.ndarray:
    return at_screen(np.array([left, right, right, left, left]), np.array([low, low, high, high, low]))


class Sheets:
    """All matrices of the lecture, and what is seen of their sums, products and turns."""

    X: np.ndarray
    label: np.ndarray
    trace: TinyTrace
    was: Mapping[str, np.ndarray]

    def _set_digits(self) -> None:
        """Thirty-two digits, and the matrix whose rows they are."""
        self.digit = Dial(-1.0)
        self.x = MatrixTile(
            self.was["X"], cell=CELL, middle=(FIRST, BAND), kind="light", aside=(MID - 32 * CELL - 0.1, TOP)
        )
        marked = lambda: np.clip(1 - np.abs(np.arange(32) - self.digit.get_value()), 0, 1)  # noqa: E731
        places = ((0.0, 0.42), (-3.6, LOW + 1.5))
        self.wall = Wall(self.X.reshape(-1, 8, 8), middles=places, sides=(1.47, 0.68), marked=marked)
        self.flight = Unrolling(self.wall, self.x)
        self.learn = networks.split_digits(load_digits())
        self.many = field_of(self.learn.X.reshape(-1, 8, 8))

    def _set_forward(self) -> None:
        """What the lines of forward read and compute, each at its place: rows below, knobs above."""
        was, rounds = self.was, self.trace.rounds
        self.bent, self.sharp, self.round = Dial(), Dial(), Dial()
        light: dict[str, Any] = {"inks": (INK.text, INK.text), "cell": CELL}
        answers = [was["Z"], was["np.exp(Z - Z.max(1, keepdims=True))"], *rounds[SOFTMAX]]
        hidden = stages([was[SUMS], *rounds[TANH]], self.bent, self.round)
        second = stages(np.swapaxes(rounds["W2.T"], 1, 2), self.round)
        self.a = MatrixTile(hidden, middle=(MID, BAND), aside=(MID, HALF), **light)
        self.p = MatrixTile(stages(answers, self.sharp, self.round), middle=(LAST, BAND), **light)
        self.w1 = MatrixTile(stages(rounds["W1"], self.round), cell=CELL, middle=(MID, TOP), most=0.3)
        self.w2 = MatrixTile(second, cell=CELL, middle=(LAST, HALF), aside=(MID, FOOT + 5 * CELL), most=0.45)
        self.b1, self.b2 = (
            MatrixTile(
                stages(rounds[name][:, None], self.round), cell=CELL, middle=(x, FOOT - 0.08), most=0.08
            )
            for name, x in (("b1", MID), ("b2", LAST))
        )
        self.stairs, self.met = Stairs(self.label, on=self.p), Dial()
        beside_p = lambda: np.array([LAST - (1 - self.met.get_value()) * (10 * CELL + 0.5), BAND])  # noqa: E731
        self.y = MatrixTile(was["Y"], cell=CELL, middle=beside_p, inks=(INK.exact, INK.exact))
        exponentials = was["E"] / was["E"].sum(1).max()
        self.bend = Bend(was["X @ W1 + b1"], was[TANH], self.bent, box=BENT)
        chances = stages([exponentials, exponentials, was["P"]], self.sharp)
        self.row_lengths = Lengths(chances, box=Box(*self.x.box))
        self.crossing = Crossing(self.x, self.w1, self.a, ink=INK.output)
        self.crossing_2 = Crossing(self.a, self.w2, self.p, ink=INK.output)
        self.hinge, self.hinge_a = Hinge(self.x, self.w1), Hinge(self.a, self.w2)
        self.inner = inner_sides(self.trace, "X", "W1").next_to(self.w1, (-1, 0, 0), buff=0.35)
        self.inner_2 = inner_sides(self.trace, "A", "W2").next_to(self.w2, (-1, 0, 0), buff=0.35)
        self.one_sum = networks.partial_products(was["X"][:1], was["W1"][:, :1])
        self.adding = Adding(self.one_sum, over=self.x, base=0.75, unit=2.6)
        self.biased = Dial()
        self.added_to = Stripe(self.a, lambda: int(self.biased.get_value()), across=True, ink=INK.parameter)

    def _set_backward(self) -> None:
        """Slopes: of the scores, of the sums, and of the knobs, which grow digit by digit."""
        was = self.was
        self.let_through, self.added, self.added_2 = Dial(), Dial(), Dial()
        red: dict[str, Any] = {"inks": (INK.slope, INK.slope), "cell": CELL}
        sheets = networks.partial_products(was["X.T"], was["dA"]).partial
        sheets_2 = networks.partial_products(was["A.T"], was["dZ"]).partial
        ones = np.ones((1, len(self.X)))
        rows, rows_2 = (networks.partial_products(ones, was[each]).partial for each in ("dA", "dZ"))
        self.db1 = MatrixTile(stages(rows, self.added), middle=(MID, FOOT - 0.08), most=0.05, **red)
        self.db2 = MatrixTile(stages(rows_2, self.added_2), middle=(LAST, FOOT - 0.08), most=0.05, **red)
        blame = stages([was["dZ @ W2.T"], was["dA"]], self.let_through)
        self.dz = MatrixTile(was["dZ"], middle=(LAST, BAND), most=1 / 32, **red)
        self.da = MatrixTile(blame, middle=(MID, BAND), most=0.015, **red)
        self.dw1 = MatrixTile(stages(sheets, self.added), middle=(MID, TOP), most=0.05, **red)
        self.dw2 = MatrixTile(stages(sheets_2, self.added_2), middle=(LAST, HALF), most=0.05, **red)
        self.hinge_2 = Hinge(self.dz, self.w2, mirrored=True)
        self.misfit = inner_sides(self.trace, "dZ", "W2").next_to(self.w2, (-1, 0, 0), buff=0.35)
        self.refit = inner_sides(self.trace, "dZ", "W2.T").move_to((MID, FOOT + 10 * CELL + 0.45, 0))
        here = lambda: int(min(self.added.get_value(), 31))  # noqa: E731
        pairs = ((self.x, False), (self.da, True))
        self.stripes = [Stripe(each, here, across=row, ink=INK.output) for each, row in pairs]
