"""Curves, straight lines and ratio plots lie where their numbers are, and what names them keeps clear."""

import numpy as np
import pytest

from calc_core import (
    derivative,
    differentiable,
    gradient_descent,
    graph,
    himmelblau,
    secant_slopes,
    tangent_family,
)
from visuals.curve.curve import Curve
from visuals.curve.marker import Thread
from visuals.curve.nudge_bars import NudgeBars
from visuals.curve.ratio_plot import RatioPlot
from visuals.curve.slope_line import SlopeLine
from visuals.drawing.axes import Axes, Box
from visuals.drawing.walk import Walk
from visuals.kit.walker import Walker
from visuals.letters.readout import ReadingError, over_steps, read, series

BOX = Box(1.2, -2.2, 6.3, 1.4)
SHRINKING = np.geomspace(1e-4, 1.0, 60)


def axes(**options):
    return Axes(**{"x": (-3, 3), "y": (-2, 4), "box": Box(-6, -3, 6, 3)} | options)


def curve(on, **options):
    return Curve(series("sine", graph(np.sin, np.linspace(-3, 3, 61)), x="x", f="f"), on=on, **options)


@pytest.mark.parametrize(("cross_at", "foot"), [(None, -2.0), (0.5, 0.5)])
def test_the_ground_below_a_curve_stands_on_the_x_axis(cross_at, foot):
    on = axes(cross_at=cross_at)
    ground = on.to_data(curve(on, ground=True).ground.points)
    assert np.isfinite(ground).all()
    corners = ground[np.isclose(ground[:, 1], foot, atol=1e-9)]
    assert [corners[:, 0].min(), corners[:, 0].max()] == pytest.approx([-3, 3])


def test_a_tangent_has_the_curves_height_and_slope():
    on, family = axes(), tangent_family(np.sin, -3, 3)
    line = SlopeLine.tangent(lambda: family.at(0.7), on=on, grown=1.0)
    start, end = on.to_data(line.line.points)[[0, -1]]
    assert (end - start)[1] / (end - start)[0] == pytest.approx(np.cos(0.7), rel=1e-9)
    assert np.interp(0.7, [start[0], end[0]], [start[1], end[1]]) == pytest.approx(np.sin(0.7), abs=1e-9)


def test_a_secant_says_its_height_at_both_its_points_and_between():
    both = secant_slopes(np.sin, 0.5, 1.5)
    line = SlopeLine.secant(lambda: both, on=axes())
    assert [line.at(0.5), line.at(2.0)] == pytest.approx(np.sin([0.5, 2.0]))
    assert line.at(1.25) == pytest.approx(np.sin([0.5, 2.0]).mean())


def test_bars_that_have_not_grown_are_not_there():
    both = secant_slopes(np.sin, 0.5, 1.5)
    bars = NudgeBars(lambda: both, on=axes(), across=1, up=1, grown=0)
    assert len(bars.dx.points) == len(bars.df.points) == 0
    bars.grown.set_value(1)
    bars.redraw()
    assert len(bars.dx.points)
    assert len(bars.df.points)


def test_the_walker_says_where_the_feet_are():
    on = axes()
    walker = Walker(curve(on), x=0.9)
    assert on.to_screen(*walker.place()) == pytest.approx(walker.feet)
    assert walker.place() == pytest.approx((0.9, np.sin(0.9)), abs=1e-3)
    thread = Thread(lambda: (0.9, 0.0), walker.place, on=on)
    assert thread.line.points[-1] == pytest.approx(walker.feet)


def ratio_plot(f, x, limits):
    left, right = (secant_slopes(f, x, dx) for dx in (-SHRINKING[::-1], SHRINKING))
    low, high = min(left.slope.min(), right.slope.min()), max(left.slope.max(), right.slope.max())
    span = float(low - 0.5), float(high + 0.5)
    return RatioPlot(left, right, limits, lambda: 0.0011, box=BOX, y=span, y_ticks=(0, 1), name="ratio")


@pytest.mark.parametrize("f", [np.exp, lambda x: -np.exp(x)])
def test_the_number_beside_a_hole_keeps_clear_of_both_branches(f):
    limit = read(derivative(f, 0.3, method="richardson"), "value", decimals=2, unit="m/h")
    plot = ratio_plot(f, 0.3, [limit])
    assert plot.holes[0].place() == (0.0, limit.value)
    assert_clear(plot)


def test_two_limits_have_a_hole_and_a_number_each():
    sides = differentiable(np.abs, 0.0)
    limits = [read(side, "value", decimals=0, signed=True) for side in (sides.left, sides.right)]
    plot = ratio_plot(np.abs, 0.0, limits)
    assert [hole.place() for hole in plot.holes] == [(0.0, -1.0), (0.0, 1.0)]
    assert [number.reading.text for number in plot.numbers] == ["−1", "+1"]
    assert_clear(plot)


def assert_clear(plot):
    for branch in (plot.left, plot.right):
        drawn = branch[0].line.points
        for number in plot.numbers:
            low, high = number.slots.get_corner([-1, -1, 0]), number.slots.get_corner([1, 1, 0])
            inside = ((drawn >= low - 0.05) & (drawn <= high + 0.05))[:, :2].all(axis=1)
            assert len(drawn) > 50
            assert not inside.any()


def test_a_curve_over_one_column_is_refused_and_one_over_steps_follows_its_walk():
    path = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    on = axes(x=(0, path.n), y=(0, 200))
    with pytest.raises(ReadingError, match=r"too few columns \(height\).*over_steps"):
        Curve(series("descent", path, height="f"), on=on)
    walk = Walk(path)
    drawn = Curve(over_steps("descent", path, height="f"), on=on, span=lambda: (0, walk.now))
    walk.at.set_value(3.5)
    drawn.redraw()
    assert on.to_data(drawn.line.points[-1]) == pytest.approx([3.5, float(path.f_at(3.5))])
