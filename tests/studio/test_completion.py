"""A shell completes commands, options and lectures."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

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


OFFERED = [
    ("compass ren", ["render"]),
    ("compass --course {course} render gr", ["gradient-compass"]),
    ("compass --course {course} sheet ", ["tiny-nudges", "gradient-compass"]),
    ("compass --course {course}/scenes render gr", []),  # what is wrong there, the command itself says
    ("compass publish --qu", ["--quality", "--quiet"]),
]


@pytest.mark.parametrize(("typed", "offered"), OFFERED)
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


@pytest.fixture
def on_the_path(tmp_path: Path) -> dict[str, str]:
    """An environment in which `compass` can be called by its name."""
    program = tmp_path / "compass"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m studio "$@"\n')
    program.chmod(0o755)
    known = environment()
    return known | {"PATH": f"{tmp_path}:{known['PATH']}"}


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
@pytest.mark.parametrize(("typed", "offered"), OFFERED)
def test_zsh_completes_them_too(
    syllabus: Course, on_the_path: dict[str, str], typed: str, offered: list[str]
) -> None:
    """zsh itself, without a terminal: what offers the words there prints them."""
    words = typed.format(course=syllabus.folder).split(" ")
    script = f"""
        compdef() {{ }}
        _describe() {{ print -l -- ${{${{(P)3}}%%:*}} }}
        compadd() {{ print -l -- ${{(P)5}} }}
        eval "$(compass completion zsh)"
        words=({" ".join(repr(each) for each in words)}) CURRENT={len(words)}
        _compass_completion
    """
    done = subprocess.run(
        ["zsh", "-f", "-c", script], capture_output=True, text=True, env=on_the_path, check=False
    )
    assert done.stdout.split() == offered
    assert not done.stderr


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@pytest.mark.parametrize(("typed", "offered"), OFFERED)
def test_fish_completes_them_too(
    syllabus: Course, on_the_path: dict[str, str], typed: str, offered: list[str]
) -> None:
    """fish itself, which sorts what it offers and says what each is."""
    line = typed.format(course=syllabus.folder)
    script = f"compass completion fish | source; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], capture_output=True, text=True, env=on_the_path, check=True
    )
    told = dict(each.split("\t", 1) for each in done.stdout.splitlines())
    assert list(told) == sorted(offered)
    assert not done.stderr
    if "--quality" in told:
        assert told["--quality"] == "480p15, 720p30, 1080p60 (default) or 2160p60."
