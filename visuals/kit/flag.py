"""The flag that waits on a summit."""

from __future__ import annotations

import numpy as np
from manim import Line, Polygon, VGroup

from visuals.theme import INK, STROKE


def summit_flag(at: np.ndarray | tuple[float, float, float], *, height: float = 0.75) -> VGroup:
    """A flag whose pole stands at a place of the stage, `height` scene units tall."""
    foot = np.asarray(at, dtype=float)
    right, up = height * np.array([1.0, 0.0, 0.0]), height * np.array([0.0, 1.0, 0.0])
    pole = Line(foot, foot + up).set_stroke(INK.path, width=STROKE.normal * height / 0.75)
    cloth = Polygon(
        *(foot + along * right + high * up for along, high in ((0.027, 1), (0.67, 0.787), (0.027, 0.573)))
    )
    return VGroup(cloth.set_fill(INK.gradient, opacity=1).set_stroke(width=0), pole)
