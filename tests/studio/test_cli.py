"""The command line as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.studio.courses import CHECKOUT, Course, compass, environment

WITHOUT_MANIM = """
import sys
from studio.cli import main
sys.argv = ["compass", *{arguments}]
try:
    main()
finally:
    slow = sorted({{"manim", "numpy", "rich", "av", "typst"}} & set(sys.modules))
    assert not slow, f"imported {{slow}}"
"""


@pytest.fixture
def syllabus(course: Course) -> Course:
    course.add(1, "tiny_nudges")
    course.add(9, "gradient_compass")
    return course


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"], ["render", "--help"]])
def test_help_and_list_import_nothing_slow(syllabus: Course, arguments: list[str]) -> None:
    script = WITHOUT_MANIM.format(arguments=["--course", str(syllabus.folder), *arguments])
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_help_names_every_command(syllabus: Course) -> None:
    text = compass(syllabus, "--help").stdout
    assert all(f"\n  {name} " in text for name in ("list", "render", "sheet", "new", "test", "doctor"))


def test_list_shows_steps_and_lectures(syllabus: Course) -> None:
    lines = compass(syllabus, "list").stdout.splitlines()
    assert lines[0] == "Step 1: first steps"
    assert [line.split()[:2] for line in lines[1:]] == [["l01", "tiny-nudges"], ["l09", "gradient-compass"]]


def test_list_as_json_tells_everything(syllabus: Course) -> None:
    first, second = json.loads(compass(syllabus, "list", "--json").stdout)
    assert (first["slug"], second["number"]) == ("tiny-nudges", 9)
    assert first["file"] == "scenes/step1_first_steps/l01_tiny_nudges.py"
    assert [beat["name"] for beat in first["beats"]] == ["show", "move"]


@pytest.mark.parametrize("command", ["render", "sheet"])
def test_a_wrong_name_ends_with_2_and_offers_the_nearest(syllabus: Course, command: str) -> None:
    done = compass(syllabus, command, "gradient-compos")
    assert done.returncode == 2
    assert "gradient-compass" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["render", "1", "--beat", "shaw"],
        ["render", "1", "--beat", "show", "--from", "show"],
        ["render", "--beat", "show"],
        ["render", "1", "9", "--to", "show"],
        ["render", "1", "--from", "move", "--to", "show"],
        ["render", "-q", "x"],
        ["render", "-j", "0"],
        ["rendr"],
        ["list", "--jsn"],
    ],
)
def test_what_cannot_be_done_ends_with_2_and_a_sentence(syllabus: Course, arguments: list[str]) -> None:
    done = compass(syllabus, *arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (syllabus.folder / "media" / "lectures").exists()


def test_a_place_that_cannot_be_written_to_is_named(syllabus: Course) -> None:
    taken = syllabus.folder / "taken"
    taken.touch()
    done = compass(syllabus, "render", "-q", "l", "--out", taken / "below")
    assert done.returncode == 1
    assert done.stderr.count("--out DIR") == 2
    assert "Traceback" not in done.stderr


def test_a_reader_who_goes_away_is_no_error_worth_a_trace(syllabus: Course) -> None:
    for number in range(20, 60):
        syllabus.add(number, f"more_{number}")
    line = f"{sys.executable} -P -m studio --course {syllabus.folder} list --json | head -n 1"
    done = subprocess.run(
        line, shell=True, capture_output=True, text=True, env=environment(), cwd=CHECKOUT, check=False
    )
    assert done.stderr == ""


def test_tests_pass_arguments_to_pytest_alone(syllabus: Course) -> None:
    done = compass(syllabus, "test", "tests/studio/test_captions.py", "-k", "sixty", "--co", "-vv")
    assert done.returncode == 0
    assert "test_a_time_that_rounds_up_never_shows_sixty_seconds" in done.stdout
    assert "ruff" not in done.stdout
