"""How the inner loops are compiled: once, kept on disk, one thread, the same bits every time.

So nothing is compiled with fastmath: which products are fused with sums would then depend on what was
inlined, and a process that compiles a function would draw other bits than one that loads it.

numba keeps a compiled function as long as the function's own file is the same. But functions of other files
are compiled into it, and so are their constants: after an edit there, a kept one would draw as before. So
whoever compiles something takes `FAST` or `KEPT` from here, and what is kept counts only while all of that is
as it was.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import numba
import numpy as np
from numba.core import caching

KEPT: Final[dict[str, Any]] = {"cache": True}
FAST: Final[dict[str, Any]] = {
    "cache": True,
    "error_model": "numpy",  # a division by zero gives inf instead of a branch
}
CONSTANTS = (bool, int, float, complex, str, bytes, tuple, np.generic)


def built_in(function: FunctionType) -> list[tuple[str, str]]:
    """What is compiled into a function from elsewhere: files that it calls into, each with the checksum of
    its text, and constants, each with its value.
    """
    found: dict[str, str] = {}
    _add(function, found, set())
    return sorted(found.items())


def _add(function: FunctionType, found: dict[str, str], seen: set[FunctionType]) -> None:
    seen.add(function)
    for name, value in _named(function):
        inner = getattr(value, "py_func", None)
        if isinstance(inner, FunctionType):
            file = inspect.getfile(inner)
            found[file] = _checksum(file, Path(file).stat().st_mtime_ns)
            if inner not in seen:
                _add(inner, found, seen)
        elif isinstance(value, np.ndarray):
            found[f"{function.__module__}.{name}"] = hashlib.sha256(value.tobytes()).hexdigest()
        elif isinstance(value, CONSTANTS):
            found[f"{function.__module__}.{name}"] = repr(value)


def _named(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function's code names that is not its own, as far as it is there yet; also within modules."""
    names = set(_names(function.__code__))
    for name in sorted(names & function.__globals__.keys()):
        value = function.__globals__[name]
        yield name, value
        if isinstance(value, ModuleType):
            yield from ((f"{name}.{each}", getattr(value, each)) for each in names if hasattr(value, each))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _names(each)


@cache
def _checksum(file: str, changed: int) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


class Whole:
    """Makes what was kept of a function count only as long as all that is compiled into it is the same."""

    def __init__(self, py_func: FunctionType, py_file: str) -> None:
        super().__init__(py_func, py_file)  # type: ignore[call-arg]  # the locator that this is mixed into
        self._built_in = built_in(py_func)

    def get_source_stamp(self) -> Any:
        """The function's own file, and what comes from elsewhere."""
        return super().get_source_stamp(), self._built_in  # type: ignore[misc]  # numba's have no types


class WhereTold(Whole, caching.UserProvidedCacheLocator):  # type: ignore[misc]  # numba's have no types
    """In the folder that NUMBA_CACHE_DIR names."""


class BesideTheFile(Whole, caching.InTreeCacheLocator):  # type: ignore[misc]  # numba's have no types
    """In the __pycache__ beside the function's file, where that can be written."""


class InTheHome(Whole, caching.UserWideCacheLocator):  # type: ignore[misc]  # numba's have no types
    """In a folder of the user's, for an installation that nobody may write to."""


numba.config.CACHE_LOCATOR_CLASSES = ",".join(
    f"{__name__}.{each.__qualname__}" for each in (WhereTold, BesideTheFile, InTheHome)
)
