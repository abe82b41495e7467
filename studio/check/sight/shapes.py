"""The visible properties of a vector mobject: whether it draws anything, where, its form and colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ManimColor, VMobject

from studio.check.finding import Box
from studio.check.look import Look
from visuals.theme import INK, STAGE, mix

SOLID = 0.5  # of opacity: from here on a shape shows its fill
FAINT = 0.03  # of opacity


def extent(mobject: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lower left and upper right corner (2,) of a mobject's own points."""
    return mobject.points[:, :2].min(axis=0), mobject.points[:, :2].max(axis=0)


def beyond(low: np.ndarray, high: np.ndarray, half: np.ndarray) -> np.ndarray:
    """How far a box reaches over the frame's right, upper, left and lower edge (4,)."""
    return np.concatenate([high - half, -half - low])


def is_drawn(mobject: Any) -> bool:
    """Whether a vector mobject draws anything."""
    if not isinstance(mobject, VMobject) or len(mobject.points) < 4:
        return False
    filled = mobject.fill_rgbas[:, 3].max() > FAINT
    return bool(filled or (mobject.stroke_rgbas[:, 3].max() > FAINT and mobject.stroke_width > 0))


def outline_of(mobject: Any) -> tuple[Any, ...]:
    """A mobject's form without its place: equal for two marks of one form."""
    solid = mobject.fill_rgbas[0, 3] > SOLID
    return solid, round(float(mobject.stroke_width), 1), *form_of(mobject.points)


def form_of(points: np.ndarray) -> tuple[Any, ...]:
    """The form of a path without its place: equal where two differ by less than two pixels."""
    flat = points[:, :2]
    return len(flat), np.round((flat - flat.mean(axis=0)) / STAGE.pixel / 2).astype(int).tobytes()


def ink_of(mobject: Any) -> str:
    """The predominant colour of a mobject."""
    solid = mobject.fill_rgbas[0, 3] > SOLID
    return str(ManimColor(mobject.fill_rgbas[0] if solid else mobject.stroke_rgbas[0]).to_hex())


def ink_seen(mobject: Any) -> str:
    """The same as shown on the dark ground, according to its opacity."""
    solid = mobject.fill_rgbas[0, 3] > SOLID
    strength = float(mobject.fill_rgbas[0, 3] if solid else mobject.stroke_rgbas[0, 3])
    return str(mix(INK.ground, ink_of(mobject), strength))


def box_of(look: Look, mobject: Any) -> Box:
    low, high = mobject.points.min(axis=0), mobject.points.max(axis=0)
    return look.box(low[0], low[1], high[0], high[1])
