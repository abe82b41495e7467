"""The magnifying glass over a short arc of the unit circle, and the triangle that fits it when turned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from manim import Group, Mobject, VMobject

from calc_core.derivatives.circle import ArcNudge
from visuals.curve.lens import GLASS, Handle, Rim, Tag
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline, within_disc
from visuals.theme import INK, STROKE, mix

SAMPLES = 301
SQUARE = 0.3  # side of the right angle's mark, in scene units


class ArcGlass(Follower):
    """A magnifying glass over the nudge dtheta that `look` tells of, at a `place` on the stage.

    The middle of the glass shows the middle of the straight step from the point on. In it are the circle,
    drawn anew at every zoom, the end of the radius and its right angle. It is a frame: what else is to be
    seen in it stands `on` it, see `put_inside`. Dials: `zoom`, `radius`, `turn` of the handle (degrees),
    `aside` (0: over the nudge itself, 1: at its place), `square` (how much light the right angle has).
    """

    def __init__(
        self,
        look: Callable[[], ArcNudge],
        *,
        on: Axes,
        place: tuple[float, float],
        zoom: float = 1.0,
        radius: float = 2.0,
        turn: float = -38.0,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.place = look, on, np.array([*place, 0.0])
        self.zoom, self.radius, self.turn = Zoom(zoom), Dial(radius), Dial(turn)
        self.aside, self.square = Dial(1), Dial(0)
        self.glass = VMobject(stroke_width=0).set_fill(GLASS, opacity=1)
        self.round = VMobject().set_stroke(INK.input, width=1.6 * STROKE.bold)
        self.rest = VMobject().set_stroke(mix(INK.quiet, INK.ground, 0.3), width=STROKE.normal)
        self.spoke = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.mark = VMobject().set_stroke(INK.text, width=STROKE.thin)
        self.point = VMobject().set_fill(INK.text, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.inside = Group()
        self.handle, self.rim, self.tag = Handle(), Rim(), Tag()
        self.add(self.glass, self.rest, self.spoke, self.mark, self.inside, self.round, self.point)
        self.add(self.handle, self.rim, self.tag)
        self.add(self.zoom, self.radius, self.turn, self.aside, self.square)
        self.redraw()

    def put_inside(self, *pictures: Mobject) -> Self:
        """Show pictures that stand on this glass under its rim, below the arc."""
        self.inside.add(*pictures)
        return self

    @property
    def middle(self) -> np.ndarray:
        """The data (2,) that are seen in the middle of the glass."""
        now = self.look()
        return np.array([float(now.cos + now.level / 2), float(now.sin + now.upright / 2)])

    @property
    def centre(self) -> np.ndarray:
        """Where on the stage the glass is now, (3,)."""
        over = self.axes.to_screen(self.middle)
        return np.asarray(over + self.aside.get_value() * (self.place - over))

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of data, across and up, (2,)."""
        return np.asarray(self.axes.units * self.zoom.get_value())

    def to_screen(self, *data: Any) -> np.ndarray:
        """Where points (..., 2), or x and y, are seen in the glass, (..., 3); beyond its rim too."""
        away = (points_of(data) - self.middle) * self.units
        return np.asarray(self.centre + at_screen(away[..., 0], away[..., 1]))

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """The points (..., 2) that are seen at places on the stage (..., 2 or 3)."""
        away = np.asarray(places, dtype=float)[..., :2] - self.centre[:2]
        return np.asarray(away / self.units + self.middle)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that lie in the glass."""
        return within_disc(points, self.centre, self.radius.get_value())

    def redraw(self) -> None:
        """Draw the arc anew at this zoom, the radius that ends on it, and the glass."""
        now, centre, radius = self.look(), self.centre, self.radius.get_value()
        theta, dtheta = float(now.theta), float(now.dtheta)
        reach = min(np.pi, 2.5 * radius / float(self.units[0]) + abs(dtheta))
        self.glass.points = arc(centre, radius)
        self.rest.points = self._arc(theta - reach, theta + reach)
        self.round.points = self._arc(theta, theta + dtheta) if dtheta else NOTHING
        tip = self.to_screen(float(now.cos), float(now.sin))
        inward = -np.array([float(now.cos), float(now.sin), 0.0])
        far = float(self.units[0])
        self.spoke.points = polyline(*self.clip(np.stack([tip, tip + min(far, 4 * radius) * inward])))
        along = np.array([-float(now.sin), float(now.cos), 0.0])
        corners = tip + SQUARE * np.stack([inward, inward + along, along])
        self.mark.points = polyline(*self.clip(corners))
        self.mark.set_stroke(opacity=self.square.get_value())
        inside = np.linalg.norm(tip - centre) < radius
        self.point.points = arc(tip, 0.1) if inside else NOTHING
        self.rim.lie_around(centre, radius)
        self.handle.hold(centre, radius, self.turn.get_value())
        self.tag.name_zoom(self.zoom.get_value(), above=centre + [0.0, radius + 0.21, 0.0])

    def _arc(self, start: float, end: float) -> np.ndarray:
        angle = np.linspace(start, end, SAMPLES)
        return polyline(*self.clip(self.to_screen(np.cos(angle), np.sin(angle))))


class TurnedTriangle(Follower):
    """The triangle (cos, sin) of the unit circle on its way into the glass, where it fits the nudge.

    At `turned` 0 it lies on the circle; at 1 it is turned by a quarter, dtheta times as long, and stands on
    the nudge in the glass: its legs are -sin dtheta, level, and cos dtheta, upright. Dials: `turned`, and
    `grown` (how much light it has).
    """

    def __init__(self, look: Callable[[], ArcNudge], *, start: Axes, end: ArcGlass) -> None:
        super().__init__(start, end)
        self.look, self.start, self.end = look, start, end
        self.turned, self.grown = Dial(0), Dial(1)
        self.face = VMobject(stroke_width=0).set_fill(mix(INK.quiet, INK.ground, 0.4), opacity=1)
        self.cosine = VMobject().set_stroke(INK.slope, width=STROKE.bold)
        self.sine = VMobject().set_stroke(INK.output, width=STROKE.bold)
        self.long = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.add(self.face, self.cosine, self.sine, self.long, self.turned, self.grown)
        self.redraw()

    @property
    def corners(self) -> np.ndarray:
        """Where its corners are on the stage, (3, 3): the middle's, the right angle's and the point's."""
        now, share = self.look(), self.turned.get_value()
        point = np.array([float(now.cos), float(now.sin)])
        first, last = self.start.to_screen(0.0, 0.0), self.end.to_screen(point)
        size = (
            float(self.start.units[0]) ** (1 - share) * float(self.end.units[0] * np.abs(now.dtheta)) ** share
        )
        angle = share * np.pi / 2
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        legs = np.stack([np.zeros(2), [point[0], 0.0], point]) @ turn
        bow = 1.2 * np.sin(np.pi * share) * np.array([0.0, 1.0, 0.0])  # over the circle, not through it
        anchor = first + share * (last - first) + bow
        return np.asarray(anchor + size * at_screen(legs[:, 0], legs[:, 1]))

    def leg(self, which: int) -> np.ndarray:
        """The ends (2, 3) on the stage of leg 0 (once the cosine) or 1 (once the sine)."""
        return self.corners[which : which + 2]

    def redraw(self) -> None:
        """Lay the face and its three sides."""
        corners, light = self.corners, self.grown.get_value()
        self.face.points = polyline(np.append(corners, corners[:1], axis=0))
        self.face.set_fill(opacity=0.35 * light)
        for part, ends in ((self.cosine, [0, 1]), (self.sine, [1, 2]), (self.long, [2, 0])):
            part.points = polyline(corners[ends])
            part.set_stroke(opacity=light)
