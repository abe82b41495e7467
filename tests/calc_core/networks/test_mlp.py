"""Lectures 17 and 18: runs forward are the formula, and backpropagation is exact."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core.networks import (
    MLP,
    count_operations,
    gradient_check,
)
from tests.calc_core.networks.nets import LABELS, NET, OUTPUTS, SMALL, SPLIT, X4

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
