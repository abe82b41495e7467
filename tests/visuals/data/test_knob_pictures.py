"""A curve follows its knobs, a miss is as long as it is, a ghost keeps its shape as it turns; dots count."""

import numpy as np
import pytest

from calc_core import fitting, load_heights
from visuals.data.ghost_shape import GhostShape
from visuals.data.knob_curve import KnobCurve, KnobGain, KnobMisses
from visuals.data.quantile_dots import ROOM, QuantileDots
from visuals.data.residual_strip import residual_strip
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial

BELL, MEN = fitting.gaussian(), load_heights()
GRID = np.linspace(139, 199, 61)


@pytest.fixture
def panel() -> Axes:
    return Axes(x=(139, 199), y=(0, 520), box=(-5, 0, 5, 3), x_steps=(10,), y_steps=(100,))


@pytest.fixture
def dials() -> list[Dial]:
    return [Dial(300), Dial(170), Dial(10)]


def at(dials):
    return lambda: np.array([each.value for each in dials])


@pytest.mark.parametrize("knobs", [(300, 170, 10), (474, 166.4, 6.4), (470, 166.4, -6.4)])
def test_the_curve_is_the_models_where_the_knobs_stand(panel, dials, knobs):
    curve = KnobCurve(BELL, at(dials), on=panel)
    for dial, value in zip(dials, knobs, strict=True):
        dial.set_value(value)
    curve.redraw()
    x, y = panel.to_data(curve.line.points[::4]).T
    assert x[0] == pytest.approx(139)
    np.testing.assert_allclose(y, BELL(knobs, x), atol=1e-6)


def test_the_curve_stays_in_the_box_and_follows_a_zoom(panel, dials):
    curve = KnobCurve(BELL, at(dials), on=panel)
    panel.show(x=(160, 180), y=(50, 250))
    curve.redraw()
    box = panel.box
    assert (curve.line.points[:, 1] <= box.top + 1e-9).all()
    x, y = panel.to_data(curve.line.points[::4]).T
    assert x.min() >= 160
    np.testing.assert_allclose(y[1:-1], BELL((300, 170, 10), x[1:-1]), atol=0.5)  # cut at the box's edge


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_curve_is_drawn_as_far_as_it_has_grown(panel, dials, share):
    curve = KnobCurve(BELL, at(dials), on=panel).pose(grown=share)
    curve.redraw()
    reach = panel.to_data(curve.line.points)[:, 0].max() if len(curve.line.points) else 139
    assert reach == pytest.approx(139 + share * 60)


def test_the_gain_lies_between_two_settings(panel, dials):
    gain = KnobGain(BELL, lambda: np.array([300.0, 170, 10]), at(dials), on=panel)
    assert np.ptp(gain.area.points.reshape(-1, 3)[:, 0]) == pytest.approx(10)
    dials[0].set_value(360)
    gain.redraw()
    x, y = panel.to_data(gain.area.points[::4]).T
    half = len(x) // 2
    np.testing.assert_allclose(y[:half], BELL((300, 170, 10), x[:half]), atol=1e-9)
    np.testing.assert_allclose(y[half + 1 :], BELL((360, 170, 10), x[half + 1 :]), atol=1e-9)


@pytest.fixture
def misses(panel, dials) -> KnobMisses:
    strip = residual_strip(panel, up=(-2.8, -0.4), y=(-230, 230), steps=(200,))
    pulls = residual_strip(panel, up=(-2.8, -0.4), y=(-40, 40), steps=(20,))
    errors = {"sigma": MEN.count_error, "pulls": pulls}
    return KnobMisses(panel, strip, MEN.height, MEN.count, BELL, at(dials), **errors)


def ends(misses):
    each = misses.strokes.points.reshape(-1, 4, 3)
    return each[:, 0], each[:, 3]


def test_a_miss_hangs_from_the_curve_to_the_bar_and_follows_the_knobs(misses, panel, dials):
    for knobs in ((300, 170, 10), (474, 166.4, 6.4)):
        for dial, value in zip(dials, knobs, strict=True):
            dial.set_value(value)
        misses.redraw()
        feet, tips = ends(misses)
        np.testing.assert_allclose(feet, panel.to_screen(MEN.height, BELL(knobs, MEN.height)), atol=1e-9)
        np.testing.assert_allclose(tips, panel.to_screen(MEN.height, MEN.count), atol=1e-9)


def test_weighed_it_is_as_long_as_it_has_error_bars(misses):
    misses.pose(dropped=1)
    left = MEN.count - BELL((300, 170, 10), MEN.height)
    for weighed, wanted, axes in ((0, left, misses.strip), (1, left / MEN.count_error, misses.pulls)):
        misses.pose(weighed=weighed).redraw()
        feet, tips = ends(misses)
        np.testing.assert_allclose(feet, axes.to_screen(MEN.height, 0), atol=1e-9)
        np.testing.assert_allclose((tips - feet)[:, 1], wanted * axes.units[1], atol=1e-9)


@pytest.fixture
def ghost() -> GhostShape:
    told = fitting.ghost_mix(BELL, MEN.height, MEN.count, (300, 170, 10), GRID)
    axes = Axes(x=(139, 199), y=(-20, 20), box=(-5, -2, 5, 3), x_steps=(10,), y_steps=(10,), cross_at=0.0)
    how = {"column": Box(3, -2, 5, 2.5), "full": 25.0}
    shape, bars = (lambda: told.shapes[1]), (lambda: told.ghosts[1])
    return GhostShape(GRID, shape, MEN.height, bars, on=axes, barred=1, **how)


def bars_of(ghost):
    each = ghost.sticks.points.reshape(-1, 4, 3)
    return each[:, 0], each[:, 3]


def test_a_ghost_lies_on_its_axes(ghost):
    told = fitting.ghost_mix(BELL, MEN.height, MEN.count, (300, 170, 10), GRID)
    corners = ghost.line.points[::4]
    np.testing.assert_allclose(corners, ghost.axes.to_screen(GRID, told.shapes[1])[:-1], atol=1e-9)
    feet, tips = bars_of(ghost)
    np.testing.assert_allclose(tips, ghost.axes.to_screen(MEN.height, told.ghosts[1]), atol=1e-9)
    np.testing.assert_allclose(feet, ghost.axes.to_screen(MEN.height, 0), atol=1e-9)


def test_stood_up_its_rows_run_down_and_its_values_to_the_right(ghost):
    ghost.pose(turned=1).redraw()
    told = fitting.ghost_mix(BELL, MEN.height, MEN.count, (300, 170, 10), GRID)
    feet, tips = bars_of(ghost)
    np.testing.assert_allclose(feet[:, 0], 4, atol=1e-9)
    np.testing.assert_allclose(feet[:, 1], 2.5 - (MEN.height - 139) / 60 * 4.5, atol=1e-9)
    np.testing.assert_allclose(tips[:, 0] - 4, told.ghosts[1] / 25, atol=1e-9)
    np.testing.assert_allclose(tips[:, 1], feet[:, 1], atol=1e-9)


@pytest.mark.parametrize("turned", [0.2, 0.5, 0.8])
def test_on_the_way_it_keeps_its_right_angles(ghost, turned):
    ghost.pose(turned=turned).redraw()
    feet, tips = bars_of(ghost)
    ground, bars = feet[-1] - feet[0], (tips - feet)[:, :2]
    np.testing.assert_allclose(bars @ ground[:2], 0, atol=1e-9)
    sizes = np.linalg.norm(bars, axis=1)
    told = fitting.ghost_mix(BELL, MEN.height, MEN.count, (300, 170, 10), GRID)
    np.testing.assert_allclose(sizes / sizes.max(), np.abs(told.ghosts[1]) / np.abs(told.ghosts[1]).max())


def test_nothing_is_seen_before_it_has_grown(ghost):
    ghost.pose(grown=0).redraw()
    assert not any(len(each.points) for each in (ghost.line, ghost.area, ghost.sticks))


@pytest.fixture
def dots() -> QuantileDots:
    axes = Axes(x=(0, 45), y=(0, 1), box=(-5, -2, 5, 3), x_steps=(10,), y_steps=())
    return QuantileDots(fitting.chi2_outcomes(19).values, on=axes, size=1.5, floor=-1.9)


def test_a_dot_for_every_outcome_within_half_a_dot_of_it_and_none_on_another(dots):
    places = dots.centres
    assert len(places) == 100
    value = dots.axes.to_data(places)[:, 0]
    assert np.abs(value - dots.values).max() <= 0.75
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1) + 10 * np.eye(100)
    assert apart.min() >= 1.5 * dots.axes.units[0] - 1e-9
    assert places[:, 1].min() == pytest.approx(-1.9 + 0.75 * dots.axes.units[0])


def test_the_bright_ones_are_those_above_the_mark(dots):
    dots.pose(mark=11.27).redraw()
    assert len(dots.lit.points) / 16 == fitting.chi2_outcomes(19).above(11.27) == 91
    assert len(dots.pale.points) / 16 == 9
    radius = np.ptp(dots.lit.points[:16, 0]) / 2
    assert radius == pytest.approx(ROOM * 0.75 * dots.axes.units[0])


def test_dots_fall_from_the_left(dots):
    dots.pose(grown=0.4).redraw()
    drawn = len(dots.lit.points) / 16
    assert 0 < drawn < 100
    still = dots.centres[:, 1]
    dots.pose(grown=1)
    assert (still >= dots.centres[:, 1] - 1e-12).all()
