"""Which modules of the project a file imports, at its top or anywhere inside, read from its text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


class Imports:
    """What each file of a project imports of it; files are named by their paths from its root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.direct = cache(self._direct)
        self.offers = cache(self._offers)

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

    def _direct(self, file: str) -> frozenset[str]:
        try:
            tree = ast.parse((self.root / file).read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            return frozenset()
        return frozenset(found for name in _names(tree, file) for found in self._files(name, file))

    def _files(self, module: str, importer: str) -> Iterator[str]:
        """The file of a module, and those of the packages that it is in."""
        parts = module.split(".")
        beside = Path(importer).parent / f"{parts[0]}.py"
        if (self.root / beside).is_file():  # pictures beside a lecture
            yield beside.as_posix()
        for length in range(1, len(parts) + 1):
            stem = "/".join(parts[:length])
            yield from (
                each for each in (f"{stem}.py", f"{stem}/__init__.py") if (self.root / each).is_file()
            )
        if len(parts) > 1 and (offered := self.offers("/".join(parts[:-1])).get(parts[-1])):
            yield from self._files(offered, importer)

    def _offers(self, package: str) -> dict[str, str]:
        """Which module a name comes from that a package fetches when it is asked for: its stub says so."""
        stub = self.root / package / "__init__.pyi"
        lines = ast.parse(stub.read_text(encoding="utf-8")).body if stub.is_file() else []
        imports = [line for line in lines if isinstance(line, ast.ImportFrom)]
        return {each.name: line.module or "" for line in imports for each in line.names}


def _names(tree: ast.AST, file: str) -> Iterator[str]:
    package = Path(file).parent.parts
    for node in _lived(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, [above, node.module or ""]))
            yield module
            yield from (f"{module}.{each.name}" for each in node.names)


def _lived(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a checker of types reads."""
    coming = [tree]
    while coming:
        node = coming.pop()
        yield node
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")):
            coming.extend(ast.iter_child_nodes(node))
