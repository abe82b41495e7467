"""The lens shows the curve itself, sampled anew: in place, in scale, inside its rim, at every zoom."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core.derivatives.graphs import graph
from calc_core.derivatives.one_variable import derivative, secant_slopes
from visuals.curve.lens import SAMPLES, Lens
from visuals.curve.nudge_bars import NudgeBars
from visuals.curve.slope_line import SlopeLine
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Zoom
from visuals.drawing.polyline import arc, polyline, within_disc

zooms = st.floats(0, 5).map(lambda power: 10**power)
places = st.floats(-2.0, 2.0)


def curve(x):
    return np.sin(2 * np.asarray(x)) + 0.3 * np.asarray(x) ** 2


def axes():
    return Axes(x=(-3, 3), y=(-2, 4), box=Box(-6, -3, 6, 3))


def lens_at(x, zoom, radius=2.0, look=lambda x: graph(curve, x)):
    return Lens(look, on=axes(), x=x, zoom=zoom, radius=radius)


def corners(mobject):
    """The corners of the straight-edged paths in a mobject, one array a subpath."""
    return [np.concatenate([path[:1], path[3::4]]) for path in mobject.get_subpaths()]


@settings(max_examples=25)
@given(x=places, zoom=zooms)
def test_the_curve_in_the_glass_is_the_function_sampled_at_that_zoom(x, zoom):
    lens = lens_at(x, zoom)
    (drawn,) = corners(lens.curve)
    inner = drawn[1:-1]  # both ends lie on the rim, between two samples
    across, up = lens.axes.units * zoom
    data_x = x + (inner[:, 0] - lens.centre[0]) / across
    data_y = curve(x) + (inner[:, 1] - lens.centre[1]) / up
    assert len(inner) > SAMPLES / 4
    assert data_y == pytest.approx(curve(data_x), abs=1e-12 + 1e-13 * zoom, rel=0)
    assert np.ptp(data_x) <= 2 * lens.radius.get_value() / across  # no wider than the glass at that zoom


@settings(max_examples=25)
@given(x=places, zoom=zooms, radius=st.floats(0.5, 3.0))
def test_all_that_is_seen_lies_inside_the_rim(x, zoom, radius):
    lens = lens_at(x, zoom, radius)
    nudge = lambda: secant_slopes(curve, x, 1 / zoom)  # noqa: E731
    lens.put_inside(
        NudgeBars(nudge, on=lens, across=1.0, up=1.0, labels=False),
        SlopeLine.secant(nudge, on=lens, reach=(9.0, 9.0), grown=1.0),
    )
    lens.update(0)
    seen = [lens.curve, lens.ground, *lens.ruling, *lens.inside.get_family()]
    points = np.concatenate([each.points for each in seen if len(each.points)])
    assert np.linalg.norm(points - lens.centre, axis=1).max() <= radius * (1 + 1e-9)


@pytest.mark.parametrize("zoom", [1.0, 10.0, 1000.0])
def test_at_zoom_one_the_glass_changes_nothing_and_then_it_magnifies_about_its_centre(zoom):
    lens = lens_at(0.7, zoom)
    there = lens.axes.to_screen(0.7 + 0.01, float(curve(0.71)))
    seen = lens.to_screen(0.7 + 0.01, float(curve(0.71)))
    assert seen - lens.centre == pytest.approx(zoom * (there - lens.centre), abs=1e-9)


def test_everything_smooth_straightens_tenfold_with_every_tenfold_zoom_and_a_corner_never_does():
    def bend(look, zoom):
        (drawn,) = corners(lens_at(0.0, zoom, look=look).curve)
        chord = np.interp(drawn[:, 0], drawn[[0, -1], 0], drawn[[0, -1], 1])
        return np.abs(drawn[:, 1] - chord).max()

    smooth = [bend(lambda x: graph(np.cosh, x), zoom) for zoom in (10.0, 100.0, 1000.0)]
    corner = [bend(lambda x: graph(np.abs, x), zoom) for zoom in (1.0, 10.0, 1000.0)]
    assert np.array(smooth[:-1]) / smooth[1:] == pytest.approx([10.0, 10.0], rel=0.02)
    assert corner == pytest.approx([corner[0]] * 3, rel=1e-9)
    assert corner[0] > 0.5


@settings(max_examples=15)
@given(x=places, zoom=zooms)
def test_a_ruler_in_the_glass_has_the_derivatives_slope_on_the_screen(x, zoom):
    lens = lens_at(x, zoom)
    slope = float(derivative(curve, x, method="richardson").value)
    line = SlopeLine(lambda: (x, float(curve(x))), lambda: slope, on=lens, reach=(1.0, 1.0), grown=1.0)
    start, end = line.line.points[0], line.line.points[-1]
    rise, run = (end - start)[1], (end - start)[0]
    assert rise / run == pytest.approx(lens.axes.on_screen(2 * np.cos(2 * x) + 0.6 * x), abs=1e-8)


def test_the_glass_follows_its_dials_and_its_axes():
    lens = lens_at(0.0, 1.0)
    lens.x.set_value(1.0)
    lens.zoom.set_value(20.0)
    lens.axes.fit(Box(-2, -1, 4, 2))
    lens.update(0)
    assert lens.centre == pytest.approx(lens.axes.to_screen(1.0, float(curve(1.0))))
    assert lens.graph.x[SAMPLES // 2] == 1.0
    assert lens.glass.get_center() == pytest.approx(lens.centre, abs=1e-6)


def test_the_zoom_turns_by_equal_ratios():
    zoom, start, end = Zoom(1.0), Zoom(1.0), Zoom(100.0)
    zoom.interpolate(start, end, 0.5)
    assert zoom.get_value() == pytest.approx(10.0)
    zoom.interpolate(start, end, 1)
    assert zoom.get_value() == 100.0


@given(radius=st.floats(0.3, 2.0), middle=st.tuples(st.floats(-1, 1), st.floats(-1, 1)))
def test_cutting_at_a_disc_keeps_what_is_inside_and_nothing_else(radius, middle):
    angle = np.linspace(0, 9, 200)
    spiral = np.stack([0.25 * angle * np.cos(angle), 0.25 * angle * np.sin(angle), 0 * angle], axis=1)
    centre = np.array([*middle, 0.0])
    pieces = within_disc(spiral, centre, radius)
    away = np.linalg.norm(spiral - centre, axis=1)
    kept = {tuple(corner) for piece in pieces for corner in piece}
    assert all(tuple(corner) in kept for corner in spiral[away < radius * (1 - 1e-9)])
    assert all(np.linalg.norm(np.array(corner) - centre) <= radius + 1e-9 for corner in kept)
    ends = np.array([end for piece in pieces for end in (piece[0], piece[-1])])
    cut = [end for end in ends if tuple(end) not in {tuple(spiral[0]), tuple(spiral[-1])}]
    assert [np.linalg.norm(end - centre) for end in cut] == pytest.approx([radius] * len(cut))


def test_a_straight_run_that_only_passes_through_the_disc_is_cut_twice():
    (piece,) = within_disc(np.array([[-5.0, 0.6, 0], [5.0, 0.6, 0]]), [0, 0], 1.0)
    assert piece == pytest.approx(np.array([[-0.8, 0.6, 0], [0.8, 0.6, 0]]))
    assert within_disc(np.array([[-5.0, 1.6, 0], [5.0, 1.6, 0]]), [0, 0], 1.0) == []
    assert len(polyline(piece)) == 4


def test_an_arc_is_round_everywhere_and_goes_from_angle_to_angle():
    points = arc(np.array([1.0, 2.0, 0.0]), 3.0, 20.0, 250.0).reshape(-1, 4, 3)
    share = np.linspace(0, 1, 50)[:, None, None]
    basis = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
    path = sum(weight * points[:, i] for i, weight in enumerate(basis)) - [1.0, 2.0, 0.0]
    assert np.linalg.norm(path, axis=-1) == pytest.approx(np.full(path.shape[:-1], 3.0), rel=1e-5)
    ends = np.degrees(np.arctan2(*path[[0, -1], [0, -1]][:, 1::-1].T)) % 360
    assert ends == pytest.approx([20.0, 250.0])
