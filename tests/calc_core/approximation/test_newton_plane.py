"""Lecture 15: where Newton's walks end, from every point of the complex plane."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import ends_in_square, newton, newton_basins, newton_plane
from calc_core.approximation.newton_plane import follow
from calc_core.errors import CalcError

CUBIC = (1.0, 0.0, -2.0, 2.0)
PLANE = newton_plane(CUBIC)
GRID = np.linspace(-2, 2, 61) + 1j * np.linspace(-2, 2, 61)[:, None]


def walked(z, plane=PLANE):
    """The ends of walks by the kernel that pictures compile, here as plain Python."""
    x, y = z.real.copy(), z.imag.copy()
    before, last, jumps, seen = (np.zeros(z.size) for _ in range(4))
    poly = tuple(float(each) for each in plane.poly)
    follow(x, y, before, last, jumps, np.zeros((2, seen.size)), poly, float(plane.near), plane.max_iter)
    arrived = (last >= 0) & (last <= float(plane.near) ** 2)
    ends = np.abs((x + 1j * y)[:, None] - plane.roots).argmin(axis=1)
    return np.where(arrived, ends, -1), jumps, last


def test_ends_are_those_of_the_basins():
    basins = newton_basins(CUBIC, GRID, max_iter=64)
    assert_array_equal(PLANE.ends(GRID).label, basins.label)


def test_steps_are_within_one_of_the_jumps_that_are_counted():
    ends = PLANE.ends(GRID)
    counted = newton_basins(CUBIC, GRID, max_iter=64, tol=1e-3).iterations
    home = ends.label >= 0
    assert np.abs(ends.steps - counted)[home].max() <= 1.01
    assert np.isinf(ends.steps[~home]).all()


def test_steps_flow_where_the_count_of_jumps_leaps():
    line = PLANE.ends(-3 + 0.3j + np.linspace(0, 1.2, 4001))
    assert (line.label == 2).all()
    assert np.abs(np.diff(line.steps)).max() < 0.01
    assert np.ptp(line.steps) > 0.8


@given(st.lists(st.complex_numbers(max_magnitude=3), min_size=1, max_size=8))
@settings(max_examples=40)
def test_the_kernel_in_plain_numbers_tells_the_same_ends(z):
    z = np.array(z)
    around = PLANE.ends(z + 1e-6 * np.array([[0], [1], [-1], [1j], [-1j]])).label
    z = z[(around == around[0]).all(axis=0)]  # on a border, rounding decides
    assume(z.size)
    with np.errstate(all="ignore"):
        label, _, _ = walked(z)
    assert_array_equal(label, PLANE.ends(z).label)


@given(st.complex_numbers(max_magnitude=3))
@settings(max_examples=60)
def test_the_mirror_image_of_a_start_ends_at_the_mirror_image_of_its_root(z):
    above, below = PLANE.ends([z, z.conjugate()]).label
    mirrored = -1 if above < 0 else np.abs(PLANE.roots - PLANE.roots[above].conjugate()).argmin()
    assert below == mirrored


def test_from_nought_it_hops_to_one_and_back_and_so_do_its_neighbours():
    hops = PLANE.hops(0.02 + 0.03j, 40)
    assert hops.label == -1
    assert_allclose(hops.x[-2:], [[1, 0], [0, 0]], atol=1e-12)
    label, jumps, last = walked(np.array([0j, 0.02 + 0.03j]))
    assert (label == -1).all()
    assert (last == -1).all()  # seen to go round, long before the jumps run out
    assert jumps.max() < 20


def test_the_lakes_cover_a_hundredth_of_the_square():
    shares = [ends_in_square(PLANE, 2.0, cells=cells).lost for cells in (200, 400)]
    assert shares == pytest.approx([0.0107, 0.0107], abs=4e-4)
    known = newton_basins(CUBIC, GRID, max_iter=400).label < 0
    assert known.mean() == pytest.approx(0.0107, abs=0.004)


def test_a_real_start_stays_real_and_walks_as_newton_does():
    hops, walk = PLANE.hops(-1.21, 5), newton(lambda x: np.polyval(CUBIC, x), -1.21)
    assert_allclose(hops.x[:, 0], walk.x[:6], rtol=1e-9)
    assert_array_equal(hops.x[:, 1], 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: newton_plane([1, 0, 1j]),
        lambda: newton_plane([2]),
        lambda: newton_plane([1, -2, 1]),
        lambda: newton_plane(CUBIC, max_iter=0),
        lambda: newton_plane(CUBIC, tol=2),
        lambda: ends_in_square(PLANE, 0),
        lambda: newton_plane([1, 0, -1]).hops(0, 2),
    ],
)
def test_what_cannot_be_asked_is_said(ask):
    with pytest.raises(CalcError):
        ask()
