"""Keeps the book of who asked for which module and who opened which file, so that a change reloads what
depends on it and nothing else.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.util
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from studio.preview.places import VOICE

# Modules that are thrown away when what they stand on has changed. What runs the stage itself stays.
OURS = ("calc_core", "visuals", "lecture_", "studio.render.engine", "studio.preview.stage.drawing")
ASIDE = frozenset({".git", ".venv", "__pycache__", "media", "site"})  # what no film is made from


class Ledger:
    """Begin it before anything of the project is imported; forks carry it on."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self.roots = tuple(f"{root}{os.sep}" for root in roots)
        self.scenes = ""  # the lecture's folder and those beside it: modules in them are lectures' own
        self.asked_by: defaultdict[str, set[str]] = defaultdict(set)  # module: the modules that asked for it
        self.opened_by: defaultdict[str, set[str]] = defaultdict(set)  # data file: the modules that opened it
        self._import = builtins.__import__

    def begin(self) -> None:
        """Listen from now on."""
        builtins.__import__ = self._listen
        sys.addaudithook(self._hear)

    def stands_beside(self, lecture: Path) -> None:
        """What lives in the lecture's folder can be imported, as with `manim render`, and counts as ours."""
        self.scenes = f"{lecture.parents[1]}{os.sep}"
        if str(lecture.parent) not in sys.path:
            sys.path.insert(0, str(lecture.parent))
        importlib.invalidate_caches()  # a module may be younger than the folder's listing

    def files(self) -> list[str]:
        """Every file of the project that has been used, modules first."""
        modules = [file for name in list(sys.modules) if self._is_ours(name) and (file := _file(name))]
        return [*modules, *self.opened_by]

    def throw_away(self, changed: Iterable[str]) -> set[str]:
        """Forget every loaded module that stands on one of the files, however indirectly; their names."""
        changed = set(changed)
        waiting = [name for name in list(sys.modules) if self._is_ours(name) and _file(name) in changed]
        waiting += [name for file in changed for name in self.opened_by.get(file, ())]
        gone: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in gone or not self._is_ours(name):
                continue
            gone.add(name)
            waiting += self.asked_by.get(name, ())
        for name in gone:
            if (file := _file(name)) in changed:  # Python tells versions apart by the second and the size
                with contextlib.suppress(OSError):
                    Path(importlib.util.cache_from_source(file)).unlink()
            sys.modules.pop(name, None)
            self.asked_by.pop(name, None)
        for openers in self.opened_by.values():
            openers -= gone
        return gone

    def _listen(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        module = self._import(name, globals, locals, fromlist, level)
        asker = globals.get("__name__", "") if globals else ""
        if self._is_ours(asker):
            if level and globals:
                name = importlib.util.resolve_name("." * level + name, globals.get("__package__") or "")
            if self._is_ours(name):
                for asked in self._asked(name, fromlist or ()):
                    self.asked_by[asked].add(asker)
        return module

    def _is_ours(self, name: str) -> bool:
        return name.startswith(OURS) or (self.scenes != "" and _file(name).startswith(self.scenes))

    def _asked(self, name: str, wanted: Iterable[str]) -> Iterator[str]:
        yield name
        room = sys.modules.get(name)
        for each in wanted:
            if f"{name}.{each}" in sys.modules:
                yield f"{name}.{each}"
            elif room is not None:  # a room may fetch what it offers from elsewhere only now
                home = getattr(getattr(room, each, None), "__module__", None)
                if isinstance(home, str) and self._is_ours(home):
                    yield home

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, mode = arguments[0], arguments[1]
        if not isinstance(path, str) or (isinstance(mode, str) and set(mode) & set("wax+")):
            return
        if path.endswith((".py", ".pyc", ".nbi", ".nbc")):
            return
        path = os.path.abspath(path)
        if not path.startswith(self.roots) or not ASIDE.isdisjoint(path.split(os.sep)):
            return
        if f"{os.sep}{VOICE}" in path:  # the server tells what is heard anew, beat by beat
            return
        frame = sys._getframe(1)
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if self._is_ours(name):
                self.opened_by[path].add(name)
                return
            frame = frame.f_back  # type: ignore[assignment]


def _file(name: str) -> str:
    return getattr(sys.modules.get(name), "__file__", None) or ""
