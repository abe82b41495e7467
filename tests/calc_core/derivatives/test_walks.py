"""Walks run level where the routes cancel, cross themselves where they say, and gain leg by leg."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import (
    closed_walk,
    contours,
    double_points,
    gradient,
    hills,
    leg_gains,
    level_moments,
    total_derivative,
)
from calc_core.errors import DomainError, ShapeError


def bowl(x):
    """A bowl with its floor at (3, -2), far from the origin."""
    return (x[..., 0] - 3) ** 2 + 4 * (x[..., 1] + 2) ** 2


def circle(radius=1.0, middle=(3.0, -2.0)):
    return lambda t: np.stack([middle[0] + radius * np.cos(t), middle[1] + radius * np.sin(t)], axis=-1)


@pytest.mark.parametrize(("radius", "low"), [(0.3, -7.0), (1.0, 0.4), (5.0, 100.0)])
def test_round_an_elliptic_bowl_a_circle_is_level_at_every_quarter(radius, low):
    # f = radius^2 (1 + 3 sin^2 t): level at whole quarters, low where sin t = 0
    found = level_moments(bowl, circle(radius), low, low + 6.0)
    quarters = np.arange(np.ceil(low / (np.pi / 2)), np.floor((low + 6.0) / (np.pi / 2)) + 1)
    assert_allclose(found.t, quarters * np.pi / 2, atol=1e-9)
    assert list(found.kind) == ["minimum" if quarter % 2 == 0 else "maximum" for quarter in quarters]


def test_there_the_terms_cancel_and_the_walk_runs_along_the_contour():
    land = hills()
    path = circle(0.8, (-0.9, 0.2))
    found = level_moments(land.f, path, 0, 2 * np.pi)
    assert found.n == len(found.t) > 1
    assert found.left < 1e-12
    assert np.abs(found.walk.terms).max() > 0.05
    across = land.grad(path(found.t))
    along = np.stack([-np.sin(found.t), np.cos(found.t)], axis=-1)
    cosine = (across * along).sum(axis=-1) / np.linalg.norm(across, axis=-1)
    assert np.abs(cosine).max() < 1e-9
    assert found.largest == np.abs(found.walk.terms[:, 0]).argmax()


def test_highs_and_lows_take_turns():
    found = level_moments(hills().f, circle(1.2, (0.1, 0.1)), 0, 2 * np.pi)
    heights = hills().f(circle(1.2, (0.1, 0.1))(found.t))
    for k in range(1, found.n):
        assert found.kind[k] != found.kind[k - 1]
        assert (heights[k] > heights[k - 1]) == (found.kind[k] == "maximum")


def test_a_walk_that_only_climbs_is_never_level():
    found = level_moments(bowl, lambda t: np.stack([3 + t, -2 + t], axis=-1), 1.0, 2.0)
    assert found.n == 0
    assert found.left == 0
    with pytest.raises(DomainError, match="never level"):
        _ = found.largest
    with pytest.raises(DomainError, match="low must be less than high, got 2 and 1"):
        level_moments(bowl, circle(), 2.0, 1.0)


@settings(max_examples=8)
@given(turn=st.floats(0, 6), x=st.floats(-9, 9), y=st.floats(-9, 9))
def test_a_figure_of_eight_crosses_itself_once_wherever_it_lies(turn, x, y):
    c, s = np.cos(turn), np.sin(turn)

    def eight(t):
        u, v = np.sin(t), np.sin(2 * t)
        return np.stack([x + c * u - s * v, y + s * u + c * v], axis=-1)

    found = double_points(eight, -1.0, 2 * np.pi - 1.0)
    assert_allclose(found.first, [0.0], atol=1e-7)
    assert_allclose(found.second, [np.pi], atol=1e-7)
    assert_allclose(found.x, [[x, y]], atol=1e-7)


def test_a_trefoil_has_three_double_points_and_a_circle_none():
    def trefoil(t):
        return np.stack([np.sin(t) + 2 * np.sin(2 * t), np.cos(t) - 2 * np.cos(2 * t)], axis=-1)

    found = double_points(trefoil, 0.1, 2 * np.pi + 0.1)
    assert found.n == 3
    assert_allclose(trefoil(found.first), trefoil(found.second), atol=1e-12)
    assert double_points(circle(), 0, 2 * np.pi).n == 0
    with pytest.raises(ShapeError, match="two coordinates, got 3"):
        double_points(lambda t: np.stack([t, t, t], axis=-1), 0, 1)


@settings(max_examples=10)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_the_gains_of_the_legs_add_up_however_long_they_are(x, y, dx, dy):
    land = hills()
    found = leg_gains(land.f, (x, y), land.grad((x, y)), (dx, dy))
    assert_allclose(found.x, [[x, y], [x + dx, y], [x + dx, y + dy]])
    assert_allclose(found.gains.sum(), land.f((x + dx, y + dy)) - land.f((x, y)), atol=1e-14)
    assert_allclose(found.gain, found.gains.sum(), atol=1e-14)


def test_slope_times_step_misses_by_the_square_of_the_step():
    land, here = hills(), np.array([0.7, -0.4])
    slopes = gradient(land.f, here, method="richardson").value
    steps = 0.1 / 2.0 ** np.arange(6)
    missed = [abs(leg_gains(land.f, here, slopes, step * np.array([1.0, 2.0])).missed) for step in steps]
    order = np.polyfit(np.log(steps), np.log(missed), 1)[0]
    assert order == pytest.approx(2, abs=0.1)
    with pytest.raises(ShapeError, match="of one shape"):
        leg_gains(land.f, here, slopes, [0.1])


def test_a_walk_through_the_points_of_a_contour_stays_level_at_one_speed():
    land = hills()
    line = contours(land, [0.8], max_chord=0.01).longest()
    path = closed_walk(line.points, 5.0)
    assert_allclose(path(0.0), line.points[0], atol=1e-12)
    assert_allclose(path(5.0), line.points[0], atol=1e-12)
    walked = total_derivative(land.f, path, np.linspace(0.1, 4.9, 97))
    assert np.abs(walked.total).max() < 1e-5
    assert np.abs(walked.terms).max() > 0.3
    assert_allclose(np.linalg.norm(walked.velocity, axis=-1), line.length / 5.0, rtol=1e-3)


def test_a_closed_walk_needs_points_that_close_and_differ():
    square = [[0, 0], [1, 0], [1, 1], [0, 1]]
    with pytest.raises(ShapeError, match="the last being the first"):
        closed_walk(square)
    with pytest.raises(ShapeError, match="differ from their neighbours"):
        closed_walk([*square, square[-1], square[0]])
