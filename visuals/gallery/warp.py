"""Maps of the plane: a warped grid, what the glass shows of it, and cells that grow by the determinant."""

from __future__ import annotations

from functools import partial

import numpy as np

from calc_core import linearise, mapped_cells, mapped_grid
from visuals import Axes, ColumnArrows, Lecture, MapGlass, WarpedCell, WarpedGrid, letter_figure


def draw_warped_grid(self: Lecture) -> None:
    """map of the plane, coordinate transformation, vector function, area factor, Jacobian determinant"""

    def warp(p: np.ndarray) -> np.ndarray:
        return np.asarray(p + np.sin(p[..., ::-1]))

    x, y = np.arange(-8, 8.1, 0.5), np.arange(-5, 5.1, 0.5)
    middles = np.stack(np.meshgrid(x[:-1] + 0.25, y[:-1] + 0.25), axis=-1)
    plane = Axes(x=(-6.4, 6.4), y=(-3.6, 3.6), box=(-7.11, -4, 7.11, 4), x_ticks=(), y_ticks=())
    cells = mapped_cells(warp, middles, (0.5, 0.5))
    grid = WarpedGrid(mapped_grid(warp, x, y).at, on=plane, cells=cells.at, share=1)
    self.add(grid.pose(filled=1))


def draw_map_glass(self: Lecture) -> None:
    """local linearity, linear approximation of a map, Jacobian matrix, differential, magnifying a map"""

    def warp(p: np.ndarray) -> np.ndarray:
        return np.asarray(p + np.sin(p[..., ::-1]))

    plane = Axes(x=(-6.4, 6.4), y=(-3.6, 3.6), box=(-7.11, -4, 7.11, 4), x_ticks=(), y_ticks=())
    grid = mapped_grid(warp, np.arange(-8, 8.1, 0.5), np.arange(-5, 5.1, 0.5))
    look = partial(mapped_grid, warp), partial(linearise, warp)
    glass = MapGlass(*look, on=plane, at=(0.3, 1.9), place=(2.0, 0.2), zoom=2, radius=2.6)
    self.add(WarpedGrid(grid.at, on=plane, share=1), glass.pose(aside=1, straight=1, gaps=1))


def draw_column_arrows(self: Lecture) -> None:
    """columns of a matrix, image of the basis vectors, parallelogram, determinant as an area"""

    def warp(p: np.ndarray) -> np.ndarray:
        return np.asarray(p + np.sin(p[..., ::-1]))

    plane = Axes(x=(0.2, 3.2), y=(1.6, 3.4), box=(-5, -3, 5, 3), x_ticks=(), y_ticks=())
    here = linearise(warp, (0.3, 1.9))
    self.add(ColumnArrows(lambda: here, on=plane, size=lambda: (1.0, 1.0)).pose(filled=1))


def draw_warped_cell(self: Lecture) -> None:
    """polar coordinates, r dr dtheta, orientation, negative determinant, mirror image, change of variables"""

    def polar(p: np.ndarray) -> np.ndarray:
        return np.asarray(p[..., :1] * np.stack([np.cos(p[..., 1]), np.sin(p[..., 1])], axis=-1))

    plane = Axes(x=(-4, 4), y=(-2.25, 2.25), box=(-7.11, -4, 7.11, 4), x_ticks=(), y_ticks=())
    for r in (2.5, -2.5):
        look = [mapped_cells(polar, (r, 0), (1.0, 0.5), figure=each) for each in (None, letter_figure("R"))]
        self.add(WarpedCell(lambda cell=look[0]: cell, on=plane, letter=lambda cell=look[1]: cell))  # type: ignore[misc]  # its default
