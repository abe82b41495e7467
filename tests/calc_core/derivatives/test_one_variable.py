"""Tiny nudges: slopes of one variable are right, and know how right they are."""

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    derivative,
    secant_slopes,
)
from calc_core.errors import ShapeError
from tests.calc_core.derivatives.waves import EXACT, METHODS, holds, relative, wave, wave_slope
from tests.calc_core.hard_functions import BATTERY
from tests.calc_core.rounded_functions import BATTERY as ROUNDED
from tests.calc_core.rounded_functions import COARSE, FAR, NOTHING_OVER_NOTHING, SMOOTH, series
from tests.calc_core.smooth_functions import crowd, measurable, smooth_functions

# ---- Richardson without hints -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def battery():
    return [derivative(hard.f, hard.x, method="richardson") for hard in BATTERY]


def test_hard_slopes_are_read_to_twelve_digits_without_hints(battery):
    errors = np.array([relative(found, hard.slope) for found, hard in zip(battery, BATTERY, strict=True)])
    errors = np.where([hard.slope == 0 for hard in BATTERY], [abs(found.value) for found in battery], errors)
    assert len(BATTERY) >= 40
    assert np.isfinite(errors).all()
    assert np.median(errors) <= 1e-12
    assert np.mean(errors < 1e-9) >= 0.9


def test_the_error_estimate_of_a_hard_slope_holds(battery):
    kept = [bool(holds(found, hard.slope)) for found, hard in zip(battery, BATTERY, strict=True)]
    assert np.mean(kept) >= 0.97, [hard.name for hard, fine in zip(BATTERY, kept, strict=True) if not fine]


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("sin far out", 1e-12),
        ("log beside its wall", 1e-12),
        ("sqrt beside its end", 1e-12),
        ("steep step", 1e-12),
        ("packet", 1e-10),
        ("small on a tower", 1e-9),
        ("logistic, saturated", 0.2),  # f carries 1e-16 beside a slope of 1e-13: nobody could do much better
    ],
)
def test_the_notorious_ones_one_by_one(name, bound):
    (hard,) = [each for each in BATTERY if each.name == name]
    found = derivative(hard.f, hard.x, method="richardson")
    assert relative(found, hard.slope) <= bound
    assert holds(found, hard.slope)
    assert found.ok


@given(smooth_functions())
@settings(max_examples=60)
def test_no_smooth_function_fools_the_error_estimate(case):
    f, x = case
    assume(measurable(f, x).all())
    found, slope = derivative(f, x, method="richardson"), f.slope(x)
    assert np.isfinite(found.value)
    apart = abs(float(EXACT(found.value) - slope))
    assert apart <= 30 * found.error + 4 * np.spacing(abs(float(slope)))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_in_a_crowd_of_smooth_functions_most_slopes_are_exact_and_nearly_all_estimates_hold(seed):
    kept, errors = [], []
    for f, x in crowd(seed):
        found, exact = derivative(f, x, method="richardson"), f.slope(x)
        kept.append(np.mean(holds(found, exact)))
        errors.append(np.median(relative(found, exact)))
    assert np.mean(kept) >= 0.97
    assert np.median(errors) <= 1e-12
    assert (
        np.mean(np.array(errors) < 1e-9) >= 0.85
    )  # a crowd of 20: 90 % on average, which the battery asserts


@pytest.mark.parametrize("method", ["forward", "backward", "central"])
def test_plain_differences_own_up_to_their_errors_too(method):
    kept = [np.mean(holds(derivative(f, x, method=method), f.slope(x))) for f, x in crowd(11, functions=40)]
    assert np.mean(kept) >= 0.95


def test_a_thousand_points_at_once_agree_with_each_alone():
    x = np.linspace(-3, 3, 1000)
    together = derivative(wave, x, method="richardson")
    assert np.median(relative(together, wave_slope(EXACT(x)))) < 1e-13
    for k in (0, 137, 999):
        alone = derivative(wave, x[k], method="richardson")
        assert abs(alone.value - together.value[k]) <= alone.error + together.error[k]


def test_the_second_derivative_finds_its_own_steps_as_well():
    x = np.linspace(-2, 2, 41)
    found = derivative(wave, x, method="richardson", order=2)
    exact = (9 * np.cos(3 * x) ** 2 - 9 * np.sin(3 * x)) * wave(x)
    assert_allclose(found.value, exact, atol=1e-10)
    assert holds(found, EXACT(exact)).all()


@pytest.mark.parametrize("noise", [1e-12, 1e-9, 1e-6])
def test_the_noise_of_a_function_is_measured_not_assumed(noise):
    x = np.linspace(-1, 1, 300)
    shaky = lambda t: wave(t) + noise * np.sin(1e17 * t)  # noqa: E731  (no two neighbours see the same sine)
    found = derivative(shaky, x, method="richardson")
    assert np.mean(holds(found, wave_slope(EXACT(x)))) >= 0.97
    assert np.median(found.error) <= 1e4 * noise
    assert np.median(np.abs(found.value - wave_slope(x))) >= noise


def test_a_steep_edge_beyond_flat_ground_is_not_jumped_over():
    step = lambda t: np.tanh(25 - 80 * np.exp(-(t**2)))  # noqa: E731  (level far out, and again at the middle)
    x = np.linspace(0.85, 1.0, 200)
    inner = 25 - 80 * np.exp(-(EXACT(x) ** 2))
    exact = 160 * EXACT(x) * np.exp(-(EXACT(x) ** 2)) / np.cosh(inner) ** 2
    visible = np.abs(exact) > 1e-9
    found = derivative(step, x, method="richardson")
    assert np.mean(holds(found, exact)[visible]) >= 0.97


@pytest.mark.parametrize("tower", [1e5, 1e7, 1e8])
def test_a_function_that_climbs_in_small_stairs_is_not_taken_for_level_ground(tower):
    x = np.linspace(-1, 1, 300)
    found = derivative(lambda t: (tower + wave(t)) - tower, x, method="richardson")
    assert np.mean(holds(found, wave_slope(EXACT(x)))) >= 0.97
    assert np.median(np.abs(found.value - wave_slope(x))) <= 1e-12 * tower


@given(
    st.integers(-3, 9).map(lambda n: 10.0**n),
    st.integers(-90, 90).filter(bool).map(lambda n: n / 10),
    st.integers(-90, 90).map(lambda n: n / 10),
    st.sampled_from([0.0, 1e-15, -1e-12, 1e-9, 1e-3]),
)
def test_what_rounding_swallows_near_a_zero_of_f_still_has_a_slope(tower, slope, curvature, x):
    """Where f is 0 its size does not tell how it errs: tiny nudges do not move it, and prove nothing."""
    f = lambda t: (tower + slope * t + curvature * t**2) - tower  # noqa: E731
    found = derivative(f, x, method="richardson")
    assert abs(found.value - (slope + 2 * curvature * x)) <= 10 * found.error + 1e-15 * (tower + 100)
    assert found.error <= 1e-9 * (tower + 1)
    bend = derivative(f, 0.0, method="richardson", order=2)
    assert abs(bend.value - 2 * curvature) <= 10 * bend.error + 1e-15 * (tower + 100)


@given(st.floats(-9, -3).map(lambda n: 10.0**n), st.floats(0.5, 9))
def test_level_ground_before_an_edge_is_level_however_near_the_edge(away, slope):
    f = lambda t: slope * np.maximum(t, 0)  # noqa: E731
    found = derivative(f, -away, method="richardson")
    assert found.value == 0
    assert found.ok


@given(x=st.floats(-13, -3).map(lambda power: 10.0**power), climb=st.sampled_from([0.5, 1.0, 30.0]))
def test_a_wave_beside_which_the_climb_is_large_is_seen_nearby_and_not_averaged_from_afar(x, climb):
    found = derivative(lambda s: np.sin(s) + climb * s, x, order=2, method="richardson")
    assert found.ok
    assert abs(found.value + np.sin(x)) <= 4 * found.error


def test_what_a_tower_hides_from_a_plain_difference_is_in_its_error():
    found = derivative(lambda x: 1e17 + x, 1.0, h=0.1)
    assert found.value == 0
    assert 10 * found.error >= 1


@pytest.mark.parametrize("x", [1e-15, 1e-24, 1e-60, 1e-150])
def test_however_near_the_wall_the_slope_is_found(x):
    found = derivative(np.log, x, method="richardson")
    assert_allclose(found.value, 1 / x, rtol=1e-8)
    assert holds(found, 1 / EXACT(x))


def test_a_hint_saves_the_probe():
    found = derivative(np.sin, 1e6, method="richardson", scale=1.0)
    assert found.nfev < derivative(np.sin, 1e6, method="richardson").nfev
    assert_allclose(found.value, np.cos(1e6), rtol=1e-9)


BELL = lambda x: np.exp(-(((x - 5) / 0.3) ** 2))  # noqa: E731
LANDMARKS = [
    (wave, wave_slope, 0.4),
    (BELL, lambda x: -2 * (x - 5) / EXACT(0.3) ** 2 * BELL(x), 5.21),
    (lambda x: 3 * x + BELL(x), lambda x: 3 - 2 * (x - 5) / EXACT(0.3) ** 2 * BELL(x), 4.2),
    (lambda x: np.sin(50 * x) / 50, lambda x: np.cos(50 * x), 1.0),
    (lambda x: np.log(x) + 1e4, lambda x: 1 / x, 0.02),
]


@given(
    st.sampled_from(LANDMARKS),
    st.floats(-7, 4).map(lambda power: 10.0**power),
    st.sampled_from(["both", "left", "right"]),
)
@example(LANDMARKS[1], 10.0, "both")
@settings(max_examples=25)
def test_a_hint_never_makes_it_worse(case, scale, side):
    f, slope, x = case
    plain = derivative(f, x, method="richardson", side=side)
    hinted = derivative(f, x, method="richardson", side=side, scale=scale)
    assert hinted.ok == plain.ok
    assert holds(hinted, slope(EXACT(x)))
    assert hinted.error <= max(plain.error, 2e-12 * abs(hinted.value))


@pytest.mark.parametrize("order", [1, 2])
def test_a_hint_for_many_points_is_followed_only_where_it_helps(order):
    x = np.linspace(4, 6, 300)
    plain = derivative(BELL, x, method="richardson", order=order)
    hinted = derivative(BELL, x, method="richardson", order=order, scale=0.05)
    far = derivative(BELL, x, method="richardson", order=order, scale=1e3)
    assert_array_equal(far.value, plain.value)
    assert (hinted.error <= np.maximum(plain.error, 2e-10 * np.abs(hinted.value))).all()


# ---- Rounded functions ------------------------------------------------------------------------------------


def honest(found, exact):
    """Whether the error estimate holds, or the answer itself says that it is none."""
    return bool(np.all(holds(found, exact) | ~found.ok))


def test_rounded_functions_do_not_fool_it():
    fine = [honest(derivative(each.f, each.x, method="richardson"), each.slope) for each in ROUNDED]
    assert len(ROUNDED) >= 60
    assert np.mean(fine) >= 0.97, [each.name for each, kept in zip(ROUNDED, fine, strict=True) if not kept]


def test_most_of_them_are_answered_all_the_same():
    found = [derivative(each.f, each.x, method="richardson") for each in ROUNDED]
    assert np.mean([each.ok for each in found]) >= 0.75
    close = [relative(each, case.slope) < 0.01 for each, case in zip(found, ROUNDED, strict=True) if each.ok]
    assert np.mean(close) >= 0.9


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=2)
def test_wherever_they_are_asked(seed):
    rng = np.random.default_rng(seed)
    fine = []
    for _, cut in COARSE:
        for _, f, slope, x in SMOOTH:
            here = x + rng.uniform(-0.2, 0.2, 10)
            found = derivative(cut(f), here, method="richardson")
            fine += (holds(found, slope(EXACT(here))) | ~found.ok).tolist()
    for _, f, terms, places in NOTHING_OVER_NOTHING:
        for here in rng.uniform(0.5, 2) * np.array(places):
            fine.append(honest(derivative(f, here, method="richardson"), series(terms, here)))
    for _, f, slope, x in FAR:
        here = x * rng.uniform(1, 2, 10)
        found = derivative(f, here, method="richardson")
        fine += (holds(found, slope(EXACT(here))) | ~found.ok).tolist()
    assert np.mean(fine) >= 0.97


def test_ripples_are_no_rounding():
    """They are as small as a rounding, but f runs through them without a jump."""
    f = lambda x: x + 1e-8 * np.sin(1e6 * x)  # noqa: E731
    x = np.linspace(0.5, 0.6, 50)
    found = derivative(f, x, method="richardson")
    assert_allclose(found.value, 1 + 0.01 * np.cos(1e6 * x), rtol=1e-6)
    assert found.ok.all()


# ---- Functions that are not written with care -------------------------------------------------------------


def test_an_if_gets_a_sentence_that_says_what_to_write():
    with pytest.raises(ShapeError, match=r"np\.where\(x > 0, a, b\)") as caught:
        derivative(lambda x: x if x > 0 else 0 * x, 1.0, method="richardson")
    assert "\n" not in str(caught.value)


def test_what_a_function_refuses_by_itself_it_refuses():
    def refuses(x):
        raise ValueError("its own")

    with pytest.raises(ValueError, match="its own"):
        derivative(refuses, 1.0)


@pytest.mark.parametrize("method", METHODS)
def test_a_function_may_write_into_its_argument_and_use_one_buffer(method):
    buffers = {}

    def careless(x):
        x *= 3
        np.sin(x, out=x)
        answer = buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
        answer[...] = np.exp(x)
        return answer

    x = np.array([0.3, -0.4])
    found = derivative(careless, x, method=method)
    assert_array_equal(x, [0.3, -0.4])
    assert_array_equal(found.value, derivative(wave, x, method=method).value)
    assert_array_equal(found.x, x)
    secants = secant_slopes(careless, x, 1e-3)
    assert_array_equal(secants.df, secant_slopes(wave, x, 1e-3).df)
