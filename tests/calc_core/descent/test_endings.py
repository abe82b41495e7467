"""How walks end, and what their history tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    adam,
    armijo,
    best_step,
    bfgs,
    bowl,
    gradient_descent,
    line_search,
    make_landscape,
    momentum,
    monkey_saddle,
    newton_descent,
    path_length,
    rate_bound,
    ravine,
    saddle,
    stability_limit,
    trust_region,
    turning_angles,
    wolfe,
)
from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from tests.calc_core.descent.walks import WALKS, every_walk
from tests.calc_core.worlds import HILLS, HIMMELBLAU, terrain

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
        if walk in (newton_descent, trust_region):  # which ask for second derivatives too
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
        (lambda: bfgs(HILLS, (1, 1), inverse=[[1, 2], [0, 1]]), ShapeError),
        (lambda: bfgs(HILLS, (1, 1), inverse=[[1, 0], [0, -1]]), ShapeError),
        (lambda: bfgs(HILLS, (1, 1), inverse=np.eye(3)), ShapeError),
        (lambda: trust_region(HILLS, (1, 1), radius=0), ShapeError),
        (lambda: trust_region(lambda x: x[..., 0] ** 2, [1.0], grad=lambda x: 2 * x), ShapeError),
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
