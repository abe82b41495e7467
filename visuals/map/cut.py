"""The cut: the ground in profile along the direction in which the hiker looks, with its slope."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Dot, VMobject

from calc_core.derivatives.gradients import Directional
from calc_core.landscapes.landscape import Reading
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import polyline
from visuals.map.slope_rose import around
from visuals.theme import INK, STROKE

TICK = 0.09  # half a bar's end tick, in scene units
FOOT = 2.35  # depth of the cut below the hiker, in scene units


class Cut(Follower):
    """Height along a straight line through the hiker, who stands in the middle; run and rise in equal units.

    `profile.f` (directions, n) holds the heights at `distance` (n,) along every direction of `slopes`,
    whose value is the slope of the tangent. The dial `turn` says which direction is cut, in parts of the
    ring. Dials of its own: `run` (length of the nudge that the bars show, landscape units; the rise answers
    by the measured slope), `tangent` (the share of it that is drawn, 0 to 1).
    """

    def __init__(
        self,
        profile: Reading,
        slopes: Directional,
        distance: np.ndarray,
        turn: Dial,
        *,
        centre: tuple[float, float],
        scale: float,
        run: float = 0.0,
        tangent: float = 0.0,
    ) -> None:
        super().__init__(profile, slopes, turn)
        self.profile, self.slopes, self.turn = profile, slopes, turn
        self.distance = np.asarray(distance, dtype=float)
        self.centre, self.unit = np.array([*centre, 0.0]), scale
        self.run, self.tangent_share = Dial(run), Dial(tangent)
        self.here = float(profile.f[0, len(self.distance) // 2])  # all directions pass through the hiker
        self.earth = VMobject(stroke_width=0, fill_color="#2A3A5E", fill_opacity=0.75)
        self.crest = VMobject(stroke_color=INK.text, stroke_width=STROKE.normal, fill_opacity=0)
        self.tangent = VMobject(stroke_color=INK.slope, stroke_width=STROKE.bold, fill_opacity=0)
        self.run_bar = VMobject(stroke_color=INK.input, stroke_width=STROKE.bold, fill_opacity=0)
        self.rise_bar = VMobject(stroke_color=INK.output, stroke_width=STROKE.bold, fill_opacity=0)
        self.rim = Dot(self.centre, radius=0.145, color=INK.casing)
        self.dot = Dot(self.centre, radius=0.095, color=INK.path)
        self.add(self.run, self.tangent_share, self.earth, self.crest, self.tangent)
        self.add(self.run_bar, self.rise_bar, self.rim, self.dot)
        self.redraw()

    @property
    def slope(self) -> float:
        """The slope measured in the direction that is cut."""
        return float(around(self.slopes.value, self.turn.get_value()))

    def to_screen(self, *data: Any) -> np.ndarray:
        """Scene points (..., 3) at a distance ahead of the hiker and a height above, (..., 2)."""
        points = points_of(data)
        flat = np.concatenate([points, np.zeros_like(points[..., :1])], axis=-1)
        return np.asarray(self.centre + self.unit * flat)

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Distance ahead and height above (..., 2) at places on the stage (..., 2 or 3)."""
        return np.asarray((np.asarray(places, dtype=float)[..., :2] - self.centre[:2]) / self.unit)

    def redraw(self) -> None:
        height = around(self.profile.f, self.turn.get_value()) - self.here
        crest = self.to_screen(self.distance, height)
        feet = self.centre + np.array(
            [[crest[-1, 0] - self.centre[0], -FOOT, 0], [crest[0, 0] - self.centre[0], -FOOT, 0]]
        )
        self.crest.points = polyline(crest)
        self.earth.points = polyline(np.concatenate([crest, feet, crest[:1]]))
        self._draw_tangent()
        self._draw_bars()

    def _draw_tangent(self) -> None:
        reach = self.distance[-1] * self.tangent_share.get_value() / np.hypot(1, self.slope)
        ends = np.array([-reach, reach])
        self.tangent.points = (
            polyline(self.to_screen(ends, self.slope * ends)) if reach > 0 else np.zeros((0, 3))
        )

    def _draw_bars(self) -> None:
        run = self.run.get_value()
        rise = self.slope * run
        if run <= 0:
            self.run_bar.points = self.rise_bar.points = np.zeros((0, 3))
            return
        start, corner, end = self.to_screen([0.0, run, run], [0.0, 0.0, rise])
        self.run_bar.points = polyline(*_bar(start, corner))
        self.rise_bar.points = polyline(*_bar(corner, end))


def _bar(start: np.ndarray, end: np.ndarray) -> list[np.ndarray]:
    """A bar with a tick at each end."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    tick = TICK * np.array([-along[1], along[0], 0.0])
    return [
        np.stack([start, end]),
        np.stack([start - tick, start + tick]),
        np.stack([end - tick, end + tick]),
    ]
