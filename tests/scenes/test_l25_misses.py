"""The ladder of what layers leave over, and the misses set each against the next."""

import numpy as np
import pytest
from l25_pictures import MissPairs, ladder

from calc_core import fitting, load_co2_recent
from visuals import Axes


@pytest.fixture(scope="module")
def layered():
    record = load_co2_recent()
    return record, fitting.co2_layers(record.year, record.co2)


def test_rungs_are_as_long_as_what_is_left_over_and_stand_below_each_other(layered):
    _, layers = layered
    rungs = ladder(layers, ("a", "b", "c", "d", "e"), at=(-5.0, 2.0), per_unit=0.5)
    np.testing.assert_allclose([rung.bar.width for rung in rungs], 0.5 * layers.rms)
    np.testing.assert_allclose(np.ptp([rung.bar.get_left()[0] for rung in rungs]), 0, atol=1e-12)
    assert (np.diff([rung.bar.get_center()[1] for rung in rungs]) < 0).all()
    assert [rung.number.reading.value for rung in rungs] == list(layers.rms)


def test_misses_land_as_pairs_of_neighbours_and_lean_as_they_correlate(layered):
    record, layers = layered
    residual = layers.fits[-1].residual
    strip = Axes(x=(1956, 2022), y=(-3, 3), box=(-5, -3, 5, -1), x_steps=(), y_steps=())
    pairs = MissPairs(strip, record.year, fitting.lagged_pairs(residual))
    np.testing.assert_allclose(pairs.dots.centres, strip.to_screen(record.year[:-1], residual[:-1]))
    pairs.dots.flown.set_value(1.0)
    np.testing.assert_allclose(pairs.dots.centres, pairs.axes.to_screen(residual[:-1], residual[1:]))
    rise = pairs.axes.to_data(pairs.lean.end)
    lag1 = fitting.autocorrelation_factor(residual).lag1
    assert rise[1] / rise[0] == pytest.approx(lag1)
    assert pairs.lag[1].reading.text == f"{lag1:.2f}"
