"""The columns of a matrix as two arrows: where a step along x and a step along y lead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.jacobians import Affine
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import Frame
from visuals.drawing.polyline import polyline
from visuals.theme import INK

COLUMNS = (INK.input, INK.two)  # the inks of a step along x and of one along y
HEAD, WING, SHAFT = 3.4, 1.5, 0.46  # length and half width of the head, half width of the shaft, in girths
SLIT = 0.17  # half of what is open in the second arrow's shaft: eyes that miss its colour see it


class ColumnArrows(Follower):
    """J e_x and J e_y, from where the point is sent to where a step of `size` along x, or along y, is sent.

    `look` tells the linear map (from `linearise`), `size` how long both steps are, in data. With them lies
    the parallelogram that they span, whose area is |det J| times that of the square of steps. Dials:
    `first`, `second` (how much of each arrow is there), `filled` (light of the parallelogram), `grown` (of
    all).
    """

    def __init__(
        self,
        look: Callable[[], Affine],
        *,
        on: Frame,
        size: Callable[[], tuple[float, float]],
        girth: float = 0.12,
        inks: tuple[str, str] = COLUMNS,
    ) -> None:
        super().__init__()
        self.look, self.frame, self.size, self.girth = look, on, size, girth
        self.first, self.second, self.filled, self.grown = Dial(1), Dial(1), Dial(0), Dial(1)
        self.face = VMobject(stroke_width=0)
        self.arrows = [VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks]
        for arrow in self.arrows:
            arrow.set_stroke(INK.casing, width=5, background=True)
        self.add(self.face, *self.arrows, self.first, self.second, self.filled, self.grown)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """Tail, tip of the first arrow, far corner and tip of the second, on the stage (4, 3), full grown."""
        now, size = self.look(), np.asarray(self.size())
        one, other = (now.J * size).T
        return self.frame.to_screen(now.F0 + np.stack([0 * one, one, one + other, other]))

    def redraw(self) -> None:
        """Lay both arrows and what they span."""
        tail, *tips = self.ends
        grown, strength = self.grown.get_value(), self.filled.get_value()
        self.face.points = polyline(np.array([tail, *tips, tail])) if strength > 0 else polyline()
        self.face.set_fill(INK.output, opacity=0.4 * strength * grown)
        ends = (tips[0], self.first.get_value(), 0.0), (tips[2], self.second.get_value(), SLIT)
        for arrow, (tip, part, slit) in zip(self.arrows, ends, strict=True):
            arrow.points = arrow_points(tail, tail + grown * part * (tip - tail), self.girth, slit=slit)


def arrow_points(tail: np.ndarray, tip: np.ndarray, girth: float, *, slit: float = 0.0) -> np.ndarray:
    """Bezier points of an arrow whose tip lies exactly at `tip`; a short one shrinks as a whole.

    `slit` is the half width, in girths, of what is left open along its shaft.
    """
    length = float(np.linalg.norm(tip - tail))
    if length < 1e-6:
        return polyline()
    girth = min(girth, length / (1.6 * HEAD))
    along = (tip - tail) / length
    aside = np.array([-along[1], along[0], 0.0])
    neck, shaft, wing = length - HEAD * girth, SHAFT * girth, WING * girth
    x = np.array([0.0, neck, neck, length, neck, neck, 0.0, 0.0])
    y = np.array([shaft, shaft, wing, 0.0, -wing, -shaft, -shaft, shaft])
    runs = [tail + x[:, None] * along + y[:, None] * aside]
    if slit:
        x = np.array([0.0, 0.0, neck, neck, 0.0])  # the other way round: it stays empty
        y = slit * girth * np.array([1.0, -1.0, -1.0, 1.0, 1.0])
        runs.append(tail + x[:, None] * along + y[:, None] * aside)
    return polyline(*runs)
