"""Writes down which files of the project are read, imported and listed, by this process and its children.

Imported by every Python that a test starts, so it imports next to nothing itself.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from types import ModuleType
from typing import Any

LOGS = "COMPASS_TESTS_READS"  # names the folder of logs; nothing is written where it is not set
UNIT = "COMPASS_TESTS_UNIT"  # names the log in it, that of the unit whose test runs now
READ, IMPORTED, LISTED, USES = "read", "imported", "listed", "uses"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
ASIDE = (".venv", ".git", "media", "site", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")
PYC = ".pyc"
IMPORT = "importlib"  # lists every folder that it looks for modules in
CURIOUS = "hypothesis"  # reads the text of every module that is loaded, for numbers worth a try
DEPTH = 12  # callers, from opening a file up to there

_told: dict[str, set[tuple[str, str]]] = {}  # by unit: what is written down already
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
    """Let what is read from now on, here and by processes that are started from now on, belong to a unit; the
    one that it belonged to before.
    """
    former = os.environ.get(UNIT, "")
    os.environ[UNIT] = unit
    return former


def note(kind: str, what: str) -> None:
    """Write a line into the log of this moment's unit, once."""
    folder, unit = os.environ.get(LOGS), os.environ.get(UNIT)
    if not folder or not unit or (kind, what) in _told.setdefault(unit, set()):
        return
    _told[unit].add((kind, what))
    try:  # opened anew for every line: whoever forked, or closed what it did not know, spoils no other file
        handle = os.open(os.path.join(folder, log_name(unit)), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        return
    try:
        os.write(handle, f"{kind}\t{what}\n".encode())
    except OSError:
        pass
    finally:
        os.close(handle)


def log_name(unit: str) -> str:
    """A unit's name as that of a file."""
    return unit.replace("%", "%25").replace("/", "%2F")


def unit_of(log: str) -> str:
    """The unit whose log is called so."""
    return log.replace("%2F", "/").replace("%25", "%")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("open", "os.listdir", "os.scandir") or getattr(_busy, "yes", False):
        return
    _busy.yes = True
    try:
        if event == "open":
            _opened(*arguments)
        elif not _comes_from(IMPORT, 2) and (folder := _inside(arguments[0] or ".")) is not None:
            note(LISTED, folder)
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
            note(IMPORTED if is_imported else READ, name)


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
