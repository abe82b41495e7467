"""Lecture 20: a training watched closely tells the same as the training itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core.errors import ShapeError
from calc_core.networks import Schooling, magnified, school, tally
from tests.calc_core.networks.nets import NET, SPLIT, learn

EPOCHS, CLOSE = 3, 1
TOLD = school(NET, SPLIT, epochs=EPOCHS, close=CLOSE)


def read_by_hand(theta: np.ndarray) -> np.ndarray:
    """What the test rows are taken for, without the library."""
    one, b, two, c = np.split(theta, np.cumsum([64 * 32, 32, 32 * 10]))
    hidden = np.tanh(SPLIT.X_test @ one.reshape(64, 32) + b)
    return (hidden @ two.reshape(32, 10) + c).argmax(axis=1)


@given(st.integers(0, 47 + EPOCHS - CLOSE))
def test_at_every_stop_the_rows_are_read_with_the_knobs_of_that_stop(k):
    said = read_by_hand(TOLD.theta[k])
    assert_array_equal(TOLD.said[k], said)
    right = int(np.sum(said == SPLIT.label_test))
    assert (TOLD.n_right[k], TOLD.n_wrong[k]) == (right, 297 - right)
    assert TOLD.accuracy[k] == right / 297
    assert TOLD.n_said_most[k] == np.sum(said == TOLD.said_most[k])
    assert all(TOLD.n_said_most[k] >= np.sum(said == digit) for digit in range(10))


def test_single_steps_lead_on_to_the_epochs_of_the_same_training():
    whole = learn(epochs=EPOCHS)
    assert TOLD.n == 47 + EPOCHS - CLOSE
    assert_array_equal(TOLD.steps, [*range(48), 94, 141])
    assert_allclose(TOLD.when * 47, TOLD.steps)
    assert_array_equal(TOLD.theta[[0, 47, 48, 49]], whole.theta)
    assert_array_equal(TOLD.said[[0, 47, 48, 49]], whole.predictions)
    assert_array_equal(TOLD.history.test_loss, whole.test_loss)


def test_the_first_step_goes_downhill_on_the_first_rows():
    rows = TOLD.first_rows
    assert len(np.unique(rows)) == 32
    slope = NET.backward(SPLIT.X[rows], SPLIT.label[rows]).flat
    assert_allclose(TOLD.theta[1], NET.theta - 0.5 * slope, rtol=0, atol=1e-15)
    assert not np.allclose(TOLD.theta[1], NET.theta - 0.5 * NET.backward(SPLIT.X, SPLIT.label).flat)


def test_what_it_learned_from_is_counted_whole():
    said = TOLD.history.network().predict(SPLIT.X)
    assert TOLD.n_learned == int(np.sum(said == SPLIT.label))


@pytest.mark.parametrize("close", [0, 1, 2])
def test_how_closely_one_looks_changes_only_what_is_kept(close):
    told: Schooling = school(NET, SPLIT, epochs=2, close=close)
    assert len(told.theta) == 47 * close + 2 - close + 1
    assert_array_equal(told.theta[-1], TOLD.theta[48])
    assert_array_equal(told.theta[0], NET.theta)


@pytest.mark.parametrize("close", [-1, 3])
def test_more_epochs_than_there_are_cannot_be_looked_at(close):
    with pytest.raises(ShapeError, match="close counts some of the 2 epochs"):
        school(NET, SPLIT, epochs=2, close=close)


def test_stops_pick_out_of_all_steps():
    few = school(NET, SPLIT, epochs=EPOCHS, close=CLOSE, stops=[0, 3, 10, 47])
    assert_array_equal(few.steps, [0, 3, 10, 47, 94, 141])
    for field in ("theta", "said", "when"):
        assert_array_equal(getattr(few, field), getattr(TOLD, field)[[0, 3, 10, 47, 48, 49]])


@pytest.mark.parametrize("stops", [[1, 47], [0, 46], [0, 5, 5, 47], [0, 48]])
def test_stops_lead_from_the_start_to_the_end(stops):
    with pytest.raises(ShapeError, match="rise from 0 to 47"):
        school(NET, SPLIT, epochs=1, stops=stops)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_right_and_wrong_are_all_of_them(rows):
    said, label = np.array(rows, dtype=int).reshape(-1, 2).T
    told = tally(said, label)
    assert told.n_right == sum(one == other for one, other in rows)
    assert told.n_right + told.n_wrong == len(rows)


def test_a_tally_of_every_stop_is_the_schoolings():
    for said, right in zip(TOLD.said, TOLD.n_right, strict=True):
        assert tally(said, TOLD.label).n_right == right


def test_a_change_magnified_keeps_its_start_and_its_direction():
    told = magnified(TOLD.theta[0], TOLD.theta[1], 10)
    assert told.times == 10
    assert_allclose(told.shown - told.start, 10 * (TOLD.theta[1] - TOLD.theta[0]), atol=1e-14)
    assert_array_equal(magnified(TOLD.theta[0], TOLD.theta[1], 1).start, TOLD.theta[0])


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(ShapeError, match="one answer"):
        tally(np.zeros(3, dtype=int), np.zeros(2, dtype=int))
    with pytest.raises(ShapeError, match="an end for every start"):
        magnified(np.zeros(3), np.zeros(2), 10)
