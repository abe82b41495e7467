"""Power series: polynomials that peel onto a curve, the dials they have, and how far they reach."""

from __future__ import annotations

import numpy as np

from calc_core import (
    bounded_remainder,
    circle_values,
    coefficients,
    graph,
    newton,
    newton_plane,
    reach_family,
    taylor_family,
)
from visuals import (
    INK,
    Axes,
    CircleFlames,
    Curve,
    DigitRows,
    Knob,
    Lecture,
    LitGround,
    Marker,
    NewtonFractal,
    PlaneWalk,
    RemainderPlot,
    Ring,
    TaylorCurve,
    series,
)


def draw_taylor_curve(self: Lecture) -> None:
    """Taylor polynomial, Maclaurin series, approximating a function by powers, truncation"""
    axes = Axes(x=(-6, 6), y=(-2, 2), box=(-6, -2.6, 6, 3))
    curve = Curve(series("cosine", graph(np.cos, np.linspace(-6, 6, 300)), x="x", f="f"), on=axes)
    sixth = coefficients(np.cos, 0.0, 6)
    self.add(axes, curve, TaylorCurve(lambda: sixth, on=axes))


def draw_knob(self: Lecture) -> None:
    """coefficient, parameter, dial that is turned until it fits, locked value"""
    slopes = coefficients(np.cos, -0.9, 2).slopes
    for k, slope in enumerate(slopes):
        at = (-4.8 + 4.2 * k, 0.0, 0.0)
        self.add(Knob(lambda s=slope: float(s), at=at, wanted=lambda s=slope: float(s), lock=1.6, radius=0.8))  # type: ignore[misc]  # its default


def draw_lit_ground(self: Lecture) -> None:
    """radius of convergence, disc of convergence, power series in the complex plane"""
    axes = Axes(x=(-2.4, 2.4), y=(-1.2, 1.2), box=(-6, -3, 6, 3), y_ticks=(), cross_at=0.0, upright=False)
    family = taylor_family(np.log1p, 0.0, 30)
    reach = reach_family(np.log1p, family, (30,), within=(0.1, 0.01, 1e-4, 1e-6, 1e-8)).at(0.0, 30)
    hole = Marker(lambda: (-1.0, 0.0), on=axes, ink=INK.residual, radius=0.16, hollow=True)
    self.add(LitGround(lambda: reach, on=axes, edged=1), axes, hole)


def draw_ring(self: Lecture) -> None:
    """circle in the complex plane, contour of Cauchy's integral, exact radius"""
    axes = Axes(x=(-2.4, 2.4), y=(-1.2, 1.2), box=(-6, -3, 6, 3), y_ticks=(), cross_at=0.0, upright=False)
    self.add(axes, Ring(lambda: (0.0, 0.0), lambda: 1.0, on=axes))


def draw_circle_flames(self: Lecture) -> None:
    """essential singularity, maximum modulus on a circle, Cauchy's estimate, not analytic"""
    axes = Axes(x=(-2.4, 2.4), y=(-1.2, 1.2), box=(-6, -3, 6, 3), y_ticks=(), cross_at=0.0, upright=False)
    around = circle_values(lambda z: np.exp(-1 / z**2), 0.0, 0.15)
    self.add(axes, CircleFlames(lambda: around, on=axes))


def draw_remainder_plot(self: Lecture) -> None:
    """remainder of a Taylor polynomial, Lagrange's bound, error by powers of ten"""
    axes = Axes(x=(-10, 10), y=(1e-17, 1e4), box=(-5.5, -2.6, 6, 3), log="y")
    family, x = taylor_family(np.cos, 0.0, 21), np.linspace(-10, 10, 300)
    gap = bounded_remainder(np.cos, family, x, x0=0.0, degree=20, slope_max=1.0)
    self.add(axes, RemainderPlot(lambda: gap, on=axes))


def draw_newton_fractal(self: Lecture) -> None:
    """Newton's method in the complex plane, Newton fractal, Julia set, basins of attraction of the roots"""
    self.add(NewtonFractal(newton_plane([1, 0, -2, 2])))


def draw_plane_walk(self: Lecture) -> None:
    """orbit of an iteration in the complex plane, sensitive dependence on the start"""
    plane = newton_plane([1, 0, -2, 2])
    fractal = NewtonFractal(plane)
    walk = PlaneWalk(plane.hops(-0.45 + 1.084j, 7), on=fractal).pose(at=7)
    self.add(fractal, walk)


def draw_digit_rows(self: Lecture) -> None:
    """quadratic convergence, correct digits double, order of convergence"""
    walk = newton(lambda x: x**3 - 2 * x + 2, -1.21)
    self.add(DigitRows(walk, range(2, 7), at=(-3.5, 1.4), pitch=0.7, grown=5))
