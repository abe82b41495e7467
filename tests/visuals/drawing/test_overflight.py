"""A flight over the stage: it begins and ends where it should, and the least of all rushes past."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visuals.drawing.camera import StageView
from visuals.drawing.overflight import Overflight
from visuals.theme import STAGE

SHARES = np.linspace(0, 1, 401)
views = st.tuples(st.floats(-40, 40), st.floats(-20, 20), st.floats(0.2, 5))


def rush(way):
    """How fast things rush past on a way: sideways and by zooming together, at each of its moments."""
    x, y, scale = np.array([way.at(share) for share in SHARES]).T
    across = np.hypot(np.diff(x), np.diff(y)) * np.sqrt(scale[1:] * scale[:-1]) / STAGE.width
    return np.hypot(way.pull * across, np.diff(np.log(scale)) / way.pull)


@given(start=views, end=views)
def test_a_flight_joins_two_views_and_never_jumps(start, end):
    way = Overflight(start, end)
    assert (way.at(0.0), way.at(1.0)) == (start, end)
    assert way.at(1e-9) == pytest.approx(start, rel=1e-5, abs=1e-5)
    assert way.at(1 - 1e-9) == pytest.approx(end, rel=1e-5, abs=1e-5)
    assert rush(way).max() < 0.1


@given(start=views, end=views)
def test_what_is_seen_rushes_past_evenly(start, end):
    pace = rush(Overflight(start, end))
    assert np.ptp(pace) <= 1e-3 * pace.max() + 1e-9


@given(start=views, end=views)
def test_the_way_back_is_the_way_there(start, end):
    there, back = Overflight(start, end), Overflight(end, start)
    for share in (0.2, 0.5, 0.9):
        assert there.at(share) == pytest.approx(back.at(1 - share), rel=1e-6, abs=1e-6)


@given(start=views, end=views)
def test_less_rushes_past_than_on_the_straight_way(start, end):
    way = Overflight(start, end)
    straight = Overflight(start, end)
    straight.at = lambda share: tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))
    assert rush(way).sum() <= rush(straight).sum() * (1 + 1e-3) + 1e-9


def test_far_flights_draw_back_and_near_ones_hardly():
    far, near = (Overflight((0, 0, 1), (x, 0, 1)) for x in (60.0, 2.0))
    assert far.at(0.5)[2] < 0.3
    assert near.at(0.5)[2] > 0.95
    assert far.at(0.5)[0] == pytest.approx(30.0)


def test_the_stage_is_seen_on_the_way_as_the_flight_says():
    view = StageView()
    view.stand(at=(3.0, -1.0), scale=2.0)
    assert view.state == pytest.approx((3.0, -1.0, 2.0))
    way = Overflight(view.state, (20.0, 5.0, 0.7))
    turns = view.fly(at=(20.0, 5.0), scale=0.7, rate_func=lambda share: share)
    for share in (0.0, 0.3, 0.77, 1.0):
        for each in turns:
            each.begin()
            each.interpolate(share)
        assert view.state == pytest.approx(way.at(share), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("wrong", [{"start": (0, 0, 0)}, {"end": (0, 0, -1)}, {"pull": 0}])
def test_a_view_without_a_size_is_refused(wrong):
    with pytest.raises(ValueError, match="must be positive"):
        Overflight(**({"start": (0, 0, 1), "end": (1, 0, 1)} | wrong))
