"""What lectures there are, read from `scenes/` as text: no lecture is imported to be listed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from studio.errors import NotThere, Unprepared
from studio.places import CHECKOUT

CREDITS = "credits"  # the beat that visuals.lecture adds at every film's end
LECTURE_FILE = re.compile(r"l(?P<number>\d\d)_(?P<name>[a-z0-9_]+)\.py")
STEP_FOLDER = re.compile(r"step(?P<number>\d+)_(?P<name>[a-z0-9_]+)")


@dataclass(frozen=True)
class Step:
    """A part of the course: one folder of `scenes/`."""

    number: int
    name: str


@dataclass(frozen=True)
class Beat:
    """One spoken thought, as the lecture's text tells it."""

    name: str
    words: str
    chapter: str | None
    line: int  # where its method is defined


@dataclass(frozen=True)
class Lecture:
    """One lecture's file. `problem` says in a sentence why it cannot be rendered, if it cannot."""

    path: Path
    number: int
    slug: str
    step: Step
    class_name: str = ""
    title: str = ""
    goal: str = ""
    poster: str | None = None
    beats: tuple[Beat, ...] = ()
    problem: str | None = None

    @property
    def label(self) -> str:
        """How the lecture is spoken of: `l09 gradient-compass`."""
        return f"l{self.number:02d} {self.slug}"

    def beat(self, name: str) -> int:
        """The place of the beat called `name` among `beats`; the credits come after the last."""
        names = [*(beat.name for beat in self.beats), CREDITS]
        wanted = name.replace("-", "_")
        if wanted not in names:
            raise NotThere(
                "beat", name, names, hint=f"Its beats, in order: {', '.join(names)} (lecture {self.slug})."
            )
        return names.index(wanted)


@dataclass(frozen=True)
class Catalog:
    """All lectures in teaching order."""

    course: Path
    lectures: tuple[Lecture, ...]

    def __iter__(self) -> Iterator[Lecture]:
        return iter(self.lectures)

    def find(self, name: str) -> Lecture:
        """The lecture meant by a slug, a number (`9`, `09`, `l09`) or an unambiguous prefix of the slug."""
        wanted = name.lower().replace("_", "-")
        if number := re.fullmatch(r"l?(\d+)", wanted):
            chosen = [each for each in self if each.number == int(number[1])]
        else:
            chosen = [each for each in self if each.slug == wanted] or [
                each for each in self if each.slug.startswith(wanted)
            ]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            known = ", ".join(each.slug for each in chosen)
            raise NotThere("single lecture", name, (), hint=f"It could be {known}: type a few more letters.")
        names = [spelling for each in self for spelling in (each.slug, f"l{each.number:02d}")]
        raise NotThere("lecture", name, names, hint="./compass list shows them all.")


def read_catalog(course: Path = CHECKOUT) -> Catalog:
    """Every `scenes/step*/lNN_name.py` below `course`, in order of steps and numbers."""
    scenes = course / "scenes"
    if not scenes.is_dir():
        raise Unprepared(
            f"There are no lectures at {scenes}.",
            hint="Compass works in its checkout; install it from there with: pip install -e .",
        )
    found = [
        _read_lecture(file, name, step)
        for folder in scenes.iterdir()
        if (step := STEP_FOLDER.fullmatch(folder.name))
        for file in folder.iterdir()
        if (name := LECTURE_FILE.fullmatch(file.name))
    ]
    found.sort(key=lambda each: (each.step.number, each.number, each.slug))
    _refuse_namesakes(found)
    return Catalog(course, tuple(found))


def _refuse_namesakes(lectures: list[Lecture]) -> None:
    """Films are named by slug, and lectures called by number: neither may be taken twice."""
    for key in ("slug", "number"):
        seen: dict[object, Lecture] = {}
        for each in lectures:
            other = seen.setdefault(getattr(each, key), each)
            if other is not each:
                raise Unprepared(
                    f"Two lectures have the same {key}: {other.path} and {each.path}.",
                    hint="Rename one of them.",
                )


def _read_lecture(path: Path, name: re.Match[str], step: re.Match[str]) -> Lecture:
    bare = Lecture(
        path,
        int(name["number"]),
        name["name"].replace("_", "-"),
        Step(int(step["number"]), step["name"].replace("_", " ")),
    )
    place = f"scenes/{path.parent.name}/{path.name}"
    try:
        module = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return replace(bare, problem=f"{place}:{line or 1}: {error.args[0]}")
    classes = [node for node in module.body if isinstance(node, ast.ClassDef) and _is_lecture(node)]
    if len(classes) != 1:
        had = ", ".join(node.name for node in classes) or "none"
        return replace(bare, problem=f"{place}: a lecture's file defines one class of Lecture; it has {had}.")
    body = classes[0]
    texts = _texts(body)
    return replace(
        bare,
        class_name=body.name,
        title=texts.get("title", ""),
        goal=texts.get("goal", ""),
        poster=texts.get("poster"),
        beats=tuple(_beats(body)),
        problem=None
        if "title" in texts
        else f"{place}:{body.lineno}: the lecture has no title (a plain string).",
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
            chapter = _opened_chapter(decorator) or chapter
            words = " ".join((ast.get_docstring(node) or "").split())
            yield Beat(node.name, words, chapter, node.lineno)


def _opened_chapter(decorator: ast.expr) -> str | None:
    """The text of `@beat(chapter="...")`; None for a plain `@beat`."""
    for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
        if keyword.arg == "chapter" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return None
