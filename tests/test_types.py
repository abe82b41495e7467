"""mypy reads every room strictly, and what turns it off stays rare and has its reason."""

from __future__ import annotations

import re
import tomllib

from tests.test_architecture import HOUSE, ROOMS, files

UNTYPED_BY_OTHERS = {"disallow_subclassing_any", "disallow_untyped_calls", "disallow_untyped_decorators"}
MOST_ANY = 60  # of the word, imports and all


def test_mypy_reads_every_room_strictly() -> None:
    """Others' packages may be skipped, none of ours; what is not strict comes from others' lack of types."""
    told = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert told["strict"]
    assert sorted(told["files"]) == sorted(ROOMS)
    for each in told["overrides"]:
        rooms = {module.split(".")[0] for module in each["module"]}
        if rooms & {*ROOMS, "*"}:
            assert each.keys() - {"module"} <= UNTYPED_BY_OTHERS, each


def test_any_stays_rare_in_the_studio() -> None:
    """`Any` turns the check off for whatever it touches: each one has a reason of its own."""
    places = [
        f"{path.relative_to(HOUSE)}:{number}"
        for path in files("studio")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for _ in re.findall(r"\bAny\b", line)
    ]
    assert len(places) < MOST_ANY, places


def test_what_mypy_is_told_to_ignore_has_a_code_and_a_reason() -> None:
    reasoned = re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S")
    bare = [
        f"{path.relative_to(HOUSE)}:{number}"
        for room in ROOMS
        for path in files(room)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "# type: ignore" in line and not reasoned.search(line)
    ]
    assert not bare
