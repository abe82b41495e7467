"""The unit circle: what turns round it, and what a short arc looks like under the glass."""

from __future__ import annotations

from calc_core import arc_nudge
from visuals import INK, ArcGlass, Axes, Lecture, TurnedTriangle, TurningArm, UnitCircle


def draw_unit_circle(self: Lecture) -> None:
    """sine and cosine, right triangle, angle in radians, arc length, trigonometry"""
    here = arc_nudge(0.9, 0.35)
    paper = Axes(x=(-1.2, 1.2), y=(-1.2, 1.2), box=(-3, -3, 3, 3), x_ticks=(), y_ticks=(), upright=False)
    self.add(UnitCircle(lambda: here, on=paper).pose(legs=1))


def draw_turning_arm(self: Lecture) -> None:
    """quarter turn, phase, derivative of the sine, rotating pointer, cosine is ahead by ninety degrees"""
    here = arc_nudge(0.6, 0.001)
    paper = Axes(x=(-1.2, 1.2), y=(-1.2, 1.2), box=(-5.5, -3, 0.5, 3), x_ticks=(), y_ticks=(), upright=False)
    self.add(UnitCircle(lambda: here, on=paper))
    for quarters, ink in ((0, INK.output), (1, INK.slope)):
        self.add(TurningArm(lambda: here, quarters, on=paper, reach=lambda: 4.0, ink=ink))


def draw_arc_glass(self: Lecture) -> None:
    """arc of a circle becomes straight, tangent is perpendicular to the radius, magnifying a circle"""
    here = arc_nudge(0.9, 0.1)
    paper = Axes(
        x=(-1.2, 1.2), y=(-1.2, 1.2), box=(-6, -2.6, -0.8, 2.6), x_ticks=(), y_ticks=(), upright=False
    )
    glass = ArcGlass(lambda: here, on=paper, place=(3.2, 0.0), zoom=10, radius=2.2)
    self.add(UnitCircle(lambda: here, on=paper).pose(legs=1), glass.pose(square=1))


def draw_turned_triangle(self: Lecture) -> None:
    """similar triangles, derivative of sine is cosine, derivative of cosine, rotation by ninety degrees"""
    here = arc_nudge(0.9, 0.1)
    paper = Axes(
        x=(-1.2, 1.2), y=(-1.2, 1.2), box=(-6, -2.6, -0.8, 2.6), x_ticks=(), y_ticks=(), upright=False
    )
    glass = ArcGlass(lambda: here, on=paper, place=(3.2, 0.0), zoom=10, radius=2.2)
    triangle = TurnedTriangle(lambda: here, start=paper, end=glass)
    self.add(UnitCircle(lambda: here, on=paper).pose(legs=1), glass, triangle.pose(turned=1))
