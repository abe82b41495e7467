"""Whether a change meets what a unit of tests reads. Knows nothing of pytest."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

from tests.reach.imports import Imports
from tests.reach.keeping import LECTURE, Map, conftests, file_of, is_shared

FOUNDATIONS = ("pyproject.toml", "requirements/")  # what every test stands on
LECTURES = (
    "scenes/"  # whoever lists a folder of lectures, such as the catalog, reads them all, or remembers them
)
CATALOG = "studio/course/catalog.py"
EVERYTHING = ("tests/test_architecture.py",)  # look at every file of the project, by any way
BY_LECTURE = {  # files whose tests each show one lecture, and by which of their parameters
    "tests/scenes/test_every_lecture.py": "slug",
    "tests/scenes/test_showings.py": "shown",
}


class Chosen(TypedDict):
    """Which tests of a file a change reaches: those that were heard by name, others by their lecture, if the
    file's tests each show one.
    """

    heard: dict[str, bool]
    lectures: dict[str, bool]
    others: bool


Choice = dict[str, Chosen]  # by file, of those that a change may reach


def is_chosen(file: Chosen, test: str, slug: str | None) -> bool:
    """Whether a test of such a file is reached."""
    return file["heard"].get(test, file["lectures"].get(slug or "", file["others"]))


@dataclass(frozen=True)
class Change:
    """Files that are other than they were, and of those the ones that came or went."""

    files: frozenset[str]
    came_or_went: frozenset[str] = frozenset()


@dataclass
class Selection:
    """Judges tests. `heard` is what they were heard to do; `lectures` are the files of lectures, by slug."""

    imports: Imports
    heard: Map
    change: Change
    lectures: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.meets = cache(self._meets)
        self.around = cache(self._around)
        self.folders = self._folders()
        self.units: dict[str, list[str]] = {}
        for unit in self.heard:
            if not is_shared(unit):
                self.units.setdefault(file_of(unit), []).append(unit)

    def choice(self, files: Iterable[str]) -> Choice:
        """Of some files of tests, those that the change may reach, and which of their tests."""
        files = list(files)
        among = {path for heard in self.heard.values() for path in heard["imported"]}
        among |= {*files, *self.lectures.values(), *(each for file in files for each in conftests(file))}
        self.importers = self.imports.importers(self.change.files, among)
        chosen = {file: self._chosen(file) for file in files}
        return {
            file: each
            for file, each in chosen.items()
            if each["others"] or any(each["heard"].values()) or any(each["lectures"].values())
        }

    def _chosen(self, file: str) -> Chosen:
        every = bool(self.change.files) and (
            file in EVERYTHING or any(each.startswith(FOUNDATIONS) for each in self.change.files)
        )
        every = every or not self.importers.isdisjoint([file, *conftests(file)])
        tests = {test: every or self._is_met(file, test) for test in self.units.get(file, ()) if test != file}
        slugs = self.lectures if file in BY_LECTURE else ()
        return Chosen(
            heard=tests,
            lectures={slug: every or self._may_reach(file, slug) for slug in slugs},
            others=every or (not slugs and self._may_reach(file)) or self._makes_others(file, tests),
        )

    def _makes_others(self, file: str, tests: Mapping[str, bool]) -> bool:
        """Whether tests of a file that were never heard may come of the change: where others are reached, or
        where it meets what the file reads when it is imported, or where it makes another list of lectures.
        """
        is_listed = any(each.startswith(LECTURES) for each in self.change.came_or_went)
        knows_lectures = is_listed and CATALOG in self.imports.closure([file, *conftests(file)])
        return bool(tests) and (any(tests.values()) or self.meets(file) or knows_lectures)

    def _is_met(self, file: str, test: str) -> bool:
        """Whether the change meets what a test was heard to read, or its file when it was imported: but what
        that reads of lectures is the catalog's list of them all, and no reach of it.
        """
        return any(map(self.meets, (test, *self.heard[test]["uses"]))) or self.meets(file, False)

    def _meets(self, unit: str, lectures: bool = True) -> bool:
        """Whether the change meets what a unit was heard to do, with what it read of lectures or without."""
        heard = self.heard.get(unit)
        if heard is None:
            return False
        read, listed = set(heard["read"]), set(heard["listed"])
        if not lectures:
            read = {each for each in read if not each.startswith(LECTURES)}
        if not lectures or unit.startswith(LECTURE):  # this asks the catalog for its own lecture alone
            listed = {each for each in listed if not each.startswith(LECTURES)}
        return (
            not read.isdisjoint(self.change.files)
            or not listed.isdisjoint(self.folders)
            or not self.importers.isdisjoint(heard["imported"])
        )

    def _folders(self) -> set[str]:
        """The folders whose list would be another one, or whose lectures would be."""
        asked = self.change.came_or_went | {each for each in self.change.files if each.startswith(LECTURES)}
        return {str(Path(each).parent) for each in asked}

    def _around(self, file: str) -> frozenset[str]:
        """The folders of all that a file imports."""
        return frozenset(each.rpartition("/")[0] for each in self.imports.closure([file]))

    def _may_reach(self, file: str, slug: str | None = None) -> bool:
        """The same of tests that were never heard: by their imports, what lies beside those, and by names."""
        starts = [file, *conftests(file), *([self.lectures[slug]] if slug else [])]
        if not self.importers.isdisjoint(starts):
            return True
        rooms = {self._room(each) for each in self.change.files if not each.endswith(".py")}
        if any(not rooms.isdisjoint(self.around(each)) for each in starts):
            return True
        if slug is not None:
            return any(f"/{slug}/" in each for each in self.change.files)  # its recordings
        text = (self.imports.root / file).read_text(encoding="utf-8")
        return any(name in text for each in self.change.files for name in self._names(each))

    def _room(self, path: str) -> str | None:
        """The package whose data a file is; None for a file that lies elsewhere."""
        above = [each for each in Path(path).parents if each != Path()]
        return next((str(each) for each in above if any((self.imports.root / each).glob("*.py"))), None)

    def _names(self, path: str) -> list[str]:
        """What a test would call a file: by its name, and a lecture by its slug."""
        slugs = [slug for slug, lecture in self.lectures.items() if lecture == path]
        name = Path(path).stem if path.startswith(LECTURES) else Path(path).name
        return slugs or ([name] if name != "__init__.py" else [])


def changed_since(root: Path, revision: str) -> Change:
    """What git says is other than at a revision, committed or not; LookupError, with a sentence, else."""
    listed = _git(root, "diff", "--name-status", "--no-renames", "-z", revision, "--").split("\0")
    marks = dict(zip(listed[1::2], listed[::2], strict=False))
    fresh = [
        each for each in _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0") if each
    ]
    moved = [name for name, mark in marks.items() if mark in ("A", "D")]
    return Change(frozenset([*marks, *fresh]), frozenset([*moved, *fresh]))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        raise LookupError("git is not installed, so nothing tells what has changed.") from None
    except subprocess.CalledProcessError as error:
        raise LookupError(f"git cannot tell what has changed: {error.stderr.strip()}") from None
    return done.stdout
