"""Tiny nudges: slopes of one variable are right, and know how right they are."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from calc_core import (
    chain_trace,
    complex_step,
    derivative,
    differentiable,
    optimal_step,
    product_increment,
    secant_slopes,
    step_sweep,
)
from calc_core.errors import DomainError, ShapeError
from tests.calc_core.hard_functions import BATTERY
from tests.calc_core.rounded_functions import BATTERY as ROUNDED
from tests.calc_core.rounded_functions import COARSE, FAR, NOTHING_OVER_NOTHING, SMOOTH, series
from tests.calc_core.smooth_functions import crowd, measurable, smooth_functions

METHODS = ["forward", "backward", "central", "complex", "richardson"]
EXACT = np.longdouble


def wave(x):
    return np.exp(np.sin(3 * x))


def wave_slope(x):
    return 3 * np.cos(3 * x) * wave(x)


def holds(found, exact):
    """Whether |true error| <= 10 * error + 4 ulp, entry by entry."""
    apart = np.abs(EXACT(found.value) - exact).astype(float)
    return apart <= 10 * found.error + 4 * np.spacing(np.abs(exact).astype(float))


def relative(found, exact):
    return (np.abs(EXACT(found.value) - exact) / np.maximum(np.abs(exact), 1e-300)).astype(float)


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


# ---- Invariance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@given(power=st.integers(-200, 300), x=st.floats(-4, 4))
@settings(max_examples=15)
def test_the_unit_of_f_changes_nothing_but_the_unit_of_the_slope(method, power, x):
    unit = 2.0**power
    plain, other = (derivative(lambda t, c=c: c * wave(t), x, method=method) for c in (1.0, unit))
    assert other.value == plain.value * unit
    assert_allclose(other.error, plain.error * unit, rtol=1e-12)


@given(
    power=st.integers(-40, 40),
    shift=st.floats(-1e3, 1e3),
    x=st.floats(-3, 3),
    flipped=st.sampled_from([1, -1]),
)
@example(power=-30, shift=0.0, x=0.1, flipped=1)
@settings(max_examples=60)
def test_a_world_moved_mirrored_and_rescaled_has_the_same_slopes(power, shift, x, flipped):
    unit = flipped * 2.0**power
    moved = (x + shift) * unit
    found = derivative(lambda t: wave(t / unit - shift), moved, method="richardson")
    exact = wave_slope(EXACT(moved) / unit - EXACT(shift)) / unit
    assert holds(found, exact)
    assert abs(found.value - float(exact)) <= 1e-9 / abs(unit) * wave(x) + 10 * found.error * (
        abs(shift) > 10
    )


@given(st.floats(-3, 3), st.floats(0.1, 5), st.floats(-5, 5))
@settings(max_examples=40)
def test_slopes_are_linear_in_the_function(x, a, b):
    one, two = derivative(wave, x, method="richardson"), derivative(np.cos, x, method="richardson")
    both = derivative(lambda t: a * wave(t) + b * np.cos(t), x, method="richardson")
    allowed = 10 * (both.error + a * one.error + abs(b) * two.error) + 1e-14
    assert abs(both.value - a * one.value - b * two.value) <= allowed


# ---- Order and exactness ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "order"), [("forward", 1), ("backward", 1), ("central", 2), ("complex", 2)]
)
def test_the_truncation_error_falls_with_the_stated_power_of_h(method, order):
    h = np.logspace(-3, -1.5, 8)
    error = np.abs(derivative(np.exp, np.full(8, 0.7), method=method, h=h).value - np.exp(0.7))
    assert_allclose(np.polyfit(np.log(h), np.log(error), 1)[0], order, atol=0.05)


@pytest.mark.parametrize(("method", "order"), [("forward", 1), ("backward", 1), ("central", 2)])
def test_so_it_does_for_second_derivatives(method, order):
    h = np.logspace(-2.5, -1.5, 8)
    error = np.abs(derivative(np.exp, np.full(8, 0.7), method=method, h=h, order=2).value - np.exp(0.7))
    assert_allclose(np.polyfit(np.log(h), np.log(error), 1)[0], order, atol=0.1)


@given(
    st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20), st.integers(-8, 8), st.integers(-6, 3)
)
@settings(max_examples=40)
def test_central_differences_are_exact_on_parabolas_and_forward_ones_on_lines(a, b, c, x, power):
    h = 2.0**power
    assert derivative(lambda t: a * t**2 + b * t + c, x, h=h).value == 2 * a * x + b
    assert derivative(lambda t: b * t + c, x, method="forward", h=h).value == b
    assert derivative(lambda t: a * t**2 + b * t + c, x, h=h, order=2).value == 2 * a


@given(st.floats(-1e6, 1e6), st.floats(1e-9, 1e3))
@settings(max_examples=50)
def test_the_step_reported_is_one_that_the_machine_can_make(x, h):
    assume(abs(h) > 4 * np.spacing(abs(x)))
    made = derivative(np.sin, x, h=h).h
    assert x + made - x == made


def test_nfev_counts_every_value_asked_for():
    asked = []

    def counting(x):
        asked.append(np.size(x))
        return wave(x)

    for method in METHODS:
        asked.clear()
        assert derivative(counting, [[0.1, 0.2, 0.3]], method=method).nfev == sum(asked)


# ---- The complex step -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hard",
    [h for h in BATTERY if h.name not in ("cube root", "tiny", "sin x / x")],
    ids=lambda hard: hard.name,
)
def test_the_complex_step_subtracts_nothing_and_loses_nothing(hard):
    found = complex_step(hard.f, hard.x)
    assert holds(found, hard.slope)
    assert relative(found, hard.slope) <= 2e-13 or hard.slope == 0


@pytest.mark.parametrize(
    "f",
    [
        np.abs,
        lambda x: x * np.abs(x),
        lambda x: np.sqrt(np.abs(x) ** 2 + 1) + 0j,
        lambda x: np.sin(x.real) + 0j,
        lambda x: np.exp(x) + 0.1 * np.abs(x),
    ],
)
def test_a_function_that_drops_the_imaginary_part_is_refused(f):
    with pytest.raises(DomainError, match="imaginary part"):
        complex_step(f, [1.5, 2.5])


def test_a_function_that_takes_no_complex_numbers_is_refused():
    with pytest.raises(DomainError, match="complex numbers"):
        complex_step(np.cbrt, 2.0)


@pytest.mark.parametrize("f", [lambda x: x**3, np.exp, np.sin, lambda x: 1 / x])
@pytest.mark.parametrize("x", [0.05, 0.1, 1.0])
def test_a_large_imaginary_step_is_off_by_truncation_and_owns_up_to_it(f, x):
    h = np.logspace(-12, -0.5, 24) * x
    exact = float(complex_step(f, x).value)
    found = derivative(f, np.full(24, x), method="complex", h=h)
    assert (np.abs(found.value - exact) <= 2 * found.error).all()
    assert (found.error <= 1e-14 * abs(exact) + 2 * np.abs(found.value - exact)).all()
    sweep = step_sweep(f, x, h, ("complex",), exact=exact)
    assert_array_equal(sweep.value[0], found.value)
    with pytest.raises(DomainError, match="imaginary part"):
        derivative(lambda t: f(t) * np.abs(t), x, method="complex", h=0.1 * x)


@pytest.mark.parametrize("away", [1e-8, 1e-10, 1e-12])
@pytest.mark.parametrize("method", ["complex", "richardson"])
def test_beside_the_end_of_a_function_there_is_a_slope(away, method):
    x = -1 + away
    exact = 1 / np.sqrt((1 - EXACT(x)) * (1 + EXACT(x)))
    found = derivative(np.arcsin, x, method=method)
    assert relative(found, exact) <= 1e-4
    assert holds(found, exact)
    assert found.error <= 1e-2 * exact


def test_branches_chosen_by_comparison_keep_their_imaginary_part():
    found = complex_step(lambda x: np.where(x.real > 0, x**3, -x), [2.0, -1.0])
    assert_allclose(found.value, [12.0, -1.0], rtol=1e-15)


# ---- One side, and both -----------------------------------------------------------------------------------


def test_a_corner_has_two_slopes_and_no_derivative():
    sides = differentiable(np.abs, [0.0, 1.0, -2.0, 1e-9])
    assert_array_equal(sides.left.value, [-1, 1, -1, 1])
    assert_array_equal(sides.right.value, [1, 1, -1, 1])
    assert_array_equal(sides.equal, [False, True, True, True])


@given(st.floats(-3, 3), st.floats(-5, 5), st.floats(0.01, 10))
@settings(max_examples=40)
def test_a_corner_anywhere_shows_its_jump(x, base, jump):
    f = lambda t: np.sin(t) + base * t + jump * np.maximum(t - x, 0)  # noqa: E731
    sides = differentiable(f, x)
    assert not sides.equal
    assert_allclose(sides.right.value - sides.left.value, jump, rtol=1e-6)
    assert differentiable(f, x + 1.0).equal


@pytest.mark.parametrize(
    ("f", "x", "expected"),
    [
        (np.exp, 1.0, True),
        (np.cos, 0.0, True),
        (lambda x: x * np.abs(x), 0.0, True),
        (lambda x: np.abs(x) ** 1.5, 0.0, True),
        (lambda x: np.sqrt(np.abs(x)), 0.0, False),
        (np.cbrt, 0.0, False),
        (np.floor, 1.0, False),
        (np.floor, 0.5, True),
        (np.sign, 0.0, False),
        (lambda x: np.maximum(x, 0.0), 0.0, False),
        (lambda x: np.where(x == 0, 0.0, x * np.sin(1 / np.where(x == 0, 1.0, x))), 0.0, False),
        (lambda x: 0 * x + 2.0, 3.0, True),
    ],
)
def test_differentiable_or_not(f, x, expected):
    assert differentiable(f, x).equal == expected


def test_at_a_border_one_side_is_enough():
    f = lambda x: x * np.sqrt(x) + 2 * x  # noqa: E731
    assert_allclose(derivative(f, 0.0, method="richardson", side="right").value, 2.0, atol=1e-6)
    assert_allclose(derivative(np.arcsin, 0.0, method="forward").value, 1.0, atol=1e-6)
    with pytest.raises(DomainError, match="side="):
        derivative(f, 0.0)
    with pytest.raises(DomainError, match="side="):
        derivative(f, [1.0, 0.0], method="richardson")


@pytest.mark.parametrize("method", ["central", "richardson"])
def test_a_side_looks_at_that_side_only(method):
    f = lambda x: np.where(x < 1, x**2, 5 * x - 4)  # noqa: E731
    left = derivative(f, 1.0, method=method, side="left")
    right = derivative(f, 1.0, method=method, side="right")
    assert_allclose([left.value, right.value], [2, 5], atol=1e-6)


# ---- Secants, best steps, sweeps --------------------------------------------------------------------------


@given(st.floats(-1e3, 1e3), st.floats(1e-10, 10), st.sampled_from([1, -1]))
@settings(max_examples=60)
def test_a_secant_joins_two_points_of_the_graph(x, dx, way):
    secant = secant_slopes(np.sin, x, way * dx)
    assert secant.x + secant.dx - secant.x == secant.dx
    assert secant.df == np.sin(secant.x + secant.dx) - np.sin(x)
    assert_allclose(secant.slope * secant.dx, secant.df, rtol=1e-15, atol=1e-300)


def test_secants_settle_on_the_slope_digit_by_digit():
    secant = secant_slopes(np.exp, 1.0, 10.0 ** -np.arange(1, 9))
    gap = np.abs(secant.slope - np.e)
    assert_allclose(gap[1:7] / gap[:6], 0.1, rtol=0.06)
    assert gap[-1] < 1e-6


def test_a_secant_of_a_line_is_the_line_however_small_the_nudge():
    assert_array_equal(secant_slopes(lambda x: 4 * x, 1.0, [1e-3, 1e-9, 1e-15]).slope, 4.0)


def test_secants_broadcast():
    secant = secant_slopes(np.sin, np.linspace(0, 1, 3)[:, None], [0.1, -0.1])
    assert secant.slope.shape == secant.x.shape == secant.df.shape == (3, 2)


def test_a_nudge_lost_beside_x_is_refused():
    with pytest.raises(DomainError, match="rounding unit"):
        secant_slopes(np.sin, 1.0, 1e-17)
    with pytest.raises(DomainError, match="rounding unit"):
        derivative(np.sin, 1.0, h=1e-18)


def test_the_best_step_is_the_root_of_the_machine_precision():
    eps = np.finfo(float).eps
    assert_allclose(optimal_step("forward", 1.0).h, 2 * np.sqrt(eps))
    assert_allclose(optimal_step("central", 1.0).h, (3 * eps) ** (1 / 3))
    assert_allclose(optimal_step("central", [1.0, 50.0], scale=0.1).h, 0.1 * (3 * eps) ** (1 / 3))
    assert_allclose(optimal_step("forward", 1.0, fscale=1e8).h, 2 * np.sqrt(1e8 * eps))


@pytest.mark.parametrize("method", ["forward", "central"])
def test_around_the_predicted_step_nothing_is_much_better(method):
    h = np.logspace(-14, -1, 131)
    sweep = step_sweep(np.exp, 1.0, h, [method], exact=np.e)
    predicted = optimal_step(method, 1.0)
    near = (h > predicted.h / 3) & (h < predicted.h * 3)
    typical = [np.median(sweep.error[0, k : k + 8]) for k in range(len(h) - 8)]
    assert np.median(sweep.error[0, near]) <= 10 * min(typical)
    assert np.median(sweep.error[0, near]) <= 10 * predicted.error * np.e


def test_a_sweep_shows_the_slope_of_truncation_and_the_wall_of_rounding():
    sweep = step_sweep(np.exp, 1.0, np.logspace(-15, -1, 141), exact=np.e)
    assert sweep.methods == ("forward", "central", "complex")
    assert_allclose(sweep.truncation_slope, [1, 2, 2], atol=0.05)
    assert_allclose(sweep.rounding_slope, [-1, -1, 0], atol=0.15)
    assert (sweep.best_error < [1e-8, 1e-10, 1e-15]).all()
    assert_allclose(np.log10(sweep.model_h[:2]), [-8, -5.4], atol=0.6)
    branch = sweep.h > 1e-4
    assert_allclose(sweep.model[:2, branch], sweep.error[:2, branch], rtol=0.15)


# ---- Products and chains ----------------------------------------------------------------------------------


@given(st.floats(-3, 3), st.floats(1e-6, 2), st.sampled_from([1, -1]))
@settings(max_examples=60)
def test_two_strips_and_a_corner_are_the_whole_increment(x, dx, way):
    grown = product_increment(np.sin, lambda t: t**2, x, way * dx)
    whole = grown.f_dg + grown.g_df + grown.df_dg
    size = np.abs([grown.f * grown.g, grown.f_dg, grown.g_df, grown.df_dg]).max()
    assert abs(whole - grown.total) <= 8 * np.finfo(float).eps * size


def test_the_share_of_the_corner_falls_with_the_nudge():
    share = product_increment(np.exp, lambda t: t**2, 1.0, 10.0 ** -np.arange(1, 7)).corner_share
    assert_allclose(share[1:] / share[:-1], 0.1, rtol=0.3)
    assert_allclose(share[2:] / share[1:-1], 0.1, rtol=0.03)


def test_an_area_that_does_not_change_has_no_corner_share():
    with pytest.raises(DomainError, match="share"):
        _ = product_increment(lambda t: 0 * t + 2, lambda t: 0 * t + 3, 1.0, 0.1).corner_share


@given(st.floats(-1.2, 1.2), st.floats(1e-7, 1e-2), st.sampled_from([1, -1]))
@settings(max_examples=40)
def test_rates_multiply_because_nudges_are_passed_on(x, dx, way):
    chain = chain_trace([lambda t: 2 * t**5 + 3 * t, np.sin, np.exp], x, way * dx)
    assert chain.values.shape == chain.nudges.shape == (4,)
    assert_allclose(chain.product, chain.nudges[-1] / chain.nudges[0], rtol=1e-12)
    inner = 2 * x**5 + 3 * x
    exact = [10 * x**4 + 3, np.cos(inner), np.exp(np.sin(inner))]
    assert_allclose(chain.slopes, exact, rtol=1e-9, atol=1e-12)
    assert_allclose(chain.slope, np.prod(exact), rtol=1e-9, atol=1e-12)


def test_a_nudge_brought_to_rest_keeps_its_chain():
    chain = chain_trace([lambda t: 0 * t + 1, np.exp], 0.5, 0.1)
    assert_allclose(chain.rates, [0, np.e], rtol=1e-12)
    assert chain.product == 0


def test_rules_and_measurement_agree_on_the_beast():
    x = 0.3
    u, du = 2 * x**5 + 3 * x, 10 * x**4 + 3
    by_rules = (np.cos(u) * du - 7 * np.sin(u)) / np.exp(7 * x)
    measured = derivative(lambda t: np.sin(2 * t**5 + 3 * t) / np.exp(7 * t), x, method="complex").value
    assert_allclose(measured, by_rules, rtol=4e-15)
    assert_allclose(by_rules, -0.44095852372138, rtol=1e-13)


# ---- Shapes, types and mistakes ---------------------------------------------------------------------------

INPUTS = {
    "scalar": 0.5,
    "integer": 2,
    "list": [0.5, 1.5],
    "tuple of integers": (1, 2, 3),
    "numpy scalar": np.float64(0.25),
    "point": np.array([0.1, 0.2, 0.3]),
    "grid": np.linspace(0, 1, 6).reshape(2, 3),
    "empty": np.empty(0),
    "empty batch": np.empty((0, 3)),
    "float32": np.array([0.5, 1.5], dtype=np.float32),
    "int64 array": np.array([[1, 2], [3, 4]]),
    "every second": np.linspace(0, 1, 10)[::2],
    "transposed": np.linspace(0, 1, 6).reshape(2, 3).T,
}


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("method", METHODS)
def test_any_shape_and_any_kind_of_number_is_read_as_float64(x, method):
    found = derivative(wave, x, method=method)
    for each in (found.value, found.error, found.h):
        assert each.dtype == np.float64
        assert each.shape == np.shape(x)
        assert not each.flags.writeable
    assert found.ok.shape == np.shape(x)
    assert_allclose(found.value, wave_slope(np.asarray(x, dtype=float)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
def test_so_are_secants_and_sides(x):
    assert secant_slopes(wave, x, 1e-3).slope.shape == np.shape(x)
    assert differentiable(wave, x).equal.shape == np.shape(x)


def test_a_read_only_input_stays_as_it_was():
    x = np.array([0.3, 0.4])
    x.flags.writeable = False
    assert_allclose(derivative(wave, x).value, wave_slope(x), rtol=1e-8)
    assert_array_equal(x, [0.3, 0.4])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, [1.0, np.nan]])
def test_x_must_be_finite(method, bad):
    with pytest.raises(DomainError, match=r"x must be finite, got (nan|inf)"):
        derivative(wave, bad, method=method)


@pytest.mark.parametrize("bad", ["one", [[1.0], [1.0, 2.0]], 1j])
def test_x_must_be_numbers(bad):
    with pytest.raises(Exception, match=r"x must be (real )?numbers|x"):
        derivative(wave, bad)


@pytest.mark.parametrize("method", METHODS)
def test_f_must_have_a_value_where_it_is_asked(method):
    with pytest.raises(DomainError, match=r"f must be finite at x, got nan at x = -1\.0"):
        derivative(np.log, [1.0, -1.0], method=method)


def test_f_must_answer_point_by_point():
    with pytest.raises(ShapeError, match="one number per point"):
        derivative(lambda x: np.sum(x**2), [1.0, 2.0])
    with pytest.raises(ShapeError, match="one number per point"):
        derivative(lambda x: 3.0, [1.0, 2.0])
    with pytest.raises(ShapeError, match="must take arrays"):
        derivative(math.sin, [1.0, 2.0])


@pytest.mark.parametrize(
    ("mistake", "error", "words"),
    [
        ({"h": -1e-3}, DomainError, "h must be greater than 0"),
        ({"h": [0.1, 0.2]}, ShapeError, "h must fit"),
        ({"scale": 0.0}, DomainError, "scale must be greater than 0"),
        ({"order": 5}, ShapeError, "order must be one of"),
        ({"method": "forward", "side": "left"}, ShapeError, "contradicts"),
        ({"method": "complex", "order": 2}, ShapeError, "first derivatives only"),
        ({"method": "complex", "side": "left"}, ShapeError, "looks to no side"),
    ],
)
def test_a_mistake_gets_one_clear_sentence(mistake, error, words):
    with pytest.raises(error, match=words) as caught:
        derivative(wave, 1.0, **mistake)
    assert "\n" not in str(caught.value)


def test_a_result_remembers_its_call():
    found = derivative(wave, 0.5, method="richardson")
    assert found.x == 0.5
    assert found.made_by.function == "calc_core.derivatives.one_variable.derivative"
    assert found.made_by.arguments["x"] == 0.5
    assert found.made_by.arguments["method"] == "richardson"
    assert found.made_by.arguments["f"] == "wave"
