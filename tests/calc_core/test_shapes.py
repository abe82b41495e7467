"""Shapes are checked while the numerics are tested, in answers as in functions."""

from dataclasses import replace

import jaxtyping
import numpy as np
import pytest

import calc_core as cc
from calc_core.fitting.linear import scaled

SQUARE = np.eye(2)


def test_an_argument_of_another_shape_is_refused():
    scaled(SQUARE, np.ones(3))
    with pytest.raises(jaxtyping.TypeCheckError):
        scaled(np.ones((2, 3)), np.ones(3))
    with pytest.raises(jaxtyping.TypeCheckError):
        scaled(SQUARE, np.ones((3, 1)))


def test_an_answer_that_does_not_fit_together_is_refused():
    walk = cc.gradient_descent(cc.hills(), [0.0, 0.0], learning_rate=0.1, max_iter=3)
    with pytest.raises(jaxtyping.TypeCheckError):
        replace(walk, f=walk.f[:-1])


def test_where_nothing_is_checked_functions_are_called_as_they_are(monkeypatch):
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)
    assert scaled(SQUARE, np.ones((2, 1))).shape == (2, 2)
