"""Two heights and their nudges, side by side or one upon the other: what a sum is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.product_and_chain import ProductIncrement
from visuals.area.measure import Measure
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.theme import INK, mix

HALF = 0.5  # of a column's width, in units of the axes


class StackedHeights(Follower):
    """Columns f and g as `look` tells them now, each with its nudge df, dg as a bright cap.

    The column of f stands at `places[0]` along the axes, that of g at `places[1]`. Dials: `stacked` (0 to 1)
    lifts g and sets it down upon f + df, so that what lies below lifts what lies above; `grown` (of both
    heights).
    """

    def __init__(
        self,
        look: Callable[[], ProductIncrement],
        *,
        on: Axes,
        places: tuple[float, float],
        inks: tuple[str, str] = (INK.output, INK.two),
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.places, self.inks = look, on, places, inks
        self.stacked, self.grown = Dial(0), Dial(grown)
        dim = [mix(ink, INK.ground, 0.68) for ink in inks]
        self.parts = [VMobject(stroke_width=0) for _ in range(4)]
        for part, ink in zip(self.parts, (dim[0], inks[0], dim[1], inks[1]), strict=True):
            part.set_fill(ink, opacity=1)
        self.add(*self.parts, self.stacked, self.grown)
        self.redraw()

    @property
    def levels(self) -> np.ndarray:
        """Where f, df, g and dg begin and end, (4, 2), in data."""
        now, grown = self.look(), self.grown.get_value()
        f, df, g, dg = (grown * float(each) for each in (now.f, now.df, now.g, now.dg))
        # first half of the dial: up; second half: across
        foot = (f + df) * min(1.0, 2 * self.stacked.get_value())
        return np.array([[0, f], [f, f + df], [foot, foot + g], [foot + g, foot + g + dg]])

    @property
    def rise(self) -> np.ndarray:
        """Where both together ended before the nudge, and where they end now, (2,), in data."""
        levels = self.levels
        before = levels[0, 1] + levels[2, 1] - levels[2, 0]
        return np.array([before, before + levels[1, 1] - levels[1, 0] + levels[3, 1] - levels[3, 0]])

    @property
    def middles(self) -> np.ndarray:
        """Where the columns of f and g stand along the axes, (2,)."""
        first, second = self.places
        share = np.clip(2 * self.stacked.get_value() - 1, 0.0, 1.0)
        return np.array([first, second + share * (first - second)])

    def place(self, part: int, side: float = 0.0, level: float = 1.0) -> np.ndarray:
        """A place (3,) on part 0 to 3, at `side` -1 (left) to 1 (right), `level` 0 (foot) to 1 (top)."""
        low, high = self.levels[part]
        return self.axes.to_screen(self.middles[part // 2] + side * HALF, low + level * (high - low))

    def measures(self, labels: tuple[str, str]) -> list[Measure]:
        """Measures on the right of both caps."""
        place = self.place
        return [
            Measure(lambda: place(1, 1, 0), lambda: place(1, 1), labels[0], ink=self.inks[0], aside=(1, 0)),
            Measure(lambda: place(3, 1, 0), lambda: place(3, 1), labels[1], ink=self.inks[1], aside=(1, 0)),
        ]

    def redraw(self) -> None:
        """Lay columns and caps."""
        for part, (low, high), middle in zip(
            self.parts, self.levels, np.repeat(self.middles, 2), strict=True
        ):
            across = middle + HALF * np.array([-1, 1, 1, -1, -1])
            corners = self.axes.to_screen(across, np.array([low, low, high, high, low]))
            part.points = polyline(at_screen(*corners[:, :2].T))
