"""Every landscape is descended by the same three lines: ground, the misfit of a fit, a network's loss."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import adam, gradient_descent, momentum
from calc_core.descent import DescentPath, three_lines
from calc_core.errors import ShapeError
from calc_core.fitting import gaussian, levenberg_marquardt, steepest_descent
from calc_core.networks import MLP, train
from calc_core.polylines import between, path_length, turning_angles

X = np.linspace(0, 4, 30)
BELL = gaussian().residuals(X, gaussian()((4.0, 1.5, 0.8), X) + 0.05 * np.cos(9 * X))
NET = MLP((3, 4, 2)).init(1)
ROWS, LABELS = np.random.default_rng(2).normal(size=(9, 3)), np.array([0, 1, 1, 0, 1, 0, 0, 1, 1])


def misfit(theta):
    return np.array([BELL(each) @ BELL(each) for each in theta])


def slope_of_misfit(theta):
    return np.array([2 * (BELL(each) @ BELL.jacobian(each)) for each in theta])


def loss(theta):
    return np.array([MLP(NET.sizes, theta=each).loss(ROWS, LABELS) for each in theta])


def slope_of_loss(theta):
    return np.array([MLP(NET.sizes, theta=each).backward(ROWS, LABELS).flat for each in theta])


def test_a_fit_walks_its_misfit_as_a_hiker_walks_the_hills():
    fit = steepest_descent(BELL, (3, 1.2, 1), learning_rate=1e-3, steps=40)
    hike = gradient_descent(misfit, (3, 1.2, 1), grad=slope_of_misfit, learning_rate=1e-3, max_iter=40, tol=0)
    assert_array_equal(fit.x, hike.x)
    assert_allclose(fit.f, hike.f, rtol=1e-14)
    assert_allclose(fit.grad, hike.grad, rtol=1e-9, atol=1e-12)
    assert_array_equal(fit.step, hike.step)
    assert (fit.status, fit.n_steps) == (hike.status, hike.n_steps)


@pytest.mark.parametrize(
    ("optimiser", "walk", "how"),
    [("sgd", gradient_descent, {}), ("momentum", momentum, {"beta": 0.9}), ("adam", adam, {})],
)
def test_a_network_shown_all_rows_at_once_walks_its_loss_by_the_same_rules(optimiser, walk, how):
    """The rows come in another order every epoch, so only rounding differs."""
    learned = train(NET, ROWS, LABELS, learning_rate=0.05, epochs=30, batch=99, optimiser=optimiser)
    hike = walk(loss, NET.theta, grad=slope_of_loss, learning_rate=0.05, max_iter=30, tol=0, **how)
    assert_allclose(learned.x, hike.x, rtol=1e-9, atol=1e-10)
    assert_allclose(learned.f, hike.f, rtol=1e-10)
    assert_allclose(learned.grad, hike.grad, rtol=1e-7, atol=1e-10)
    assert_array_equal(learned.step, hike.step)


def paths():
    yield gradient_descent(misfit, (3, 1.2, 1), grad=slope_of_misfit, learning_rate=1e-3, max_iter=9)
    yield steepest_descent(BELL, (3, 1.2, 1), learning_rate=1e-3, steps=30, keep_every=4)
    yield levenberg_marquardt(BELL, (3, 1.2, 1)).history
    yield train(NET, ROWS, LABELS, learning_rate=0.1, epochs=5, batch=4)
    yield train(NET, ROWS, LABELS, learning_rate=0.1, epochs=3, batch=4, keep="step")


@pytest.mark.parametrize("path", list(paths()), ids=["hills", "fit", "jumps", "epochs", "steps"])
def test_all_histories_are_one_kind_of_path(path):
    assert isinstance(path, DescentPath)
    stops = len(path.x)
    assert path.x.shape == path.grad.shape
    assert path.f.shape == (stops,)
    assert path.step.shape == (stops - 1,)
    assert (stops - 1) * path.stride >= path.n_steps > (stops - 2) * path.stride
    assert_array_equal(path.moves, path.x[1:] - path.x[:-1])
    assert_array_equal(path.at(np.arange(stops)), path.x)
    assert_array_equal([path.at(-1.0), path.at(99.0)], path.x[[0, -1]])
    assert_allclose(path.at(0.25), 0.75 * path.x[0] + 0.25 * path.x[1], rtol=1e-13, atol=1e-13)
    assert_array_equal(path.at(1.5), between(path.x, 1.5))
    assert path.length == path_length(path.x)
    assert_array_equal(path.turning_angles, turning_angles(path.x))
    assert path.reason
    assert path.walker(0) is path


def test_a_network_tells_the_slope_that_each_stop_was_left_by():
    steps = train(NET, ROWS, LABELS, learning_rate=0.1, epochs=3, batch=4, keep="step")
    assert_allclose(steps.moves, -0.1 * steps.grad[:-1], rtol=1e-9, atol=1e-14)
    whole = train(NET, ROWS, LABELS, learning_rate=0.1, epochs=3, batch=9)
    assert_allclose(whole.grad[-1], MLP(NET.sizes, theta=whole.x[-1]).backward(ROWS, LABELS).flat)
    assert steps.f[-1] == steps.loss[-1]
    epochs = train(NET, ROWS, LABELS, learning_rate=0.1, epochs=3, batch=4)
    assert_array_equal(epochs.f, epochs.loss)
    assert_array_equal(epochs.grad[:-1], steps.grad[[0, 3, 6]])
    assert epochs.theta is epochs.x


def f_with_habits(x):
    """Heights in one buffer for ever, and the places written over."""
    heights = BUFFER[: len(x)]
    heights[:] = (x**2).sum(-1)
    x[:] = 0
    return heights


def slope_with_habits(x):
    SLOPES[: len(x)] = 2 * x
    x[:] = 0
    return SLOPES[: len(x)]


BUFFER, SLOPES = np.empty(9), np.empty((9, 2))


@pytest.mark.parametrize("backtracking", [False, True])
def test_functions_that_keep_one_buffer_or_write_into_x_spoil_nothing(backtracking):
    start = np.array([[1.0, 2.0], [3.0, -1.0]])
    how = {"learning_rate": 0.8, "backtracking": backtracking, "max_iter": 20}
    spoiled = gradient_descent(f_with_habits, start, grad=slope_with_habits, **how)
    clean = gradient_descent(lambda x: (x**2).sum(-1), start, grad=lambda x: 2 * x, **how)
    assert_array_equal(start, [[1.0, 2.0], [3.0, -1.0]])
    assert_array_equal(spoiled.x, clean.x)
    assert_array_equal(spoiled.f, clean.f)
    assert_array_equal(spoiled.grad, clean.grad)


class Stand:
    """A walk that knows its place and the slope there, and nothing of the machinery."""

    def __init__(self, x, slope, steps):
        self.path, self.slope, self.steps = [np.array(x, dtype=float)], slope, steps

    def slopes(self):
        return (self.slope(self.path[-1]) for _ in range(self.steps))

    def go(self, step):
        self.path.append(self.path[-1] + step)


@given(x=arrays(float, 3, elements=st.floats(-2, 2)), rate=st.floats(1e-3, 0.3), curvature=st.floats(0.1, 3))
def test_the_text_of_three_lines_gives_every_plain_descent_to_the_last_bit(x, rate, curvature):
    slope = lambda x: curvature * x + np.sin(x)  # noqa: E731
    walker = Stand(x, slope, 12)
    exec(three_lines(), {"slopes": walker.slopes(), "go": walker.go, "learning_rate": rate})
    hike = gradient_descent(
        lambda x: (curvature * x**2 / 2 - np.cos(x)).sum(-1),
        x,
        grad=slope,
        learning_rate=rate,
        max_iter=12,
        tol=0,
    )
    assert_array_equal(hike.x, np.array(walker.path)[: len(hike.x)])
    assert hike.n_knobs == 3


def test_three_lines_are_three():
    assert len(three_lines().splitlines()) == 3


def test_a_schedule_of_equal_rates_walks_as_the_three_lines_do():
    how = {"grad": slope_of_misfit, "max_iter": 15, "tol": 0}
    same = gradient_descent(misfit, (3, 1.2, 1), learning_rate=lambda k: 1e-3, **how)
    assert_array_equal(same.x, gradient_descent(misfit, (3, 1.2, 1), learning_rate=1e-3, **how).x)


@pytest.mark.parametrize("rate", [0.0, -1.0, np.inf, np.nan])
def test_a_rate_that_does_not_walk_downhill_is_refused_before_the_first_step(rate):
    with pytest.raises(ShapeError, match="positive to walk downhill"):
        gradient_descent(misfit, (3, 1.2, 1), grad=slope_of_misfit, learning_rate=rate)
