"""A change reaches the tests that read what it changed, and no others: tried on toy projects and toy maps."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.reach.imports import Imports
from tests.reach.selection import Change, Heard, Selection, changed_since, merged, parts_of

PROJECT = {
    "rooms/__init__.py": "",
    "rooms/__init__.pyi": "from rooms.lamp import Lamp as Lamp\nfrom rooms.door import Door as Door\n",
    "rooms/lamp.py": "from rooms import wire\n",
    "rooms/wire.py": "def draw():\n    from .wire_kinds import kinds\n",
    "rooms/wire_kinds.py": "",
    "rooms/door.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from rooms.lamp import Lamp\n",
    "rooms/pages/page.html": "",
    "scenes/step1/l01_dots.py": "import l01_pictures\nfrom rooms import Door\n",
    "scenes/step1/l01_pictures.py": "",
    "scenes/step1/l02_lines.py": "from rooms import Lamp\n",
    "assets/voice/en/dots/show.opus": "",
    "data.csv": "",
    "tests/conftest.py": "",
    "tests/room/conftest.py": "import rooms.door\n",
    "tests/room/test_lamp.py": "from rooms import Lamp\n",
    "tests/room/test_names.py": "SLUG = 'dots'\n",
    "tests/test_quiet.py": "",
    "tests/test_all.py": "",
}
LECTURES = {"dots": "scenes/step1/l01_dots.py", "lines": "scenes/step1/l02_lines.py"}
UNITS = (
    *("tests/room/test_lamp.py", "tests/room/test_names.py", "tests/test_quiet.py"),
    *("tests/test_all.py[dots]", "tests/test_all.py[lines]"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def heard(**kinds: list[str]) -> Heard:
    return Heard(read=[], imported=[], listed=[], uses=[]) | kinds  # type: ignore[typeddict-item, return-value]


def chosen(project: Path, *files: str, came: tuple[str, ...] = (), **known: Heard) -> list[str]:
    """Which units a change reaches; `known` is the map, by the ends of units' names."""
    by_unit = {unit: told for end, told in known.items() for unit in UNITS if unit.endswith(f"{end}.py")}
    change = Change(frozenset([*files, *came]), frozenset(came))
    return Selection(project, by_unit | {k: v for k, v in known.items() if " " in k}, change, LECTURES).units(
        UNITS
    )


LAMP, NAMES, QUIET, DOTS, LINES = UNITS


# -- units that never ran: judged by their text -------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ("rooms/lamp.py", [LAMP, LINES]),
        ("rooms/wire_kinds.py", [LAMP, LINES]),  # imported inside a function of what lamp imports
        ("rooms/door.py", [LAMP, NAMES, DOTS]),  # by a conftest beside them, by the lecture
        ("scenes/step1/l01_dots.py", [NAMES, DOTS]),  # named by its slug
        ("scenes/step1/l01_pictures.py", [DOTS]),
        ("rooms/pages/page.html", [LAMP, NAMES, DOTS, LINES]),  # of a package that they import
        ("assets/voice/en/dots/show.opus", [DOTS]),
        ("tests/test_quiet.py", [QUIET]),
        ("tests/conftest.py", list(UNITS)),
        ("requirements/test.lock", list(UNITS)),
        ("data.csv", []),
        ("README.md", []),
    ],
)
def test_by_imports_and_names(project: Path, changed: str, reached: list[str]) -> None:
    assert chosen(project, changed) == reached


def test_where_nothing_changed_nothing_is_reached(project: Path) -> None:
    assert chosen(project) == []


# -- units that were heard ----------------------------------------------------------------------------------


def test_what_was_read_counts_and_names_do_not(project: Path) -> None:
    known = {"quiet": heard(read=["data.csv"]), "names": heard()}
    assert chosen(project, "data.csv", **known) == [QUIET]
    assert chosen(project, "scenes/step1/l01_dots.py", **known) == [DOTS]


def test_what_was_imported_counts_with_all_that_it_imports_now(project: Path) -> None:
    known = {"quiet": heard(imported=["rooms/lamp.py"])}
    assert QUIET in chosen(project, "rooms/wire_kinds.py", **known)
    (project / "rooms" / "wire.py").write_text("")
    assert QUIET not in chosen(project, "rooms/wire_kinds.py", **known)


def test_who_listed_a_folder_is_reached_by_what_comes_and_goes_there(project: Path) -> None:
    known = {"quiet": heard(listed=["rooms/pages"]), "lamp": heard(), "names": heard()}
    assert QUIET in chosen(project, came=("rooms/pages/other.html",), **known)
    assert QUIET not in chosen(project, "rooms/pages/page.html", **known)
    assert QUIET not in chosen(project, came=("rooms/other.html",), **known)


def test_who_listed_the_lectures_read_them(project: Path) -> None:
    """The catalog remembers what it read, and does not open a lecture again that is as it was."""
    known = {"quiet": heard(listed=["scenes/step1"])}
    assert QUIET in chosen(project, "scenes/step1/l02_lines.py", **known)


def test_what_a_shared_fixture_read_counts_for_all_who_use_it(project: Path) -> None:
    known = {"quiet": heard(uses=["fixture films"]), "fixture films": heard(read=["data.csv"])}
    assert chosen(project, "data.csv", **known) == [QUIET]


# -- the map ------------------------------------------------------------------------------------------------


def test_a_new_hearing_replaces_the_old_one_unless_a_test_failed(project: Path) -> None:
    known, new = {QUIET: heard(read=["old"]), LAMP: heard(read=["lamp"])}, {QUIET: heard(read=["new"])}
    imports = Imports(project)
    assert merged(known, new, [], imports) == {QUIET: heard(read=["new"]), LAMP: heard(read=["lamp"])}
    assert merged(known, new, [QUIET], imports)[QUIET]["read"] == ["new", "old"]


def test_what_a_file_imports_anyway_is_not_kept(project: Path) -> None:
    new = {LAMP: heard(imported=["rooms/lamp.py", "rooms/wire.py", "scenes/step1/l01_dots.py"])}
    assert merged({}, new, [], Imports(project))[LAMP]["imported"] == ["scenes/step1/l01_dots.py"]


def test_a_unit_is_a_file_or_a_lecture_in_it() -> None:
    assert parts_of(QUIET) == (QUIET, None)
    assert parts_of(DOTS) == ("tests/test_all.py", "dots")


# -- what git says ------------------------------------------------------------------------------------------


def git(project: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)


def test_edits_moves_and_files_that_git_does_not_know_are_changes(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "all")
    assert changed_since(project, "HEAD") == Change(frozenset())
    (project / "rooms" / "lamp.py").write_text("# other\n")
    (project / "data.csv").rename(project / "numbers.csv")
    (project / "rooms" / "ümlaut.py").touch()
    change = changed_since(project, "HEAD")
    moved = {"data.csv", "numbers.csv", "rooms/ümlaut.py"}
    assert change == Change(frozenset({"rooms/lamp.py"} | moved), frozenset(moved))
    git(project, "add", ".")
    assert changed_since(project, "HEAD") == change
    git(project, "commit", "-qm", "more")
    assert changed_since(project, "HEAD") == Change(frozenset())
    assert changed_since(project, "HEAD~1") == change


def test_what_git_cannot_tell_is_said(project: Path) -> None:
    with pytest.raises(LookupError, match="git cannot tell what has changed"):
        changed_since(project, "HEAD")
