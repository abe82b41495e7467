"""All steps that one spot offers, from the careful to the reckless; how far each believes, and in what."""

from __future__ import annotations

import numpy as np
from manim import LineJointType, VMobject

from calc_core.fitting import Arc
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, polyline
from visuals.drawing.polyline import arc as circle
from visuals.map.chart import OnScreen, chart_under
from visuals.map.needle import needles
from visuals.theme import INK, STROKE, mix

PIECES = 24  # of the arc, each in an ink of its own
ROUND = np.linspace(0, 2 * np.pi, 145)
DOT = 0.055  # radius of a step's tip, in scene units
ON_HILL = "type Trail(walk, on=hill)"


class StepArc(Follower):
    """The tips of all steps from a spot, an arc from along the compass needle round to Gauss-Newton's jump.

        StepArc(fitting.lm_arc(residuals, theta, np.geomspace(1e4, 1e-6, 201)), on=map)

    White is the careful end, green the reckless one. Dials: `grip`, log10 of the grip of the step that is
    shown as an arrow; `traced`, log10 of the loosest grip up to which the arc is drawn; `fan`, 0 to 1, how
    far the steps of `spread` other grips have opened.
    """

    def __init__(
        self, told: Arc, *, on: OnScreen, grip: float | None = None, spread: int = 31, girth: float = 0.11
    ) -> None:
        super().__init__()
        self.chart, self.girth = chart_under(self, on, ON_HILL), girth
        order = np.argsort(-told.mu)  # the tightest first
        self.told, self.log, self.x = told, -np.log10(told.mu[order]), told.x[order]
        length = told.length[order]
        self.bold = length / length[-1]  # 0 where the hiker stands, 1 at the loosest
        even = np.interp(np.linspace(0, 1, spread), self.bold, self.log)
        self.ribs = np.stack([np.interp(even, self.log, column) for column in self.x.T], axis=-1)
        self.grip = Dial(-self.log[-1] if grip is None else grip)
        self.traced, self.fan = Dial(-self.log[-1]), Dial(0.0)
        self.spokes = [VMobject(stroke_width=STROKE.hair) for _ in even]
        for share, spoke in zip(np.linspace(0, 1, spread), self.spokes, strict=True):
            spoke.set_stroke(ink_of(share), opacity=0.75)
        self.under = VMobject(joint_type=LineJointType.ROUND)
        self.under.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, opacity=0.8)
        self.pieces = [VMobject(joint_type=LineJointType.ROUND) for _ in range(PIECES)]
        for k, piece in enumerate(self.pieces):
            piece.set_stroke(ink_of((k + 0.5) / PIECES), width=STROKE.bold)
        self.arrow = VMobject(fill_opacity=1, stroke_width=0)
        self.arrow.set_stroke(INK.casing, width=5, background=True)
        self.add(*self.spokes, self.under, *self.pieces, self.arrow)
        self.add(self.grip, self.traced, self.fan)
        self.redraw()

    def at(self, grip: float) -> np.ndarray:
        """Where the step of a grip (its log10) leads, (2,), in landscape coordinates."""
        return np.array([np.interp(-grip, self.log, column) for column in self.x.T])

    @property
    def tip(self) -> np.ndarray:
        """Where the step that is shown leads (2,)."""
        return self.at(self.grip.get_value())

    @property
    def share(self) -> float:
        """How reckless the step that is shown is: 0 for none at all, 1 for the loosest."""
        return float(np.interp(-self.grip.get_value(), self.log, self.bold))

    def redraw(self) -> None:
        """Lay the fan, the arc as far as it is traced, and the arrow."""
        here = self.chart.to_screen(self.told.theta)
        last = float(np.interp(-self.traced.get_value(), self.log, self.bold))
        opened = self.fan.get_value() * len(self.ribs)
        ends = self.chart.to_screen(self.ribs)
        for k, (spoke, end) in enumerate(zip(self.spokes, ends, strict=True)):
            out = min(max(opened - k, 0.0), 1.0)
            spoke.points = polyline(np.stack([here, here + out * (end - here)])) if out > 0 else NOTHING
        for k, piece in enumerate(self.pieces):
            piece.points = self._run(k / PIECES, min((k + 1) / PIECES, last))
        self.under.points = self._run(0.0, last)
        step = self.chart.to_screen(self.tip) - here
        self.arrow.points = needles(here[None], step[None], self.girth)
        self.arrow.set_fill(ink_of(self.share))

    def _run(self, start: float, end: float) -> np.ndarray:
        """The arc between two shares of the boldest step's length, as Bezier points."""
        if end <= start:
            return NOTHING
        inner = (self.bold > start) & (self.bold < end)
        logs = np.concatenate(
            [[np.interp(start, self.bold, self.log)], self.log[inner], [np.interp(end, self.bold, self.log)]]
        )
        corners = np.stack([np.interp(logs, self.log, column) for column in self.x.T], axis=-1)
        return polyline(self.chart.to_screen(corners))


class TrustEllipse(Follower):
    """Within it the step of the arc's grip believes its tangent: |D d| is as long as the step's, or less.

    Its half axes are those lengths over D: a knob that does much is believed less far. It shrinks as the grip
    tightens. Dial: `grown`, the share of it that is drawn.
    """

    def __init__(self, steps: StepArc, *, grown: float = 1.0, ink: str = INK.parameter) -> None:
        super().__init__(steps)
        self.steps, self.grown = steps, Dial(grown)
        self.disc = VMobject(stroke_width=0).set_fill(ink, opacity=0.12)
        self.rim = VMobject().set_stroke(ink, width=STROKE.normal)
        self.rim.set_stroke(INK.casing, width=STROKE.normal + STROKE.casing, opacity=0.6, background=True)
        self.add(self.disc, self.rim, self.grown)
        self.redraw()

    @property
    def half_axes(self) -> np.ndarray:
        """How far each knob is believed (2,), in landscape units."""
        told = self.steps.told
        return np.asarray(np.linalg.norm(told.D * (self.steps.tip - told.theta)) / told.D)

    def redraw(self) -> None:
        """Lay the rim, as much of it as has grown, and the ground within."""
        turn = ROUND * self.grown.get_value() + np.pi / 2
        ring = self.steps.told.theta + self.half_axes * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        chart = self.steps.chart
        self.rim.points = chart.cut(polyline(chart.to_screen(ring)))
        whole = self.grown.get_value() >= 1.0 and bool(chart.shows(chart.to_screen(ring)).all())
        self.disc.points = polyline(chart.to_screen(ring)) if whole else NOTHING


class BelievedBowl(Follower):
    """Level lines of the bowl |r + J d|^2 that the tangent makes of the ground: ellipses about the jump.

    One, the bold one, runs through the tip of the step that is shown: there it touches the trust ellipse.
    `rings` others stand around the floor at equal steps of height. Dial: `grown`, how far they have opened.
    """

    def __init__(
        self, steps: StepArc, *, rings: int = 7, grown: float = 1.0, ink: str = INK.curvature
    ) -> None:
        super().__init__(steps)
        self.steps, self.grown = steps, Dial(grown)
        told = steps.told
        self.jump, self.bend = told.jump, np.linalg.cholesky(told.normal)
        self.sizes = np.sqrt(self._above(told.theta) * np.arange(1, rings + 1) / rings)
        self.lines = VMobject().set_stroke(ink, width=STROKE.hair, opacity=0.8)
        self.bold = VMobject().set_stroke(ink, width=STROKE.normal)
        self.bold.set_stroke(INK.casing, width=STROKE.normal + STROKE.casing, opacity=0.6, background=True)
        self.floor = VMobject(stroke_width=0).set_fill(ink, opacity=1)
        self.add(self.lines, self.bold, self.floor, self.grown)
        self.redraw()

    def _above(self, x: np.ndarray) -> float:
        """How much higher than its floor the bowl is at x."""
        return float(np.sum((self.bend.T @ (x - self.jump)) ** 2))

    def ring(self, size: float) -> np.ndarray:
        """Points (145, 2) of the level line that lies `size` squared above the floor."""
        turn = np.stack([np.cos(ROUND), np.sin(ROUND)])
        return np.asarray(self.jump + size * np.linalg.solve(self.bend.T, turn).T)

    def redraw(self) -> None:
        """Lay the lines about the floor, and the one through the tip."""
        chart, grown = self.steps.chart, self.grown.get_value()
        rings = [polyline(chart.to_screen(self.ring(size * grown))) for size in self.sizes]
        self.lines.points = chart.cut(np.concatenate(rings)) if grown > 0 else NOTHING
        through = np.sqrt(self._above(self.steps.tip)) * min(grown, 1.0)
        self.bold.points = (
            chart.cut(polyline(chart.to_screen(self.ring(through)))) if through > 1e-9 else NOTHING
        )
        self.floor.points = circle(chart.to_screen(self.jump), 1.4 * DOT * grown) if grown > 0 else NOTHING


def ink_of(share: float) -> str:
    """From the white of the way downhill to the green of the second order."""
    return mix(INK.path, INK.curvature, min(max(share, 0.0), 1.0))
