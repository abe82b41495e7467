"""Paths as Manim's Bezier points: straight runs, arcs, and what a disc cuts out of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NOTHING = np.zeros((0, 3))


def polyline(*runs: np.ndarray) -> np.ndarray:
    """Bezier points of straight runs of corners (n, 3), one subpath each: `line.points = polyline(...)`."""
    paths = [_beziers(run) for run in runs if len(run) > 1]
    return np.concatenate(paths) if paths else NOTHING


def at_screen(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points (n, 3) of the screen from columns."""
    return np.stack([*np.broadcast_arrays(x, y), np.zeros(np.broadcast(x, y).shape)], axis=-1)


def arc(centre: np.ndarray, radius: float, start: float = 0.0, end: float = 360.0) -> np.ndarray:
    """Bezier points of a part of a circle, from one angle to another (degrees, counter-clockwise).

    Pieces of at most 45 degrees with handles of 4/3 tan(angle / 4): off the circle by less than 1e-5 radii.
    """
    pieces = max(1, int(np.ceil(abs(end - start) / 45.0)))
    angle = np.radians(np.linspace(start, end, pieces + 1))
    handle = 4 / 3 * np.tan((angle[1] - angle[0]) / 4)
    on = at_screen(np.cos(angle), np.sin(angle))
    along = at_screen(-np.sin(angle), np.cos(angle)) * handle
    unit = np.stack([on[:-1], on[:-1] + along[:-1], on[1:] - along[1:], on[1:]], axis=1)
    return np.asarray(centre + radius * unit.reshape(-1, 3))


def within_disc(points: np.ndarray, centre: Sequence[float] | np.ndarray, radius: float) -> list[np.ndarray]:
    """The pieces of a run of corners that lie in a disc; a cut end lies on the circle, on its own edge.

    An edge p + t d, 0 <= t <= 1, is in the disc between the roots of |p + t d - centre|^2 = radius^2.
    """
    if len(points) < 2:
        return []
    start = points[:-1, :2] - np.asarray(centre)[:2]
    edge = np.diff(points[:, :2], axis=0)
    a, b = np.sum(edge**2, axis=1), np.sum(start * edge, axis=1)
    c = np.sum(start**2, axis=1) - radius**2
    root = b**2 - a * c
    crossing = (root > 0) & (a > 0)
    half = np.sqrt(np.where(crossing, root, 0.0))
    safe = np.where(a > 0, a, 1.0)
    enter, leave = np.clip((-b - half) / safe, 0, 1), np.clip((-b + half) / safe, 0, 1)
    kept = np.flatnonzero(crossing & (enter < leave))
    joined = (np.diff(kept) == 1) & (enter[kept[1:]] == 0) & (leave[kept[:-1]] == 1)
    return [
        np.stack(
            [_along(points, run[0], enter[run[0]]), *points[run[1:]], _along(points, run[-1], leave[run[-1]])]
        )
        for run in np.split(kept, np.flatnonzero(~joined) + 1)
        if len(run)
    ]


def _along(points: np.ndarray, i: int, share: float) -> np.ndarray:
    """A place on edge i; its ends are the corners themselves, to the last bit."""
    if share in (0.0, 1.0):
        return np.asarray(points[i + int(share)])
    return np.asarray(points[i] + share * (points[i + 1] - points[i]))


def _beziers(corners: np.ndarray) -> np.ndarray:
    start, end = corners[:-1, None], corners[1:, None]
    share = np.array([0.0, 1 / 3, 2 / 3, 1.0])[None, :, None]
    points = start + share * (end - start)
    points[:, 3:] = end  # exactly the corner, as the next piece has it
    return np.asarray(points.reshape(-1, 3))
