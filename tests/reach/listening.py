"""Writes down which files of the project are read, imported and listed, by this process and its children.

Imported by every Python that a test starts, so it imports next to nothing itself.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
import threading
from types import FrameType, ModuleType
from typing import Any

LOGS = "COMPASS_TESTS_READS"  # names the folder of logs; nothing is written where it is not set
UNIT = "COMPASS_TESTS_UNIT"  # names the log in it, that of the unit whose test runs now
OF, READ, IMPORTED, LISTED, USES = "of", "read", "imported", "listed", "uses"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
ASIDE = (".venv", ".git", "media", "site", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")
PYC = ".pyc"
IMPORT = "importlib"  # lists every folder that it looks for modules in
CURIOUS = "hypothesis"  # reads the text of every module that is loaded, for numbers worth a try
DEPTH = 12  # callers, from opening a file up to there
CACHE = type(functools.lru_cache(None)(len))

_told: dict[str, set[tuple[str, str]]] = {}  # by log: what is written down already
_logs: dict[str, str] = {}  # by unit: the log that it has of this process
_remembered: dict[Any, set[tuple[str, str]]] = {}  # by cached function of the project: what it read
_hits: dict[Any, int] = {}  # and how often it answered from memory when a unit last began
_busy = threading.local()
_is_on = False


def listen() -> None:
    """Begin to listen, in this process and in those that it forks."""
    global _is_on
    if not _is_on:
        _is_on = True
        sys.addaudithook(_hear)
        importlib.import_module = _noting(importlib.import_module)


def turn_to(unit: str) -> str:
    """Let what is read from now on, here and by processes that are started from now on, belong to a unit (""
    is none); the log of the one that it belonged to before, to `turn_back` to.
    """
    if unit and unit not in _logs:
        _logs[unit] = f"{os.getpid()}-{len(_logs)}"
        if folder := os.environ.get(LOGS):
            _write(folder, _logs[unit], OF, unit)
    return turn_back(_logs.get(unit, ""))


def turn_back(log: str) -> str:
    """Let it belong to the unit of a log again; the log of the one that it belonged to before."""
    _recall()
    former = os.environ.get(UNIT, "")
    os.environ[UNIT] = log
    return former


def _recall() -> None:
    """Note what cached functions read when they were called first, of those that answered from memory."""
    for cached, read in list(_remembered.items()):
        hits = cached.cache_info().hits
        if hits != _hits[cached]:
            _hits[cached] = hits
            for kind, what in list(read):
                note(kind, what)


def note(kind: str, what: str) -> None:
    """Write a line into the log of this moment's unit, once."""
    folder, log = os.environ.get(LOGS), os.environ.get(UNIT)
    if not folder or not log or (kind, what) in _told.setdefault(log, set()):
        return
    _told[log].add((kind, what))
    _write(folder, log, kind, what)


def _write(folder: str, log: str, kind: str, what: str) -> None:
    try:  # opened anew for every line: whoever forked, or closed what it did not know, spoils no other file
        handle = os.open(os.path.join(folder, log), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        return
    try:
        os.write(handle, f"{kind}\t{what}\n".encode(errors="surrogateescape"))
    except OSError:
        pass
    finally:
        os.close(handle)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("open", "os.listdir", "os.scandir") or getattr(_busy, "yes", False):
        return
    _busy.yes = True
    try:
        if event == "open":
            _opened(*arguments)
        elif not _comes_from(IMPORT, 2) and (folder := _inside(arguments[0] or ".")) is not None:
            _heard(LISTED, folder)
    finally:
        _busy.yes = False


def _opened(path: Any, mode: Any, flags: Any) -> None:
    writes = set(mode) & set("wax+") if isinstance(mode, str) else flags & (os.O_WRONLY | os.O_RDWR)
    name = None if writes else _inside(path)
    if name is None:
        return
    if name.endswith(PYC):
        folder, _, file = name.rpartition("__pycache__/")
        note(IMPORTED, f"{folder}{file.split('.')[0]}.py")
    else:
        is_imported = name.endswith(".py") and mode == "rb"
        if is_imported or not (name.endswith(".py") and _comes_from(CURIOUS, DEPTH)):
            if is_imported:
                note(IMPORTED, name)
            else:
                _heard(READ, name)


def _heard(kind: str, what: str) -> None:
    """Note it, and of every cached function that is at work that it will remember this."""
    note(kind, what)
    frame: FrameType | None = sys._getframe(2)  # past this function and the hook
    while frame is not None:
        cached = _cached(frame)
        if cached is not None:
            _remembered.setdefault(cached, set()).add((kind, what))
            _hits.setdefault(cached, cached.cache_info().hits)
        frame = frame.f_back


def _cached(frame: FrameType) -> Any:
    """The cache round a function at work, if there is one that can be found by its name."""
    first, *rest = frame.f_code.co_qualname.split(".")
    found = frame.f_globals.get(first)
    for name in rest:
        found = getattr(found, "__dict__", {}).get(name)
    is_it = isinstance(found, CACHE) and getattr(found.__wrapped__, "__code__", None) is frame.f_code
    return found if is_it else None


def _comes_from(mark: str, depth: int) -> bool:
    """Whether one of the next callers above the hook is a file whose name holds this."""
    frame = sys._getframe(2)  # past this function and the hook
    while frame is not None and depth:
        if mark in frame.f_code.co_filename:
            return True
        frame, depth = frame.f_back, depth - 1
    return False


def _inside(path: Any) -> str | None:
    """A path from the project's root; None for what is no part of it."""
    if not isinstance(path, str | bytes | os.PathLike):
        return None  # an open file, by its number
    whole = os.path.abspath(os.fsdecode(path))
    if not (whole + os.sep).startswith(ROOT):
        return None
    name = whole[len(ROOT) :]
    return None if name.split(os.sep, 1)[0] in ASIDE else name


def _noting(import_module: Any) -> Any:
    """Notes a module, too, that is asked for by name and was loaded before: no file of it is opened then."""

    def noting(name: str, package: str | None = None) -> ModuleType:
        module: ModuleType = import_module(name, package)
        if (file := _inside(getattr(module, "__file__", None))) is not None:
            note(IMPORTED, file)
        return module

    return noting
