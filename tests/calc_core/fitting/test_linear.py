"""Lecture 22: the best line is a shadow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from calc_core.data.datasets import load_galton
from calc_core.errors import SingularError
from calc_core.fitting import (
    linear,
    projection,
)
from tests.calc_core.fitting.curves import seeds


@settings(max_examples=30)
@given(seeds, st.integers(1, 6))
def test_what_is_left_over_stands_at_a_right_angle_to_every_column(seed, p):
    rng = np.random.default_rng(seed)
    A, y = rng.normal(size=(12, p)) * 10.0 ** rng.integers(-5, 5, p), rng.normal(size=12)
    shadow = projection(A, y)
    sizes = np.linalg.norm(A, axis=0) * np.linalg.norm(y)
    assert np.all(np.abs(shadow.against) <= 1e-12 * sizes)
    assert_allclose(shadow.y_hat + shadow.r, y)
    assert_allclose(
        projection(A, shadow.y_hat).y_hat, shadow.y_hat, atol=1e-10
    )  # a shadow's shadow is itself
    assert shadow.length**2 + shadow.y_hat @ shadow.y_hat == pytest.approx(y @ y)


@settings(max_examples=20)
@given(seeds)
def test_the_line_is_numpys_and_its_errors_are_scipys(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(3, 2, 15), rng.normal(size=15)
    fitted, witness = linear(np.column_stack([np.ones(15), x]), y), stats.linregress(x, y)
    assert_allclose(fitted.theta, (witness.intercept, witness.slope), atol=1e-12)
    assert_allclose(fitted.stderr, (witness.intercept_stderr, witness.stderr), rtol=1e-9)


def test_five_digits_survive_a_condition_number_of_1e10():
    rng = np.random.default_rng(5)
    U, V = (np.linalg.qr(rng.normal(size=shape))[0] for shape in ((60, 6), (6, 6)))
    A = U * np.logspace(0, -10, 6) @ V.T
    theta = rng.normal(size=6)
    fitted = linear(A, A @ theta)
    assert fitted.cond == pytest.approx(1e10, rel=1e-3)
    assert np.linalg.norm(fitted.theta - theta) <= 1e-5 * np.linalg.norm(theta)
    normal = np.linalg.solve(A.T @ A, A.T @ A @ theta)  # what QR spares us
    assert np.linalg.norm(normal - theta) > 1e-2 * np.linalg.norm(theta)


def test_weights_count_as_repeated_data():
    A, y = np.column_stack([np.ones(5), np.arange(5.0)]), np.array([1, 3, 2, 5, 4.0])
    times = np.array([1, 4, 1, 9, 1])
    weighted = linear(A, y, 1 / np.sqrt(times))
    repeated = linear(np.repeat(A, times, axis=0), np.repeat(y, times), 1.0)
    assert_allclose(weighted.theta, repeated.theta)
    assert_allclose(weighted.cov, repeated.cov)


def test_dependent_columns_are_refused_by_name_unless_the_shortest_answer_will_do():
    A = np.column_stack([np.ones(4), np.arange(4.0), 2 * np.arange(4.0) - 3])
    y = np.array([1.0, 2, 4, 3])
    with pytest.raises(SingularError, match=r"rank 2 of 3"):
        linear(A, y, param_names=("height", "slope", "echo"))
    shortest = linear(A, y, allow_rank_deficient=True)
    assert_allclose(shortest.theta, np.linalg.lstsq(A, y, rcond=None)[0])


def test_centring_makes_the_valley_of_galtons_families_round():
    families = load_galton()
    x, one = families["midparent"], np.ones(families.n)
    raw = linear(np.column_stack([one, x]), families["child"])
    centred = linear(np.column_stack([one, x - x.mean()]), families["child"])
    scaled = linear(np.column_stack([one, (x - x.mean()) / x.std()]), families["child"])
    assert raw.cond_squared == pytest.approx(7.08e6, rel=1e-2)
    assert centred.cond_squared == pytest.approx(3.25, rel=1e-2)
    assert scaled.cond_squared == pytest.approx(1)
    assert raw.theta[1] == pytest.approx(centred.theta[1], rel=1e-9)
