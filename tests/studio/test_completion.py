"""A shell completes commands, options and lectures."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.studio.courses import (
    Course,
    environment,
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_for_three_shells(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "studio", "completion", shell],
        capture_output=True, text=True, env=environment(), check=True,
    )  # fmt: skip
    assert f"_COMPASS_COMPLETE={shell}_complete" in done.stdout


def test_fish_is_told_of_an_option_in_whole_sentences() -> None:
    """click's own script splits what it hears of a word at every comma, and shows the first piece."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "studio", "completion", "fish"],
        capture_output=True, text=True, env=environment(), check=True,
    )  # fmt: skip
    splits = [line.strip() for line in done.stdout.splitlines() if "string split" in line]
    assert splits == ['set -l metadata (string split --max 1 "," $completion);']


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("compass ren", ["render"]),
        ("compass --course {course} render gr", ["gradient-compass"]),
        ("compass --course {course} sheet ", ["tiny-nudges", "gradient-compass"]),
        ("compass --course {course}/scenes render gr", []),  # what is wrong there, the command itself says
        ("compass publish --qu", ["--quality", "--quiet"]),
    ],
)
def test_bash_completes_commands_options_and_lectures(
    syllabus: Course, typed: str, offered: list[str]
) -> None:
    """Bash itself, with the script that it is given, and what it then offers."""
    words = typed.format(course=syllabus.folder).split(" ")
    calling = f"{sys.executable} -P -m studio"
    script = f"""
        eval "$({calling} completion bash | sed 's#$1)#{calling})#')"
        COMP_WORDS=({" ".join(repr(each) for each in words)}) COMP_CWORD={len(words) - 1}
        _compass_completion compass
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.split() == offered
    assert not done.stderr
