"""The hiker and what the hiker carries."""

from __future__ import annotations

import numpy as np

from calc_core import contours, gradient_descent, graph, hills, himmelblau, sample_grid
from visuals import (
    INK,
    Altimeter,
    Axes,
    Compass,
    ContourMap,
    Curve,
    Dial,
    Footsteps,
    Headlamp,
    Hiker,
    Lecture,
    Rucksack,
    Walk,
    Walker,
    series,
    summit_flag,
)


def draw_hiker(self: Lecture) -> None:
    """point, place, current iterate, where we are"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    self.add(ground, Hiker(np.array([-2.3, -0.9]), on=ground))


def draw_footsteps(self: Lecture) -> None:
    """gradient descent, path of one walker on a flat map, trajectory, iterates, zigzag (elsewhere: Trail)"""
    land = himmelblau()
    ground = ContourMap(sample_grid(land), contours(land, 15), height=7)
    walk = Walk(gradient_descent(land, (0.4, -0.6), learning_rate=0.01, tol=1e-3))
    walk.at.set_value(walk.last)
    self.add(ground, Footsteps(walk, on=ground), Hiker(walk, on=ground))


def draw_headlamp(self: Lecture) -> None:
    """local information, neighbourhood of a point, what an optimiser sees"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    self.add(ground, Headlamp(here, on=ground, radius=0.9, daylight=0.15), Hiker(here, on=ground))


def draw_compass(self: Lecture) -> None:
    """gradient, steepest ascent, direction, size of the gradient"""
    reading = hills().reading(np.array([[-2.3, -0.9]]))
    compass = Compass(reading, Walk(np.array([[-2.3, -0.9]])), steepest=2)
    self.add(compass.scale(2.5))


def draw_altimeter(self: Lecture) -> None:
    """value of the function, loss curve, height over steps, convergence"""
    walk = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    self.add(Altimeter(walk, Dial(12), decimals=1).scale(2).center())


def draw_walker(self: Lecture) -> None:
    """moving along a graph, slope under one's feet, derivative as steepness"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    path = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output, ground=True)
    self.add(path, axes, Walker(path, x=0.6, height=1.2))


def draw_rucksack(self: Lecture) -> None:
    """what has been learned, tools of the course, summary"""
    rucksack = Rucksack(("magnifying glass", "compass and boots"), height=6)
    self.add(rucksack)


def draw_summit_flag(self: Lecture) -> None:
    """goal, peak, the end of a way, arrival"""
    waves = graph(np.sin, np.linspace(0, np.pi, 200))
    axes = Axes(x=(0, 3.2), y=(0, 1.4), box=(-6, -2.6, 6, 3))
    peak = Curve(series("peak", waves, x="x", f="f"), on=axes, ground=True)
    self.add(peak, summit_flag(axes.to_screen(np.pi / 2, 1.0), height=1.2))
