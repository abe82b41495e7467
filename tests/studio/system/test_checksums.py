"""Checksums are computed when a file has moved, and damage does not hide behind an equal size."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from studio.course.catalog import read_catalog
from studio.places import SUFFIXES
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import plan_films
from studio.render.record import tool_versions
from studio.system import checksums
from studio.system.checksums import Checksums, sha256
from tests.studio.courses import Course, damaged
from tests.studio.descriptions import describe

LOW = Options(QUALITIES["l"])


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read through, in order; what was written just now counts as settled."""
    found: list[Path] = []

    def reading(path: Path) -> str:
        found.append(path)
        return sha256(path)

    monkeypatch.setattr(checksums, "sha256", reading)
    monkeypatch.setattr(checksums, "SETTLED", -1)
    return found


def test_a_file_is_read_once_in_all_commands_until_it_moves(tmp_path: Path, read: list[Path]) -> None:
    film, memory = tmp_path / "film", tmp_path / "media" / "memory.json"
    film.write_bytes(b"frames")
    for _ in range(3):
        known = Checksums(memory)
        assert known.of(film) == sha256(film)
        known.save()
    assert read == [film]
    damaged(film)
    assert Checksums(memory).of(film) == sha256(film)
    assert read == [film, film]


def test_two_names_of_one_file_are_read_once(tmp_path: Path, read: list[Path]) -> None:
    (tmp_path / "film.1.mp4").write_bytes(b"frames")
    os.link(tmp_path / "film.1.mp4", tmp_path / "film.mp4")
    known = Checksums()
    assert known.of(tmp_path / "film.mp4") == known.of(tmp_path / "film.1.mp4")
    assert len(read) == 1


def test_what_was_written_just_now_is_not_remembered(tmp_path: Path) -> None:
    film, memory = tmp_path / "film", tmp_path / "memory.json"
    film.write_bytes(b"frames")
    known = Checksums(memory)
    known.of(film)
    known.save()
    assert not memory.exists()


def test_what_is_gone_is_forgotten_and_has_no_checksum(tmp_path: Path, read: list[Path]) -> None:
    film, other, memory = tmp_path / "film", tmp_path / "other", tmp_path / "memory.json"
    film.write_bytes(b"frames")
    other.write_bytes(b"more")
    known = Checksums(memory)
    known.of(film)
    known.of(other)
    film.unlink()
    assert known.of(film) == ""
    assert not known.agree(film, 6, "")
    known.save()
    assert [*json.loads(memory.read_text())] == [str(other)]


@pytest.fixture
def film(course: Course) -> Path:
    """A film with all that lies beside it, up to date."""
    course.add(1, "first")
    (course.folder / "films").mkdir()
    for suffix in SUFFIXES[:-1]:
        (course.folder / "films" / f"first{suffix}").write_bytes(b"what was made: " + suffix.encode())
    path = course.folder / "films" / "first.mp4"
    describe(path, made_from={"files": {}, "versions": tool_versions(), "options": asdict(LOW)})
    return path


def reason(course: Course, folder: Path) -> str | None:
    (planned,) = plan_films(read_catalog(course.folder), (), LOW, folder)
    return planned.reason


@pytest.mark.parametrize("suffix", SUFFIXES[:-1])
def test_a_film_that_was_damaged_at_equal_size_is_rendered_again(
    course: Course, film: Path, read: list[Path], suffix: str
) -> None:
    assert reason(course, film.parent) is None
    damaged(film.with_name(f"first{suffix}"))
    assert reason(course, film.parent) == f"first{suffix} is not as it was left"


def test_nothing_is_read_through_to_find_a_film_up_to_date(
    course: Course, film: Path, read: list[Path]
) -> None:
    assert reason(course, film.parent) is None
    assert len(read) == len(SUFFIXES) - 1
    assert reason(course, film.parent) is None
    assert len(read) == len(SUFFIXES) - 1


def test_a_film_that_was_copied_whole_is_up_to_date(course: Course, film: Path, tmp_path: Path) -> None:
    shutil.copytree(film.parent, tmp_path / "copy")
    assert reason(course, tmp_path / "copy") is None
