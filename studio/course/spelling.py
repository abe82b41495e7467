"""Commands as one types them: for this course and this site, wherever they lie."""

from __future__ import annotations

import shlex
from pathlib import Path

from studio.called import called
from studio.course.finding import find_course
from studio.errors import Unprepared
from studio.places import readable


def to_type(course: Path, command: str, *words: str, site: Path | None = None) -> str:
    """`./compass serve --out docs`: what is usual is left out."""
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
