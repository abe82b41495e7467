"""Lectures 14 and 15: BFGS learns how the ground bends, and a trust region believes it only so far."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize, rosen, rosen_der, rosen_hess

from calc_core import beale, bfgs, bowl, mountains, newton_descent, ravine, saddle, trust_region
from calc_core.descent.trust_region import shortest
from tests.calc_core.descent.walks import starts
from tests.calc_core.worlds import HIMMELBLAU, World

PEERS = {"BFGS": (bfgs, "BFGS"), "trust region": (trust_region, "trust-exact")}
both = pytest.mark.parametrize(("walk", "peer"), PEERS.values(), ids=PEERS)
MOUNTAINS = mountains(4)
seeds = st.integers(0, 2**32 - 1)


@both
@pytest.mark.parametrize(
    ("land", "start"), [(ravine(), (-1.2, 1)), (beale(), (0, 0))], ids=["ravine", "Beale"]
)
def test_scipy_finds_the_same_hollow_in_about_as_many_steps(walk, peer, land, start):
    path = walk(land, start, tol=1e-8)
    hess = {"hess": land.hess} if walk is trust_region else {}
    witness = minimize(land.f, start, jac=land.grad, method=peer, options={"gtol": 1e-8}, **hess)
    assert path.status == "converged"
    assert_allclose(path.last, witness.x, atol=1e-7)
    assert path.n_steps <= 1.1 * witness.nit


def test_the_ravine_takes_33_and_26_steps_at_most():
    assert bfgs(ravine(), (-1.2, 1), tol=1e-8).n_steps <= 33
    assert trust_region(ravine(), (-1.2, 1), tol=1e-8).n_steps <= 26


@both
def test_ten_coordinates_are_no_harder_than_two(walk, peer):
    how = {"tol": 1e-8, "max_iter": 200}
    if walk is trust_region:
        how["hess"] = lambda x: np.array([rosen_hess(each) for each in x])
    path = walk(lambda x: rosen(x.T), np.full(10, -0.5), grad=lambda x: rosen_der(x.T).T, **how)
    assert path.status == "converged"
    assert_allclose(path.last, 1, atol=1e-7)


@both
@settings(max_examples=15)
@given(start=starts)
def test_no_step_climbs_and_every_walk_ends_on_level_ground(walk, peer, start):
    for land in (HIMMELBLAU, MOUNTAINS):
        path = walk(land, start, max_iter=300, bounds=[(-9, 9), (-9, 9)])
        assert (np.diff(path.f) <= 0).all()
        assert path.status in ("converged", "left")
        if path.status == "converged":
            assert path.slope[-1] <= 1e-6 < path.slope[:-1].min(initial=np.inf)


@settings(max_examples=15)
@given(start=starts, seed=seeds)
def test_bfgs_does_not_care_how_the_axes_are_stretched(start, seed):
    """In other coordinates x = A u, even crooked ones, with B carried along the same points are visited."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(2, 2)) + 2 * np.diag(rng.choice([-1, 1], 2))
    if np.linalg.cond(a) > 30:
        return
    back, land = np.linalg.inv(a), ravine()
    here = bfgs(land, start, inverse=np.eye(2) / 50, max_iter=8, tol=0)
    crooked = bfgs(
        lambda u: land.f.inner(u @ a.T),
        back @ start,
        grad=lambda u: land.grad.inner(u @ a.T) @ a,
        inverse=(back @ back.T + (back @ back.T).T) / 100,
        max_iter=8,
        tol=0,
    )
    n = min(here.n_steps, crooked.n_steps, 6)
    assert_allclose(crooked.x[: n + 1] @ a.T, here.x[: n + 1], rtol=1e-5, atol=1e-6)


@settings(max_examples=10)
@given(start=starts, angle=st.floats(-3, 3), shift=st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_both_turn_and_move_with_the_world(start, angle, shift):
    world = World(angle, 1.0, shift)
    moved = world.of(HIMMELBLAU)
    for walk in (bfgs, trust_region):
        here = walk(HIMMELBLAU, start, max_iter=5, tol=0)
        there = walk(moved, world.carry(start), max_iter=5, tol=0)
        n = min(here.n_steps, there.n_steps)
        assert_allclose(there.x[: n + 1], world.carry(here.x[: n + 1]), atol=1e-6)


def test_a_trust_region_measures_in_the_units_of_the_world():
    world = World(0.4, 100.0, (3, -5), height=7.0)
    here = trust_region(ravine(), (-1.2, 1), max_iter=10, tol=0)
    there = trust_region(world.of(ravine()), world.carry((-1.2, 1)), radius=100.0, max_iter=10, tol=0)
    assert_allclose(there.x, world.carry(here.x), rtol=1e-7)
    assert_allclose(there.step, 100 * here.step, rtol=1e-6)


def test_bfgs_takes_wolfes_steps_and_learns_the_curvatures_it_meets():
    path = bfgs(ravine(), (-1.2, 1), tol=1e-8)
    down = (path.grad[:-1] * path.moves).sum(-1)
    assert (down < 0).all()
    assert (path.f[1:] <= path.f[:-1] + 1e-4 * down).all()
    assert (np.abs((path.grad[1:] * path.moves).sum(-1)) <= 0.9 * np.abs(down)).all()
    assert path.step[-4:] == pytest.approx(1)  # near the floor the leap is Newton's
    steep = bowl(1e4)
    exact = bfgs(steep, (3, 2), inverse=np.linalg.inv(steep.hess((0, 0))))
    assert exact.n_steps == 1
    assert_allclose(exact.last, 0, atol=1e-12)


def test_with_room_enough_the_step_is_newtons_and_without_it_is_as_long_as_the_radius():
    land = bowl(25.0, 0.7)
    assert_allclose(trust_region(land, (3, 2), radius=9).x, newton_descent(land, (3, 2)).x, atol=1e-14)
    short = trust_region(land, (3, 2), radius=0.25, max_iter=3, tol=0)
    assert_allclose(short.step, [0.25, 0.5, 1.0], rtol=1e-12)  # every promise is kept, and it doubles
    assert_allclose(np.linalg.norm(short.moves, axis=-1), short.step)


def test_a_broken_promise_is_put_on_record_and_shrinks_the_radius():
    path = trust_region(ravine(), (-1.2, 1), radius=30.0, max_iter=40, tol=1e-8)
    assert path.trials.n > 0
    assert path.status == "converged"
    for k in np.unique(path.trials.k):
        tried = path.trials.step[path.trials.k == k]
        assert (np.diff(tried) < 0).all()
        assert path.step[k] < tried[-1]
        assert (path.trials.f[path.trials.k == k] > path.f[k + 1]).all()


def test_a_trust_region_ends_neither_on_a_peak_nor_on_the_ridge_of_a_pass():
    peak = newton_descent(HIMMELBLAU, (0, 0)).last
    for beside in peak + 1e-3 * np.eye(2):
        assert HIMMELBLAU.f(trust_region(HIMMELBLAU, beside).last) < 1e-9
    off = trust_region(saddle(-1), (1, 0), bounds=[(-2, 2), (-2, 2)])  # nothing pulls it off but the bend
    assert off.status == "left"
    assert abs(off.last[1]) == 2


@settings(max_examples=60)
@given(seed=seeds, d=st.integers(1, 5), size=st.floats(-3, 3), radius=st.floats(-3, 3), hard=st.booleans())
def test_the_lowest_point_of_a_paraboloid_in_a_ball_is_a_damped_step(seed, d, size, radius, hard):
    """More and Sorensen: (W + mu) p = -c, W + mu has no negative part, and mu > 0 only on the rim."""
    rng, r = np.random.default_rng(seed), 10.0**radius
    w, c = np.sort(rng.normal(size=d)) * 10.0**size, rng.normal(size=d)
    c[0] *= not hard
    p = shortest(c[None], w[None], np.array([r]))[0]
    length, scale = np.linalg.norm(p), np.linalg.norm(c) + np.abs(w).max() * r
    assert length <= r * (1 + 1e-12)
    active = np.abs(p) > 1e-9 * r
    mus = (-c[active] / p[active]) - w[active]
    mu = mus[np.argmax(np.abs(p[active]))] if active.any() else 0.0
    assert mu >= -1e-9 * scale / r
    assert w[0] + mu >= -1e-7 * scale / r
    assert_allclose((w + mu) * p, -c, atol=1e-7 * scale)
    if mu > 1e-6 * scale / r:
        assert length == pytest.approx(r, rel=1e-9)
