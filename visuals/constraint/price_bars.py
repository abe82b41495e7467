"""What loosening a fence brings: lambda dc, as promised, beside what solving again finds."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.constraints.loosened import LoosenedFence
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import entry
from visuals.letters.formula import Formula, casing
from visuals.theme import INK, SIZE, STROKE

TICK = 0.13  # half an end tick, in scene units
ASIDE = 0.36  # scene units from the promised bar to the found one
SHORT = 0.25  # a bar shorter than four ticks has shorter ticks


class PriceBars(Follower):
    """From the best height of one fence: dc across, then lambda dc and the height found, both upwards.

    `sweep` are the best places for many levels, on axes of height over level; `base` is the entry at which
    the price is asked, and the dial `at` counts entries: how far the fence is loosened. The two upright bars
    stand a little apart, so that their tops may be compared. Dials: at, across, promised, found (how far each
    bar has grown), grown (of all).
    """

    def __init__(self, sweep: LoosenedFence, base: int, at: Dial, *, on: Axes, grown: float = 1.0) -> None:
        super().__init__(on, at, sweep)
        self.sweep, self.base, self.at, self.axes = sweep, base, at, on
        self.line = sweep.price_line(base)
        self.across, self.promised, self.found = Dial(0.0), Dial(0.0), Dial(0.0)
        self.grown = Dial(grown)
        inks = (INK.input, INK.parameter, INK.output)
        self.bars = [
            VMobject()
            .set_stroke(ink, width=STROKE.bold)
            .set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
            for ink in inks
        ]
        written = (("dif c", INK.input), ("lambda thin dif c", INK.parameter), ("dif f", INK.output))
        self.labels = [casing(Formula(source, size=SIZE.body, ink=ink)) for source, ink in written]
        self.add(*self.bars, *self.labels, self.across, self.promised, self.found, self.grown)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """Level and height where the bars begin and end: base, loosened, promised, found (4, 2)."""
        now = self.at.get_value()
        start, level = float(self.sweep.level[self.base]), float(entry(self.sweep.level, now))
        foot = float(self.sweep.f[self.base])
        heights = [foot, foot, float(entry(self.line, now)), float(entry(self.sweep.f, now))]
        return np.column_stack([[start, level, level, level], heights])

    def redraw(self) -> None:
        base, corner, promised, found = self.axes.to_screen(self.ends)
        aside, all_ = np.array([ASIDE, 0.0, 0.0]), self.grown.get_value()
        spans = [(base, corner), (corner, promised), (corner + aside, found + aside)]
        dials = (self.across, self.promised, self.found)
        places = ([0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [1.0, 0.0, 0.0])
        for bar, label, (start, end), dial, side in zip(
            self.bars, self.labels, spans, dials, places, strict=True
        ):
            end = start + (end - start) * dial.get_value() * all_
            self._draw(bar, start, end)
            length = float(np.linalg.norm(end - start))
            light = float(np.clip((length - 0.3) / 0.3, 0.0, 1.0))
            label.next_to((start + end) / 2, np.array(side), buff=0.2)
            label.set_fill(opacity=light).set_stroke(opacity=light, background=True)

    def _draw(self, bar: VMobject, start: np.ndarray, end: np.ndarray) -> None:
        length = float(np.linalg.norm(end - start))
        if length < 1e-9:
            bar.points = polyline()
            return
        along = (end - start) / length
        tick = min(TICK, SHORT * length) * np.array([-along[1], along[0], 0.0])
        bar.points = polyline(
            np.array([start, end]), *(np.array([each - tick, each + tick]) for each in (start, end))
        )
