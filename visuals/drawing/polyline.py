"""Paths as Manim's Bezier points: straight runs, arcs, and what a disc cuts out of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from visuals.drawing.compiled import KEPT

NOTHING = np.zeros((0, 3))
THIRDS = np.array([[0.0], [1 / 3], [2 / 3], [1.0]])  # where the points of a straight piece lie along it


def polyline(*runs: np.ndarray) -> np.ndarray:
    """Bezier points of straight runs of corners (n, 3), one subpath each: `line.points = polyline(...)`."""
    paths = [segments(run[:-1], run[1:]) for run in runs if len(run) > 1]
    return np.concatenate(paths) if paths else NOTHING


def segments(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Bezier points of straight pieces from corners (n, 3) to others: a subpath where the last one ends."""
    points = start[:, None] + THIRDS * (end - start)[:, None]
    points[:, 3] = end  # exactly the corner, as the next piece has it
    return np.asarray(points.reshape(-1, 3))


def begun(points: np.ndarray, share: float) -> np.ndarray:
    """The first `share` (0 to 1) of a path's Bezier pieces; the last one is cut where it has got to."""
    pieces = len(points) // 4
    done = min(max(share, 0.0), 1.0) * pieces
    whole = int(done)
    if whole == pieces or done == whole:
        return points[: 4 * whole]
    a, b, c, d = points[4 * whole : 4 * whole + 4]
    t = done - whole
    ab, bc, cd = a + t * (b - a), b + t * (c - b), c + t * (d - c)
    abc, bcd = ab + t * (bc - ab), bc + t * (cd - bc)
    return np.concatenate([points[: 4 * whole], [a, ab, abc, abc + t * (bcd - abc)]])


def within_box(points: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """The parts of straight Bezier pieces (4 n, 3) that lie in a box: left, bottom, right, top."""
    start, end = points[0::4], points[3::4]
    way = end - start
    enter, leave = np.zeros(len(start)), np.ones(len(start))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # along a side, or all but along it
        for axis, (low, high) in enumerate(((box[0], box[2]), (box[1], box[3]))):
            cuts = (np.array([[low], [high]]) - start[:, axis]) / way[:, axis]
            level = way[:, axis] == 0
            outside = level & ((start[:, axis] < low) | (start[:, axis] > high))
            enter = np.maximum(enter, np.where(level, np.where(outside, np.inf, 0.0), cuts.min(axis=0)))
            leave = np.minimum(leave, np.where(level, 1.0, cuts.max(axis=0)))
    kept = enter < leave
    whole = kept & (enter == 0.0) & (leave == 1.0)
    a = np.where(whole[:, None], start, start + np.where(kept, enter, 0.0)[:, None] * way)[kept]
    b = np.where(whole[:, None], end, start + np.where(kept, leave, 0.0)[:, None] * way)[kept]
    pieces = a[:, None] + np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, None] * (b - a)[:, None]
    pieces[:, 3] = b
    return np.asarray(pieces.reshape(-1, 3))


def dashes(corners: np.ndarray, dash: tuple[float, float] | None) -> list[np.ndarray]:
    """A run of corners (n, 3) in dashes: `dash` is the length of one and of a gap; None leaves it whole."""
    if dash is None or len(corners) < 2:
        return [corners]
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    starts = np.arange(0.0, way[-1], sum(dash))
    pieces = []
    for start, end in zip(starts, np.minimum(starts + dash[0], way[-1]), strict=True):
        inner = corners[(way > start) & (way < end)]
        ends = [[np.interp(s, way, axis) for axis in corners.T] for s in (start, end)]
        pieces.append(np.concatenate([ends[:1], inner, ends[1:]]))
    return pieces


def mark(corners: int, size: float = 0.12) -> np.ndarray:
    """Bezier points of a small disc (no corners) or regular polygon about the origin."""
    count = corners or 24
    turn = np.pi / 2 + (np.pi / 4 if corners == 4 else 0)
    angle = turn + 2 * np.pi * np.arange(count + 1) / count
    grown = size * {0: 1.0, 4: 1.15, 3: 1.3}.get(corners, 1.1)  # of equal weight to the eye
    return polyline(grown * np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=1))


def at_screen(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points (n, 3) of the screen from columns."""
    points = np.zeros((*np.broadcast(x, y).shape, 3))
    points[..., 0], points[..., 1] = x, y
    return points


def rectangle(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    """Bezier points of a rectangle of the screen, from its lower left corner to the right and round."""
    x, y = np.array([left, right, right, left, left]), np.array([bottom, bottom, top, top, bottom])
    return polyline(at_screen(x, y))


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
    """The pieces of a run of corners that lie in a disc; a cut end lies on the circle, on its own edge."""
    if len(points) < 2:
        return []
    pieces, ends = _cut(np.asarray(points, dtype=float), float(centre[0]), float(centre[1]), float(radius))
    return np.split(pieces, ends)[:-1]


@njit(**KEPT)
def _cut(points: np.ndarray, x: float, y: float, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """The corners of all pieces, and where each piece ends among them.

    An edge p + t d, 0 <= t <= 1, is in the disc between the roots of |p + t d - centre|^2 = radius^2.
    """
    edges = len(points) - 1
    pieces, ends = np.empty((2 * edges, points.shape[1])), np.empty(edges, dtype=np.int64)
    count, cuts, is_open = 0, 0, False
    for i in range(edges):
        across, up = points[i + 1, 0] - points[i, 0], points[i + 1, 1] - points[i, 1]
        away, above = points[i, 0] - x, points[i, 1] - y
        a, b = across * across + up * up, away * across + above * up
        root = b * b - a * (away * away + above * above - radius * radius)
        enter, leave = 1.0, 0.0
        if root > 0 and a > 0:
            half = np.sqrt(root)
            enter, leave = min(max((-b - half) / a, 0.0), 1.0), min(max((-b + half) / a, 0.0), 1.0)
        if is_open and (enter > 0 or leave <= enter):
            ends[cuts], cuts, is_open = count, cuts + 1, False
        if enter < leave:
            if not is_open:
                _along(points, i, enter, pieces[count])
                count += 1
            _along(points, i, leave, pieces[count])
            count, is_open = count + 1, leave == 1.0
            if not is_open:
                ends[cuts], cuts = count, cuts + 1
    if is_open:
        ends[cuts], cuts = count, cuts + 1
    return pieces[:count], ends[:cuts]


@njit(**KEPT)
def _along(points: np.ndarray, i: int, share: float, place: np.ndarray) -> None:
    """Put a point of edge i into `place`; its ends are the corners themselves, to the last bit."""
    for k in range(len(place)):
        if share == 1.0:
            place[k] = points[i + 1, k]
        else:
            place[k] = points[i, k] + share * (points[i + 1, k] - points[i, k])
