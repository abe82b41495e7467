"""Areas and volumes that grow: strips, slabs, corners, and what becomes of them."""

from __future__ import annotations

import numpy as np

from calc_core import power_increment, product_increment
from visuals import (
    INK,
    Axes,
    CornerGlass,
    GainBar,
    GrowingCube,
    GrowingRectangle,
    Lecture,
    Measure,
    StackedHeights,
)


def draw_growing_rectangle(self: Lecture) -> None:
    """product rule, area increment, square that grows, Leibniz, two strips and a corner"""
    grown = product_increment(np.square, np.sin, 1.1, 0.3)
    paper = Axes(x=(0, 2.2), y=(0, 1.1), box=(-5, -2.4, 5, 2.6), x_ticks=(), y_ticks=())
    area = GrowingRectangle(lambda: grown, on=paper, inks=(INK.output, INK.two))
    self.add(area, *area.measures(("f", "g"), inks=(INK.output, INK.two)))


def draw_gain_bar(self: Lecture) -> None:
    """derivative of x squared as a length, gain per nudge, two x plus dx"""
    grown = product_increment(np.asarray, np.asarray, 3.0, 0.5)
    line = Axes(x=(0, 8), y=(0, 1), box=(-6, -0.6, 6, 0.9), y_ticks=(), upright=False)
    bar = GainBar(lambda: grown, on=line)
    self.add(line, bar, *bar.measures(("x", "dif x", "x")))


def draw_corner_glass(self: Lecture) -> None:
    """second order term, negligible, share of the corner, magnifying an area"""
    grown = product_increment(np.asarray, np.asarray, 3.0, 0.05)
    paper = Axes(x=(0, 4), y=(0, 4), box=(-3.2, -3.2, 2.4, 2.4), x_ticks=(), y_ticks=())
    square = GrowingRectangle(lambda: grown, on=paper)
    self.add(square.pose(ruled=1), CornerGlass(square, zoom=15, radius=1.8))


def draw_growing_cube(self: Lecture) -> None:
    """power rule, derivative of x cubed, volume increment, binomial theorem, slabs"""
    grown = power_increment(3, 3.0, 0.8)
    cube = GrowingCube(lambda: grown, at=(-1.6, -1.1), unit=1.0)
    self.add(cube.pose(apart=0.7))


def draw_stacked_heights(self: Lecture) -> None:
    """sum rule, adding functions, nudges add, linearity of the derivative"""
    grown = product_increment(np.square, np.sin, 0.9, 0.3)
    on = Axes(x=(0, 5), y=(0, 2.4), box=(-4, -2.4, 4, 2.8), x_ticks=(), y_ticks=())
    self.add(on, StackedHeights(lambda: grown, on=on, places=(1.5, 3.5)).pose(stacked=1))


def draw_measure(self: Lecture) -> None:
    """length, side, nudge, dimension line, bar with end ticks"""
    left, right = np.array([-4.0, 0.0, 0.0]), np.array([2.0, 0.0, 0.0])
    self.add(Measure(lambda: left, lambda: right, "x"))
    self.add(Measure(lambda: right, lambda: right + np.array([1.5, 0.0, 0.0]), "dif x"))
