"""What a user's residuals may do, and what a walk says of ground on which nothing moves."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core.errors import ShapeError
from calc_core.fitting import (
    exponential,
    fit,
    gauss_newton,
    gaussian,
    levenberg_marquardt,
    lm_arc,
    logistic,
    robust,
    stable_rate,
    steepest_descent,
)

X = np.linspace(0, 4, 40)
DATA = gaussian()((4.0, 1.5, 0.8), X) + 0.05 * np.cos(17 * X)
FITS = {
    "levenberg-marquardt": levenberg_marquardt,
    "accelerated": lambda r, t, **how: levenberg_marquardt(r, t, accelerate=True, **how),
    "gauss-newton": gauss_newton,
    "robust": lambda r, t, **how: robust(r, t, fscale=1.0, **how),
    "steepest descent": lambda r, t, **how: steepest_descent(r, t, learning_rate=1e-3, steps=9, **how),
    "arc": lambda r, t, **how: lm_arc(r, t, [1.0, 0.1], **how),
    "stable rate": stable_rate,
}
every_fit = pytest.mark.parametrize("walk", FITS.values(), ids=FITS)
WRONG = {
    "a scalar": lambda t: float(t @ t),
    "numpy's scalar": lambda t: t @ t,
    "a word": lambda t: "far",
    "words": lambda t: ["far", "near"],
    "nothing": lambda t: None,
    "complex numbers": lambda t: t + 1j,
    "a matrix": lambda t: np.outer(t, t),
    "rows of unequal length": lambda t: [[1.0], [1.0, 2.0]],
    "things": lambda t: np.array([None, t], dtype=object),
}


@every_fit
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_residuals_that_are_none_get_a_sentence(walk, wrong):
    for jac in (None, lambda t: np.ones((2, 2))):
        with pytest.raises(ShapeError, match=r"residuals must give real numbers of shape \(n,\)") as told:
            walk(wrong, (1.0, 2.0), jac=jac)
        assert "\n" not in str(told.value)


@every_fit
@pytest.mark.parametrize("wrong", ["J", None, 1j * np.ones((2, 2)), 3.0], ids=str)
def test_so_does_a_jacobian(walk, wrong):
    with pytest.raises(ShapeError, match=r"jac must"):
        walk(lambda t: t, (1.0, 2.0), jac=lambda t: wrong)


def test_residuals_that_change_their_number_get_a_sentence_too():
    def moody(t):
        return np.ones(3 if t[0] == 1.0 else 4) * t[0]

    with pytest.raises(ShapeError, match="residuals must keep their number, got 4 after 3"):
        levenberg_marquardt(moody, (1.0,), jac=lambda t: np.ones((3, 1)))


@pytest.mark.parametrize("dress", [list, np.float32, tuple], ids=["list", "float32", "tuple"])
def test_residuals_may_come_in_any_dress(dress):
    rows = lambda t: np.eye(2).tolist()  # noqa: E731
    fitted = levenberg_marquardt(lambda t: dress(t - (3.0, 4.0)), (1.0, 2.0), jac=rows)
    assert_allclose(fitted.theta, (3, 4), rtol=1e-6)


WILD = (1.0, 3.5, 3.0)  # from where grips reject seven steps, which must not be remembered


class Habits:
    """Residuals of the bell and their slopes in buffers that live for ever; it also writes over theta."""

    def __init__(self):
        self.r, self.J = np.empty(len(X)), np.empty((len(X), 3))

    def __call__(self, theta):
        self.r[:] = DATA - gaussian()(theta, X)
        theta[:] = 7.0
        return self.r

    def slopes(self, theta):
        self.J[:] = -gaussian().jacobian(theta, X)
        theta[:] = 7.0
        return self.J


@every_fit
@pytest.mark.parametrize("own_slopes", [True, False], ids=["jac", "nudged"])
def test_a_function_with_habits_fools_no_fit_and_leaves_the_callers_start_alone(walk, own_slopes):
    start, habits = np.array(WILD), Habits()
    clean = lambda t: DATA - gaussian()(t, X)  # noqa: E731
    told = {"jac": habits.slopes} if own_slopes else {}
    known = {"jac": lambda t: -gaussian().jacobian(t, X)} if own_slopes else {}
    spoiled, plain = walk(habits, start, **told), walk(clean, start, **known)
    assert_array_equal(start, WILD)
    if isinstance(plain, float):
        assert spoiled == plain
        return
    history = getattr(spoiled, "history", spoiled), getattr(plain, "history", plain)
    for name in ("x", "f", "grad", "residual", "theta", "height"):
        for one, other in (history, (spoiled, plain)):
            if hasattr(other, name):
                assert_array_equal(getattr(one, name), getattr(other, name))


# ---- dips


@settings(max_examples=40)
@given(
    st.floats(0.5, 9),
    st.floats(1, 3),
    st.floats(0.3, 0.9),
    st.floats(0, 0.1),
    st.integers(0, 999),
)
def test_a_dip_is_a_bell_upside_down(height, mu, sigma, noise, seed):
    y = gaussian()((height, mu, sigma), X) + noise * np.random.default_rng(seed).normal(size=len(X))
    bell, dip = fit(gaussian(), X, y), fit(gaussian(), X, -y)
    assert_allclose(dip.theta * (-1, 1, 1), bell.theta, rtol=1e-9)
    assert_allclose(dip.stderr, bell.stderr, rtol=1e-9)
    assert dip.status == bell.status == "converged"


@pytest.mark.parametrize("y", [np.zeros(40), np.eye(40)[7], -np.eye(40)[0]], ids=["level", "spike", "ditch"])
def test_a_bell_finds_a_start_on_any_data(y):
    guess = gaussian().guess(X, y)
    assert np.isfinite(guess).all()
    assert guess[2] > 0
    assert np.isfinite(fit(gaussian(), X, y).theta).all()
    assert gaussian().guess(np.ones(3), np.ones(3))[2] == 1


# ---- plateaus

DEAD = {
    "a bell far away": (gaussian(), DATA, (4.0, 1000.0, 0.5)),
    "a bell so far that its slopes are only just there": (gaussian(), DATA, (4.0, 60.0, 1.6)),
    "growth that underflows": (exponential(), DATA, (0.0, 1.0, -1e-3)),
    "a ceiling not yet reached": (logistic(), DATA, (1.0, 1e5, 0.5)),
}


@pytest.mark.parametrize("name", ["levenberg-marquardt", "accelerated", "gauss-newton", "robust"])
def test_a_start_on_a_dead_plateau_is_stalled_and_says_so(name):
    for model, y, start in (DEAD["a bell far away"], DEAD["a ceiling not yet reached"]):
        stood = FITS[name](model.residuals(X, y), start)
        assert stood.status == "stalled"
        assert "plateau" in stood.reason
        assert_array_equal(stood.theta, start)
        assert stood.history.status == "stalled"
        assert stood.history.reason == stood.reason


@pytest.mark.parametrize(("model", "y", "start"), DEAD.values(), ids=DEAD)
def test_no_plateau_is_called_an_answer(model, y, start):
    fitted = levenberg_marquardt(model.residuals(X, y), start)
    at_a_right_angle = np.abs(fitted.history.grad[-1]).max() <= 1e-6
    better = fitted.rss < 0.9 * np.sum(y**2)
    assert fitted.status != "converged" or (at_a_right_angle and better) or model.name == "exponential"


@settings(max_examples=30)
@given(st.floats(-6, 6), st.floats(-6, 6))
def test_an_answer_that_meets_its_data_is_no_plateau_in_any_unit(across, up):
    wide, high = 10.0**across, 10.0**up
    y = high * gaussian()((4.0, 1.5, 0.8), X)
    for data in (y, y + high * 0.1 * np.cos(17 * X)):
        fitted = fit(gaussian(), wide * X, data)
        assert fitted.status == "converged"


def test_no_warning_reaches_the_user():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for model, y, start in DEAD.values():
            levenberg_marquardt(model.residuals(X, y), start)
