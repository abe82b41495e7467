"""The source of calc_core's functions, and of those beside lectures, read as text and never imported."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from studio.course.script import as_shown

ROOM = "calc_core"
ANCHOR = re.compile(r'<a id="(L-\d+)" name="\1"></a><a href="#\1">')  # Pygments' own is no HTML any more


@dataclass(frozen=True)
class Places:
    """Where code may stand: in the project's checkout, and beside the lectures of a course."""

    checkout: Path
    course: Path | None = None

    def file(self, words: list[str]) -> Path | None:
        """The file of a module of that name; None where there is none that a page would show."""
        roots = [self.checkout] if words[0] == ROOM else []
        if not roots and self.course is not None:
            roots = sorted((self.course / "scenes").glob("step*"))
        for root in roots:
            place = root.joinpath(*words)
            for path in (place.with_suffix(".py"), place / "__init__.py"):
                if path.is_file():
                    return path
        return None


@dataclass(frozen=True)
class Code:
    """One function: where it stands, what its docstring opens with, and its text."""

    function: str  # the name in a film's record: calc_core.derivatives.gradients.directional
    module: str
    name: str  # within the module: Landscape.reading
    line: int
    summary: str
    source: str

    @property
    def html(self) -> str:
        """Its text with highlighting."""
        return _coloured(self.source)


@cache
def find_code(places: Places, function: str) -> Code | None:
    """The source of a function that a film recorded; None where there is no such name."""
    words = function.split(".")
    for cut in range(len(words) - 1, 0, -1):
        path = places.file(words[:cut])
        if path is not None:
            text = path.read_text(encoding="utf-8")
            return _in_module(text, function, ".".join(words[:cut]), words[cut:])
    return None


def module_page(places: Places, module: str) -> tuple[str, str]:
    """A module's opening line and its whole text with highlighting, each line with the id L<number>."""
    path = places.file(module.split("."))
    assert path is not None, module
    text = path.read_text(encoding="utf-8")
    return _summary(ast.parse(text)), _coloured(text, numbered=True)


def file_of(module: str, places: Places) -> str:
    """Where a module stands, from the checkout or from the course."""
    path = places.file(module.split("."))
    assert path is not None, module
    root = places.checkout if places.course is None or module.split(".")[0] == ROOM else places.course
    return path.relative_to(root).as_posix()


def _in_module(text: str, function: str, module: str, names: list[str]) -> Code | None:
    node: ast.AST = ast.parse(text)
    for name in names:
        inside = (each for each in ast.iter_child_nodes(node) if getattr(each, "name", "") == name)
        if (found := next(inside, None)) is None:
            return None
        node = found
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.end_lineno is None:
        return None
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    source = as_shown(textwrap.dedent("\n".join(text.splitlines()[first - 1 : node.end_lineno])))
    return Code(function, module, ".".join(names), node.lineno, _summary(node), source)


def _summary(node: ast.Module | ast.FunctionDef | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")


@cache
def _coloured(source: str, *, numbered: bool = False) -> str:
    formatter = HtmlFormatter(
        cssclass="code",
        wrapcode=True,
        linenos="inline" if numbered else False,
        lineanchors="L" if numbered else "",
        anchorlinenos=numbered,
    )
    coloured: str = highlight(source, PythonLexer(), formatter)
    coloured = ANCHOR.sub(r'<a id="\1" href="#\1">', coloured)
    return coloured.replace("<pre>", '<pre tabindex="0">')  # so that it can be scrolled by keys
