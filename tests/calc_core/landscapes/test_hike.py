"""The hike of lecture 01: one knob, with the slopes that its heights have."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import derivative, hike, hike_height, turning_points

hours = st.floats(-0.5, 7.5)


@given(x=hours)
def test_its_formulas_are_the_slopes_of_its_heights(x):
    land = hike()
    measured = derivative(hike_height, x, method="richardson")
    assert land.f([x]) == hike_height(x)
    assert_allclose(land.grad([x])[0], measured.value, rtol=1e-7, atol=1e-5)
    bent = (hike_height(x + 1e-4) - 2 * hike_height(x) + hike_height(x - 1e-4)) / 1e-8
    assert_allclose(land.hess([x])[0, 0], bent, rtol=1e-3, atol=0.1)


def test_it_has_a_summit_a_pass_and_a_second_top():
    turns = turning_points(hike_height, 0, 7)
    assert turns.kind == ("maximum", "minimum", "maximum")
    assert_allclose(hike().grad(turns.x[:, None]), 0, atol=1e-4)


def test_a_batch_and_a_single_hour_agree():
    x = np.linspace(0, 7, 15)[:, None]
    land = hike()
    assert_allclose(land.grad(x), [land.grad(each) for each in x], rtol=1e-13, atol=1e-12)
    assert (land.units["x"], land.units["f"]) == ("h", "m")
