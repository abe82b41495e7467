"""Two walks from one start: traces at their rms, residuals of the knobs where they stand."""

import numpy as np
import pytest
from l25_pictures import DescentRace, Runner, moment

from calc_core import fitting, load_co2_recent
from visuals import INK, series

START = (280.0, 70.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def race(walks):
    record, model, *_ = walks
    data = series("CO2", record, year="columns.year", co2="columns.co2")
    return DescentRace(model, data, top=4.0, years=(1956.5, 2021.5), leftover=9.0)


@pytest.fixture(scope="module")
def walks():
    record, model = load_co2_recent(), fitting.co2()
    valley = model.residuals(record.year, record.co2)
    pace = {"learning_rate": 8e-7}
    first = fitting.steepest_descent(valley, START, steps=50, **pace)
    long = fitting.steepest_descent(valley, START, steps=400, keep_every=50, **pace)
    return record, model, first, long


@pytest.fixture
def runner(race, walks) -> Runner:
    _, _, first, long = walks
    return race.runner("downhill", first, long, lane=0, ink=INK.path)


def test_the_pieces_of_a_walk_are_joined_without_a_gap(runner, walks):
    _, _, first, long = walks
    np.testing.assert_array_equal(runner.steps, [*range(51), *range(100, 401, 50)])
    np.testing.assert_array_equal(runner.trace.stack[0], np.append(first.rms, long.rms[2:]))


@pytest.mark.parametrize("steps", [0, 7, 50, 200, 400])
def test_the_trace_ends_at_the_rms_after_so_many_steps(runner, race, walks, steps):
    _, _, first, long = walks
    runner.ran.set_value(float(moment(steps)))
    runner.trace.redraw()
    rms = first.rms[steps] if steps <= 50 else long.rms[steps // 50]
    np.testing.assert_allclose(runner.trace.end, race.axes.to_screen(np.log10(1 + steps), rms), atol=1e-9)


@pytest.mark.parametrize("steps", [0, 400])
def test_the_residuals_are_those_of_where_the_walk_stands(runner, walks, steps):
    record, model, first, long = walks
    runner.ran.set_value(float(moment(steps)))
    theta = first.x[0] if steps == 0 else long.x[-1]
    np.testing.assert_allclose(runner.misses.residual, record.co2 - model(theta, record.year), atol=1e-9)


def test_the_number_at_the_end_is_the_walks_last_rms(runner, walks):
    assert runner.ended.reading.value == walks[3].last_rms
    assert runner.ended.reading.text == f"{walks[3].rms[-1]:.2f}"


def test_a_walk_runs_from_its_start_to_its_end(runner):
    running = runner.run().build()
    running.begin()
    running.finish()
    assert runner.ran.value == runner.finish == np.log10(401)


def test_a_fit_runs_as_well_as_a_walk_that_was_kept(race, walks):
    record, model, *_ = walks
    fitted = fitting.levenberg_marquardt(model.residuals(record.year, record.co2), START)
    jumper = race.runner("jumper", fitted, lane=1, ink=INK.model)
    np.testing.assert_array_equal(jumper.trace.stack[0], fitted.history.rms)
    assert jumper.steps[-1] == len(fitted.history.x) - 1
    assert jumper.ended.reading.value == fitted.rms
    assert jumper.side is race.sides[1]
