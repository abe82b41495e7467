"""Pictures of lecture 22 alone: families as dots, a line with two knobs and its pivot, a pile of people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DL, UR, Group, VMobject

from calc_core.descent import BowlDescent
from visuals import INK, SIZE, STROKE, Axes, Dial, Follower, Formula, Knob, Number, Reading, Walk, Words
from visuals import beside, mix, plate, polyline, read
from visuals.letters.readout import Series
from visuals.drawing.polyline import NOTHING, arc, dashes, within_box

DOT = (0.16, 0.014)  # radius of a dot for one child: inches, and the least in scene units
ROUND = arc(np.zeros(3), 1.0)
FALL = 0.35  # of the dial `grown`: how long one dot is on its way down

LAW = "{{y : model}} = {{c : parameter}} + {{m : parameter_2}} thin {{x : input}}"
UPRIGHT = "{{A : parameter}}^top {{r : residual}} = 0"
SLOPES = "{{nabla : gradient}} |{{r : residual}}|^2 = -2 thin {{A : parameter}}^top {{r : residual_2}}"
LEVEL = "{{nabla : gradient}} |{{r : residual}}|^2 = 0"
NORMAL = (
    "{{A : parameter}}^top {{A : parameter_2}} thin {{theta : parameter_3}}"
    " = {{A : parameter_4}}^top {{y : data}}"
)

Read = Callable[[], Reading]
Told = Callable[[], np.ndarray]


class Steered(Walk):
    """A walker who stands where `place` tells."""

    def __init__(self, place: Told) -> None:
        super().__init__(np.zeros(2))
        self.tell = place

    @property
    def place(self) -> np.ndarray:
        return np.asarray(self.tell(), dtype=float)


class Cloud(Follower):
    """Children over their parents: a dot for every pair of heights, its area as large as there are children.

    Dials: grown (the dots fall from above, the shortest parents' first), lit (of 1, how bright).
    """

    def __init__(self, plotted: Series, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.series, self.grown, self.lit = on, (plotted,), Dial(1.0), Dial(1.0)
        pairs = np.stack(plotted.pair(), axis=1)
        self.places, self.count = np.unique(pairs, axis=0, return_counts=True)
        self.dots = VMobject(stroke_color=INK.casing).set_fill(INK.data, opacity=1)
        self.add(self.dots, self.grown, self.lit)
        self.redraw()

    def redraw(self) -> None:
        """Set the dots where they have fallen to."""
        grown = self.grown.get_value()
        late = np.linspace(0.0, 1.0 - FALL, len(self.places))
        landed = np.clip((grown - late) / FALL, 0.0, 1.0)
        centres = self.axes.to_screen(self.places)
        centres[:, 1] += (1.0 - landed**2) * (self.axes.up[1] + 0.3 - centres[:, 1])
        radius = np.maximum(DOT[0] * self.axes.units[0], DOT[1]) * np.sqrt(self.count)
        seen = (landed > 0.0) & np.isfinite(centres[:, 0])
        sized = (radius * np.minimum(2 * landed, 1.0))[seen]
        self.dots.points = (centres[seen, None] + sized[:, None, None] * ROUND).reshape(-1, 3)
        lit, edge = self.lit.get_value(), float(np.clip(12 * self.axes.units[0] - 1.6, 0.0, 1.2))
        self.dots.set_fill(opacity=lit).set_stroke(width=edge, opacity=lit)


class KnobLine(Follower):
    """The line that two knobs tell: `told` gives its slope and its height at x = `at`; from edge to edge.

    Dial: grown, from the middle to both sides.
    """

    def __init__(self, told: Told, at: float, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.at, self.grown = on, told, at, Dial(1.0)
        self.line = VMobject(stroke_color=INK.model, stroke_width=STROKE.bold)
        self.line.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, opacity=0.8, background=True)
        self.add(self.line, self.grown)
        self.redraw()

    def says(self, x: np.ndarray | float) -> np.ndarray:
        """What the line says at x."""
        slope, height = self.told()
        return np.asarray(height + slope * (np.asarray(x) - self.at))

    def redraw(self) -> None:
        """Lay it through the window."""
        grown = self.grown.get_value()
        (low, high), half = self.axes.x, (self.axes.x[1] - self.axes.x[0]) / 2
        ends = (low + high) / 2 + grown * half * np.array([-1.0, 1.0])
        whole = polyline(self.axes.to_screen(ends, self.says(ends)))
        self.line.points = within_box(whole, self.axes.box) if grown > 0 else NOTHING


class Misses(Follower):
    """The stick from the line to one child or several: x, y (n,). Dial: grown, from the line."""

    def __init__(self, line: KnobLine, x: np.ndarray, y: np.ndarray, *, ringed: bool = False) -> None:
        super().__init__(line.axes, line)
        self.on, self.x, self.y, self.grown, self.ringed = line, x, y, Dial(1.0), ringed
        self.sticks = VMobject(stroke_color=INK.residual, stroke_width=STROKE.bold)
        self.dots = VMobject(stroke_color=INK.text if ringed else INK.casing, stroke_width=STROKE.thin)
        self.dots.set_fill(INK.data, opacity=1)
        self.add(self.sticks, self.dots, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Hang the sticks on the line."""
        axes, grown = self.on.axes, self.grown.get_value()
        feet, tips = axes.to_screen(self.x, self.on.says(self.x)), axes.to_screen(self.x, self.y)
        ends = np.stack([feet, feet + grown * (tips - feet)], axis=1)
        self.sticks.points = polyline(*ends) if grown > 0 else NOTHING
        radius = 0.12 * min(3.0 * grown, 1.0)
        self.dots.points = (tips[:, None] + radius * ROUND).reshape(-1, 3) if grown > 0 else NOTHING


class Said(Follower):
    """What the line says of several children, x (n,), as dots on it. Dial: grown."""

    def __init__(self, line: KnobLine, x: np.ndarray) -> None:
        super().__init__(line.axes, line)
        self.on, self.x, self.grown = line, x, Dial(1.0)
        self.dots = VMobject(stroke_color=INK.casing, stroke_width=STROKE.thin).set_fill(INK.model, opacity=1)
        self.add(self.dots, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set the dots on the line."""
        places, radius = self.on.axes.to_screen(self.x, self.on.says(self.x)), 0.12 * self.grown.get_value()
        self.dots.points = (places[:, None] + radius * ROUND).reshape(-1, 3) if radius > 0 else NOTHING


class Pivot(Follower):
    """Where the line is held: at the origin of x, as high as the knob c says, on a dashed pole.

    `told` gives the origin's x and the line's height there. Dial: grown.
    """

    def __init__(self, told: Told, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.told, self.grown = on, told, Dial(1.0)
        self.pole = VMobject(stroke_color=INK.parameter, stroke_width=STROKE.normal)
        self.pin = VMobject(stroke_color=INK.casing, stroke_width=STROKE.thin)
        self.pin.set_fill(INK.parameter, opacity=1)
        self.add(self.pole, self.pin, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand where the origin is now."""
        x, height = self.told()
        at, foot = self.axes.to_screen(x, height), self.axes.to_screen(x, self.axes.y[0])
        grown = self.grown.get_value()
        pole = np.stack([foot, foot + grown * (at - foot)])
        shown = self._beside_name(dashes(pole, (0.14, 0.1)))
        self.pole.points = polyline(*shown) if shown and grown > 0 and at[1] > foot[1] else NOTHING
        self.pin.points = arc(at, 0.14 * grown) if grown > 0 else NOTHING

    def _beside_name(self, pole: list[np.ndarray]) -> list[np.ndarray]:
        """The dashes that do not cross what the axis is called: the pole passes behind it."""
        name, margin = self.axes.names[0], 0.06
        low, high = name.get_corner(DL) - margin, name.get_corner(UR) + margin
        return [each for each in pole if each[:, 1].min() >= high[1] or not low[0] < each[0, 0] < high[0]]


class Piles(Follower):
    """People counted by their heights: a column for each class. Dial: grown, from the left."""

    def __init__(self, counted: Series, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.series, self.grown = on, (counted,), Dial(1.0)
        self.classes, self.people = counted.pair()
        self.columns = VMobject(stroke_color=INK.data, stroke_width=STROKE.thin)
        self.columns.set_fill(mix(INK.data, INK.ground, 0.45), opacity=1)
        self.add(self.columns, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Raise the columns, one after another."""
        half = 0.42 * float(self.classes[1] - self.classes[0])
        late = np.linspace(0.0, 0.6, len(self.classes))
        share = np.clip((self.grown.get_value() - late) / 0.4, 0.0, 1.0)
        runs = []
        for x, n in zip(self.classes, self.people * share, strict=True):
            if n > 0:
                across = x + half * np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
                runs.append(self.axes.to_screen(across, n * np.array([0.0, 0.0, 1.0, 1.0, 0.0])))
        self.columns.points = polyline(*runs)


def named(knobs: list[Knob], names: tuple[str, ...]) -> Group:
    """The names of knobs, below them."""
    letters = [Words(name, ink=INK.parameter, size=SIZE.large) for name in names]
    for each, knob in zip(letters, knobs, strict=True):
        each.move_to(knob.at - [0, knob.radius + 0.4, 0])
    return Group(*letters)


def numbered(x: np.ndarray, y: np.ndarray, *, on: Axes) -> Group:
    """1st, 2nd, 3rd beside three data, where neither line nor square comes."""
    sides = ([1, -1, 0], [0, 1, 0], [1, -1, 0])
    names = [Words(each, ink=INK.data) for each in ("1st", "2nd", "3rd")]
    for name, place, side in zip(names, on.to_screen(x, y), sides, strict=True):
        name.next_to(place, np.array(side), buff=0.1 if side[0] else 0.2)
    return Group(*names)


def signs_at_edges() -> Group:
    """m and c, each on a plate, at the ends of the map's two edges."""
    signs = [Formula(f"{{{{{name} : parameter}}}}") for name in "mc"]
    for sign, place in zip(signs, ((6.3, -2.1, 0), (0.72, 2.75, 0)), strict=True):
        sign.move_to(place)
    return Group(*(part for sign in signs for part in (plate(sign, buff=0.1), sign)))


def step_sign(walk: BowlDescent, at: Callable[[], float]) -> Group:
    """How many steps a walk has made at its stop `at()`, on a plate in the map's lower left corner."""
    told = lambda: read(walk, "steps", at=at(), decimals=0, name="steps")  # noqa: E731
    steps = Number(told, ink=INK.path, size=SIZE.title)
    label = Words("steps", size=SIZE.large).move_to((1.0, -1.9, 0), aligned_edge=np.array([-1.0, 0.0, 0.0]))
    room = beside(label.copy(), Words("10,000", size=SIZE.title))
    return Group(plate(room), label, steps.stand_beside(label))


def sum_row(parts: list[Read], whole: Read, *, at: tuple[float, float]) -> Group:
    """Numbers that add up to another one, in a row from a place on, with room for two digits and one more."""
    signs = ["+"] * (len(parts) - 1) + ["="]
    row: list[VMobject] = []
    x, y = at
    for k, told in enumerate([*parts, whole]):
        number = Number(told, ink=INK.residual, size=SIZE.large, align="center")
        row.append(number.shift(np.array([x + 1.6 * k, y, 0]) - number.strut.points[0]))
        if k < len(signs):
            sign = Words("\\" + signs[k], ink=INK.quiet, size=SIZE.large)
            row.append(sign.move_to((x + 1.6 * k + 0.8, y + 0.16, 0)))
    return Group(*row)
