"""Lectures 17 to 21: backpropagation is exact, training reads digits, and a slice is only a shadow."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core.data.datasets import load_digits, load_iris_petals
from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from calc_core.networks import (
    MLP,
    count_operations,
    filter_normalised_directions,
    gradient_check,
    loss_slice,
    neuron_loss,
    neuron_reading,
    pca_directions,
    project_path,
    run_tiny,
    split_digits,
    tiny,
    tiny_source,
    top_hessian_eig,
    train,
)

SPLIT = split_digits(load_digits())
NET = MLP((64, 32, 10)).init(0)
SMALL = MLP((4, 5, 3)).init(1)
X4 = np.random.default_rng(2).normal(size=(7, 4))
LABELS = np.array([0, 2, 1, 1, 0, 2, 2])
OUTPUTS = {
    "softmax": None,
    "sigmoid": None,
    "linear": None,
    "softmax squared": "squared",
    "sigmoid squared": "squared",
}


def learn(seed=0, epochs=30, **how):
    return train(
        NET.init(seed),
        SPLIT.X,
        SPLIT.label,
        learning_rate=0.5,
        epochs=epochs,
        seed=seed,
        X_test=SPLIT.X_test,
        Y_test=SPLIT.label_test,
        **how,
    )


@pytest.fixture(scope="module")
def history():
    return learn()


# ---- forward


def test_a_network_counts_its_knobs_and_lays_them_out_in_layers():
    assert NET.n_params == 2410
    (W1, b1), (W2, b2) = NET.layers()
    assert [each.shape for each in (W1, b1, W2, b2)] == [(64, 32), (32,), (32, 10), (10,)]
    assert_allclose(np.concatenate([W1.ravel(), b1, W2.ravel(), b2]), NET.theta, rtol=0)
    assert 0.99 < np.abs(W1).max() / np.sqrt(6 / 96) <= 1
    assert 0.99 < np.abs(MLP(NET.sizes, "relu").init(0).layers()[0][0]).max() / np.sqrt(6 / 64) <= 1
    assert not b1.any()


def test_one_run_forward_is_the_formula_itself():
    (W1, b1), (W2, b2) = SMALL.layers()
    run = SMALL.forward(X4)
    hidden = np.tanh(X4 @ W1 + b1)
    raised = np.exp(hidden @ W2 + b2)
    assert_allclose(run.a[1], hidden)
    assert_allclose(run.out, raised / raised.sum(axis=1, keepdims=True))
    assert_allclose(SMALL.loss(X4, LABELS), -np.mean(np.log(run.out[np.arange(7), LABELS])))


def test_a_permutation_of_neurons_changes_nothing():
    order = [3, 0, 4, 1, 2]
    (W1, b1), (W2, b2) = SMALL.layers()
    shuffled = MLP(
        SMALL.sizes, theta=np.concatenate([W1[:, order].ravel(), b1[order], W2[order].ravel(), b2])
    )
    assert_allclose(shuffled.forward(X4).out, SMALL.forward(X4).out)
    assert shuffled.loss(X4, LABELS) == pytest.approx(SMALL.loss(X4, LABELS))


def test_huge_sums_neither_overflow_nor_lose_the_loss():
    net = MLP((1, 3), theta=np.array([1000.0, 0, -1000, 0, 0, 0]))
    assert_allclose(net.forward([[1]]).out, [[1, 0, 0]], atol=1e-300)
    assert_allclose([net.loss([[1]], [k]) for k in range(3)], [0, 1000, 2000], atol=1e-12)


# ---- backward


def deep(activation, output, cost, seed=3, scale=1.0):
    net = MLP((4, 6, 5, 3), activation, output, cost=cost).init(seed)
    return MLP(net.sizes, activation, output, net.theta * scale + 0.01, cost)


def targets(output):
    rows = np.eye(3)[LABELS]
    return rows if "linear" not in output else rows * 2.5 - 1


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
@pytest.mark.parametrize(("output", "cost"), OUTPUTS.items())
@pytest.mark.parametrize("scale", [1, 30])
def test_backpropagation_is_the_complex_step_to_twelve_digits(activation, output, cost, scale):
    net = deep(activation, output.split()[0], cost, scale=float(scale))
    check = gradient_check(net, X4, targets(output))
    assert check.rel_error <= 1e-12
    assert np.all(check.by_layer <= 1e-11)
    assert check.runs == net.n_params == len(check.index)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("big", [20, 1000])
def test_saturated_neurons_and_huge_sums_keep_their_slopes(activation, big):
    net = MLP((2, 3, 3), activation).init(5)
    theta = net.theta.copy()
    theta[:6] = [big, -big, big / 2, -big, big, 3]
    theta[9:18] = np.linspace(-big, big, 9)
    hard = MLP(net.sizes, activation, theta=theta)
    check = gradient_check(hard, [[1, 0.5], [-1, 1], [0.3, 0.3]], [0, 1, 2])
    assert np.isfinite(check.backpropagated).all()
    assert check.rel_error <= 1e-12


def test_a_saturated_neuron_keeps_the_digits_of_its_tiny_slope():
    """At z = 30 the slope is 9e-14, of which a (1 - a) in floating point has lost three digits."""
    net = MLP((1, 1, 1), "sigmoid", "linear", np.array([30.0, 0, 1, 0]))
    slope = gradient_check(net, [[1]], [[0]])
    assert_allclose(slope.backpropagated[:2], slope.nudged[:2], rtol=1e-12)
    assert 0 < slope.backpropagated[0] < 1e-12


def test_real_nudges_agree_as_far_as_they_can():
    check = gradient_check(NET, SPLIT.X[:64], SPLIT.label[:64], method="central", subset=range(0, 2410, 60))
    assert 1e-12 < check.rel_error < 1e-7
    assert check.runs == 2 * len(check.index)


def test_a_wrong_slope_is_noticed_and_named(monkeypatch):
    module = sys.modules["calc_core.networks.gradient_check"]
    honest = module.run_backward

    def broken(net, layers, X, Y, flat):
        deltas = honest(net, layers, X, Y, flat)
        flat[7] *= -1
        return deltas

    monkeypatch.setattr(module, "run_backward", broken)
    check = gradient_check(SMALL, X4, LABELS)
    assert check.rel_error > 1e-3
    assert check.worst_index == 7


@settings(max_examples=25)
@given(st.integers(0, 2**31))
def test_slopes_of_all_rows_are_the_mean_of_the_slopes_of_each(seed):
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(5, 4)), rng.integers(0, 3, 5)
    net = SMALL.init(seed)
    alone = [net.backward(X[k : k + 1], labels[k : k + 1]).flat for k in range(5)]
    together = net.backward(X, labels)
    assert_allclose(together.flat, np.mean(alone, axis=0), atol=1e-15)
    assert_allclose(together.deltas[-1].sum(axis=1), 0, atol=1e-15)  # answers and targets both sum to 1
    assert_allclose(together.by_layer[1][1], together.deltas[1].sum(axis=0))


def test_one_wave_back_costs_less_than_two_runs_forward():
    count = count_operations((64, 32, 10))
    assert (count.forward, count.backward) == (64 * 32 + 32 * 10, 64 * 32 + 2 * 32 * 10)
    assert count.ratio < 2
    assert count.nudging == 2411 * count.forward
    assert count_operations((5, 5)).ratio == 1


# ---- training


def test_the_split_is_fair_fixed_and_complete():
    again = split_digits(load_digits())
    assert (SPLIT.n, SPLIT.n_test) == (1500, 297)
    assert sorted([*SPLIT.rows, *SPLIT.rows_test]) == list(range(1797))
    assert_allclose(again.rows_test, SPLIT.rows_test, rtol=0)
    share = np.bincount(SPLIT.label_test) - np.bincount(load_digits().label) * 297 / 1797
    assert np.all(np.abs(share) < 1)
    assert (SPLIT.X.min(), SPLIT.X.max()) == (0, 1)
    for rows, label in ((SPLIT.rows, SPLIT.label), (SPLIT.rows_test, SPLIT.label_test)):
        assert np.mean(np.diff(rows) > 0) < 0.6  # not in the file's order
        assert np.mean(np.diff(label) == 0) < 0.2  # nor digit by digit


@pytest.mark.parametrize("seed", range(10))
def test_every_seed_reads_96_5_per_cent_of_digits_it_never_saw(seed):
    assert learn(seed).last_test_acc >= 0.965


def test_the_history_tells_of_every_epoch(history):
    assert history.theta.shape == (31, 2410)
    assert (history.epochs, history.n_steps) == (30, 30 * 47)
    assert_allclose(history.when, np.arange(31))
    assert_allclose(history.theta[0], NET.theta, rtol=0)
    assert history.last_loss == pytest.approx(history.network().loss(SPLIT.X, SPLIT.label))
    assert history.loss[3] == pytest.approx(history.network(3).loss(SPLIT.X, SPLIT.label))
    assert history.loss[-1] < 0.1 * history.loss[1]
    assert 0.8 < history.first_test_acc < history.last_test_acc
    right = np.trace(history.confusion, axis1=1, axis2=2) / SPLIT.n_test
    assert_allclose(right, history.test_acc)
    said = history.network().predict(SPLIT.X_test)
    assert_allclose(history.predictions[-1], said)
    assert_allclose(history.mistakes, np.flatnonzero(said != SPLIT.label_test))
    assert history.n_mistakes == round((1 - history.last_test_acc) * 297)


def test_keeping_every_step_changes_only_what_is_kept():
    steps, epochs = learn(epochs=2, keep="step"), learn(epochs=2)
    assert steps.theta.shape == (2 * 47 + 1, 2410)
    assert_allclose(steps.theta[[0, 47, 94]], epochs.theta, rtol=0)
    assert_allclose(steps.when[[47, 94]], [1, 2])


def test_one_step_with_all_rows_is_one_step_downhill():
    whole = train(SMALL, X4, LABELS, learning_rate=0.1, epochs=1, batch=99)
    assert_allclose(whole.theta[1], SMALL.theta - 0.1 * SMALL.backward(X4, LABELS).flat)


@pytest.mark.parametrize(("optimiser", "rate"), [("momentum", 0.05), ("adam", 0.003)])
def test_other_boots_learn_too(optimiser, rate):
    again = [
        train(NET, SPLIT.X, SPLIT.label, learning_rate=rate, epochs=3, optimiser=optimiser, seed=4)
        for _ in "ab"
    ]
    assert again[0].last_loss < 0.3 * again[0].loss[0]
    assert_allclose(again[0].theta, again[1].theta, rtol=0)


def test_the_first_step_of_adam_has_one_length_for_every_knob():
    step = train(SMALL, X4, LABELS, learning_rate=0.01, epochs=1, batch=99, optimiser="adam")
    assert_allclose(np.abs(step.theta[1] - step.theta[0]), 0.01, rtol=1e-3)


def test_a_rate_too_large_ends_as_diverged_with_finite_knobs():
    net = MLP((4, 5, 3), "relu", "linear").init(1)
    flung = train(net, X4, np.eye(3)[LABELS], learning_rate=1e4, epochs=200)
    assert flung.status == "diverged"
    assert np.isfinite(flung.theta).all()
    assert len(flung.theta) == len(flung.loss) < 200


# ---- windows


def test_random_directions_move_every_neuron_in_proportion_to_itself():
    dirs = filter_normalised_directions(NET.theta, NET.sizes, seed=3)
    for vector in dirs.vectors:
        (d1, e1), (d2, e2) = MLP(NET.sizes, theta=vector).layers()
        assert_allclose(np.linalg.norm(d1, axis=0), np.linalg.norm(NET.layers()[0][0], axis=0))
        assert_allclose(np.linalg.norm(d2, axis=0), np.linalg.norm(NET.layers()[1][0], axis=0))
        assert not e1.any()
        assert not e2.any()


def test_a_slice_is_the_loss_on_its_plane():
    dirs = filter_normalised_directions(SMALL.theta, SMALL.sizes)
    window = loss_slice(SMALL, X4, LABELS, SMALL.theta, dirs, [-1, 0, 0.5], [0, 2])
    assert window.f.shape == (2, 3)
    assert window.f[0, 1] == pytest.approx(SMALL.loss(X4, LABELS))
    there = MLP(SMALL.sizes, theta=SMALL.theta + 0.5 * dirs.vectors[0] + 2 * dirs.vectors[1])
    assert window.f[1, 2] == pytest.approx(there.loss(X4, LABELS))
    single = MLP((4, 3)).init(0)
    flat = filter_normalised_directions(single.theta, single.sizes)
    assert loss_slice(single, X4, LABELS, single.theta, flat, [0], [0]).f[0, 0] == pytest.approx(
        single.loss(X4, LABELS)
    )


def test_a_path_collapses_on_a_random_wall_and_unrolls_on_its_own(history):
    last = history.theta[-1]
    random = filter_normalised_directions(last, NET.sizes, seed=1)
    own = pca_directions(history.theta)
    on_random, on_own = (
        project_path(history.network(), SPLIT.X, SPLIT.label, history.theta, last, dirs)
        for dirs in (random, own)
    )
    assert on_random.captured_variance < 0.01
    assert on_own.captured_variance == pytest.approx(own.explained_together)
    assert on_own.captured_variance > 0.97
    assert_allclose(on_own.true_loss, history.loss)
    assert_allclose(on_own.ab[-1], 0, atol=1e-12)
    assert on_own.slice_loss[-1] == pytest.approx(history.loss[-1])
    assert 0.05 < on_own.largest_gap < 1
    assert_allclose(own.vectors @ own.vectors.T, np.eye(2), atol=1e-12)


def test_the_steepest_bend_is_that_of_the_whole_hessian():
    rng = np.random.default_rng(0)
    net = MLP((3, 4, 2)).init(2)
    X, labels = rng.normal(size=(30, 3)), rng.integers(0, 2, 30)
    trained = train(net, X, labels, learning_rate=0.5, epochs=30).network()
    H = np.empty((trained.n_params,) * 2)
    for k in range(trained.n_params):
        e = 1e-30j * np.eye(trained.n_params)[k]
        nudged = MLP(trained.sizes, theta=trained.theta + e)
        H[k] = nudged.backward(X, labels).flat.imag / 1e-30
    assert_allclose(H, H.T, atol=1e-13)
    eigenvalues = np.linalg.eigvalsh(H)
    top = top_hessian_eig(trained, X, labels, tol=1e-6)
    assert top.ok
    assert float(top.value) == pytest.approx(
        eigenvalues[np.argmax(np.abs(eigenvalues))], abs=10 * float(top.error) + 1e-12
    )
    assert_allclose(H @ top.direction, float(top.value) * top.direction, atol=2 * float(top.error) + 1e-12)
    assert top.limit == pytest.approx(2 / float(top.value))


# ---- one neuron


def petals(*kinds):
    data = load_iris_petals()
    chosen = np.isin(data["species"], kinds)
    return data["length"][chosen], (data["species"][chosen] == kinds[-1]).astype(float)


def test_one_neuron_tells_93_petals_of_100_apart():
    x, y = petals("versicolor", "virginica")
    land = neuron_loss(x, y)
    assert len(land.minima) == 1
    assert np.linalg.norm(land.grad(land.minima[0])) < 1e-12
    reading = neuron_reading(x, y, land.minima[0])
    assert (reading.correct, reading.share) == (93, 0.93)


def test_the_neurons_landscape_is_the_loss_of_a_network_of_one():
    x, y = petals("versicolor", "virginica")
    land, at = neuron_loss(x, y), np.array([0.7, -2.0])
    net = MLP((1, 1), output="sigmoid", theta=at)
    assert float(land.f(at)) == pytest.approx(net.loss(x[:, None], y[:, None]))
    assert_allclose(land.grad(at), net.backward(x[:, None], y[:, None]).flat)
    nudged = [land.grad(at + 1e-5 * e) - land.grad(at - 1e-5 * e) for e in np.eye(2)]
    assert_allclose(land.hess(at), np.array(nudged) / 2e-5, rtol=1e-6)
    grid = np.random.default_rng(0).normal(size=(3, 4, 2))
    assert land.f(grid).shape == (3, 4)
    assert np.all(np.linalg.eigvalsh(land.hess(grid)) > 0)


def test_petals_that_one_cut_separates_have_no_floor():
    assert len(neuron_loss(*petals("setosa", "virginica")).minima) == 0


# ---- twenty lines


def test_twenty_lines_train_and_their_slopes_are_exact():
    run = run_tiny(SPLIT.X, SPLIT.label, steps=60, hidden=10)
    assert run.n_lines <= 20
    assert run.last_loss < 0.5 * run.first_loss
    assert run.rel_error < 1e-13
    assert run.source == tiny_source()


def test_without_a_transpose_it_still_learns_but_the_check_turns_orange():
    broken = run_tiny(SPLIT.X, SPLIT.label, steps=60, hidden=10, source=tiny_source().replace("W2.T", "W2"))
    assert broken.last_loss < broken.first_loss
    assert broken.rel_error > 0.01
    with pytest.raises(CalcError, match="does not run"):
        run_tiny(SPLIT.X, SPLIT.label, steps=1, source=tiny_source().replace("W2.T", "W2"))


def test_twenty_lines_and_the_network_say_the_same():
    (W1, b1), (W2, b2) = NET.layers()
    A, P = tiny.forward(SPLIT.X, W1, b1, W2, b2)
    assert_allclose(P, NET.forward(SPLIT.X).out)
    slopes = tiny.backward(SPLIT.X, np.eye(10)[SPLIT.label], A, P, W2)
    assert_allclose(
        np.concatenate([each.ravel() for each in slopes]), NET.backward(SPLIT.X, SPLIT.label).flat, atol=1e-15
    )


# ---- shapes and mistakes


@pytest.mark.parametrize(
    "dress",
    [
        lambda a: a.tolist(),
        lambda a: a.astype(np.float32),
        lambda a: np.repeat(a, 2, axis=1)[:, ::2],
        lambda a: np.broadcast_to(a, (2, *a.shape))[0],
    ],
    ids=["list", "float32", "strided", "read-only"],
)
def test_rows_may_come_in_any_dress(dress):
    X = np.round(X4)
    out = SMALL.forward(dress(X)).out
    assert out.dtype == np.float64
    assert_allclose(out, SMALL.forward(X.astype(int)).out)
    assert SMALL.backward(dress(X), LABELS.tolist()).flat.dtype == np.float64


def test_no_rows_are_answered_with_no_rows():
    assert SMALL.forward(np.empty((0, 4))).out.shape == (0, 3)
    assert SMALL.loss(np.empty((0, 4)), []) == 0
    assert not SMALL.backward(np.empty((0, 4)), []).flat.any()


MISTAKES = [
    (ShapeError, "at least an input", lambda: MLP((3,))),
    (ShapeError, "theta must have shape (8,)", lambda: MLP((3, 2), theta=np.zeros(9))),
    (DomainError, "theta must be finite", lambda: MLP((1, 1), theta=np.array([np.nan, 0]))),
    (ShapeError, "X must have shape (n, 4)", lambda: SMALL.forward(np.zeros((2, 5)))),
    (DomainError, "X must be finite", lambda: SMALL.forward([[1, 2, 3, np.inf]])),
    (DomainError, "labels must be whole numbers", lambda: SMALL.loss(X4, LABELS + 1)),
    (ShapeError, "as many rows", lambda: SMALL.loss(X4, LABELS[:3])),
    (ShapeError, "Y must have shape (n, 3)", lambda: SMALL.loss(X4, np.zeros((7, 2)))),
    (ShapeError, "no cross-entropy", lambda: MLP((2, 1), output="linear", cost="cross-entropy")),
    (ShapeError, "learning_rate", lambda: train(SMALL, X4, LABELS, learning_rate=0, epochs=1)),
    (ShapeError, "subset", lambda: gradient_check(SMALL, X4, LABELS, subset=[999])),
    (ShapeError, "thetas", lambda: pca_directions(np.zeros(5))),
    (SingularError, "spans no plane", lambda: pca_directions(np.outer(np.arange(4.0), [1, 2, 3]))),
    (ShapeError, "origin", lambda: loss_slice(SMALL, X4, LABELS, [0], pca_directions(np.eye(43)), [0], [0])),
    (DomainError, "between 0 and 1", lambda: neuron_loss([1, 2], [0, 2])),
    (ShapeError, "one shape", lambda: neuron_loss([1, 2], [0])),
    (ShapeError, "whole numbers", lambda: run_tiny(X4, LABELS + 0.5)),
    (ShapeError, "at least an input", lambda: count_operations([4])),
]


@pytest.mark.parametrize(("kind", "words", "mistake"), MISTAKES, ids=[words for _, words, _ in MISTAKES])
def test_a_mistake_gets_one_clear_sentence(kind, words, mistake):
    with pytest.raises(CalcError) as caught:
        mistake()
    assert type(caught.value) is kind
    assert words in str(caught.value)
