"""Has the critic watch the lecture that breaks its rules on purpose, for the pages to show what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.check import critic
from studio.check.finding import Finding
from studio.course.catalog import read_catalog
from studio.docs.rules import FOUND
from studio.places import CHECKOUT

COURSE = (
    CHECKOUT / "docs" / "critic"
)  # a course of one lecture: each of its beats breaks the rule it is named for
KEY = "key"  # what the frames were made from


def watch_faults(folder: Path, *, cores: int, tell: Callable[[str], None]) -> None:
    """Leave in `folder` what the critic finds, by rule, with the frames, unless it is there already."""
    key = _key()
    if (folder / KEY).is_file() and (folder / KEY).read_text(encoding="utf-8") == key:
        return
    tell("The critic looks at what breaks its rules")
    (folder / KEY).unlink(missing_ok=True)
    found: dict[str, dict[str, Any]] = {}
    for each in faults(folder, cores=cores):
        if each.rule == each.beat.replace("_", "-"):
            found.setdefault(each.rule, asdict(each))
    (folder / FOUND).write_text(json.dumps(found, indent=1), encoding="utf-8")
    (folder / KEY).write_text(key, encoding="utf-8")


def faults(folder: Path, *, cores: int) -> tuple[Finding, ...]:
    """All that the critic finds in the lecture. Raises what keeps it from being watched."""
    catalog = read_catalog(COURSE)
    (checked,) = critic.check(catalog, tuple(catalog), None, cores=cores, folder=folder)
    if checked.error is not None:
        raise checked.error
    return checked.findings


def _key() -> str:
    """A checksum of all that the frames may be made from."""
    told = hashlib.sha256()
    for path in _made_from():
        told.update(path.relative_to(CHECKOUT).as_posix().encode() + path.read_bytes())
    return told.hexdigest()


def _made_from() -> Iterator[Path]:
    for room in (
        COURSE / "scenes",
        CHECKOUT / "studio" / "check",
        CHECKOUT / "visuals",
        CHECKOUT / "calc_core",
    ):
        yield from sorted(room.rglob("*.py"))
