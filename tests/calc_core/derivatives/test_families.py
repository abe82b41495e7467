"""Lecture 01: what frames look up in a family is what they would have measured."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import derivative, secant_family, secant_slopes, tangent_family
from calc_core.errors import DomainError, ShapeError

SMOOTH = [np.exp, np.sin, np.cos, lambda x: 1 / (1 + x**2), lambda x: x**3 - x]


@settings(max_examples=40)
@given(
    f=st.sampled_from(SMOOTH),
    x=st.floats(-2, 2),
    power=st.floats(-5, 0),
    side=st.sampled_from([-1.0, 1.0]),
)
def test_a_secant_looked_up_is_the_secant_measured(f, x, power, side):
    family = secant_family(f, x, side * 1e-5, side)
    nudge = side * 10.0**power
    known, true = family.at(nudge), secant_slopes(f, x, nudge)
    assert known.slope == pytest.approx(float(true.slope), abs=family.error + 1e-9)
    assert known.df == pytest.approx(float(true.df), abs=1e-6)
    assert family.error < 1e-5
    assert known.x == x
    assert float(known.f) == pytest.approx(float(f(x)), rel=4e-16)  # x**2 of an array and of a number part


def test_secants_on_record_are_exact_and_know_their_family():
    kept = [0.5, 0.25, 1e-3]
    family = secant_family(np.exp, 1.0, 1e-5, 1.0, keep=kept)
    known, true = family.at([1.0, *kept, 1e-5]), secant_slopes(np.exp, 1.0, [1.0, *kept, 1e-5])
    assert (known.slope == true.slope).all()
    assert (known.df == true.df).all()
    assert known.made_by is family.made_by
    assert family.made_by.function.endswith("secant_family")
    assert (np.diff(family.dx) > 0).all()


def test_at_a_corner_the_two_sides_keep_their_own_slopes():
    left, right = (secant_family(np.abs, 0.0, side * 1e-6, side) for side in (-1.0, 1.0))
    assert_allclose(left.at(-np.geomspace(1e-6, 1, 50)).slope, -1, rtol=1e-12)
    assert_allclose(right.at(np.geomspace(1e-6, 1, 50)).slope, 1, rtol=1e-12)


def test_looking_up_asks_the_function_nothing():
    asked = []

    def f(x):
        asked.append(np.size(x))
        return np.sin(x)

    secants, tangents = secant_family(f, 1.0, 1e-4, 1.0), tangent_family(f, 0.0, 2.0)
    before = len(asked)
    secants.at(np.geomspace(1e-4, 1, 100))
    tangents.at(np.linspace(0, 2, 100))
    assert len(asked) == before


@given(f=st.sampled_from(SMOOTH), x=st.floats(-2, 2))
def test_a_tangent_looked_up_is_the_tangent_measured(f, x):
    family = tangent_family(f, -2.0, 2.0)
    known = family.at(x)
    assert known.f == pytest.approx(float(f(x)), abs=family.error + 1e-12)
    true = derivative(f, x, method="richardson")
    assert known.slope == pytest.approx(float(true.value), abs=family.slope_error + 1e-9)
    assert family.error < 1e-8
    assert family.slope_error < 1e-7


def test_the_error_falls_as_the_fourth_power_of_the_distance_between_places():
    x, n = np.linspace(-1.9, 1.9, 500), np.array([41, 81, 161])
    missed = [np.abs(tangent_family(np.sin, -2, 2, n=int(each)).at(x).f - np.sin(x)).max() for each in n]
    assert np.polyfit(np.log(n - 1), np.log(missed), 1)[0] == pytest.approx(-4, abs=0.3)


def test_beside_a_corner_the_error_is_large():
    family = tangent_family(np.abs, -1.0, 1.0, n=101)
    x = np.linspace(-1, 1, 1000)
    assert np.abs(family.at(x).f - np.abs(x)).max() <= family.error
    assert family.error > 1e-3


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda: secant_family(np.sin, 0.0, 1.0, 0.1), ShapeError),
        (lambda: secant_family(np.sin, 0.0, -0.1, 1.0), ShapeError),
        (lambda: secant_family(np.sin, 0.0, 0.1, 1.0, keep=[2.0]), DomainError),
        (lambda: secant_family(np.sin, 0.0, 0.1, 1.0).at(2.0), DomainError),
        (lambda: secant_family(np.sin, 0.0, 0.1, 1.0).at(-0.5), DomainError),
        (lambda: secant_family(np.log, 0.5, -0.1, -1.0), DomainError),
        (lambda: tangent_family(np.sqrt, 0.0, 1.0), DomainError),
        (lambda: tangent_family(np.sin, 1.0, 0.0), ShapeError),
        (lambda: tangent_family(np.sin, 0.0, 1.0).at(1.5), DomainError),
    ],
)
def test_a_mistake_is_told_in_one_sentence(mistake, error):
    with pytest.raises(error) as told:
        mistake()
    assert "\n" not in str(told.value)
