"""A fence laid out straight is a function of one variable; a looser one is worth its multiplier."""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

from calc_core import bowl, lagrange_points, loosen_fence, round_fence, saddle, unroll_fence, x_squared_y
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.worlds import World, worlds

F, G = x_squared_y(), round_fence()
TOUR = unroll_fence(F, G, level=1, begin=(1, 0))


def test_round_a_circle_the_way_is_the_angle_and_the_height_its_formula():
    assert TOUR.length == pytest.approx(2 * np.pi, abs=1e-12)
    assert TOUR.closed
    assert_allclose(TOUR.x, np.stack([np.cos(TOUR.way), np.sin(TOUR.way)], axis=-1), atol=1e-12)
    assert_allclose(TOUR.f, np.cos(TOUR.way) ** 2 * np.sin(TOUR.way), atol=1e-12)
    slope = np.cos(TOUR.way) ** 3 - 2 * np.cos(TOUR.way) * np.sin(TOUR.way) ** 2
    assert_allclose(TOUR.slope, slope, atol=1e-12)
    assert_allclose(TOUR.across, 3 * TOUR.f, atol=1e-12)  # f is homogeneous of degree three


@settings(max_examples=6)
@given(world=worlds)
def test_the_flat_places_of_the_unrolled_fence_are_lagranges_points(world):
    hill, fence = world.of(F), world.of(G)
    found = lagrange_points(hill, fence, level=world.height, starts=80)
    tour = unroll_fence(hill, fence, level=world.height, begin=world.carry(np.array([[0.6, 0.8]]))[0])
    signs = np.flatnonzero(np.diff(np.sign(tour.slope[:-1])))
    flat = np.sort((tour.way[signs] + tour.way[signs + 1]) / 2)
    assert_allclose(flat, np.sort(tour.way_of(found.x)), atol=1.01 * tour.way[1])
    assert tour.length == pytest.approx(2 * np.pi * world.scale, rel=1e-9)


def test_the_slope_along_is_the_slope_of_the_heights_with_order_two():
    errors = []
    for n in (181, 361, 721):
        tour = unroll_fence(F, bowl(3.0), level=0.7, n=n)
        measured = (tour.f[2:] - tour.f[:-2]) / (tour.way[2:] - tour.way[:-2])
        errors.append(np.abs(measured - tour.slope[1:-1]).max())
    assert_allclose(np.log2(np.divide(errors[:-1], errors[1:])), 2, atol=0.1)


def test_the_way_along_a_bent_fence_is_right_to_the_fourth_power():
    true = 2 * np.pi * World(0.3, 2.0, (0.1, 0.2)).scale
    world = World(0.3, 2.0, (0.1, 0.2))
    tour = unroll_fence(world.of(F), world.of(G), level=world.height, n=61)
    assert tour.length == pytest.approx(true, rel=1e-9)
    ellipse = [unroll_fence(F, bowl(3.0), level=0.5, n=n).length for n in (31, 61, 2001)]
    misses = np.abs(np.array(ellipse[:2]) - ellipse[2])
    assert misses[0] / misses[1] > 12
    assert np.ptp(np.diff(unroll_fence(F, bowl(3.0), level=0.5).way)) < 1e-6


def test_an_open_fence_is_laid_out_from_border_to_border():
    tour = unroll_fence(F, saddle(), level=0.3)
    assert not tour.closed
    assert np.abs(tour.x[[0, -1]]).max(axis=1) == pytest.approx([1.6, 1.6], abs=1e-6)


def test_what_cannot_be_laid_out_is_refused():
    with pytest.raises(DomainError, match="no line"):
        unroll_fence(F, G, level=9)
    with pytest.raises(DomainError, match="does not lie on this fence"):
        TOUR.way_of((0.5, 0.5))
    with pytest.raises(ShapeError, match="5 places"):
        unroll_fence(F, G, level=1, n=3)


def test_a_place_on_the_fence_knows_its_way():
    angle = np.linspace(0.1, 6.1, 50)
    assert_allclose(TOUR.way_of(np.stack([np.cos(angle), np.sin(angle)], axis=-1)), angle, atol=1e-6)


# ---- fences that are loosened


def test_the_best_height_over_the_level_has_the_multiplier_as_its_slope():
    level = np.linspace(0.5, 1.5, 41)
    sweep = loosen_fence(F, G, level)
    assert_allclose(sweep.f, 2 / (3 * np.sqrt(3)) * level**1.5, atol=1e-13)
    assert_allclose(sweep.lam, np.sqrt(level / 3), atol=1e-12)
    assert_allclose(sweep.x, np.sqrt(level)[:, None] * np.sqrt([2 / 3, 1 / 3]), atol=1e-12)
    assert_allclose(np.gradient(sweep.f, level)[1:-1], sweep.lam[1:-1], atol=2e-4)
    assert_allclose(sweep.price_line(20), sweep.f[20] + sweep.lam[20] * (level - level[20]), atol=1e-15)


def test_the_lowest_place_has_a_price_too():
    sweep = loosen_fence(F, G, [0.9, 1.0, 1.1], highest=False)
    assert_allclose(sweep.lam[1], (sweep.f[2] - sweep.f[0]) / 0.2, atol=1e-3)
    with pytest.raises(ShapeError, match="row of numbers"):
        loosen_fence(F, G, [[1.0]])
