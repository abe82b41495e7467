"""Reads a lecture's file as text, with Python's own parser: nothing in it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from studio.lecture import Beat, Lecture


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
        return replace(bare, problem=f"{place}: a lecture's file defines one class of Lecture; it has {had}.")
    body = classes[0]
    texts = _texts(body)
    untitled = f"{place}:{body.lineno}: the lecture has no title (a plain string)."
    return replace(
        bare,
        class_name=body.name,
        title=texts.get("title", ""),
        goal=texts.get("goal", ""),
        poster=texts.get("poster"),
        beats=tuple(_beats(body)),
        problem=None if "title" in texts else untitled,
    )


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
