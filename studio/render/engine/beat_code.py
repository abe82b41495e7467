"""For each beat of a lecture's file, one checksum of the code that plays it: its own, and the shared code.

An edit of one beat changes the checksum of that beat alone; comments and empty lines change none. A beat that
other code names (calls, say) belongs to the shared code.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator


def code_of_beats(text: str) -> dict[str, str]:
    """The checksums by the names of the beats that the text of a lecture's file defines.

    "" is the name of the shared code alone, for beats that are defined elsewhere.
    """
    tree = ast.parse(text)
    named = set(_names(tree))
    beats = _Beats()
    shared = ast.dump(beats.visit(tree))
    shared += "".join(beats.found[name] for name in sorted(beats.found) if name in named)
    return {"": _sum(shared)} | {name: _sum(shared, body) for name, body in beats.found.items()}


class _Beats(ast.NodeTransformer):
    """Separates the beats from the other code of a lecture's file."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}  # the code of each; for a name in two classes, both

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        """Remove a beat from the tree and keep its code; leave any other function."""
        if not any(map(_marks_a_beat, node.decorator_list)):
            return node
        self.found[node.name] = self.found.get(node.name, "") + ast.dump(node)
        return None


def _marks_a_beat(decorator: ast.expr) -> bool:
    marks = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (isinstance(marks, ast.Name) and marks.id == "beat") or (
        isinstance(marks, ast.Attribute) and marks.attr == "beat"
    )


def _names(tree: ast.AST) -> Iterator[str]:
    """Every text that may name a method: names, attributes, and strings."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _sum(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
