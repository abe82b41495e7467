"""Tests that share something dear run in one process, where several run tests."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from studio.checks import CHECKS
from tests.sharing import TOGETHER
from tests.studio.courses import CHECKOUT, environment

CONFTEST = "from tests.sharing import pytest_xdist_make_scheduler  # noqa: F401\n"
TEST = """import os, pytest

@pytest.mark.parametrize("number", range({count}))
def test_note_who_runs_this(number):
    with open({noted!r}, "a") as noted:
        noted.write({room!r} + " " + os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""
FILES = {  # what they share, and how many tests there are
    "tests/calc_core/test_a.py": ("file", 20),  # many, but quick
    "tests/scenes/test_every_lecture.py": ("lectures", 6),
    "tests/scenes/test_showings.py": ("showings", 5),
    "tests/studio/publish/test_d.py": ("films", 3),
    "tests/studio/render/test_interruptions.py": ("films", 3),
    "tests/studio/render/test_films.py": ("films", 3),
    "tests/visuals/test_e.py": ("other", 20),
}


def test_every_room_runs_on_one_process_the_longest_first(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for name, (room, count) in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEST.format(noted=str(noted), room=room, count=count))
    ((_, command),) = [each for each in CHECKS if each[0] == "tests"]
    sharing = command[command.index("--dist") :]
    done = subprocess.run(
        [sys.executable, "-m", *command[:1], "-n", "2", *sharing, "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ran = [line.split() for line in noted.read_text().splitlines()]
    assert Counter(room for room, _ in ran) == {
        "file": 20,
        "lectures": 6,
        "films": 9,
        "other": 20,
        "showings": 5,
    }
    assert len({(room, process) for room, process in ran}) == 5, "a room was shared out"
    assert {room for room, _ in ran[:2]} <= {"films", "lectures"}
    assert list(dict.fromkeys(room for room, _ in ran))[-1] == "showings", "begun before what it asks about"


def test_rooms_are_there() -> None:
    for places in TOGETHER:
        assert all((CHECKOUT / place).exists() for place in places)
