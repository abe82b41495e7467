"""Finds the pixels of a frame that have to be drawn again, from two batches of items.

Most of what Manim counts as moving, which is everything above the lowest moving mobject, stands still in most
frames. A frame therefore begins as the one before it. Rectangles around each changed item, where it was and
where it is, are cleared and drawn again, with all items that reach into them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from studio.render.engine.cairo_batch import (
    BACK_BLEND,
    BACK_WIDTH,
    COLUMNS,
    CURVE,
    NONE,
    STOPS,
    STROKE_WIDTH,
    Batch,
    equal,
)
from visuals.drawing.compiled import KEPT

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # points, starts, styles, blends

SPIKE = 10.0  # half widths by which mitred corners may stick out: Cairo's miter limit
NEARLY = 1e-3  # a corner as close to the limit as this may be within it for Cairo, which computes otherwise
GRID = 256  # Cairo's points to a pixel
STAYS = (0.0, 0.0)  # the direction of a curve without extent
CORNER = 2**0.5  # half widths by which a square cap sticks out
MARGIN = 2  # pixels around a rectangle, for antialiasing
WORTH = 0.005  # of the frame: drawing this much in vain costs less than one more rectangle
MOST = 0.7  # of the frame: where more than this has changed, all of it is drawn


def reaches(batch: Batch, matrix: tuple[float, float, float, float]) -> np.ndarray:
    """The pixels that each item of a batch may touch: left, top, right, bottom, (items, 4).

    `matrix` (scale across, scale down, left, top) takes scene units to pixels.
    """
    return np.asarray(_reaches(batch.points, batch.starts, batch.styles, np.array(matrix)))


@dataclass(frozen=True)
class Change:
    """The items of two batches that make the frames differ: changed, added or removed ones."""

    was: np.ndarray  # (old items,) bool
    now: np.ndarray  # (new items,) bool
    stayed: np.ndarray  # (items of both,): their places among the old ones
    stays: np.ndarray  # (items of both,): their places among the new ones

    @property
    def settled(self) -> int:
        """The number of unchanged items at the bottom."""
        return min(leading(self.was), leading(self.now))


def changes(old: Batch, new: Batch) -> Change | None:
    """The difference of two batches; None where the items of both are in another order."""
    if np.array_equal(old.kinds, new.kinds):
        stayed = stays = np.arange(len(new.kinds))
    else:
        stayed = np.flatnonzero(np.isin(old.kinds, new.kinds))
        stays = np.flatnonzero(np.isin(new.kinds, old.kinds))
        if not np.array_equal(old.kinds[stayed], new.kinds[stays]):
            return None
    was, now = np.ones(len(old.kinds), dtype=bool), np.ones(len(new.kinds), dtype=bool)
    was[stayed] = now[stays] = _differ(
        (old.points, old.starts, old.styles, old.blends), (new.points, new.starts, new.styles, new.blends),
        stayed, stays,
    )  # fmt: skip
    return Change(was, now, stayed, stays)


def rectangles(
    change: Change | None, boxes: tuple[np.ndarray, np.ndarray], size: tuple[int, int]
) -> np.ndarray:
    """Rectangles (left, top, right, bottom; whole pixels) that cover all that differs.

    `boxes` are those of the items of both batches, from `reaches`; `size` is width and height of the frame.
    """
    whole = np.array([[0, 0, *size]], dtype=np.int64)
    if change is None:
        return whole
    found = np.concatenate([boxes[0][change.was], boxes[1][change.now]])
    found[:, :2], found[:, 2:] = np.floor(found[:, :2]) - MARGIN, np.ceil(found[:, 2:]) + MARGIN
    found[:, [0, 2]] = found[:, [0, 2]].clip(0, size[0])
    found[:, [1, 3]] = found[:, [1, 3]].clip(0, size[1])
    seen = found[(found[:, 0] < found[:, 2]) & (found[:, 1] < found[:, 3])]
    merged = _merged(seen.astype(np.int64), WORTH * size[0] * size[1])
    area = ((merged[:, 2] - merged[:, 0]) * (merged[:, 3] - merged[:, 1])).sum()
    return whole if area > MOST * size[0] * size[1] else merged


def touched(boxes: np.ndarray, rectangle: np.ndarray) -> np.ndarray:
    """Which items (a bool each) reach into a rectangle."""
    left, top, right, bottom = rectangle
    across = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    return np.asarray(across & (boxes[:, 1] < bottom) & (boxes[:, 3] > top))


def leading(changed: np.ndarray) -> int:
    """The number of items below the first that has changed (a bool each)."""
    return int(np.argmax(changed)) if changed.any() else len(changed)


@njit(**KEPT)
def _reaches(points: np.ndarray, starts: np.ndarray, styles: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    boxes, scale = np.empty((len(starts) - 1, 4)), max(abs(matrix[0]), abs(matrix[1]))
    for i in range(len(starts) - 1):
        path = points[starts[i] : starts[i + 1]]
        half = 0.5 * scale * max(styles[i, BACK_WIDTH], styles[i, STROKE_WIDTH])
        box = boxes[i]
        box[0] = box[1] = np.inf
        box[2] = box[3] = -np.inf
        for k in range(len(path)):
            _stretch(box, path[k], CORNER * half, matrix)
        if half > 0:
            _add_spikes(box, path, half, matrix)
    return boxes


@njit(**KEPT)
def _stretch(box: np.ndarray, point: np.ndarray, reach: float, matrix: np.ndarray) -> None:
    """Let a box reach so many pixels beyond a point."""
    x, y = point[0] * matrix[0] + matrix[2], point[1] * matrix[1] + matrix[3]
    box[0], box[2] = min(box[0], x - reach), max(box[2], x + reach)
    box[1], box[3] = min(box[1], y - reach), max(box[3], y + reach)


@njit(**KEPT)
def _add_spikes(box: np.ndarray, path: np.ndarray, half: float, matrix: np.ndarray) -> None:
    """Let a box hold the mitred corners of a stroke's path, between its curves and where it closes.

    Directions are those of Cairo's own points, as they decide over very short curves.
    """
    count = len(path) // CURVE
    begun = 0  # the curve with which this part of the path began
    first = came = STAYS  # the direction in which it began, and in which the last curve ended
    own = np.empty((CURVE, 2))
    for k in range(count):
        curve = path[CURVE * k : CURVE * (k + 1)]
        for i in range(CURVE):
            own[i, 0] = np.rint(GRID * (curve[i, 0] * matrix[0] + matrix[2]))
            own[i, 1] = np.rint(GRID * (curve[i, 1] * matrix[1] + matrix[3]))
        goes = _slope(own, 0, 1, 2, 3)
        if goes != STAYS:  # a curve without extent has no corners
            if came == STAYS:
                first = goes
            else:
                _add_spike(box, curve[0], came, goes, half, matrix)
            back = _slope(own, 3, 2, 1, 0)
            came = -back[0], -back[1]
        if k + 1 == count or not equal(curve[3], path[CURVE * (k + 1)]):
            if came != STAYS and equal(curve[3], path[CURVE * begun]):
                _add_spike(box, curve[3], came, first, half, matrix)
            begun, came = k + 1, STAYS


@njit(**KEPT)
def _add_spike(
    box: np.ndarray,
    corner: np.ndarray,
    came: tuple[float, float],
    goes: tuple[float, float],
    half: float,
    matrix: np.ndarray,
) -> None:
    """Let a box hold the corner of a stroke that turns from one direction to another."""
    product = came[0] * goes[0] + came[1] * goes[1]
    if product >= 0:
        return  # a right angle at the sharpest: it sticks out no farther than a square cap
    lengths = np.sqrt((came[0] ** 2 + came[1] ** 2) * (goes[0] ** 2 + goes[1] ** 2))
    sine = np.sqrt(max(0.0, 0.5 * (1 + product / lengths)))  # of half the angle between the two arms
    if sine * SPIKE > 1 - NEARLY:
        _stretch(box, corner, half / sine, matrix)


@njit(**KEPT)
def _slope(own: np.ndarray, at: int, one: int, two: int, three: int) -> tuple[float, float]:
    """The direction in which a curve leaves an end: towards the next of its points that lies apart."""
    for to in (one, two, three):
        across, down = own[to, 0] - own[at, 0], own[to, 1] - own[at, 1]
        if across != 0 or down != 0:
            return across, down
    return STAYS


@njit(**KEPT)
def _differ(old: Arrays, new: Arrays, stayed: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Whether each item that both batches have has changed."""
    differ = np.zeros(len(stays), dtype=np.bool_)
    for i in range(len(stays)):
        differ[i] = _differs(old, stayed[i], new, stays[i])
    return differ


@njit(**KEPT)
def _differs(old: Arrays, one: int, new: Arrays, other: int) -> bool:
    old_points, old_starts, old_styles, old_blends = old
    points, starts, styles, blends = new
    before, here = old_starts[one], starts[other]
    count = starts[other + 1] - here
    if count != old_starts[one + 1] - before:
        return True
    style, old_style = styles[other], old_styles[one]
    for k in range(BACK_BLEND):
        if style[k] != old_style[k]:
            return True
    for k in range(BACK_BLEND, COLUMNS):
        if not _same_blend(old_blends, old_style[k], blends, style[k]):
            return True
    for k in range(count):
        if (
            points[here + k, 0] != old_points[before + k, 0]
            or points[here + k, 1] != old_points[before + k, 1]
        ):
            return True
    return False


@njit(**KEPT)
def _same_blend(old: np.ndarray, one: float, new: np.ndarray, other: float) -> bool:
    if one == NONE or other == NONE:
        return bool(one == other)
    first, second = int(one), int(other)
    if old[first, STOPS] != new[second, STOPS]:
        return False
    for stop in range(int(new[second, STOPS])):
        for k in range(new.shape[1]):
            if old[first + stop, k] != new[second + stop, k]:
                return False
    return True


@njit(**KEPT)
def _merged(boxes: np.ndarray, worth: float) -> np.ndarray:
    """Rectangles that cover the boxes; two are merged where that costs no more to draw."""
    left, kept = boxes.copy(), len(boxes)
    again = True
    while again:
        again = False
        i = 0
        while i < kept:
            k = i + 1
            while k < kept:
                a, b = left[i], left[k]
                west, north = min(a[0], b[0]), min(a[1], b[1])
                east, south = max(a[2], b[2]), max(a[3], b[3])
                apart = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
                if (east - west) * (south - north) <= apart + worth:
                    left[i, 0], left[i, 1], left[i, 2], left[i, 3] = west, north, east, south
                    kept -= 1
                    left[k] = left[kept]
                    again = True
                else:
                    k += 1
            i += 1
    return left[:kept]
