"""Lays paths over the ground: pieces short enough to bend with it, and no more of them than can be seen."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.terrain.survey import Ground

PIECE = 0.4  # longest straight piece of a line on the ground, in grid cells
SLACK = 0.03  # by how much a stop may lie beside a piece that passes it over, in grid cells
AT_ONCE = 50  # stops that one piece may pass over: each new one asks all of them again


class HasGround(Protocol):
    """A picture of ground, as a Terrain."""

    ground: Ground


def drape(path: np.ndarray, on: HasGround) -> tuple[np.ndarray, np.ndarray]:
    """A path (stops, 2) cut into pieces that bend with every cell of the ground, and the step that each
    point is at.

    Short steps that lead straight on are taken together: a walker who comes to rest makes hundreds.
    """
    place = on.ground.grid_place(path)
    kept = bends(place)
    pieces = np.ceil(np.abs(np.diff(place[kept], axis=0)).max(axis=1) / PIECE).astype(int).clip(0, 4000)
    knots = np.concatenate([[0], np.cumsum(pieces)])
    which = np.interp(np.arange(knots[-1] + 1), knots, np.arange(len(kept)))  # of the kept stops
    lower = np.minimum(which.astype(int), max(len(kept) - 2, 0))
    upper, share = np.minimum(lower + 1, len(kept) - 1), which - lower
    points = path[kept[lower]] * (1 - share)[:, None] + path[kept[upper]] * share[:, None]
    return points, kept[lower] * (1 - share) + kept[upper] * share


@njit(**FAST)
def bends(place):
    """Which stops of a path (stops, 2), in grid cells, to keep: the first, the last, and enough between them
    that every other lies within SLACK of a straight piece, itself at most PIECE long.
    """
    kept = [0]
    for k in range(1, len(place)):
        run = k - kept[-1]
        if run > 1 and (run > AT_ONCE or not straight(place, kept[-1], k)):
            kept.append(k - 1)
    if len(place) > 1:
        kept.append(len(place) - 1)
    return np.array(kept)


@njit(**FAST)
def straight(place, start, end):
    """Whether the stops from start to end lie within SLACK of the straight way, itself at most PIECE long."""
    x, y = place[end, 0] - place[start, 0], place[end, 1] - place[start, 1]
    square = x * x + y * y  # of the length; squares throughout: walkers at rest ask a thousand times
    if square > PIECE * PIECE:
        return False
    inverse = 1.0 / square
    for k in range(start + 1, end):
        dx, dy = place[k, 0] - place[start, 0], place[k, 1] - place[start, 1]
        along = dx * x + dy * y
        if along <= 0.0:
            beside = dx * dx + dy * dy
        elif along >= square:
            beside = (dx - x) * (dx - x) + (dy - y) * (dy - y)
        else:
            beside = (dx * y - dy * x) * (dx * y - dy * x) * inverse
        if beside > SLACK * SLACK:
            return False
    return True
