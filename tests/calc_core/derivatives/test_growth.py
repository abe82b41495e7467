"""Areas and volumes grow by strips, slabs and corners, whose shares fall by known powers of the nudge."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import power_increment, product_family, product_increment, product_rule
from calc_core.errors import DomainError, ShapeError

sides = st.floats(0.5, 20.0)
nudges = st.floats(1e-3, 2.0)
TINY = np.geomspace(1e-6, 1e-3, 40)
FAMILY = product_family(np.square, np.sin, 0.2, 2.2)


@given(n=st.integers(1, 9), x=sides, dx=nudges)
def test_the_parts_of_every_power_add_up_to_what_was_gained(n, x, dx):
    gain = power_increment(n, x, dx)
    assert float(gain.gap) <= 1e-13 * (x + dx) ** n
    assert gain.shares.sum(axis=0) == pytest.approx(1.0, abs=1e-9)
    assert gain.ratio * gain.dx == pytest.approx(gain.total)
    assert gain.one_in * gain.corner_share == pytest.approx(1.0)


@given(x=sides, dx=nudges)
def test_a_square_gains_what_the_product_of_its_sides_gains(x, dx):
    square, rectangle = power_increment(2, x, dx), product_increment(np.asarray, np.asarray, x, dx)
    assert square.parts[0] == pytest.approx(rectangle.f_dg + rectangle.g_df)
    assert square.parts[1] == pytest.approx(rectangle.df_dg)


@given(n=st.integers(2, 6), x=sides)
def test_each_orders_share_falls_with_a_power_more_and_the_first_stays(n, x):
    assert power_increment(n, x, x * TINY).slopes == pytest.approx(np.arange(n), abs=0.01)


@given(n=st.integers(2, 6), x=sides)
def test_the_first_order_over_the_nudge_is_the_slope_of_the_power(n, x):
    gain = power_increment(n, x, 1e-7 * x)
    assert gain.parts[0] / gain.dx == pytest.approx(n * x ** (n - 1))
    assert gain.ratio == pytest.approx(n * x ** (n - 1), rel=1e-5)


def test_a_cube_has_three_slabs_three_rods_and_a_corner():
    gain = power_increment(3, 3.0, 1.0)
    assert gain.parts.tolist() == [27.0, 9.0, 1.0]
    assert float(gain.total) == 37.0
    assert [comb(3, k) for k in (1, 2, 3)] == [3, 3, 1]


def test_other_nudges_are_looked_up_with_the_call_on_record():
    gain = power_increment(3, 3.0, TINY)
    other = gain.at(0.5)
    assert other.total == pytest.approx(3.5**3 - 27)
    assert other.made_by is gain.made_by


def test_what_has_no_parts_is_refused():
    with pytest.raises(ShapeError, match="whole number from 1 on"):
        power_increment(0, 1.0, 0.1)
    with pytest.raises(DomainError, match="nothing is gained"):
        _ = power_increment(2, 1.0, 0.0).shares
    with pytest.raises(ShapeError, match="several nudges"):
        _ = power_increment(2, 1.0, 0.1).slopes


@given(x=st.floats(0.4, 1.9), dx=st.floats(-0.1, 0.1))
def test_a_family_tells_of_the_rectangle_that_is_measured(x, dx):
    found = FAMILY.at(x, dx)
    assert found.f == pytest.approx(x**2, abs=1e-9)
    assert found.g == pytest.approx(np.sin(x), abs=1e-9)
    assert found.total == pytest.approx((x + dx) ** 2 * np.sin(x + dx) - x**2 * np.sin(x), abs=1e-8)
    assert found.f_dg + found.g_df + found.df_dg == pytest.approx(found.total, abs=1e-14)
    assert found.made_by is FAMILY.made_by


def test_a_rectangle_of_constant_area_gains_beside_what_it_loses_on_top():
    held = product_increment(np.asarray, lambda x: 1 / np.asarray(x), 1.25, 0.5)
    assert held.beside == pytest.approx(-held.f_dg)
    assert float(held.total) == pytest.approx(0.0, abs=1e-15)


@given(x=st.floats(0.1, 3.0))
def test_the_product_rule_agrees_with_the_slope_measured_on_the_product(x):
    found = product_rule(np.square, np.sin, x)
    assert found.rule == pytest.approx(2 * x * np.sin(x) + x**2 * np.cos(x), abs=1e-13)
    assert float(found.gap) < 1e-13
