"""Strips and a corner add up to the increment of a product; rates multiply along a chain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import (
    chain_trace,
    derivative,
    product_increment,
)
from calc_core.errors import DomainError

# ---- Products and chains ----------------------------------------------------------------------------------


@given(st.floats(-3, 3), st.floats(1e-6, 2), st.sampled_from([1, -1]))
@settings(max_examples=60)
def test_two_strips_and_a_corner_are_the_whole_increment(x, dx, way):
    grown = product_increment(np.sin, lambda t: t**2, x, way * dx)
    whole = grown.f_dg + grown.g_df + grown.df_dg
    size = np.abs([grown.f * grown.g, grown.f_dg, grown.g_df, grown.df_dg]).max()
    assert abs(whole - grown.total) <= 8 * np.finfo(float).eps * size


def test_the_share_of_the_corner_falls_with_the_nudge():
    share = product_increment(np.exp, lambda t: t**2, 1.0, 10.0 ** -np.arange(1, 7)).corner_share
    assert_allclose(share[1:] / share[:-1], 0.1, rtol=0.3)
    assert_allclose(share[2:] / share[1:-1], 0.1, rtol=0.03)


def test_an_area_that_does_not_change_has_no_corner_share():
    with pytest.raises(DomainError, match="share"):
        _ = product_increment(lambda t: 0 * t + 2, lambda t: 0 * t + 3, 1.0, 0.1).corner_share


@given(st.floats(-1.2, 1.2), st.floats(1e-7, 1e-2), st.sampled_from([1, -1]))
@settings(max_examples=40)
def test_rates_multiply_because_nudges_are_passed_on(x, dx, way):
    chain = chain_trace([lambda t: 2 * t**5 + 3 * t, np.sin, np.exp], x, way * dx)
    assert chain.values.shape == chain.nudges.shape == (4,)
    assert_allclose(chain.product, chain.nudges[-1] / chain.nudges[0], rtol=1e-12)
    inner = 2 * x**5 + 3 * x
    exact = [10 * x**4 + 3, np.cos(inner), np.exp(np.sin(inner))]
    assert_allclose(chain.slopes, exact, rtol=1e-9, atol=1e-12)
    assert_allclose(chain.slope, np.prod(exact), rtol=1e-9, atol=1e-12)


def test_a_nudge_brought_to_rest_keeps_its_chain():
    chain = chain_trace([lambda t: 0 * t + 1, np.exp], 0.5, 0.1)
    assert_allclose(chain.rates, [0, np.e], rtol=1e-12)
    assert chain.product == 0


def test_rules_and_measurement_agree_on_the_beast():
    x = 0.3
    u, du = 2 * x**5 + 3 * x, 10 * x**4 + 3
    by_rules = (np.cos(u) * du - 7 * np.sin(u)) / np.exp(7 * x)
    measured = derivative(lambda t: np.sin(2 * t**5 + 3 * t) / np.exp(7 * t), x, method="complex").value
    assert_allclose(measured, by_rules, rtol=4e-15)
    assert_allclose(by_rules, -0.44095852372138, rtol=1e-13)
