"""Another ruler moves points, not heights; the gradient answers by dividing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core.derivatives.gradients import gradient
from calc_core.errors import ShapeError
from calc_core.landscapes.stretched import stretched
from calc_core.maps.contours import contours
from calc_core.maps.crossings import crossings
from calc_core.maps.flow_lines import flow_line
from tests.calc_core.worlds import HILLS, HIMMELBLAU

factors = st.tuples(st.floats(0.3, 3), st.floats(0.3, 3)).map(np.array)
places = st.tuples(st.floats(-3, 3), st.floats(-2, 2)).map(np.array)


@given(factors, places)
def test_what_stood_at_x_stands_at_s_x(s, x):
    land = HILLS
    assert np.isclose(stretched(land, s).f(s * x), land.f(x), atol=1e-12)


@settings(max_examples=40)  # each is measured by many nudges
@given(factors, places)
def test_its_gradient_is_its_own(s, x):
    other = stretched(HILLS, s)
    measured = gradient(other.f, s * x, method="richardson")
    assert np.allclose(other.grad(s * x), measured.value, atol=1e-8)


@settings(max_examples=40)  # each is measured by many nudges
@given(factors, places)
def test_its_hessian_is_its_own(s, x):
    other = stretched(HIMMELBLAU, s)
    for i in range(2):
        column = gradient(lambda p, i=i, land=other: land.grad(p)[..., i], s * x, method="richardson")
        assert np.allclose(other.hess(s * x)[i], column.value, rtol=1e-6, atol=1e-6)


@given(factors, places)
def test_carried_along_the_old_gradient_is_square_only_under_one_ruler_for_both(s, x):
    g = HILLS.grad(x)
    level = np.array([g[1], -g[0]])
    slant = (s * g) @ (s * level)
    assert np.isclose(slant, (s[0] ** 2 - s[1] ** 2) * g[0] * g[1])
    assert np.isclose(stretched(HILLS, s).grad(s * x) @ (s * level), 0, atol=1e-12)


def test_measured_on_the_drawn_lines_the_new_compass_is_square_again():
    place, s = np.array([-2.3, -0.9]), (2.0, 1.0)
    other = stretched(HILLS, s)
    below = flow_line(other, place * s, ascent=False, length=0.3)
    through = flow_line(other, below.points[-1], length=0.6, n=400)
    near = np.stack([place * s - 0.3, place * s + 0.3], axis=-1)
    met = crossings(through, contours(other, [float(other.f(place * s))], near, max_chord=0.004))
    assert abs(met.angle[0] - 90) < 0.01


def test_hollows_and_bounds_move_along():
    land = HIMMELBLAU
    other = stretched(land, (2, 0.5))
    assert np.allclose(other.minima, land.minima * [2, 0.5])
    assert np.allclose(other.bounds, land.bounds * [[2], [0.5]])
    assert np.allclose(other.grad(other.minima), 0, atol=1e-9)


@pytest.mark.parametrize("wrong", [(1, 0), (1, -2), (1, 1, 1), 2.0, (1j, 1)])
def test_a_ruler_of_no_length_is_refused(wrong):
    with pytest.raises(ShapeError, match="positive"):
        stretched(HILLS, wrong)
