"""Lecture 12: of two who start side by side on a divide, each has a hollow of his own."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core import bowl, gradient_descent, make_landscape, parted_at_divide, watersheds
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.worlds import terrain


def two_wells(turned=False):
    """f = (u^2 - 1)^2 + v^2, the divide being u = 0, with (u, v) = (x, y) or (y, x)."""
    u, v = (1, 0) if turned else (0, 1)

    def grad(p):
        slope = np.empty_like(p)
        slope[..., u], slope[..., v] = 4 * p[..., u] * (p[..., u] ** 2 - 1), 2 * p[..., v]
        return slope

    def hess(p):
        bend = np.zeros((*p.shape, 2))
        bend[..., u, u], bend[..., v, v] = 12 * p[..., u] ** 2 - 4, 2
        return bend

    wells = np.zeros((2, 2))
    wells[:, u] = -1, 1
    return make_landscape(
        lambda p: (p[..., u] ** 2 - 1) ** 2 + p[..., v] ** 2,
        grad,
        hess,
        bounds=[(-2, 2), (-2, 2)],
        name="two wells",
        minima=wells,
    )


@pytest.mark.parametrize("axis", [0, 1])
def test_they_start_on_either_side_and_end_in_the_two_wells(axis):
    land = two_wells(turned=axis == 1)
    ground = watersheds(land, (60, 60))
    pair = parted_at_divide(land, ground, learning_rate=0.1, axis=axis, tol=1e-6)
    sides = np.sign(pair.x[0, :, axis])
    assert set(sides) == {-1, 1}
    assert_allclose(pair.x[-1][:, axis], sides, atol=1e-5)
    assert sorted(pair.labels) == [0, 1]
    assert pair.apart == pytest.approx(3 * (ground.x[1] - ground.x[0]))
    assert pair.ends_apart == pytest.approx(2, abs=1e-5)
    assert pair.n_parted == pair.n_tried
    assert np.abs(pair.x[0, 0, 1 - axis]) > 1.8  # the furthest walk begins at the border


def test_the_walks_are_gradient_descent_s_own():
    land = terrain()
    ground = watersheds(land, (220, 206))
    pair = parted_at_divide(land, ground, learning_rate=0.005)
    again = gradient_descent(
        land, pair.x[0], learning_rate=0.005, backtracking=True, max_iter=len(pair.x) - 1, tol=1.0
    )
    assert_allclose(pair.x[: len(again.x)], again.x, rtol=1e-12)
    assert_allclose(pair.f, land.f(pair.x), rtol=1e-12)
    assert_allclose(pair.length, again.length)
    assert pair.labels[0] != pair.labels[1]
    assert pair.labels.min() >= 0
    assert 0 < pair.n_parted <= pair.n_tried <= 240
    assert pair.ends_apart > 10 * pair.apart
    assert pair.units["apart"] == "km"
    assert pair.made_by.function == "calc_core.descent.divides.parted_at_divide"


def test_where_nobody_parts_it_says_so():
    ground = watersheds(two_wells(), (40, 40))
    with pytest.raises(DomainError, match="no divide"):
        parted_at_divide(bowl(1), watersheds(bowl(1), (40, 40)), learning_rate=0.1)
    with pytest.raises(DomainError, match="two hollows"):
        parted_at_divide(two_wells(), ground, learning_rate=0.1, max_iter=1)
    with pytest.raises(ShapeError, match="axis"):
        parted_at_divide(two_wells(), ground, learning_rate=0.1, axis=2)
