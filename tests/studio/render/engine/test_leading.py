"""Whoever dies while a film is drawn, it is drawn in a second try, with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.studio.courses import Course, begin, children, compass, wait_until


def typesetter(worker: int) -> int:
    """The process that sets letters: it waits, and never forks."""
    found = [each for each in children(worker) if not children(each)]
    return min(found)  # it is begun before the leader


def leader(worker: int) -> int:
    """The process that plays the lecture: the one with children of its own."""
    return next(each for each in children(worker) if children(each))


def painter(worker: int) -> int:
    """A process that draws."""
    return children(leader(worker))[0]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, bytes]:
    """A course of one lecture that takes a while, and its film."""
    course = Course(tmp_path_factory.mktemp("leading"))
    (course.folder / "scenes").mkdir()
    course.add(1, "quiet_dot", seconds=90.0)
    done = compass(course, "render", 1, "-q", "l", "--out", course.folder / "first")
    assert done.returncode == 0, done.stderr
    return course, (course.folder / "first" / "quiet-dot.mp4").read_bytes()


@pytest.mark.parametrize("victim", [typesetter, leader, painter])
def test_one_death_costs_a_second_try(
    film: tuple[Course, bytes], tmp_path: Path, victim: Callable[[int], int]
) -> None:
    course, whole = film
    with begin(course, "render", 1, "-q", "l", "--out", tmp_path) as process:
        try:
            wait_until(lambda: list(tmp_path.glob(".rendering-*/*/*.stretch")))
            wait_until(lambda: is_killed(victim, process))
            said, _ = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 0, said
    assert (tmp_path / "quiet-dot.mp4").read_bytes() == whole


def test_a_painter_that_always_dies_is_given_up_in_words(course: Course) -> None:
    course.add(1, "quiet_dot", first="import os; self.dot.add_updater(lambda dot: os.kill(os.getpid(), 9))")
    done = compass(course, "render", 1, "-q", "l")
    assert done.returncode == 1
    assert "killed by signal 9 twice; with less at once (-j 1)" in done.stderr
    assert "Traceback" not in done.stderr


def is_killed(victim: Callable[[int], int], process: subprocess.Popen[str]) -> bool:
    """Whether one was found and killed; painters come and go, so another look may be needed."""
    try:
        (worker,) = children(process.pid)
        os.kill(victim(worker), signal.SIGKILL)
    except (IndexError, StopIteration, ValueError, ProcessLookupError):
        return False
    return True
