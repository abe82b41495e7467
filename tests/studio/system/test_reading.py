"""Caches and descriptions may hold anything: what has not the right shape is as if it were not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypedDict

import pytest

from studio.course.catalog import read_catalog
from studio.render.description import read_description
from studio.render.films import announcement
from studio.render.forecast import Pace, beat_frames
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import Film, plan_films
from studio.system.reading import has_shape
from tests.studio.courses import Course, compass
from tests.studio.descriptions import describe
from tests.studio.mutations import NO_JSON, mutations

LOW = Options(QUALITIES["l"])


class Point(TypedDict):
    x: float
    tags: list[str] | None


class Named(Point, total=False):
    name: Literal["here", 1]


@pytest.mark.parametrize(
    ("value", "kind", "fits"),
    [
        (1, float, True), (1, int, True), (1.0, int, False), (True, int, False), (False, bool, True),
        (float("inf"), float, False), (10**400, float, False), ("a", str, True), ("\ud83d", str, False),
        (None, str | None, True), (3, str | None, False), ([1, 2], list[int], True),
        ([1, "2"], list[int], False),
        ({"a": 1}, dict[str, int], True), ({"\udc00": 1}, dict[str, int], False), ((1,), list[int], False),
        ({"x": 1, "tags": None}, Named, True), ({"x": 1, "tags": ["a"], "name": "here", "z": 0}, Named, True),
        ({"x": 1, "tags": [], "name": "there"}, Named, False),
        ({"x": 1, "tags": [], "name": True}, Named, False),
        ({"x": 1}, Named, False), ([], Named, False), ({"x": 1, "tags": [1]}, Named, False),
    ],
)  # fmt: skip
def test_a_value_has_the_shape_of_its_type_or_not(value: Any, kind: Any, fits: bool) -> None:
    assert has_shape(value, kind) is fits


def planned(course: Course) -> Film:
    (film,) = plan_films(read_catalog(course.folder), (), LOW, course.folder / "films")
    return film


def looked_at(course: Course) -> str | None:
    """Do with a film's plan all that a render does before and after it; why it would be rendered."""
    film = planned(course)
    pace = Pace(course.folder)
    announcement([film], pace, 2, 2)
    count = pace.countdown(film)
    for done in range(0, count.total + 1, 7):
        count.frames(done, float(done))
        count.seconds_left()
    assert beat_frames(film)
    return film.reason


@pytest.fixture
def described(course: Course) -> Path:
    """A film with a description that makes sense, and where that is."""
    course.add(1, "first")
    (course.folder / "films").mkdir()
    film = course.folder / "films" / "first.mp4"
    film.write_bytes(b"a film")
    path = describe(film)
    assert planned(course).former is not None
    return path


@pytest.mark.parametrize("content", NO_JSON)
def test_a_description_that_is_none_is_no_film(course: Course, described: Path, content: str) -> None:
    described.write_bytes(NO_JSON[content])
    assert looked_at(course) == "new"


def test_a_description_is_believed_whole_or_not_at_all(course: Course, described: Path) -> None:
    film = planned(course)
    refused = 0
    for _, changed in mutations(json.loads(described.read_text())):
        described.write_text(json.dumps(changed))
        told = read_description(described.parent, "first")
        refused += told is None
        if told is not None:
            assert beat_frames(replace(film, former=told))
    assert refused > 100


@pytest.mark.parametrize("content", NO_JSON)
@pytest.mark.parametrize("cache", [".pace.json", ".catalog.json", ".checksums.json"])
def test_a_cache_that_is_none_is_as_an_empty_one(
    course: Course, described: Path, cache: str, content: str
) -> None:
    (course.folder / "media").mkdir(exist_ok=True)
    (course.folder / "media" / cache).write_bytes(NO_JSON[content])
    assert looked_at(course)


def test_no_cache_of_another_shape_stops_anything(course: Course, described: Path) -> None:
    Pace(course.folder).note(planned(course), 100, 60.0, painters=1, profile=[k / 100 for k in range(101)])
    planned(course)
    for cache in (".pace.json", ".catalog.json"):
        file = course.folder / "media" / cache
        for _, changed in [*mutations(json.loads(file.read_text()))][::5]:
            file.write_text(json.dumps(changed))
            assert looked_at(course)


def test_a_broken_description_blocks_no_lecture(course: Course, described: Path) -> None:
    films = course.folder / "media" / "lectures" / "480p15"
    films.mkdir(parents=True)
    (course.folder / "media" / ".pace.json").write_text('{"seconds": [], "profiles": {"480p15 first": 3}}')
    (films / "first.json").write_text('{"format": 1, "beats": 3, "made_from": {"files": []}, "files": [1]}')
    course.add(1, "first", first="raise ValueError('it was begun')")
    done = compass(course, "render", "-q", "l")
    assert "it was begun" in done.stderr
    assert "Traceback" not in done.stderr
