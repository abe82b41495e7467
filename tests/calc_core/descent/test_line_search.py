"""How far to go in one direction: the rules hold wherever a search begins."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    armijo,
    beale,
    bowl,
    gradient_descent,
    line_search,
    ravine,
    wolfe,
)
from tests.calc_core.worlds import HIMMELBLAU


@pytest.mark.parametrize("land", [ravine(), HIMMELBLAU, bowl(9)], ids=lambda land: land.name)
def test_armijos_rule_holds_at_every_step_and_fails_at_every_rejected_one(land):
    path = gradient_descent(land, (-1.2, 1), learning_rate=4, backtracking=True, max_iter=40)
    promised = 1e-4 * path.step * path.slope[:-1] ** 2
    assert (path.f[1:] <= path.f[:-1] - promised + 1e-15).all()
    assert path.trials.n > 0
    k = path.trials.k
    assert (path.trials.f > path.f[k] - 1e-4 * path.trials.step * path.slope[k] ** 2).all()
    assert_allclose(path.trials.x, path.x[k] - path.trials.step[:, None] * path.grad[k])
    assert_allclose(path.trials.f, land.f(path.trials.x))
    assert_allclose(np.log2(path.step), np.round(np.log2(path.step)))
    assert path.nfev == 1 + path.n_steps + path.trials.n
    same = line_search(land, (-1.2, 1), first=4, max_iter=40)
    assert_array_equal(same.x, path.x)


@pytest.mark.parametrize("first", [1e-6, 1e-3, 1.0, 1e3])
@pytest.mark.parametrize("land", [ravine(), HIMMELBLAU, beale()], ids=lambda land: land.name)
def test_wolfes_rules_hold_wherever_the_search_begins(land, first):
    x = np.array([-1.2, 1.0])
    p = -land.grad(x)
    found = wolfe(land, x, p, first=first)
    assert found.ok
    end = x + found.accepted * p
    assert land.f(end) <= land.f(x) + 1e-4 * found.accepted * found.slope_here
    assert abs(land.grad(end) @ p) <= 0.9 * abs(found.slope_here)
    assert found.values[-1] == land.f(end)
    path = line_search(land, x, rule="wolfe", first=first, max_iter=30)
    fall = path.f[:-1] - path.f[1:]
    assert (fall >= 1e-4 * path.step * path.slope[:-1] ** 2 * (1 - 1e-9)).all()
    ahead = np.abs((path.grad[1:] * path.grad[:-1]).sum(-1))
    assert (ahead <= 0.9 * path.slope[:-1] ** 2 * (1 + 1e-9)).all()
    assert path.trials.n == 0 or (path.trials.step > 0).all()


def test_a_single_search_shows_its_tries_and_the_line_they_must_clear():
    land, x = bowl(25.0), np.array([1.0, 1.0])
    search = armijo(land, x, -land.grad(x))
    assert_allclose(search.alphas, [1, 0.5, 0.25, 0.125, 0.0625])
    assert (search.values[:-1] > search.bound[:-1]).all()
    assert search.values[-1] <= search.bound[-1]
    assert (search.accepted, search.n_rejected, search.ok) == (0.0625, 4, True)
    assert_allclose(search.values, [land.f(x - a * land.grad(x)) for a in search.alphas])


@pytest.mark.parametrize("c1", [None, 0.1, 0.5, 0.9])
def test_on_a_parabola_armijo_takes_any_step_below_two_minus_two_c1(c1):
    """(1 - a)^2 / 2 <= 1/2 - c1 a exactly where a <= 2 (1 - c1)."""
    how = {} if c1 is None else {"c1": c1}
    limit = 2 * (1 - (1e-4 if c1 is None else c1))
    for first, tries in ((limit * (1 - 1e-6), 1), (limit * (1 + 1e-6), 2)):
        search = armijo(bowl(1), (1, 0), (-1, 0), first=first, **how)
        assert len(search.alphas) == tries
    schedule = gradient_descent(
        bowl(1), (1, 0), learning_rate=1.9998 * (1 + 1e-6), backtracking=True, max_iter=1
    )
    assert schedule.trials.n == 1


def test_no_way_down_is_an_answer_too():
    """A gradient with the wrong sign promises falls that never come."""
    land = bowl(2)
    path = gradient_descent(
        land.f.inner, (1, 1), grad=lambda x: -land.grad.inner(x), learning_rate=1, backtracking=True
    )
    assert (path.status, path.n_steps, path.n_stalled) == ("stalled", 0, 1)
    search = armijo(land.f.inner, (1, 1), (1, 1), grad=lambda x: -land.grad.inner(x))
    assert (search.ok, search.accepted) == (False, 0.0)
