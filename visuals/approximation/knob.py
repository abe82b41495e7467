"""A knob with the number that it holds, the notch where it belongs, and a lock."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, polyline
from visuals.theme import INK, STROKE, mix

SWEEP = 135.0  # degrees to either side of upright
BODY, TRACK = mix(INK.ground, INK.parameter, 0.14), mix(INK.ground, INK.parameter, 0.38)
LOCK = 0.11  # half the width of the lock's body, in scene units


class Knob(Follower):
    """A knob at a place on the stage (3,), turned to `value` of -`full` to `full`; upright is 0.

    `wanted` tells where the notch on its rim stands, if there is one. Dials: `closed`, 0 to 1, shuts the lock
    beside it (`lock` scene units to the right), `armed`, 0 to 1, how much of notch and lock is seen.
    """

    def __init__(
        self,
        value: Callable[[], float],
        *,
        at: np.ndarray | tuple[float, float, float],
        wanted: Callable[[], float] | None = None,
        full: float = 1.0,
        radius: float = 0.42,
        lock: float = 2.4,
        closed: float = 0.0,
        armed: float = 1.0,
    ) -> None:
        super().__init__()
        self.value, self.wanted, self.full = value, wanted, full
        self.at, self.radius, self.lock = np.asarray(at, dtype=float), radius, lock
        self.closed, self.armed, self.grown = Dial(closed), Dial(armed), Dial(1.0)
        self.track = VMobject().set_stroke(TRACK, width=STROKE.bold)
        self.filled = VMobject().set_stroke(INK.parameter, width=1.5 * STROKE.bold)
        self.body = VMobject().set_fill(BODY, opacity=1).set_stroke(INK.parameter, width=STROKE.thin)
        self.pointer = VMobject().set_stroke(INK.text, width=STROKE.bold)
        self.notch = VMobject(stroke_width=0).set_fill(INK.exact, opacity=1)
        self.shackle = VMobject().set_stroke(INK.quiet, width=STROKE.normal)
        self.case = VMobject(stroke_width=0).set_fill(INK.quiet, opacity=1)
        self.add(self.track, self.filled, self.body, self.pointer, self.notch, self.shackle, self.case)
        self.add(self.closed, self.armed, self.grown)
        self.redraw()

    def angle(self, value: float) -> float:
        """Where the pointer stands for a value, degrees counter-clockwise from the right."""
        return 90.0 - SWEEP * float(np.clip(value / self.full, -1.0, 1.0))

    def redraw(self) -> None:
        """Turn pointer and notch to where they belong, and lay the lock as far closed as it is."""
        size = self.radius * self.grown.get_value()
        if size <= 0:
            for part in self.submobjects[:7]:
                part.points = NOTHING
            return
        turn = self.angle(self.value())
        self.track.points = arc(self.at, size, 90.0 - SWEEP, 90.0 + SWEEP)
        low, high = sorted((90.0, turn))
        self.filled.points = arc(self.at, size, low, high) if high - low > 0.05 else NOTHING
        self.body.points = arc(self.at, 0.74 * size)
        self.pointer.points = polyline(self.at + size * np.outer([0.2, 0.72], _way(turn)))
        seen = self.armed.get_value() * self.grown.get_value()
        self.notch.points = NOTHING if self.wanted is None else self._notch(self.angle(self.wanted()), size)
        self.notch.set_fill(opacity=seen)
        self._lay_lock(seen)

    def _notch(self, turn: float, size: float) -> np.ndarray:
        corners = [1.12 * _way(turn), 1.42 * _way(turn + 9), 1.42 * _way(turn - 9), 1.12 * _way(turn)]
        return polyline(self.at + size * np.array(corners))

    def _lay_lock(self, seen: float) -> None:
        shut = self.closed.get_value()
        ink = mix(INK.quiet, INK.parameter, shut)
        middle = self.at + np.array([self.lock, -0.06, 0.0])
        lift = 0.13 * (1 - shut)
        foot = middle + [0.0, 0.02 + lift, 0.0]
        bow = arc(foot + [0.0, 0.1, 0.0], 0.65 * LOCK, 0.0, 180.0)
        legs = [(1, 0.0), (-1, lift)]  # the free leg hangs in the air while it is open
        ends = [
            polyline(np.array([foot + [s * 0.65 * LOCK, 0.1, 0.0], foot + [s * 0.65 * LOCK, up - lift, 0.0]]))
            for s, up in legs
        ]
        self.shackle.points = np.concatenate([bow, *ends])
        self.shackle.set_stroke(ink, opacity=seen * (0.45 + 0.55 * shut))
        square = np.array([[-1, -1, 0], [1, -1, 0], [1, 0.65, 0], [-1, 0.65, 0], [-1, -1, 0]])
        self.case.points = polyline(middle + LOCK * square)
        self.case.set_fill(ink, opacity=seen * (0.45 + 0.55 * shut))


def _way(degrees: float) -> np.ndarray:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0])
