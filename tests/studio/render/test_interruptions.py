"""Whatever happens to a render, what was there before stays, and no process is left."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.render.workspace import WORKSPACE, workspace
from studio.system.private_folders import locked, sweep
from tests.studio.courses import Course, begin, children, command, environment, session, wait_until

A_WHILE = 300.0  # seconds of film: nobody waits for its end here
PROMPTLY = 2.0  # seconds in which an interrupted render has to be gone


@pytest.fixture
def going(rendered: Course, tmp_path: Path) -> Iterator[tuple[Course, subprocess.Popen[str], int]]:
    """A course with finished films, one of them just being made anew: the course, the command, its worker."""
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)
    course.add(1, "quiet_dot", seconds=A_WHILE)
    with begin(course, "render", "1", "-q", "l") as process:
        try:
            wait_until(lambda: list(films(course).glob(".rendering-*/*/*")))  # something is being drawn
            (worker,) = children(process.pid)
            yield course, process, worker
        finally:
            process.kill()


def films(course: Course) -> Path:
    return course.folder / "media" / "lectures" / "480p15"


def contents(course: Course) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in films(course).iterdir() if path.is_file()}


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_everything_within_two_seconds(
    rendered: Course, going: tuple[Course, subprocess.Popen[str], int], sent: signal.Signals
) -> None:
    course, process, worker = going
    began = time.monotonic()
    process.send_signal(sent)
    said, _ = process.communicate(timeout=30)
    assert time.monotonic() - began < PROMPTLY
    assert process.returncode == 130
    wait_until(lambda: not session(worker), PROMPTLY)  # killed, but perhaps not gone yet
    assert "interrupted" in said
    assert "Traceback" not in said
    assert contents(course) == contents(rendered)
    assert not list(films(course).glob(".rendering-*"))


def test_a_killed_worker_is_told_of(
    rendered: Course, going: tuple[Course, subprocess.Popen[str], int]
) -> None:
    course, process, worker = going
    os.kill(worker, signal.SIGKILL)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    wait_until(lambda: not session(worker), PROMPTLY)
    assert "quiet-dot: the process that rendered it was killed (signal 9)" in said
    assert contents(course).items() >= contents(rendered).items()
    assert not list(films(course).glob(".rendering-*"))


def test_a_killed_command_takes_its_worker_along_and_the_next_one_clears_up(
    rendered: Course, going: tuple[Course, subprocess.Popen[str], int]
) -> None:
    course, process, worker = going
    process.kill()
    process.wait()
    wait_until(lambda: not session(worker), PROMPTLY)
    assert contents(course) == contents(rendered)
    assert list(films(course).glob(".rendering-*"))
    sweep(films(course), WORKSPACE)
    assert not list(films(course).glob(".rendering-*"))


def test_a_full_disk_is_called_one(rendered: Course, tmp_path: Path) -> None:
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)

    def allow_little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        command(course, "render", "1", "-q", "l", "--force"),
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=allow_little,
        check=False,
    )
    assert done.returncode == 1
    assert "no space is left" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(course) == contents(rendered)
    assert not list(films(course).glob(".rendering-*"))


def test_sweeping_spares_a_workspace_in_use(tmp_path: Path) -> None:
    with workspace(tmp_path, "busy") as busy:
        forgotten = tmp_path / ".rendering-forgotten-1"
        forgotten.mkdir()
        sweep(tmp_path, WORKSPACE)
        assert busy.exists()
        assert not forgotten.exists()
        with pytest.raises(BlockingIOError), locked(busy, wait=False):
            pass
    assert not busy.exists()
