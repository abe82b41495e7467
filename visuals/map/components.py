"""The needle taken apart: slopes along the axes, its shadow on a direction, the angle between the two."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.letters.formula import Formula, casing
from visuals.map.needle import Needle, needles
from visuals.map.slope_rose import Arm
from visuals.theme import INK, STROKE

DASH = 0.11  # length of a dash and of the gap after it, in scene units


def dashes(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Dashes (n, 2, 3) from start to end, always of one length: they do not crawl as the line grows."""
    way = end - start
    length = float(np.linalg.norm(way))
    begins = np.arange(0.0, length, 2 * DASH)
    ends = np.minimum(begins + DASH, length)
    along = way / max(length, 1e-12)
    return start + np.stack([begins, ends], axis=-1)[..., None] * along


def cased(ink: str, width: float) -> VMobject:
    """A line to be, on a darker and wider one: it can be read on any ground."""
    line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
    line.set_stroke(INK.casing, width=width + 3, opacity=0.7, background=True)
    return line


class Components(Follower):
    """The slopes along x and along y as two arrows from the needle's tail, and the rectangle that they span.

    `slopes` (2,) are the partial slopes, each measured alone; they are drawn at the needle's own scale.
    Dials: `east`, `north` (share of each arrow that is drawn), `closed` (share of the two other sides of
    the rectangle).
    """

    def __init__(self, slopes: np.ndarray, needle: Needle, *, girth: float = 0.085) -> None:
        super().__init__(needle)
        self.slopes, self.needle, self.girth = np.asarray(slopes, dtype=float), needle, girth
        self.chart = needle.chart
        self.east, self.north, self.closed = Dial(0.0), Dial(0.0), Dial(0.0)
        self.arrows = VMobject(fill_color=INK.gradient, fill_opacity=1, stroke_width=0)
        self.arrows.set_stroke(INK.casing, width=5, background=True)
        self.sides = cased(INK.text, STROKE.normal)
        self.add(self.east, self.north, self.closed, self.sides, self.arrows)
        self.redraw()

    @property
    def vectors(self) -> np.ndarray:
        """The two arrows on the screen at full length, (2, 3)."""
        return self.chart.direction(np.diag(self.slopes)) * self.needle.length.get_value()

    def redraw(self) -> None:
        tail, (east, north) = self.needle.tail, self.vectors
        shares = np.array([self.east.get_value(), self.north.get_value()])[:, None]
        self.arrows.points = needles(np.stack([tail, tail]), np.stack([east, north]) * shares, self.girth)
        closed = self.closed.get_value()
        if closed <= 0:
            self.sides.points = np.zeros((0, 3))
            return
        sides = [
            dashes(tail + east, tail + east + closed * north),
            dashes(tail + north, tail + north + closed * east),
        ]
        self.sides.points = bundle(np.concatenate(sides))


class Legs(Follower):
    """The way along an arm in two legs, east and then north. Dial: `walked`, 0 to 2 legs."""

    def __init__(self, arm: Arm) -> None:
        super().__init__(arm)
        self.arm = arm
        self.walked = Dial(0.0)
        self.line = cased(INK.input, STROKE.bold)
        self.add(self.walked, self.line)
        self.redraw()

    @property
    def corners(self) -> np.ndarray:
        """Start, corner and end of the two legs, (3, 2), in landscape coordinates."""
        start = self.arm.walk.place
        way = self.arm.way * self.arm.reach.get_value()
        return start + np.array([[0.0, 0.0], [way[0], 0.0], way])

    def redraw(self) -> None:
        walked = self.walked.get_value()
        start, corner, end = self.corners
        stops = [start, start + min(walked, 1.0) * (corner - start)]
        if walked > 1.0:
            stops.append(corner + (walked - 1.0) * (end - corner))
        self.line.points = polyline(self.arm.chart.to_screen(np.array(stops)))


class Opening(Follower):
    """The angle between needle and arm: an arc of `radius` scene units, its letter, and the arm's."""

    def __init__(self, needle: Needle, arm: Arm, *, radius: float = 0.75) -> None:
        super().__init__(needle, arm)
        self.needle, self.arm, self.radius = needle, arm, radius
        self.arc = cased(INK.input, STROKE.normal)
        self.angle = casing(Formula("phi", ink=INK.input))
        self.way = casing(Formula("bold(u)", ink=INK.input))
        self.add(self.arc, self.angle, self.way)
        self.redraw()

    def redraw(self) -> None:
        arm, tail = self.arm, self.needle.tail
        start = float(np.arctan2(*self.needle.vector[[1, 0]]))
        way = arm.chart.direction(arm.way)
        span = (float(np.arctan2(way[1], way[0])) - start + np.pi) % (2 * np.pi) - np.pi
        turn = start + span * np.linspace(0, 1, 33)
        ray = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
        self.arc.points = polyline(tail + self.radius * ray)
        middle = tail + (self.radius + 0.32) * ray[16]
        self.angle.move_to(middle).set_opacity(min(abs(span) / 0.35, 1.0))
        end = arm.chart.to_screen(arm.walk.place + arm.way * arm.reach.get_value())
        aside = np.array([-way[1], way[0], 0.0]) * np.copysign(0.28, span)
        self.way.move_to(end - 0.25 * way + aside)


class Shadow(Follower):
    """A dashed line from the needle's tip to the end of an arm's spoke, the slope measured there.

    That it stands square on the arm is what the picture shows, not what it assumes. Dial: `cast` (share
    drawn).
    """

    def __init__(self, needle: Needle, arm: Arm) -> None:
        super().__init__(needle, arm)
        self.needle, self.arm = needle, arm
        self.cast = Dial(1.0)
        self.line = cased(INK.text, STROKE.normal)
        self.add(self.cast, self.line)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """The needle's tip and the end of the slope measured along the arm, (2, 3) on the screen."""
        arm = self.arm
        foot = self.needle.tail + arm.chart.direction(arm.way) * arm.slope * arm.length.get_value()
        return np.stack([self.needle.tip, foot])

    def redraw(self) -> None:
        tip, foot = self.ends
        self.line.points = bundle(dashes(tip, tip + (foot - tip) * self.cast.get_value()))
