"""One step of gradient descent on a curve: along as far as the stride says, then down onto it, or up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from visuals.curve.curve import Curve
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, dashes, polyline
from visuals.theme import INK, STROKE

TICK, DASH, DOT = 0.13, (0.12, 0.1), 0.13  # scene units


class OneStep(Follower):
    """A step from `start` on a curve to where `end` tells now: at the start's height, and then down.

    The bar at the start's own height is the step; where it ends a thread falls onto the curve. It rises
    instead where the step has led to higher ground. A dashed line goes on at the start's height as far as
    `level` reaches. Dials: `grown` (0 to 1, how much of the step is taken), `seen` (how strongly the
    dashed line is seen).
    """

    def __init__(
        self,
        curve: Curve,
        start: float,
        end: Callable[[], float],
        *,
        level: tuple[float, float] | None = None,
        ink: str = INK.path,
        grown: float = 1.0,
    ) -> None:
        super().__init__(curve)
        self.curve, self.start, self.end = curve, start, end
        self.level = level
        self.grown, self.seen = Dial(grown), Dial(0.0)
        self.same = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        self.bar = VMobject().set_stroke(ink, width=STROKE.bold)
        self.bar.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
        self.fall = VMobject().set_stroke(ink, width=STROKE.thin)
        self.first = VMobject().set_fill(INK.ground, opacity=1).set_stroke(ink, width=STROKE.normal)
        self.last = VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.add(self.same, self.bar, self.fall, self.first, self.last, self.grown, self.seen)
        self.redraw()

    @property
    def now(self) -> float:
        """Where the step has come to along the curve's x."""
        return float(self.start + self.grown.get_value() * (self.end() - self.start))

    def redraw(self) -> None:
        """Lay step, thread and dots."""
        height, x = self.curve.at(self.start), self.now
        place = self.curve.axes.to_screen
        first, above, last = place(self.start, height), place(x, height), place(x, self.curve.at(x))
        tick = np.array([0.0, TICK, 0.0])
        moved = float(np.linalg.norm(above - first))
        self.bar.points = polyline(np.stack([first, above])) if moved > 1e-6 else NOTHING
        if moved > TICK:
            end = polyline(np.stack([above - tick, above + tick]))
            self.bar.points = np.concatenate([self.bar.points, end])
        drop = float(np.linalg.norm(last - above))
        self.fall.points = polyline(*dashes(np.stack([above, last]), DASH)) if drop > 1e-6 else NOTHING
        size = DOT * min(4 * self.grown.get_value(), 1.0)
        self.first.points = arc(first, size) if size else NOTHING
        self.last.points = arc(last, size) if size else NOTHING
        if self.level is None:
            return
        ends = place(np.array(self.level), np.full(2, height))
        self.same.points = polyline(*dashes(ends, (2 * DASH[0], DASH[1])))
        self.same.set_stroke(opacity=self.seen.get_value())
