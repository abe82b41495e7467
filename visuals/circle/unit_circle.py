"""The unit circle: the way walked round it, and the two legs of where one is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.circle import ArcNudge
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, polyline
from visuals.theme import INK, STROKE, mix

SWEEP = 181  # corners of an arc on the circle, at most
SEEN = 0.02  # a nudge shorter than this on the stage, in scene units, is not drawn


class UnitCircle(Follower):
    """The circle of radius one with the point at theta that `look` tells of now, on axes of equal units.

    The level leg from the middle is the cosine, the upright one is the sine; the way walked from the right
    is theta, the piece walked on is dtheta. Dials: `legs` (how much of them is drawn), `way` (how much light
    the way walked has), `grown` (of the circle itself, from the right onwards).
    """

    def __init__(self, look: Callable[[], ArcNudge], *, on: Axes, grown: float = 1.0) -> None:
        super().__init__(on)
        self.look, self.axes = look, on
        self.legs, self.way, self.grown = Dial(0), Dial(1), Dial(grown)
        pale = mix(INK.quiet, INK.ground, 0.35)
        self.round = VMobject().set_stroke(pale, width=STROKE.normal)
        self.cross = VMobject().set_stroke(mix(INK.quiet, INK.ground, 0.65), width=STROKE.hair)
        self.walked = VMobject().set_stroke(INK.input, width=STROKE.bold)
        self.nudge = VMobject().set_stroke(INK.input, width=1.6 * STROKE.bold)
        self.radius = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.cosine = VMobject().set_stroke(INK.slope, width=STROKE.bold)
        self.sine = VMobject().set_stroke(INK.output, width=STROKE.bold)
        self.point = VMobject().set_fill(INK.text, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.add(self.cross, self.round, self.walked, self.nudge, self.cosine, self.sine, self.radius)
        self.add(self.point, self.legs, self.way, self.grown)
        self.redraw()

    def corner(self, across: float, up: float) -> np.ndarray:
        """A corner of the triangle on the stage, (3,): shares of the cosine and of the sine."""
        now = self.look()
        return self.axes.to_screen(across * float(now.cos), up * float(now.sin))

    def along(self, start: float, end: float) -> np.ndarray:
        """Corners (n, 3) of the circle on the stage, from one angle to another."""
        angle = np.linspace(start, end, SWEEP)
        return self.axes.to_screen(np.cos(angle), np.sin(angle))

    def redraw(self) -> None:
        """Lay the circle, the way round it and the triangle."""
        now, grown, legs = self.look(), self.grown.get_value(), self.legs.get_value()
        theta, dtheta = float(now.theta), float(now.dtheta)
        unit, there = float(self.axes.units[0]), grown > 0
        self.round.points = polyline(self.along(0.0, 2 * np.pi * grown)) if there else NOTHING
        reach = 1.12 * grown
        lines = self.axes.to_screen(np.array([[-reach, 0], [reach, 0], [0, -reach], [0, reach]]))
        self.cross.points = polyline(lines[:2], lines[2:]) if there else NOTHING
        self.walked.points = polyline(self.along(0.0, theta)) if there and theta else NOTHING
        self.walked.set_stroke(opacity=self.way.get_value() * grown)
        long = abs(dtheta) * unit > SEEN
        self.nudge.points = polyline(self.along(theta, theta + dtheta)) if there and long else NOTHING
        middle, foot, tip = (self.corner(*at) for at in ((0, 0), (1, 0), (1, 1)))
        self.radius.points = polyline(np.stack([middle, tip])) if there else NOTHING
        self.radius.set_stroke(opacity=grown)
        level = np.stack([middle, middle + legs * (foot - middle)])
        upright = np.stack([foot, foot + legs * (tip - foot)])
        for part, ends in ((self.cosine, level), (self.sine, upright)):
            part.points = polyline(ends) if np.ptp(ends, axis=0).any() else NOTHING
            part.set_stroke(opacity=grown)
        self.point.points = arc(tip, 0.1 * grown) if there else NOTHING


class TurningArm(Follower):
    """An arm of the unit circle `quarters` quarter turns ahead of theta, and the thread from its tip.

    `look` tells theta; the thread runs level to `reach`, a place across on the stage. Dial: `grown`.
    """

    def __init__(
        self,
        look: Callable[[], ArcNudge],
        quarters: int,
        *,
        on: Axes,
        reach: Callable[[], float],
        ink: str,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.look, self.quarters, self.axes, self.reach = look, quarters, on, reach
        self.grown = Dial(grown)
        self.arm = VMobject().set_stroke(ink, width=STROKE.bold)
        self.thread = VMobject().set_stroke(mix(ink, INK.ground, 0.35), width=STROKE.hair)
        self.dot = VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.end = VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.add(self.thread, self.arm, self.dot, self.end, self.grown)
        self.redraw()

    @property
    def tip(self) -> np.ndarray:
        """Where the arm ends on the stage, (3,); turned by quarters without rounding."""
        now = self.look()
        across, up = float(now.cos), float(now.sin)
        for _ in range(self.quarters % 4):
            across, up = -up, across
        return self.axes.to_screen(across, up)

    def redraw(self) -> None:
        """Lay arm and thread."""
        grown, tip, middle = self.grown.get_value(), self.tip, self.axes.to_screen(0.0, 0.0)
        if grown == 0:
            for part in (self.arm, self.thread, self.dot, self.end):
                part.points = NOTHING
            return
        tip = middle + grown * (tip - middle)
        far = np.array([self.reach(), tip[1], 0.0])
        self.arm.points = polyline(np.stack([middle, tip]))
        self.thread.points = polyline(np.stack([tip, tip + grown * (far - tip)]))
        self.dot.points = arc(tip, 0.1)
        self.end.points = arc(tip + grown * (far - tip), 0.09)
