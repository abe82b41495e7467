"""What grows by a constant factor has slopes in proportion to its height; the circle's turn by quarters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import arc_nudge, base_sweep, exponential, growth_rate, newton, quarter_turns
from calc_core.errors import DomainError

bases = st.floats(0.2, 8.0)
angles = st.floats(-7.0, 7.0)
HOURS = np.linspace(-2.0, 3.0, 101)


@given(a=bases)
def test_slope_over_height_is_one_number_everywhere_and_it_is_the_logarithm(a):
    grown = exponential(a, HOURS)
    assert grown.ratio == pytest.approx(np.full(101, np.log(a)), rel=1e-13, abs=1e-15)
    assert grown.spread <= 1e-14 * max(1.0, abs(np.log(a)))
    assert float(growth_rate(a)) == pytest.approx(np.log(a), rel=1e-13, abs=1e-15)
    assert grown.level == pytest.approx(float(growth_rate(a)), abs=1e-14)


@given(a=bases, dx=st.floats(0.01, 1.0))
def test_a_nudge_adds_the_same_share_of_every_height(a, dx):
    grown = exponential(a, HOURS, dx)
    assert grown.share == pytest.approx(np.full(101, a**dx - 1), rel=1e-9, abs=1e-12)
    assert grown.f + grown.df == pytest.approx(a ** (HOURS + dx), rel=1e-13)
    assert exponential(2.0, HOURS).at(a, dx).df == pytest.approx(grown.df)


@given(a=bases)
def test_rise_over_run_heads_for_the_slope_in_proportion_to_the_nudge(a):
    nudges = 0.1 / 2.0 ** np.arange(6)
    errors = [abs(exponential(a, [0.7], dx).slope[0] - exponential(a, [0.7]).slope[0]) for dx in nudges]
    if abs(np.log(a)) > 0.1:
        assert np.polyfit(np.log(nudges), np.log(errors), 1)[0] == pytest.approx(1.0, abs=0.1)


def test_the_base_whose_slope_is_its_height_is_found_to_fifteen_digits():
    found = newton(lambda a: growth_rate(a) - 1, 2.0)
    assert found.status == "converged"
    assert found.root == pytest.approx(np.e, rel=4e-16)
    assert exponential(found.root, HOURS).gap < 2e-15


def test_a_base_that_does_not_grow_is_told():
    for wrong in (0.0, -2.0, np.inf):
        with pytest.raises(DomainError, match="must be positive"):
            exponential(wrong, HOURS)
    assert np.isnan(growth_rate(-1.0))
    with pytest.raises(DomainError, match="bases of growth"):
        base_sweep([1.0, -1.0])
    with pytest.raises(DomainError, match="must be finite"):
        exponential(10.0, [400.0])
    with pytest.raises(DomainError, match="must change x"):
        exponential(2.0, [1.0], 1e-20)


@given(theta=angles, dtheta=st.floats(1e-6, 1.0))
def test_the_arc_moves_the_point_as_sine_and_cosine_say(theta, dtheta):
    arc = arc_nudge(theta, dtheta)
    assert float(arc.dsin) == pytest.approx(np.sin(theta + dtheta) - np.sin(theta), abs=1e-15)
    assert float(arc.dcos) == pytest.approx(np.cos(theta + dtheta) - np.cos(theta), abs=1e-15)
    assert float(np.hypot(arc.level, arc.upright)) == pytest.approx(dtheta)  # as long as the arc,
    assert float(arc.level * arc.cos + arc.upright * arc.sin) == pytest.approx(0, abs=1e-15)  # square


@given(theta=angles)
def test_the_turned_triangle_misses_by_half_the_nudge(theta):
    nudges = np.geomspace(1e-6, 1e-2, 9)
    miss = arc_nudge(theta, nudges).miss
    assert miss == pytest.approx(nudges / 2, rel=1e-3)
    assert arc_nudge(0.0, 1.0).at(theta, nudges).miss == pytest.approx(miss)


def test_four_slopes_lead_back_to_the_sine():
    turns = quarter_turns(np.linspace(0, 2 * np.pi, 720, endpoint=False))
    assert turns.n == 720
    assert turns.gap < 3e-16
    for k, row in enumerate((turns.sine, turns.first, turns.second, turns.third)):
        assert row == pytest.approx(np.sin(turns.theta + k * np.pi / 2), abs=3e-15)


@given(theta=angles, turn=angles)
def test_turning_the_circle_turns_the_nudge(theta, turn):
    here, there = arc_nudge(theta, 0.3), arc_nudge(theta + turn, 0.3)
    moved = (float(here.dcos) + 1j * float(here.dsin)) * np.exp(1j * turn)
    assert moved == pytest.approx(float(there.dcos) + 1j * float(there.dsin), abs=1e-14)
