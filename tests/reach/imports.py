"""Which modules of the project a file imports, at its top or anywhere inside, read from its text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # of a statement: imports are nowhere else
Remembered = dict[str, list[Any]]  # by file: when it was written, how long it is, what names it imports


class Imports:
    """What each file of a project imports of it; files are named by their paths from its root.

    To parse a project takes seconds: `remembered` are the names that files were found to import before.
    """

    def __init__(self, root: Path, remembered: Remembered | None = None) -> None:
        self.root = root
        self.remembered = {} if remembered is None else remembered
        self.direct = cache(self._direct)
        self.offers = cache(self._offers)
        self.is_file = cache(lambda path: (root / path).is_file())

    def closure(self, files: Iterable[str]) -> frozenset[str]:
        """These files, and all that are imported because of them."""
        found: set[str] = set()
        coming = [each for each in files if each.endswith(".py")]
        while coming:
            file = coming.pop()
            if file not in found:
                found.add(file)
                coming.extend(self.direct(file))
        return frozenset(found)

    def importers(self, files: Iterable[str], among: Iterable[str]) -> frozenset[str]:
        """These files, and all that import one of them, or import what does; sought from those `among`."""
        importing: dict[str, list[str]] = {}
        for file in self.closure(among):
            for each in self.direct(file):
                importing.setdefault(each, []).append(file)
        found: set[str] = set()
        coming = list(files)
        while coming:
            file = coming.pop()
            if file not in found:
                found.add(file)
                coming.extend(importing.get(file, ()))
        return frozenset(found)

    def _direct(self, file: str) -> frozenset[str]:
        return frozenset(found for name in self._names(file) for found in self._files(name, file))

    def _names(self, file: str) -> list[str]:
        try:
            state = (self.root / file).stat()
            known = self.remembered.get(file)
            if known is not None and known[:2] == [state.st_mtime_ns, state.st_size]:
                return list(known[2])
            tree = ast.parse((self.root / file).read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            return []
        names = sorted(set(_names(tree, file)))
        self.remembered[file] = [state.st_mtime_ns, state.st_size, names]
        return names

    def _files(self, module: str, importer: str) -> Iterator[str]:
        """The file of a module, and those of the packages that it is in."""
        parts = module.split(".")
        beside = f"{importer.rpartition('/')[0]}/{parts[0]}.py".removeprefix("/")
        if self.is_file(beside):  # pictures beside a lecture
            yield beside
        for length in range(1, len(parts) + 1):
            stem = "/".join(parts[:length])
            yield from (each for each in (f"{stem}.py", f"{stem}/__init__.py") if self.is_file(each))
        if len(parts) > 1 and (offered := self.offers("/".join(parts[:-1])).get(parts[-1])):
            yield from self._files(offered, importer)

    def _offers(self, package: str) -> dict[str, str]:
        """Which module a name comes from that a package fetches when it is asked for: its stub says so."""
        stub = self.root / package / "__init__.pyi"
        lines = ast.parse(stub.read_text(encoding="utf-8")).body if stub.is_file() else []
        imports = [line for line in lines if isinstance(line, ast.ImportFrom)]
        return {each.name: line.module or "" for line in imports for each in line.names}


def _names(tree: ast.Module, file: str) -> Iterator[str]:
    package = Path(file).parent.parts
    for node in _lived(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, [above, node.module or ""]))
            yield module
            yield from (f"{module}.{each.name}" for each in node.names)


def _lived(tree: ast.Module) -> Iterator[ast.AST]:
    """Every statement but those that only a checker of types reads."""
    coming: list[ast.AST] = [tree]
    while coming:
        node = coming.pop()
        yield node
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")):
            for block in BLOCKS:
                coming.extend(getattr(node, block, ()))
