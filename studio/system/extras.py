"""Packages that only some commands need: the wrapper puts them into folders of their own on first use."""

from __future__ import annotations

import importlib
import importlib.util
import shlex
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

from studio.called import typed
from studio.errors import Unprepared
from studio.places import PROJECT, in_checkout

COMES_WITH = {  # an extra, and a command whose first use brings it
    "voice": "voice speak",
    "listen": "voice check",
    "cluster": "render --on",
    "docs": "docs",
}


def folder(extra: str) -> Path:
    """The folder with the packages of an extra."""
    return Path(sys.prefix) / f"compass-{extra}"


def find(extra: str, module: str) -> None:
    """Make sure that a module is there, in the set-up itself or in an extra's folder, without loading it.

    Raises Unprepared where it is in neither.
    """
    if importlib.util.find_spec(module) is None and not (folder(extra) / module).exists():
        raise _missing(extra, f"{module} is not set up.")


def borrow(extra: str, module: str) -> ModuleType:
    """A module of an extra. Raises Unprepared where the extra is not set up."""
    place = str(folder(extra))
    if place not in sys.path:
        sys.path.append(place)  # last, so that the studio's own packages come first
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise _missing(extra, f"{module} is not set up ({error}).") from None


def _missing(extra: str, words: str) -> Unprepared:
    if in_checkout():
        return Unprepared(words, hint=f"It comes with the first use of: {typed(COMES_WITH[extra])}")
    return Unprepared(words, hint=f"pip install {shlex.join(_packages(extra))}")


def _packages(extra: str) -> list[str]:
    """What an extra of the installed project asks for, as pip is told of it."""
    asked = [each.split(";") for each in metadata.requires(PROJECT) or ()]
    return [each[0].strip() for each in asked if f'extra == "{extra}"' in each[-1].replace("'", '"')]
