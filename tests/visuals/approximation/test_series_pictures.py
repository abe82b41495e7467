"""What is drawn of a series lies where it was computed, wherever its dials stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import bounded_remainder, circle_values, graph, reach_family, taylor_family
from visuals.approximation.knob import SWEEP, Knob
from visuals.approximation.lit_ground import TALL, CircleFlames, LitGround, Ring
from visuals.approximation.remainder_plot import RemainderPlot
from visuals.approximation.taylor_curve import TaylorCurve
from visuals.curve.lens import Lens
from visuals.drawing.axes import Axes, Box

BOX = Box(-5, -2.5, 5, 2.5)


@pytest.fixture(scope="module")
def family():
    return taylor_family(np.cos, 0.0, 20)


def plane():
    return Axes(x=(-4, 4), y=(-2, 2), box=BOX, x_ticks=(), y_ticks=(), cross_at=0.0)


def ends(line):
    return np.concatenate([line.points[:1], line.points[3::4]])


@settings(max_examples=20)
@given(degree=st.floats(0, 20))
def test_a_polynomial_is_drawn_where_it_is_and_within_its_frame(family, degree):
    on, p = plane(), family.at(0.0, degree)
    drawn = TaylorCurve(lambda: p, on=on)
    x, y = on.to_data(ends(drawn.line)).T
    inside = np.abs(y) < 1.999  # not cut between two samples
    assert_allclose(y[inside], np.polynomial.polynomial.polyval(x[inside], p.c), atol=2e-3)
    assert np.abs(y).max() <= 2 + 1e-9
    assert inside.sum() > 100


def test_half_grown_it_goes_half_as_far_to_both_sides(family):
    on, p = plane(), family.at(0.0, 2)
    drawn = TaylorCurve(lambda: p, on=on).pose(grown=0.25)
    drawn.redraw()
    x = on.to_data(ends(drawn.line))[:, 0]
    assert (x.min(), x.max()) == pytest.approx((-1.0, 1.0))
    drawn.pose(grown=0).redraw()
    assert not len(drawn.line.points)


def test_in_a_glass_it_is_cut_by_the_rim_and_magnified(family):
    on = plane()
    glass = Lens(lambda x: graph(np.cos, x), on=on, x=0.0, zoom=3, radius=1.2)
    drawn = TaylorCurve(lambda: family.at(0.0, 2), on=on, lens=glass)
    away = np.linalg.norm(drawn.line.points - glass.centre, axis=1)
    assert away.max() == pytest.approx(1.2, abs=0.01)
    x, y = glass.to_data(ends(drawn.line)).T
    assert_allclose(y, 1 - x**2 / 2, atol=1e-3)


@given(value=st.floats(-2, 2))
def test_a_knob_points_as_far_as_its_value_and_no_further_than_its_end(value):
    knob = Knob(lambda: value, at=(1.0, 0.5, 0.0), full=1.4, radius=0.5)
    tip = knob.pointer.points[-1] - knob.at
    turned = np.degrees(np.arctan2(tip[0], tip[1]))  # clockwise from upright
    assert turned == pytest.approx(SWEEP * np.clip(value / 1.4, -1, 1), abs=1e-6)


def test_the_notch_stands_where_the_pointer_belongs_and_the_lock_closes():
    knob = Knob(lambda: 0.7, at=(0.0, 0.0, 0.0), wanted=lambda: 0.7, full=1.4)
    notch, tip = knob.notch.points[0], knob.pointer.points[-1]
    assert np.cross(notch, tip) == pytest.approx(np.zeros(3), abs=1e-9)
    assert notch @ tip > 0
    gap = lambda: knob.shackle.points[:, 1].min() - knob.case.points[:, 1].max()  # noqa: E731
    opened = knob.shackle.points[:, 1].max()
    knob.pose(closed=1).redraw()
    assert knob.shackle.points[:, 1].max() < opened - 0.1
    assert gap() < 0


def test_light_lies_where_the_polynomial_is_right():
    on = plane()
    logarithm = taylor_family(np.log1p, 0.0, 30)
    reach = reach_family(np.log1p, logarithm, [8, 30], within=[0.1, 0.01])
    for degree in (8, 30):
        drawn = LitGround(lambda degree=degree: reach.at(0.0, degree), on=on, edged=1)
        x, y = on.to_data(ends(drawn.edge)).T
        z = x + 1j * y
        off = np.abs(np.log1p(z) - np.polynomial.polynomial.polyval(z, logarithm.at(0.0, degree).c))
        assert_allclose(off, 0.01, rtol=0.05)
        assert np.abs(drawn.regions[0].points[:, 0]).max() > np.abs(drawn.regions[1].points[:, 0]).max()
    drawn.pose(grown=0.5).redraw()
    assert_allclose(on.to_data(ends(drawn.edge)), 0.5 * np.stack([x, y], axis=1), atol=1e-12)


def test_a_ring_has_its_radius_all_around():
    on = plane()
    for dashed in (True, False):
        ring = Ring(lambda: (0.5, 0.0), lambda: 1.3, on=on, dashed=dashed)
        away = np.linalg.norm(on.to_data(ends(ring.line)) - [0.5, 0.0], axis=1)
        assert_allclose(away, 1.3, rtol=1e-4)
    ring.pose(grown=0.25).redraw()
    assert on.to_data(ring.line.points[-1]) == pytest.approx((0.5, 1.3), abs=1e-6)


def test_flames_are_as_tall_as_the_powers_of_ten_on_their_circle():
    on = plane()
    around = circle_values(lambda z: np.exp(-1 / z**2), 0.0, 0.2)
    drawn = CircleFlames(lambda: around, on=on)
    top = drawn.flames.points[:, 1].max() - on.to_screen(0.0, 0.0)[1]
    decades = 25 * np.log10(np.e)  # of e^(1/0.2^2)
    assert top == pytest.approx(0.2 * on.units[0] + TALL * decades, rel=1e-9)
    right = drawn.flames.points[:, 0].max()
    assert right < 0.2 * on.units[0] + 6 * TALL  # none along the real line


def test_the_gap_is_drawn_beneath_its_bound(family):
    on = Axes(x=(-10, 10), y=(1e-17, 1e4), box=BOX, log="y", x_ticks=(), y_ticks=())
    x = np.linspace(-10, 10, 301)
    gap = bounded_remainder(np.cos, family, x, x0=0.0, degree=12, slope_max=1.0)
    drawn = RemainderPlot(lambda: gap, on=on)
    places, heights = on.to_data(ends(drawn.error)).T
    here = np.abs(places) > 3
    direct = np.abs(np.cos(places) - sum((-1) ** k * places ** (2 * k) / _factorial(2 * k) for k in range(7)))
    assert_allclose(heights[here], direct[here], rtol=0.05)
    assert np.interp(8.0, places[places > 3], heights[places > 3]) < np.interp(8.0, x, gap.bound)
    assert drawn.bound.points[:, 1].max() <= BOX.top + 1e-9


def _factorial(k):
    return float(np.prod(np.arange(1, k + 1)))
