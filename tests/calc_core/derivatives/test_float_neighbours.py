"""Between two neighbours there is no number; heights hop by whole steps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import float_neighbours
from calc_core.errors import ShapeError


@given(st.floats(-1e6, 1e6), st.integers(1, 20))
def test_neighbours_are_neighbours_and_nothing_lies_between(x, n):
    found = float_neighbours(np.cos, x, n)
    assert found.n == n
    assert found.x[n] == x
    for one, other in zip(found.x[:-1], found.x[1:], strict=True):
        assert math.nextafter(one, math.inf) == other
    assert found.gap == math.nextafter(x, math.inf) - x


@given(st.floats(1.0, 1.9))
def test_heights_hop_by_whole_steps(x):
    found = float_neighbours(np.sqrt, x, 8)  # all heights between 1 and 2
    hops = np.diff(found.f[found.n :]) / found.step
    assert np.array_equal(hops, np.round(hops))
    assert found.step == math.ulp(math.sqrt(x))


def test_without_neighbours_there_is_nothing_to_look_at():
    with pytest.raises(ShapeError, match="at least 1"):
        float_neighbours(np.exp, 1.0, 0)
