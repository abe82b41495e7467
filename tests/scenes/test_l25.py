"""Lecture 25 shows what was computed, and what it says is true."""

from __future__ import annotations

import numpy as np
import pytest

from calc_core import fitting
from tests.scenes.dry import lecture_class
from tests.visuals.screening import small_frames

FEW_CUTS = np.linspace(1980.0, 2010.0, 31)


@pytest.fixture(scope="module")
def lecture(tmp_path_factory):
    """The stage, set with a shorter walk and fewer cuts than in the film."""
    kind = lecture_class("finale-co2")
    module = kind.set_stage.__globals__
    shorter = {"STEPS": 4000, "CUTS": FEW_CUTS}
    kept = {name: module[name] for name in shorter}
    module.update(shorter)
    try:
        with small_frames(tmp_path_factory.mktemp("l25")):
            staged = kind()
            staged.set_stage()
            yield staged
    finally:
        module.update(kept)


def drawn_residuals(lecture) -> np.ndarray:
    """Read from the picture: how long the strokes in the strip are, in ppm."""
    misses = lecture.misses
    misses.dropped.set_value(1.0)
    misses.plot.show(x=(1956.5, 2021.5))
    misses.redraw()
    strokes = misses.strokes.points.reshape(-1, 4, 3)
    np.testing.assert_allclose(strokes[:, 0], misses.strip.to_screen(lecture.year, 0), atol=1e-9)
    return (strokes[:, 3] - strokes[:, 0])[:, 1] / misses.strip.units[1]


def show_stage(lecture, stage: int) -> np.ndarray:
    """The residuals that stage must show, computed here from the fit's own knobs."""
    lecture.stage.set_value(float(stage))
    fitted = lecture.layered.fits[stage - 1]
    return lecture.co2 - fitted.model(fitted.theta, lecture.year)


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_the_strip_shows_data_minus_model_in_every_layer(lecture, stage):
    expected = show_stage(lecture, stage)
    np.testing.assert_allclose(drawn_residuals(lecture), expected, atol=1e-9)


@pytest.mark.parametrize("sabotage", [lambda p: -p, lambda p: np.roll(p, 1, axis=1)], ids=["sign", "month"])
def test_a_wrong_sign_or_a_shifted_month_would_be_noticed(lecture, sabotage):
    misses, honest = lecture.misses, lecture.misses.stack
    misses.stack = lecture.co2 - sabotage(lecture.co2 - honest)
    try:
        with pytest.raises(AssertionError):
            np.testing.assert_allclose(drawn_residuals(lecture), show_stage(lecture, 5), atol=0.1)
    finally:
        misses.stack = honest


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_the_models_line_is_the_fits_prediction(lecture, stage):
    lecture.stage.set_value(float(stage))
    fitted = lecture.layered.fits[stage - 1]
    np.testing.assert_allclose(lecture.model.y, fitted.model(fitted.theta, lecture.grid), atol=1e-9)


def test_every_rung_says_the_rms_of_its_layer(lecture):
    for rung, fitted in zip(lecture.ladder, lecture.layered.fits, strict=True):
        assert rung.number.reading.value == pytest.approx(fitted.rms, rel=1e-12)
        assert rung.number.reading.text == f"{np.sqrt(np.mean(fitted.residual**2)):.2f}"
        assert rung.bar.width == pytest.approx(0.5 * fitted.rms)


def test_each_layer_leaves_less_and_the_last_less_than_one_part_per_million(lecture):
    assert (np.diff(lecture.layered.rms) < 0).all()
    assert lecture.layered.rms[-1] < 1 < lecture.layered.rms[1]


def test_the_clock_says_what_the_voice_says(lecture):
    assert lecture.record.n == 741
    assert lecture.two.high_date.endswith("May")
    day, month = lecture.two.low_date.split()
    assert (month == "October" and int(day) <= 5) or (month == "September" and int(day) >= 28)
    climbing = lecture.two.high_phase - lecture.two.low_phase + 1
    assert climbing > 0.6  # of the year it climbs, slowly; the fall is faster
    assert 0.25 < lecture.seasons[0].growth_percent < 0.4  # a third of a per cent
    assert lecture.seasons[-1].peak_to_peak > lecture.seasons[0].peak_to_peak


def test_the_knobs_that_are_called_straight_are_and_the_others_are_not(lecture):
    model, theta = lecture.fit.model, lecture.fit.theta
    for k, name in enumerate(model.param_names):
        nudge = np.zeros(model.p)
        nudge[k] = 0.1 * theta[k]
        curves = [model(theta + s * nudge, lecture.grid) for s in (-1, 0, 1)]
        bending = np.abs(curves[0] - 2 * curves[1] + curves[2]).max()
        others = np.abs(model.jacobian(theta + nudge, lecture.grid) - model.jacobian(theta, lecture.grid))
        straight = bending < 1e-9
        assert straight == (name != "T")
        if name == "g":  # g stretches nothing fixed: it changes what the waves' knobs do
            assert others[:, -4:].max() > 0.01


def test_the_careful_walker_is_far_behind(lecture):
    assert lecture.walker.trace.stack[0][-1] > 1.0
    assert lecture.walker.steps[-1] == 4000
    assert lecture.jumper.steps[-1] <= 10
    assert lecture.jumper.ended.reading.value == pytest.approx(lecture.fit.rms, rel=1e-6)


def test_honest_errors_are_about_four_times_as_wide(lecture):
    assert 3.5 < lecture.memory.factor < 4.5
    claimed, honest = (words.readings[0].value for words in lecture.errors[1:])
    assert honest / claimed == pytest.approx(lecture.memory.factor)


def test_the_dots_of_the_scatter_are_neighbours(lecture):
    lecture.pairs.dots.flown.set_value(1.0)
    residual = lecture.fit.residual
    np.testing.assert_allclose(
        lecture.pairs.dots.centres, lecture.pairs.axes.to_screen(residual[:-1], residual[1:])
    )
    per_x, per_y = lecture.pairs.axes.units[0], lecture.pairs.axes.units[1]
    assert per_x == pytest.approx(per_y)  # a slope is claimed


@pytest.mark.parametrize("cut", [1980.0, 1990.0, 2002.0, 2010.0])
def test_the_ropes_end_where_a_fit_made_here_puts_them(lecture, cut):
    lecture.cut.set_value(cut)
    seen = lecture.year < cut
    models = lecture.sweep.models
    for rope, model, one in zip(lecture.test.ropes, models, lecture.test.models, strict=True):
        fitted = fitting.fit(model, lecture.year[seen], lecture.co2[seen])
        forecast = model(fitted.theta, lecture.year[-1:])[0]
        np.testing.assert_allclose(rope.y[-1], forecast, atol=0.01)
        c = int(np.argmin(np.abs(FEW_CUTS - cut)))
        assert one.miss[c] == pytest.approx(lecture.co2[-1] - forecast, abs=0.01)


def test_what_is_said_of_the_cuts_is_true(lecture):
    miss = {one.name: dict(zip(FEW_CUTS.round(), one.miss, strict=True)) for one in lecture.test.models}
    size = {name: {cut: abs(value) for cut, value in each.items()} for name, each in miss.items()}
    assert max(size, key=lambda name: size[name][1990.0]) == "exponential"  # the fool
    assert min(size, key=lambda name: size[name][2002.0]) == "exponential"  # the prophet
    assert size["exponential"][2002.0] < 1
    assert min(size, key=lambda name: size[name][1990.0]) == "cubic"  # best a moment ago
    assert max(size, key=lambda name: size[name][1995.0]) == "cubic"  # broken loose
    assert max(each[2010.0] for each in size.values()) < 6
    assert lecture.sweep.worst_inside < 1
    assert -100 < lecture.sweep.lowest_miss < -80


def test_three_futures_begin_together_and_part(lecture):
    ends = [rope.y[-1] for rope in lecture.futures]
    starts = [rope.y[0] for rope in lecture.futures]
    assert np.ptp(starts) < 1.5
    assert np.ptp(ends) > 10
