"""Along its own axes, a bowl multiplies what is left of the way by a factor of its own in every step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import bowl, contraction_factors, gradient_descent, offsets
from calc_core.errors import DomainError, ShapeError

STEEP = np.diag([1.0, 25.0])


@given(
    kappa=st.floats(1.5, 80),
    angle=st.floats(-3, 3),
    share=st.floats(0.05, 1.1),
    start=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
)
def test_every_step_multiplies_each_offset_by_its_signed_factor(kappa, angle, share, start):
    land, rate = bowl(kappa, angle), share * 2 / kappa
    path = gradient_descent(land, start, learning_rate=rate, max_iter=9, tol=0)
    hess = land.hess(np.zeros(2))
    found = offsets(path, hess)
    factor = contraction_factors(hess, rate).signed
    expected = found.along[0] * factor ** np.arange(path.n + 1)[:, None]
    np.testing.assert_allclose(found.along, expected, atol=1e-9 * (1 + np.abs(expected).max()))
    np.testing.assert_allclose(found.distance, np.linalg.norm(path.x, axis=-1), atol=1e-9)


def test_a_floor_elsewhere_moves_all_offsets_along():
    path = gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=0.07, max_iter=5, tol=0)
    here, there = offsets(path, STEEP), offsets(path, STEEP, (2.0, -1.0))
    np.testing.assert_allclose(here.along - there.along, np.tile([2.0, -1.0], (6, 1)))


@pytest.mark.parametrize("rate", [0.01, 0.04, 2 / 26])
def test_home_is_where_it_stays(rate):
    path = gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=rate, tol=0)
    found = offsets(path, STEEP)
    home = found.steps_home(0.01)
    k = np.arange(1001)
    left = np.hypot(3 * (1 - rate) ** k, np.abs(1 - 25 * rate) ** k)  # by hand
    assert (left[home:] <= 0.01).all()
    assert left[home - 1] > 0.01
    assert found.step[home] == home


def test_who_starts_at_home_needs_no_step():
    path = gradient_descent(bowl(25), (0.001, 0.0), learning_rate=0.01, tol=0, max_iter=3)
    assert offsets(path, STEEP).steps_home(0.01) == 0


def test_who_is_flung_off_never_comes_home():
    path = gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=0.081, tol=0, max_iter=50)
    with pytest.raises(DomainError, match="the walk ended"):
        offsets(path, STEEP).steps_home(0.01)


def test_the_gentle_factor_is_the_larger_below_the_crossing_and_the_smaller_beyond():
    rates = np.linspace(0.001, 0.09, 90)
    found = contraction_factors(STEEP, rates)
    np.testing.assert_allclose(found.gentle, 1 - rates)
    np.testing.assert_allclose(found.steep, np.abs(1 - 25 * rates))
    np.testing.assert_array_equal(found.gentle > found.steep, rates < 2 / 26)
    np.testing.assert_array_equal(np.maximum(found.gentle, found.steep), found.worst)


@pytest.mark.parametrize(
    ("hess", "floor", "message"),
    [
        (np.eye(3), None, "symmetric matrix"),
        (np.array([[1.0, 2.0], [0.0, 1.0]]), None, "symmetric matrix"),
        (STEEP, (0.0, 0.0, 0.0), "floor must be a point"),
    ],
)
def test_what_does_not_fit_the_walk_is_refused(hess, floor, message):
    path = gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=0.04, max_iter=2, tol=0)
    with pytest.raises(ShapeError, match=message):
        offsets(path, hess, floor)


def test_many_walkers_are_asked_one_by_one():
    path = gradient_descent(bowl(25), [(-3.0, 1.0), (1.0, 1.0)], learning_rate=0.04, max_iter=2, tol=0)
    with pytest.raises(ShapeError, match="one walk, got 2 walkers"):
        offsets(path, STEEP)
    assert offsets(path.walker(1), STEEP).steep[0] == 1


def test_a_larger_share_of_the_promised_fall_asks_for_shorter_steps():
    lenient, strict = (
        gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=0.4, backtracking=True, c1=c1)
        for c1 in (1e-4, 0.25)
    )
    for path, c1 in ((lenient, 1e-4), (strict, 0.25)):
        fall, slope = -np.diff(path.f), path.slope[:-1]
        assert (fall >= c1 * path.step * slope**2 * (1 - 1e-9)).all()
    assert (np.diff(lenient.f) > -0.25 * lenient.step * lenient.slope[:-1] ** 2).any()
    with pytest.raises(ShapeError, match="c1"):
        gradient_descent(bowl(25), (-3.0, 1.0), learning_rate=0.4, backtracking=True, c1=1.0)
