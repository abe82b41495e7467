"""The command line as a user types it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from studio.called import CALLED
from studio.cli import compass as command_line
from tests.studio.courses import (
    CHECKOUT,
    PATIENCE,
    Course,
    begin,
    command,
    compass,
    environment,
    wait_until,
)

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


@pytest.mark.parametrize(
    "arguments", [["--help"], ["list"], ["list", "--json"], ["render", "--help"], ["check", "--rules"]]
)
def test_help_and_list_import_nothing_slow(syllabus: Course, arguments: list[str]) -> None:
    script = WITHOUT_MANIM.format(arguments=["--course", str(syllabus.folder), *arguments])
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_help_names_every_command(syllabus: Course) -> None:
    text = compass(syllabus, "--help").stdout
    assert all(
        f"\n  {name} " in text
        for name in ("list", "render", "sheet", "new", "test", "doctor", "clean", "completion")
    )


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


@pytest.mark.parametrize("arguments", [[], *([name] for name in sorted(command_line.commands))])
@pytest.mark.parametrize("columns", [40, 60])
def test_help_fits_a_narrow_window(arguments: list[str], columns: int) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "studio", *arguments, "--help"],
        capture_output=True, text=True, env=environment() | {"COLUMNS": str(columns)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "..." not in done.stdout.replace("[LECTURE ...]", "").replace("[NAME ...]", "").replace(
        "[ARGS]...", ""
    )  # nothing is cut
    too_long = [line for line in done.stdout.splitlines() if len(line) > columns]
    assert not too_long


def test_help_for_the_tests_is_ours_and_not_pytests(syllabus: Course) -> None:
    ours = compass(syllabus, "test", "--help").stdout
    assert "Check everything: format, lint, types and tests" in ours
    assert "--maxfail" not in ours
    assert compass(syllabus, "test", "-k", "x", "-h").stdout == ours
    assert "--maxfail" in compass(syllabus, "test", "--", "--help").stdout


@pytest.mark.parametrize("name", ["clean", "completion", "docs", "test"])
def test_help_names_what_to_type_as_it_is_called_here(name: str) -> None:
    """An installed course has no `./compass`; and what is shown is laid out anew, not cut."""
    for called in ("compass", "./compass"):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "studio", name, "--help"],
            capture_output=True, text=True, env=environment() | {CALLED: called}, check=True,
        )  # fmt: skip
        assert ("./compass" in done.stdout) == (called == "./compass")
        assert f"{called} " in done.stdout


def test_the_version_is_the_projects(syllabus: Course) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert compass(syllabus, "--version").stdout == f"Compass {project['version']}\n"


def test_a_dry_run_says_what_is_due_and_why_and_touches_nothing(rendered: Course, tmp_path: Path) -> None:
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)
    course.add(2, "other_dot", start=7)
    course.add(3, "third_dot")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "media" / "lectures").rglob("*")}
    done = compass(course, "render", "-q", "l", "--dry-run")
    assert done.returncode == 0, done.stderr
    lines = {line.split()[1]: line for line in done.stdout.splitlines()[1:]}
    assert "up to date" in lines["quiet-dot"]
    assert "l02_other_dot.py changed" in lines["other-dot"]
    assert " new " in lines["third-dot"]
    assert "2 films to render, 1 up to date: about" in done.stderr
    told = {each["slug"]: each for each in _json(compass(course, "render", "-q", "l", "--dry-run", "--json"))}
    assert {slug: each["state"] for slug, each in told.items()} == {
        "quiet-dot": "up to date", "other-dot": "due", "third-dot": "due",
    }  # fmt: skip
    assert told["quiet-dot"]["takes"] == 0 < told["third-dot"]["takes"]
    assert told["quiet-dot"]["reason"] is None
    course.write(4, "no_syntax", "class NoSyntax(Lecture:\n")
    done = compass(course, "render", "-q", "l", "--dry-run", "--json")
    assert (done.returncode, _json(done)[-1]["state"]) == (1, "broken")
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "media" / "lectures").rglob("*")}
    assert after == before


def test_json_tells_what_became_of_each_film(rendered: Course, tmp_path: Path) -> None:
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)
    course.add(2, "other_dot", start=7)
    course.add(3, "third_dot", first="self.dot.no_such_thing()")
    done = compass(course, "render", "-q", "l", "--json")
    assert done.returncode == 1
    quiet, other, third = _json(done)
    assert [each["state"] for each in (quiet, other, third)] == ["up to date", "rendered", "failed"]
    assert quiet["taken"] is None
    assert other["frames"] == quiet["frames"] == round(15 * quiet["seconds"])
    assert other["taken"] > 0 < other["spent"]["drawing"]
    assert Path(other["file"]).is_file()
    assert "no_such_thing" in third["error"]
    assert third["hint"].startswith("The whole trace: ")


def _json(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def test_one_film_is_one_film(rendered: Course) -> None:
    assert "1 film, 1 up to date: nothing to render." in compass(rendered, "render", "1", "-q", "l").stderr
    assert "2 films, 2 up to date: nothing to render." in compass(rendered, "render", "-q", "l").stderr


def test_a_reader_who_goes_away_does_not_end_a_render(syllabus: Course) -> None:
    """`./compass render 2>&1 | head -n 1`: the film is made all the same, and the render ends well."""
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        command(syllabus, "render", "1", "-q", "l", "--beat", "show"),
        stdout=theirs, stderr=theirs, env=environment(), cwd=syllabus.folder,
    )  # fmt: skip
    os.close(theirs)
    with os.fdopen(ours) as reader:
        assert "1 film to render" in reader.readline()
    assert process.wait(PATIENCE) == 0
    films = syllabus.folder / "media" / "lectures" / "480p15"
    assert {path.suffix for path in films.iterdir()} >= {".mp4", ".json", ".vtt"}


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's own")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["render", "-q", "l"], ["doctor"]])
def test_a_full_disk_under_standard_output_is_a_sentence(rendered: Course, arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command(rendered, *arguments), stdout=full, stderr=subprocess.PIPE,
            text=True, env=environment(), cwd=rendered.folder, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "compass: standard output cannot be written to: No space left on device."
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's own")
def test_a_full_disk_under_the_progress_does_not_end_a_render(rendered: Course, tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command(rendered, "render", "1", "-q", "l", "--beat", "show", "--out", tmp_path),
            stdout=subprocess.PIPE, stderr=full, env=environment(), cwd=rendered.folder, check=False,
        )  # fmt: skip
    assert done.returncode == 0
    assert (tmp_path / "quiet-dot.show.mp4").is_file()


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["render", "--out", LONG],
        ["sheet", "1", "--out", LONG + ".png"],
        ["publish", "--out", LONG],
        ["publish", "--check", "--out", LONG],
        ["serve", "--out", LONG],
        ["embed", "1", "--gif", "--out", LONG + ".gif"],
        ["new", LONG],
        ["render", "--out", "below/" + LONG],
    ],
)
def test_a_name_that_no_file_can_have_is_refused_at_once(syllabus: Course, arguments: list[str]) -> None:
    done = compass(syllabus, *arguments)
    assert done.returncode == 2
    assert "File name too long" in done.stderr
    assert LONG in done.stderr
    assert "Traceback" not in done.stderr
    assert "rendering" not in done.stderr  # before the work, not after it
    assert not (syllabus.folder / "media" / "lectures").exists()


@pytest.mark.parametrize("optimised", [{"PYTHONOPTIMIZE": "2"}, {"PYTHONOPTIMIZE": "1"}])
def test_python_without_docstrings_is_refused_in_a_sentence(
    syllabus: Course, optimised: dict[str, str]
) -> None:
    """They are the lectures' words; without assertions, which is all that -O leaves out, everything works."""
    done = subprocess.run(
        command(syllabus, "list"), capture_output=True, text=True,
        env=environment() | optimised, cwd=syllabus.folder, check=False,
    )  # fmt: skip
    if optimised["PYTHONOPTIMIZE"] == "1":
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 2
    assert done.stderr.startswith("compass: Python leaves docstrings out here (PYTHONOPTIMIZE=2, or -OO)")
    assert len(done.stderr.splitlines()) == 2


BEFORE_1970 = """
import sys, time
time.time = lambda: -150_000_000.0
from studio.cli import main
sys.argv = ["compass", *{arguments}]
main()
"""


@pytest.mark.parametrize("arguments", [["render", "1"], ["sheet", "1"], ["publish"], ["check"]])
def test_a_clock_before_1970_is_told_of_before_anything_is_played(
    syllabus: Course, arguments: list[str]
) -> None:
    script = BEFORE_1970.format(arguments=["--course", str(syllabus.folder), *arguments])
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("compass: This machine's clock says 1965;")
    assert "Traceback" not in done.stderr
    assert not (syllabus.folder / "media" / "lectures").exists()


def test_a_clock_before_1970_does_not_keep_the_list_away(syllabus: Course) -> None:
    script = BEFORE_1970.format(arguments=["--course", str(syllabus.folder), "list"])
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "gradient-compass" in done.stdout


@pytest.mark.parametrize("taken_away", ["the films' folder", "the private folder"])
def test_a_folder_that_vanishes_under_a_render_is_called_so(course: Course, taken_away: str) -> None:
    """Neither the lecture's fault nor a want of room."""
    course.add(1, "quiet_dot", seconds=300.0)
    films = course.folder / "media" / "lectures" / "480p15"
    with begin(course, "render", "1", "-q", "l") as process:
        try:
            wait_until(lambda: list(films.glob(".rendering-*/stretches-*/*")))
            while process.poll() is None:  # until it is gone for good: painters are writing into it
                for folder in [films] if taken_away == "the films' folder" else films.glob(".rendering-*"):
                    shutil.rmtree(folder, ignore_errors=True)
                time.sleep(0.05)
            said, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 1
    assert "quiet-dot: the folder in which the film was being made was taken away: " in said
    assert "room" not in said
    assert "l01_quiet_dot.py" not in said
    assert "Traceback" not in said


def test_tests_pass_arguments_to_pytest_alone(syllabus: Course) -> None:
    done = compass(syllabus, "test", "tests/studio/render/test_captions.py", "-k", "sixty", "--co", "-vv")
    assert done.returncode == 0
    assert "test_a_time_that_rounds_up_never_shows_sixty_seconds" in done.stdout
    assert "ruff" not in done.stdout


INTERRUPTED_AT_FIRST = """
import sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "studio.render.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
from studio.__main__ import main
main()
"""


def test_an_interrupt_while_the_command_loads_is_told_in_a_sentence() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_AT_FIRST], capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stderr == "\ncompass: interrupted; what was there before is untouched.\n"
