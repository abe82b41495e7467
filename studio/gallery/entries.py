"""What pictures there are, read from visuals as text: no picture is imported to be listed."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.called import typed
from studio.course.script import as_shown
from studio.errors import NotThere
from studio.places import CHECKOUT

ROOMS = (
    "curve",
    "approximation",
    "curvature",
    "area",
    "chain",
    "circle",
    "warp",
    "map",
    "descent",
    "constraint",
    "terrain",
    "solid",
    "data",
    "network",
    "code",
    "kit",
    "letters",
    "drawing",
)  # in order
DRAWS = "draw_"  # what the name of a function that draws a picture begins with
WIDEST = 110  # columns of a signature in one line
DIALS = {"Dial", "Zoom", "dial"}

Definition = ast.ClassDef | ast.FunctionDef | ast.AnnAssign  # of a picture, or of a constant: SEVERAL


@dataclass(frozen=True)
class Entry:
    """One picture of the gallery."""

    name: str  # as visuals offers it
    room: str
    defined: str  # the file in which the picture is written, from the checkout
    file: str  # the file in which its lines stand
    line: int
    function: str  # that draws it
    signature: str
    purpose: str  # the first paragraph of its docstring
    details: tuple[str, ...]  # the other paragraphs
    dials: tuple[str, ...]
    keywords: str  # the words of mathematics by which it is found
    imports: str
    lines: str  # what stands in a lecture

    @property
    def source(self) -> str:
        """All that is to be typed."""
        return f"{self.imports}\n\n{self.lines}"


def read_entries(checkout: Path = CHECKOUT) -> tuple[Entry, ...]:
    """Every picture that `visuals/gallery` draws, room by room, in written order."""
    offered = _offered(checkout)
    return tuple(
        _entry(checkout, path, function, offered)
        for room in ROOMS
        if (path := checkout / "visuals" / "gallery" / f"{room}.py").is_file()
        for function in _parsed(path).body
        if isinstance(function, ast.FunctionDef) and function.name.startswith(DRAWS)
    )


def choose(entries: Sequence[Entry], names: Sequence[str]) -> tuple[Entry, ...]:
    """Those meant by names of pictures (`SlopeRose`, `slope-rose`) or of rooms; all of them without a name.

    Raises NotThere, with the nearest name.
    """
    if not names:
        return tuple(entries)
    chosen: dict[str, Entry] = {}
    for name in names:
        wanted = re.sub(r"[^a-z0-9]", "", name.lower())
        found = [each for each in entries if wanted in (each.name.lower().replace("_", ""), each.room)]
        if not found:
            known = [*(each.name for each in entries), *dict.fromkeys(each.room for each in entries)]
            raise NotThere("picture", name, known, hint=f"{typed('pictures --list')} shows them all.")
        chosen |= {each.name: each for each in found}
    return tuple(each for each in entries if each.name in chosen)


def snake(name: str) -> str:
    """A class's name as functions are named: SlopeRose is slope_rose."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _offered(checkout: Path) -> dict[str, str]:
    """Which module each name that visuals offers comes from, as it tells editors."""
    tree = _parsed(checkout / "visuals" / "__init__.pyi")
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    return {each.asname or each.name: node.module or "" for node in imports for each in node.names}


def _entry(checkout: Path, path: Path, function: ast.FunctionDef, offered: dict[str, str]) -> Entry:
    by_function = {DRAWS + snake(name): name for name in offered}
    if function.name not in by_function:
        raise NotThere("picture in visuals", function.name.removeprefix(DRAWS), map(snake, offered))
    name = by_function[function.name]
    file, definition = _definition(checkout, offered[name], name)
    paragraphs = _paragraphs(_words(file, definition))
    text = path.read_text(encoding="utf-8").splitlines()
    body = [node for node in function.body if not _is_docstring(node)]
    lines = as_shown(textwrap.dedent("\n".join(text[body[0].lineno - 1 : function.end_lineno])))
    return Entry(
        name=name,
        room=path.stem,
        defined=file.relative_to(checkout).as_posix(),
        file=path.relative_to(checkout).as_posix(),
        line=function.lineno,
        function=function.name,
        signature=_signature(definition),
        purpose=" ".join(paragraphs[0].split()) if paragraphs else "",
        details=tuple(paragraphs[1:]),
        dials=tuple(dict.fromkeys(_dials(checkout, file, definition))),
        keywords=" ".join((ast.get_docstring(function) or "").split()),
        imports=_imports(_parsed(path), body),
        lines=lines.strip("\n"),
    )


def _definition(checkout: Path, module: str, name: str) -> tuple[Path, Definition]:
    """The file and the statement that define a name, wherever its module took it from."""
    place = checkout.joinpath(*module.split("."))
    file = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
    for node in _parsed(file).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return file, node
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            return file, node
    for node in _parsed(file).body:
        if isinstance(node, ast.ImportFrom) and name in [each.asname or each.name for each in node.names]:
            return _definition(checkout, node.module or "", name)
    raise NotThere("definition in " + module, name, ())


def _words(file: Path, node: Definition) -> str:
    """A docstring; a constant's stands below it."""
    if not isinstance(node, ast.AnnAssign):
        return ast.get_docstring(node) or ""
    body = _parsed(file).body
    below = body[body.index(node) + 1] if node is not body[-1] else node
    return str(ast.literal_eval(below.value)) if isinstance(below, ast.Expr) and _is_docstring(below) else ""


def _signature(node: Definition) -> str:
    """How the picture is called, in one line or with one argument a line; of a constant, what it is."""
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node)
    function: ast.AST | None = node
    if isinstance(node, ast.ClassDef):
        made = (each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__")
        function = next(made, None)
    if not isinstance(function, ast.FunctionDef):
        return f"{node.name}(...)"
    given = function.args
    own = given.args[1:] if isinstance(node, ast.ClassDef) else given.args
    first = len(own) - len(given.defaults)
    told = [_argument(each, given.defaults[k - first] if k >= first else None) for k, each in enumerate(own)]
    if given.vararg is not None:
        told.append("*" + _argument(given.vararg, None))
    elif given.kwonlyargs:
        told.append("*")
    told += map(_argument, given.kwonlyargs, given.kw_defaults)
    if given.kwarg is not None:
        told.append("**" + _argument(given.kwarg, None))
    line = f"{node.name}({', '.join(told)})"
    return line if len(line) <= WIDEST else f"{node.name}(\n    " + ",\n    ".join(told) + ",\n)"


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    kind = "" if argument.annotation is None else f": {ast.unparse(argument.annotation)}"
    value = "" if default is None else f" = {ast.unparse(default)}" if kind else f"={ast.unparse(default)}"
    return argument.arg + kind + value


def _dials(checkout: Path, file: Path, node: Definition) -> Iterator[str]:
    """The names of the attributes that are dials, a base's first."""
    if not isinstance(node, ast.ClassDef):
        return
    for base in node.bases:
        here = {each.name for each in _parsed(file).body if isinstance(each, ast.ClassDef)}
        name = ast.unparse(base)
        taken = (each for each in _parsed(file).body if isinstance(each, ast.ImportFrom))
        source = next((each.module for each in taken if name in [a.name for a in each.names]), None)
        if name in here:
            source = ".".join(file.relative_to(checkout).with_suffix("").parts)
        if source is not None and source.startswith("visuals."):
            yield from _dials(checkout, *_definition(checkout, source, name))
    for each in ast.walk(node):
        if isinstance(each, ast.Assign):
            for target in each.targets:
                yield from _turned(target, each.value)


def _turned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _turned(one, other)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.GeneratorExp):
        for one in target.elts:
            yield from _turned(one, value.elt)
    elif isinstance(target, ast.Tuple) and ast.unparse(value).startswith("map(Dial, "):
        yield from (one.attr for one in target.elts if isinstance(one, ast.Attribute))
    elif isinstance(target, ast.Attribute) and not target.attr.startswith("_"):
        calls = [each.func for each in ast.walk(value) if isinstance(each, ast.Call)]
        if any(getattr(each, "id", getattr(each, "attr", "")) in DIALS for each in calls):
            yield target.attr


def _imports(module: ast.Module, body: Sequence[ast.stmt]) -> str:
    """The import lines of a file that some of its lines need, with no name that they do not use."""
    used = {each.id for node in body for each in ast.walk(node) if isinstance(each, ast.Name)}
    lines = []
    for node in module.body:
        if not isinstance(node, ast.Import | ast.ImportFrom) or getattr(node, "module", "") == "__future__":
            continue
        names = [each for each in node.names if (each.asname or each.name) in used]
        if names:
            kept = (
                ast.ImportFrom(node.module, names, 0)
                if isinstance(node, ast.ImportFrom)
                else ast.Import(names)
            )
            line = ast.unparse(kept)
            start, _, what = line.partition(" import ")
            wide = len(line) > WIDEST and isinstance(node, ast.ImportFrom)
            lines.append(f"{start} import (\n    " + what.replace(", ", ",\n    ") + ",\n)" if wide else line)
    return "\n".join(lines)


def _paragraphs(docstring: str) -> list[str]:
    return [each for each in re.split(r"\n\s*\n", docstring) if each.strip()]


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
