"""Which contour lines cross a grid, and through which of its edges; contourpy knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from contourpy import LineType, contour_generator
from jaxtyping import Float, Int
from numpy import ndarray

CLEAR = 1e-6  # of the largest height over or under the level


@dataclass(frozen=True)
class Chain:
    """A contour line in the making, higher ground on its left; a closed one ends as it began."""

    level: float
    points: Float[ndarray, "n 2"]
    closed: bool

    def through(self, points: Float[ndarray, "m 2"]) -> Chain:
        """The same line through other points."""
        return replace(self, points=points)


def chains(
    f: Callable[[ndarray], ndarray],
    x: Float[ndarray, " nx"],
    y: Float[ndarray, " ny"],
    heights: Float[ndarray, "ny nx"],
    level: float,
    tol: float,
) -> list[Chain]:
    """The lines f = `level` that cross a grid, as points on its edges, found by contourpy.

    Every edge with one end below and one at the level or above is crossed once. Where all four edges of a
    cell are crossed, the mean of its corners decides what belongs together. Open lines come first, in the
    order of their first edges, then the closed ones, each from its lowest crossing of a kind.
    """
    routes = _routes(heights, level)
    crossed = np.unique(np.concatenate([np.empty(0, dtype=int), *routes]))
    points = _crossings(f, x, y, heights, crossed, level, tol)
    found = []
    for route in routes:
        closed = bool(route[0] == route[-1])
        line = points[np.searchsorted(crossed, route)]
        new = np.append(
            True, (np.diff(line, axis=0) != 0).any(axis=-1)
        )  # a node on the level meets several edges
        if new.sum() > 2 or (new.sum() == 2 and not closed):
            found.append(Chain(level, line[new], closed))
    return found


def _routes(heights: Float[ndarray, "ny nx"], level: float) -> list[Int[ndarray, " n"]]:
    """The edges that each line crosses, one after the other, with higher ground on its left."""
    miss = heights - level
    # A node on the level counts as above. None may be so close that a crossing beside it looks like the node.
    least = CLEAR * float(np.abs(miss).max())
    miss = np.where(miss >= 0, np.maximum(miss, least), np.minimum(miss, -least))
    lines = contour_generator(z=miss, name="serial", line_type=LineType.Separate).lines(0.0)
    routes = [_edges(np.asarray(line), heights.shape) for line in lines]
    opened = sorted((each for each in routes if each[0] != each[-1]), key=lambda each: int(each[0]))
    closed = sorted(
        (_from_below(each, heights.shape) for each in routes if each[0] == each[-1]), key=lambda each: each[0]
    )
    return [*opened, *(route for _, route in closed)]


def _edges(line: Float[ndarray, "n 2"], shape: tuple[int, ...]) -> Int[ndarray, " n"]:
    """The edges on which points lie, given in columns and rows (see `_ends` for their numbers)."""
    ny, nx = shape
    column, row = np.floor(line + 1e-9).astype(int).T
    along_x = np.abs(line[:, 1] - np.rint(line[:, 1])) < 1e-9
    return np.asarray(np.where(along_x, row * (nx - 1) + column, ny * (nx - 1) + row * nx + column))


def _from_below(
    route: Int[ndarray, " n"], shape: tuple[int, ...]
) -> tuple[tuple[int, int], Int[ndarray, " n"]]:
    """A closed route, begun where it enters a cell from below: there is always such a cell.

    It begins in the first cell, row by row, that it leaves to the right, else upward, else to the left.
    Also returned is what such routes are put in order by.
    """
    ny, nx = shape
    here, following = route[:-1], route[1:]
    row, column = here // (nx - 1), here % (nx - 1)
    left = ny * (nx - 1) + row * nx + column
    ways = [following == left + 1, following == here + nx - 1, following == left]
    below = here < ny * (nx - 1)
    way = np.select([below & each for each in ways], [0, 1, 2], default=3)
    first = int(np.lexsort([here, way])[0])
    turned = np.roll(here, -first)
    return (int(way[first]), int(here[first])), np.append(turned, turned[0])


def _crossings(
    f: Callable[[ndarray], ndarray],
    x: ndarray,
    y: ndarray,
    heights: ndarray,
    edges: Int[ndarray, " n"],
    level: float,
    tol: float,
) -> Float[ndarray, "n 2"]:
    """Where f = level on each edge: false position, halving the weight of an end that stays (Illinois)."""
    a, b, low, high = _ends(x, y, heights, edges)
    low, high = low - level, high - level
    left, right = low.copy(), high.copy()  # the weighted heights
    a, b = a.copy(), b.copy()
    point = np.where((low == 0)[:, None], a, b)
    open_ = np.flatnonzero((low != 0) & (high != 0))
    close = tol * max(1.0, abs(level))
    for _ in range(100):
        if not open_.size:
            break
        share = left[open_] / (left[open_] - right[open_])
        point[open_] = a[open_] + share[:, None] * (b[open_] - a[open_])
        miss = f(point[open_]) - level
        same = np.sign(miss) == np.sign(left[open_])
        on_left, on_right = open_[same], open_[~same]
        a[on_left], left[on_left] = point[on_left], miss[same]
        b[on_right], right[on_right] = point[on_right], miss[~same]
        right[on_left] /= 2
        left[on_right] /= 2
        open_ = open_[np.abs(miss) > close]
    return point


def _ends(
    x: ndarray, y: ndarray, heights: ndarray, edges: ndarray
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """Both ends of each edge and the heights there; edges along x are numbered first, then those along y."""
    ny, nx = heights.shape
    along_x = edges < ny * (nx - 1)
    up = edges - ny * (nx - 1)
    j = np.where(along_x, edges // (nx - 1), up // nx)
    i = np.where(along_x, edges % (nx - 1), up % nx)
    to_j, to_i = np.where(along_x, j, j + 1), np.where(along_x, i + 1, i)
    a, b = np.stack([x[i], y[j]], axis=-1), np.stack([x[to_i], y[to_j]], axis=-1)
    return a, b, heights[j, i], heights[to_j, to_i]
