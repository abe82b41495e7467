"""Pictures of lecture 03 alone: the square of the lecture before, and the frame that holds the machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject

from visuals import INK, SIZE, STROKE, Dial, Follower, Formula, mix, polyline


class GrowingSquare(Follower):
    """A square that grows by two strips and a corner: `look` tells its side and the nudge of it now."""

    def __init__(
        self, look: Callable[[], tuple[float, float]], *, corner: tuple[float, float], unit: float
    ) -> None:
        super().__init__()
        self.look, self.corner, self.unit = look, np.array([*corner, 0.0]), unit
        self.grown = Dial(1.0)
        self.square = _tile(mix(INK.output, INK.ground, 0.62))
        self.strips = _tile(mix(INK.output, INK.ground, 0.2))
        self.nub = _tile(INK.output)
        self.side = VMobject().set_stroke(INK.input, width=STROKE.bold)
        self.nudge = VMobject().set_stroke(INK.input, width=2 * STROKE.bold)
        self.label = Formula("{{x : input}}", size=SIZE.large)
        self.add(self.square, self.strips, self.nub, self.side, self.nudge, self.label, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the square, its strips and its corner."""
        grown = self.grown.get_value()
        side, more = (each * self.unit * grown for each in self.look())
        zero = np.zeros(2)
        self.square.points = self._box(zero, np.array([side, side]))
        self.strips.points = np.concatenate([
            self._box(np.array([side, 0.0]), np.array([side + more, side])),
            self._box(np.array([0.0, side]), np.array([side, side + more])),
        ])  # fmt: skip
        self.nub.points = self._box(np.array([side, side]), np.array([side + more, side + more]))
        base = self.corner - [0.0, 0.12, 0.0]
        self.side.points = polyline(np.array([base, base + [side, 0.0, 0.0]]))
        self.nudge.points = polyline(np.array([base + [side, 0, 0], base + [side + more, 0.0, 0.0]]))
        self.label.move_to(base + [side / 2, -0.3, 0.0]).set_fill(opacity=grown)

    def _box(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        if (high - low).min() < 1e-6:
            return polyline()
        (left, foot), (right, top) = low, high
        corners = np.array([[left, foot], [right, foot], [right, top], [left, top], [left, foot]])
        return polyline(self.corner + np.append(corners, np.zeros((5, 1)), axis=1))


class Posts(Follower):
    """Two upright posts that guide the rods, at the places across that are given, from `low` to `high`."""

    def __init__(self, across: Sequence[float], *, low: float, high: float) -> None:
        super().__init__()
        self.across, self.low, self.high = across, low, high
        self.grown = Dial(1.0)
        self.body = VMobject().set_fill(mix(INK.quiet, INK.ground, 0.72), opacity=1)
        self.body.set_stroke(mix(INK.quiet, INK.ground, 0.3), width=STROKE.hair)
        self.add(self.body, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand from the lower end up, as far as they have grown."""
        top = self.low + self.grown.get_value() * (self.high - self.low)
        low, half = self.low, 0.07
        corners = np.array([[-half, low], [half, low], [half, top], [-half, top], [-half, low]])
        runs = [np.append(corners + [x, 0.0], np.zeros((5, 1)), axis=1) for x in self.across]
        self.body.points = polyline(*runs) if top > self.low else polyline()


def _tile(ink: str) -> VMobject:
    return VMobject().set_fill(ink, opacity=1).set_stroke(INK.ground, width=STROKE.thin)
