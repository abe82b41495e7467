"""A flight over a wide stage: back from where one is, across, and near again, as smoothly as there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from manim import Animation

from visuals.drawing.dial import Dial
from visuals.theme import STAGE

Seen = tuple[float, float, float]  # the stage's point in the middle of the frame, and the scale
PULL = 1.35  # how gladly one steps back rather than hurries across; van Wijk and Nuij measured some 1.4


class Overflight:
    """The way from one view of the stage to another on which the least of all rushes past.

    `at(share)` is the view after a share of the way, 0 to 1: x, y and scale, at an even speed in what is
    seen. By van Wijk and Nuij, "Smooth and efficient zooming and panning" (2003).
    """

    def __init__(self, start: Seen, end: Seen, *, pull: float = PULL) -> None:
        if not (start[2] > 0 and end[2] > 0 and pull > 0):
            raise ValueError(f"scales and pull must be positive, got {start[2]}, {end[2]} and {pull}")
        self.start, self.end, self.pull = start, end, pull
        self.far = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        self.first, last = STAGE.width / start[2], STAGE.width / end[2]  # how much is seen, across
        self.straight = self.far < 1e-6 * self.first  # nearer or farther alone
        if self.straight:
            self.bend, self.length = 0.0, float(np.log(last / self.first)) / pull
            return
        wide = pull**4 * self.far**2
        ends = [
            ((last**2 - self.first**2) + sign * wide) / (2 * seen * pull**2 * self.far)
            for seen, sign in ((self.first, 1), (last, -1))
        ]
        self.bend, turn = (-float(np.arcsinh(each)) for each in ends)
        self.length = (turn - self.bend) / pull

    def at(self, share: float) -> Seen:
        """Where one is after a share of the way."""
        if share <= 0.0 or share >= 1.0:
            return self.start if share <= 0.0 else self.end
        gone = self.pull * self.length * share
        if self.straight:
            (x, y, _), seen = self.start, self.first * np.exp(gone)
            return x, y, float(STAGE.width / seen)
        seen = self.first * np.cosh(self.bend) / np.cosh(gone + self.bend)
        across = self.first / self.pull**2 * (
            np.cosh(self.bend) * np.tanh(gone + self.bend) - np.sinh(self.bend)
        )  # fmt: skip
        x, y = (a + across / self.far * (b - a) for a, b in zip(self.start[:2], self.end[:2], strict=True))
        return float(x), float(y), float(STAGE.width / seen)


class Turning(Animation):
    """Turns a dial to what a function of the share of time says, 0 to 1."""

    def __init__(self, dial: Dial, values: Callable[[float], float], **options: Any) -> None:
        self.values = values
        super().__init__(dial, **options)

    def interpolate_mobject(self, alpha: float) -> None:
        cast(Dial, self.mobject).set_value(self.values(self.rate_func(alpha)))
