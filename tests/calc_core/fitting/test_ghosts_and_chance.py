"""Ghosts are derivatives, their best mix is Gauss-Newton's step, and chance makes honest chi-squareds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from calc_core.errors import DomainError, ShapeError
from calc_core.fitting import chi2, chi2_outcomes, gauss_newton, ghost_mix, polynomial, recounts
from tests.calc_core.fitting.curves import BELL, CURVES, HEIGHTS, X, noisy, seeds

MEN = (HEIGHTS.height, HEIGHTS.count)
GRID = np.linspace(139, 199, 61)
STARTS = ((300, 170, 10), (100, 180, 10), (450, 160, 5))


@pytest.mark.parametrize("name", CURVES)
def test_a_ghost_is_what_a_tiny_turn_of_its_knob_adds_per_turn(name):
    model, theta = CURVES[name]
    told = ghost_mix(model, X, noisy(model, theta), theta, X)
    assert_allclose(told.ghosts, told.shapes)
    for k in range(model.p):
        turned = np.array(theta, dtype=complex)
        turned[k] += 1e-30j
        assert_allclose(told.ghosts[k], model(turned, X).imag / 1e-30, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("start", STARTS)
def test_the_mix_is_the_step_of_gauss_newton_and_leaves_a_right_angle(start):
    told = ghost_mix(BELL, *MEN, start, GRID)
    walk = gauss_newton(BELL.residuals(*MEN), start, max_iter=1).history
    assert_allclose(told.theta + told.turn, walk.x[1], rtol=1e-9)
    sizes = np.linalg.norm(told.ghosts, axis=1) * np.linalg.norm(told.residual)
    assert np.abs(told.ghosts @ told.left / sizes).max() < 1e-12
    assert told.share_left == pytest.approx(np.linalg.norm(told.left) / np.linalg.norm(told.residual))


@given(seeds)
def test_of_a_straight_model_the_mix_leaves_what_no_knob_can_change(seed):
    rng = np.random.default_rng(seed)
    model, y = polynomial(2), rng.normal(size=len(X))
    here = rng.normal(size=3)
    told = ghost_mix(model, X, y, here, X)
    assert_allclose(y - model(here + told.turn, X), told.left, atol=1e-10)


@given(st.floats(-300, 300), st.floats(0.1, 10))
def test_moving_or_stretching_the_heights_moves_and_stretches_the_turn(shift, factor):
    plain = ghost_mix(BELL, *MEN, STARTS[0], GRID)
    start = (300, factor * 170 + shift, factor * 10)
    other = ghost_mix(BELL, factor * MEN[0] + shift, MEN[1], start, factor * GRID + shift)
    assert_allclose(other.turn, plain.turn * [1, factor, factor], rtol=1e-6)
    assert other.alike == pytest.approx(plain.alike, rel=1e-6)


def test_ghosts_are_alike_when_one_is_nearly_a_mix_of_the_others():
    at_home, flat = (ghost_mix(BELL, *MEN, each, GRID) for each in ((474, 166.4, 6.4), (43, 146, 40)))
    assert at_home.alike < 0.7 < 0.95 < flat.alike < 1
    for told in (at_home, flat):  # the witness: the best imitation of each ghost, by least squares
        best = 0.0
        for k in range(3):
            others = np.delete(told.ghosts, k, axis=0).T
            shadow = others @ np.linalg.lstsq(others, told.ghosts[k], rcond=None)[0]
            best = max(best, np.linalg.norm(shadow) / np.linalg.norm(told.ghosts[k]))
        assert told.alike == pytest.approx(best, rel=1e-6)
    assert ghost_mix(polynomial(1), [2.0, 2.0], [0.0, 1.0], (0, 0), [1.0]).alike == 1
    assert ghost_mix(BELL, [0.0, 1, 2], [0.0, 1, 2], (1, 1e6, 1), [1.0]).alike == 1


def test_jumps_leave_a_larger_map_too():
    start, residuals = (100, 180, 10), BELL.residuals(*MEN)
    near, far = (gauss_newton(residuals, start, map_edge=edge) for edge in (1e30, 1e85))
    assert near.status == far.status == "diverged"
    assert far.n_steps > near.n_steps
    assert_allclose(far.history.x[: near.n_steps + 1], near.history.x)
    assert np.isfinite(far.history.x).all()
    assert np.abs(far.history.x[-1]).max() > 1e83
    with pytest.raises(DomainError, match="map_edge must be positive, got 0"):
        gauss_newton(residuals, start, map_edge=0)


@given(seeds)
def test_a_recount_jumps_by_the_root_of_what_is_expected(seed):
    expected = np.array([0.0, 1.0, 25.0, 460.0])
    told = recounts(expected, 4000, seed=seed)
    assert told.counts.shape == (4000, 4)
    assert (told.counts[:, 0] == 0).all()
    assert (told.counts == told.counts.round()).all()
    assert_allclose(told.counts.mean(axis=0), expected, atol=5 * np.sqrt(460 / 4000))
    assert_allclose(told.counts.std(axis=0), np.sqrt(expected), rtol=0.1, atol=1e-9)
    np.testing.assert_array_equal(told.counts, recounts(expected, 4000, seed=seed).counts)


def test_recounts_refuse_what_cannot_be_expected():
    with pytest.raises(DomainError, match="not negative"):
        recounts([3.0, -1.0], 2, seed=1)
    with pytest.raises(ShapeError, match="times not negative"):
        recounts([3.0], -2, seed=1)


@given(st.integers(1, 80), st.integers(1, 300))
def test_outcomes_of_chance_are_equally_likely(dof, n):
    told = chi2_outcomes(dof, n=n)
    assert_allclose(stats.chi2.cdf(told.values, dof), (np.arange(n) + 0.5) / n, atol=1e-9)
    for value in (0.3 * dof, dof, 1.7 * dof):
        assert abs(told.above(value) - n * stats.chi2.sf(value, dof)) <= 0.5 + 1e-9
    with pytest.raises(ShapeError, match="at least 1"):
        chi2_outcomes(0)


def test_the_outcomes_are_those_of_many_recounts_fitted_anew():
    expected = BELL((470, 166.46, 6.446), HEIGHTS.height)
    tall = expected > 15  # where Poisson's law looks like Gauss's
    found = []
    for counts in recounts(expected[tall], 200, seed=5).counts:
        errors = np.sqrt(expected[tall])
        fitted = gauss_newton(BELL.residuals(HEIGHTS.height[tall], counts, errors), (470, 166.46, 6.446))
        found.append(chi2(fitted.residual, n_params=3).value)
    told = chi2_outcomes(int(tall.sum()) - 3, n=200)
    assert np.mean(found) == pytest.approx(told.dof, rel=0.1)
    assert_allclose(np.sort(found)[40:160], told.values[40:160], rtol=0.15)
