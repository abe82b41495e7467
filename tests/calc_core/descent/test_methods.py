"""Lectures 13 and 14: speed limits, races, and what a change of units must not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize

from calc_core import (
    adam,
    beale,
    best_step,
    bowl,
    contraction_factors,
    gradient_descent,
    make_landscape,
    momentum,
    mountains,
    nesterov,
    newton_descent,
    rate_bound,
    ravine,
    stability_limit,
)
from tests.calc_core.descent.walks import FINE, every_walk, starts
from tests.calc_core.worlds import HIMMELBLAU, World, worlds

# ---- the race of lecture 14


def test_the_race_down_the_ravine_of_condition_100():
    land, start, kappa = bowl(100.0), (10, 1), 100
    inertia = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    race = [
        gradient_descent(land, start, learning_rate=best_step(land.hess((0, 0))), **FINE),
        nesterov(land, start, learning_rate=1 / kappa, beta=inertia, **FINE),
        momentum(land, start, learning_rate=4 / (np.sqrt(kappa) + 1) ** 2, beta=inertia**2, **FINE),
        newton_descent(land, start, **FINE),
    ]
    assert [each.n_steps for each in race] == [1152, 227, 143, 1]
    for each in race:
        assert each.status == "converged"
        assert each.slope[-1] <= 1e-8 < each.slope[-2]
        assert len(each.x) == each.n_steps + 1 == len(each.f) == len(each.grad)


@pytest.mark.parametrize("kappa", [4.0, 25.0, 100.0])
def test_each_method_ends_at_its_promised_rate(kappa):
    land = bowl(kappa)
    inertia = (np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)
    runs = {
        "gradient descent": (gradient_descent, {"learning_rate": 2 / (kappa + 1)}, 0),
        "heavy ball": (momentum, {"learning_rate": 4 / (np.sqrt(kappa) + 1) ** 2, "beta": inertia**2}, 1),
        "nesterov": (nesterov, {"learning_rate": 1 / kappa, "beta": inertia}, 1),
    }
    for name, (walk, how, growing) in runs.items():
        path = walk(land, (1.0, 0.7), tol=0, max_iter=60, **how)
        rate = rate_bound(kappa, name).rate
        size = np.linalg.norm(path.x, axis=-1)
        a, b = 30, 60
        # a double root gives (c + k d) rate^k: divide the growth of k out
        measured = (size[b] / size[a] * (a / b) ** growing) ** (1 / (b - a))
        assert measured == pytest.approx(rate, rel=0.03)
    assert rate_bound(kappa, "newton").rate == 0


def test_newton_doubles_the_correct_digits():
    path = newton_descent(ravine(), (-1.2, 1), tol=1e-12)
    digits = path.digits((1, 1))
    assert path.n_steps <= 8
    assert digits[-3] > 4
    assert digits[-2] > 1.9 * digits[-3]


# ---- the speed limit of lecture 13


@pytest.mark.parametrize("rate", [0.0799, 0.08, 0.0801, 0.081])
def test_the_steepest_direction_sets_the_limit(rate):
    """At 0.08 = 2/25 it hops for ever between two points; less comes home, more is flung off."""
    path = gradient_descent(bowl(25.0), (0, 1), learning_rate=rate, max_iter=300, tol=0)
    assert_allclose(np.abs(path.x[:, 1]), abs(1 - 25 * rate) ** np.arange(301), rtol=1e-11)
    assert stability_limit(bowl(25.0).hess((0, 0))).value == pytest.approx(0.08, rel=1e-15)
    assert (path.slope[-1] > 25) == (rate > 0.08)


@settings(max_examples=12)
@given(
    curvatures=st.lists(st.floats(0.01, 50), min_size=2, max_size=4),
    share=st.floats(0.05, 0.99),
    seed=st.integers(0, 999),
)
def test_below_the_curvature_limit_no_step_climbs(curvatures, share, seed):
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(curvatures),) * 2))
    h = turn @ np.diag(curvatures) @ turn.T
    h = (h + h.T) / 2
    start = np.random.default_rng(seed).normal(size=len(curvatures))
    limit = stability_limit(h)
    path = gradient_descent(
        lambda x: ((x @ h) * x).sum(-1) / 2,
        start,
        grad=lambda x: x @ h,
        learning_rate=share * limit.value,
        max_iter=30,
    )
    assert (np.diff(path.f) <= 1e-14 * path.f[0]).all()
    assert limit.value == pytest.approx(2 / max(curvatures))


def test_along_each_axis_the_distance_shrinks_by_its_own_factor():
    h, rate = np.diag([1.0, 25.0]), 0.07
    path = gradient_descent(bowl(25.0), (3, 2), learning_rate=rate, max_iter=20)
    factors = contraction_factors(h, rate)
    assert_allclose(np.abs(path.x[1:] / path.x[:-1]), np.tile(factors.factors, (20, 1)), rtol=1e-12)
    sweep = contraction_factors(h, np.linspace(0, 0.1, 201))
    assert sweep.factors.shape == (201, 2)
    assert sweep.learning_rate[sweep.worst.argmin()] == pytest.approx(best_step(h).value, abs=5e-4)
    assert contraction_factors(h, best_step(h)).worst == pytest.approx(24 / 26)
    assert contraction_factors(h, stability_limit(h)).worst == pytest.approx(1)


def test_a_walk_flung_off_to_infinity_ends_at_its_last_finite_stop():
    path = gradient_descent(beale(), (4, 4), learning_rate=0.5, max_iter=100)
    assert path.status == "diverged"
    assert path.n_diverged == 1
    assert "finite" in path.reason
    assert np.isfinite(path.x).all()
    assert np.isfinite(path.f).all()
    assert np.isfinite(path.grad).all()


def test_divergence_is_an_answer_on_ground_whose_slopes_are_only_measured_too():
    own = make_landscape(lambda x: (x**4).sum(-1), bounds=[(-2, 2), (-2, 2)])
    path = gradient_descent(own, [(1.0, 1.0), (0.1, 0.1)], learning_rate=0.9, max_iter=30)
    assert path.status.tolist() == ["diverged", "max_iter"]
    assert np.isfinite(path.x).all()


# ---- invariance


@every_walk
def test_a_batch_walks_as_its_walkers_would_alone(walk, how):
    land = HIMMELBLAU
    several = np.array([(0.5, 3), (-4, -4), (3, 2), (0, 0), (2, -4.5)])
    together = walk(land, several, max_iter=25, tol=1e-2, **how)
    assert together.x.shape == (together.n + 1, 5, 2)
    for i, start in enumerate(several):
        alone, mine = walk(land, start, max_iter=25, tol=1e-2, **how), together.walker(i)
        assert (mine.status, mine.n_steps) == (alone.status, alone.n_steps)
        assert_allclose(mine.x, alone.x, rtol=1e-9, atol=1e-12)
        assert_allclose(mine.step, alone.step)
        assert_allclose(mine.trials.x, alone.trials.x, rtol=1e-9)
        assert (together.x[alone.n_steps :, i] == together.x[-1, i]).all()
        assert (together.step[alone.n_steps :, i] == 0).all()


@settings(max_examples=5)
@given(world=worlds, start=starts)
def test_descent_moves_with_the_world_if_the_rate_is_measured_in_its_units(world, start):
    land, moved = HIMMELBLAU, world.of(HIMMELBLAU)
    unit = world.scale**2 / world.height
    for walk, how in (
        (gradient_descent, {"learning_rate": 0.005}),
        (momentum, {"learning_rate": 0.002, "beta": 0.7}),
        (nesterov, {"learning_rate": 0.002, "beta": 0.7}),
    ):
        rescaled = {**how, "learning_rate": how["learning_rate"] * unit}
        here = walk(land, start, max_iter=25, tol=0, **how)
        there = walk(moved, world.carry(start), max_iter=25, tol=0, **rescaled)
        noise = 1e-6 * world.scale + 1e-9 * np.abs(world.shift).max()
        assert np.abs(world.carry(here.x) - there.x).max() <= noise
        assert_allclose(there.length, world.scale * here.length, rtol=1e-5, atol=10 * noise)


def test_newton_does_not_care_how_the_axes_are_stretched():
    """In other coordinates x = A u, even crooked ones, the same points are visited."""
    land, a = ravine(), np.array([[2.0, 0.7], [-0.3, 0.4]])
    crooked = newton_descent(
        lambda u: land.f.inner(u @ a.T),
        np.linalg.solve(a, (-1.2, 1)),
        grad=lambda u: land.grad.inner(u @ a.T) @ a,
        hess=lambda u: a.T @ land.hess.inner(u @ a.T) @ a,
        max_iter=6,
        tol=0,
    )
    assert_allclose(crooked.x @ a.T, newton_descent(land, (-1.2, 1), max_iter=6, tol=0).x, rtol=1e-7)


def test_adam_does_not_care_how_high_the_mountains_are():
    steep = World(0.0, 1.0, (0, 0), height=1000.0).of(HIMMELBLAU)
    how = {"learning_rate": 0.05, "max_iter": 40, "eps": 1e-14}
    assert_allclose(adam(steep, (0.5, 3), **how).x, adam(HIMMELBLAU, (0.5, 3), **how).x, rtol=1e-9)
    first = adam(HIMMELBLAU, (0.5, 3), **how)
    assert_allclose(first.x[1] - first.x[0], -0.05 * np.sign(first.grad[0]), rtol=1e-9)


def test_without_memory_both_heavy_balls_are_plain_descent():
    plain = gradient_descent(HIMMELBLAU, (0.5, 3), learning_rate=0.01, max_iter=50)
    for walk in (momentum, nesterov):
        assert_array_equal(walk(HIMMELBLAU, (0.5, 3), learning_rate=0.01, beta=0, max_iter=50).x, plain.x)


@settings(max_examples=8)
@given(start=starts, beta=st.floats(0, 0.95), rate=st.floats(1e-4, 0.01))
def test_heavy_balls_obey_their_two_step_recurrence(start, beta, rate):
    land = mountains(4)
    ball = momentum(land, start, learning_rate=rate, beta=beta, max_iter=12, tol=0).x
    carried = beta * (ball[1:-1] - ball[:-2])
    assert_allclose(ball[2:], ball[1:-1] + carried - rate * land.grad(ball[1:-1]), rtol=1e-11, atol=1e-13)
    ahead = nesterov(land, start, learning_rate=rate, beta=beta, max_iter=12, tol=0).x
    look = ahead[1:-1] + beta * (ahead[1:-1] - ahead[:-2])
    assert_allclose(ahead[2:], look - rate * land.grad(look), rtol=1e-11, atol=1e-13)


@every_walk
def test_scipy_finds_the_same_hollow_to_be_one(walk, how):
    path = walk(HIMMELBLAU, (3.4, 2.3), max_iter=3000, tol=1e-3, **how)
    witness = minimize(HIMMELBLAU.f, path.last, jac=HIMMELBLAU.grad, tol=1e-12).x
    assert_allclose(path.last, witness, atol=1e-3)
    assert_allclose(witness, (3, 2), atol=1e-6)


def test_a_schedule_is_followed():
    rates = [0.02, 0.01, 0.005, 0.002]
    path = gradient_descent(HIMMELBLAU, (0.5, 3), learning_rate=lambda k: rates[k], max_iter=4)
    assert_allclose(path.step, rates)
    assert_allclose(path.x[1:], path.x[:-1] - np.array(rates)[:, None] * path.grad[:-1])
