"""Commands to type for this course and this site."""

from __future__ import annotations

import shlex
from pathlib import Path

from studio.places import CHECKOUT, readable


def to_type(course: Path, command: str, *words: str, site: Path | None = None) -> str:
    """A command without its default options: `./compass serve --out docs`."""
    typed = ["./compass"]
    if course.resolve() != CHECKOUT:
        typed += ["--course", readable(course)]
    typed += [command, *words]
    if site is not None and site != course / "site":
        typed += ["--out", readable(site)]
    return shlex.join(typed)
