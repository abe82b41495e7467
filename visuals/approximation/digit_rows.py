"""Rows of numbers on their way to a root, the digits that are right lit, and a bar as long as those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Rectangle

from calc_core.approximation.newton_raphson import RootPath
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.letters.number import Number
from visuals.letters.readout import read
from visuals.options import Options
from visuals.theme import INK, SIZE, STAGE, mix

WRONG = mix(INK.quiet, INK.ground, 0.25)
THICK, BELOW, ASIDE = 0.09, 0.14, 0.45  # of the bars, in scene units


class DigitRows(Follower):
    """Some stops of Newton's steps, one below the other, and how many digits of each are the root's.

    `at` (x, y) is the upper left corner on the stage. Dial: grown (rows shown, the last one's bar growing).
    """

    def __init__(
        self,
        walk: RootPath,
        stops: Sequence[int],
        *,
        at: tuple[float, float],
        pitch: float = 0.56,
        size: float = SIZE.body,
        places: int = 15,
        grown: float = 0.0,
    ) -> None:
        super().__init__()
        self.walk, self.stops = walk, tuple(stops)
        self.right = walk.shared_digits(walk.root)[list(stops)]
        self.grown = Dial(grown)
        self.numbers, self.counts, self.bars, self.cells = [], [], [], []
        for row, stop in enumerate(stops):
            place = np.array([at[0], at[1] - row * pitch, 0.0])
            number = Number(
                read(walk, "x", index=stop, decimals=places, name=f"x after {stop} jumps"), size=size
            )
            number.shift(place - number.strut.points[0])
            told: Options = {"given": [walk.root], "index": stop, "name": f"right digits after {stop} jumps"}
            count = Number(read(walk, "shared_digits", **told), size=size, ink=INK.curvature, align="right")
            end = number.slots.get_right()[0] + ASIDE + 2 * size * STAGE.pixel
            count.shift(np.array([end, place[1], 0.0]) - count.strut.points[0])
            text = number.reading.text
            cells = [slot for slot, sign in zip(number.slots, text, strict=False) if sign.isdigit()]
            for digit, slot in enumerate(cells):
                slot.set_fill(INK.text if digit < self.right[row] else WRONG, opacity=1)
            bar = Rectangle(width=1, height=THICK, stroke_width=0, fill_color=INK.curvature, fill_opacity=1)
            self.numbers.append(number)
            self.counts.append(count)
            self.bars.append(bar)
            self.cells.append(cells)
        self.add(*self.bars, *self.numbers, *self.counts, self.grown)
        self.redraw()

    def length(self, row: int) -> float:
        """How long the bar of a row is when it is whole, in scene units."""
        cells = self.cells[row]
        return (
            float(cells[self.right[row] - 1].get_right()[0] - cells[0].get_left()[0])
            if self.right[row]
            else 0.0
        )

    def redraw(self) -> None:
        """Show so many rows, and let the last bar be as long as it has grown."""
        for row, (number, count, bar) in enumerate(zip(self.numbers, self.counts, self.bars, strict=True)):
            share = min(max(self.grown.get_value() - row, 0.0), 1.0)
            seen = min(3 * share, 1.0)
            for each in (number, count):
                each.slots.set_opacity(seen)
            length = max(self.length(row) * min(max(share - 1 / 3, 0.0) * 1.5, 1.0), 1e-4)
            left, base = self.cells[row][0].get_left()[0], number.baseline
            right, low, high = left + length, base - BELOW, base - BELOW + THICK
            corners = np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])
            bar.set_points_as_corners(np.c_[corners, np.zeros(5)])
            bar.set_fill(INK.curvature, opacity=1.0 if share > 1 / 3 and self.right[row] else 0.0)
