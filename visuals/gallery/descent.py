"""Walks down a bowl: strides, their limits, and how a good one is found."""

from __future__ import annotations

import numpy as np

from calc_core import (
    armijo,
    bowl,
    contours,
    contraction_factors,
    fitting,
    gradient_descent,
    graph,
    load_heights,
    sample_grid,
)
from visuals import (
    INK,
    SEVERAL,
    ArmijoSlice,
    Axes,
    AxisBars,
    BelievedBowl,
    Box,
    ContourMap,
    ContractionPlot,
    Curve,
    Dial,
    Lecture,
    OneStep,
    PowersMap,
    StepArc,
    StridePrints,
    TestedSteps,
    TrustEllipse,
    Walk,
    series,
)


def draw_powers_map(self: Lecture) -> None:
    """scale invariance, homogeneous function, orders of magnitude, powers of ten, zooming out, divergence"""
    land = bowl(25)
    ring = contours(land, [12.5], [(-6, 6), (-2, 2)]).longest()
    grid = sample_grid(land, [(-3.5, 3.5), (-2, 2)])
    ground = PowersMap(grid, contours(land, 15, [(-3.5, 3.5), (-2, 2)]), ring=ring, unit="m", width=14.3)
    path = gradient_descent(land, (-3.0, 1.0), learning_rate=0.081, max_iter=200, tol=0)
    prints = StridePrints(Walk(path, Dial(150)), on=ground, pairs=12)
    ground.back.set_value(1.6)
    self.add(ground, prints)


def draw_stride_prints(self: Lecture) -> None:
    """gradient descent, iterates, learning rate, oscillation, zigzag, line search, rejected steps"""
    land = bowl(25)
    box = [(-3.5, 3.5), (-2, 2)]
    ring = contours(land, [12.5], [(-6, 6), (-2, 2)]).longest()
    ground = PowersMap(sample_grid(land, box), contours(land, 15, box), ring=ring, width=14.3)
    for kind, rate in zip(SEVERAL, (0.01, 2 / 26), strict=False):
        path = gradient_descent(land, (-3.0, 1.0), learning_rate=rate, max_iter=60, tol=0)
        ground.add(StridePrints(Walk(path, Dial(60)), on=ground, kind=kind))
    self.add(ground)


def draw_axis_bars(self: Lecture) -> None:
    """eigenvectors, eigenvalues, decoupled coordinates, contraction, gradient step on a quadratic"""
    land, box = bowl(25), [(-3.5, 3.5), (-2, 2)]
    ring = contours(land, [12.5], [(-6, 6), (-2, 2)]).longest()
    ground = PowersMap(sample_grid(land, box), contours(land, 15, box), ring=ring, width=14.3)
    factors = contraction_factors(np.diag([1.0, 25.0]), 0.06)
    self.add(ground, AxisBars((-3.0, 1.0), lambda: factors.signed, on=ground))


def draw_contraction_plot(self: Lecture) -> None:
    """convergence rate, spectral radius, stability limit, best learning rate, condition number"""
    rates = np.sort(np.append(np.linspace(0, 0.1, 51), [2 / 26, 0.04, 0.08]))
    factors = contraction_factors(np.diag([1.0, 25.0]), rates)
    plot = ContractionPlot(factors, Dial(0.06), box=Box(-5.5, -2.4, 5.5, 3), x=(0, 0.1), x_steps=(0.02,))
    self.add(plot)


def draw_one_step(self: Lecture) -> None:
    """gradient step in one dimension, overshoot, learning rate, parabola"""
    wall = graph(lambda y: 12.5 * y**2, np.linspace(-1.3, 1.3, 131))
    axes = Axes(x=(-1.4, 1.4), y=(0, 20), box=(-4, -2.5, 4, 3), y_ticks=())
    curve = Curve(series("across", wall, y="x", height="f"), on=axes, ink=INK.curvature)
    step = OneStep(curve, 1.0, lambda: -0.6, level=(-1.2, 1.2)).pose(seen=1)
    self.add(axes, curve, step)


def draw_armijo_slice(self: Lecture) -> None:
    """line search, backtracking, Armijo condition, sufficient decrease, step size"""
    land, here, down = bowl(25), np.array([-3.0, 1.0]), np.array([3.0, -25.0])
    ahead = graph(lambda a: land.f(here + a[..., None] * down), np.linspace(0, 0.21, 211))
    search = armijo(land, here, down, first=0.2, c1=0.25)
    cut = ArmijoSlice(ahead, search, box=Box(-5.5, -2.4, 5.5, 3.2), seen=1)
    cut.tries.at.set_value(1)
    self.add(cut)


def draw_step_arc(self: Lecture) -> None:
    """Levenberg-Marquardt, damping, between gradient descent and Gauss-Newton, Marquardt parameter"""
    people = load_heights()
    left = fitting.projected(fitting.gaussian(), people.height, people.count, ["A"])
    land = left.landscape([(127.0, 205.0), (2.0, 38.0)])
    lines = contours(land, np.arange(15, 200, 15), shape=(61, 121), tol=1e-4, max_chord=0.6)
    ground = ContourMap(sample_grid(land, shape=(81, 161)), lines, width=13.4, crop=(-6.7, -3.1, 6.7, 3.1))
    told = fitting.lm_arc(left, (188.5, 27.0), np.geomspace(1e4, 1e-6, 201), jac=left.jacobian)
    steps = StepArc(told, on=ground, grip=-0.7)
    steps.pose(fan=1)
    self.add(ground, steps)


def draw_trust_ellipse(self: Lecture) -> None:
    """trust region, damping, how far a linear model is believed, constrained step"""
    people = load_heights()
    left = fitting.projected(fitting.gaussian(), people.height, people.count, ["A"])
    land = left.landscape([(127.0, 205.0), (2.0, 38.0)])
    lines = contours(land, np.arange(15, 200, 15), shape=(61, 121), tol=1e-4, max_chord=0.6)
    ground = ContourMap(sample_grid(land, shape=(81, 161)), lines, width=13.4, crop=(-6.7, -3.1, 6.7, 3.1))
    told = fitting.lm_arc(left, (188.5, 27.0), np.geomspace(1e4, 1e-6, 201), jac=left.jacobian)
    steps = StepArc(told, on=ground, grip=0.1)
    self.add(ground, TrustEllipse(steps), steps)


def draw_believed_bowl(self: Lecture) -> None:
    """Gauss-Newton, quadratic model, level lines of the linearised least squares, normal equations"""
    people = load_heights()
    left = fitting.projected(fitting.gaussian(), people.height, people.count, ["A"])
    land = left.landscape([(127.0, 205.0), (2.0, 38.0)])
    lines = contours(land, np.arange(15, 200, 15), shape=(61, 121), tol=1e-4, max_chord=0.6)
    ground = ContourMap(sample_grid(land, shape=(81, 161)), lines, width=13.4, crop=(-6.7, -3.1, 6.7, 3.1))
    told = fitting.lm_arc(left, (188.5, 27.0), np.geomspace(1e4, 1e-6, 201), jac=left.jacobian)
    steps = StepArc(told, on=ground, grip=0.1)
    self.add(ground, BelievedBowl(steps), TrustEllipse(steps), steps)


def draw_tested_steps(self: Lecture) -> None:
    """accepted and rejected steps, trial steps, backtracking, damping by success, Levenberg-Marquardt"""
    people = load_heights()
    left = fitting.projected(fitting.gaussian(), people.height, people.count, ["A"])
    land = left.landscape([(127.0, 205.0), (2.0, 38.0)])
    lines = contours(land, np.arange(15, 200, 15), shape=(61, 121), tol=1e-4, max_chord=0.6)
    ground = ContourMap(sample_grid(land, shape=(81, 161)), lines, width=13.4, crop=(-6.7, -3.1, 6.7, 3.1))
    found = fitting.levenberg_marquardt(left, (188.5, 27.0), jac=left.jacobian, tau=1e-2)
    self.add(ground, TestedSteps(found.walk, on=ground, at=5.3))
