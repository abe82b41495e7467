"""Lecture 09: streams that leave a peak evenly on its flank, though its two curvatures differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import solve_ivp

from calc_core import bowl, critical_points, flow_line, springs
from calc_core.errors import ShapeError
from tests.calc_core.worlds import HILLS


@settings(max_examples=8)
@given(kappa=st.floats(0.4, 2.5), angle=st.floats(-3, 3), distance=st.floats(0.05, 0.5))
def test_carried_by_the_flow_they_come_to_stand_evenly_round_the_centre(kappa, angle, distance):
    """The flow itself is followed, by another solver, for the time that water takes on the mean curvature."""
    land = bowl(kappa, angle)
    found = springs(critical_points(land, [(-2, 2), (-2, 2)]), 0, 8, distance=distance, flank=1.5)
    assert_allclose(np.linalg.norm(found.x - found.centre, axis=-1), distance, rtol=1e-12)
    time = np.log(1.5 / distance) / ((1 + kappa) / 2)
    later = solve_ivp(
        lambda t, x: land.grad(x.reshape(-1, 2)).ravel(), (0, time), found.x.ravel(), rtol=1e-10, atol=1e-12
    )
    turn = np.unwrap(np.arctan2(*later.y[:, -1].reshape(-1, 2).T[::-1]))
    assert_allclose(np.abs(np.diff(turn)), np.pi / 4, rtol=1e-6)


def test_round_a_peak_of_equal_curvatures_they_stand_evenly():
    found = springs(critical_points(bowl(1.0), [(-2, 2), (-2, 2)]), 0, 12, distance=0.1, flank=1.3)
    turn = np.unwrap(np.arctan2(*found.x.T[::-1]))
    assert_allclose(np.abs(np.diff(turn)), np.pi / 6, rtol=1e-9)
    assert found.n == 12


def test_without_them_the_streams_of_the_peak_would_crowd():
    """At the flank the widest gap between two streams is smaller than from springs spread evenly."""
    summits = critical_points(HILLS)
    peak = int(np.argmax(summits.f))

    def widest(starts):
        ends = [
            flow_line(HILLS, start, ascent=False, length=1.2, n=50, method="LSODA", tol=1e-8).points[-1]
            for start in starts
        ]
        turn = np.sort(np.arctan2(*(ends - summits.x[peak]).T[::-1]))
        return np.diff(np.append(turn, turn[0] + 2 * np.pi)).max()

    good = springs(summits, peak, 12, distance=0.1, flank=1.3)
    ring = 2 * np.pi * (np.arange(12) + 0.5) / 12
    naive = summits.x[peak] + 0.1 * np.stack([np.cos(ring), np.sin(ring)], axis=-1)
    assert widest(good.x) < 0.6 * widest(naive)
    assert good.made_by is not None


def test_from_a_pass_no_water_runs_to_all_sides():
    summits = critical_points(HILLS)
    with pytest.raises(ShapeError, match="saddle"):
        springs(summits, summits.kind.index("saddle"), 5, distance=0.1, flank=1)
    for index, n, distance in ((99, 5, 0.1), (0, 0, 0.1), (0, 5, 2.0)):
        with pytest.raises(ShapeError):
            springs(summits, index, n, distance=distance, flank=1)
