"""What must be the same on two machines for them to draw the same bytes, and which of it is not."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from studio.cluster.arithmetic import arithmetic
from studio.places import CHECKOUT
from studio.render.jobs import Job
from studio.render.record import telling_versions
from studio.system.checksums import Checksums
from visuals.course import KEYS, CourseError, checksum, read_course

ROOMS = ("calc_core", "visuals", "studio")
IN_WORDS = {
    "tables": "other tables in calc_core/data/",
    "versions": "other versions of Python or of the packages",
    "arithmetic": "a processor that rounds otherwise",
    "assets": "other data or fonts in assets/",
    "course": "another compass.toml",
    "lecture": "another text of the lecture, or of what lies beside it",
    "voice": "other recordings of the lecture",
} | {room: f"other code in {room}/" for room in ROOMS}


def likeness(job: Job, checksums: Checksums) -> dict[str, str]:
    """Of everything that a film's frames may hang on, one checksum each, by the names of `IN_WORDS`."""
    return {
        "versions": _sum(json.dumps(telling_versions(), sort_keys=True)),
        "arithmetic": arithmetic(),
        **{room: _files(CHECKOUT / room, checksums, "*.py") for room in ROOMS},
        "tables": _files(CHECKOUT / "calc_core" / "data" / "tables", checksums, "*"),
        "course": _course(job.course),
        "assets": _assets(job.course, checksums),
        "lecture": _files(job.path.parent, checksums, "*.py"),
        "voice": "" if job.voice is None else _files(job.voice, checksums, "*"),
    }


def difference(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str | None:
    """What of it differs, in words; None if nothing does."""
    found = [words for name, words in IN_WORDS.items() if theirs.get(name) != ours.get(name)]
    return " and ".join(found) or None


def _course(folder: Path) -> str:
    """Of what the course says that frames may hang on; of one that cannot be read, of why."""
    try:
        said = read_course(folder)
    except CourseError as error:
        return str(error)
    return _sum(*(checksum(said, key) for key in KEYS))


def _assets(course: Path, checksums: Checksums) -> str:
    folders = [course / "assets" / name for name in ("data", "fonts")]
    return _sum(*(_files(folder, checksums, "*") for folder in folders))


def _files(folder: Path, checksums: Checksums, pattern: str) -> str:
    paths = sorted(
        path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts
    )
    return _sum(*_each(paths, folder, checksums))


def _each(paths: Iterable[Path], folder: Path, checksums: Checksums) -> Iterable[str]:
    for path in paths:
        yield os.path.relpath(path, folder)
        yield checksums.of(path)


def _sum(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
