"""Whether a change meets what a unit of tests reads. Knows nothing of pytest."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from tests.reach.imports import Imports

FOUNDATIONS = ("pyproject.toml", "requirements/")  # what every test stands on
LECTURES = (
    "scenes/"  # whoever lists a folder of lectures, such as the catalog, reads them all, or remembers them
)
EVERYTHING = ("tests/test_architecture.py",)  # look at every file of the project, by any way


class Heard(TypedDict):
    """What a unit was heard to do, in paths from the project's root."""

    read: list[str]
    imported: list[str]
    listed: list[str]
    uses: list[str]  # fixtures of the whole session, which have reaches of their own


Map = dict[str, Heard]


@dataclass(frozen=True)
class Change:
    """Files that are other than they were, and of those the ones that came or went."""

    files: frozenset[str]
    came_or_went: frozenset[str] = frozenset()


@dataclass
class Selection:
    """Judges units of tests. `heard` is what they were heard to do; `lectures` are the files of lectures, by
    slug.
    """

    root: Path
    heard: Map
    change: Change
    lectures: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.imports = Imports(self.root)

    def units(self, known: Iterable[str]) -> list[str]:
        """Those of some units that the change reaches."""
        return [each for each in known if self.reaches(each)]

    def reaches(self, unit: str) -> bool:
        """Whether the change reaches a unit."""
        if not self.change.files:
            return False
        file, slug = parts_of(unit)
        if file in EVERYTHING or any(each.startswith(FOUNDATIONS) for each in self.change.files):
            return True
        heard = self.heard.get(unit)
        if heard is None:
            return self._may_reach(file, slug)
        together = [heard, *(self.heard[each] for each in heard["uses"] if each in self.heard)]
        modules = [path for each in together for path in each["imported"]]
        reached = self._imported(file, modules) | {path for each in together for path in each["read"]}
        listed = {path for each in together for path in each["listed"]}
        return bool(reached & self.change.files) or any(map(listed.__contains__, self._folders()))

    def _folders(self) -> set[str]:
        """The folders whose list would be another one, or whose lectures would be."""
        asked = self.change.came_or_went | {each for each in self.change.files if each.startswith(LECTURES)}
        return {str(Path(each).parent) for each in asked}

    def _imported(self, file: str, more: Iterable[str] = ()) -> frozenset[str]:
        above = [str(folder) for folder in Path(file).parents]
        return self.imports.closure([file, *(f"{folder}/conftest.py" for folder in above), *more])

    def _may_reach(self, file: str, slug: str | None) -> bool:
        """The same of a unit that was never heard: by its imports, what lies beside those, and by names."""
        own = [self.lectures[slug]] if slug in self.lectures else []
        reached = self._imported(file, own)
        if reached & self.change.files:
            return True
        if {self._room(each) for each in self.change.files if not each.endswith(".py")} & {
            str(Path(each).parent) for each in reached
        }:
            return True
        if slug is not None:
            return any(f"/{slug}/" in each for each in self.change.files)  # its recordings
        text = (self.root / file).read_text(encoding="utf-8")
        return any(name in text for each in self.change.files for name in self._names(each))

    def _room(self, path: str) -> str | None:
        """The package whose data a file is; None for a file that lies elsewhere."""
        above = [each for each in Path(path).parents if each != Path()]
        return next((str(each) for each in above if any((self.root / each).glob("*.py"))), None)

    def _names(self, path: str) -> list[str]:
        """What a test would call a file: by its name, and a lecture by its slug."""
        slugs = [slug for slug, lecture in self.lectures.items() if lecture == path]
        name = Path(path).stem if path.startswith(LECTURES) else Path(path).name
        return slugs or ([name] if name != "__init__.py" else [])


def parts_of(unit: str) -> tuple[str, str | None]:
    """A unit's test file, and its lecture, if it has one."""
    file, bracket, slug = unit.partition("[")
    return file, slug.rstrip("]") if bracket else None


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


def merged(known: Map, new: Map, failed: Iterable[str], imports: Imports) -> Map:
    """What was heard now in the place of what was heard before. A unit that failed may have been cut short:
    of that, both count. What is imported because of something else is left out: `Imports` finds it again.
    """
    cut_short = set(failed)
    both = dict(known)
    for unit, heard in new.items():
        kinds = (Heard(**heard), known[unit]) if unit in cut_short and unit in known else (heard,)
        file, _ = parts_of(unit)
        read, imported, listed, uses = (
            {path for each in kinds for path in each[kind]}  # type: ignore[literal-required]
            for kind in ("read", "imported", "listed", "uses")
        )
        implied = imports.closure([file]) if file.endswith(".py") else frozenset()
        both[unit] = Heard(
            read=sorted(read), imported=sorted(imported - implied), listed=sorted(listed), uses=sorted(uses)
        )
    return both
