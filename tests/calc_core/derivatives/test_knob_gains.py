"""One knob turned and the others held: gains are differences, and the slopes' sum misses by second order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import can_mass, knob_gains
from calc_core.errors import ShapeError

sizes = st.tuples(*(st.floats(low, high) for low, high in ((1, 9), (2, 20), (0.05, 0.9), (1, 12))))
nudges = st.tuples(*(st.floats(0.001, 0.3) for _ in range(4)))


@settings(max_examples=40)
@given(sizes, nudges)
def test_gains_of_a_can_are_those_of_the_pieces_of_metal(x, dx):
    (r, h, t, rho), (dr, dh, dt, drho) = x, dx
    gains = knob_gains(can_mass, x, dx, method="complex")
    two_rings, strip = 2 * np.pi * ((r + dr) ** 2 - r**2) * t, 2 * np.pi * dr * h * t
    ring = np.pi * ((r + t / 2) ** 2 - (r - t / 2) ** 2) * dh
    skins = (2 * np.pi * r**2 + 2 * np.pi * r * h) * dt
    metal = 2 * np.pi * r**2 * t + 2 * np.pi * r * h * t
    parts = [rho * (two_rings + strip), rho * ring, rho * skins, metal * drho]
    assert gains.alone == pytest.approx(parts, rel=1e-9)
    assert gains.f == pytest.approx(rho * metal)


@settings(max_examples=40)
@given(sizes, nudges)
def test_slopes_of_a_can_are_those_of_the_formula(x, dx):
    r, h, t, rho = x
    slopes = [
        4 * np.pi * r * t * rho + 2 * np.pi * h * t * rho,
        2 * np.pi * r * t * rho,
        2 * np.pi * r * (r + h) * rho,
        2 * np.pi * r * (r + h) * t,
    ]
    gains = knob_gains(can_mass, x, dx, method="complex")
    assert gains.slopes == pytest.approx(slopes, rel=1e-12)
    assert gains.forecast == pytest.approx(np.multiply(slopes, dx), rel=1e-12)
    assert gains.at(np.zeros(4)).rates == pytest.approx(slopes, rel=1e-12)


def test_what_slopes_miss_of_all_nudges_falls_with_their_square():
    shrunk = np.geomspace(1e-3, 1e-1, 25)[:, None] * [1.0, 2.0, 0.1, 1.0]
    gains = knob_gains(can_mass, (3.0, 11.0, 0.3, 7.8), shrunk, method="complex")
    assert float(gains.order) == pytest.approx(2.0, abs=0.03)
    assert gains.together == pytest.approx(gains.forecast_sum + gains.missed)
    assert gains.after == pytest.approx(can_mass(gains.setting))


def test_of_a_plane_slopes_miss_nothing_wherever_it_is_asked():
    plane = lambda x: 3 * x[..., 0] - 0.5 * x[..., 1] + 7  # noqa: E731
    for x in ((0.0, 0.0), (1e3, -40.0)):
        gains = knob_gains(plane, x, [(0.5, 1.0), (-2.0, 3.0)])
        assert gains.missed == pytest.approx([0, 0], abs=1e-6)
        assert gains.at((0.1, 0.2)).together == pytest.approx(0.2)


def test_knobs_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError, match="one setting of the knobs"):
        knob_gains(can_mass, np.ones((2, 4)), np.ones(4))
    with pytest.raises(ShapeError, match="dx"):
        knob_gains(can_mass, np.ones(4), np.ones(3))
    with pytest.raises(ShapeError, match="several nudges"):
        _ = knob_gains(can_mass, np.ones(4), np.ones(4)).order
