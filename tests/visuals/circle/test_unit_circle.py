"""What is drawn of the unit circle and its short arcs lies where sine and cosine say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import arc_nudge
from visuals.circle.arc_glass import ArcGlass, TurnedTriangle
from visuals.circle.unit_circle import TurningArm, UnitCircle
from visuals.drawing.axes import Axes, Box

angles = st.floats(0.1, 6.2)
PAPER = Axes(x=(-1.2, 1.2), y=(-1.2, 1.2), box=Box(-5, -2.4, -0.2, 2.4), x_ticks=(), y_ticks=())


def ends(part, frame=PAPER):
    return frame.to_data(part.points[[0, -1]])


@settings(max_examples=20)
@given(theta=angles, dtheta=st.floats(0.05, 0.5))
def test_radius_legs_and_arcs_are_drawn_where_they_are(theta, dtheta):
    here = arc_nudge(theta, dtheta)
    circle = UnitCircle(lambda: here, on=PAPER).pose(legs=1)
    circle.redraw()
    point = [np.cos(theta), np.sin(theta)]
    assert ends(circle.radius) == pytest.approx(np.array([[0, 0], point]), abs=1e-9)
    assert ends(circle.cosine) == pytest.approx(np.array([[0, 0], [point[0], 0]]), abs=1e-9)
    assert ends(circle.sine) == pytest.approx(np.array([[point[0], 0], point]), abs=1e-9)
    further = [np.cos(theta + dtheta), np.sin(theta + dtheta)]
    assert ends(circle.nudge) == pytest.approx(np.array([point, further]), abs=1e-9)
    way = PAPER.to_data(circle.walked.points[::4])
    assert np.hypot(*way.T) == pytest.approx(np.ones(len(way)))


@settings(max_examples=20)
@given(theta=angles, quarters=st.integers(0, 7))
def test_an_arm_is_so_many_quarters_ahead_and_its_thread_runs_level(theta, quarters):
    here = arc_nudge(theta, 0.1)
    arm = TurningArm(lambda: here, quarters, on=PAPER, reach=lambda: 5.0, ink="#FFFFFF")
    turned = theta + quarters * np.pi / 2
    assert ends(arm.arm)[1] == pytest.approx([np.cos(turned), np.sin(turned)], abs=1e-9)
    assert arm.thread.points[-1] == pytest.approx([5.0, arm.tip[1], 0.0])


@settings(max_examples=25)
@given(theta=angles, zoom=st.floats(2.5, 1000.0), aside=st.floats(0, 1))
def test_the_glass_shows_the_circle_magnified_and_nothing_beyond_its_rim(theta, zoom, aside):
    here = arc_nudge(theta, 1 / zoom)
    glass = ArcGlass(lambda: here, on=PAPER, place=(3.0, 0.0), zoom=zoom, radius=2.0).pose(aside=aside)
    glass.redraw()
    seen = np.concatenate([each.points for each in (glass.round, glass.rest, glass.spoke)])
    assert np.linalg.norm((seen - glass.centre)[:, :2], axis=1).max() <= 2.0 * (1 + 1e-9)
    on_circle = glass.to_data(glass.rest.points[::4])
    assert np.hypot(*on_circle.T) == pytest.approx(np.ones(len(on_circle)), abs=1e-3 / zoom)
    places = glass.to_screen(np.array([[0.3, 0.4], [0.5, 0.1]]))
    assert glass.to_data(places) == pytest.approx(np.array([[0.3, 0.4], [0.5, 0.1]]), abs=1e-9)


@settings(max_examples=25)
@given(theta=angles, zoom=st.floats(2.0, 500.0), share=st.floats(0.0, 1.0))
def test_the_triangle_keeps_its_shape_and_fits_the_nudge_at_last(theta, zoom, share):
    here = arc_nudge(theta, 1 / zoom)
    glass = ArcGlass(lambda: here, on=PAPER, place=(3.0, 0.0), zoom=zoom, radius=2.0)
    triangle = TurnedTriangle(lambda: here, start=PAPER, end=glass).pose(turned=share)
    sides = np.linalg.norm(np.diff(triangle.corners[[0, 1, 2, 0]], axis=0), axis=1)
    assert sides == pytest.approx(PAPER.units[0] * np.array([abs(np.cos(theta)), abs(np.sin(theta)), 1.0]))
    triangle.pose(turned=1)
    start, corner, tip = glass.to_data(triangle.corners)
    point, unit = np.array([np.cos(theta), np.sin(theta)]), 1 / zoom
    assert start == pytest.approx(point, abs=1e-9)
    assert corner == pytest.approx(point + unit * np.array([0, np.cos(theta)]), abs=1e-9)
    assert tip == pytest.approx(point + unit * np.array([-np.sin(theta), np.cos(theta)]), abs=1e-9)
