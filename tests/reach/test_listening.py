"""What a test reads is heard: in its own process, in those that it starts, and in their children."""

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


def told(folder: Path, unit: str, body: str) -> set[str]:
    """What a Python is heard to do whose environment asks for it."""
    child = str(Path(listening.__file__).parent / "child")
    surroundings = environment() | {
        listening.LOGS: str(folder), listening.UNIT: unit,
        "PYTHONPATH": os.pathsep.join([child, str(CHECKOUT)]),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-P", "-c", READS.format(body=body)], env=surroundings, check=True, cwd=folder
    )
    log = folder / listening.log_name(unit)
    return set(log.read_text().splitlines()) if log.exists() else set()


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
    assert line in told(tmp_path, "tests/a/test_b.py", body.format(root=listening.ROOT))


def test_a_childs_child_is_heard(tmp_path: Path) -> None:
    inner = f"open({listening.ROOT + 'LICENSE'!r})"
    body = f"import subprocess; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    assert "read\tLICENSE" in told(tmp_path, "tests/test_a.py", body)


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
    def heard(text: str, unit: str) -> set[str]:
        return told(tmp_path, unit, text.format(root=listening.ROOT))

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


@pytest.mark.parametrize("unit", ["tests/a/test_b.py[some-lecture]", "fixture films", "50%2F"])
def test_a_units_log_tells_its_unit(unit: str) -> None:
    assert listening.unit_of(listening.log_name(unit)) == unit
    assert "/" not in listening.log_name(unit)
