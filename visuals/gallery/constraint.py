"""A fence on the ground, what it does to the gradient, and what loosening it is worth."""

from __future__ import annotations

import numpy as np

from calc_core import contours, loosen_fence, round_fence, sample_grid, unroll_fence, x_squared_y
from visuals import (
    PACE,
    AngleBetween,
    Axes,
    Box,
    ContourMap,
    Curve,
    Dial,
    Fence,
    FenceCurtain,
    HigherPiece,
    Lecture,
    Needle,
    PriceBars,
    SlidingContour,
    SplitNeedle,
    Terrain,
    Walk,
    series,
)


def draw_fence(self: Lecture) -> None:
    """equality constraint, g of x equals c, feasible set, constrained optimisation"""
    grid = sample_grid(x_squared_y(), [(-1.3, 1.3), (-1.3, 1.3)])
    hill = Terrain(grid.x, grid.y, grid.f, width=6.4, relief=3.4, contour_step=0.1)
    fence = unroll_fence(x_squared_y(), round_fence(), level=1, n=361)
    self.add(hill, Fence(fence.x, on=hill))


def draw_split_needle(self: Lecture) -> None:
    """tangential and normal component of the gradient, projected gradient, force of constraint"""
    land = x_squared_y()
    ground = ContourMap(sample_grid(land), contours(land, 24), height=9)
    fence = unroll_fence(land, round_fence(), level=1, begin=(0.94, 0.34), n=361)
    here = Walk(fence.x)
    needle = Needle(fence.gradient, here, on=ground, length=1.8)
    along, across = fence.parts
    split = SplitNeedle(along, across, needle)
    self.add(ground, Fence(fence.x, on=ground), split, needle)
    self.play(split.push.to(1), pace=PACE.normal)


def draw_angle_between(self: Lecture) -> None:
    """angle between two gradients, parallel gradients, collinear vectors, Lagrange condition"""
    land, fence = x_squared_y(), round_fence()
    ground = ContourMap(sample_grid(land), contours(land, 24), height=9)
    here = np.array([0.94, 0.34])
    red = Needle(land.reading(here).gradient, here, on=ground, length=1.8)
    other = Needle(fence.reading(here).gradient, here, on=ground, length=0.9, ink="#B79CF2")
    self.add(ground, red, other, AngleBetween(red, other))


def draw_sliding_contour(self: Lecture) -> None:
    """level set that touches the constraint, tangency, level curve of a given height"""
    land = x_squared_y()
    ground = ContourMap(sample_grid(land), contours(land, 24), height=9)
    fence = unroll_fence(land, round_fence(), level=1, n=361)
    height = Dial(0.2)
    levels = contours(land, np.linspace(0.1, 0.5, 81), [(0.1, 1.5), (0.1, 1.5)])
    line = SlidingContour(levels, height.get_value, on=ground)
    self.add(ground, Fence(fence.x, on=ground), line)
    self.play(height.to(0.385), pace=PACE.normal)


def draw_higher_piece(self: Lecture) -> None:
    """part of the constraint above a level, feasible improvement, superlevel set on a curve"""
    land = x_squared_y()
    ground = ContourMap(sample_grid(land), contours(land, 24), height=9)
    fence = unroll_fence(land, round_fence(), level=1, begin=(1, 0), n=721)
    self.add(ground, Fence(fence.x, on=ground), HigherPiece(fence, 0.6, lambda: 0.2, on=ground))


def draw_fence_curtain(self: Lecture) -> None:
    """function along a closed curve, unrolled constraint, arc length, restriction to a curve"""
    grid = sample_grid(x_squared_y(), [(-1.3, 1.3), (-1.3, 1.3)])
    hill = Terrain(grid.x, grid.y, grid.f, width=6.4, relief=6, azimuth=-20, elevation=26, zoom=0.9)
    curtain = FenceCurtain(unroll_fence(x_squared_y(), round_fence(), level=1, begin=(-0.3, 0.95)), hill)
    self.add(curtain)
    self.play(curtain.unrolled.to(0.35), pace=PACE.normal)


def draw_price_bars(self: Lecture) -> None:
    """shadow price, sensitivity, Lagrange multiplier as a derivative, envelope theorem"""
    loose = loosen_fence(x_squared_y(), round_fence(), np.linspace(0.8, 1.5, 71))
    axes = Axes(x=(0.8, 1.5), y=(0.2, 0.75), box=Box(-5, -2.5, 5, 3), x_name="fence c", y_name="best height")
    bars = PriceBars(loose, 20, Dial(60), on=axes)
    self.add(axes, Curve(series("best height", loose, c="level", height="f"), on=axes), bars)
    self.add(bars.pose(across=1, promised=1, found=1))
