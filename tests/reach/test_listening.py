"""What a test reads is heard: in its own process, in those that it starts, in their children, from memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reach import listening
from tests.studio.courses import CHECKOUT, environment

READS = """
import importlib, os, pathlib, sys
{body}
"""


def told(folder: Path, log: str, body: str) -> set[str]:
    """What a Python is heard to do whose environment asks for it."""
    child = str(Path(listening.__file__).parent / "child")
    surroundings = environment() | {
        listening.LOGS: str(folder), listening.UNIT: log,
        "PYTHONPATH": os.pathsep.join([child, str(CHECKOUT)]),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-P", "-c", READS.format(body=body)], env=surroundings, check=True, cwd=folder
    )
    written = folder / log
    return set(written.read_text().splitlines()) if written.exists() else set()


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("open({root!r} + 'README.md')", "read\tREADME.md"),
        ("pathlib.Path({root!r}, 'README.md').read_bytes()", "read\tREADME.md"),
        ("os.open({root!r} + 'README.md', os.O_RDONLY)", "read\tREADME.md"),
        ("import studio.errors", "imported\tstudio/errors.py"),
        ("os.listdir({root!r} + 'requirements')", "listed\trequirements"),
        ("list(pathlib.Path({root!r}, 'requirements').glob('*'))", "listed\trequirements"),
        ("os.fork() or (open({root!r} + 'LICENSE'), os._exit(0)); os.wait()", "read\tLICENSE"),
    ],
)
def test_a_process_is_heard(tmp_path: Path, body: str, line: str) -> None:
    assert line in told(tmp_path, "log", body.format(root=listening.ROOT))


def test_a_childs_child_is_heard(tmp_path: Path) -> None:
    inner = f"open({listening.ROOT + 'LICENSE'!r})"
    body = f"import subprocess; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    assert "read\tLICENSE" in told(tmp_path, "log", body)


@pytest.mark.parametrize(
    "body",
    [
        "open({root!r} + '.gitignore', 'a').close()",  # written to
        "open({root!r} + '.git')" if (CHECKOUT / ".git").is_file() else "os.listdir({root!r} + '.git')",
        "open(os.devnull)",
        "os.path.exists({root!r} + 'LICENSE')",
        "import json.tool",  # no file of the project, though every folder is looked through for it
    ],
)
def test_nothing_is_made_up(tmp_path: Path, body: str) -> None:
    def heard(text: str, log: str) -> set[str]:
        return told(tmp_path, log, text.format(root=listening.ROOT))

    assert heard(body, "one") == heard("", "other")


def test_another_sitecustomize_is_run_as_well(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.theirs = __file__\n")
    child = str(Path(listening.__file__).parent / "child")
    path = os.pathsep.join([child, str(CHECKOUT), str(tmp_path)])
    said = subprocess.run(
        [sys.executable, "-c", "import sys; print(sys.theirs)"],
        env=environment() | {"PYTHONPATH": path}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == str(tmp_path / "sitecustomize.py")


TURNS = """
import functools
from tests.reach import listening

@functools.cache
def licence(): return open({root!r} + 'LICENSE').read()

class Shelf:
    @functools.lru_cache
    def readme(): return open({root!r} + 'README.md').read()

listening.turn_to("first")
licence(), Shelf.readme()
listening.turn_to("second")
licence()
former = listening.turn_to("third")
Shelf.readme()
listening.turn_back(former)
open({root!r} + 'pyproject.toml')
listening.turn_to("fourth")
listening.turn_to("")
"""


def test_what_a_cached_function_read_is_heard_of_all_whom_it_answers(tmp_path: Path) -> None:
    told(tmp_path, "log", TURNS.format(root=listening.ROOT))
    logs = [each.read_text().splitlines() for each in tmp_path.iterdir() if each.name != "log"]
    assert {unit: set(read) for unit, *read in logs} == {
        "of\tfirst": {"read\tLICENSE", "read\tREADME.md"},
        "of\tsecond": {"read\tLICENSE", "read\tpyproject.toml"},
        "of\tthird": {"read\tREADME.md"},
        "of\tfourth": set(),
    }
