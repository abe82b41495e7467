"""Curves with knobs, and what a change of units must not change."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import least_squares

from calc_core.fitting import (
    exponential,
    fit,
    gaussian,
    levenberg_marquardt,
    logistic,
)
from tests.calc_core.fitting.curves import CURVES, X, noisy


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_the_jacobian_is_the_curves_own_slope(model, theta):
    for k in range(model.p):
        nudged = np.array(theta) + 1e-30j * np.eye(model.p)[k]
        assert_allclose(model.jacobian(theta, X)[:, k], model(nudged, X).imag / 1e-30, rtol=1e-11, atol=1e-13)
    grid = np.array(theta) * np.linspace(0.9, 1.1, 6).reshape(2, 3, 1)
    assert model(grid, X).shape == (2, 3, len(X))
    assert_allclose(model.jacobian(grid, X)[1, 2], model.jacobian(grid[1, 2], X))


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_a_model_finds_its_own_knobs_from_its_own_guess(model, theta):
    exact = fit(model, X, model(theta, X))
    assert exact.status == "converged"
    assert_allclose(np.abs(exact.theta), np.abs(theta), rtol=1e-7)


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_scipy_agrees_on_noisy_data(model, theta):
    y = noisy(model, theta)
    ours = fit(model, X, y)
    theirs = least_squares(model.residuals(X, y), theta, xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert_allclose(ours.theta, theirs.x * np.sign(theirs.x * ours.theta), rtol=1e-6)
    assert ours.rss == pytest.approx(2 * theirs.cost, rel=1e-9)


@pytest.mark.parametrize("name", ["bell", "growth", "decay", "ceiling"])
@pytest.mark.parametrize("accelerate", [False, True])
def test_a_change_of_units_changes_nothing_but_the_units(name, accelerate):
    """x times 1e6, y times 1e-6: the walk is the same walk, knob for knob."""
    model, theta = CURVES[name]
    y, start = noisy(model, theta), np.array(theta) * (1.2, 0.9, 1.3)
    wide, low = 1e6, 1e-6
    knobs = np.array([{"": 1.0, "x": wide, "y": low}[unit] for unit in _units(name)])
    here = levenberg_marquardt(model.residuals(X, y), start, accelerate=accelerate)
    there = levenberg_marquardt(model.residuals(X * wide, y * low), start * knobs, accelerate=accelerate)
    assert_allclose(there.theta / knobs, here.theta, rtol=1e-9)
    assert_allclose(there.stderr / knobs, here.stderr, rtol=1e-6)
    assert there.rms == pytest.approx(here.rms * low, rel=1e-9)
    stops = min(here.history.n_steps, there.history.n_steps) - 1  # the last may go by rounding
    assert_allclose(there.history.x[:stops] / knobs, here.history.x[:stops], rtol=1e-6)


def _units(name):
    return {
        "bell": gaussian(x_unit="x", y_unit="y"),
        "growth": exponential(x_unit="x", y_unit="y"),
        "decay": exponential(x_unit="x", y_unit="y"),
        "ceiling": logistic(x_unit="x", y_unit="y"),
    }[name].param_units


def test_a_bell_moves_along_with_its_data():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    here, there = fit(model, X, y), fit(model, X + 1e4, y)
    assert_allclose(there.theta - (0, 1e4, 0), here.theta, rtol=1e-8)
