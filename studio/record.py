"""What a film was made from, so that what has not changed is not rendered again.

A worker notes every file of the project that it really read: each module it imported (whatever way the import
was written) and each data file it opened. A module that was not reached cannot be reached before one of
those changes, so comparing their checksums is enough.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from studio.jobs import Options
from studio.places import CHECKOUT

TOOLS = ("av", "manim", "numba", "numpy", "pillow", "pycairo", "scipy", "typst")
ASIDE = frozenset({".git", ".venv", "__pycache__", "media", "site"})  # what no film is made from
CARRIERS = frozenset(  # what carries a film about without a hand in its pictures or in its files' content
    f"studio/{name}.py"
    for name in ("__init__", "catalog", "checksums", "errors", "failures", "jobs", "places", "reading")
    + ("record", "worker")
)
UNSETTLED = "changed while it was used"  # no checksum is equal to this


@dataclass(frozen=True)
class Record:
    """Checksums of the files that were read (by path from the course), tool versions, options."""

    files: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """One checksum of it all."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_dict(cls, known: Mapping[str, Any]) -> Self:
        """What `asdict` gave."""
        return cls(dict(known["files"]), dict(known["versions"]), dict(known["options"]))

    def change(self, course: Path, options: Options) -> str | None:
        """The first thing that is different now, in words; None if the same film would come out."""
        if self.options != asdict(options):
            return "other options"
        now = tool_versions()
        for tool in sorted(now.keys() | self.versions.keys()):
            if _telling(tool, now.get(tool)) != _telling(tool, self.versions.get(tool)):
                return f"{tool} {self.versions.get(tool, 'was missing')} is now {now.get(tool, 'missing')}"
        for name, known in self.files.items():
            if checksum(os.path.join(course, name)) != known:
                return f"{name} changed"
        return None


@cache
def tool_versions() -> dict[str, str]:
    """The versions of Python and of every package that has a hand in the pictures."""
    versions = {"python": platform.python_version()}
    for tool in TOOLS:
        try:
            versions[tool] = metadata.version(tool)
        except metadata.PackageNotFoundError:
            continue
    return versions


def _telling(tool: str, version: str | None) -> str | None:
    """As much of a version as can change a frame: a patch release of Python changes none."""
    return ".".join(version.split(".")[:2]) if tool == "python" and version is not None else version


@cache
def checksum(path: str) -> str:
    """SHA-256 of a file's bytes, or words where there is no such file."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


class Reads:
    """Notes which files of the project this process reads. Begin before anything worth noting is imported."""

    def __init__(self, course: Path) -> None:
        self.course = course.resolve()
        self.roots = tuple({str(self.course) + os.sep, str(CHECKOUT) + os.sep})
        self.began = time.time()
        self.opened: dict[str, str] = {}
        self._busy = threading.local()
        sys.addaudithook(self._hear)

    def record(self, options: Options) -> Record:
        """What was read until now, by path from the course."""
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and self._is_ours(file):
                self.opened[file] = self._settled_checksum(file)
        # fonts are opened by Typst itself, where no audit hook hears it
        for font in (self.course / "assets" / "fonts").glob("*"):
            self.opened[str(font)] = checksum(str(font))
        files = {os.path.relpath(path, self.course): known for path, known in self.opened.items()}
        return Record(dict(sorted(files.items())), tool_versions(), asdict(options))

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or getattr(self._busy, "yes", False):
            return
        path, mode = arguments[0], arguments[1]
        if not isinstance(path, str) or not isinstance(mode, str) or set(mode) & set("wax+"):
            return
        self._busy.yes = True
        try:
            path = os.path.abspath(path)
            if self._is_ours(path) and not path.endswith(".pyc") and os.path.isfile(path):
                self.opened.setdefault(path, checksum(path))
        finally:
            self._busy.yes = False

    def _is_ours(self, path: str) -> bool:
        if not path.startswith(self.roots):
            return False
        inside = min((os.path.relpath(path, root) for root in self.roots if path.startswith(root)), key=len)
        return ASIDE.isdisjoint(inside.split(os.sep)) and inside not in CARRIERS

    def _settled_checksum(self, file: str) -> str:
        """A module edited after this process began may have been imported before: do not trust its text."""
        return UNSETTLED if os.path.getmtime(file) > self.began else checksum(file)
