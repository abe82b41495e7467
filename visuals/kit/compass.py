"""The compass in the corner: what the gradient says where the hiker stands."""

from __future__ import annotations

import numpy as np
from manim import Circle, VMobject

from calc_core.landscapes.landscape import Reading
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.drawing.walk import Walk, walk_of
from visuals.letters.readout import Series
from visuals.theme import INK, STROKE

RADIUS = 0.92  # of the case, in scene units
NEEDLE = 0.74  # half the needle's length, in case radii
WAIST = 0.15  # half its width
LEAST, MOST = 0.16, 0.86  # the ring's smallest and largest radius, in case radii
DECADES = 2.0  # of slope between the two: log10 from the steepest ground down
TICKS = 24


class Compass(Follower):
    """Needle angle = atan2(f_y, f_x), red half uphill, white half downhill; ring radius = log |grad f|.

    `reading` holds the gradients along a walk (stops, 2), from `Landscape.reading`. The ring is largest at
    slope `steepest` and shrinks by one equal part for every factor of ten; where the ground is level the
    needle fades. Move and scale it as any mobject; dials: none of its own but the walk's.
    """

    series: tuple[Series, ...] = ()  # what is to be seen in it

    def __init__(self, reading: Reading, walk: Walk | np.ndarray, *, steepest: float) -> None:
        super().__init__(reading)
        self.reading, self.walk, self.steepest = reading, walk_of(walk), steepest
        self.gradient = np.atleast_2d(reading.gradient)
        self.plate = Circle(radius=RADIUS, stroke_width=0, fill_color=INK.casing, fill_opacity=0.82)
        self.case = Circle(radius=RADIUS, stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.ticks = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.hair, fill_opacity=0)
        self.ticks.points = polyline(*(at_screen(*tick.T) for tick in _ticks()))
        self.ring = VMobject(stroke_color=INK.gradient, stroke_width=STROKE.normal, fill_opacity=0)
        self.up = VMobject(fill_color=INK.gradient, fill_opacity=1, stroke_width=0)
        self.down = VMobject(fill_color=INK.path, fill_opacity=1, stroke_width=0)
        self.hub = Circle(radius=0.05, stroke_width=0, fill_color=INK.casing, fill_opacity=1)
        self.add(self.plate, self.case, self.ticks, self.ring, self.up, self.down, self.hub)
        self.redraw()

    @property
    def vector(self) -> np.ndarray:
        """The gradient (2,) where the walk is now."""
        return self.walk.look_up(self.gradient)

    @property
    def heading(self) -> float:
        """The needle's angle: radians anticlockwise from east."""
        return float(np.arctan2(self.vector[1], self.vector[0]))

    @property
    def ring_radius(self) -> float:
        """Radius of the ring in case radii: a straight line in log10 of the slope."""
        slope = max(float(np.linalg.norm(self.vector)), 1e-12)
        return float(np.clip(MOST + (MOST - LEAST) / DECADES * np.log10(slope / self.steepest), LEAST, MOST))

    def redraw(self) -> None:
        centre = self.case.get_center()
        size = self.case.width / 2
        along = np.array([np.cos(self.heading), np.sin(self.heading), 0.0])
        aside = np.array([-along[1], along[0], 0.0])
        waist = np.stack([WAIST * aside, -WAIST * aside])
        for half, sign in ((self.up, 1), (self.down, -1)):
            tip = sign * NEEDLE * along
            half.points = polyline(centre + size * np.stack([waist[0], tip, waist[1], waist[0]]))
        turn = np.linspace(0, 2 * np.pi, 73)[:, None]
        circle = self.ring_radius * np.concatenate([np.cos(turn), np.sin(turn), 0 * turn], axis=1)
        self.ring.points = polyline(centre + size * circle)


def _ticks() -> list[np.ndarray]:
    turn = np.arange(TICKS) * 2 * np.pi / TICKS
    spoke = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * RADIUS
    inner = np.where(np.arange(TICKS) % (TICKS // 4) == 0, 0.88, 0.94)[:, None]
    return list(np.stack([inner * spoke, spoke], axis=1))
