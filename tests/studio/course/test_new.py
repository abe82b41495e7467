"""A lecture of one's own is whole from the first minute."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.course.catalog import read_catalog
from studio.course.new import begin_lecture
from studio.errors import AlreadyThere, StudioError
from tests.studio.courses import CHECKOUT, Course, compass


def test_a_new_lecture_is_listed_plays_and_is_well_written(course: Course) -> None:
    done = compass(course, "new", "My first walk")
    assert done.returncode == 0, done.stderr
    (lecture,) = read_catalog(course.folder)
    assert (lecture.number, lecture.slug, lecture.title) == (1, "my-first-walk", "My first walk")
    assert lecture.path.name in done.stdout
    ruff = [sys.executable, "-m", "ruff"]
    for check in (["format", "--check"], ["check"]):
        subprocess.run([*ruff, *check, "--config", CHECKOUT / "pyproject.toml", lecture.path], check=True)
    played = compass(course, "sheet", "my")
    assert played.returncode == 0, played.stderr


def test_numbers_go_on_where_they_are_free(course: Course) -> None:
    course.add(1, "first")
    slugs = [begin_lecture(read_catalog(course.folder), name) for name in ("one", "Two halves", "three_3")]
    assert [(each.number, each.slug) for each in slugs] == [(2, "one"), (3, "two-halves"), (4, "three-3")]
    assert [each.problem for each in slugs] == [None] * 3


def test_a_name_that_is_taken_is_refused_and_nothing_is_lost(course: Course) -> None:
    path = course.add(1, "first")
    before = path.read_text()
    with pytest.raises(AlreadyThere, match=r"l01_first\.py"):
        begin_lecture(read_catalog(course.folder), "First")
    assert path.read_text() == before


@pytest.mark.parametrize("name", ["", "9lives", "../escape", "a/b", "ümlaut", "---", "none", "x.py"])
def test_a_name_that_cannot_be_one_is_refused(course: Course, name: str) -> None:
    with pytest.raises(StudioError, match="cannot be called"):
        begin_lecture(read_catalog(course.folder), name)
    assert not list((course.folder / "scenes").iterdir())
