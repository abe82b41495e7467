"""Rates begin at 0, end at 1, and hurry as they say."""

import numpy as np
import pytest

from visuals.drawing.rates import backwards, hasten

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
