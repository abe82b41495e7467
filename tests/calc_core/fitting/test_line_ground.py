"""Lecture 22: where the origin of x lies makes the ravine; the line and its misses never notice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core import gradient, load_galton
from calc_core.errors import DomainError, ShapeError, SingularError
from calc_core.fitting import line_ground, linear, projection, residual_arrow
from tests.calc_core.fitting.curves import seeds

origins, units = st.floats(-50, 50), st.floats(0.1, 10)


def cloud(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(3, 2, 20), rng.normal(1, 4, 20)


@settings(max_examples=30)
@given(seeds, origins, units)
def test_the_best_knobs_are_those_of_qr_and_the_line_is_one_wherever_the_origin_is(seed, origin, unit):
    x, y = cloud(seed)
    ground, plain = line_ground(x, y, origin=origin, unit=unit), line_ground(x, y)
    witness = linear(ground.design, y)
    assert_allclose(ground.best, witness.theta, rtol=1e-7, atol=1e-7)
    assert ground.lowest == pytest.approx(witness.residual @ witness.residual / 20)
    assert_allclose(ground.line(ground.best, 2.0), plain.line(plain.best, 2.0), atol=1e-8)
    assert ground.lowest == pytest.approx(plain.lowest)
    assert ground.kappa == pytest.approx(np.linalg.cond(ground.hess), rel=1e-6)


@settings(max_examples=30)
@given(seeds, origins, units, st.tuples(st.floats(-3, 3), st.floats(-9, 9)))
def test_height_over_the_knobs_is_the_mean_square_of_the_misses(seed, origin, unit, knobs):
    x, y = cloud(seed)
    ground = line_ground(x, y, origin=origin, unit=unit)
    missed = y - knobs[1] - knobs[0] * (x - origin) / unit
    height = float(ground.land.f(np.array(knobs)))
    assert height == pytest.approx(np.mean(missed**2), rel=1e-6)
    arrow = residual_arrow(ground.design, y, knobs)
    assert arrow.mean_area == pytest.approx(height, rel=1e-6)
    scale = 1 + np.abs(ground.hess).max() * 100
    assert_allclose(arrow.slopes, ground.land.grad(np.array(knobs)), atol=1e-9 * scale)
    nudged = gradient(lambda p: ground.land.f(p), np.array(knobs))
    assert_allclose(arrow.slopes, nudged.value, atol=1e-6 * scale)


@given(seeds, origins, units, st.floats(-3, 3), st.floats(-50, 50))
def test_knobs_and_line_are_two_names_of_one_thing(seed, origin, unit, slope, height):
    ground = line_ground(*cloud(seed), origin=origin, unit=unit)
    assert_allclose(ground.line(ground.knobs(slope, height, 1.5), 1.5), [slope, height], atol=1e-9)


@given(seeds)
def test_centred_and_counted_in_its_spread_every_ravine_is_round(seed):
    x, y = cloud(seed)
    assert line_ground(x, y, origin=x.mean(), unit=x.std()).kappa == pytest.approx(1, abs=1e-9)
    assert line_ground(x, y, origin=x.mean()).kappa == pytest.approx(max(x.var(), 1 / x.var()))


def test_galtons_ravine():
    families = load_galton().columns
    x, y = families["midparent"], families["child"]
    kappas = [
        line_ground(x, y, origin=o, unit=u).kappa for o, u in ((0, 1), (x.mean(), 1), (x.mean(), x.std()))
    ]
    assert kappas[0] == pytest.approx(7.08e6, rel=1e-3)
    assert kappas[1] == pytest.approx(3.245, rel=1e-3)
    assert kappas[2] == pytest.approx(1, abs=1e-9)


@settings(max_examples=40)
@given(seeds, st.floats(-2, 2), st.floats(-2, 2))
def test_an_arrow_is_its_upright_part_and_what_lies_in_the_plane(seed, a, b):
    x, y = cloud(seed)
    A = np.column_stack([x, np.ones_like(x)])
    arrow, best = residual_arrow(A, y, (a, b)), projection(A, y)
    assert_allclose(arrow.along, best.y_hat - arrow.y_hat, atol=1e-10)
    assert_allclose(arrow.r - arrow.along, best.r, atol=1e-10)
    assert arrow.area == pytest.approx(best.length**2 + arrow.along @ arrow.along)  # Pythagoras
    assert np.sin(np.radians(arrow.angle)) == pytest.approx(best.length / np.sqrt(arrow.area))
    assert arrow.area == pytest.approx(arrow.squares.sum())
    upright = residual_arrow(A, y, best.theta)
    assert upright.angle == pytest.approx(90, abs=1e-9)
    assert upright.steepness <= 1e-12 * np.abs(A).max() * np.abs(y).max() * 20
    assert arrow.area >= upright.area * (1 - 1e-12)


def test_mistakes_are_told():
    x, y = np.arange(4.0), np.ones(4)
    with pytest.raises(SingularError, match="one x"):
        line_ground(np.ones(4), y)
    with pytest.raises(DomainError, match="more than 0"):
        line_ground(x, y, unit=0)
    with pytest.raises(ShapeError, match="both"):
        line_ground(x, y[:3])
    with pytest.raises(ShapeError, match="theta must hold 2"):
        residual_arrow(np.column_stack([x, y]), y, (1.0, 2.0, 3.0))
    with pytest.raises(SingularError, match="dependent"):
        residual_arrow(np.column_stack([x, 2 * x]), y, (1.0, 2.0))
    assert residual_arrow(np.column_stack([x, y]), y, (0.0, 1.0)).angle == 90.0
