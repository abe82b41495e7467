"""A page: a place for words, formulas and numbers that stacks and aligns what it is given.

Layout is said by relation: which corner of the stage, or below what; the page knows the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Mobject, VGroup, VMobject

from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.formula import Typeset
from visuals.letters.number import Number
from visuals.theme import INK, STAGE, STROKE, mix

SIDES = {"left": -1.0, "middle": 0.0, "right": 1.0}
GAP, BESIDE = 0.35, 0.2  # between two lines, and between a label and its number, in scene units
MARGIN = 0.22  # of a plate around what stands on it


class Page:
    """Lines stacked downwards from a place, aligned at its left, middle or right.

        CORNER = Page(STAGE.left, STAGE.top)
        self.note = CORNER.write(Words("hikers"), Number(...))
        self.note = CORNER.write((Words("slope"), Number(...)))     # beside each other, on one baseline

    `x`, `y` is where the first line begins, in scene units: its upper left corner, the middle of its upper
    edge, or its upper right corner. `side="numbers"` lets each line's number begin at x, its label before it,
    so that equal signs stand below each other. `plate=True` lays a dark plate under what is written, to be
    read on coloured ground.
    """

    def __init__(
        self, x: float, y: float, *, side: str = "left", gap: float = GAP, plate: bool = False
    ) -> None:
        if side not in (*SIDES, "numbers"):
            raise ValueError(f"a page is aligned at one of {', '.join(SIDES)}, numbers, got {side!r}")
        self.place, self.side = np.array([x, y, 0.0]), side
        self.gap, self.plate = gap, plate

    def write(self, *lines: Any, below: Mobject | None = None, gap: float | None = None) -> VGroup:
        """Stack lines (a mobject, or a tuple of some beside each other) from the page's place on.

        `below` begins beneath something that stands on the page already, two gaps away.
        """
        rows = [beside(*line) if isinstance(line, tuple) else line for line in lines]
        place = self.place.copy()
        gap = self.gap if gap is None else gap
        if below is not None:
            place[1] = below.get_bottom()[1] - 2 * gap
        for row in rows:
            row.shift(place - self._start(row))
            place[1] = row.get_bottom()[1] - gap
        return VGroup(*((plate(*rows),) if self.plate else ()), *rows)

    def _start(self, row: Mobject) -> np.ndarray:
        """What of a line is laid on the page's x, at its upper edge."""
        corner = row.get_corner(np.array([SIDES.get(self.side, -1.0), 1.0, 0.0]))
        if self.side == "numbers":
            starts = [part.strut.points[0][0] for part in row.get_family() if isinstance(part, Number)]
            corner[0] = starts[0] if starts else corner[0]
        return np.asarray(corner)


def beside(first: Mobject, *others: Mobject, buff: float = BESIDE) -> VGroup:
    """Things beside each other: letters and numbers on one baseline, everything else on one middle."""
    row: list[Any] = [first]
    for each in others:
        before = row[-1]
        if isinstance(each, Number) and isinstance(before, Typeset):
            each.stand_beside(before, buff=buff)
        else:
            each.next_to(before, np.array([1.0, 0.0, 0.0]), buff=buff)
            if isinstance(each, Typeset) and isinstance(before, Typeset):
                each.stand_on(before)
        row.append(each)
    return VGroup(*row)


def plate(*things: Any, buff: float = MARGIN) -> VMobject:
    """A dark plate to lay under letters and numbers that stand on coloured ground."""
    group = VGroup(*(part for thing in things for part in thing.get_family() if isinstance(part, VMobject)))
    low, high = group.get_corner((-1, -1, 0)) - buff, group.get_corner((1, 1, 0)) + buff
    corner = min(0.18, (high[1] - low[1]) / 3)
    turn = np.linspace(0, np.pi / 2, 9)
    arc = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * corner
    around = [
        np.array([high[0] - corner, high[1] - corner]) + arc,
        np.array([low[0] + corner, high[1] - corner]) + arc @ np.array([[0, 1], [-1, 0]]),
        np.array([low[0] + corner, low[1] + corner]) - arc,
        np.array([high[0] - corner, low[1] + corner]) - arc @ np.array([[0, 1], [-1, 0]]),
    ]
    path = np.concatenate([*around, around[0][:1]])
    shape = VMobject(stroke_color=mix(INK.quiet, INK.ground, 0.6), stroke_width=STROKE.hair)
    shape.points = polyline(at_screen(*path.T))
    return shape.set_fill(INK.casing, opacity=0.82)


CORNER = Page(STAGE.left, STAGE.top)  # the stage's upper left, where words begin
