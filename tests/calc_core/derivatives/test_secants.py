"""Secants settle on the slope, down to the wall of rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    derivative,
    optimal_step,
    secant_slopes,
    step_sweep,
)
from calc_core.errors import DomainError

# ---- Secants, best steps, sweeps --------------------------------------------------------------------------


@given(st.floats(-1e3, 1e3), st.floats(1e-10, 10), st.sampled_from([1, -1]))
@settings(max_examples=60)
def test_a_secant_joins_two_points_of_the_graph(x, dx, way):
    secant = secant_slopes(np.sin, x, way * dx)
    assert secant.x + secant.dx - secant.x == secant.dx
    assert secant.df == np.sin(secant.x + secant.dx) - np.sin(x)
    assert_allclose(secant.slope * secant.dx, secant.df, rtol=1e-15, atol=1e-300)


def test_secants_settle_on_the_slope_digit_by_digit():
    secant = secant_slopes(np.exp, 1.0, 10.0 ** -np.arange(1, 9))
    gap = np.abs(secant.slope - np.e)
    assert_allclose(gap[1:7] / gap[:6], 0.1, rtol=0.06)
    assert gap[-1] < 1e-6


def test_a_secant_of_a_line_is_the_line_however_small_the_nudge():
    assert_array_equal(secant_slopes(lambda x: 4 * x, 1.0, [1e-3, 1e-9, 1e-15]).slope, 4.0)


def test_secants_broadcast():
    secant = secant_slopes(np.sin, np.linspace(0, 1, 3)[:, None], [0.1, -0.1])
    assert secant.slope.shape == secant.x.shape == secant.df.shape == (3, 2)


def test_a_nudge_lost_beside_x_is_refused():
    with pytest.raises(DomainError, match="rounding unit"):
        secant_slopes(np.sin, 1.0, 1e-17)
    with pytest.raises(DomainError, match="rounding unit"):
        derivative(np.sin, 1.0, h=1e-18)


def test_the_best_step_is_the_root_of_the_machine_precision():
    eps = np.finfo(float).eps
    assert_allclose(optimal_step("forward", 1.0).h, 2 * np.sqrt(eps))
    assert_allclose(optimal_step("central", 1.0).h, (3 * eps) ** (1 / 3))
    assert_allclose(optimal_step("central", [1.0, 50.0], scale=0.1).h, 0.1 * (3 * eps) ** (1 / 3))
    assert_allclose(optimal_step("forward", 1.0, fscale=1e8).h, 2 * np.sqrt(1e8 * eps))


@pytest.mark.parametrize("method", ["forward", "central"])
def test_around_the_predicted_step_nothing_is_much_better(method):
    h = np.logspace(-14, -1, 131)
    sweep = step_sweep(np.exp, 1.0, h, [method], exact=np.e)
    predicted = optimal_step(method, 1.0)
    near = (h > predicted.h / 3) & (h < predicted.h * 3)
    typical = [np.median(sweep.error[0, k : k + 8]) for k in range(len(h) - 8)]
    assert np.median(sweep.error[0, near]) <= 10 * min(typical)
    assert np.median(sweep.error[0, near]) <= 10 * predicted.error * np.e


def test_a_sweep_shows_the_slope_of_truncation_and_the_wall_of_rounding():
    sweep = step_sweep(np.exp, 1.0, np.logspace(-15, -1, 141), exact=np.e)
    assert sweep.methods == ("forward", "central", "complex")
    assert_allclose(sweep.truncation_slope, [1, 2, 2], atol=0.05)
    assert_allclose(sweep.rounding_slope, [-1, -1, 0], atol=0.15)
    assert (sweep.best_error < [1e-8, 1e-10, 1e-15]).all()
    assert_allclose(np.log10(sweep.model_h[:2]), [-8, -5.4], atol=0.6)
    branch = sweep.h > 1e-4
    assert_allclose(sweep.model[:2, branch], sweep.error[:2, branch], rtol=0.15)
