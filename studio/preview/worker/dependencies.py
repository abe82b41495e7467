"""Records which module imports which, and which opens which file, so that a change reloads the modules that
depend on it, and no others.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.util
import os
import sys
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from studio.preview.protocol import VOICE

# Modules that are unloaded when a file that they depend on has changed. The worker's own modules stay.
OURS = ("calc_core", "visuals", "lecture_", "studio.render.engine", "studio.preview.worker.drawing")
ASIDE = frozenset({".git", ".venv", "__pycache__", "media", "site"})  # folders that no film is made from


class Dependencies:
    """The record of one process; it begins before a module of the project is imported, and forks go on."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self.roots = tuple(f"{root}{os.sep}" for root in roots)
        self.scenes = ""  # the folder of all steps, where modules beside lectures lie
        self.imported_by: defaultdict[str, set[str]] = defaultdict(set)  # module: the modules that import it
        self.opened_by: defaultdict[str, set[str]] = defaultdict(set)  # data file: the modules that opened it
        self._import = builtins.__import__

    def begin(self) -> None:
        """Record from now on."""
        builtins.__import__ = self._record_import
        sys.addaudithook(self._record_open)

    def add_lecture_folder(self, lecture: Path) -> None:
        """Make the modules beside a lecture importable, as with `manim render`, and record them as well."""
        self.scenes = f"{lecture.parents[1]}{os.sep}"
        if str(lecture.parent) not in sys.path:
            sys.path.insert(0, str(lecture.parent))
        importlib.invalidate_caches()  # a module may be younger than the folder's listing

    def files(self) -> list[str]:
        """Every file of the project that has been used, modules first."""
        modules = [file for name in list(sys.modules) if self._is_ours(name) and (file := _file(name))]
        return [*modules, *self.opened_by]

    def unload(self, changed: Iterable[str]) -> set[str]:
        """Unload every module that depends on one of the files, however indirectly; their names."""
        changed = set(changed)
        waiting = [name for name in list(sys.modules) if self._is_ours(name) and _file(name) in changed]
        waiting += [name for file in changed for name in self.opened_by.get(file, ())]
        gone: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in gone or not self._is_ours(name):
                continue
            gone.add(name)
            waiting += self.imported_by.get(name, ())
        for name in gone:
            if (file := _file(name)) in changed:  # Python tells versions apart by the second and the size
                with contextlib.suppress(OSError):
                    Path(importlib.util.cache_from_source(file)).unlink()
            sys.modules.pop(name, None)
            self.imported_by.pop(name, None)
        for openers in self.opened_by.values():
            openers -= gone
        return gone

    def _record_import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        module = self._import(name, globals, locals, fromlist, level)
        importer = str(globals.get("__name__", "")) if globals else ""
        if self._is_ours(importer):
            if level and globals:
                name = importlib.util.resolve_name("." * level + name, str(globals.get("__package__") or ""))
            if self._is_ours(name):
                for module_name in self._modules_of(name, fromlist or ()):
                    self.imported_by[module_name].add(importer)
        return module

    def _is_ours(self, name: str) -> bool:
        return name.startswith(OURS) or (self.scenes != "" and _file(name).startswith(self.scenes))

    def _modules_of(self, name: str, wanted: Iterable[str]) -> Iterator[str]:
        yield name
        room = sys.modules.get(name)
        for each in wanted:
            if f"{name}.{each}" in sys.modules:
                yield f"{name}.{each}"
            elif room is not None:  # a room may fetch what it offers from elsewhere only now
                home = getattr(getattr(room, each, None), "__module__", None)
                if isinstance(home, str) and self._is_ours(home):
                    yield home

    def _record_open(self, event: str, arguments: tuple[object, ...]) -> None:
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
        if f"{os.sep}{VOICE}" in path:  # the server retimes the beats whose recordings change
            return
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if self._is_ours(name):
                self.opened_by[path].add(name)
                return
            frame = frame.f_back


def _file(name: str) -> str:
    return getattr(sys.modules.get(name), "__file__", None) or ""
