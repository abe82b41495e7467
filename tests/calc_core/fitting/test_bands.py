"""How sure a fit is of a new datum: 95 in 100 bands hold it, with the sigmas given and without."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from calc_core.errors import DomainError
from calc_core.fitting import exponential, fit, gaussian, levenberg_marquardt, polynomial, prediction_band

CASES = {
    "line": (polynomial(1), (1.0, 2.0)),
    "parabola": (polynomial(2), (300.0, -20.0, 7.0)),
    "bell": (gaussian(), (40.0, 1.5, 0.8)),
}
SIZES = {"even": lambda x: np.full_like(x, 0.02), "uneven": lambda x: 0.3 + 0.2 * x}
X, AHEAD = np.linspace(0, 4, 60), np.linspace(0.1, 3.9, 45)


@pytest.mark.parametrize("given", [True, False], ids=["sigma given", "sigma measured"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("model", "theta"), CASES.values(), ids=CASES)
def test_19_of_20_bands_hold_a_new_datum(model, theta, size, given):
    if size == "uneven" and not given:
        return  # one scatter for all data cannot know that they differ
    rng, held = np.random.default_rng(17), []
    sigma, new = SIZES[size](X), SIZES[size](AHEAD)
    for _ in range(150):
        y = model(theta, X) + sigma * rng.normal(size=len(X))
        fitted = fit(model, X, y, sigma if given else None)
        band = prediction_band(fitted, AHEAD)
        datum = model(theta, AHEAD) + new * rng.normal(size=len(AHEAD))
        held.append(np.abs(datum - band.y) <= 1.96 * band.spread)
    assert 0.93 <= np.mean(held) <= 0.97


def test_the_spread_has_the_unit_of_y():
    """All heights and their errors a thousand times larger: so is the band."""
    y = polynomial(1)((1, 2), X) + 0.1 * np.sin(50 * X)
    small, large = (
        prediction_band(fit(polynomial(1), X, unit * y, unit * 0.1), AHEAD) for unit in (1.0, 1000.0)
    )
    assert_allclose(large.spread, 1000 * small.spread, rtol=1e-9)
    assert_allclose(small.spread**2, small.stderr**2 + 0.1**2)


def test_a_new_datum_may_be_measured_better_than_the_old_ones():
    fitted = fit(gaussian(), X, gaussian()((40, 1.5, 0.8), X) + np.cos(31 * X), 1.0 + X[::-1])
    band = prediction_band(fitted, AHEAD, sigma=0.01)
    assert_allclose(band.spread**2, band.stderr**2 + 1e-4)
    between = prediction_band(fitted, [-9.0, 1.0, 9.0])
    assert_allclose(between.spread**2 - between.stderr**2, [25, 16, 1], rtol=1e-9)  # the sigmas, in any order
    shuffled = np.random.default_rng(1).permutation(len(X))
    other = fit(gaussian(), X[shuffled], fitted.model((40, 1.5, 0.8), X[shuffled]), (1.0 + X[::-1])[shuffled])
    again = prediction_band(other, [-9.0, 1.0, 9.0])
    assert_allclose(again.spread**2 - again.stderr**2, [25, 16, 1], rtol=1e-9)
    with pytest.raises(DomainError, match="sigma must be positive"):
        prediction_band(fitted, AHEAD, sigma=[1.0, 2.0])


def test_an_exponential_through_a_constant_says_that_nothing_is_known_of_its_time():
    for height in (5.0, 0.0, -0.1):
        y = np.full(20, height)
        for fitted in (
            fit(exponential(), X[:20], y),
            levenberg_marquardt(exponential().residuals(X[:20], y), (height, 0.0, 3.0)),
        ):
            assert_allclose(fitted.model(fitted.theta, X), height, atol=1e-12)
            assert np.isinf(fitted.stderr).all()
            assert np.isfinite(fitted.correlation).all()
            assert np.isinf(prediction_band(fitted, X).spread).all()
    assert_array_equal(fit(exponential(), [1, 1, 1, 1], [2, 3, 2, 3]).theta[1:], [0, 1])
