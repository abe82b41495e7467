"""What is rendered again, and why: decided without rendering anything."""

from __future__ import annotations

import platform
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from studio.course.catalog import read_catalog
from studio.errors import NotThere, StudioError
from studio.places import FORMAT
from studio.render.jobs import QUALITIES, Job, Options
from studio.render.plan import Film, job_of, plan_films
from studio.render.record import Record, checksum, tool_versions
from tests.studio.courses import Course
from tests.studio.descriptions import describe

LOW = Options(QUALITIES["l"])


def plan(course: Course, *names: str, options: Options = LOW, force: bool = False) -> tuple[Film, ...]:
    checksum.cache_clear()  # files change between two plans here, never within one command
    return plan_films(read_catalog(course.folder), names, options, course.folder / "films", force=force)


def pretend_rendered(course: Course, film: Film, *read: Path) -> None:
    """Leave what a render would leave, made from the lecture and whatever else it read."""
    checksum.cache_clear()
    film.folder.mkdir(exist_ok=True)
    film.path.write_bytes(b"a film")
    files = {str(path.relative_to(course.folder)): checksum(str(path)) for path in (film.lecture.path, *read)}
    record = Record(files, tool_versions(), asdict(film.job.options))
    describe(film.path, made_from=asdict(record))


@pytest.fixture
def both(course: Course) -> Course:
    """Two lectures, as if rendered; the first has read a file of data."""
    course.add(1, "first")
    course.add(2, "second")
    data = course.folder / "data.txt"
    data.write_text("1\n")
    first, second = plan(course)
    pretend_rendered(course, first, data)
    pretend_rendered(course, second)
    return course


def reasons(course: Course, **how: object) -> dict[str, str | None]:
    return {film.lecture.slug: film.reason for film in plan(course, **how)}  # type: ignore[arg-type]


def test_a_new_lecture_is_rendered(course: Course) -> None:
    course.add(1, "first")
    assert reasons(course) == {"first": "new"}


def test_what_has_not_changed_is_not_rendered_again(both: Course) -> None:
    assert reasons(both) == {"first": None, "second": None}


def test_editing_one_lecture_renders_that_one(both: Course) -> None:
    both.add(2, "second", start=1)
    assert reasons(both) == {"first": None, "second": "scenes/step1_first_steps/l02_second.py changed"}


def test_a_touched_file_with_the_same_bytes_is_no_change(both: Course) -> None:
    path = both.add(2, "second")
    path.touch()
    assert reasons(both) == {"first": None, "second": None}


def test_changed_data_render_the_lecture_that_reads_them(both: Course) -> None:
    (both.folder / "data.txt").write_text("2\n")
    assert reasons(both) == {"first": "data.txt changed", "second": None}


def test_data_that_went_away_are_a_change(both: Course) -> None:
    (both.folder / "data.txt").unlink()
    assert reasons(both) == {"first": "data.txt changed", "second": None}


def test_other_options_are_another_film(both: Course) -> None:
    assert set(reasons(both, options=replace(LOW, captions="burned")).values()) == {"other options"}


def test_every_option_reaches_the_job(both: Course) -> None:
    chosen = Options(QUALITIES["l"], None, None, "burned", "manim")
    assert {film.job.options for film in plan(both, options=chosen)} == {chosen}


def test_another_version_of_a_tool_is_a_change(both: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = tool_versions() | {"manim": "99.0"}
    monkeypatch.setattr("studio.render.record.tool_versions", lambda: newer)
    assert set(reasons(both).values()) == {f"manim {tool_versions()['manim']} is now 99.0"}


def test_a_film_that_was_cut_short_is_rendered_again(both: Course) -> None:
    (both.folder / "films" / "first.mp4").write_bytes(b"a fil")
    assert reasons(both)["first"] == "first.mp4 is not as it was left"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 0}', f'{{"format": {FORMAT}, "made_from": 3}}'])
def test_a_description_that_cannot_be_read_is_no_film(both: Course, text: str) -> None:
    (both.folder / "films" / "first.json").write_text(text)
    assert reasons(both)["first"] in ("new", "its description is broken")
    assert reasons(both)["second"] is None


def test_force_renders_everything(both: Course) -> None:
    assert set(reasons(both, force=True).values()) == {"--force"}


def test_names_choose_lectures_each_once_in_teaching_order(both: Course) -> None:
    assert [film.lecture.slug for film in plan(both, "2", "first", "l02")] == ["first", "second"]


def test_a_part_never_takes_the_whole_films_name(both: Course) -> None:
    (whole,) = plan(both, "1")
    parts = [
        plan(both, "1", options=replace(LOW, begin=begin, end=end))[0]
        for begin, end in (("show", "show"), ("move", None), (None, "show"), ("show", "move"))
    ]
    assert len({film.path for film in (whole, *parts)}) == 5
    assert all(film.reason == "new" for film in parts)


def test_a_beat_may_be_typed_with_dashes(course: Course) -> None:
    course.write(
        1,
        "dashed",
        """
        class Dashed(Lecture):
            title = "Dashed"

            @beat
            def two_words(self): "Two words."
        """,
    )
    (film,) = plan(course, "1", options=replace(LOW, begin="two-words", end="credits"))
    assert (film.job.options.begin, film.job.options.end) == ("two_words", "credits")


def test_beats_in_the_wrong_order_are_refused(both: Course) -> None:
    with pytest.raises(StudioError, match="move comes after show"):
        plan(both, "1", options=replace(LOW, begin="move", end="show"))


def test_a_beat_that_is_not_there_is_refused_with_the_nearest(both: Course) -> None:
    with pytest.raises(NotThere, match="Did you mean show"):
        plan(both, "1", options=replace(LOW, begin="shaw"))


def test_a_broken_lecture_is_planned_but_never_due(both: Course) -> None:
    both.write(3, "broken", "class Broken(Lecture:\n")
    assert [film.is_due for film in plan(both, force=True)] == [True, True, False]


def test_a_job_travels_as_json(both: Course) -> None:
    lecture = read_catalog(both.folder).find("1")
    job = job_of(both.folder, lecture, replace(LOW, begin="show")).within(both.folder)
    assert Job.from_json(job.to_json()) == job


def test_a_patch_release_of_python_renders_nothing_anew(
    both: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    major, minor, *_ = platform.python_version_tuple()
    for version, is_other in (
        (f"{major}.{minor}.99", False),
        (f"{major}.{minor}0.1", True),
        ("99.1.0", True),
    ):
        newer = tool_versions() | {"python": version}
        monkeypatch.setattr("studio.render.record.tool_versions", lambda newer=newer: newer)
        found = reasons(both)["first"]
        assert found == (f"python {platform.python_version()} is now {version}" if is_other else None)
