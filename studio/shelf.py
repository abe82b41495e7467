"""Remembers what the lectures' text told, so that only those that changed are parsed again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studio.lecture import Beat, Lecture

# What a file's text tells, beyond what its name does.
TOLD = ("class_name", "title", "goal", "poster", "beats", "problem")


class Shelf:
    """Readings of lectures by file, each with the size and the time of the file it was read from.

    It lies in `media/` and may be lost at any time. What another version of the reader wrote does not count.
    """

    def __init__(self, course: Path) -> None:
        self.file = course / "media" / ".catalog.json"
        self.reader = _stamp(Path(__file__).with_name("script.py"))
        try:
            known = json.loads(self.file.read_text(encoding="utf-8"))
            self.known: dict[str, Any] = known["lectures"] if known["reader"] == self.reader else {}
        except (OSError, ValueError, KeyError, TypeError):
            self.known = {}
        self.read_now: dict[str, Any] = {}

    def read(self, bare: Lecture) -> Lecture:
        """The lecture with what its text tells: remembered, or read now."""
        key, stamp = str(bare.path), _stamp(bare.path)
        try:
            lecture = self._remembered(bare, self.known[key], stamp)
        except (KeyError, TypeError):  # not there, of another time, or broken
            from studio.script import read_script  # only now: the parser takes its time to load, too

            lecture = read_script(bare)
        everything = asdict(lecture)
        self.read_now[key] = {"stamp": stamp, "told": {name: everything[name] for name in TOLD}}
        return lecture

    def _remembered(self, bare: Lecture, known: dict[str, Any], stamp: list[int]) -> Lecture:
        if known["stamp"] != stamp:
            raise KeyError(stamp)
        told = {name: known["told"][name] for name in TOLD}
        return replace(bare, **told | {"beats": tuple(Beat(**beat) for beat in told["beats"])})

    def save(self) -> None:
        """Remember what was read now, if it is news; a course that cannot be written to is read each time."""
        if self.read_now == self.known:
            return
        text = json.dumps({"reader": self.reader, "lectures": self.read_now})
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            aside = self.file.with_suffix(".tmp")
            aside.write_text(text, encoding="utf-8")
            aside.replace(self.file)
        except OSError:
            return


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]
