"""Which pixels of a frame have to be drawn again: those that something touched which is not as it was.

Most of what Manim calls moving stands still in most frames: everything that lies above the lowest thing
that moves. A frame therefore begins as the one before it. Only rectangles around what has changed, where it
was and where it is now, are cleared and drawn anew, with all that reaches into them.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from studio.engine.cairo_batch import BACK_BLEND, BACK_WIDTH, FILL_BLEND, STROKE_BLEND, STROKE_WIDTH, Batch

SPIKE = 10.0  # half widths by which Cairo's mitred corners may stick out: its miter limit
MARGIN = 2  # pixels around a rectangle, for antialiasing
WORTH = 0.005  # of the frame: drawing so much for nothing is cheaper than one more rectangle
MOST = 0.7  # of the frame: where more than this has changed, all of it is drawn


def reaches(batch: Batch, matrix: tuple[float, float, float, float]) -> np.ndarray:
    """The pixels that each item of a batch may touch: left, top, right, bottom, (items, 4).

    `matrix` (scale across, scale down, left, top) takes scene units to pixels.
    """
    return np.asarray(_reaches(batch.points, batch.starts, batch.styles, np.array(matrix)))


def damaged(
    old: Batch, new: Batch, boxes: tuple[np.ndarray, np.ndarray], size: tuple[int, int]
) -> np.ndarray:
    """Rectangles (left, top, right, bottom; whole pixels) in which two batches may differ.

    `boxes` are what the items of both reach; `size` is width and height of the frame.
    """
    whole = np.array([[0, 0, *size]], dtype=np.int64)
    if len(old.styles) != len(new.styles) or not np.array_equal(old.kinds, new.kinds):
        return whole
    blended = not np.array_equal(old.blends, new.blends)
    changed = _changed(old.points, old.starts, old.styles, new.points, new.starts, new.styles, blended)
    found = np.concatenate([boxes[0][changed], boxes[1][changed]])
    found[:, :2], found[:, 2:] = np.floor(found[:, :2]) - MARGIN, np.ceil(found[:, 2:]) + MARGIN
    found[:, [0, 2]] = found[:, [0, 2]].clip(0, size[0])
    found[:, [1, 3]] = found[:, [1, 3]].clip(0, size[1])
    seen = found[(found[:, 0] < found[:, 2]) & (found[:, 1] < found[:, 3])]
    rectangles = _merged(seen.astype(np.int64), WORTH * size[0] * size[1])
    area = ((rectangles[:, 2] - rectangles[:, 0]) * (rectangles[:, 3] - rectangles[:, 1])).sum()
    return whole if area > MOST * size[0] * size[1] else rectangles


def touched(boxes: np.ndarray, rectangle: np.ndarray) -> np.ndarray:
    """Which items (a bool each) reach into a rectangle."""
    left, top, right, bottom = rectangle
    across = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    return np.asarray(across & (boxes[:, 1] < bottom) & (boxes[:, 3] > top))


@njit(cache=True)
def _reaches(points: np.ndarray, starts: np.ndarray, styles: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    boxes = np.empty((len(starts) - 1, 4))
    for i in range(len(starts) - 1):
        left = top = np.inf
        right = bottom = -np.inf
        for k in range(starts[i], starts[i + 1]):
            x, y = points[k, 0] * matrix[0] + matrix[2], points[k, 1] * matrix[1] + matrix[3]
            left, right = min(left, x), max(right, x)
            top, bottom = min(top, y), max(bottom, y)
        width = max(styles[i, BACK_WIDTH], styles[i, STROKE_WIDTH])
        spike = 0.5 * SPIKE * width * max(abs(matrix[0]), abs(matrix[1]))
        boxes[i] = left - spike, top - spike, right + spike, bottom + spike
    return boxes


@njit(cache=True)
def _changed(
    old_points: np.ndarray,
    old_starts: np.ndarray,
    old_styles: np.ndarray,
    points: np.ndarray,
    starts: np.ndarray,
    styles: np.ndarray,
    blended: bool,
) -> np.ndarray:
    changed = np.zeros(len(styles), dtype=np.bool_)
    for i in range(len(styles)):
        count = starts[i + 1] - starts[i]
        same = count == old_starts[i + 1] - old_starts[i]
        for k in range(styles.shape[1]):
            same = same and styles[i, k] == old_styles[i, k]
        if blended and max(styles[i, BACK_BLEND], styles[i, FILL_BLEND], styles[i, STROKE_BLEND]) >= 0:
            same = False
        k = 0
        while same and k < count:
            now, before = starts[i] + k, old_starts[i] + k
            same = points[now, 0] == old_points[before, 0] and points[now, 1] == old_points[before, 1]
            k += 1
        changed[i] = not same
    return changed


@njit(cache=True)
def _merged(boxes: np.ndarray, worth: float) -> np.ndarray:
    """Rectangles that cover the boxes: two become one where that is no more to draw than both."""
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
