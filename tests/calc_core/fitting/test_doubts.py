"""The landscape of a fit, wild data, and residuals that remember."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import least_squares

from calc_core.fitting import (
    autocorrelation_factor,
    fit,
    polynomial,
    robust,
    sum_of_squares,
)
from tests.calc_core.fitting.curves import CURVES, X, noisy


def test_the_landscape_of_a_fit_is_its_sum_of_squares():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    mu, sigma = np.meshgrid(np.linspace(1, 2, 5), np.linspace(0.5, 1, 4))
    grid = np.stack([np.full_like(mu, 4.0), mu, sigma], axis=-1)
    ground = sum_of_squares(model, X, y, grid)
    assert ground.f.shape == (4, 5)
    assert ground.f[2, 3] == pytest.approx(np.sum((y - model(grid[2, 3], X)) ** 2))
    assert_allclose(ground.best, grid.reshape(-1, 3)[ground.f.argmin()])
    assert sum_of_squares(model, X, y, np.empty((0, 3))).f.shape == (0,)


@pytest.mark.parametrize("loss", ["huber", "soft_l1"])
def test_doubting_fits_agree_with_scipy_and_shrug_off_wild_data(loss):
    model, theta = CURVES["decay"]
    y = noisy(model, theta)
    y[::9] += 5
    residuals = model.residuals(X, y)
    ours = robust(residuals, theta, fscale=0.1, loss=loss)
    theirs = least_squares(
        residuals, theta, jac=residuals.jacobian, loss=loss, f_scale=0.1, xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    assert ours.status == "converged"
    assert_allclose(ours.theta, theirs.x, rtol=1e-5)
    assert ours.loss == pytest.approx(2 * theirs.cost, rel=1e-9)
    assert ours.n_doubted == 5
    assert np.all(np.diff(ours.history.f) <= 1e-12 * ours.history.f[:-1])
    plain = fit(model, X, y, start=theta)
    assert np.linalg.norm(ours.theta - theta) < 0.2 * np.linalg.norm(plain.theta - theta)


def test_without_wild_data_a_doubting_fit_is_the_plain_one():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    trusting = robust(model.residuals(X, y), theta, fscale=10)
    plain = fit(model, X, y)
    assert_allclose(np.abs(trusting.theta), np.abs(plain.theta), rtol=1e-8)
    assert_allclose(trusting.stderr, plain.stderr, rtol=1e-6)


def test_errors_of_a_doubting_fit_are_those_of_many_repeated_experiments():
    model, rng, ends = polynomial(1), np.random.default_rng(9), []
    for _ in range(40):
        y = model((1, 2), X) + rng.normal(0, 0.1, len(X))
        ends.append(robust(model.residuals(X, y), (1, 2), fscale=0.05))
    scatter = np.std([end.theta for end in ends], axis=0)
    assert_allclose(np.mean([end.stderr for end in ends], axis=0), scatter, rtol=0.3)


@pytest.mark.parametrize("lag1", [0.0, 0.5, 0.88])
def test_the_factor_is_by_how_much_a_mean_of_remembering_data_scatters(lag1):
    rng = np.random.default_rng(11)
    shocks = rng.normal(size=(400, 1000))
    series = np.zeros_like(shocks)
    for k in range(1, 1000):
        series[:, k] = lag1 * series[:, k - 1] + shocks[:, k]
    series = series[:, 100:]
    truth = series.mean(axis=1).std() / (series.std() / np.sqrt(900))
    assert autocorrelation_factor(series[0]).factor == pytest.approx(truth, rel=0.25)
