"""A velocity in legs: how far a walk gets along x and along y in a little time, and the way it goes."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import Walk, walk_of
from visuals.map.chart import TIPPED, OnScreen, chart_under
from visuals.theme import INK, STROKE

TICK = 0.12  # half the length of the tick at a leg's end, in scene units
HEAD, HALF = 0.3, 0.12  # length and half the width of the arrow's head


class VelocityLegs(Follower):
    """The legs x' dt and y' dt from where a walk is now, one after the other, and the arrow straight ahead.

    `velocity` (stops, 2) or (2,) belongs to the walk's stops. Dials: `reach` (dt, in the walk's own time),
    `east` and `north` (share of either leg that is drawn), `ahead` (share of the arrow), `grown` (share of
    all of them). `ink` is the arrow's.
    """

    def __init__(
        self,
        velocity: np.ndarray,
        walk: Walk | np.ndarray,
        *,
        on: OnScreen,
        reach: float,
        east: float = 1.0,
        north: float = 1.0,
        ahead: float = 1.0,
        grown: float = 1.0,
        ink: str = INK.path,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, TIPPED)
        self.walk, self.velocity = walk_of(walk), np.atleast_2d(np.asarray(velocity, dtype=float))
        self.reach, self.grown = Dial(reach), Dial(grown)
        self.east, self.north, self.ahead = Dial(east), Dial(north), Dial(ahead)
        self.legs = [_cased(INK.input, STROKE.bold) for _ in range(2)]
        self.arrow = _cased(ink, STROKE.normal)
        self.head = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.head.set_stroke(INK.casing, width=STROKE.casing, background=True)
        self.add(self.arrow, self.head, *self.legs)
        self.add(self.reach, self.grown, self.east, self.north, self.ahead)
        self.redraw()

    @property
    def corners(self) -> np.ndarray:
        """Start, corner and end of the whole legs, (3, 2), in landscape coordinates."""
        step = self.walk.look_up(self.velocity) * self.reach.get_value()
        return np.asarray(self.walk.place + np.array([[0.0, 0.0], [step[0], 0.0], step]))

    def redraw(self) -> None:
        """Lay legs and arrow from where the walk is, as far as they have grown."""
        start, corner, end = self.chart.to_screen(self.corners)
        grown = self.grown.get_value()
        for leg, dial, here, there in zip(
            self.legs, (self.east, self.north), (start, corner), (corner, end), strict=True
        ):
            tip = here + dial.get_value() * grown * (there - here)
            leg.points = polyline(*_ticked(here, tip))
        way = (end - start) * self.ahead.get_value() * grown
        length = float(np.linalg.norm(way))
        if length < 1e-6:
            self.arrow.points = self.head.points = polyline()
            return
        along = way / length
        aside, head = np.array([-along[1], along[0], 0.0]), min(HEAD, length)
        neck, tip = start + way - head * along, start + way
        self.arrow.points = polyline(np.array([start, neck]))
        wing = HALF * head / HEAD * aside
        self.head.points = polyline(np.array([tip, neck + wing, neck - wing, tip]))


def _ticked(start: np.ndarray, end: np.ndarray) -> list[np.ndarray]:
    """A straight line with a tick at its end; nothing where it has no length."""
    length = float(np.linalg.norm(end - start))
    if length < 1e-6:
        return []
    along = (end - start) / length
    tick = min(TICK, 0.35 * length) * np.array([-along[1], along[0], 0.0])
    return [np.array([start, end]), np.array([end - tick, end + tick])]


def _cased(ink: str, width: float) -> VMobject:
    line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
    return line.set_stroke(INK.casing, width=width + STROKE.casing, opacity=0.8, background=True)
