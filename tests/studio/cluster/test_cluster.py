"""A cluster on this machine: whoever is killed, the film has the bytes of a local one, or it says why not."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.studio.courses import Course, begin, children, command, compass, environment, runs, wait_until

SOON = 20.0  # seconds


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, bytes]:
    """A course of one lecture, and the bytes of its film when it is rendered without a cluster."""
    course = Course(tmp_path_factory.mktemp("source"))
    (course.folder / "scenes").mkdir()
    course.add(1, "quiet_dot", seconds=30.0)
    out = tmp_path_factory.mktemp("out")
    done = compass(course, "render", 1, "-q", "l", "--out", out)
    assert done.returncode == 0, done.stderr
    return course, (out / "quiet-dot.mp4").read_bytes()


@contextmanager
def going(course: Course, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on until it is told to end."""
    with begin(course, *arguments) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(SOON)
                except subprocess.TimeoutExpired:
                    process.kill()


@contextmanager
def scheduler(course: Course) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A scheduler, and its address."""
    with going(course, "scheduler", "--port", 0) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        (address,) = re.findall(r"tcp://127\.0\.0\.1:\d+", line)
        yield process, address


@contextmanager
def workers(course: Course, address: str, count: int = 2) -> Iterator[subprocess.Popen[str]]:
    """A command that carries out orders, once it is ready."""
    with going(course, "worker", address, "-j", count) as process:
        assert process.stdout is not None
        assert "at once for" in process.stdout.readline()
        yield process


def below(process: int) -> list[tuple[int, str]]:
    """All processes under one, with their command lines."""
    found = []
    for child in children(process):
        line = subprocess.run(
            ["ps", "-o", "args=", "-p", str(child)], capture_output=True, text=True, check=False
        ).stdout
        found += [(child, line), *below(child)]
    return found


def asking(course: Course, address: str, out: Path) -> subprocess.Popen[str]:
    arguments = ("render", 1, "-q", "l", "--on", address, "--store", out / "store", "--out", out)
    return subprocess.Popen(
        command(course, *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment(), cwd=course.folder,
    )  # fmt: skip


def drawing(process: subprocess.Popen[str]) -> list[int]:
    """The processes that draw for the workers of a command."""
    return [number for number, line in below(process.pid) if "studio.render.worker" in line]


VICTIMS = {
    "the process that draws": lambda workers: drawing(workers),
    "a worker": lambda workers: [n for n, line in below(workers.pid) if "spawn_main" in line],
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_whoever_is_killed_the_film_is_the_same(
    source: tuple[Course, bytes], tmp_path: Path, victim: str
) -> None:
    course, film = source
    with scheduler(course) as (_, address), workers(course, address) as drawers:
        process = asking(course, address, tmp_path)
        wait_until(lambda: drawing(drawers))
        time.sleep(random.Random(victim).uniform(0.0, 2.0))
        for each in VICTIMS[victim](drawers)[:1]:
            subprocess.run(["kill", "-9", str(each)], check=False)
        said, _ = process.communicate(timeout=300)
        if process.returncode:
            assert victim == "the process that draws"
            assert "was killed (signal 9)" in said
            assert "Traceback" not in said
            assert compass(course, "render", 1, "-q", "l", "--on", address, "--store", tmp_path / "store",
                           "--out", tmp_path).returncode == 0  # fmt: skip
        assert (tmp_path / "quiet-dot.mp4").read_bytes() == film
        wait_until(lambda: not drawing(drawers), SOON)


def test_whoever_watches_over_the_workers_takes_them_along_and_others_go_on(
    source: tuple[Course, bytes], tmp_path: Path
) -> None:
    course, film = source
    with scheduler(course) as (_, address):
        with workers(course, address) as drawers:  # this process is the nanny of both
            process = asking(course, address, tmp_path)
            wait_until(lambda: drawing(drawers))
            theirs = [number for number, _ in below(drawers.pid)]
            drawers.kill()
            drawers.wait()
            wait_until(lambda: not any(runs(each) for each in theirs), SOON)
        with workers(course, address):
            said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert (tmp_path / "quiet-dot.mp4").read_bytes() == film


def test_a_lost_scheduler_is_said_and_what_was_drawn_is_kept(
    source: tuple[Course, bytes], tmp_path: Path
) -> None:
    course, film = source
    with scheduler(course) as (leader, address), workers(course, address) as drawers:
        process = asking(course, address, tmp_path)
        wait_until(lambda: drawing(drawers))
        leader.kill()
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 1
        assert "the scheduler is gone" in said
        assert "Traceback" not in said
        wait_until(lambda: not drawing(drawers), 3 * SOON)
    done = compass(course, "render", 1, "-q", "l", "--on", "local:1", "--store", tmp_path / "store",
                   "--out", tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "quiet-dot.mp4").read_bytes() == film


def test_an_asker_that_is_interrupted_stops_the_workers(source: tuple[Course, bytes], tmp_path: Path) -> None:
    course, _ = source
    with scheduler(course) as (_, address), workers(course, address) as drawers:
        process = asking(course, address, tmp_path)
        wait_until(lambda: drawing(drawers))
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "Traceback" not in said
        wait_until(lambda: not drawing(drawers), SOON)
    assert not [path for path in tmp_path.iterdir() if path.name != "store"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--on", "tcp://127.0.0.1:1"), "No scheduler answers at tcp://127.0.0.1:1"),
        (("--on", "tcp://192.0.2.1:8786"), "is beyond this machine"),
        (("--on", "tls://127.0.0.1:1"), "takes certificates"),
        (("--on", "local:none"), "names no number of workers"),
        (("--on", "local:1", "--engine", "manim"), "Only the project's own engine"),
        (("--store", "here"), "--store goes with --on or --orders"),
        (("--trust-network",), "--trust-network goes with --on"),
        (("--trust-network", "--orders", "orders", "--store", "here"), "--trust-network goes with --on"),
    ],
)
def test_mistakes_are_said_in_a_sentence(
    source: tuple[Course, bytes], tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = compass(source[0], "render", 1, "-q", "l", "--out", tmp_path, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--store", "here"), "Error: --store goes with --on: here, "),  # and nothing of --orders
        (("--trust-network",), "Error: --trust-network goes with --on: "),
    ],
)
@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--check",)])
def test_publishing_here_takes_nothing_that_is_for_a_cluster(
    source: tuple[Course, bytes], arguments: tuple[str, ...], says: str, more: tuple[str, ...]
) -> None:
    done = compass(source[0], "publish", 1, "-q", "l", *arguments, *more)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (source[0].folder / "site").exists()
