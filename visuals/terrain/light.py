"""Headlamps that walk over the ground."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Mobject

from visuals.drawing.dial import Dial, SharesDials
from visuals.drawing.walk import share_walk


class Fixed:
    """Data that copies of a mobject share instead of copying."""

    def __init__(self, value: np.ndarray) -> None:
        self.value = value

    def __deepcopy__(self, memo: dict[int, Any]) -> Fixed:
        return self


class Light(SharesDials, Mobject):
    """Headlamps over the ground: discs of a true radius in data units, outside of which it is dark.

    `path` is a Walk, or stops (stops, lamps, 2) or (stops, 2): where each lamp stands after each step. The
    dial `at` says how many steps are done, so that a light is a function of data and time.
    Dials: at, radius (data units along x), strength (0 off, 1 full).
    """

    def __init__(self, path: Any, *, radius: float, at: Dial | None = None, strength: float = 1.0) -> None:
        super().__init__()
        self.walk = share_walk(self, path, at)
        self.at = self.walk.at
        self.radius, self.strength = Dial(radius), Dial(strength)
        self.add(self.radius, self.strength)

    def stand(self) -> np.ndarray:
        """Where the lamps are now, (lamps, 2) in data units."""
        return self.walk.place.reshape(-1, 2)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        return self
