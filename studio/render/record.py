"""Records the files that a film was made from, so that a film is rendered again only after one has changed.

A worker records every file of the project that it reads: each module it imports (however the import is
written) and each data file it opens. A module that was not imported cannot be imported before one of those
changes, so comparing their checksums is enough. Recordings are recorded apart, beat by beat: where only the
voice or the lecture's own file has changed, a film can reuse frames of the one before.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from studio.places import CHECKOUT
from studio.render.jobs import Options
from visuals.course import FILE, READ, CourseError, for_frames, read_course
from visuals.course import checksum as said_under
from visuals.voice.recordings import Recordings, read_recordings

TOOLS = ("av", "manim", "numba", "numpy", "pillow", "pycairo", "scipy", "typst")
ROOMS = ("calc_core", "visuals", "studio")  # of the project: their files are named from the checkout
ASIDE = frozenset(  # folders that no film is made from
    (".git", ".venv", "__pycache__", "media", "site", "site-packages")
)
COURSE = f"{FILE}#"  # a key of compass.toml follows: see visuals.course.KEYS
CREDITED = frozenset(f"{COURSE}{key}" for key in ("author", "films", "licence"))  # on the last card alone
CARRIERS = frozenset(  # packages that change neither a film's pictures nor the content of its files
    f"studio/{name}.py"
    for name in ("__init__", "course/__init__", "course/catalog", "errors", "places")
    + tuple(f"render/{name}" for name in ("__init__", "failures", "jobs", "record", "worker"))
    + tuple(f"system/{name}" for name in ("__init__", "checksums", "reading"))
)
UNSETTLED = "changed while it was used"  # no checksum is equal to this


@dataclass(frozen=True)
class Record:
    """Checksums of the files that were read (see `named`), tool versions, options, the voice."""

    files: Mapping[str, str]
    versions: Mapping[str, str]
    options: Mapping[str, Any]
    voice: Mapping[str, str] = field(default_factory=dict)  # of each beat that has a recording: see `heard`

    @property
    def fingerprint(self) -> str:
        """One checksum of the whole record."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_dict(cls, known: Mapping[str, Any]) -> Self:
        """The record that `asdict` made this of."""
        voice = dict(known.get("voice", {}))
        return cls(dict(known["files"]), dict(known["versions"]), dict(known["options"]), voice)

    def stands_for(self, known: Mapping[str, Any], own: str) -> bool:
        """Whether the record `known` has the same tools and options, and the same checksums of all files that
        both have, but for the lecture's `own` one and what is credited.
        """
        other, aside = self.from_dict(known), {own, *CREDITED}
        others = {name: value for name, value in other.files.items() if name in self.files.keys() - aside}
        same = others.items() <= self.files.items() and UNSETTLED not in self.files.values()
        return same and (self.versions, self.options) == (other.versions, other.options)

    def change(self, course: Path, options: Options, voice: Mapping[str, str] | None = None) -> str | None:
        """The first difference from now, in words; None if the same film would come out."""
        return self.change_of_frames(course, options) or self.change_of_voice(voice or {})

    def change_of_voice(self, voice: Mapping[str, str]) -> str | None:
        """The first beat with another recording now, in words; None if there is none."""
        for beat in [*self.voice, *(each for each in voice if each not in self.voice)]:
            if beat not in voice:
                return f"{beat} has no recording any more"
            if voice[beat] != self.voice.get(beat):
                return f"the recording of {beat} {'changed' if beat in self.voice else 'is new'}"
        return None

    def change_of_frames(self, course: Path, options: Options, own: str = "") -> str | None:
        """The first difference from now that can change any frame, in words: all but the voice and, where
        that is named, the lecture's `own` file and what is credited.
        """
        if self.options != asdict(options):
            return "other options"
        now = tool_versions()
        for tool in sorted(now.keys() | self.versions.keys()):
            if _telling(tool, now.get(tool)) != _telling(tool, self.versions.get(tool)):
                return f"{tool} {self.versions.get(tool, 'was missing')} is now {now.get(tool, 'missing')}"
        aside = {own, *CREDITED} if own else set()
        for name, known in self.files.items():
            if name not in aside and checksum_of(name, course) != known:
                return (
                    f"{name.removeprefix(COURSE)} in {FILE} changed"
                    if COURSE in name
                    else (f"{name} changed")
                )
        return None


def named(path: str, course: Path) -> str:
    """What a record calls a file: its path from the course; of the project's own, the path from its checkout.

    So it has the same name wherever the two lie. A room of the course's that is called as one of the
    project's has `./` before it.
    """
    inside = os.path.relpath(path, CHECKOUT)
    if inside.split(os.sep)[0] in ROOMS:
        return inside
    inside = os.path.relpath(path, course)
    return os.path.join(".", inside) if inside.split(os.sep)[0] in ROOMS else inside


def checksum_of(name: str, course: Path) -> str:
    """SHA-256, as `checksum` gives it, of what a record calls so, be it a key of compass.toml."""
    if name.startswith(COURSE):
        return _said(course, name.removeprefix(COURSE))
    root = CHECKOUT if name.split(os.sep)[0] in ROOMS else course
    return checksum(os.path.join(root, name))


@cache
def _said(course: Path, key: str) -> str:
    try:
        found: str = said_under(read_course(course), key)
        return found
    except (CourseError, KeyError):
        return UNSETTLED


def heard(folder: Path | None, beats: Iterable[str]) -> dict[str, str]:
    """For each of the beats in the voice.json of a folder, one checksum of its entry and of its recording.
    `folder` is None for a silent film.
    """
    return {} if folder is None else heard_of(read_recordings(folder), beats)


def heard_of(recordings: Recordings, beats: Iterable[str]) -> dict[str, str]:
    """As `heard`, for recordings that were read already."""
    found = {}
    for beat in beats:
        recording = recordings.beats.get(beat)
        if recording is not None:
            told = json.dumps(asdict(recording), sort_keys=True) + checksum_now(recordings.path(beat))
            found[beat] = hashlib.sha256(told.encode()).hexdigest()
    return found


@cache
def tool_versions() -> dict[str, str]:
    """The versions of Python and of every package that can change the pictures."""
    versions = {"python": platform.python_version()}
    for tool in TOOLS:
        try:
            versions[tool] = metadata.version(tool)
        except metadata.PackageNotFoundError:
            continue
    return versions


def telling_versions() -> dict[str, str | None]:
    """The versions of the tools, cut to the part that can change a frame."""
    return {tool: _telling(tool, version) for tool, version in tool_versions().items()}


def _telling(tool: str, version: str | None) -> str | None:
    """The part of a version that can change a frame: a patch release of Python changes none."""
    return ".".join(version.split(".")[:2]) if tool == "python" and version is not None else version


@cache
def checksum(path: str) -> str:
    """SHA-256 of a file's bytes, read at the first call and remembered."""
    return checksum_now(Path(path))


def checksum_now(path: Path) -> str:
    """SHA-256 of a file's bytes, or a phrase where there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"


class Reads:
    """Records the files of the project that this process reads, from its making on."""

    def __init__(self, course: Path, voice: Path | None = None) -> None:
        """`voice` is the folder of recordings: files in it are recorded apart."""
        self.course, self.voice = course.resolve(), None if voice is None else str(voice.resolve()) + os.sep
        self.roots = (str(self.course) + os.sep, *(f"{CHECKOUT / room}{os.sep}" for room in ROOMS))
        self.course_file = str(self.course / FILE)
        self.began = time.time()
        self.opened: dict[str, str] = {}
        self._busy = threading.local()
        sys.addaudithook(self._hear)

    def record(self, options: Options, voice: Mapping[str, str] | None = None) -> Record:
        """The record of what was read until now, each file as it is `named`; `voice` as from `heard`."""
        self._look_at_modules()
        for_frames("films")  # the licence, which the film's description names
        # Typst itself opens fonts, which no audit hook sees
        for font in (self.course / "assets" / "fonts").glob("*"):
            self.opened[str(font)] = checksum(str(font))
        files = {
            path if path.startswith(COURSE) else named(path, self.course): known
            for path, known in self.opened.items()
        }
        return Record(dict(sorted(files.items())), tool_versions(), asdict(options), dict(voice or {}))

    def known(self) -> frozenset[str]:
        """The files that were read until now, for `news` in a fork."""
        return frozenset(sys.modules) | self.opened.keys()

    def news(self, known: frozenset[str]) -> dict[str, str]:
        """The files that this fork has read and its parent had not (`known`), for the parent's `learn`."""
        if self.known() == known:
            return {}
        self._look_at_modules()
        return {path: each for path, each in self.opened.items() if path not in known}

    def learn(self, news: Mapping[str, str]) -> None:
        """Add the files that a fork has read."""
        self.opened.update(news)

    def _look_at_modules(self) -> None:
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and self._is_ours(file):
                self.opened[file] = self._settled_checksum(file)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == READ:
            self.opened[COURSE + arguments[1]] = arguments[2]
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
        if not path.startswith(self.roots) or (self.voice is not None and path.startswith(self.voice)):
            return False
        name = named(path, self.course)
        return ASIDE.isdisjoint(name.split(os.sep)) and name not in CARRIERS and path != self.course_file

    def _settled_checksum(self, file: str) -> str:
        """The checksum of a module; UNSETTLED if it was edited after this process began, as the text that was
        imported may be the former one.
        """
        return UNSETTLED if os.path.getmtime(file) > self.began else checksum(file)
