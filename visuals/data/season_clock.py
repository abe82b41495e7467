"""The year as a clock: January at the top, time runs clockwise, and the season swings about a ring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Circle, DashedVMobject, Group, VMobject

from visuals.data.data_plot import discs
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import entry
from visuals.letters.formula import Words
from visuals.letters.readout import Series
from visuals.theme import INK, SIZE, STROKE

MONTHS = "JFMAMJJASOND"


class SeasonClock(Group):
    """A face with the twelve months: the ring of `radius` is the trend, `per_ppm` scene units are one ppm."""

    def __init__(self, centre: Sequence[float], *, radius: float, per_ppm: float, rim: float) -> None:
        super().__init__()
        self.centre = np.array([*centre, 0.0][:3])
        self.radius, self.per_ppm, self.rim = radius, per_ppm, rim
        ring = DashedVMobject(Circle(radius), num_dashes=72).set_stroke(INK.exact, STROKE.thin)
        edge = Circle(rim).set_stroke(INK.quiet, STROKE.thin)
        ticks = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        starts = _directions(np.arange(12) / 12)
        ticks.points = bundle(np.stack([(rim - 0.12) * starts, rim * starts], axis=1))
        names = [Words(month, size=SIZE.small, ink=INK.quiet) for month in MONTHS]
        for name, where in zip(names, _directions((np.arange(12) + 0.5) / 12), strict=True):
            name.move_to((rim + 0.26) * where)
        self.add(ring, edge, ticks, *names)
        self.shift(self.centre)

    def to_screen(self, *data: Any) -> np.ndarray:
        """Places on the face (..., 3) of a share of the year and a swing, ppm above the trend (..., 2)."""
        points = points_of(data)
        radius = self.radius + self.per_ppm * points[..., 1]
        return np.asarray(self.centre + np.expand_dims(radius, -1) * _directions(points[..., 0]))

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Share of the year, 0 to 1, and swing (..., 2) at places on the face (..., 2 or 3)."""
        away = np.asarray(places, dtype=float)[..., :2] - self.centre[:2]
        phase = np.arctan2(away[..., 0], away[..., 1]) / (2 * np.pi) % 1.0
        swing = (np.linalg.norm(away, axis=-1) - self.radius) / self.per_ppm
        return np.stack([phase, swing], axis=-1)


class SeasonCurve(Follower):
    """The swing over the phases of one year, round the clock; `stage` picks one of a stack (stages, n).

    `grown` is the share of the year drawn so far; `begin` is the phase at which the drawing starts.
    """

    def __init__(
        self,
        clock: SeasonClock,
        phase: np.ndarray,
        stack: np.ndarray,
        *,
        series: Sequence[Series] = (),
        ink: str = INK.model,
        width: float = STROKE.bold,
    ) -> None:
        super().__init__(clock)
        self.clock, self.phase, self.stack = clock, phase, np.atleast_2d(stack)
        self.series = tuple(series)
        self.stage, self.grown = Dial(), Dial(1.0)
        self.line = VMobject(stroke_color=ink, stroke_width=width)
        self.add(self.stage, self.grown, self.line)
        self.redraw()

    @property
    def swing(self) -> np.ndarray:
        """The curve shown now."""
        return entry(self.stack, self.stage.value)

    def at(self, phase: float) -> np.ndarray:
        """Where the curve is at a phase, on the stage."""
        return self.clock.to_screen(phase, np.interp(phase % 1.0, self.phase, self.swing))

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        inner = self.phase[self.phase < self.grown.value]
        phase = np.append(inner, self.grown.value) if self.grown.value > 0 else inner
        self.line.points = polyline(self.clock.to_screen(phase, np.interp(phase, self.phase, self.swing)))


class Hand(Follower):
    """The clock's hand at `phase`: from the middle to the curve, with a dot where it meets it."""

    def __init__(self, curve: SeasonCurve, phase: float = 0.0) -> None:
        super().__init__(curve)
        self.curve, self.phase = curve, Dial(phase)
        self.arm = VMobject(stroke_color=INK.text, stroke_width=STROKE.normal)
        self.tip = VMobject(stroke_width=0, fill_color=INK.text, fill_opacity=1)
        self.add(self.phase, self.arm, self.tip)
        self.redraw()

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        tip, centre = self.curve.at(self.phase.value), self.curve.clock.centre
        self.arm.points = polyline(np.array([centre, tip]))
        self.tip.points = discs(np.array([centre, tip]), np.array([0.06, 0.1]))


def _directions(phase: np.ndarray) -> np.ndarray:
    """Unit vectors on a clock's face: phase 0 at the top, running clockwise (..., 3)."""
    angle = 2 * np.pi * phase
    return np.stack([np.sin(angle), np.cos(angle), np.zeros_like(angle)], axis=-1)
