"""The map of what every unit was heard to read: as a whole, and as it is kept. Knows nothing of pytest."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from tests.reach.imports import Imports

FIXTURE = "fixture "  # begins the name of a unit that several tests share
LECTURE = "lecture "  # and of what the critic reads of a lecture


class Heard(TypedDict):
    """What a unit was heard to do, in paths from the project's root."""

    read: list[str]
    imported: list[str]
    listed: list[str]
    uses: list[str]  # units that several tests share


KINDS = tuple(Heard.__annotations__)
Map = dict[str, Heard]


def file_of(unit: str) -> str:
    """The test file that a test is in."""
    return unit.partition("::")[0]


def conftests(file: str) -> list[str]:
    """What pytest reads before a file of tests."""
    return [f"{folder}/conftest.py" for folder in map(str, Path(file).parents)]


def is_shared(unit: str) -> bool:
    """Whether a unit is what several tests use, no test and no file of tests."""
    return unit.startswith((FIXTURE, LECTURE))


def merged(known: Map, new: Map, failed: Iterable[str], imports: Imports) -> Map:
    """What was heard now in the place of what was heard before.

    A test that failed may have been cut short: of it, and of what it used, both count. What is imported
    because of something else is left out: `Imports` finds it again. So are the tests of files that have gone,
    and fixtures that no test uses any more.
    """
    cut_short = set(failed)
    cut_short |= {used for unit in cut_short & new.keys() for used in new[unit]["uses"]}
    implied = cache(lambda file: imports.closure([file, *conftests(file)]))
    both = dict(known)
    for unit, heard in new.items():
        told = (heard, known[unit]) if unit in cut_short and unit in known else (heard,)
        kinds = {kind: {path for each in told for path in each[kind]} for kind in KINDS}  # type: ignore[literal-required]
        if not is_shared(unit):
            kinds["imported"] -= implied(file_of(unit))
        both[unit] = _heard(kinds)
    tests = {unit: heard for unit, heard in both.items() if imports.is_file(file_of(unit))}
    used = {each for heard in tests.values() for each in heard["uses"]}
    return tests | {unit: heard for unit, heard in both.items() if unit in used}


def packed(whole: Map) -> dict[str, Any]:
    """A map as it is kept: many tests read the same, so every path and every set of them is told once."""
    paths: dict[str, int] = {}
    sets: dict[tuple[tuple[int, ...], ...], int] = {}
    units = {}
    for unit, heard in whole.items():
        told = tuple(
            tuple(paths.setdefault(each, len(paths)) for each in heard[kind])  # type: ignore[literal-required]
            for kind in KINDS
        )
        units[unit] = sets.setdefault(told, len(sets))
    return {"paths": list(paths), "sets": list(sets), "units": units}


def unpacked(kept: dict[str, Any]) -> Map:
    """The map that was packed; an empty one of what was kept in another form."""
    if kept.keys() != {"paths", "sets", "units"}:
        return {}
    paths = kept["paths"]
    sets = [
        _heard({kind: [paths[each] for each in told] for kind, told in zip(KINDS, each, strict=True)})
        for each in kept["sets"]
    ]
    return {unit: sets[told] for unit, told in kept["units"].items()}


def _heard(kinds: dict[str, Any]) -> Heard:
    return Heard(
        read=sorted(kinds["read"]), imported=sorted(kinds["imported"]),
        listed=sorted(kinds["listed"]), uses=sorted(kinds["uses"]),
    )  # fmt: skip
