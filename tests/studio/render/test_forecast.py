"""Forecasts: from words at first, from the last film later, and never done before the end."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render import forecast
from studio.render.films import COMPILES, announcement, share
from studio.render.forecast import (
    BEAT_SECONDS,
    BREATH_SECONDS,
    CREDITS_SECONDS,
    ENDING_SECONDS,
    EVEN,
    FRAME_SECONDS,
    MARKS,
    PIXEL_SECONDS,
    START_SECONDS,
    WORDS_PER_SECOND,
    Countdown,
    Pace,
    alone_seconds,
    beat_frames,
    frame_seconds,
    spoken,
)
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import Film, plan_films
from tests.studio.courses import Course, environment
from tests.voices import LEAD, record

BEATS = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1, max_size=8)


def film_of(course: Course, options: Options) -> Film:
    course.add(1, "first")
    (film,) = plan_films(read_catalog(course.folder), (), options, course.folder)
    return film


def test_a_beat_with_a_recording_lasts_as_long_as_that(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    assert film.job.voice is not None
    record(film.job.voice, {"show": "A dot.", "move": "Other words than it says."}, word=3.0)
    silent = replace(film, job=replace(film.job, voice=None))
    frames, in_silence = dict(beat_frames(film)), dict(beat_frames(silent))
    assert frames["show"] == ceil((2 * LEAD + 6.0 + BREATH_SECONDS) * 15)
    assert in_silence["show"] == ceil(2 / WORDS_PER_SECOND * 15)
    assert frames["move"] == in_silence["move"]
    assert frames["credits"] == in_silence["credits"]


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


@given(st.lists(st.floats(0.05, 20.0), min_size=2, max_size=12), st.floats(0.1, 10.0), st.floats(0.2, 0.9))
def test_a_film_that_spends_its_time_as_before_is_foreseen_after_a_fifth_of_it(
    costs: list[float], pace: float, share: float
) -> None:
    def passed(frame: int) -> float:  # some beats cost far more a frame than others
        whole, part = divmod(frame / 100, 1)
        return sum(costs[: int(whole)]) + (part * costs[int(whole)] if part else 0.0)

    frames = 100 * len(costs)
    before = Countdown([("all", frames)])
    for done in range(0, frames + 1, 5):
        before.frames(done, passed(done))
    now = Countdown([("all", frames)], before.profile() or EVEN)
    for done in range(0, frames, 5):
        now.frames(done, 1000.0 + pace * passed(done))
        if passed(done) > share * passed(frames):
            break
    left = pace * (passed(frames) - passed(now.done))
    assert now.seconds_left() == pytest.approx(left, rel=0.2, abs=0.02 * pace * passed(frames))


def test_where_the_time_went_is_remembered_for_every_quality_but_not_of_a_stretch(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    late = [(k / MARKS) ** 3 for k in range(MARKS + 1)]  # most of the time goes into the last frames
    Pace(course.folder).note(film, 100, 60.0, painters=1, profile=late)
    stretch = replace(film, job=replace(film.job, options=Options(QUALITIES["l"], begin="move")))
    Pace(course.folder).note(stretch, 50, 60.0, painters=1, profile=EVEN)
    fine = replace(film, job=replace(film.job, options=Options(QUALITIES["h"])))
    for each, power in ((film, 3), (fine, 3), (stretch, 1)):
        count = Pace(course.folder).countdown(each)
        count.frames(0, 0.0)
        count.frames(count.total * 3 // 4, 1.0)
        passed = (count.done / count.total) ** power
        assert count.seconds_left() == pytest.approx((1.0 - passed) / passed, rel=0.05)


def test_a_pace_file_that_makes_no_sense_is_as_none(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    pace = Pace(course.folder)
    pace.file.parent.mkdir(parents=True, exist_ok=True)
    for content in ("", "[]", '{"480p15 first": 0.01}', '{"seconds": 3, "profiles": 4}'):
        pace.file.write_text(content)
        assert not Pace(course.folder).known(film)


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
    alone = alone_seconds(film)  # what is drawn is shared, and that is not
    assert again.total([film], 1, 4) == pytest.approx(alone + (110.0 - alone) / 2, abs=0.1)


def written(course: Course, number: int, name: str, beats: int, seconds: float) -> None:
    """A lecture of so many beats whose words take so long, credits included."""
    words = (seconds - CREDITS_SECONDS) * WORDS_PER_SECOND
    course.write(number, name, f"class {name.title()}(Lecture):\n    title = {name!r}\n" + "".join(
        f"    @beat\n    def beat_{k}(self):\n        {' '.join(['word'] * round(words / beats))!r}\n"
        for k in range(beats)
    ))  # fmt: skip


def test_every_lecture_of_the_course_was_measured_once() -> None:
    usual = Pace(CHECKOUT).usual
    assert usual is not None
    assert usual["seconds"].keys() == {each.slug for each in read_catalog(CHECKOUT)}
    assert min(usual["work"], *usual["seconds"].values()) > 0


@pytest.mark.parametrize(("letter", "frames", "pixels"), [("l", 15, 854 * 480), ("h", 60, 1920 * 1080)])
def test_a_guess_is_building_and_frames_and_pixels(
    course: Course, letter: str, frames: int, pixels: int
) -> None:
    written(course, 1, "one", 10, 106.0)
    (film,) = plan_films(read_catalog(course.folder), (), Options(QUALITIES[letter]), course.folder)
    alone = START_SECONDS + 11 * BEAT_SECONDS + 106 * ENDING_SECONDS  # with the credits
    drawing = 106 * frames * (FRAME_SECONDS + PIXEL_SECONDS * pixels)
    pace = Pace(course.folder)
    assert pace.total([film], 1, 1) == pytest.approx(alone + drawing, rel=1e-6)
    assert pace.total([film], 1, 2) == pytest.approx(alone + drawing / 2, rel=1e-6)
    stretch = replace(film, job=replace(film.job, options=replace(film.job.options, end="beat_4")))
    alone = START_SECONDS + 5 * BEAT_SECONDS + 50 * ENDING_SECONDS
    assert pace.total([stretch], 1, 1) == pytest.approx(alone + drawing * 50 / 106, rel=1e-6)


def test_a_slow_machine_is_known_from_the_film_most_like_the_one_to_come(course: Course) -> None:
    for number, name in enumerate(("one", "two", "three"), start=1):
        written(course, number, name, 10, 106.0)
    catalog = read_catalog(course.folder)

    def film(name: str, letter: str, end: str | None = None) -> Film:
        (planned,) = plan_films(catalog, [name], Options(QUALITIES[letter], end=end), course.folder)
        return planned

    def drawn(each: Film, slowness: float) -> None:
        frames = sum(count for _, count in beat_frames(each))
        plain = frames * frame_seconds(each.job.options.quality)
        pace = Pace(course.folder)
        pace.note(each, frames, pace.alone(each) + slowness * plain, painters=1)

    def slowness(each: Film) -> float:
        frames = sum(count for _, count in beat_frames(each))
        return Pace(course.folder).seconds(each) / (frames * frame_seconds(each.job.options.quality))

    assert slowness(film("one", "h")) == pytest.approx(1.0)
    drawn(film("two", "l"), 8.0)
    assert slowness(film("one", "h")) == pytest.approx(8.0, rel=0.01)  # any film says how slow the machine is
    drawn(film("two", "h"), 6.0)
    drawn(film("three", "h"), 4.0)
    assert slowness(film("one", "h")) == pytest.approx(5.0, rel=0.01)  # films of this quality say it better
    drawn(film("one", "h", end="beat_2"), 9.0)
    assert slowness(film("one", "h")) == pytest.approx(
        9.0, rel=0.01
    )  # a stretch of this lecture, better still
    drawn(film("one", "l"), 3.0)
    assert slowness(film("one", "h", end="beat_4")) == pytest.approx(9.0, rel=0.01)
    assert not Pace(course.folder).known(film("one", "h"))  # and yet it is a guess
    drawn(film("one", "h"), 2.0)
    assert slowness(film("one", "h")) == pytest.approx(2.0, rel=0.01)
    assert slowness(film("one", "h", end="beat_4")) == pytest.approx(2.0, rel=0.01)


def test_the_first_guess_knows_what_a_lecture_usually_takes_and_how_fast_the_machine_is(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("one", "two", "new"), start=1):
        written(course, number, name, 10, 106.0)
    plain = frame_seconds(QUALITIES["h"])
    usual = {"work": 0.1, "seconds": {"one": 3.0 * plain, "two": 2.0 * plain}}
    path = course.folder / "assets" / "pace.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(usual))
    monkeypatch.setattr(forecast, "work_seconds", lambda: 0.15)  # half as long again

    def slowness(name: str, letter: str = "l") -> float:
        options = Options(QUALITIES[letter])
        (film,) = plan_films(read_catalog(course.folder), [name], options, course.folder)
        frames = sum(count for _, count in beat_frames(film))
        return Pace(course.folder).seconds(film) / (frames * frame_seconds(options.quality))

    assert [slowness(name) for name in ("one", "two", "new")] == pytest.approx([4.5, 3.0, 1.5])
    (two,) = plan_films(read_catalog(course.folder), ["two"], Options(QUALITIES["l"]), course.folder)
    frames = sum(count for _, count in beat_frames(two))
    pace = Pace(course.folder)
    taken = pace.alone(two) + 8.0 * frames * frame_seconds(QUALITIES["l"])
    pace.note(two, frames, taken, painters=1)  # four times what is usual
    assert [slowness(name) for name in ("one", "two", "new")] == pytest.approx([12.0, 8.0, 4.0], rel=0.01)
    path.write_text('{"work": "fast"}')
    assert slowness("one") == pytest.approx(8.0, rel=0.01)


def test_the_first_film_says_that_something_is_compiled_and_later_ones_do_not(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """numba keeps what it has compiled in a folder that it is told of, as here, or beside the engine."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    film, pace = film_of(course, Options(QUALITIES["l"])), Pace(course.folder)
    assert announcement([film], pace, 1, 2).endswith(COMPILES)
    assert COMPILES not in announcement([film], pace, 1, 2, is_here=False)  # a cluster's machines draw it
    code = "from studio.render.engine.cairo_batch import equal; import numpy as np\n"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code + "equal(np.zeros(2), np.zeros(2))"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert COMPILES not in announcement([film], pace, 1, 2)


def test_films_at_once_take_their_share_but_no_less_than_the_longest(course: Course) -> None:
    film = film_of(course, Options(QUALITIES["l"]))
    pace = Pace(course.folder)
    one = pace.total([film], 1, 1)
    assert pace.total([film] * 4, 2, 1) == pytest.approx(2 * one)
    assert pace.total([film], 8, 1) == pytest.approx(one)
    assert pace.total([], 2, 1) == 0


def test_a_long_film_that_begins_late_ends_late(course: Course) -> None:
    for number, (name, seconds) in enumerate({"one": 60.0, "two": 120.0, "long": 600.0}.items(), start=1):
        written(course, number, name, 5, seconds)
    films = plan_films(read_catalog(course.folder), (), Options(QUALITIES["l"]), course.folder)
    pace = Pace(course.folder)
    one, _, long = (pace.total([film], 1, 1) for film in films)
    assert pace.total(films, 2, 1) == pytest.approx(one + long)


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
