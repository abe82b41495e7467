"""A frame: whatever says where data lie on the screen. Maps, terrains, axes, cuts and clocks are frames."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from manim import Animation


class Frame(Protocol):
    """The one spelling by which pictures ask where their data lie.

    Data are points whose last axis holds the coordinates, (..., 2), or the two coordinates apart, of any
    shapes that broadcast: `to_screen(points)` and `to_screen(x, y)` say the same.
    """

    def to_screen(self, *data: Any) -> np.ndarray:
        """Places on the stage (..., 3), in scene units, of data points (..., 2)."""
        ...

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Data points (..., 2) at places on the stage (..., 2 or 3): the inverse of `to_screen`."""
        ...


class Aimed(Frame, Protocol):
    """A frame that can be looked at otherwise: nearer, elsewhere, from another side."""

    def aim(self, point: Any, *, place: Any = None, **look: Any) -> list[Animation]:
        """Animations that bring a data point to a place on the stage."""
        ...

    def look(self, **look: Any) -> list[Animation]:
        """Animations that lead to another look at the same data."""
        ...


def points_of(data: tuple[Any, ...]) -> np.ndarray:
    """The points (..., 2) that `to_screen` was given, as one array or as two coordinates."""
    if len(data) == 1:
        points = np.asarray(data[0], dtype=float)
    elif len(data) == 2:
        x, y = data
        points = np.empty((*np.broadcast(x, y).shape, 2))
        points[..., 0], points[..., 1] = x, y
    else:
        raise TypeError(f"to_screen takes points (..., 2), or x and y, got {len(data)} arguments")
    if points.shape[-1:] != (2,):
        raise ValueError(f"points hold two coordinates on their last axis, got shape {points.shape}")
    return points
