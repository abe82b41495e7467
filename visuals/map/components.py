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
    return np.asarray(start + np.stack([begins, ends], axis=-1)[..., None] * along)


def cased(ink: str, width: float) -> VMobject:
    """A line to be, on a darker and wider one: it can be read on any ground."""
    line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
    line.set_stroke(INK.casing, width=width + 3, opacity=0.7, background=True)
    return line


class Components(Follower):
    """The slopes along x and along y as two arrows from the needle's tail, and the rectangle that they span.

    `slopes` (2,) are the partial slopes, each measured alone; they are drawn at the needle's own scale.
    Dials: `grown` (share of both arrows that is drawn), `east`, `north` (share of each alone), `closed`
    (share of the two other sides of the rectangle).
    """

    def __init__(
        self,
        slopes: np.ndarray,
        needle: Needle,
        *,
        girth: float = 0.085,
        east: float = 1.0,
        north: float = 1.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(needle)
        self.slopes, self.needle, self.girth = np.asarray(slopes, dtype=float), needle, girth
        self.chart = needle.chart
        self.grown, self.east, self.north, self.closed = Dial(grown), Dial(east), Dial(north), Dial(0.0)
        self.arrows = VMobject(fill_color=INK.gradient, fill_opacity=1, stroke_width=0)
        self.arrows.set_stroke(INK.casing, width=5, background=True)
        self.sides = cased(INK.text, STROKE.normal)
        self.add(self.grown, self.east, self.north, self.closed, self.sides, self.arrows)
        self.redraw()

    @property
    def vectors(self) -> np.ndarray:
        """The two arrows on the screen at full length, (2, 3)."""
        return self.chart.direction(np.diag(self.slopes)) * self.needle.length.get_value()

    def redraw(self) -> None:
        tail, (east, north) = self.needle.tail, self.vectors
        shares = np.array([self.east.get_value(), self.north.get_value()])[:, None] * self.grown.get_value()
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
    """The way along an arm in two legs, east and then north. Dial: `grown`, the share walked of them."""

    def __init__(self, arm: Arm, *, grown: float = 1.0) -> None:
        super().__init__(arm)
        self.arm = arm
        self.grown = Dial(grown)
        self.line = cased(INK.input, STROKE.bold)
        self.add(self.grown, self.line)
        self.redraw()

    @property
    def corners(self) -> np.ndarray:
        """Start, corner and end of the two legs, (3, 2), in landscape coordinates."""
        start = self.arm.walk.place
        way = self.arm.way * self.arm.reach_now
        return np.asarray(start + np.array([[0.0, 0.0], [way[0], 0.0], way]))

    def redraw(self) -> None:
        walked = 2.0 * self.grown.get_value()  # legs
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
        end = arm.chart.to_screen(arm.walk.place + arm.way * arm.reach_now)
        aside = np.array([-way[1], way[0], 0.0]) * np.copysign(0.28, span)
        self.way.move_to(end - 0.25 * way + aside)


class Shadow(Follower):
    """A dashed line from the needle's tip to the end of an arm's spoke, the slope measured there.

    That it stands square on the arm is what the picture shows, not what it assumes. Dial: `grown` (share
    drawn).
    """

    def __init__(self, needle: Needle, arm: Arm) -> None:
        super().__init__(needle, arm)
        self.needle, self.arm = needle, arm
        self.grown = Dial(1.0)
        self.line = cased(INK.text, STROKE.normal)
        self.add(self.grown, self.line)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """The needle's tip and the end of the slope measured along the arm, (2, 3) on the screen."""
        arm = self.arm
        foot = self.needle.tail + arm.chart.direction(arm.way) * arm.slope * arm.length_now
        return np.stack([self.needle.tip, foot])

    def redraw(self) -> None:
        tip, foot = self.ends
        self.line.points = bundle(dashes(tip, tip + (foot - tip) * self.grown.get_value()))
