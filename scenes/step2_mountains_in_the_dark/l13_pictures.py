"""What only lecture 13 shows: the board of strides, a track for the stride, three walks at the edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, VGroup, VMobject

from calc_core import Offsets
from visuals import INK, SEVERAL, SIZE, STROKE, Axes, Box, Curve, Dial, Formula, Marker, Number, Reading
from visuals import Thread, Words, over_steps, plate, read
from visuals.drawing.polyline import mark

ROW = 0.62  # from row to row of the board, in scene units
COLUMNS = (0.25, 2.05, 2.5)  # mark's middle, end of the stride's number, begin of what came of it
TALLEST = 1e3  # metres, at the upper end of the axis of distances
HALF = 0.2  # half the height of the stride's track, in scene units


class StrideBoard(Group):
    """A board with a row for every stride: the walker's mark, the stride, and what became of the walk.

    `head` and `strides[k]` are entered first, `ends[k]` when walk k is over. `back` is the plate beneath.
    """

    def __init__(
        self, strides: Sequence[Reading], ends: Sequence[Reading | str], *, left: float, top: float
    ) -> None:
        self.strides, self.ends = [], []
        stride = Formula("{{gamma : parameter}}", size=SIZE.large)
        stride.move_to([left + 1.45, top, 0])
        home = Words("steps home", size=SIZE.body, ink=INK.quiet)
        home.move_to([left + COLUMNS[2], top, 0], aligned_edge=np.array([-1, 0, 0]))
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
        told.move_to([left + COLUMNS[2], 0, 0], aligned_edge=np.array([-1, 0, 0]))
        told.shift([0, stride[1].baseline - told.baseline, 0])
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

    def lie(self, box: Box) -> None:
        """Lie elsewhere on the stage, at once."""
        self.axes.fit(box)
        self.letter.next_to(self.axes.to_screen(self.axes.x[0], 0.0), np.array([-1, 0, 0]), buff=0.35)
        for each in (self.filled, self.knob):
            each.redraw()


class EdgeChart(Group):
    """Distances across the floor over two thousand steps, by powers of ten: at the edge and a hair beside it.

    Parts: `axes`, `names`, `lines[k]`, `ends[k]` (what is left at last, beside the end of its line).
    """

    def __init__(self, walks: Sequence[Offsets], inks: Sequence[str], *, box: Box) -> None:
        steps = float(walks[0].step[-1])
        self.axes = on = Axes(
            x=(0, steps), y=(1e-3, TALLEST), box=box, log="y",
            x_ticks=np.array([0, steps / 4, steps / 2, 3 * steps / 4, steps]),
            y_ticks={1e-3: "0.001", 1e-2: "0.01", 1e-1: "0.1", 1.0: "1", 1e1: "10", 1e2: "100"},
        )  # fmt: skip
        step = Words("steps", ink=INK.quiet).move_to(
            [box.right, box.bottom + 0.2, 0], aligned_edge=np.array([1, -1, 0])
        )
        away = Words("distance across, in m", ink=INK.quiet)
        away.move_to([box.left + 0.25, box.top, 0], aligned_edge=np.array([-1, 1, 0]))
        self.names = VGroup(step, away)
        self.lines, self.ends = [], []
        for walk, ink in zip(walks, inks, strict=True):
            shown = over_steps(f"distance across {len(self.lines)}", walk, distance="steep")
            self.lines.append(Curve(shown, on=on, ink=ink, width=STROKE.bold))
            end = Number(
                read(walk, "steep", index=-1, digits=3, unit="m", name="distance"), ink=ink, size=SIZE.large
            )
            place = on.to_screen(steps, float(walk.steep[-1])) + [0.3, -0.15, 0.0]
            self.ends.append(end.shift(place - end.strut.points[0]))
        super().__init__(self.axes, self.names, *self.lines, *self.ends)
