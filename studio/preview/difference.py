"""Compares two texts of a lecture: which beats have to be played again after an edit, and which need not.

The comparison goes by names, which errs on the safe side: a definition that mentions the name of a changed
one, in whatever sense, counts as changed as well. Comments, blank lines and line numbers do not count.
"""

from __future__ import annotations

import ast
import importlib.util
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SCRIPT = ("title", "goal", "poster")  # they appear in no frame, but for the title in the credits
WHOLE, STAGE = "*", "set_stage"
CREDITS = "credits"


@dataclass(frozen=True)
class Definition:
    """One definition of a lecture's file: its syntax as text, and the names that it mentions."""

    text: str
    mentions: frozenset[str]


@dataclass(frozen=True)
class Outline:
    """The definitions of a lecture's module and class, and the order of its beats."""

    module: dict[str, Definition]
    members: dict[str, Definition]
    beats: tuple[str, ...]

    @property
    def definitions(self) -> dict[str, Definition]:
        """All definitions; those of a name that both module and class define are joined."""
        both = self.module.keys() & self.members.keys()
        joined = {name: _both(self.module[name], self.members[name]) for name in both}
        return self.module | self.members | joined


@dataclass(frozen=True)
class Difference:
    """The names that an edit changes, and the index of the first beat to be played again."""

    changed: frozenset[str]  # directly, or by what they mention; WHOLE: anything may have changed
    first: int | None  # of the new beats, the credits come after the last; None: no picture changes
    stage: bool  # the stage has to be set again

    @property
    def is_nothing(self) -> bool:
        """Whether every picture stays as it was."""
        return self.first is None and not self.stage


def text_of(path: Path) -> str:
    """A file's text as Python reads it, whatever mark or encoding it begins with.

    Raises OSError; SyntaxError or UnicodeDecodeError for what Python cannot read.
    """
    return importlib.util.decode_source(path.read_bytes())


def difference(old: str, new: str, class_name: str) -> Difference:
    """What `new` changes in `old`. Raises SyntaxError for a text that Python cannot parse."""
    return _difference(old, new, class_name)


@lru_cache(maxsize=8)
def parsed(text: str) -> ast.Module:
    """The syntax tree of a text; kept, because parsing takes most of the time that a save takes here."""
    return ast.parse(text)


@lru_cache(maxsize=64)
def outline(text: str, class_name: str) -> Outline:
    """The definitions of a lecture's file."""
    lines = text.splitlines()
    module: dict[str, Definition] = {}
    members: dict[str, Definition] = {}
    beats: list[str] = []
    for node in parsed(text).body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            head = lines[_first_line(node) - 1 : _first_line(node.body[0]) - 1]
            _enter(module, class_name, "\n".join([*head, "    pass"]))
            for member in node.body:
                for name in _names(member):
                    _enter(members, name, _text(lines, member))
                if isinstance(member, ast.FunctionDef) and _is_beat(member):
                    beats.append(member.name)
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            for each in node.names:  # one by one: another name in the list changes none of the others
                alone = ast.ImportFrom(node.module, [each], node.level)
                _enter(module, each.asname or each.name, ast.unparse(alone))
        else:
            for name in _names(node):
                _enter(module, name, _text(lines, node))
    return Outline(module, members, tuple(beats))


@lru_cache(maxsize=64)
def _difference(old: str, new: str, class_name: str) -> Difference:
    before, after = outline(old, class_name), outline(new, class_name)
    was, now = before.definitions, after.definitions
    changed = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    changed -= {"goal", "poster"}
    grown = True
    while grown:
        more = {name for name, each in now.items() if name not in changed and each.mentions & changed}
        changed |= more
        grown = bool(more)
    mentioned = {name for each in now.values() for name in each.mentions}
    hidden = {  # Manim or the base class may call it, without a word in this file
        name
        for name in changed
        if name in before.members.keys() | after.members.keys()
        and name not in {*before.beats, *after.beats, *SCRIPT, STAGE} | mentioned
    }
    if WHOLE in changed or class_name in changed or STAGE in changed or hidden:
        return Difference(frozenset(changed), 0, True)
    return Difference(frozenset(changed), _first(before, after, changed), False)


def _first(before: Outline, after: Outline, changed: set[str]) -> int | None:
    """The first place where another beat is played, or the same one differently."""
    old, new = (*before.beats, CREDITS), (*after.beats, CREDITS)
    for i, name in enumerate(new):
        if i >= len(old) or old[i] != name or name in changed:
            return i
        if name == CREDITS and "title" in changed:
            return i
    return None


def _names(node: ast.stmt) -> list[str]:
    """What a statement defines; WHOLE for one that may do anything."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        if getattr(node, "module", "") == "__future__":
            return [WHOLE]
        return [(each.asname or each.name).split(".")[0] for each in node.names]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found = [each for target in targets for each in ast.walk(target)]
        if all(isinstance(each, ast.Name | ast.Tuple | ast.List | ast.expr_context) for each in found):
            return [each.id for each in found if isinstance(each, ast.Name)]
    if isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return []
    return [WHOLE]


def _enter(definitions: dict[str, Definition], name: str, text: str) -> None:
    made = _definition(text)
    made = Definition(made.text, made.mentions - {name})
    definitions[name] = _both(definitions[name], made) if name in definitions else made


@lru_cache(maxsize=4096)  # a save changes one of them
def _definition(text: str) -> Definition:
    node = ast.parse(text)
    mentions = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    mentions |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return Definition(ast.dump(node), frozenset(mentions))


def _first_line(node: ast.stmt) -> int:
    marks: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(mark.lineno for mark in marks)])


def _text(lines: list[str], node: ast.stmt) -> str:
    """A statement's own lines, as if they stood alone."""
    return textwrap.dedent("\n".join(lines[_first_line(node) - 1 : node.end_lineno]))


def _both(one: Definition, other: Definition) -> Definition:
    return Definition(one.text + other.text, one.mentions | other.mentions)


def _is_beat(node: ast.FunctionDef) -> bool:
    calls = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return any(isinstance(each, ast.Name) and each.id == "beat" for each in calls)
