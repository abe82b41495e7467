"""The twenty lines run as they stand, their every value can be looked up, and a lost transpose is found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core.errors import CalcError, ShapeError
from calc_core.networks import partial_products, run_tiny, tiny, tiny_source, trace_tiny

RNG = np.random.default_rng(5)
X, LABEL = RNG.uniform(size=(6, 5)), np.array([0, 1, 2, 0, 1, 2])
GIVEN = {"hidden": 6, "rate": 0.3, "steps": 4, "seed": 3}
SOFTMAX = "E / E.sum(1, keepdims=True)"
PARTS = np.cumsum([5 * 6, 6, 6 * 3, 3])  # W1, b1, W2, b2


@pytest.fixture(scope="module")
def trace():
    return trace_tiny(X, LABEL, every=[SOFTMAX, "W1"], **GIVEN)


def test_noting_the_values_changes_none_of_them(trace):
    run = run_tiny(X, LABEL, **GIVEN)
    right = trace.rounds[SOFTMAX][:, np.arange(6), LABEL]
    assert_array_equal(-np.log(right).mean(1), run.losses)
    assert trace.source == run.source == tiny_source()


def test_every_expression_is_what_the_functions_themselves_compute(trace):
    was = trace.values
    knobs = [was["W1"], was["b1"], was["W2"], was["b2"]]
    A, P = tiny.forward(X, *knobs)
    assert_array_equal(was["np.tanh(X @ W1 + b1)"], A)
    assert_array_equal(was["P"], P)
    slopes = tiny.backward(X, np.eye(3)[LABEL], A, P, was["W2"])
    for words, slope in zip(("X.T @ dA", "dA.sum(0)", "A.T @ dZ", "dZ.sum(0)"), slopes, strict=True):
        assert_array_equal(was[words], slope)
    assert_array_equal(was["k - rate * s"], knobs[0] - 0.3 * slopes[0])
    assert_array_equal(trace.rounds["W1"][1], was["k - rate * s"])


def test_shapes_are_told_of_every_expression(trace):
    assert (trace.rows("X"), trace.columns("X"), trace.entries("X @ W1")) == (6, 5, 36)
    assert trace.values["W2.T"].shape == (3, 6)
    assert trace.rounds[SOFTMAX].shape == (4, 6, 3)
    hits = [(each.argmax(1) == LABEL).sum() for each in trace.rounds[SOFTMAX]]
    assert trace.correct(SOFTMAX).tolist() == hits


def test_the_errors_of_the_text_are_rounding_alone():
    run = run_tiny(X, LABEL, **GIVEN)
    assert len(run.errors) == PARTS[-1]
    assert run.rel_error == run.errors.max() < 2e-15
    assert run.n_above(1e-12) == 0


@pytest.mark.parametrize(
    ("whole", "lost", "first", "last"),
    [
        ("A.T @ dZ", "A @ dZ", PARTS[1], PARTS[2]),  # W2 alone
        ("(P - Y)", "(Y - P)", 0, PARTS[3]),
        (" * (1 - A**2)", "", 0, PARTS[1]),  # W1 and b1
    ],
)
def test_a_slip_shows_in_the_slopes_that_it_spoils_and_nowhere_else(whole, lost, first, last):
    assert tiny_source().count(whole) == 1
    run = run_tiny(X, LABEL, source=tiny_source().replace(whole, lost), **GIVEN)
    off = np.flatnonzero(run.errors > 1e-9)
    assert off.min() >= first
    assert off.max() < last
    assert run.n_above(1e-9) == len(off) > 0.9 * (last - first)
    assert run.rel_error > 0.1


def test_a_transpose_that_is_missed_by_its_neighbours_stops_the_run():
    for whole, lost in (("W2.T", "W2"), ("X.T", "X")):
        with pytest.raises(CalcError, match="does not run"):
            run_tiny(X, LABEL, source=tiny_source().replace(whole, lost), **GIVEN)
        with pytest.raises(CalcError, match="does not run"):
            trace_tiny(X, LABEL, source=tiny_source().replace(whole, lost), **GIVEN)


@given(st.integers(1, 5), st.integers(1, 6), st.integers(1, 4), st.integers(0, 99))
def test_a_product_is_the_sum_of_columns_times_rows(rows, inner, columns, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
    partial = partial_products(a, b).partial
    assert partial.shape == (inner + 1, rows, columns)
    for k in range(inner + 1):
        assert_allclose(partial[k], a[:, :k] @ b[:k], atol=1e-12)
    assert all(np.linalg.matrix_rank(step, tol=1e-9) <= 1 for step in np.diff(partial, axis=0))


def test_sides_that_differ_have_no_product():
    with pytest.raises(ShapeError, match="inner sides must agree"):
        partial_products(np.ones((2, 3)), np.ones((2, 3)))
