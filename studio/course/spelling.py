"""Commands to type for this course and this site."""

from __future__ import annotations

import shlex
from pathlib import Path

from studio.called import called
from studio.course.finding import find_course
from studio.errors import Unprepared
from studio.places import readable


def to_type(course: Path, command: str, *words: str, site: Path | None = None) -> str:
    """A command without its default options: `./compass serve --out docs`."""
    typed = [*shlex.split(called())]
    if course.resolve() != _found():
        typed += ["--course", readable(course)]
    typed += [command, *words]
    if site is not None and site != course / "site":
        typed += ["--out", readable(site)]
    return shlex.join(typed)


def _found() -> Path | None:
    """The course that is meant here where none is named."""
    try:
        return find_course()
    except Unprepared:
        return None
