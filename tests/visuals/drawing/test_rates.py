"""Rates begin at 0, end at 1, and hurry as they say."""

import numpy as np
import pytest

from visuals.drawing.rates import backwards, gently, hasten

TIMES = np.linspace(0, 1, 101)


@pytest.mark.parametrize("pull", [0.5, 2.5, 6.0])
def test_who_hastens_ends_so_many_times_faster_and_grows_evenly_in_between(pull):
    way = np.array([hasten(pull)(time) for time in TIMES])
    assert (way[0], way[-1]) == (0, pytest.approx(1))
    speeds = np.log(np.diff(way))
    np.testing.assert_allclose(np.diff(speeds), pull / 100, rtol=1e-6)


def test_backwards_is_the_same_way_seen_from_its_end():
    there, back = hasten(3.0), backwards(hasten(3.0))
    for time in TIMES:
        assert back(time) == pytest.approx(1 - there(1 - time))
    assert back(0.1) > 0.2


def test_who_goes_gently_starts_and_ends_at_rest_and_goes_as_far_as_an_even_rate():
    way = gently(TIMES)
    assert (way[0], way[50], way[-1]) == (0, pytest.approx(0.5), pytest.approx(1))
    speeds = np.diff(way) / np.diff(TIMES)
    assert (speeds > 0).all()
    assert speeds[[0, -1]] == pytest.approx([0, 0], abs=0.04)
    assert speeds.max() == pytest.approx(1.5, abs=0.01)
    np.testing.assert_array_equal(way, [gently(time) for time in TIMES])
