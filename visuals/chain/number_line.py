"""A number line that can be looked at ever more closely, its nudges, and threads that lead to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import Group, VGroup, VMobject, smooth

from visuals.drawing.dial import Dial, SharesDials, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, at_screen, polyline, within_box
from visuals.drawing.ticks import CAP, Row, Scale, multiples, plain
from visuals.letters.formula import Formula, casing
from visuals.theme import INK, SIZE, STROKE

TICK, FINE = 0.12, 0.06  # half a tick's length, and half of one between two numbers
FINE_ROOM = (0.14, 0.24)  # fine ticks closer together than the first (scene units) are not there, then come
APART, FADE = 0.3, 0.15  # between two numbers (scene units); they come while their room grows so much
HALO = 10.0  # of the ground around a number, where a thread passes
BESIDE = 12  # numbers of a decade on either side of the place that is looked at closely
END = 0.13  # half an end tick of a nudge
LABELLED = (0.02, 0.14)  # nudges shorter than the first have no label, longer than the second a full one


class NumberLine(SharesDials, Follower):
    """Numbers along a level line of the stage, from `left` to `right`, `unit` scene units to one of them.

    The number `focus` stands at `anchor` (a dial), and the dial `zoom` draws everything apart around it, as
    a magnifying glass does; finer numbers come as they find room, down to `digits` decimals. `start` says
    where 0 stands before it is looked at closely. The dial `end` draws the line longer or shorter than to
    `right`, `numbered` puts the numbers out. Lines that share a zoom show nudges in one scale.
    """

    def __init__(
        self,
        *,
        y: float,
        left: float,
        right: float,
        unit: float,
        start: float,
        focus: float = 0.0,
        last: float = 4.0,
        digits: int = 5,
        zoom: Dial | None = None,
    ) -> None:
        super().__init__()
        self.y, self.left, self.unit, self.focus = y, left, unit, focus
        self.anchor, self.end = Dial(start + unit * focus), Dial(right)
        self.grown, self.numbered = Dial(1.0), Dial(1.0)
        self.zoom = zoom if zoom is not None else Zoom(1.0)
        if zoom is None:
            self.add(self.zoom)
        else:
            self.dial(zoom, 1.0)
        self.line = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        self.fine = VGroup(*(VMobject().set_stroke(INK.quiet, width=STROKE.hair) for _ in range(2)))
        self.rows: Any = Group(*(self._row(k, last) for k in range(digits + 1)))
        self.add(self.line, self.fine, self.rows, self.anchor, self.end, self.grown, self.numbered)
        self.redraw()

    @property
    def right(self) -> float:
        """Where across the stage the line ends now."""
        return self.end.get_value()

    @property
    def per_unit(self) -> float:
        """Scene units to one number, as close as it is looked at now."""
        return self.unit * self.zoom.get_value()

    def to_screen(self, value: Any, above: Any = 0.0) -> np.ndarray:
        """Where numbers stand, so many scene units above the line: shape (..., 3)."""
        across = self.anchor.get_value() + (np.asarray(value, dtype=float) - self.focus) * self.per_unit
        return at_screen(*np.broadcast_arrays(across, self.y + np.asarray(above, dtype=float)))

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """The numbers (...) that stand at places on the stage (..., 2 or 3)."""
        across = np.asarray(places, dtype=float)[..., 0]
        return np.asarray(self.focus + (across - self.anchor.get_value()) / self.per_unit)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The part of a run of two places that lies between the line's ends."""
        cut = within_box(polyline(points), (self.left, -np.inf, self.right, np.inf))
        return [cut[[0, -1]]] if len(cut) else []

    def redraw(self) -> None:
        """Lay the line from its left to its right as far as it has grown, and the numbers that are seen."""
        grown = self.grown.get_value()
        end = self.left + grown * (self.right - self.left)
        self.line.points = polyline(np.array([[self.left, self.y, 0.0], [end, self.y, 0.0]]))
        low, high = self.to_data(np.array([[self.left, 0.0], [self.right, 0.0]]))
        scale = Scale(float(low), float(high), self.left, self.right)
        finer = [self._room(row, scale) for row in self.rows[1:]] + [0.0]
        for row, follows in zip(self.rows, finer, strict=True):
            room = self._room(row, scale) - follows  # a finer row has the coarser numbers too
            row.lay(scale, self.y, self.y - TICK, grown * room)
            shown = grown * room * self.numbered.get_value()
            row.numbers.set_fill(opacity=shown).set_stroke(opacity=shown, background=True)
        first = np.ceil(np.log10(FINE_ROOM[0] / self.per_unit))
        for k, ticks in enumerate(self.fine):
            step = 10.0 ** (first + k)
            room = (step * self.per_unit - FINE_ROOM[0]) / (FINE_ROOM[1] - FINE_ROOM[0])
            values = multiples(step, (float(low), float(high)))
            ends = self.to_screen(values[:, None], np.array([-FINE, FINE]))
            ticks.points = polyline(*ends)
            ticks.set_stroke(opacity=grown * float(np.clip(room, 0.0, 1.0)) * (0.55, 1.0)[k])

    @staticmethod
    def _room(row: Row, scale: Scale) -> float:
        """1 where a row's numbers have room beside each other, 0 where they would touch."""
        widest = CAP * max((width for _, width in row.labels), default=0.0) + APART
        share = (row.step * scale.per_unit / widest - 1.0) / FADE
        return float(smooth(np.clip(share, 0.0, 1.0)))

    def _row(self, k: int, last: float) -> Row:
        step = 10.0**-k
        reach = (self.focus - BESIDE * step, self.focus + BESIDE * step) if k else (0.0, last)
        values = multiples(step, reach)
        row = Row(0, step, values, [plain(round(float(value), k)) for value in values])
        row.numbers.set_stroke(INK.ground, width=HALO, background=True)
        return row


class Slider(Follower):
    """The mark on a number line at the number that `look` tells now."""

    def __init__(
        self, line: NumberLine, look: Callable[[], float], *, ink: str, radius: float = 0.13
    ) -> None:
        super().__init__(line)
        self.line, self.look, self.radius = line, look, radius
        self.grown = Dial(1.0)
        self.dot = VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.normal)
        self.add(self.dot, self.grown)
        self.redraw()

    @property
    def place(self) -> np.ndarray:
        """Where on the stage it is."""
        return self.line.to_screen(self.look())

    def redraw(self) -> None:
        """Stand where the number stands."""
        self.dot.points = arc(self.place, self.radius * self.grown.get_value())


class Nudge(Follower):
    """A nudge along a number line: a bar with end ticks, from a number and as long as `look` tells now.

    `look` gives (number, nudge). It lies `above` the line, its label over its middle; `grown` of it is there.
    """

    def __init__(
        self,
        line: NumberLine,
        look: Callable[[], tuple[float, float]],
        *,
        ink: str,
        label: str = "",
        above: float = 0.3,
        grown: float = 1.0,
    ) -> None:
        super().__init__(line)
        self.line, self.look, self.above = line, look, above
        self.grown = Dial(grown)
        self.bar = VMobject().set_stroke(ink, width=1.2 * STROKE.bold)
        self.label = casing(Formula(label, size=SIZE.large, ink=ink)) if label else None
        self.add(self.bar, self.grown, *([self.label] if self.label else []))
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """Where the bar begins and ends on the stage, (2, 3)."""
        number, nudge = self.look()
        reached = np.array([number, number + self.grown.get_value() * nudge])
        return self.line.to_screen(reached, self.above)

    def redraw(self) -> None:
        """Lie from the number to the nudged one."""
        ends = self.ends
        length = float(np.linalg.norm(ends[1] - ends[0]))
        tick = np.array([0.0, min(END, 0.5 * length), 0.0])
        strokes = [ends, *(np.array([end - tick, end + tick]) for end in ends)] if length > 1e-6 else []
        self.bar.points = polyline(*strokes)
        if self.label is not None:
            low, high = LABELLED
            self.label.next_to(ends.mean(axis=0), np.array([0.0, 1.0, 0.0]), buff=0.16)
            shown = float(np.clip((length - low) / (high - low), 0.0, 1.0))
            self.label.set_fill(opacity=shown).set_stroke(opacity=shown, background=True)


class Threads(Follower):
    """Threads from numbers of one line to those numbers of the next that they are sent to.

    `look` gives both, arrays of one length. The dial `grown` says how far down the threads have come.
    """

    def __init__(
        self,
        line: NumberLine,
        to: NumberLine,
        look: Callable[[], tuple[np.ndarray, np.ndarray]] | Callable[[], np.ndarray],
        *,
        ink: str = INK.quiet,
        width: float = STROKE.thin,
        opacity: float = 1.0,
        beads: bool = False,
        leave: float = 0.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(line, to)
        self.line, self.to, self.look, self.apart = line, to, look, leave
        self.grown = Dial(grown)
        self.threads = VMobject().set_stroke(ink, width=width, opacity=opacity)
        self.beads = VMobject(stroke_width=0).set_fill(ink, opacity=1 if beads else 0)
        self.has_beads = beads
        self.add(self.threads, self.beads, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Hang from the upper numbers towards the lower ones."""
        above, below = self.look()
        top, foot = self.line.to_screen(above, -self.apart), self.to.to_screen(below, self.apart)
        down = self.grown.get_value()
        tips = top + down * (foot - top)
        box = (self.line.left, -np.inf, self.line.right, np.inf)
        drawn = [run for run in np.stack([top, tips], axis=1)] if down > 0 else []
        self.threads.points = within_box(polyline(*drawn), box) if drawn else polyline()
        there = self.has_beads and 0.0 < down < 1.0
        inner = [tip for tip in tips if box[0] <= tip[0] <= box[2]] if there else []
        self.beads.points = np.concatenate([arc(tip, 0.07) for tip in inner]) if inner else polyline()
