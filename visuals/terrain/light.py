"""Headlamps that walk over the ground."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim import Mobject

from visuals.drawing.dial import Dial, SharesDials


class Fixed:
    """Data that copies of a mobject share instead of copying."""

    def __init__(self, value: np.ndarray) -> None:
        self.value = value

    def __deepcopy__(self, memo: dict[int, Any]) -> Fixed:
        return self


def along(path: np.ndarray, steps: float) -> np.ndarray:
    """Entry `steps` of a path, straight between its stops; before the first and after the last it rests."""
    steps = min(max(steps, 0.0), len(path) - 1.0)
    k = min(int(steps), max(len(path) - 2, 0))
    share = steps - k
    return path[k] if share == 0.0 else path[k] + (path[k + 1] - path[k]) * share


class Light(SharesDials, Mobject):
    """Headlamps over the ground: discs of a true radius in data units, outside of which it is dark.

    `path` (stops, lamps, 2) or (stops, 2): where each lamp stands after each step; between steps it walks
    straight. The dial `at` says how many steps are done, so that a light is a function of data and time.
    Dials: at, radius (data units along x), strength (0 off, 1 full).
    """

    def __init__(
        self, path: np.ndarray, *, radius: float, at: Dial | None = None, strength: float = 1.0
    ) -> None:
        super().__init__()
        path = np.asarray(path, dtype=float)
        self.path = Fixed(path[:, None, :] if path.ndim == 2 else path)
        self.at = self.dial(at, 0.0)
        self.radius, self.strength = Dial(radius), Dial(strength)
        self.add(self.radius, self.strength)

    def stand(self) -> np.ndarray:
        """Where the lamps are now, (lamps, 2) in data units."""
        return along(self.path.value, self.at.get_value())

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        return self
