"""A formula as a tree of operations, and the nudges that climb from its leaves to its root."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject

from calc_core.derivatives.operations import OperationTrace
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, at_screen, polyline
from visuals.letters.formula import Formula
from visuals.letters.number import Number
from visuals.letters.readout import read
from visuals.theme import INK, SIZE, STROKE, mix

ROOM = (0.34, 0.2)  # around a node's formula, across and up, in scene units
LEAST = (1.15, 0.62)  # a node is no smaller
BEAD = 0.1  # radius of the bead of a nudge that is as long as that of x
GAP = 0.16
RESTING = mix(INK.quiet, INK.ground, 0.45)


class Node(VGroup):
    """One operation: its formula in a rounded box, whose rim the author may light."""

    def __init__(self, source: str, at: tuple[float, float], *, leaf: bool = False) -> None:
        self.letters = Formula(source, size=SIZE.body, ink=INK.input if leaf else INK.text)
        width, height = (max(least, size + 2 * room) for least, size, room in zip(
            LEAST, (self.letters.width, self.letters.height), ROOM, strict=True
        ))  # fmt: skip
        self.box = VMobject().set_fill(mix(INK.quiet, INK.ground, 0.86), opacity=1)
        self.box.set_stroke(INK.input if leaf else INK.quiet, width=STROKE.thin)
        self.box.points = _rounded(np.array([*at, 0.0]), width if not leaf else height, height)
        self.letters.move_to((*at, 0.0))
        super().__init__(self.box, self.letters)

    @property
    def middle(self) -> np.ndarray:
        """Where ways begin and end, behind the box."""
        return np.asarray(self.box.get_center())


class Climb(Follower):
    """A way from one node up to another. The dial `passed` says how far the nudge has come on it, 0 to 1.

    The nudge is a bead whose area is the size of the nudge: `before` as it sets out, `after` as it arrives,
    both in nudges of x; halfway up the rate changes the one into the other. A negative one is hollow. Ways
    lie behind nodes.
    """

    def __init__(self, start: np.ndarray, end: np.ndarray, *, before: float, after: float) -> None:
        super().__init__()
        self.start, self.end, self.before, self.after = start, end, before, after
        self.grown, self.passed = Dial(1.0), Dial(0.0)
        self.way = VMobject().set_stroke(RESTING, width=STROKE.normal)
        self.lit = VMobject().set_stroke(INK.input, width=STROKE.bold)
        self.bead = VMobject()
        self.add(self.way, self.lit, self.bead, self.grown, self.passed)
        self.redraw()

    @property
    def nudge(self) -> float:
        """The nudge where the bead is now, in nudges of x."""
        share = float(np.clip(4 * self.passed.get_value() - 1.5, 0.0, 1.0))
        return self.before + share * (self.after - self.before)

    def redraw(self) -> None:
        """Grow downwards from the upper node; light up from below as far as the nudge has come."""
        grown, passed = self.grown.get_value(), self.passed.get_value()
        lower = self.end + grown * (self.start - self.end)
        here = self.start + passed * (self.end - self.start)
        self.way.points = polyline(np.stack([lower, self.end])) if grown > 0 else polyline()
        self.lit.points = polyline(np.stack([self.start, here])) if passed > 0 else polyline()
        self.bead.points = bead(here, self.nudge) if 0 < passed < 1 else polyline()
        dye_bead(self.bead, self.nudge)


class OperationTree:
    """The pictures of a formula's operations: `nodes`, `ways` between them, `rates`, `slopes` and `values`.

    `nodes` says for each step of the trace (by its name) its formula and its place, `leaves` for each step
    that takes x where that leaf stands. All parts are keyed by the step's name, ways and rates by the names
    (below, above), with a leaf named after the step above it: ("x", "fifth"). The author enters them one by
    one. `slopes` are the nudges that have reached the nodes, each a bead and its number.
    """

    def __init__(
        self,
        trace: OperationTrace,
        nodes: Mapping[str, tuple[str, tuple[float, float]]],
        leaves: Mapping[str, tuple[float, float]],
        *,
        takes: Mapping[str, tuple[str, ...]],
        decimals: int = 3,
    ) -> None:
        self.trace, self.decimals = trace, decimals
        self.nodes = {name: Node(source, at) for name, (source, at) in nodes.items()}
        self.leaves = {name: Node("x", at, leaf=True) for name, at in leaves.items()}
        self.ways: dict[tuple[str, str], Climb] = {}
        self.rates: dict[tuple[str, str], VGroup] = {}
        for above, inputs in takes.items():
            for k, below in enumerate(inputs):
                start = self.leaves[above] if below == "x" else self.nodes[below]
                passes = {"before": float(trace.slopes[below]), "after": float(trace.routes[above][k])}
                way = Climb(start.middle, self.nodes[above].middle, **passes)
                self.ways[below, above] = way
                self.rates[below, above] = self._rate(above, k, way)
        self.slopes = {name: self._slope(name, node) for name, node in self.nodes.items()}
        self.values = {name: self._value(name, node) for name, node in self.nodes.items()}

    @property
    def parts(self) -> Group:
        """All of it: ways, nodes, numbers, in drawing order."""
        rows: tuple[Mapping[Any, Any], ...] = (
            self.ways, self.leaves, self.nodes, self.rates, self.slopes, self.values,
        )  # fmt: skip
        return Group(*(each for row in rows for each in row.values()))

    def _rate(self, above: str, k: int, way: Climb) -> VGroup:
        number = read(
            self.trace, f"rates.{above}", index=k, decimals=self._places(self.trace.rates[above][k])
        )
        return _beside_way(
            Formula("times", size=SIZE.body, ink=INK.slope), Number(number, ink=INK.slope), way
        )

    def _slope(self, name: str, node: Node) -> VGroup:
        slope = float(self.trace.slopes[name])
        number = read(self.trace, f"slopes.{name}", decimals=self._places(slope), name=f"slope of {name}")
        mark = VMobject()
        radius = max(_radius(slope), 0.06)
        place = node.box.get_right() + np.array([GAP + radius, 0.0, 0.0])
        mark.points = bead(place, slope)
        dye_bead(mark, slope)
        digits = Number(number, ink=INK.input)
        start = place + np.array([radius + GAP, -digits.strut.width / 2, 0.0])
        return VGroup(mark, digits.shift(start - digits.strut.points[0]))

    def _value(self, name: str, node: Node) -> Number:
        value = self.trace.values[name]
        number = read(self.trace, f"values.{name}", decimals=self._places(value), name=f"value of {name}")
        digits = Number(number, size=SIZE.small, ink=INK.quiet, align="right")
        end = node.box.get_left() + np.array([-GAP, -digits.strut.width / 2, 0.0])
        return digits.shift(end - digits.strut.points[0])

    def _places(self, value: Any) -> int:
        return 0 if float(value) == round(float(value)) else self.decimals


def bead(place: np.ndarray, nudge: float) -> np.ndarray:
    """Bezier points of a disc as large as a nudge."""
    return arc(place, _radius(nudge))


def dye_bead(disc: VMobject, nudge: float) -> None:
    """A bead that pushes back is hollow."""
    disc.set_fill(INK.input if nudge >= 0 else INK.ground, opacity=1)
    disc.set_stroke(INK.input, width=STROKE.normal)


def _radius(nudge: float) -> float:
    return float(BEAD * np.sqrt(abs(nudge)))


def _beside_way(times: Formula, number: Number, way: Climb) -> VGroup:
    """A rate beside the middle of its way: to the right of an upright one, else on its outer side."""
    middle, lean = (way.start + way.end) / 2, way.end - way.start
    row = VGroup(times, number.stand_beside(times, buff=0.1))
    side = -1.0 if lean[0] > 0.2 else 1.0
    # so far aside that the way passes by the row's nearer corner
    aside = 0.2 + row.width / 2 + row.height / 2 * abs(lean[0]) / max(lean[1], 0.1)
    return row.shift(middle + np.array([side * aside, 0.0, 0.0]) - row.get_center())


def _rounded(middle: np.ndarray, width: float, height: float) -> np.ndarray:
    """Bezier points of a box with round corners."""
    corner = min(0.2, height / 2)
    quarter = np.linspace(0.0, np.pi / 2, 8)
    runs = []
    for turn, (side, rise) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = quarter + turn * np.pi / 2
        pivot = middle + [side * (width / 2 - corner), rise * (height / 2 - corner), 0.0]
        runs.append(pivot + corner * at_screen(np.cos(angle), np.sin(angle)))
    path = np.concatenate(runs)
    return polyline(np.concatenate([path, path[:1]]))
