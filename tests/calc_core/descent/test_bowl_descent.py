"""The formula's stops are those of a walk that takes every step."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import bowl, bowl_descent, gradient_descent
from calc_core.errors import DomainError, ShapeError

places = st.tuples(st.floats(-5, 5), st.floats(-5, 5))


@settings(max_examples=30)
@given(st.floats(1, 200), st.floats(-3, 3), st.floats(0.05, 1.95), places, places)
def test_every_stop_is_that_of_gradient_descent(kappa, angle, share, start, home):
    land, rate, home = bowl(kappa, angle), share / kappa, np.array(home)
    hess = land.hess(np.zeros(2))
    walk = gradient_descent(land, np.array(start) - home, learning_rate=rate, max_iter=12, tol=0)
    told = bowl_descent(hess, home, start, learning_rate=rate, steps=np.arange(walk.n + 1))
    assert_allclose(told.x, walk.x + home, atol=1e-9)
    left = np.linalg.norm(told.x - home, axis=1)
    assert_allclose(told.done, 1 - left / max(left[0], 1e-300), atol=1e-9)


@given(st.floats(2, 1e7))
def test_half_way_is_where_half_of_the_floor_is_left(kappa):
    told = bowl_descent(np.diag([1.0, kappa]), (0, 0), (1, 0), learning_rate=1 / kappa, steps=[0, 1])
    assert (1 - 1 / kappa) ** told.half_way == pytest.approx(0.5, rel=1e-6)


def test_one_step_is_enough_where_the_bowl_is_round():
    told = bowl_descent(2 * np.eye(2), (3, 4), (-1, 7), learning_rate=0.5, steps=[0, 1, 5])
    assert_allclose(told.x[1:], [(3, 4), (3, 4)], atol=1e-12)
    assert told.half_way == 1.0


def test_mistakes_are_told():
    with pytest.raises(DomainError, match="below 2"):
        bowl_descent(np.eye(2), (0, 0), (1, 1), learning_rate=2.0, steps=[1])
    with pytest.raises(DomainError, match="arrives in a bowl"):
        bowl_descent(np.diag([1.0, -1.0]), (0, 0), (1, 1), learning_rate=0.1, steps=[1])
    with pytest.raises(ShapeError, match="whole numbers"):
        bowl_descent(np.eye(2), (0, 0), (1, 1), learning_rate=0.1, steps=[0.5])
    with pytest.raises(ShapeError, match=r"\(d, d\)"):
        bowl_descent(np.eye(3), (0, 0), (1, 1), learning_rate=0.1, steps=[1])
