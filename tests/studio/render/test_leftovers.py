"""What killed processes leave behind goes with the next one that comes by; what is in use stays."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from studio.course.catalog import read_catalog
from studio.render import workspace
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import plan_films
from studio.render.workspace import WORKSPACE
from studio.system.private_folders import private_folder, sweep
from tests.studio.courses import Course, command, environment, wait_until


def killed_in_a_workspace(near: Path) -> Path:
    """Where a process worked until it was killed."""
    told, tell = os.pipe()
    if (process := os.fork()) == 0:
        with workspace.workspace(near, "dot") as folder:
            (folder / "stretches").mkdir()
            os.write(tell, str(folder).encode())
            signal.pause()
    folder = Path(os.read(told, 4096).decode())
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(told)
    os.close(tell)
    assert folder.is_dir()
    return folder


def test_the_next_workspace_sweeps_those_of_killed_processes(tmp_path: Path) -> None:
    left = killed_in_a_workspace(tmp_path)
    with workspace.workspace(tmp_path, "other") as folder:
        assert not left.exists()
        assert [*tmp_path.iterdir()] == [folder]
        with workspace.workspace(tmp_path, "third"):
            assert folder.exists()
    assert not [*tmp_path.iterdir()]


def test_a_command_with_nothing_to_render_sweeps_as_well(course: Course) -> None:
    """Found by a fault: a render was killed that had to be forced, and nothing was ever due again."""
    course.add(1, "quiet_dot")
    folder = course.folder / "films"
    (folder / f"{WORKSPACE}quiet-dot-1").mkdir(parents=True)
    plan_films(read_catalog(course.folder), (), Options(QUALITIES["l"]), folder)
    assert not list(folder.iterdir())


@pytest.mark.parametrize(("module", "name"), [(os, "open"), (fcntl, "flock")])
def test_a_folder_that_is_swept_before_it_is_opened_or_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    """Another process can come between any two steps."""
    taken: list[Path] = []
    step = getattr(module, name)

    def sweeper_is_faster(*arguments: object, **options: object) -> object:
        if not taken and (made := [*tmp_path.glob(".rendering-*")]):
            taken.extend(made)
            made[0].rmdir()
        return step(*arguments, **options)

    monkeypatch.setattr(module, name, sweeper_is_faster)
    with private_folder(tmp_path, WORKSPACE) as folder:
        assert folder.is_dir()
        assert [folder] != taken
    assert taken
    assert not [*tmp_path.iterdir()]


def test_a_server_that_knows_no_locks_is_spared_as_long_as_it_answers(tmp_path: Path) -> None:
    folder = tmp_path / "compass-preview-old"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "line"))
        server.listen()
        sweep(tmp_path, "compass-preview-")
        assert folder.exists()
    sweep(tmp_path, "compass-preview-")
    assert not folder.exists()


def test_a_link_is_no_folder_to_sweep(tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "dot.mp4").write_text("a film")
    (tmp_path / ".rendering-link").symlink_to(tmp_path / "films")
    sweep(tmp_path, WORKSPACE)
    assert (tmp_path / "films" / "dot.mp4").exists()


@contextlib.contextmanager
def begun(course: Course, temporary: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A preview, from when it serves; killed at the end, if it still runs."""
    with subprocess.Popen(
        command(course, "preview", "--no-open", "--port", 0),
        stdout=subprocess.PIPE,
        env=environment() | {"TMPDIR": str(temporary)},
        cwd=course.folder,
    ) as process:
        try:
            assert process.stdout is not None
            assert b"The preview is at" in process.stdout.readline()
            yield process
        finally:
            process.kill()


def test_a_preview_sweeps_the_folders_of_killed_ones_and_of_no_other(course: Course, tmp_path: Path) -> None:
    course.add(1, "dot")
    temporary = tmp_path / "tmp"
    temporary.mkdir()

    def folders() -> set[str]:
        return {each.name for each in temporary.glob("compass-preview-*")}

    with begun(course, temporary) as killed:
        left = folders()
        killed.kill()
        killed.wait()
    assert len(left) == 1
    assert folders() == left
    with begun(course, temporary) as running:
        now = folders()
        assert len(now) == 1
        assert not now & left
        with begun(course, temporary) as second:
            assert now < folders()
            second.send_signal(signal.SIGINT)
            second.wait()
        running.send_signal(signal.SIGINT)
        running.wait()
    wait_until(lambda: not folders())
