"""What lectures there are, read from `scenes/` as text: no lecture is imported to be listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.called import typed
from studio.course.finding import described
from studio.course.lecture import Lecture, Step
from studio.course.shelf import Shelf
from studio.errors import NotThere, Unprepared
from studio.places import CHECKOUT
from visuals.course import FILE, Course

LECTURE_FILE = re.compile(r"l(?P<number>\d\d)_(?!pictures\.)(?P<name>[a-z0-9_]+)\.py")
STEP_FOLDER = re.compile(r"step(?P<number>\d+)_(?P<name>[a-z0-9_]+)")


@dataclass(frozen=True)
class Catalog:
    """All lectures in teaching order; `said` is what the course's compass.toml says."""

    course: Path
    lectures: tuple[Lecture, ...]
    said: Course

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
        raise NotThere("lecture", name, names, hint=f"{typed('list')} shows them all.")


def read_catalog(course: Path = CHECKOUT) -> Catalog:
    """Every `scenes/step*/lNN_name.py` below `course`, in order of steps and numbers.

    `lNN_pictures.py` is no lecture: there stand pictures that only lecture NN uses.
    """
    scenes = course / "scenes"
    if not scenes.is_dir() and not (course / FILE).is_file():
        raise Unprepared(
            f"{course} is no course: it has no {FILE} and no scenes.",
            hint=f"{typed('new-course DIR')} begins one.",
        )
    said = described(course)
    names = {step.number: step.name for step in said.steps if step.name}
    shelf = Shelf(course)
    found = [
        shelf.read(_named(file, name, step, names))
        for folder in (scenes.iterdir() if scenes.is_dir() else ())
        if (step := STEP_FOLDER.fullmatch(folder.name))
        for file in folder.iterdir()
        if (name := LECTURE_FILE.fullmatch(file.name))
    ]
    shelf.save()
    found.sort(key=lambda each: (each.step.number, each.number, each.slug))
    _refuse_namesakes(found)
    return Catalog(course, tuple(found), said)


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


def _named(path: Path, name: re.Match[str], step: re.Match[str], names: Mapping[int, str]) -> Lecture:
    """The lecture as far as its file's name tells it; `names` are those that the course gives its steps."""
    slug, number = name["name"].replace("_", "-"), int(step["number"])
    called = names.get(number, step["name"].replace("_", " "))
    return Lecture(path, int(name["number"]), slug, Step(number, called))
