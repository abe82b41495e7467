"""Level, plane and paraboloid: the caps touch the ground, and their islands grow from order to order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import bowl, error_map, gaussian_hill, hills, himmelblau, touching_caps
from calc_core.errors import ShapeError

HERE = np.array([0.5, -0.35])
AROUND = np.array([HERE - 0.8, HERE + 0.8]).T


@pytest.fixture(scope="module")
def islands():
    return error_map(gaussian_hill(), HERE, AROUND, within=0.01)


def test_every_cap_stands_on_the_ground_at_its_stop():
    stops = np.array([[-1.0, 0.4], [0.7, 0.2]])
    caps = touching_caps(hills(), stops, 0.5)
    assert caps.points[:, :, 0, :, :2] == pytest.approx(np.broadcast_to(stops[:, None, None], (2, 3, 73, 2)))
    assert caps.points[:, :, 0, 0, 2] == pytest.approx(np.repeat(hills().f(stops)[:, None], 3, axis=1))
    assert np.ptp(caps.points[:, 0, ..., 2], axis=(1, 2)) == pytest.approx([0, 0])  # order 0 is level
    np.testing.assert_allclose(caps.points[:, :, :, 0], caps.points[:, :, :, -1], atol=1e-15)


def test_each_order_is_the_last_one_and_one_power_more():
    points = touching_caps(himmelblau(), HERE, 0.3, rings=7).points[0]
    r = np.linspace(0, 0.3, 7)[1:, None]
    slopes = (points[1] - points[0])[1:, :, 2] / r
    bends = (points[2] - points[1])[1:, :, 2] / r**2
    np.testing.assert_allclose(slopes, np.broadcast_to(slopes[:1], slopes.shape), atol=1e-9)
    np.testing.assert_allclose(bends, np.broadcast_to(bends[:1], bends.shape), atol=1e-8)


@given(st.floats(0.2, 3), st.floats(-np.pi, np.pi))
def test_a_paraboloid_is_its_own_cap(kappa, angle):
    land = bowl(kappa, angle)
    cap = touching_caps(land, (1.0, 2.0), 2.0, rings=4, spokes=9).points[0, 2]
    np.testing.assert_allclose(cap[..., 2], land.f(cap[..., :2]), rtol=1e-12, atol=1e-12)


def test_islands_grow_from_order_to_order(islands):
    shares, reaches = ([ask(k) for k in (0, 1, 2)] for ask in (islands.share, islands.reach))
    assert shares[0] < shares[1] < shares[2]
    assert reaches[0] < reaches[1] < reaches[2]


def test_reaches_follow_the_roots_of_the_tolerance():
    def reach(order, within, width):
        box = np.array([HERE - width, HERE + width]).T
        return error_map(gaussian_hill(), HERE, box, within=within, shape=(241, 241)).reach(order)

    fine = [reach(order, 1e-5, width) for order, width in enumerate((1e-4, 0.02, 0.1))]
    coarse = [reach(order, 8e-5, width) for order, width in enumerate((8e-4, 0.06, 0.2))]
    assert np.array(coarse) / fine == pytest.approx([8, 8**0.5, 2], rel=0.03)


def test_between_two_orders_the_next_terms_come_in_evenly(islands):
    np.testing.assert_allclose(islands.at(0.25), 0.75 * islands.miss[0] + 0.25 * islands.miss[1], atol=1e-15)
    np.testing.assert_allclose(islands.at(2), islands.miss[2], atol=1e-15)


def test_what_makes_no_sense_is_refused(islands):
    with pytest.raises(ShapeError, match="within above 0"):
        error_map(gaussian_hill(), HERE, AROUND, within=0)
    with pytest.raises(ShapeError, match="radius above 0"):
        touching_caps(gaussian_hill(), HERE, 0)
    with pytest.raises(ShapeError, match="between 0 and 2"):
        islands.at(2.5)
