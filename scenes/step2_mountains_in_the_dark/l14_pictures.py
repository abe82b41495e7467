"""Pictures of lecture 14 alone: the ball, the scoreboard of the race, the chart of what a squeeze costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Dot, Ellipse, Group, Rectangle, VGroup, VMobject

from calc_core import DescentFamily, Race
from visuals import INK, SEVERAL, SIZE, STROKE, Axes, Box, Curve, Dial, Follower, Formula
from visuals import Marker, Number, Page, Reading, RuledMap, Sized, TenfoldSteps, Walk, Words, mix
from visuals import STAGE, plate, read, series
from visuals.drawing.polyline import mark

LARGE = Sized(size=SIZE.large)
BALL = 0.21  # its radius, in scene units
ROOM, MARGIN = 2.75, 0.22  # of a plate: for words and four digits, and around them
LINE, MARK = 0.5, 0.12  # of the scoreboard: from line to line, and a runner's mark


class Ball(Follower):
    """A heavy ball seen from above, where its walk is now. Dial: grown."""

    def __init__(self, walk: Walk, *, on: RuledMap, ink: str) -> None:
        super().__init__()
        self.chart, self.walk, self.grown = on.chart, walk, Dial(1.0)
        self.rim = Dot(radius=BALL + 0.05, color=INK.casing)
        self.body = Dot(radius=BALL, color=mix(ink, INK.casing, 0.25))
        self.lit = Dot(radius=0.72 * BALL, color=ink)
        self.glint = Dot(radius=0.24 * BALL, color=INK.text)
        self.parts = ((self.rim, 0.0), (self.body, 0.0), (self.lit, 0.16), (self.glint, 0.42))
        self.shapes = [part.points - part.get_center() for part, _ in self.parts]
        self.add(self.rim, self.body, self.lit, self.glint, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand where the walk is, lit from the upper left."""
        place, size = self.chart.to_screen(self.walk.place), self.grown.get_value()
        for (part, aside), shape in zip(self.parts, self.shapes, strict=True):
            part.points = place + size * (shape + aside * BALL * np.array([-1.0, 1.0, 0.0]))


class Scoreboard(Group):
    """One line for each runner of a race: its mark, its name, and how many steps it has done by `clock`.

    All stand on a plate, `back`, which is entered first. `size` is that of the letters.
    """

    def __init__(
        self, race: Race, clock: Dial, *, at: tuple[float, float], width: float, size: float = SIZE.body
    ) -> None:
        super().__init__()
        self.race, self.clock, self.rows = race, clock, {}
        line, radius = LINE * size / SIZE.body, MARK * size / SIZE.body
        for k, (name, kind) in enumerate(zip(race.names, SEVERAL, strict=False)):
            middle = np.array([at[0] + radius, at[1] - line * k, 0.0])
            sign = VMobject(stroke_width=0).set_fill(kind.ink, opacity=1)
            sign.points = middle + mark(kind.corners, radius)
            label = Words(name, ink=kind.ink, size=size).next_to(middle, np.array([1, 0, 0]), buff=0.35)
            label.shift((0, middle[1] - radius - label.baseline, 0))
            number = Number(self._steps(name), ink=kind.ink, align="right", size=size)
            number.shift(np.array([at[0] + width, label.baseline, 0]) - number.strut.points[0])
            self.rows[name] = VGroup(sign, label, number)
        room = Rectangle(width=width, height=0.1, stroke_width=0, fill_opacity=0)
        room.move_to((at[0] + width / 2, at[1], 0))
        self.back = plate(*self.rows.values(), room)
        self.parts = (self.back, *self.rows.values())
        self.add(*self.parts)

    def _steps(self, name: str) -> Callable[[], Reading]:
        return lambda: read(self.race, "done", given=[name, self.clock.get_value()], name=f"steps: {name}")


class CostChart(Group):
    """Steps over kappa on paper of powers of ten, for boots and for a ball, with what theory promises dashed.

    `kappa` is the dial up to which both are drawn. Below the axis lie the bowls themselves. Parts: `axes`,
    `bowls`, `names`, `up` and `right` (what the marks mean), `curves`, `heads`, `promises`, `numbers`.
    """

    def __init__(self, families: Sequence[DescentFamily], kappa: Dial, *, box: Box) -> None:
        super().__init__()
        self.kappa = kappa
        ticks = {1.0: "1", 10.0: "10", 100.0: "100"}
        counts = {1.0: "1", 10.0: "10", 100.0: "100", 1000.0: "1,000"}
        span = (1.0, float(families[0].kappa[-1]))
        self.axes = on = Axes(x=span, y=(1.0, 2000.0), box=box, log="xy", x_ticks=ticks, y_ticks=counts)
        steps = Words("steps", ink=INK.output).next_to((box.left, box.top, 0), np.array([1, 1, 0]), buff=0.1)
        self.names = Group(steps, Formula("{{kappa : curvature}}").move_to((box.right + 0.45, box.bottom, 0)))
        self.up, self.right = TenfoldSteps(on, list(counts)), TenfoldSteps(on, list(ticks), along="x")
        self.bowls = VGroup(*(self._bowl(each, box.bottom - 1.08) for each in ticks))
        self.curves: list[Curve] = []
        self.heads: list[Marker] = []
        self.promises: list[Curve] = []
        self.numbers: list[Follower] = []
        for family, kind in zip(families, SEVERAL, strict=False):
            told = series(f"steps: {family.method}", family, kappa="kappa", n_steps="n_steps")
            theory = series(f"promised: {family.method}", family, kappa="kappa", promised="promised")
            curve = Curve(told, on=on, ink=kind.ink, width=STROKE.bold, span=lambda: (1.0, kappa.get_value()))
            self.curves.append(curve)
            self.promises.append(Curve(theory, on=on, ink=kind.ink, width=STROKE.thin, dash=(0.16, 0.12)))
            self.heads.append(Marker(lambda c=curve: self._head(c), on=on, ink=kind.ink, radius=0.12))
            number = Number(self._count(family), ink=kind.ink, size=SIZE.large)
            self.numbers.append(_Beside(number, self.heads[-1], 0.2 if not self.numbers else -0.2))
        self.tenths: list[Group] = []
        for family, kind in zip(families, SEVERAL, strict=False):
            self.tenths.append(self._at_ten(family, kind.ink))
        self.add(self.axes, self.names, self.bowls, *self.promises, *self.curves, *self.heads, *self.numbers)

    def _bowl(self, kappa: float, height: float) -> VMobject:
        shape = Ellipse(width=1.0, height=1.0 / np.sqrt(kappa)).set_stroke(INK.curvature, width=STROKE.normal)
        x = float(self.axes.to_screen(kappa, 1.0)[0])
        return shape.set_fill(INK.curvature, opacity=0.18).move_to((x, height, 0))

    def _at_ten(self, family: DescentFamily, ink: str) -> Group:
        """The place where kappa is ten, and the count there."""
        k = family.nearest(10.0)
        place = (10.0, float(family.n_steps[k]))
        number = Number(read(family, "n_steps", index=k, name="steps where kappa is 10"), ink=ink, **LARGE)
        number.move_to(self.axes.to_screen(*place) + [0.0, 0.42 if len(self.tenths) == 0 else -0.42, 0.0])
        return Group(Marker(lambda: place, on=self.axes, ink=ink, radius=0.12), number)

    def _head(self, curve: Curve) -> tuple[float, float]:
        return self.kappa.get_value(), curve.at(self.kappa.get_value())

    def _count(self, family: DescentFamily) -> Callable[[], Reading]:
        def now() -> Reading:
            k = family.nearest(self.kappa.get_value())
            return read(family, "n_steps", index=k, name=f"steps: {family.method}")

        return now


class _Beside(Follower):
    """A number that stays to the right of a marker, `lift` higher."""

    def __init__(self, number: Number, marker: Marker, lift: float) -> None:
        super().__init__(marker)
        self.number, self.marker, self.lift = number, marker, lift
        self.add(number)
        self.redraw()

    def redraw(self) -> None:
        at = self.marker.dot.get_center()
        self.number.shift(at + np.array([0.3, self.lift - 0.16, 0.0]) - self.number.strut.points[0])


def plated(*lines: Any) -> VGroup:
    """Labels with their numbers in the upper left corner, on a plate that has room for four digits."""
    rows = Page(STAGE.left + MARGIN, STAGE.top - MARGIN, gap=0.3).write(*lines)
    room = Rectangle(width=ROOM, height=0.1, stroke_width=0, fill_opacity=0)
    room.move_to(rows.get_corner((-1, 1, 0)), aligned_edge=np.array([-1, 1, 0]))
    return VGroup(plate(rows, room), *rows)
