"""Newton's method onto a level: straight uphill or down, from wherever one stands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.landscapes.landscape import Landscape

# (rows, x, step, miss): who was moved by `step` to x and had missed the level by `miss`; who has arrived?
Arrived = Callable[[ndarray, ndarray, ndarray, ndarray], ndarray]


def step_to_level(
    land: Landscape, x: Float[ndarray, "*n d"], level: ndarray | float
) -> tuple[Float[ndarray, "*n d"], Float[ndarray, "*n"]]:
    """(level - f) grad f / |grad f|^2, to be added to x, and level - f, by which each point missed."""
    miss, g = level - land.f.inner(x), land.grad.inner(x)
    square = np.maximum((g**2).sum(axis=-1), np.finfo(float).tiny)
    return np.asarray((miss / square)[..., None] * g), np.asarray(miss)


def onto_level(
    land: Landscape,
    x: Float[ndarray, "n d"],
    level: Float[ndarray, " n"],
    arrived: Arrived,
    *,
    movable: Bool[ndarray, " n"] | None = None,
    longest: float = np.inf,
) -> tuple[Float[ndarray, "n d"], Bool[ndarray, " n"]]:
    """All points moved onto their levels, each until it has `arrived`, and which have not within 50 steps.

    No step is longer than `longest`. Points that are not `movable` stay where they are.
    """
    x = x.copy()
    off = np.arange(len(x)) if movable is None else movable.nonzero()[0]
    for _ in range(50):
        step, miss = step_to_level(land, x[off], level[off])
        x[off] += step / np.maximum(1, np.linalg.norm(step, axis=-1) / longest)[:, None]
        off = off[~arrived(off, x[off], step, miss)]
        if not off.size:
            break
    lost = np.zeros(len(x), dtype=bool)
    lost[off] = True
    return x, lost
