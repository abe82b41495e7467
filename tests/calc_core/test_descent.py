"""Lectures 12 to 15: speed limits, races, borders, and what a change of units must not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize

from calc_core import (
    adam,
    armijo,
    beale,
    best_step,
    bowl,
    contraction_factors,
    gradient_descent,
    line_search,
    make_landscape,
    momentum,
    monkey_saddle,
    mountains,
    nesterov,
    newton_descent,
    path_length,
    rate_bound,
    ravine,
    saddle,
    stability_limit,
    turning_angles,
    wolfe,
)
from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from tests.calc_core.worlds import HILLS, HIMMELBLAU, World, terrain, worlds

FINE = {"tol": 1e-8, "max_iter": 5000}
WALKS = {
    "gradient descent": (gradient_descent, {"learning_rate": 0.01}),
    "backtracking": (gradient_descent, {"learning_rate": 0.1, "backtracking": True}),
    "heavy ball": (momentum, {"learning_rate": 0.005, "beta": 0.8}),
    "nesterov": (nesterov, {"learning_rate": 0.005, "beta": 0.8}),
    "adam": (adam, {"learning_rate": 0.02}),
    "newton": (newton_descent, {"damping": 1.0}),
    "armijo": (line_search, {"first": 0.1}),
    "wolfe": (line_search, {"first": 0.1, "rule": "wolfe"}),
}
every_walk = pytest.mark.parametrize(("walk", "how"), WALKS.values(), ids=WALKS)
starts = st.tuples(st.floats(-4, 4), st.floats(-4, 4))


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


# ---- line searches


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


# ---- level places, borders, endings


def test_from_the_exact_ridge_of_a_pass_nobody_falls_off_but_a_nudge_does_it():
    on, beside = gradient_descent(
        saddle(-1), [(1, 0), (1, 1e-9)], learning_rate=0.1, max_iter=1000, bounds=[(-2, 2), (-2, 2)]
    ).last
    assert_allclose(on, 0, atol=1e-4)
    assert abs(beside[1]) == 2
    jump = newton_descent(saddle(-1), (1, 0.5))
    assert_allclose(jump.last, 0, atol=1e-15)  # Newton walks to the pass on purpose


def test_newton_stalls_where_there_is_no_curvature():
    flat = make_landscape(
        lambda x: x[..., 0],
        lambda x: np.broadcast_to([1.0, 0.0], x.shape),
        lambda x: np.zeros((*x.shape, 2)),
        bounds=[(0, 1), (0, 1)],
    )
    assert newton_descent(flat, (0.5, 0.5)).status == "stalled"
    assert newton_descent(monkey_saddle(), (0, 0)).status == "converged"
    damped = newton_descent(HIMMELBLAU, (0, 0), damping=60.0, max_iter=500)
    assert HIMMELBLAU.f(damped.last) < 1e-6  # undamped it climbs to the peak nearby
    assert HIMMELBLAU.f(newton_descent(HIMMELBLAU, (0, 0)).last) > 180


@every_walk
def test_who_meets_the_border_stops_on_it(walk, how):
    box = [(-1, 1), (-1, 1)]
    path = walk(saddle(-1), [(0.5, 0.2), (0.9, -0.3), (0.5, 1.0)], max_iter=3000, bounds=box, **how)
    if walk is newton_descent:
        return  # Newton prefers the pass
    assert (path.status == "left").all()
    assert path.n_left == 3
    assert_allclose(np.abs(path.last[:, 1]), 1, rtol=0, atol=1e-15)
    assert (np.abs(path.x) <= 1).all()
    assert path.n_steps[2] == 0  # stood on the border, looking out
    before = path.walker(0).x[-2]
    assert abs(before[1]) < 1


def test_measured_ground_ends_at_its_border_without_being_told():
    land = terrain()
    x = np.random.default_rng(3).uniform(land.bounds[:, 0], land.bounds[:, 1], (60, 2))
    path = gradient_descent(land, x, learning_rate=0.02, backtracking=True, tol=1e-3, max_iter=2000)
    assert path.n_left > 5
    assert path.n_left + path.n_converged == 60
    assert path.n_stalled == path.n_diverged == path.n_unfinished == 0
    assert (np.diff(path.f, axis=0) <= 0).all()
    assert path.units["f"] == "m"
    assert path.units["slope"] == "m/km"


def test_running_out_of_steps_is_an_answer():
    path = gradient_descent(ravine(), (-1.2, 1), learning_rate=1e-4, max_iter=10)
    assert (path.status, path.n_steps, path.n_unfinished) == ("max_iter", 10, 1)
    still = gradient_descent(ravine(), (1, 1), learning_rate=1e-3)
    assert (still.status, still.n_steps, len(still.step)) == ("converged", 0, 0)
    assert len(gradient_descent(ravine(), (0, 0), learning_rate=1e-3, max_iter=0).x) == 1


def test_level_means_that_the_length_of_the_gradient_is_small():
    walk = gradient_descent(bowl(1), [(0.7, 0.7), (0.72, 0.72), (0.99, 0)], learning_rate=0.1, tol=1)
    assert walk.n_steps.tolist() == [0, 1, 0]


# ---- the history


def test_every_call_is_counted():
    asked = {"f": 0, "grad": 0}

    def f(x):
        asked["f"] += len(x)
        return (x**4).sum(-1)

    def grad(x):
        asked["grad"] += len(x)
        return 4 * x**3

    for walk, how in WALKS.values():
        if walk is newton_descent:
            continue
        asked.update(f=0, grad=0)
        path = walk(f, [(1, 2, 0.5), (0.1, 0.2, 0.3)], grad=grad, max_iter=20, **how)
        assert (path.nfev, path.ngev) == (asked["f"], asked["grad"])
        assert_allclose(path.f, (path.x**4).sum(-1))
        assert_allclose(path.grad, 4 * path.x**3)


PAIR = gradient_descent(HIMMELBLAU, [(0.5, 3), (-4, -4)], learning_rate=0.01, max_iter=50)


@given(t=st.floats(-3, 80))
def test_between_two_stops_the_walk_goes_straight(t):
    path = PAIR
    k = int(np.clip(np.floor(t), 0, path.n))
    after = min(k + 1, path.n)
    share = np.clip(t - k, 0, 1)
    assert_allclose(path.at(t), (1 - share) * path.x[k] + share * path.x[after], atol=1e-12)
    assert_allclose(path.f_at(t), (1 - share) * path.f[k] + share * path.f[after], atol=1e-9)
    assert_array_equal(path.at(np.arange(path.n + 1)), path.x)
    alone = path.walker(1)
    assert_allclose(alone.at(t), alone.at([t])[0], atol=1e-14)
    assert_allclose(alone.f_at(t), alone.f_at([t])[0], rtol=1e-14)
    assert alone.f_at(t).shape == ()
    assert alone.at(t).shape == (2,)


def test_a_square_turns_by_four_right_angles():
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    assert path_length(square) == 4
    assert_allclose(turning_angles(square), np.pi / 2)
    back = np.array([(0.0, 0), (1, 0), (1, 0), (0.5, 0)])
    assert_allclose(turning_angles(back), 0)  # a step of no length turns nothing
    assert_allclose(turning_angles(back[[0, 1, 3]]), np.pi)
    tiny = 1e-9
    assert turning_angles([(0, 0), (1, 0), (2, tiny)]) == pytest.approx(tiny, rel=1e-6)


def test_a_narrow_ravine_makes_a_zigzag_and_a_round_bowl_does_not():
    narrow = gradient_descent(
        bowl(25.0), (5, 1), learning_rate=best_step(bowl(25.0).hess((0, 0))), max_iter=40
    )
    round_ = gradient_descent(bowl(1.0), (5, 1), learning_rate=0.5, max_iter=40)
    assert np.median(narrow.turning_angles) > 1
    assert round_.turning_angles.max() < 1e-6
    assert narrow.length > 1.05 * round_.length


@every_walk
@pytest.mark.parametrize("shape", [(2,), (1, 2), (4, 2), (0, 2)])
def test_one_start_a_batch_and_nobody_all_work(walk, how, shape):
    path = walk(HILLS, np.full(shape, 0.5), max_iter=3, **how)
    assert path.x.shape[1:] == shape
    assert path.x.dtype == path.f.dtype == path.step.dtype == np.float64
    assert path.n_walkers == (1 if len(shape) == 1 else shape[0])
    assert path.slope.shape == path.f.shape
    assert path.made_by is not None


def test_lists_integers_and_frozen_or_strided_arrays_start_the_same_walk():
    expected = gradient_descent(HIMMELBLAU, [(1.0, 2.0)], learning_rate=0.01, max_iter=5).x
    frozen = np.array([[1.0, 2.0]])
    frozen.flags.writeable = False
    for start in (
        [(1, 2)],
        np.array([[1, 2]]),
        np.float32([[1, 2]]),
        frozen,
        np.array([[1.0, 9, 2]])[:, ::2],
    ):
        assert_array_equal(gradient_descent(HIMMELBLAU, start, learning_rate=0.01, max_iter=5).x, expected)


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda: gradient_descent(HILLS, (1, 2, 3), learning_rate=0.1), ShapeError),
        (lambda: gradient_descent(HILLS, (1, np.nan), learning_rate=0.1), DomainError),
        (lambda: gradient_descent(HILLS, np.ones((2, 2, 2)), learning_rate=0.1), ShapeError),
        (lambda: gradient_descent(HILLS, (1, 1), learning_rate=-0.1), ShapeError),
        (lambda: gradient_descent(HILLS, (1, 1), learning_rate=0.1, tol=-1), ShapeError),
        (lambda: gradient_descent(HILLS, (9, 9), learning_rate=0.1, bounds=[(0, 1), (0, 1)]), DomainError),
        (lambda: gradient_descent(HILLS, (1, 1), learning_rate=0.1, grad=np.sin), ShapeError),
        (lambda: gradient_descent(np.sum, (1, 1), learning_rate=0.1), ShapeError),
        (lambda: gradient_descent(lambda x: x[0], (1, 2), grad=np.sin, learning_rate=0.1), ShapeError),
        (lambda: gradient_descent(lambda x: x[..., 0], (1, 2), grad=np.sum, learning_rate=0.1), ShapeError),
        (lambda: gradient_descent(terrain(), (-1, 2), learning_rate=0.1), DomainError),
        (lambda: newton_descent(lambda x: x[..., 0] ** 2, [1.0], grad=lambda x: 2 * x), ShapeError),
        (lambda: momentum(HILLS, (1, 1), learning_rate=0.1, beta=1.0), ShapeError),
        (lambda: adam(HILLS, (1, 1), beta2=-0.1), ShapeError),
        (lambda: line_search(HILLS, (1, 1), first=0), ShapeError),
        (lambda: armijo(HILLS, (1, 1), HILLS.grad((1, 1))), ShapeError),
        (lambda: wolfe(HILLS, (1, 1), -HILLS.grad((1, 1)), c1=0.9, c2=0.1), ShapeError),
        (lambda: stability_limit([[1, 0], [0, -1]]), SingularError),
        (lambda: best_step([[1, 0], [0, 0]]), SingularError),
        (lambda: best_step([[1, 2], [0, 1]]), ShapeError),
        (lambda: rate_bound(0.5, "newton"), ShapeError),
        (lambda: path_length([1, 2, 3]), ShapeError),
    ],
)
def test_a_mistake_is_told_in_one_sentence(mistake, error):
    with pytest.raises(error) as told:
        mistake()
    assert isinstance(told.value, CalcError)
    assert "\n" not in str(told.value)
