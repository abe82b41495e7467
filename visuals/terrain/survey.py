"""The ground that a terrain shows: its heights, checked, and what drawing needs of them again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from visuals.terrain.palette import basin_table
from visuals.terrain.sight import highest, open_sky
from visuals.terrain.view import Footprint, scaled
from visuals.terrain.watersheds import inside_one


@dataclass(frozen=True, eq=False)
class Ground:
    """What a Terrain shows and no animation changes. Copies share it."""

    x: np.ndarray  # (columns,) ascending, evenly spaced
    y: np.ndarray  # (rows,)
    heights: np.ndarray  # (rows, columns)
    tops: np.ndarray  # (blocks, blocks), the highest ground of every block of cells
    nodes: np.ndarray  # (rows, columns, 4) float32: height 0..1, its change per column and per row, open sky
    footprint: Footprint
    contour_step: float
    contour_zero: float
    labels: np.ndarray  # (any rows, any columns) int64, over the same bounds; -1 drains nowhere
    whole: np.ndarray  # of the labels' cells: which lie wholly in one watershed
    basin_colours: np.ndarray

    def __deepcopy__(self, memo: dict[int, Any]) -> Ground:
        return self

    def grid_place(self, xy: np.ndarray) -> np.ndarray:
        """Column and row, as real numbers, of points (..., 2)."""
        return scaled(xy, np.array(self.footprint.low), self.per_unit)

    @property
    def per_unit(self) -> np.ndarray:
        """Columns to one data unit of x, rows to one of y (2,)."""
        cells = np.array([len(self.x) - 1, len(self.y) - 1])
        return np.asarray(cells / (np.array(self.footprint.high) - self.footprint.low))


def survey(
    x: np.ndarray,
    y: np.ndarray,
    f: np.ndarray,
    width: float | None,
    height: float | None,
    relief: float,
    contour_step: float | None,
    contour_zero: float,
    labels: np.ndarray | None,
    span: tuple[float, float] | None = None,
) -> Ground:
    """Check a grid of heights and prepare what drawing needs of it again and again.

    `span` is from which to which height the relief reaches (default: from the lowest to the highest ground).
    """
    x, y, f = (np.asarray(each, dtype=float) for each in (x, y, f))
    if x.ndim != 1 or y.ndim != 1 or f.shape != (len(y), len(x)) or min(f.shape) < 2:
        raise ValueError(f"heights must have shape (rows, columns) = ({y.size}, {x.size}), got {f.shape}")
    if not (np.all(np.diff(x) > 0) and np.all(np.diff(y) > 0)):
        raise ValueError("x and y must ascend; give the grid with its west and south first")
    if not np.all(np.isfinite(f)):
        raise ValueError("heights must be finite; clip or cut the grid where the function has none")
    across, along_y = x[-1] - x[0], y[-1] - y[0]
    if width is None:
        width = height * across / along_y if height is not None else min(11.0, 6.0 * across / along_y)
    height = width * along_y / across if height is None else height
    bottom, top = (float(f.min()), float(f.max())) if span is None else span
    footprint = Footprint((x[0], y[0]), (x[-1], y[-1]), bottom, top, width, height)
    scale = footprint.scale(relief)
    cell = np.array([across / (len(x) - 1), along_y / (len(y) - 1)]) * scale[:2]
    slope_y, slope_x = np.gradient(f)
    share = 1.0 / max(footprint.top - footprint.bottom, 1e-300)
    sky = _open_sky((f * scale[2]).tobytes(), f.shape, tuple(cell))
    nodes = np.stack([(f - footprint.bottom) * share, slope_x * share, slope_y * share, sky], axis=-1)
    step = contour_step or round_step((footprint.top - footprint.bottom) / 14)
    labels = (
        np.zeros((2, 2), dtype=np.int64)
        if labels is None
        else np.maximum(np.asarray(labels, dtype=np.int64), -1)
    )
    return Ground(
        x, y, f, highest(f), nodes.astype(np.float32), footprint, step, contour_zero, labels,
        inside_one(labels),
        basin_table(max(int(labels.max()) + 1, 1)).astype(np.float32),
    )  # fmt: skip


@lru_cache(maxsize=8)  # a stage that is set again, as the preview does at every save, shows the same ground
def _open_sky(heights: bytes, shape: tuple[int, int], cell: tuple[float, float]) -> np.ndarray:
    sky: np.ndarray = open_sky(np.frombuffer(heights).reshape(shape).copy(), np.array(cell))
    sky.flags.writeable = False
    return sky


def round_step(step: float) -> float:
    """The nearest of 1, 2, 2.5, 5 times a power of ten, for contour lines at heights worth naming."""
    if step <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(step))
    return float(min((1.0, 2.0, 2.5, 5.0, 10.0), key=lambda each: abs(np.log(each * power / step))) * power)
