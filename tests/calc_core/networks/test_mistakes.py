"""What a network takes for rows, and what it says to a mistake."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from calc_core.networks import (
    MLP,
    count_operations,
    gradient_check,
    loss_slice,
    neuron_loss,
    pca_directions,
    run_tiny,
    train,
)
from tests.calc_core.networks.nets import LABELS, SMALL, X4


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
