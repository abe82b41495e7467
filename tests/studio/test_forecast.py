"""Forecasts: from words at first, from the last film later, and never done before the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog import read_catalog
from studio.forecast import Countdown, Pace, beat_frames, spoken
from studio.jobs import QUALITIES, Options
from studio.plan import Film, plan_films
from studio.render import share
from tests.studio.courses import Course

BEATS = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1, max_size=8)


def film_of(course: Course, options: Options) -> Film:
    course.add(1, "first")
    (film,) = plan_films(read_catalog(course.folder), (), options, course.folder)
    return film


@given(BEATS)
def test_a_countdown_is_never_done_before_the_end_and_exact_at_it(beats: list[tuple[int, int]]) -> None:
    count = Countdown([(str(i), thought) for i, (thought, _) in enumerate(beats)])
    drawn = 0
    for i, (_, true) in enumerate(beats):
        for _ in range(3):
            count.frames(drawn + true // 2, float(drawn))
            assert count.total >= count.done
        drawn += true
        count.beat_ended(str(i), drawn)
        count.beat_ended(str(max(i - 1, 0)), drawn - true)  # a slower painter comes by
        if i < len(beats) - 1:
            assert count.total > count.done
    count.finish()
    assert count.total == count.done == drawn


@given(BEATS, st.floats(0.2, 5.0))
def test_a_film_slower_than_thought_all_through_is_foreseen_after_its_first_beat(
    beats: list[tuple[int, int]], factor: float
) -> None:
    thought = [(str(i), 100 * count) for i, (count, _) in enumerate(beats)]
    count = Countdown(thought)
    count.beat_ended("0", round(thought[0][1] * factor))
    assert count.total == pytest.approx(
        factor * sum(frames for _, frames in thought), rel=0.05, abs=len(beats)
    )


def test_time_left_is_told_at_the_pace_so_far() -> None:
    count = Countdown([("only", 100)])
    assert count.seconds_left() is None
    count.frames(5, now=1000.0)  # start-up, however long, says nothing of the pace
    assert count.seconds_left() is None
    count.frames(25, now=1004.0)
    assert count.seconds_left() == pytest.approx(15.0)


def test_a_beat_lasts_as_long_as_its_words_until_a_film_says_better(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["m"]))
    assert dict(beat_frames(film))["move"] == 24  # two words at 150 a minute, 30 frames a second
    known = replace(film, former={"beats": [{"name": "move", "start": 1.0, "end": 5.0}]})
    assert dict(beat_frames(known))["move"] == 120


def test_only_the_beats_that_are_drawn_are_counted(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"], begin="move", end="move"))
    assert [name for name, _ in beat_frames(film)] == ["move"]


def test_a_measured_pace_is_remembered(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    pace = Pace(course.folder)
    assert not pace.known(film)
    frames = sum(count for _, count in beat_frames(film))
    pace.note(film, frames, 110.0, painters=2)
    again = Pace(course.folder)
    assert again.known(film)
    assert again.total([film], 1, 2) == pytest.approx(110.0, abs=0.1)
    assert again.total([film], 1, 4) == pytest.approx(
        60.0, abs=0.1
    )  # what is drawn is shared, the start is not


def test_films_at_once_take_their_share_but_no_less_than_the_longest(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    pace = Pace(course.folder)
    one = pace.total([film], 1, 1)
    assert pace.total([film] * 4, 2, 1) == pytest.approx(2 * one)
    assert pace.total([film], 8, 1) == pytest.approx(one)
    assert pace.total([], 2, 1) == 0


@pytest.mark.parametrize(
    ("films", "workers", "cores", "shared"),
    [
        (4, 2, 2, (2, 1)),
        (1, 2, 2, (1, 2)),
        (3, 8, 8, (3, 2)),
        (4, 1, 2, (1, 2)),
        (4, 9, 2, (4, 1)),
        (0, 2, 2, (1, 2)),
    ],
)
def test_fewer_films_than_cores_get_more_painters(
    films: int, workers: int, cores: int, shared: tuple[int, int]
) -> None:
    assert share(films, workers, cores) == shared


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (40.4, "40 s"), (100, "2 min"), (3599, "1 h 00 min"), (3900, "1 h 05 min")],
)
def test_a_forecast_is_spoken_no_more_precisely_than_it_is_known(seconds: float, words: str) -> None:
    assert spoken(seconds) == words
