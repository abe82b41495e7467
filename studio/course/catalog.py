"""What lectures there are, read from `scenes/` as text: no lecture is imported to be listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.course.lecture import Lecture, Step
from studio.course.shelf import Shelf
from studio.errors import NotThere, Unprepared
from studio.places import CHECKOUT

LECTURE_FILE = re.compile(r"l(?P<number>\d\d)_(?!pictures\.)(?P<name>[a-z0-9_]+)\.py")
STEP_FOLDER = re.compile(r"step(?P<number>\d+)_(?P<name>[a-z0-9_]+)")


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
    """Every `scenes/step*/lNN_name.py` below `course`, in order of steps and numbers.

    `lNN_pictures.py` is no lecture: there stand pictures that only lecture NN uses.
    """
    scenes = course / "scenes"
    if not scenes.is_dir():
        raise Unprepared(
            f"There are no lectures at {scenes}.",
            hint="Compass works in its checkout; install it from there with: pip install -e .",
        )
    shelf = Shelf(course)
    found = [
        shelf.read(_named(file, name, step))
        for folder in scenes.iterdir()
        if (step := STEP_FOLDER.fullmatch(folder.name))
        for file in folder.iterdir()
        if (name := LECTURE_FILE.fullmatch(file.name))
    ]
    shelf.save()
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


def _named(path: Path, name: re.Match[str], step: re.Match[str]) -> Lecture:
    """The lecture as far as its file's name tells it."""
    slug = name["name"].replace("_", "-")
    return Lecture(path, int(name["number"]), slug, Step(int(step["number"]), step["name"].replace("_", " ")))
