"""The honest test's picture: whatever the curtain's place, ropes and numbers are the sweep's."""

import numpy as np
import pytest
from l25_pictures import Futures, HoldoutTest

from calc_core import fitting, load_co2_recent
from visuals import Axes, residual_strip

CUTS = np.linspace(1985.0, 2005.0, 9)
MODELS = {f"degree {k}": fitting.co2(1, "poly", False, degree=k) for k in (1, 2, 3)}


@pytest.fixture(scope="module")
def record():
    return load_co2_recent()


@pytest.fixture(scope="module")
def sweep(record):
    return fitting.holdout_sweep(MODELS, record.year, record.co2, CUTS)


@pytest.fixture
def test(sweep, record) -> HoldoutTest:
    plot = Axes(x=(1971, 2022), y=(300, 460), box=(-5, -0.5, 5, 2.5))
    strip = residual_strip(plot, up=(-2.8, -1.2), y=(-60, 60), steps=(50,))
    return HoldoutTest(plot, strip, sweep, np.linspace(1958, record.last_year, 900), left=-5)


@pytest.mark.parametrize("c", range(len(CUTS)))
def test_the_ropes_end_at_the_forecasts_of_the_cut_shown(test, sweep, record, c):
    test.curtain.cut.set_value(CUTS[c])
    for k, rope in enumerate(test.ropes):
        rope.redraw()
        forecast = record.last_co2 - sweep.miss[k, c]
        np.testing.assert_allclose(rope.end, rope.axes.to_screen(record.last_year, forecast), atol=1e-9)
        np.testing.assert_allclose(rope.line.points[-1], rope.end, atol=1e-9)
        np.testing.assert_allclose(rope.knot.get_center()[0], rope.end[0], atol=1e-9)


@pytest.mark.parametrize("c", [0, 4, 8])
def test_the_numbers_and_the_marks_on_the_strip_are_the_sweeps(test, sweep, c):
    test.curtain.cut.set_value(CUTS[c])
    for k, trace in enumerate(test.traces):
        trace.redraw()
        assert test.reading(k, "miss").value == pytest.approx(sweep.miss[k, c], abs=1e-12)
        assert test.reading(k, "inside").value == pytest.approx(sweep.inside[k, c], abs=1e-12)
        mark = trace.axes.to_screen(CUTS[c], sweep.miss[k, c])
        np.testing.assert_allclose(np.mean(trace.knot.points[::4], axis=0), mark, atol=1e-9)


def test_between_two_cuts_everything_goes_straight_from_one_to_the_next(test, sweep, record):
    between = 0.25 * CUTS[3] + 0.75 * CUTS[4]
    test.curtain.cut.set_value(between)
    expected = 0.25 * sweep.miss[:, 3] + 0.75 * sweep.miss[:, 4]
    for k, rope in enumerate(test.ropes):
        rope.redraw()
        assert test.reading(k, "miss").value == pytest.approx(expected[k], abs=1e-9)
        end = rope.axes.to_screen(record.last_year, record.last_co2 - expected[k])
        np.testing.assert_allclose(rope.end, end, atol=1e-9)


def test_the_year_is_written_at_the_edge(test):
    test.curtain.cut.set_value(1990.0)
    test.curtain.redraw()
    test.year.update()
    assert test.year.reading.text == "1990"
    edge = test.curtain.edge.get_right()[0]
    assert edge < test.year.get_left()[0] < edge + 0.3


def test_traces_are_drawn_as_far_as_the_curtain_has_been(test):
    test.curtain.cut.set_value(1990.0)
    test.furthest.set_value(2000.0)
    for trace in test.traces:
        trace.redraw()
        assert trace.line.points[-1][0] == pytest.approx(trace.axes.to_screen(2000.0, 0)[0])


def test_the_ropes_are_drawn_as_far_as_they_reach(test):
    test.reach.set_value(1990.0)
    for rope in test.ropes:
        rope.redraw()
        assert rope.line.points[-1][0] == pytest.approx(rope.axes.to_screen(1990.0, 0)[0])


def test_sliding_the_curtain_draws_the_misses_as_far(test):
    for sliding in (each.build() for each in test.slide(2000.0)):
        sliding.begin()
        sliding.finish()
    assert test.curtain.cut.value == test.furthest.value == 2000.0


def test_futures_begin_where_their_forecasts_do_and_end_there_too(record):
    x = np.linspace(2020.3, 2050.0, 50)
    fits = {name: fitting.fit(model, record.year, record.co2) for name, model in MODELS.items()}
    ahead = {name: fitting.prediction_band(each, x) for name, each in fits.items()}
    futures = Futures(Axes(x=(2003, 2052), y=(300, 560), box=(-5, -0.5, 5, 2.5)), ahead)
    assert not any(len(rope.line.points) for rope in futures)
    futures.reach.set_value(2050.0)
    for rope, (name, fitted) in zip(futures, fits.items(), strict=True):
        rope.redraw()
        expected = rope.axes.to_screen(2050.0, MODELS[name](fitted.theta, x[-1:])[0])
        np.testing.assert_allclose(rope.end, expected, atol=1e-9)
