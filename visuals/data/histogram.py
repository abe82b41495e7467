"""Counts as bars over the classes they were counted in, and how far chance alone makes each count jump."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject, smooth

from visuals.drawing.axes import Axes
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING
from visuals.letters.readout import Series
from visuals.theme import INK, STROKE, mix

GAP = 0.035  # between the floor and a bar's foot, so that no bar lies on the axis line, in scene units
SIDE = 0.06  # of a bar's width stays free between it and its neighbour
LATE = 0.6  # of the dial's way has gone before the last bar begins to rise
CAP = 0.2  # half the width of an error bar's end tick, in bar widths
BODY, EDGE = mix(INK.data, INK.ground, 0.6), mix(INK.data, INK.ground, 0.2)
JITTER = mix(INK.data, INK.text, 0.55)


class Histogram(Follower):
    """A bar for each class: `counts` (n,) high, `width` wide, over its centre (n,), standing on axes at 0.

    The feet keep clear of the axis line, the tops are where the counts are; an empty class has no bar. Bars
    outside the axes' window are not drawn, those that reach out of it are cut. `sigma` are the error bars'
    half lengths (n,), by default sqrt(max(count, 1)): an empty class would have none otherwise. Counts given
    as a function are those of now, and the error bars stand where they stood at first.
    Dials: `grown` (0 to 1: the bars rise from the floor, from left to right), `errors` (0 to 1: how far the
    error bars have opened), `opacity` (of the bars; the error bars keep theirs).
    """

    def __init__(
        self,
        centres: np.ndarray,
        counts: np.ndarray | Callable[[], np.ndarray],
        *,
        width: float,
        on: Axes,
        sigma: np.ndarray | None = None,
        series: Sequence[Series] = (),
    ) -> None:
        super().__init__(on)
        self.axes, self.bin_width, self.series = on, width, tuple(series)
        self._follow = counts if callable(counts) else None
        first = counts() if callable(counts) else counts
        self.centres, self.measured = (np.asarray(each, dtype=float) for each in (centres, first))
        if self.centres.ndim != 1 or self.centres.shape != self.measured.shape:
            shapes = f"{self.centres.shape} and {self.measured.shape}"
            raise ValueError(f"a bar needs a centre and a count: (n,) and (n,), got {shapes}")
        self.sigma = np.sqrt(np.maximum(self.measured, 1)) if sigma is None else np.asarray(sigma)
        self.grown, self.errors, self.opacity = Dial(1.0), Dial(0.0), Dial(1.0)
        self.bars = VMobject(fill_color=BODY, stroke_color=EDGE, stroke_width=STROKE.hair)
        self.whiskers = VMobject(stroke_color=JITTER, stroke_width=STROKE.thin)
        self.add(self.grown, self.errors, self.opacity, self.bars, self.whiskers)
        self.redraw()

    @property
    def counts(self) -> np.ndarray:
        """The counts of now (n,)."""
        return self.measured if self._follow is None else np.asarray(self._follow(), dtype=float)

    @property
    def rise(self) -> np.ndarray:
        """How far each bar has risen (n,), from 0 to 1."""
        late = np.linspace(0.0, LATE, len(self.measured))
        share = np.clip((self.grown.value - late * (self.grown.value < 1)) / (1 - LATE), 0.0, 1.0)
        return np.array([smooth(each) for each in share])

    @property
    def heights(self) -> np.ndarray:
        """How high each bar stands now, in counts (n,)."""
        return np.asarray(self.rise * self.counts)

    @property
    def tops(self) -> np.ndarray:
        """The middle of the upper edge of each bar now, on the stage (n, 3)."""
        return self.axes.to_screen(self.centres, self.heights)

    def redraw(self) -> None:
        """Set bars and error bars where the data and the dials want them."""
        feet, tops, half = self._feet, self.tops, self._half
        seen = self._seen & (self.heights > 0)
        across = tops[:, :1] + half * np.array([-1, 1, 1, -1, -1])
        up = np.stack([feet, feet, tops[:, 1], tops[:, 1], feet], axis=1)
        self.bars.points = bundle(self._within(np.stack([across, up], axis=-1)[seen]))
        self.bars.set_fill(opacity=self.opacity.value).set_stroke(opacity=self.opacity.value)
        middle, ends = self.rise * self.measured, self.errors.value * self.sigma
        low, high = (self.axes.to_screen(self.centres, middle + side * ends) for side in (-1, 1))
        caps = [np.stack([end - [CAP * half, 0, 0], end + [CAP * half, 0, 0]], axis=1) for end in (low, high)]
        strokes = np.stack([np.stack([low, high], axis=1), *caps], axis=1)[self._seen, :, :, :2]
        shown = self.errors.value > 0 and self.grown.value > 0
        self.whiskers.points = bundle(self._within(strokes.reshape(-1, 2, 2))) if shown else NOTHING

    @property
    def _half(self) -> float:
        """Half of what a bar is wide, on the stage."""
        return float((1 - SIDE) / 2 * self.bin_width * self.axes.units[0])

    @property
    def _feet(self) -> np.ndarray:
        """How high the bars' lower edges lie (n,): a bar lower than the gap is but its upper edge."""
        return np.asarray(np.minimum(self.axes.to_screen(0.0, 0.0)[1] + GAP, self.tops[:, 1]))

    @property
    def _seen(self) -> np.ndarray:
        """Which bars reach into the window (n,)."""
        (left, right), (low, high) = self.axes.across, self.axes.up
        x, tops = self.tops[:, 0], self.tops[:, 1]
        return (x + self._half > left) & (x - self._half < right) & (tops >= low) & (self._feet < high)

    def _within(self, corners: np.ndarray) -> np.ndarray:
        """Corners (..., 2) with what reaches out of the window laid onto its edge."""
        (left, right), (low, high) = self.axes.across, self.axes.up
        return np.asarray(np.clip(corners, [left, low], [right, high]))
