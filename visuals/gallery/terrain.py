"""Hills in perspective, lit by day or by headlamps, and what lies on their ground."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from calc_core import (
    contours,
    form_tour,
    gaussian_hill,
    gradient_descent,
    hills,
    newton_descent,
    partial,
    sample_grid,
    taylor2,
    touching_caps,
)
from visuals import (
    INK,
    BootPrints,
    Cap,
    ContourMap,
    CutPlane,
    CutTangent,
    Dial,
    EigenArrows,
    GroundArrow,
    HeightThreads,
    Lamps,
    Leaps,
    Lecture,
    Light,
    Marks,
    MorphingTerrain,
    Poles,
    Sheet,
    Terrain,
    Trail,
)


def draw_terrain(self: Lecture) -> None:
    """function of two variables, surface, landscape, loss landscape, hill"""
    grid = sample_grid(hills())
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    self.add(hill)


def draw_trail(self: Lecture) -> None:
    """path, trajectory, gradient descent, walk, on a hill and on a map"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=5.6, contour_step=0.1).shift((-3.4, 0.3, 0))
    ground = ContourMap(grid, contours(land, 15), width=6, centre=(3.8, 0))
    walk = gradient_descent(land, (1.9, -0.2), learning_rate=0.2, tol=0.01)
    self.add(hill, ground, Trail(walk, on=hill, width=5))
    self.add(Trail(walk, on=ground, width=5, dash=(0.2, 0.12)))


def draw_boot_prints(self: Lecture) -> None:
    """gradient descent, iteration, steps, step length, learning rate, on a hill and on a map"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=5.6, contour_step=0.1).shift((-3.4, 0.3, 0))
    ground = ContourMap(grid, contours(land, 15), width=6, centre=(3.8, 0))
    walk = gradient_descent(land, (1.9, -0.2), learning_rate=0.5, tol=0.3)
    self.add(hill, BootPrints(walk, on=hill), ground, BootPrints(walk, on=ground))


def draw_ground_arrow(self: Lecture) -> None:
    """gradient, steepest ascent, vector, descent direction"""
    land, here = hills(), np.array([-2.3, -0.9])
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    self.add(hill, GroundArrow(here, 1.5 * land.grad(here), on=hill, width=8))


def draw_marks(self: Lecture) -> None:
    """critical points, minima, maxima, saddles, sample points"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    places = sample_grid(land, shape=(9, 13)).xy.reshape(-1, 2)
    self.add(hill, Marks(places, on=hill, size=7, ink=INK.output))


def draw_poles(self: Lecture) -> None:
    """sampling a function, measuring heights, evaluation points"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    places = sample_grid(land, land.bounds * 0.8, shape=(4, 6)).xy.reshape(-1, 2)
    self.add(hill, Poles(places, on=hill, at=Dial(len(places))))


def draw_light(self: Lecture) -> None:
    """local information, what an optimiser sees, night, neighbourhood"""
    grid = sample_grid(hills())
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1, daylight=0.15)
    light = hill.shine(Light(np.array([-2.3, -0.9]), radius=0.9))
    self.add(hill, light)


def draw_lamps(self: Lecture) -> None:
    """many starts, random restarts, particles, gradient descent from everywhere"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1, daylight=0.2)
    starts = np.random.default_rng(5).uniform(land.bounds[:, 0], land.bounds[:, 1], (60, 2))
    walks = gradient_descent(land, starts, learning_rate=0.1, max_iter=40)
    light = hill.shine(Light(walks.x, radius=0.35, at=Dial(8)))
    self.add(hill, Lamps(light, on=hill))


def draw_cut_plane(self: Lecture) -> None:
    """partial derivative, slice, one variable held constant, cross-section, vertical plane"""
    grid = sample_grid(hills())
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    turned = CutPlane((1.2, -0.9), on=hill, direction=Dial(70))
    self.add(hill, CutPlane(-0.9, on=hill, across="y"), turned)


def draw_cut_tangent(self: Lecture) -> None:
    """tangent of a slice, slope along x, partial derivative, directional derivative"""
    land, here = hills(), np.array([-0.6, -0.9])
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    plane, along = CutPlane(here, on=hill, across="y"), partial(land.f, here, 0)
    self.add(hill, plane, CutTangent(plane, lambda: float(along.value), reach=1.3))


def draw_sheet(self: Lecture) -> None:
    """tangent plane, linearisation, osculating paraboloid, second-order approximation"""
    land, here = hills(), np.array([-2.3, -0.9])
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5, contour_step=0.1)
    near = np.stack(np.meshgrid(*[np.linspace(-1, 1, 15)] * 2), axis=-1)
    flat = land.f(here) + near @ land.grad(here)
    self.add(hill, Sheet(np.concatenate([here + near, flat[..., None]], axis=-1), on=hill))


def draw_cap(self: Lecture) -> None:
    """second-order approximation, osculating paraboloid, tangent plane, Taylor polynomial of two variables"""
    land, here = gaussian_hill(), (0.5, -0.35)
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=9, relief=3.0, contour_step=0.1)
    self.add(hill, Cap(touching_caps(land, here, 0.45), on=hill, order=Dial(2), thick=0.01))


def draw_morphing_terrain(self: Lecture) -> None:
    """quadratic form, bowl, trough, saddle, pass, family of surfaces"""
    tour = form_tour([(1, 1, 0), (1, 0, 0), (1, -1, 0)])
    self.add(MorphingTerrain(tour.x, tour.y, tour.f, width=6.5, relief=3.6, contour_step=0.1, at=Dial(1.7)))


def draw_eigen_arrows(self: Lecture) -> None:
    """eigenvalues and eigenvectors of the Hessian, principal curvatures, second derivative test, saddle"""
    tour = form_tour([(1, 1, 0), (1, 0, 0), (1, -1, 0)])
    turn = Dial(2)
    hill = MorphingTerrain(tour.x, tour.y, tour.f, width=6.5, relief=3.6, contour_step=0.1, at=turn)
    bends = tour.curvatures[:, None]
    arrows = EigenArrows((0, 0), bends, np.eye(2)[None], on=hill, reach=0.5, length=0.35, at=turn)
    self.add(hill, arrows)


def draw_leaps(self: Lecture) -> None:
    """Newton's method for minima, second-order descent, jump to the bottom of the osculating paraboloid"""
    land = gaussian_hill()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=9, relief=3.0, contour_step=0.1)
    walk = newton_descent(land, (0.28, -0.25)).x
    landing = np.array([taylor2(land, here)(there) for here, there in pairwise(walk)])
    cap = Cap(touching_caps(land, walk[0], 0.4), on=hill, order=Dial(2), thick=0.01)
    self.add(hill, cap, Leaps(walk, landing, on=hill, at=Dial(2), bow=0.8))


def draw_height_threads(self: Lecture) -> None:
    """residual, error, gap between two functions, true value and approximation, loss landscape slice"""
    land = hills()
    grid = sample_grid(land)
    hill = Terrain(grid.x, grid.y, grid.f, width=9, relief=2.2, contour_step=0.1)
    walk = gradient_descent(land, (1.9, -0.2), learning_rate=0.05, tol=0.01)
    start = np.full(len(walk.f), walk.f[0])
    every = np.arange(0, 48, 3)
    self.add(hill, Trail(walk, on=hill), HeightThreads(walk.x, walk.f, start, on=hill, which=every))
