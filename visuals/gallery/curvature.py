"""Where approximations hold, the gradient around level places, and the plane of trace and determinant."""

from __future__ import annotations

from calc_core import error_map, form_tour, gaussian_hill, gradient_field, saddle
from visuals import Box, DetTracePlane, Dial, ErrorIsland, Lecture, NeedleGlass


def draw_error_island(self: Lecture) -> None:
    """error of a Taylor polynomial, region of validity, remainder in two variables, order of approximation"""
    error = error_map(gaussian_hill(), (0.5, -0.35), [(-0.3, 1.3), (-1.15, 0.45)], within=0.01)
    for order in (0, 1, 2):
        box = Box(-6.6 + 4.5 * order, -2.0, -2.4 + 4.5 * order, 2.2)
        self.add(ErrorIsland(error, box=box, order=Dial(order)))


def draw_needle_glass(self: Lecture) -> None:
    """Hessian as the Jacobian of the gradient, linearised vector field, level place, critical point"""
    field = gradient_field(saddle(), [(-0.1, 0.1), (-0.1, 0.1)], (9, 9))
    self.add(NeedleGlass(field, (0, 0), centre=(0, 0.6), radius=2.2, length=0.8))


def draw_det_trace_plane(self: Lecture) -> None:
    """second derivative test, determinant and trace of the Hessian, discriminant, eigenvalues"""
    plane = DetTracePlane(trace=(-3, 3), determinant=(-1.8, 2.2), box=Box(-5, -2.8, 5, 3.4))
    tour = form_tour([(1, 1, 0), (1, 0, 0), (1, -1, 0)])
    places = zip(tour.trace, tour.determinant, strict=True)
    self.add(plane, *(plane.dot(lambda at=(float(t), float(d)): at) for t, d in places))
