"""Lecture 20: training reads digits."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core.data.datasets import load_digits
from calc_core.networks import (
    MLP,
    split_digits,
    train,
)
from tests.calc_core.networks.nets import LABELS, NET, SMALL, SPLIT, X4, learn


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
