"""Commands as one types them: for this course and this site, wherever they lie."""

from __future__ import annotations

import shlex
from pathlib import Path

from studio.places import CHECKOUT, readable


def to_type(course: Path, command: str, *words: str, site: Path | None = None) -> str:
    """`./compass serve --out docs`: what is usual is left out."""
    typed = ["./compass"]
    if course.resolve() != CHECKOUT:
        typed += ["--course", readable(course)]
    typed += [command, *words]
    if site is not None and site != course / "site":
        typed += ["--out", readable(site)]
    return shlex.join(typed)
