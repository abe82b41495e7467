"""SHA-256 of files, remembered as long as size, times and inode of a file stay the same."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import TypedDict

from studio.system.reading import read_as

REMEMBERED = ".checksums.json"
SETTLED = 2_000_000_000  # nanoseconds: a file changed since may change again with the same time


class Seen(TypedDict):
    """A file when it was read: size, times, device and inode, and its checksum."""

    marks: list[int]
    sha256: str


class Checksums:
    """The checksums of files. With `memory` (a file), those of an earlier command count for a file whose
    size, times and inode are the same; without, every file is read once, and again when these change.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self.memory = memory
        self.known: dict[str, Seen] = (read_as(memory, dict[str, Seen]) or {}) if memory else {}
        self._by_marks = {tuple(seen["marks"]): seen["sha256"] for seen in self.known.values()}
        self._is_news = False

    def of(self, path: Path) -> str:
        """The SHA-256 of a file's bytes; empty where there is no file to read."""
        try:
            marks = _marks(path)
            if (known := self._by_marks.get(tuple(marks))) is None:
                known = sha256(path)
                if _marks(path) == marks:
                    self._remember(path, marks, known)
        except OSError:
            return ""
        return known

    def agree(self, path: Path, size: int, expected: str) -> bool:
        """Whether a file has this size and this checksum; one of another size is not read."""
        try:
            return path.stat().st_size == size and self.of(path) == expected
        except OSError:
            return False

    def save(self) -> None:
        """Save new checksums for the next command, if the file can be written."""
        if self.memory is None or not self._is_news:
            return
        there = {path: seen for path, seen in self.known.items() if os.path.exists(path)}
        aside = self.memory.with_suffix(".tmp")
        try:
            self.memory.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(json.dumps(there, indent=1), encoding="utf-8")
            aside.replace(self.memory)
        except OSError:
            return

    def _remember(self, path: Path, marks: list[int], known: str) -> None:
        """Several names of one file are read once; a file that was written just now is not remembered."""
        self._by_marks[tuple(marks)] = known
        if self.memory is not None and time.time_ns() - max(marks[1:3]) > SETTLED:
            self.known[str(path)] = Seen(marks=marks, sha256=known)
            self._is_news = True


def sha256(path: Path) -> str:
    """The checksum of a file's bytes, read now."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _marks(path: Path) -> list[int]:
    """The values that change when a file is written or replaced: size, both times, device and inode."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_dev, found.st_ino]
