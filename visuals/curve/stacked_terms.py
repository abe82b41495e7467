"""A sum as columns: each term begins at the level where the one before it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject

from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.theme import INK, STROKE

Terms = Callable[[], tuple[float, Sequence[float] | np.ndarray]]
SMALL = 0.12  # scene units: edges of columns that are lower come softly
FILLS = (0.85, 0.22)  # how strongly the columns are filled, by turns: the first is solid, the second outlined


class StackedTerms(Follower):
    """The terms of a sum at one x, as `look` tells both now: columns beside each other, term upon term.

    The first column starts at 0, each next one at the level where its neighbour ends; a negative term goes
    down from there. So the last column ends at the sum, whatever the signs. The columns stand left and right
    of x, each `width` scene units wide; a bold edge marks where each ends. Dials: `parts[k]` (share of term k
    that is there), `grown` (of all terms).
    """

    def __init__(
        self,
        look: Terms,
        *,
        on: Axes,
        width: float = 0.36,
        ink: str = INK.output,
        parts: float = 1.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.width_ = look, on, width
        count = len(look()[1])
        self.grown, self.parts = Dial(grown), [Dial(parts) for _ in range(count)]
        self.columns = [VMobject() for _ in range(count)]
        for k, column in enumerate(self.columns):
            column.set_fill(ink, opacity=FILLS[k % 2]).set_stroke(ink, width=STROKE.thin)
        self.ends = [VMobject().set_stroke(ink, width=STROKE.bold) for _ in range(count)]
        self.links = VMobject().set_stroke(INK.text, width=STROKE.thin)
        self.add(*self.columns, *self.ends, self.links, self.grown, *self.parts)
        self.redraw()

    @property
    def levels(self) -> np.ndarray:
        """Where each column begins and ends now, (terms, 2), in numbers of the axes."""
        shares = np.array([each.get_value() for each in self.parts]) * self.grown.get_value()
        ends = np.cumsum(shares * np.asarray(self.look()[1], dtype=float))
        return np.stack([np.append(0.0, ends[:-1]), ends], axis=-1)

    @property
    def total(self) -> float:
        """Where the last column ends now."""
        return float(self.levels[-1, 1])

    def redraw(self) -> None:
        """Lay the columns, each from its neighbour's end."""
        x, levels = self.look()[0], self.levels
        count, link, linked = len(levels), [], 0.0
        for k, (low, high) in enumerate(levels):
            foot, top = self.axes.to_screen(np.array([x, x]), np.array([low, high]))
            left = np.array([(k - count / 2) * self.width_, 0.0, 0.0])
            right = left + [self.width_, 0.0, 0.0]
            height = abs(float(top[1] - foot[1]))
            there = min(height / SMALL, 1.0)
            for part in (self.columns[k], self.ends[k]):
                part.set_stroke(opacity=there)
            if height < 1e-6:
                self.columns[k].points = self.ends[k].points = polyline()
                continue
            corners = np.array([foot + left, foot + right, top + right, top + left, foot + left])
            self.columns[k].points = polyline(corners)
            self.ends[k].points = polyline(np.array([top + left, top + right]))
            if k + 1 < count:
                link.append(np.array([top + left, top + right + [self.width_, 0.0, 0.0]]))
                linked = max(linked, there)
        self.links.points = polyline(*link)
        self.links.set_stroke(opacity=linked)
