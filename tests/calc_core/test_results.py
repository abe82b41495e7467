"""An answer is frozen: nothing that its caller still holds can change it."""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import calc_core as cc
from calc_core.networks import MLP
from calc_core.results import Result, frozen


def bump(p):
    return np.exp(-(p[..., 0] ** 2) - 2 * p[..., 1] ** 2)


def arrays(thing):
    """Every array in a result, in the tuples and mappings that it holds, and in its call."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from arrays(each)
    elif isinstance(thing, Mapping):
        yield from arrays(list(thing.values()))
    elif isinstance(thing, Result):
        yield from arrays([value for name, value in vars(thing).items() if name != "made_by"])
        if thing.made_by is not None:
            yield from arrays(thing.made_by.given)


LINE, POINT, PAIR = [0.3, 0.6, 0.9], [0.2, -0.4], [[0.3, 0.1], [0.5, -0.2]]
NET = MLP((2, 3, 2))
CALLS = {
    "derivative": (lambda x: cc.derivative(np.sin, x), LINE),
    "secant_slopes": (lambda x: cc.secant_slopes(np.sin, x, x), LINE),
    "differentiable": (lambda x: cc.differentiable(np.sin, x), LINE),
    "graph": (lambda x: cc.graph(np.sin, x), LINE),
    "identity": (lambda x: cc.graph(lambda t: t, x), LINE),
    "step_sweep": (lambda h: cc.step_sweep(np.sin, 1.0, h, exact=0.54), LINE),
    "complex_nudges": (lambda h: cc.complex_nudges(np.sin, 1.0, h), LINE),
    "product_increment": (lambda x: cc.product_increment(np.sin, np.cos, x, 0.1), LINE),
    "chain_trace": (lambda x: cc.chain_trace([np.sin, np.exp], x, 0.1), LINE),
    "gradient": (lambda x: cc.gradient(bump, x), PAIR),
    "hessian": (lambda x: cc.hessian(bump, x), POINT),
    "directional": (lambda x: cc.directional(bump, POINT, x), PAIR),
    "linearise": (lambda x: cc.linearise(bump, x), POINT),
    "slice_curve": (lambda x: cc.slice_curve(bump, POINT, 0, x), LINE),
    "total_derivative": (lambda t: cc.total_derivative(bump, lambda s: np.stack([s, s], -1), t), LINE),
    "classify": (cc.classify, [[2.0, 0.0], [0.0, 1.0]]),
    "taylor2": (lambda x: cc.taylor2(bump, x), POINT),
    "remainder": (lambda x: cc.remainder(np.exp, cc.coefficients(np.exp, 0.0, 3), x), LINE),
    "lagrange_bound": (lambda x: cc.lagrange_bound(1.0, 0.0, x, 2), LINE),
    "error_order": (lambda h: cc.error_order(np.sin, np.cos, 0.0, h), LINE),
    "newton_basins": (lambda z: cc.newton_basins([1, 0, -1], z), LINE),
    "reading": (lambda x: cc.himmelblau().reading(x), PAIR),
    "make_landscape": (lambda b: cc.make_landscape(bump, bounds=b), [[-1.0, 1.0], [-2.0, 2.0]]),
    "MLP": (lambda theta: MLP((2, 3, 2), theta=theta), [0.1] * NET.n_params),
    "forward": (lambda X: NET.forward(X), PAIR),
    "TaylorPoly": (lambda c: cc.TaylorPoly(np.array(0.0), c, 0 * c), LINE),
    "Estimate": (lambda x: cc.Estimate(x, x, x, 1, "none", x > 0, x=x), LINE),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_answer_does_not_change_with_the_callers_array(name):
    ask, given = CALLS[name]
    mine = np.array(given)
    answer = ask(mine)
    before = [each.copy() for each in arrays(answer)]
    assert before
    mine[...] = 77
    for each, was in zip(arrays(answer), before, strict=True):
        assert_array_equal(each, was)
        if each.dtype != object:
            assert not each.flags.writeable


def test_a_landscape_keeps_its_border():
    bounds = np.array([[-1.0, 1.0], [-2.0, 2.0]])
    land = cc.make_landscape(bump, bounds=bounds, edge=True)
    bounds[...] = [5, 6]
    assert np.isfinite(land.f([0.5, 0.5]))


def test_a_landscape_may_write_into_its_argument():
    def careless(p):
        p *= 0.5
        return bump(p)

    x = np.array(POINT)
    assert cc.make_landscape(careless, bounds=[[-1, 1], [-1, 1]]).f(x) == bump(x / 2)
    assert_array_equal(x, POINT)


def test_a_view_of_what_the_caller_can_write_to_is_copied():
    mine = np.zeros(4)
    behind = mine[:3]
    behind.flags.writeable = False
    kept = frozen(behind)
    mine[...] = 1
    assert_array_equal(kept, 0)


def test_numbers_that_numpy_has_broadcast_are_copied():
    mine = np.zeros(1)
    for each in np.broadcast_arrays(mine, np.zeros((3, 1)), np.zeros((3, 2))):
        kept = frozen(each)
        assert kept.shape == (3, 2)
        mine[0] = 1
        assert_array_equal(kept, 0)
        mine[0] = 0


def test_what_is_frozen_stays_so_and_is_shared():
    once = frozen(np.arange(3.0))
    with pytest.raises(ValueError, match="cannot set"):
        once.flags.writeable = True
    assert frozen(once) is once
    assert frozen(once[1:]).base is once.base
    words = ("a", {"b": 2})
    assert frozen(words) is words
    net = MLP((2, 3, 2))
    assert net.theta is MLP((2, 3, 2), theta=net.theta).theta


def test_a_broadcast_array_is_copied_without_a_warning():
    base = np.arange(3.0)
    spread = np.broadcast_arrays(base[:, None], np.zeros(4))[0]
    kept = frozen(spread)
    base[:] = 7.0
    np.testing.assert_array_equal(kept, np.repeat([[0.0], [1.0], [2.0]], 4, axis=1))
    assert not kept.flags.writeable
