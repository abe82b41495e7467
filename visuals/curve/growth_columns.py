"""Columns that grow by a constant factor, what a nudge adds to each, and the line of their slopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject

from calc_core.derivatives.exponentials import Growth
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, polyline, within_box
from visuals.theme import INK, STROKE, mix

HALF = 0.17  # of a column's width, in units of the axes
COLUMN = mix(INK.output, INK.ground, 0.62)


class GrowthColumns(Follower):
    """Columns as high as a^x at some of the places that `look` tells of now, and a line as high as its slope.

    `columns` are the entries of `look` that have one. On each stands its gain df, as a bright cap. Dials:
    `levelled` (0 to 1: all is divided by that power of its own column's height, so that at 1 every column is
    one high and the line lies at slope over height), `capped` (how much of the gains stands), `sloped` (how
    far the line is drawn, from the left), `between` (how much of every second column stands), `grown` (of
    the others, one after the other).
    """

    def __init__(
        self, look: Callable[[], Growth], *, on: Axes, columns: Sequence[int], grown: float = 1.0
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.columns = look, on, np.array(columns)
        self.levelled, self.capped, self.sloped = Dial(0), Dial(0), Dial(0)
        self.between, self.grown = Dial(grown), Dial(grown)
        self.bodies = [VMobject(stroke_width=0).set_fill(COLUMN, opacity=1) for _ in columns]
        self.caps = [VMobject(stroke_width=0).set_fill(INK.output, opacity=1) for _ in columns]
        self.tops = VMobject().set_stroke(INK.output, width=STROKE.normal)
        self.line = VMobject().set_stroke(INK.slope, width=STROKE.bold)
        self.line.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
        self.add(*self.bodies, *self.caps, self.tops, self.line)
        self.add(self.levelled, self.capped, self.sloped, self.between, self.grown)
        self.redraw()

    @property
    def sizes(self) -> np.ndarray:
        """Heights, gains and slopes as they are drawn now, (3, n), in units of the axes."""
        now = self.look()
        return np.stack([now.f, now.df, now.slope]) / now.f ** self.levelled.get_value()

    def top(self, k: int, level: float = 1.0) -> np.ndarray:
        """The middle of the top of column k now (its foot at `level` 0), on the stage, (3,)."""
        now, share = self.look(), self._shares[k]
        return self.axes.to_screen(now.x[self.columns[k]], level * share * self.sizes[0, self.columns[k]])

    def redraw(self) -> None:
        """Lay columns, caps, tops and the line."""
        now, (heights, gains, slopes) = self.look(), self.sizes
        shares, capped = self._shares, self.capped.get_value()
        for k, (column, share) in enumerate(zip(self.columns, shares, strict=True)):
            x, high = float(now.x[column]), float(share * heights[column])
            self.bodies[k].points = self._column(x, 0.0, high) if share > 0 else NOTHING
            gain = capped * float(share * gains[column])
            self.caps[k].points = self._column(x, high, high + gain) if gain > 0 and share > 0 else NOTHING
        all_there = float(shares.min(initial=1.0))
        self.tops.points = self._run(now.x, heights)
        self.tops.set_stroke(opacity=0.5 * max(0.0, 2 * all_there - 1))
        end = now.x[0] + self.sloped.get_value() * (now.x[-1] - now.x[0])
        kept = now.x < end
        if self.sloped.get_value() == 0:
            self.line.points = NOTHING
            return
        way = np.append(now.x[kept], end)
        self.line.points = self._run(way, np.append(slopes[kept], np.interp(end, now.x, slopes)))

    @property
    def _shares(self) -> np.ndarray:
        """How much of each column stands: every second one, those between, and the rest in turn."""
        k = np.arange(len(self.columns))
        turns = (len(k) + 1) // 2
        shares = np.where(k % 2, self.between.get_value(), self.grown.get_value() * turns - k // 2)
        return np.clip(shares, 0.0, 1.0)

    def _column(self, x: float, low: float, high: float) -> np.ndarray:
        across = x + HALF * np.array([-1, 1, 1, -1, -1])
        corners = self.axes.to_screen(across, np.array([low, low, high, high, low]))
        return polyline(at_screen(*corners[:, :2].T))

    def _run(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """A curve, as far as the axes' window goes up."""
        (left, right), (bottom, top) = self.axes.across, self.axes.up
        return within_box(polyline(self.axes.to_screen(x, y)), (left - 1, bottom, right + 1, top))
