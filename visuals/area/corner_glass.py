"""The magnifying glass over the corner of a growing rectangle: areas, laid out anew at every zoom."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from visuals.area.growing_rectangle import GrowingRectangle
from visuals.curve.lens import GLASS, Handle, Rim, Tag
from visuals.drawing.dial import Dial, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline, within_disc
from visuals.theme import INK, STROKE

ROUND = 181  # corners of the glass where an area fills it


class CornerGlass(Follower):
    """A magnifying glass over the corner df dg: what lies within radius / zoom of it, `zoom` times larger.

    The parts are those of the rectangle, magnified from its numbers and cut by the rim. Dials: `zoom`,
    `radius` of the glass and `turn` of its handle (degrees).
    """

    def __init__(
        self,
        rectangle: GrowingRectangle,
        *,
        zoom: float = 1.0,
        radius: float = 1.4,
        turn: float = -38.0,
    ) -> None:
        super().__init__(rectangle)
        self.rectangle = rectangle
        self.zoom, self.radius, self.turn = Zoom(zoom), Dial(radius), Dial(turn)
        self.glass = VMobject(stroke_width=0).set_fill(GLASS, opacity=1)
        inks = (rectangle.ground, *rectangle.inks, INK.curvature)
        self.parts = [VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks]
        self.ruling = VMobject().set_stroke(INK.ground, width=STROKE.normal)
        self.handle, self.rim, self.tag = Handle(), Rim(), Tag()
        self.add(self.glass, *self.parts, self.ruling, self.handle, self.rim, self.tag)
        self.add(self.zoom, self.radius, self.turn)
        self.redraw()

    @property
    def centre(self) -> np.ndarray:
        """Where on the stage the glass is: over the middle of the corner."""
        return np.asarray(self.rectangle.quad(1, 1).mean(axis=0))

    def to_screen(self, places: np.ndarray) -> np.ndarray:
        """Where places (..., 3) on the stage are seen through the glass; beyond its rim too."""
        return np.asarray(self.centre + self.zoom.get_value() * (places - self.centre))

    def redraw(self) -> None:
        """Magnify the four parts and cut them by the rim."""
        centre, radius, closer = self.centre, self.radius.get_value(), self.zoom.get_value()
        for part, (i, k) in zip(self.parts, ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
            low, high = centre + closer * (self.rectangle.quad(i, k)[[0, 2]] - centre)
            part.points = _within(centre, radius, low, high)
        lines, strength = self.rectangle.tiles(closer, radius)
        seen = (
            piece
            for line in lines
            for piece in within_disc(centre + closer * (line - centre), centre, radius)
        )
        self.ruling.points = polyline(*seen)
        self.ruling.set_stroke(opacity=strength)
        self.glass.points = arc(centre, radius)
        self.rim.lie_around(centre, radius)
        self.handle.hold(centre, radius, self.turn.get_value())
        self.tag.name_zoom(self.zoom.get_value(), above=centre + [0.0, radius + 0.21, 0.0])


def _within(centre: np.ndarray, radius: float, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """What of a disc lies between two corners of an upright rectangle: Bezier points, none if nothing does.

    The disc, a polygon of many corners, is cut by the four sides, one after the other (Sutherland and
    Hodgman, 1974).
    """
    angle = np.linspace(0.0, 2 * np.pi, ROUND)[:-1]
    shape = centre[:2] + radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    for axis in (0, 1):
        for sign, limit in ((1.0, low[axis]), (-1.0, high[axis])):
            inside = sign * (shape[:, axis] - limit)
            after, ahead = np.roll(shape, -1, axis=0), np.roll(inside, -1)
            crossed = inside * ahead < 0  # on the way from this corner to the next
            way = np.where(crossed, inside / np.where(crossed, inside - ahead, 1.0), 0.0)
            both = np.stack([shape, shape + way[:, None] * (after - shape)], axis=1).reshape(-1, 2)
            shape = both[np.stack([inside >= 0, crossed], axis=1).ravel()]
            if len(shape) < 3:
                return NOTHING
    return polyline(at_screen(*np.append(shape, shape[:1], axis=0).T))
