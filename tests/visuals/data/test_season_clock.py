"""The year as a clock: January at the top, time runs clockwise; dots find their place in both pictures."""

import numpy as np
import pytest

from visuals.data.flight import Flight
from visuals.data.season_clock import Hand, SeasonClock, SeasonCurve
from visuals.drawing.axes import Axes

PHASE = np.linspace(0, 1, 366)
ONE, TWO = 3 * np.sin(2 * np.pi * PHASE), 3 * np.sin(2 * np.pi * PHASE) + np.cos(4 * np.pi * PHASE)


@pytest.fixture
def clock() -> SeasonClock:
    return SeasonClock([-1.0, 0.5], radius=1.6, per_ppm=0.2, rim=2.6)


@pytest.mark.parametrize(
    ("phase", "swing", "place"),
    [
        (0, 0, (-1, 2.1)),
        (0.25, 0, (0.6, 0.5)),
        (0.5, 2, (-1, -1.5)),
        (0.75, -3, (-2, 0.5)),
        (1, 0, (-1, 2.1)),
    ],
)
def test_the_year_runs_clockwise_from_the_top(clock, phase, swing, place):
    np.testing.assert_allclose(clock.to_screen(phase, swing), [*place, 0], atol=1e-12)


def test_the_curve_lies_at_its_swing(clock):
    curve = SeasonCurve(clock, PHASE, np.stack([ONE, TWO]))
    for stage, swing in ((0.0, ONE), (0.5, (ONE + TWO) / 2), (1.0, TWO)):
        curve.stage.set_value(stage)
        curve.redraw()
        corners = np.concatenate([curve.line.points[::4], curve.line.points[-1:]])
        away = np.linalg.norm(corners - clock.centre, axis=1)
        np.testing.assert_allclose((away - clock.radius) / clock.per_ppm, swing, atol=1e-9)


def test_the_curve_is_drawn_as_far_as_it_is_swept(clock):
    curve = SeasonCurve(clock, PHASE, ONE)
    curve.grown.set_value(0.3)
    curve.redraw()
    np.testing.assert_allclose(curve.line.points[-1], curve.at(0.3), atol=1e-9)


def test_the_hand_touches_the_curve(clock):
    curve = SeasonCurve(clock, PHASE, TWO)
    hand = Hand(curve, 0.38)
    np.testing.assert_allclose(hand.arm.points[0], clock.centre)
    np.testing.assert_allclose(
        hand.arm.points[-1], clock.to_screen(0.38, np.interp(0.38, PHASE, TWO)), atol=1e-9
    )


def test_dots_fly_from_their_place_in_one_picture_to_their_place_in_the_other(clock):
    panel = Axes(x=(1958, 2020), y=(-5, 5), box=(-5, -2.8, 5, -1))
    year = np.array([1958.3, 1990.7, 2019.9])
    value = np.array([1.0, -2.0, 3.0])
    ends = {"at_home": np.stack([year, value], axis=1), "at_away": np.stack([year % 1, value], axis=1)}
    flight = Flight(panel, clock, **ends)
    np.testing.assert_allclose(flight.centres, panel.to_screen(year, value))
    flight.flown.set_value(1.0)
    np.testing.assert_allclose(flight.centres, clock.to_screen(year % 1, value))
    flight.flown.set_value(0.4)
    gone = np.linalg.norm(flight.centres - panel.to_screen(year, value), axis=1)
    way = np.linalg.norm(clock.to_screen(year % 1, value) - panel.to_screen(year, value), axis=1)
    assert (np.diff(gone / way) < 0).all()  # the first has come farthest
