"""Packages that only some commands need, in folders of their own, set up by ./compass on first use."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from studio.errors import Unprepared

COMES_WITH = {  # an extra, and a command whose first use brings it
    "voice": "./compass voice speak",
    "listen": "./compass voice check",
    "cluster": "./compass render --on",
    "docs": "./compass docs",
}


def folder(extra: str) -> Path:
    """The folder with the packages of an extra."""
    return Path(sys.prefix) / f"compass-{extra}"


def borrow(extra: str, module: str) -> Any:
    """A module of an extra. Raises Unprepared where the extra is not set up."""
    place = str(folder(extra))
    if place not in sys.path:
        sys.path.append(place)  # last, so that the studio's own packages come first
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise Unprepared(
            f"{module} is not set up ({error}).", hint=f"It comes with the first use of: {COMES_WITH[extra]}"
        ) from None
