"""--quiet says only what went wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.studio.courses import (
    Course,
    compass,
)


def test_quiet_says_only_what_went_wrong(rendered: Course, tmp_path: Path) -> None:
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)
    course.add(3, "third_dot")
    done = compass(course, "render", "-q", "l", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "media" / "lectures" / "480p15" / "third-dot.mp4").is_file()
    done = compass(course, "publish", "-q", "l", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "site" / "index.html").is_file()
    done = compass(course, "publish", "--check", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [each["state"] for each in _json(compass(course, "render", "-q", "l", "--quiet", "--json"))] == (
        ["up to date"] * 3
    )
    course.add(3, "third_dot", first="self.dot.no_such_thing()")
    for arguments in (["render"], ["publish"]):
        done = compass(course, *arguments, "-q", "l", "--quiet")
        assert (done.returncode, done.stdout) == (1, "")
        assert "no_such_thing" in done.stderr
        assert "quiet-dot" not in done.stderr
        assert "to render" not in done.stderr


def _json(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told
