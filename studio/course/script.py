"""Reads a lecture's file as text, with Python's own parser: nothing in it is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from studio.course.lecture import CREDITS, Beat, Lecture

FOR_TOOLS = re.compile(r" *# (?:type: ignore|noqa|fmt:)[^\n]*")


def read_script(bare: Lecture) -> Lecture:
    """The lecture with everything that its file's text tells; with a `problem` where that cannot be read."""
    path = bare.path
    place = f"scenes/{path.parent.name}/{path.name}"
    try:
        module = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return replace(bare, problem=f"{place}:{line or 1}: {error.args[0]}")
    return script_of(bare, module)


def script_of(bare: Lecture, module: ast.Module) -> Lecture:
    """The lecture as its text tells it, once that has been parsed."""
    place = f"scenes/{bare.path.parent.name}/{bare.path.name}"
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and _is_lecture(node)]
    if len(classes) != 1:
        had = ", ".join(node.name for node in classes) or "none"
        one = f"a lecture's file defines one class of Lecture; it has {had}."
        return replace(bare, problem=f"{place}: {_other_scene(module) or one}")
    body = classes[0]
    texts = _texts(body)
    beats = tuple(_beats(body))
    problem: str | None
    if "title" not in texts:
        problem = f"{body.lineno}: the lecture has no title (a plain string)."
    else:
        problem = _unplayable(body, texts.get("poster"), beats)
    return replace(
        bare,
        class_name=body.name,
        title=texts.get("title", ""),
        goal=texts.get("goal", ""),
        poster=texts.get("poster"),
        beats=beats,
        problem=None if problem is None else f"{place}:{problem}",
    )


def _unplayable(body: ast.ClassDef, poster: str | None, beats: tuple[Beat, ...]) -> str | None:
    """The line that keeps a lecture from being played, and why; what visuals.lecture refuses as well."""
    first: dict[str, int] = {}
    for each in beats:
        if first.setdefault(each.name, each.line) != each.line:
            return (
                f"{each.line}: a second beat is called {each.name}, like the one in line {first[each.name]}: "
                "give one of them another name."
            )
    for node in body.body:
        if isinstance(node, ast.FunctionDef) and node.name == "construct":
            return (
                f"{node.lineno}: a lecture writes no construct: what stands there belongs into set_stage and "
                "into methods marked @beat."
            )
    names = [*first, CREDITS]
    if poster is not None and poster not in names:
        line = next((node.lineno for node in body.body if _assigns(node, "poster")), body.lineno)
        return f"{line}: poster = {poster!r} names no beat; they are {', '.join(names)}."
    return None


def _assigns(node: ast.stmt, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _other_scene(module: ast.Module) -> str | None:
    """What to write where a file has a scene of Manim's, but no lecture."""
    for node in module.body:
        names = [ast.unparse(each) for each in node.bases] if isinstance(node, ast.ClassDef) else []
        if any(name.endswith("Scene") for name in names):
            return (
                f"line {node.lineno} derives from {', '.join(names)}; derive from Lecture alone, "
                "and turn what construct does into methods marked @beat."
            )
    return None


def _is_lecture(node: ast.ClassDef) -> bool:
    return any(
        (isinstance(base, ast.Name) and base.id == "Lecture")
        or (isinstance(base, ast.Attribute) and base.attr == "Lecture")
        for base in node.bases
    )


def _texts(body: ast.ClassDef) -> dict[str, str]:
    """The class attributes that are plain strings."""
    texts = {}
    for node in body.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            texts.update({each.id: value.value for each in targets if isinstance(each, ast.Name)})
    return texts


def _beats(body: ast.ClassDef) -> Iterator[Beat]:
    chapter: str | None = None
    for node in body.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if not (isinstance(call, ast.Name) and call.id == "beat"):
                continue
            chapter = next(iter(_said(decorator, "chapter")), None) or chapter
            words = " ".join((ast.get_docstring(node) or "").split())
            yield Beat(node.name, words, chapter, node.lineno, tuple(_said(decorator, "was")))


def _said(decorator: ast.expr, argument: str) -> list[str]:
    """The plain strings of `@beat(argument="...")`, or of several in brackets; none for a plain `@beat`."""
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        if keyword.arg == argument:
            value = keyword.value
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
            return [str(each.value) for each in values if isinstance(each, ast.Constant)]
    return []


def as_shown(code: str) -> str:
    """Code without what is said to tools alone, as pages show it: `type: ignore`, `noqa`, `fmt`."""
    return FOR_TOOLS.sub("", code)
