"""The hiker seen from the side, walking along a curve, a step for every stretch of ground."""

from __future__ import annotations

import numpy as np
from manim import CapStyleType, LineJointType, VMobject

from visuals.curve.curve import Curve
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import at_screen, polyline
from visuals.theme import INK, ramp

STRIDE = 0.42  # ground covered by two steps, in heights of the hiker
HIP, NECK = np.array([0.0, 0.46]), np.array([0.07, 0.78])


class Walker(Follower):
    """A hiker of `height` scene units whose feet stand on `path` at its coordinate `x`, a dial.

    Legs, arm and stick are functions of the way walked on the screen, so that the same place always shows
    the same posture, at any frame rate.
    """

    def __init__(self, path: Curve, *, x: float, height: float = 0.7) -> None:
        super().__init__(path)
        self.path, self.height_ = path, height
        self.x = Dial(x)
        screen = path.axes.to_screen(path.x, path.y)
        self.way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(screen, axis=0), axis=1))])
        self.back_leg, self.stick, self.leg, self.body, self.arm = (_limb(w) for w in (4.5, 2.0, 5, 7.5, 3.5))
        self.back_leg.set_stroke(INK.quiet)
        self.stick.set_stroke(INK.quiet)
        self.pack = VMobject().set_fill(ramp(1.0), opacity=1).set_stroke(INK.casing, width=1.5)
        self.head = VMobject(stroke_width=0).set_fill(INK.path, opacity=1)
        self.add(self.back_leg, self.stick, self.leg, self.pack, self.body, self.arm, self.head, self.x)
        self.redraw()

    def place(self) -> tuple[float, float]:
        """Where on the path the hiker is, in the numbers of its axes."""
        x = self.x.get_value()
        return x, self.path.at(x)

    @property
    def feet(self) -> np.ndarray:
        """The place on the path where the hiker stands."""
        return self.path.axes.to_screen(*self.place())

    def redraw(self) -> None:
        """Stand on the path, in the posture that belongs to the way walked so far."""
        x = self.x.get_value()
        phase = 2 * np.pi * float(np.interp(x, self.path.x, self.way)) / (STRIDE * self.height_)
        self._step(self.leg, phase, 0.0)
        self._step(self.back_leg, phase + np.pi, 0.0)
        swing = 0.1 * np.sin(phase)
        hand = NECK + [0.2, -0.27 + 0.5 * swing]
        tip = np.array([0.30 + 0.13 * np.sin(phase), 0.0])
        tip[1] = self._ground(tip[0])
        self._draw(self.stick, hand + [0.01, 0.05], tip)
        self._draw(self.arm, NECK - [0.0, 0.08], NECK + [0.06, -0.27 + 0.3 * swing], hand)
        self._draw(self.body, HIP, NECK)
        pack = NECK + np.array(
            [[-0.02, 0.03], [-0.09, 0.06], [-0.20, 0.02], [-0.25, -0.12], [-0.23, -0.27], [-0.09, -0.28]]
        )
        self._draw(self.pack, *pack, pack[0])
        turn = np.linspace(0.0, 2 * np.pi, 25)
        self._draw(self.head, *(NECK + [0.055, 0.135] + 0.095 * np.stack([np.cos(turn), np.sin(turn)], -1)))

    def _step(self, leg: VMobject, phase: float, lean: float) -> None:
        """From the hip over the knee to the foot, which swings forward in the air and back on the ground."""
        foot = np.array([0.19 * np.sin(phase) + lean, 0.0])
        foot[1] = self._ground(foot[0]) + 0.07 * max(np.cos(phase), 0.0)
        knee = (HIP + foot) / 2 + [0.05 + 0.05 * max(np.cos(phase), 0.0), 0.02]
        self._draw(leg, HIP, knee, foot, foot + [0.06, 0.0])

    def _ground(self, ahead: float) -> float:
        """How much higher the ground is `ahead` of the feet, both in heights of the hiker."""
        there = self.path.axes.to_data(self.feet + [ahead * self.height_, 0.0, 0.0])[0]
        return float((self.path.axes.to_screen(there, self.path.at(there)) - self.feet)[1] / self.height_)

    def _draw(self, part: VMobject, *corners: np.ndarray) -> None:
        at = np.array(corners) * self.height_
        part.points = polyline(self.feet + at_screen(at[:, 0], at[:, 1]))


def _limb(width: float) -> VMobject:
    return VMobject(joint_type=LineJointType.ROUND, cap_style=CapStyleType.ROUND).set_stroke(
        INK.path, width=width
    )
