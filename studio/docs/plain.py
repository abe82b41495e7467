"""Docstrings are plain speech, not markup: here they become reStructuredText that shows them as they are."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

MARKUP = re.compile(r"([\\*`|_])")
CODE = re.compile(r"`([^`]+)`")
IN_COLUMNS = re.compile(r"\S {2,}\S")
LISTED = re.compile(r"([-+•]|\d+\.|\(\w\))\s")


def as_markup(lines: Sequence[str]) -> list[str]:
    """A docstring's lines as markup: examples and tables stay as they are, and the rest is words."""
    told: list[str] = []
    for paragraph in _paragraphs(lines):
        if paragraph[0].lstrip().startswith(">>>"):
            told += paragraph
        elif _is_laid_out(paragraph):
            told += ["::", "", *textwrap.indent("\n".join(paragraph), "    ").splitlines()]
        else:
            told += map(_spoken, textwrap.dedent("\n".join(paragraph)).splitlines())
        told.append("")
    return told


def fields_of(kind: type) -> Iterator[tuple[str, str, str]]:
    """Name, type and comment of each field that a class's body declares, in written order."""
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except (OSError, TypeError):
        return
    lines = source.splitlines()
    body = ast.parse(source).body[0]
    assert isinstance(body, ast.ClassDef)
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            _, _, comment = lines[(node.end_lineno or node.lineno) - 1].partition("  # ")
            yield node.target.id, ast.unparse(node.annotation), comment.strip()


def signature_of(function: Any) -> tuple[str, str] | None:
    """The arguments and the answer's type of a function, as its source has them; None where there is none."""
    try:
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
        node = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    if not isinstance(node, ast.FunctionDef):
        return None
    given = node.args
    if given.args and given.args[0].arg in ("self", "cls"):
        given.args = given.args[1:]
    returned = "" if node.returns is None else ast.unparse(node.returns)
    return f"({ast.unparse(given)})", "" if returned == "None" else returned


def field_list(kind: type) -> list[str]:
    """The fields of a class as a list in markup; nothing where it declares none."""
    told = [
        f"- ``{name}: {annotation}``" + (f" {_spoken(comment)}" if comment else "")
        for name, annotation, comment in fields_of(kind)
        if not name.startswith("_")
    ]
    return [*told, ""] if told else []


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            held.append(line)
        elif held:
            yield held
            held = []


def _is_laid_out(paragraph: Sequence[str]) -> bool:
    """Whether the places of the words count: columns, or code, which is indented."""
    return all(line.startswith("    ") for line in paragraph) or (
        len(paragraph) > 1 and sum(bool(IN_COLUMNS.search(line)) for line in paragraph) > 1
    )


def _spoken(line: str) -> str:
    """One line of words as markup, with what stands in backticks as code."""
    pieces = CODE.split(line)
    said = ""
    for k, piece in enumerate(pieces):
        if k % 2 == 0:
            said += MARKUP.sub(r"\\\1", piece)
        else:  # markup wants room around code
            before = "\\ " if pieces[k - 1][-1:].isalnum() else ""
            after = "\\ " if pieces[k + 1][:1].isalnum() else ""
            said += f"{before}``{piece}``{after}"
    return "\\" + said if LISTED.match(said) or said.startswith((".. ", ">>>", "=", "~")) else said
