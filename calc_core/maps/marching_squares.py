"""Which contour lines cross a grid, and through which of its edges: marching squares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray


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
    """The lines f = `level` that cross a grid, as points on its edges (Lorensen and Cline, 1987).

    Every edge with one end above and one below is crossed once, and every cell joins the edges that
    enter and leave it. Where all four edges are crossed, the height at the middle decides.
    """
    start, end = _steps(f, x, y, heights, level)
    onward = np.full(_n_edges(heights.shape), -1)
    onward[start] = end
    crossed = np.union1d(start, end)
    points = np.empty((len(onward), 2))
    points[crossed] = _crossings(f, x, y, heights, crossed, level, tol)
    found = []
    for route, closed in _routes(onward.tolist(), start, np.setdiff1d(start, end)):
        line = points[route]
        new = np.append(
            True, (np.diff(line, axis=0) != 0).any(axis=-1)
        )  # a node on the level meets several edges
        if new.sum() > 2 or (new.sum() == 2 and not closed):
            found.append(Chain(level, line[new], closed))
    return found


def _steps(
    f: Callable[[ndarray], ndarray], x: ndarray, y: ndarray, heights: ndarray, level: float
) -> tuple[Int[ndarray, " n"], Int[ndarray, " n"]]:
    """The edges through which the line enters and leaves each cell, with higher ground on its left.

    Going round a cell counter-clockwise, it enters where the corners fall below the level and leaves
    where they rise above it again.
    """
    ny, nx = heights.shape
    above = heights >= level
    corners = [above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]]  # counter-clockwise
    enters = [corners[e] & ~corners[(e + 1) % 4] for e in range(4)]
    leaves = [~corners[e] & corners[(e + 1) % 4] for e in range(4)]
    torn = (enters[0] & enters[2]) | (enters[1] & enters[3])
    bridge = np.zeros_like(torn)
    j, i = np.nonzero(torn)
    middle = np.stack([(x[i] + x[i + 1]) / 2, (y[j] + y[j + 1]) / 2], axis=-1)
    bridge[j, i] = f(middle) >= level
    rows, columns = np.mgrid[: ny - 1, : nx - 1]
    across, up = rows * (nx - 1) + columns, ny * (nx - 1) + rows * nx + columns
    edges = [across, up + 1, across + nx - 1, up]  # bottom, right, top, left
    starts, ends = [], []
    for e in range(4):
        for other in range(4):
            here = enters[e] & leaves[other]
            # in a torn cell high ground either bridges the middle, or leaves a dip there
            here &= ~torn | (bridge if other == (e + 1) % 4 else ~bridge if other == (e - 1) % 4 else False)
            starts.append(edges[e][here])
            ends.append(edges[other][here])
    return np.concatenate(starts), np.concatenate(ends)


def _routes(onward: list[int], starts: ndarray, openings: ndarray) -> list[tuple[list[int], bool]]:
    """Follow `onward` from edge to edge: first the lines that begin on the border, then the closed ones."""
    found = []
    for first in [*openings.tolist(), *starts.tolist()]:
        route, here = [], first
        while here >= 0:
            route.append(here)
            last, here = here, onward[here]
            onward[last] = -1
        if len(route) > 1:
            found.append((route, route[0] == route[-1]))
    return found


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


def _n_edges(shape: tuple[int, ...]) -> int:
    ny, nx = shape
    return ny * (nx - 1) + nx * (ny - 1)
