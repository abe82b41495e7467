"""What only lecture 11 shows: errors of three orders, a line that turns, a slider, dots on their way."""

from __future__ import annotations

from typing import Any, Self

from collections.abc import Callable, Sequence

import numpy as np
from manim import Group, VMobject

from calc_core import ErrorOrder
from visuals import INK, SIZE, STROKE, Axes, Box, Curve, Dial, Follower, Marker, Number, Words, mix
from visuals import read, series
from visuals.drawing.polyline import arc
from visuals.terrain.brush import Brush
from visuals.terrain.eigen_arrows import tint
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain

PIECES = 60
LAG = 0.5  # share of a flight of many in which the last one waits for its turn


class TurningLine(OnGround):
    """A line on the ground through a level place, in the direction of the dial `turn` (degrees).

    `bend` tells the curvature along it now, as a share of the greatest: it colours the line. Dials: turn,
    grown, opacity.
    """

    def __init__(
        self, place: tuple[float, float], bend: Callable[[], float], *, on: Terrain, turn: Dial, reach: float
    ) -> None:
        super().__init__(on)
        self.place, self.bend, self.reach = np.array(place), bend, reach
        self.turn, self.grown = self.dial(turn, 0.0), Dial(1.0)
        self.add(self.grown)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.bend)] = self.bend
        return super().__deepcopy__(memo)

    def mark(self, brush: Brush) -> None:
        grown, angle = self.grown.get_value(), np.radians(self.turn.get_value())
        if grown <= 0:
            return
        run = np.linspace(-1, 1, PIECES)[:, None] * grown * self.reach
        line = self.place + run * [np.cos(angle), np.sin(angle)]
        brush.lines([line], tint(self.bend()), 8.0, 3.0)


class ErrorChart(Group):
    """The error of level, plane and paraboloid over the distance, by powers of ten, and their slopes.

    `far` is the distance at which the dots stand. Parts, to be entered: `axes`, `names`, `lines`, `dots`,
    `slopes`.
    """

    def __init__(self, orders: Sequence[ErrorOrder], far: Dial, *, box: Box) -> None:
        self.far = far
        self.axes = on = Axes(
            x=(1e-3, 0.2), y=(1e-10, 1.0), box=box, log="xy", x_ticks=(1e-3, 1e-2, 1e-1),
            y_ticks=(1e-9, 1e-6, 1e-3, 1.0),
        )  # fmt: skip
        distance, error = Words("distance", ink=INK.input), Words("error", ink=INK.residual)
        distance.move_to((box.right, box.bottom + 0.14, 0), aligned_edge=np.array([1, -1, 0]))
        error.next_to((box.left, box.top, 0), (1, 1, 0), buff=0.15)
        self.names = Group(distance, error)
        self.lines: list[Curve] = []
        self.dots: list[Marker] = []
        self.slopes: list[Any] = []
        for found, ink in zip(orders, (INK.output, INK.slope, INK.curvature), strict=True):
            name = f"error of order {len(self.lines)}"
            line = Curve(series(name, found, h="h", error="error"), on=on, ink=ink, width=STROKE.bold)
            number = Number(read(found, "order", decimals=2, name="slope"), ink=ink, size=SIZE.large)
            self.lines.append(line)
            self.dots.append(Marker(lambda line=line: self.place(line), on=on, ink=ink, radius=0.12))
            self.slopes.append(number.move_to(on.to_screen(*self.place(line, 2.6e-3)) + [0.0, 0.75, 0.0]))
        super().__init__(self.axes, self.names, *self.lines, *self.dots, *self.slopes)

    def place(self, line: Curve, far: float | None = None) -> tuple[float, float]:
        """The place of a distance on a line, straight between two of its samples on this paper."""
        far = self.far.get_value() if far is None else far
        return far, float(np.exp(np.interp(np.log(far), np.log(line.x), np.log(line.y))))


class Knob(Group):
    """A slider from -1 to 1: a track with numbers, a name before it, and the knob where `value` says."""

    def __init__(
        self, name: str, value: Callable[[], float], *, box: Box, ink: str, ticks: tuple[int, ...]
    ) -> None:
        self.axes = Axes(
            x=(-1.1, 1.1), y=(-1, 1), box=box, x_ticks=ticks, y_ticks=(), cross_at=0.0, upright=False
        )
        self.letter = Words(name, ink=ink).next_to(self.axes.to_screen(-1.1, 0.0), (-1, 0, 0), buff=0.3)
        self.knob = Marker(lambda: (value(), 0.0), on=self.axes, ink=ink, radius=0.15)
        super().__init__(self.axes, self.letter, self.knob)


class Flyers(Follower):
    """Dots on their way, one after the other, from places on the stage to others, while `flown` goes to 1.

    Each takes on a colour of its own on the way. Dials: flown, grown (the size of the dots).
    """

    def __init__(
        self, start: Callable[[], np.ndarray], end: np.ndarray, inks: Sequence[str], *, radius: float = 0.13
    ) -> None:
        super().__init__()
        self.start, self.end, self.inks, self.radius = start, end, tuple(inks), radius
        self.flown, self.grown = Dial(0.0), Dial(1.0)
        self.dots = [
            VMobject().set_fill(INK.text, opacity=1).set_stroke(INK.casing, width=STROKE.thin) for _ in inks
        ]
        self.add(*self.dots, self.flown, self.grown)
        self.redraw()

    def places(self) -> np.ndarray:
        """Where the dots are now (n, 3)."""
        share = self.shares()[:, None]
        start = self.start()
        lift = np.array([0.0, 0.9, 0.0]) * (4 * share * (1 - share))
        return np.asarray(start + share * (self.end - start) + lift)

    def shares(self) -> np.ndarray:
        """How far along its way each dot is, 0 to 1."""
        count = len(self.inks)
        wait = LAG * np.arange(count) / max(count - 1, 1)
        share = np.clip((self.flown.get_value() - wait) / (1 - LAG), 0.0, 1.0)
        return share * share * (3 - 2 * share)

    def redraw(self) -> None:
        """Put every dot where it is."""
        size = self.radius * self.grown.get_value()
        for dot, place, share, ink in zip(self.dots, self.places(), self.shares(), self.inks, strict=True):
            dot.points = arc(place, size)
            dot.set_fill(mix(INK.text, ink, float(share)), opacity=1)
