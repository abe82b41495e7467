"""Lecture 25: what the breath of a planet comes to, and how far a superb fit is from a forecast."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import least_squares

from calc_core.data.datasets import load_co2_recent
from calc_core.errors import DomainError, ShapeError
from calc_core.fitting import (
    autocorrelation_factor,
    co2,
    co2_layers,
    covariance,
    fit,
    gauss_newton,
    holdout_sweep,
    levenberg_marquardt,
    linear,
    prediction_band,
    season,
    stable_rate,
    steepest_descent,
)

RECORD = load_co2_recent()
START = (280, 70, 50, 0, 0, 0, 0, 0)
MODELS = {"exponential": co2(), "quadratic": co2(2, "poly"), "cubic": co2(2, "poly", degree=3)}
KINDS = [
    co2(),
    co2(3, "exp", gain=False),
    co2(1, "poly"),
    co2(2, "poly", False, degree=3),
    co2(0, "exp", False),
]


@pytest.fixture(scope="module")
def best():
    return levenberg_marquardt(co2().residuals(RECORD.year, RECORD.co2), START)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.name)
def test_the_jacobian_is_the_curve_s_own_slope(model):
    theta = np.linspace(0.4, 1.3, model.p) * 30
    x = np.array([1958.2, 1990.0, 2001.7, 2020.3])
    for k in range(model.p):
        nudged = theta + 1e-30j * np.eye(model.p)[k]
        assert_allclose(model.jacobian(theta, x)[:, k], model(nudged, x).imag / 1e-30, rtol=1e-12, atol=1e-12)


def test_one_call_serves_a_whole_grid_of_knobs():
    model, x = co2(), RECORD.year[:5]
    thetas = np.random.default_rng(1).uniform(1, 50, (3, 4, model.p))
    assert model(thetas, x).shape == (3, 4, 5)
    assert model.jacobian(thetas, x).shape == (3, 4, 5, model.p)
    assert_allclose(model(thetas, x)[2, 1], model(thetas[2, 1], x))
    assert_allclose(model.jacobian(thetas, x)[2, 1], model.jacobian(thetas[2, 1], x))


def test_season_columns_follow_x_when_x_changes_in_place():
    model, x = co2(1, "poly", False, degree=0), np.array([0.0, 0.5])
    before = model([0, 1, 0], x)
    x += 0.5
    assert_allclose(before, [1, -1])
    assert_allclose(model([0, 1, 0], x), [-1, 1], atol=1e-12)


def test_ten_evaluations_find_the_fit_that_scipy_finds(best):
    model = co2()
    witness = least_squares(
        lambda theta: model(theta, RECORD.year) - RECORD.co2,
        (280, 70, 50, 0, 1, 1, 1, 1),
        jac=lambda theta: model.jacobian(theta, RECORD.year),
        method="lm",
        xtol=1e-15,
        ftol=1e-15,
        gtol=1e-15,
    )
    assert_allclose(best.theta, witness.x, rtol=5e-8)  # scipy's lm stops with |cos| = 1.7e-8, ours with 1e-10
    closer = gauss_newton(model.residuals(RECORD.year, RECORD.co2), START, xtol=1e-14, gtol=1e-13)
    assert_allclose(best.theta, closer.theta, rtol=1e-8)
    assert best.status == "converged"
    assert best.nfev <= 10


def test_the_fit_says_what_the_lecture_says(best):
    assert best.rms == pytest.approx(0.7336, abs=5e-5)
    c0, size, time, growth = (best.parameter(name) for name in ("c0", "A", "T", "g"))
    assert (c0.value, c0.stderr) == (pytest.approx(258.6, abs=0.05), pytest.approx(0.7, abs=0.05))
    assert (time.value, time.stderr) == (pytest.approx(60.2, abs=0.05), pytest.approx(0.44, abs=0.01))
    assert size.value == pytest.approx(93.5, abs=0.05)
    assert growth.value == pytest.approx(0.0031, abs=5e-5)
    assert [each.unit for each in (c0, size, time, growth)] == ["ppm", "ppm", "yr", "1/yr"]
    assert best.units["rms"] == "ppm"


def test_residuals_remember_each_other_so_errors_are_four_times_wider(best):
    memory = autocorrelation_factor(best.residual)
    assert memory.lag1 == pytest.approx(0.88, abs=0.005)
    assert memory.factor == pytest.approx(3.96, abs=0.05)
    assert covariance(best).strongest_pair == "c0, A"
    assert covariance(best).strongest < -0.99


def test_layers_leave_ever_less():
    layers = co2_layers(RECORD.year, RECORD.co2)
    assert_allclose(layers.rms, [4.36, 2.23, 0.95, 0.75, 0.73], atol=0.005)
    for fitted, rms in zip(layers.fits, layers.rms, strict=True):
        assert fitted.rms == rms
    assert [fitted.p for fitted in layers.fits] == [2, 3, 5, 7, 8]


def test_the_season_is_high_in_may_and_low_in_autumn(best):
    two = season(best)
    four = season(fit(co2(4), RECORD.year, RECORD.co2))
    assert two.peak_to_peak == pytest.approx(6.42, abs=0.005)
    assert four.peak_to_peak == pytest.approx(6.65, abs=0.005)
    assert (two.high_date, two.low_date) == ("19 May", "2 October")
    assert (four.high_date, four.low_date) == ("13 May", "1 October")
    assert season(best, 2000).peak_to_peak == pytest.approx(two.peak_to_peak * (1 + 10 * two.growth))
    assert two.growth_percent == pytest.approx(0.315, abs=0.001)


def test_a_season_needs_harmonics():
    with pytest.raises(ShapeError, match="harmonics"):
        season(fit(co2(0, "poly", False), RECORD.year, RECORD.co2))


def test_gauss_newton_and_grip_need_three_steps_where_small_steps_need_a_hundred_thousand(best):
    residuals = co2().residuals(RECORD.year, RECORD.co2)
    rate = 0.7 * stable_rate(residuals, best.theta)
    slow = steepest_descent(residuals, START, learning_rate=rate, steps=5000, keep_every=1000)
    assert slow.n_steps == 5000
    assert len(slow.x) == 6
    assert np.all(np.diff(slow.f) < 0)
    assert slow.last_rms > 1.2  # 1.153 after 100,000
    assert gauss_newton(residuals, START).history.settled_after <= 3
    assert best.history.settled_after <= 3


def test_the_short_cut_to_the_slope_is_the_slope():
    residuals = co2().residuals(RECORD.year, RECORD.co2)
    quick = residuals.model.slope(residuals.x, residuals.y)
    for theta in np.array([START, (258, 93, 60, 0.003, -1, 2.7, 0.7, -0.4), (1, 2, -30, 0.1, 4, 3, 2, 1)]):
        plain = 2 * residuals(theta) @ residuals.jacobian(theta)
        assert_allclose(quick(theta), plain, rtol=1e-11, atol=1e-9 * np.abs(plain).max())


def test_a_superb_fit_is_not_a_forecast():
    sweep = holdout_sweep(MODELS, RECORD.year, RECORD.co2, (1980, 1990, 1995, 2002, 2010))
    published = {
        "exponential": (-83.9, -39.8, -11.3, -0.7, 0.5),
        "quadratic": (-17.8, -13.8, -3.1, 2.6, 2.6),
        "cubic": (-9.0, -4.7, 32.6, 18.8, 5.4),
    }
    for k, name in enumerate(sweep.names):
        assert_allclose(sweep.miss[k], published[name], atol=0.051)
    assert 0.40 < sweep.best_inside < sweep.worst_inside < 0.815
    assert sweep.target == RECORD.last_year
    one = sweep.forecast("cubic", 1995)
    assert (one.miss, one.inside) == (sweep.miss[2, 2], sweep.inside[2, 2])
    assert one.outside > 10 * one.inside
    cubic = sweep.of("cubic")
    assert_allclose(cubic.miss, sweep.miss[2])
    assert cubic.curves([RECORD.last_year])[2, 0] == pytest.approx(RECORD.last_co2 - one.miss)


def test_a_sweep_does_not_depend_on_its_other_cuts():
    together = holdout_sweep(MODELS, RECORD.year, RECORD.co2, [1980, 1982, 1985, 1990, 2000])
    alone = holdout_sweep(MODELS, RECORD.year, RECORD.co2, 1985)
    assert_allclose(together.miss[:, 2], alone.miss[:, 0], atol=2e-3)  # of up to 91 ppm
    shuffled = holdout_sweep(MODELS, RECORD.year, RECORD.co2, [1985, 2005, 1995])
    assert_allclose(shuffled.miss[:, 0], alone.miss[:, 0], atol=2e-3)


def test_a_linear_model_in_a_sweep_is_refitted_exactly():
    model = co2(2, "poly", False)
    sweep = holdout_sweep([model], RECORD.year, RECORD.co2, [1990])
    before = RECORD.year < 1990
    design = model.jacobian(np.zeros(model.p), RECORD.year)
    theta = linear(design[before], RECORD.co2[before]).theta
    assert_allclose(sweep.miss[0, 0], RECORD.last_co2 - design[-1] @ theta, rtol=1e-9)


@pytest.mark.parametrize("cut", [1958.5, 2030])
def test_a_cut_must_leave_something_on_either_side(cut):
    with pytest.raises(DomainError, match="a cut must leave more than"):
        holdout_sweep(MODELS, RECORD.year, RECORD.co2, [1990, cut])


def test_the_band_widens_away_from_the_data(best):
    band = prediction_band(best, [1990, 2020, 2050])
    assert band.stderr[0] < band.stderr[1] < band.stderr[2]
    assert_allclose(prediction_band(best, [2020], widen=4).stderr, 4 * band.stderr[1])
    assert_allclose(band.spread**2, band.stderr**2 + best.scatter**2)
    assert_allclose(band.upper - band.lower, 2 * band.stderr)


def test_band_errors_are_those_of_many_repeated_experiments():
    """Independent witness: refit the same truth under fresh noise, and look how far the curves scatter."""
    model, x, rng = co2(1, "poly", False, degree=1), np.linspace(1990, 1995, 40), np.random.default_rng(7)
    truth = np.array([350.0, 1.5, 2.0, -1.0])
    clean = model(truth, x)
    fits = [fit(model, x, clean + rng.normal(0, 0.5, 40)) for _ in range(200)]
    scatter = np.std([each.theta for each in fits], axis=0)
    assert_allclose(np.mean([each.stderr for each in fits], axis=0), scatter, rtol=0.2)
    curves = np.std([model(each.theta, [1997.0]) for each in fits])
    assert prediction_band(fits[0], [1997.0]).stderr[0] == pytest.approx(curves, rel=0.35)
