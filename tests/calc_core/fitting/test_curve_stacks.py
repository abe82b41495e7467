"""Lecture 25: layer upon layer, and knobs turned one by one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core import fitting, load_co2_recent
from calc_core.errors import ShapeError

RECORD = load_co2_recent()
GRID = np.linspace(1958, 2020, 60)


@pytest.fixture(scope="module")
def layers():
    return fitting.co2_layers(RECORD.year, RECORD.co2)


def test_a_stack_holds_every_curve_and_what_it_adds(layers):
    stack = fitting.fit_stack(layers.fits, GRID, RECORD.co2)
    for k, each in enumerate(layers.fits):
        assert_allclose(stack.y[k], fitting.prediction_band(each, GRID).y, rtol=1e-14)
        assert_allclose(stack.at_data[k], each.model(each.theta, RECORD.year), rtol=1e-12)
    assert_allclose(stack.gain[0], stack.y[1] - stack.y[0])
    assert stack.units["y"] == "ppm"
    assert stack.made_by is not None


def test_turned_knobs_are_factors_of_the_fit(layers):
    best = layers.fits[-1]
    turned = fitting.turned_knobs(best, [np.ones(best.p), [1, 0, 1, 1, 0, 0, 0, 0]], GRID)
    assert_allclose(turned.y[0], fitting.prediction_band(best, GRID).y, rtol=1e-14)
    assert_allclose(turned.y[1], best.theta[0])  # the level alone


def test_other_data_and_bare_residuals_are_refused(layers):
    bare = fitting.levenberg_marquardt(lambda p: p - 1.0, [0.0, 0.0])
    with pytest.raises(ShapeError, match="models"):
        fitting.fit_stack(layers.fits, GRID, RECORD.co2[:-1])
    with pytest.raises(ShapeError, match="Model"):
        fitting.turned_knobs(bare, [[1, 1]], GRID)
    with pytest.raises(ShapeError, match="factors"):
        fitting.turned_knobs(layers.fits[0], [1, 1], GRID)


def test_neighbouring_residuals_lean_along_their_correlation(layers):
    residual = layers.fits[-1].residual
    pairs = fitting.lagged_pairs(residual)
    assert_allclose(pairs.now, residual[:-1])
    assert_allclose(pairs.following, residual[1:])
    assert pairs.lag1 == fitting.autocorrelation_factor(residual).lag1
    slope = np.sum(pairs.now * pairs.following) / np.sum(pairs.now**2)  # the line through the cloud and 0
    assert pairs.lean(2.0) == pytest.approx(2 * slope, rel=0.01)
    with pytest.raises(ShapeError, match="at least 2"):
        fitting.lagged_pairs([1.0])


def test_a_sweep_knows_from_which_cut_its_worst_forecasts_came():
    cuts = np.array([1985.0, 1995.0, 2005.0])
    models = {"parabola": fitting.co2(1, "poly"), "cubic": fitting.co2(1, "poly", degree=3)}
    sweep = fitting.holdout_sweep(models, RECORD.year, RECORD.co2, cuts)
    for cut, miss in ((sweep.lowest_cut, sweep.lowest_miss), (sweep.highest_cut, sweep.highest_miss)):
        assert miss in [sweep.forecast(name, cut).miss for name in models]
    assert sweep.units["lowest_cut"] == "yr"
