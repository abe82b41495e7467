"""What a fit takes for data, and what it says to a mistake."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from calc_core.fitting import (
    autocorrelation_factor,
    chi2,
    fit,
    gauss_newton,
    gaussian,
    levenberg_marquardt,
    linear,
    lm_arc,
    polynomial,
    robust,
    steepest_descent,
    sum_of_squares,
)


@pytest.mark.parametrize(
    "dress",
    [
        list,
        lambda a: np.asarray(a, dtype=np.float32).astype(int).tolist(),
        lambda a: np.asarray(a).astype(np.float32),
        lambda a: np.repeat(a, 2)[::2],
        lambda a: np.broadcast_to(np.asarray(a), (2, len(a)))[1],
    ],
    ids=["list", "integers", "float32", "strided", "read-only"],
)
def test_data_may_come_in_any_dress(dress):
    x, y = dress(np.arange(6.0)), dress(np.array([1.0, 3, 2, 5, 7, 6]))
    for answer in (fit(polynomial(1), x, y), linear(np.column_stack([np.ones(6), x]), y)):
        assert answer.theta.dtype == np.float64
        assert_allclose(answer.theta, np.polyfit(np.arange(6.0), [1, 3, 2, 5, 7, 6], 1)[::-1])
    assert polynomial(1)([1, 2], []).shape == (0,)
    assert autocorrelation_factor(y).made_by.function.endswith("autocorrelation_factor")


def mistakes():
    line, data = polynomial(1), ([0, 1, 2], [1, 2, 4])
    bell = gaussian()
    yield ShapeError, "one length", lambda: fit(line, [1, 2, 3], [1, 2])
    yield DomainError, "must be finite", lambda: fit(line, [1, 2, np.nan], [1, 2, 3])
    yield DomainError, "must be finite", lambda: linear([[1, np.inf], [1, 2]], [1, 2])
    yield ShapeError, "A must be (n, p)", lambda: linear([1, 2, 3], [1, 2, 3])
    yield ShapeError, "real numbers", lambda: linear([[1j], [2]], [1, 2])
    yield SingularError, "1 data cannot tell 2 parameters", lambda: linear([[1, 2]], [1])
    yield SingularError, "0 data cannot tell", lambda: fit(line, [], [])
    yield DomainError, "sigma must be positive", lambda: fit(line, *data, [1, 0, 1])
    yield ShapeError, "theta", lambda: fit(bell, *data, start=[1, 2])
    yield ShapeError, "theta0", lambda: levenberg_marquardt(bell.residuals(*data), 3.0)
    yield DomainError, "at theta0", lambda: levenberg_marquardt(lambda t: t / 0.0 * 0, [1.0])
    yield ShapeError, "jac must have shape", lambda: gauss_newton(lambda t: t, [1.0], jac=lambda t: t)
    yield ShapeError, "tau must be positive", lambda: levenberg_marquardt(lambda t: t, [1.0], tau=0)
    yield DomainError, "sigma must be positive", lambda: chi2([1, 2], [1, 0], n_params=1)
    yield ShapeError, "n_params", lambda: chi2([1, 2], n_params=3)
    yield ShapeError, "fscale must be positive", lambda: robust(lambda t: t, [1.0], fscale=0)
    yield DomainError, "mus must be positive", lambda: lm_arc(lambda t: t, [1.0], [0, 1])
    yield ShapeError, "learning_rate", lambda: steepest_descent(lambda t: t, [1.0], learning_rate=0, steps=1)
    yield ShapeError, "theta_grid", lambda: sum_of_squares(bell, *data, [[1, 2]])
    yield ShapeError, "no parameter 'slope'", lambda: fit(line, *data).parameter("slope")
    yield ShapeError, "at least 2 residuals", lambda: autocorrelation_factor([1])


@pytest.mark.parametrize(
    ("kind", "words", "mistake"), list(mistakes()), ids=lambda each: each if type(each) is str else ""
)
def test_a_mistake_gets_one_clear_sentence(kind, words, mistake):
    with pytest.raises(CalcError) as caught:
        mistake()
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_degree_of_freedom_means_no_known_error():
    exact = fit(polynomial(1), [0, 1], [3, 5])
    assert_allclose(exact.theta, [3, 2])
    assert np.all(np.isinf(exact.stderr))
    assert np.isfinite(exact.correlation).all()
