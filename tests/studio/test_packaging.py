"""What the project needs at work goes into a wheel: tables, templates, pages, letters, the speaker."""

from __future__ import annotations

import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from calc_core.data import csv_tables
from studio.places import SITE_ASSETS
from studio.publish.drawings import PLAIN
from studio.voice.kokoro import SPEAKERS
from tests.studio.courses import CHECKOUT

ROOMS = ("calc_core", "studio", "visuals")
SETUPTOOLS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def test_every_file_of_the_rooms_is_packaged() -> None:
    listed = subprocess.run(
        ["git", "ls-files", *ROOMS], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    patterns = SETUPTOOLS["package-data"]["*"]
    left_out = [
        name
        for name in listed
        if name and not name.endswith(".py") and not any(fnmatch(Path(name).name, each) for each in patterns)
    ]
    assert left_out in ([], ["calc_core/data/tables/.gitattributes"])  # git's own
    assert SETUPTOOLS["packages"]["find"]["include"] == [
        f"{room}*" for room in ("calc_core", "visuals", "studio")
    ]


def test_what_is_opened_at_work_lies_in_a_room_and_not_in_the_checkout() -> None:
    assert PLAIN.picture is not None
    for place in (csv_tables.FOLDER, SITE_ASSETS, SPEAKERS, PLAIN.picture):
        assert place.exists()
        assert place.relative_to(CHECKOUT).parts[0] in ROOMS
