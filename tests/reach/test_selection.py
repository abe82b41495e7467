"""A change reaches the tests that read what it changed, and no others: tried on toy projects and toy maps."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.reach.imports import Imports
from tests.reach.keeping import Heard, Map, merged, packed, unpacked
from tests.reach.selection import Change, Selection, changed_since, is_chosen

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
    "tests/scenes/test_every_lecture.py": "",
}
LECTURES = {"dots": "scenes/step1/l01_dots.py", "lines": "scenes/step1/l02_lines.py"}
TESTS = (
    *(
        "tests/room/test_lamp.py::test_it",
        "tests/room/test_names.py::test_it",
        "tests/test_quiet.py::test_it",
    ),
    *(
        "tests/scenes/test_every_lecture.py::test_it[dots]",
        "tests/scenes/test_every_lecture.py::test_it[lines]",
    ),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def heard(**kinds: list[str]) -> Heard:
    return Heard(read=[], imported=[], listed=[], uses=[]) | kinds  # type: ignore[typeddict-item, return-value]


def chosen(project: Path, *files: str, came: tuple[str, ...] = (), known: Map | None = None) -> list[str]:
    """Which tests a change reaches; `known` is the map."""
    change = Change(frozenset([*files, *came]), frozenset(came))
    by_file: dict[str, list[str]] = {}
    for test in TESTS:
        by_file.setdefault(test.partition("::")[0], []).append(test)
    choice = Selection(Imports(project), known or {}, change, LECTURES).choice(by_file)
    slugs = {DOTS: "dots", LINES: "lines"}
    return [
        test
        for file, tests in by_file.items()
        for test in tests
        if file in choice and is_chosen(choice[file], test, slugs.get(test))
    ]


LAMP, NAMES, QUIET, DOTS, LINES = TESTS


# -- tests that never ran: judged by their text -------------------------------------------------------------


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
        ("tests/conftest.py", list(TESTS)),
        ("requirements/test.lock", list(TESTS)),
        ("data.csv", []),
        ("README.md", []),
    ],
)
def test_by_imports_and_names(project: Path, changed: str, reached: list[str]) -> None:
    assert chosen(project, changed) == reached


def test_where_nothing_changed_nothing_is_reached(project: Path) -> None:
    assert chosen(project) == []


# -- tests that were heard ----------------------------------------------------------------------------------


def test_what_was_read_counts_and_names_do_not(project: Path) -> None:
    known = {QUIET: heard(read=["data.csv"]), NAMES: heard()}
    assert chosen(project, "data.csv", known=known) == [QUIET]
    assert chosen(project, "scenes/step1/l01_dots.py", known=known) == [DOTS]


def test_tests_of_one_file_are_reached_each_by_itself(project: Path) -> None:
    other = QUIET.replace("test_it", "test_other")
    known = {QUIET: heard(read=["data.csv"]), other: heard(read=["more.csv"])}
    file = QUIET.partition("::")[0]

    def reached(changed: str) -> dict[str, bool]:
        choice = Selection(Imports(project), known, Change(frozenset([changed])), LECTURES).choice([file])
        return choice[file]["heard"]

    assert reached("data.csv") == {QUIET: True, other: False}
    assert reached("more.csv") == {QUIET: False, other: True}
    assert reached(file) == {QUIET: True, other: True}


def test_what_a_file_reads_on_being_imported_counts_for_all_its_tests(project: Path) -> None:
    known = {"tests/test_quiet.py": heard(read=["data.csv"]), QUIET: heard(), NAMES: heard()}
    assert chosen(project, "data.csv", known=known) == [QUIET]


def test_tests_that_are_new_to_a_file_are_reached_by_what_it_makes_them_of(project: Path) -> None:
    """Heard were others of the file: the name in brackets comes from a list of lectures, say."""
    known = {"tests/test_quiet.py": heard(listed=["scenes/step1"]), f"{QUIET}[old]": heard()}
    assert chosen(project, came=("scenes/step1/l03_new.py",), known=known) == [QUIET]
    assert chosen(project, came=("scenes/step1/l03_new.py",), known={**known, QUIET: heard()}) == []


def test_what_was_imported_counts_with_all_that_it_imports_now(project: Path) -> None:
    known = {QUIET: heard(imported=["rooms/lamp.py"])}
    assert QUIET in chosen(project, "rooms/wire_kinds.py", known=known)
    (project / "rooms" / "wire.py").write_text("")
    assert QUIET not in chosen(project, "rooms/wire_kinds.py", known=known)


def test_who_listed_a_folder_is_reached_by_what_comes_and_goes_there(project: Path) -> None:
    known = {QUIET: heard(listed=["rooms/pages"]), LAMP: heard(), NAMES: heard()}
    assert QUIET in chosen(project, came=("rooms/pages/other.html",), known=known)
    assert QUIET not in chosen(project, "rooms/pages/page.html", known=known)
    assert QUIET not in chosen(project, came=("rooms/other.html",), known=known)


def test_who_listed_the_lectures_read_them(project: Path) -> None:
    """The catalog remembers what it read, and does not open a lecture again that is as it was."""
    known = {QUIET: heard(listed=["scenes/step1"])}
    assert QUIET in chosen(project, "scenes/step1/l02_lines.py", known=known)


@pytest.mark.parametrize("shared", ["fixture films", "lecture dots"])
def test_what_a_shared_unit_read_counts_for_all_who_use_it(project: Path, shared: str) -> None:
    known = {QUIET: heard(uses=[shared]), NAMES: heard(), shared: heard(read=["data.csv"])}
    assert chosen(project, "data.csv", known=known) == [QUIET]


# -- the map ------------------------------------------------------------------------------------------------


def test_a_new_hearing_replaces_the_old_one_unless_a_test_failed(project: Path) -> None:
    known = {QUIET: heard(read=["old"], uses=["fixture a"]), LAMP: heard(read=["lamp"])}
    known["fixture a"] = heard(read=["old data"])
    new = {QUIET: heard(read=["new"], uses=["fixture a"]), "fixture a": heard(read=["new data"])}
    imports = Imports(project)
    assert merged(known, new, [], imports) == {**known, **new}
    both = merged(known, new, [QUIET], imports)
    assert both[QUIET]["read"] == ["new", "old"]
    assert both["fixture a"]["read"] == ["new data", "old data"]


def test_what_a_file_imports_anyway_is_not_kept(project: Path) -> None:
    new = {LAMP: heard(imported=["rooms/lamp.py", "rooms/wire.py", "scenes/step1/l01_dots.py"])}
    assert merged({}, new, [], Imports(project))[LAMP]["imported"] == ["scenes/step1/l01_dots.py"]


def test_what_nobody_asks_for_any_more_is_not_kept(project: Path) -> None:
    known = {"fixture a": heard(), "tests/test_gone.py::test_it": heard(uses=["fixture a"]), QUIET: heard()}
    assert merged(known, {}, [], Imports(project)) == {QUIET: heard()}


def test_a_map_is_as_it_was_when_it_is_taken_up_again() -> None:
    whole = {
        QUIET: heard(read=["data.csv"], uses=["fixture a"]), LAMP: heard(),
        "fixture a": heard(listed=["rooms"], imported=["rooms/lamp.py"]), DOTS: heard(),
    }  # fmt: skip
    assert unpacked(json.loads(json.dumps(packed(whole)))) == whole
    assert unpacked({"tests/test_quiet.py": heard()}) == {}  # kept by an earlier version


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
