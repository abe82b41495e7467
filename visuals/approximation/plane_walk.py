"""A walk of hops from number to number in the complex plane, each hop a bow."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core.approximation.newton_plane import PlaneHops
from visuals.approximation.newton_fractal import NewtonFractal
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, polyline
from visuals.theme import INK, STROKE

BOW = 0.1  # how far a hop bows to its left, in lengths of it
PIECES = 24
RADIUS, STOP = 0.17, 0.075  # of who hops, and of the stops, in scene units


class PlaneWalk(Follower):
    """The hops of one start, on the plane, as far as `at` has come. Dials: at (hops done), grown."""

    def __init__(
        self, hops: PlaneHops, *, on: NewtonFractal, ink: str = INK.path, grown: float = 1.0
    ) -> None:
        super().__init__(on)
        self.plane, self.hops = on, hops
        self.at, self.grown = Dial(0.0), Dial(grown)
        self.line = VMobject().set_stroke(ink, width=STROKE.bold)
        self.line.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
        self.stops = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.dot = VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.normal)
        self.add(self.line, self.stops, self.dot, self.at, self.grown)
        self.redraw()

    def way(self) -> list[np.ndarray]:
        """The bows so far, on the stage, each (points, 3); the last ends where the dot is."""
        at = min(max(self.at.get_value(), 0.0), float(self.hops.n))
        stops, bows = self.plane.to_screen(self.hops.x), []
        for k in range(int(np.ceil(at))):
            upto = np.linspace(0, min(at - k, 1.0), PIECES)[:, None]
            along = stops[k + 1] - stops[k]
            aside = np.array([-along[1], along[0], 0.0])
            bows.append(stops[k] + upto * along + 4 * BOW * upto * (1 - upto) * aside)
        return bows or [np.repeat(stops[:1], 2, axis=0)]

    def redraw(self) -> None:
        """Draw the hops so far."""
        bows, size = self.way(), self.grown.get_value()
        self.line.points = polyline(*bows) if self.at.get_value() > 0 else polyline()
        ends = [each[0] for each in bows]
        self.stops.points = np.concatenate([arc(each, STOP * size) for each in ends])
        self.dot.points = arc(bows[-1][-1], RADIUS * size)
        self.line.set_stroke(opacity=min(size, 1.0))
        self.line.set_stroke(opacity=min(size, 1.0), background=True)
