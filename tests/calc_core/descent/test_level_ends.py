"""Lecture 15: on what kind of ground walks end."""

import numpy as np
from numpy.testing import assert_array_equal

from calc_core import gradient_descent, himmelblau, level_ends, newton_descent

LAND = himmelblau()


def test_newton_ends_in_hollows_on_passes_and_on_peaks_alike():
    starts = [(4.0, 3.4), (-3.3, -1.1), (-0.3, -0.9)]
    ends = level_ends(newton_descent(LAND, starts), LAND)
    assert_array_equal(ends.kind, [0, 1, 2])
    assert (ends.n_walkers, ends.n_minima, ends.n_saddles, ends.n_maxima) == (3, 1, 1, 1)


def test_who_walks_downhill_ends_in_a_hollow():
    starts = np.random.default_rng(2).uniform(-3.5, 3.5, (50, 2))
    walk = gradient_descent(LAND, starts, learning_rate=0.01, backtracking=True, max_iter=2000, tol=1e-5)
    assert level_ends(walk, LAND).n_minima == 50


def test_a_walk_that_is_not_at_rest_is_of_no_kind():
    walk = newton_descent(LAND, (4.0, 3.4), max_iter=1)
    assert_array_equal(level_ends(walk, LAND).kind, [-1])
