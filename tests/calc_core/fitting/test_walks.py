"""Lectures 23 and 24: jumps and grip."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from calc_core.fitting import (
    chi2,
    fit,
    gauss_newton,
    levenberg_marquardt,
    lm_arc,
    polynomial,
    stable_rate,
    steepest_descent,
)
from tests.calc_core.fitting.curves import BELL, CURVES, HEIGHTS, X, noisy


def test_the_bell_of_3000_men():
    plain = fit(BELL, HEIGHTS.height, HEIGHTS.count)
    assert_allclose(np.abs(plain.theta), (473.8, 166.41, 6.394), rtol=1e-4)
    assert chi2(plain.residual, HEIGHTS.count_error, n_params=3).value == pytest.approx(11.78, abs=0.005)
    area = plain.theta[0] * abs(plain.theta[2]) * np.sqrt(2 * np.pi) / HEIGHTS.bin_width
    assert area == pytest.approx(2990, abs=0.5)
    weighted = fit(BELL, HEIGHTS.height, HEIGHTS.count, HEIGHTS.count_error)
    test = chi2(weighted.residual, n_params=3)
    assert_allclose(np.abs(weighted.theta), (469.96, 166.457, 6.446), rtol=1e-4)
    assert (test.value, test.dof) == (pytest.approx(11.27, abs=0.005), 19)
    assert test.p == pytest.approx(stats.chi2.sf(test.value, 19))
    assert weighted.parameter("mu").unit == "cm"


def test_jumps_double_the_digits_near_the_floor_and_fly_off_the_map_far_away():
    residuals = BELL.residuals(HEIGHTS.height, HEIGHTS.count)
    near = gauss_newton(residuals, (400, 165, 8))
    assert near.status == "converged"
    assert near.n_steps <= 7
    far = gauss_newton(residuals, (100, 180, 10))
    assert far.status == "diverged"
    assert far.history.x[2, 1] == pytest.approx(1329, abs=0.5)
    assert far.history.x[2, 2] < 0
    assert np.isfinite(far.history.x).all()
    assert np.abs(far.history.x[-1]).max() > 1e30


def test_grip_brings_six_of_seven_wild_starts_home_and_one_to_the_tallest_man():
    residuals = BELL.residuals(HEIGHTS.height, HEIGHTS.count)
    wild = ((100, 180, 10), (500, 165, 30), (100, 150, 5), (300, 160, 10), (1000, 200, 20), (50, 140, 20))
    for start in wild:
        home = levenberg_marquardt(residuals, start)
        assert_allclose(
            (home.theta[0], home.theta[1], abs(home.theta[2])), (473.763, 166.406, 6.394), rtol=1e-4
        )
    assert levenberg_marquardt(residuals, (500, 165, 30)).theta[2] == pytest.approx(-6.394, abs=1e-3)
    tallest = levenberg_marquardt(residuals, (200, 190, 3))
    assert tallest.status == "converged"
    assert tallest.theta[1] == pytest.approx(196.2, abs=0.2)
    assert tallest.rms > 10 * levenberg_marquardt(residuals, (500, 165, 30)).rms


def test_rejected_prints_are_kept_apart_and_kept_steps_are_the_history():
    walk = levenberg_marquardt(BELL.residuals(HEIGHTS.height, HEIGHTS.count), (100, 180, 10)).history
    assert walk.n_rejected == len(walk.rejected) > 0
    kept = [trial for trial in walk.trials if trial.accepted]
    for trial, stop in zip(kept, walk.x[1:], strict=False):  # the very last step is made on trust
        assert_allclose(trial.x, stop)
    for trial in walk.rejected:
        assert not trial.f < walk.f[trial.after]
    assert len(walk.mu) == len(walk.rho) == len(kept)
    assert np.all(np.diff(walk.f) <= 1e-12 * walk.f[:-1])


def test_a_walk_can_be_looked_up_between_its_stops():
    walk = gauss_newton(BELL.residuals(HEIGHTS.height, HEIGHTS.count), (400, 165, 8)).history
    assert_allclose(walk.at(2), walk.x[2], rtol=0)
    assert_allclose(walk.at(1.25), 0.75 * walk.x[1] + 0.25 * walk.x[2])
    assert_allclose([walk.at(-0.1), walk.at(1e9)], walk.x[[0, -1]], rtol=0)  # as on every other walk


def test_the_arc_runs_from_the_steepest_way_to_the_gauss_newton_jump():
    residuals, theta = BELL.residuals(HEIGHTS.height, HEIGHTS.count), np.array((300.0, 160, 10))
    arc = lm_arc(residuals, theta, np.logspace(8, -14, 60))
    J, r = residuals.jacobian(theta), residuals(theta)
    D = np.linalg.norm(J, axis=0)
    careful = -(J.T @ r) / D**2
    assert_allclose(arc.step[0] / np.linalg.norm(arc.step[0]), careful / np.linalg.norm(careful), rtol=1e-6)
    assert_allclose(arc.x[-1], gauss_newton(residuals, theta, max_iter=1).theta, rtol=1e-9)
    assert np.all(
        np.diff(np.linalg.norm(D * arc.step, axis=1)) > 0
    )  # the looser the grip the longer the step
    assert np.all(np.diff(arc.believed) <= 1e-12 * arc.f)
    assert_allclose(arc.height[7], np.sum(residuals(arc.x[7]) ** 2))
    assert arc.height[arc.best] == arc.height.min() < arc.f
    assert_allclose(arc.down, careful, rtol=1e-12)
    assert_allclose(arc.jump, gauss_newton(residuals, theta, max_iter=1).theta, rtol=1e-9)
    assert_allclose(arc.length, np.linalg.norm(D * arc.step, axis=1))
    bowl = arc.f + arc.step @ arc.gradient + np.einsum("mi,ij,mj->m", arc.step, arc.normal, arc.step)
    assert_allclose(bowl, arc.believed, rtol=1e-9)


def test_a_bowl_without_a_floor_has_no_jump():
    flat = lm_arc(lambda p: np.array([p[0] + p[1], 1.0]), (1.0, 1.0), (1.0,))
    assert np.isnan(flat.jump).all() or np.abs(flat.jump).max() > 1e6


def test_every_step_of_the_arc_solves_the_damped_normal_equations():
    residuals, theta = CURVES["growth"][0].residuals(X, noisy(*CURVES["growth"])), np.array([1.0, 1.0, 2.0])
    J, r = residuals.jacobian(theta), residuals(theta)
    D2 = np.diag(np.sum(J**2, axis=0))
    for mu, step in zip((10.0, 0.1, 1e-4), lm_arc(residuals, theta, (10.0, 0.1, 1e-4)).step, strict=True):
        assert_allclose((J.T @ J + mu * D2) @ step, -J.T @ r, rtol=1e-8)


def test_below_the_stable_rate_no_small_step_climbs_and_above_it_the_walk_is_flung_off():
    model = polynomial(1)
    residuals = model.residuals(X, noisy(model, (1, 2)))
    limit = stable_rate(residuals, (0, 0))
    below = steepest_descent(residuals, (5, 5), learning_rate=0.99 * limit, steps=200)
    above = steepest_descent(residuals, (5, 5), learning_rate=1.01 * limit, steps=200)
    assert np.all(np.diff(below.f) <= 0)
    assert above.f[-1] > above.f[0]
    flung = steepest_descent(residuals, (5, 5), learning_rate=3 * limit, steps=10_000)
    assert flung.status == "diverged"
    assert np.isfinite(flung.x).all()
    assert np.isfinite(flung.f).all()


def test_a_thinned_walk_is_the_same_walk():
    residuals = CURVES["bell"][0].residuals(X, noisy(*CURVES["bell"]))
    rate = 0.5 * stable_rate(residuals, CURVES["bell"][1])
    every = steepest_descent(residuals, (3, 1.2, 1), learning_rate=rate, steps=60)
    seventh = steepest_descent(residuals, (3, 1.2, 1), learning_rate=rate, steps=60, keep_every=10)
    assert_allclose(seventh.x, every.x[::10], rtol=1e-12)
    assert (seventh.n_steps, seventh.stride, len(seventh.x)) == (60, 10, 7)
    assert_allclose(every.moves[0], -rate * every.grad[0])
    assert_allclose(every.step, rate)
