"""Where in the author's file something is said: the line that a mistake is told with."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from traceback import walk_tb
from types import FunctionType


@contextmanager
def told_at(where: Callable[[], tuple[str, int]]) -> Iterator[None]:
    """An exception that passes here is told at this file and line, unless its trace has a line of that file:
    its attribute `at` holds them.
    """
    try:
        yield
    except Exception as error:
        file, line = where()
        files = {frame.f_code.co_filename for frame, _ in walk_tb(error.__traceback__)}
        if file not in files and getattr(error, "at", None) is None:
            error.at = (file, line)  # type: ignore[attr-defined]  # an exception takes any attribute
        raise


def line_of(kind: type, attribute: str = "") -> tuple[str, int]:
    """The file of a class, and the line where it sets an attribute; failing that, where it begins.

    A class that only inherits the attribute is told where its base sets it.
    """
    kind = next((each for each in kind.__mro__ if attribute in vars(each)), kind)
    functions = [each for each in vars(kind).values() if isinstance(each, FunctionType)]
    if not functions:  # then nothing of it tells where it is written
        return "", 1
    code = min((each.__code__ for each in functions), key=lambda each: each.co_firstlineno)
    file = code.co_filename
    for node in ast.walk(_parsed(file)):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            lines = [each.lineno for each in node.body if attribute in _names(each)]
            return file, [node.lineno, *lines][-1]
    return file, code.co_firstlineno


def _parsed(file: str) -> ast.Module:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:  # the file has changed since it was loaded
        return ast.parse("")


def _names(statement: ast.stmt) -> set[str]:
    """The names that an assignment sets."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {each.id for each in targets if isinstance(each, ast.Name)}
