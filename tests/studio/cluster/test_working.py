"""An order is carried out once, by the code and data that were asked for, or it is said why not."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.cluster.likeness import IN_WORDS
from studio.cluster.order import Order
from studio.cluster.store import Store
from studio.cluster.working import GivenUp, carry_out
from studio.errors import RenderFailed
from studio.render import pool
from tests.studio.cluster.toys import orders, otherwise
from tests.studio.courses import Course, children

A_WHILE = 300.0  # seconds of film: nobody waits for its end here


def quietly(order: Order, course: Course, is_wanted: Any = lambda: True) -> dict[str, Any]:
    return carry_out(order, course.folder, lambda what, facts: None, is_wanted)


def test_what_is_drawn_is_kept_and_not_drawn_again(course: Course, tmp_path: Path) -> None:
    course.add(1, "quiet_dot")
    order = orders(course, tmp_path / "store")[0]
    said: list[str] = []
    told = carry_out(order, course.folder, lambda what, facts: said.append(what), lambda: True)
    assert told["drawn"]
    assert "started" in said
    found = Store(order.store).find(order.key)
    assert found is not None
    assert found.size == told["size"]
    (back := tmp_path / "back").mkdir()
    Store(order.store).fetch(found, back)
    kinds = {path.suffix for path in back.iterdir()}
    assert kinds >= {".stretch", ".key", ".told"}
    assert quietly(order, course) == told | {"drawn": False}


@pytest.mark.parametrize("what", IN_WORDS)
def test_another_machine_is_refused_in_words(course: Course, tmp_path: Path, what: str) -> None:
    course.add(1, "quiet_dot")
    order = otherwise(orders(course, tmp_path / "store")[0], **{what: "other"})
    assert quietly(order, course)["refused"] == f"it has {IN_WORDS[what]}"
    assert Store(order.store).find(order.key) is None


def test_a_course_without_the_lecture_is_refused(course: Course, tmp_path: Path) -> None:
    path = course.add(1, "quiet_dot")
    order = orders(course, tmp_path / "store")[0]
    path.unlink()
    assert path.name in quietly(order, course)["refused"]


def test_a_lecture_that_fails_is_an_answer(course: Course, tmp_path: Path) -> None:
    path = course.add(1, "quiet_dot", first='raise ValueError("no ground")')
    told = quietly(orders(course, tmp_path / "store")[0], course)
    assert told["failed"] == "LectureFailed"
    assert "ValueError: no ground" in told["message"]
    assert path.name in told["message"]


@pytest.mark.parametrize("end", ["nobody wants it", "too late"])
def test_an_order_that_is_given_up_leaves_nothing_running(course: Course, tmp_path: Path, end: str) -> None:
    course.add(1, "quiet_dot", seconds=A_WHILE)
    (_, order, *_) = orders(course, tmp_path / "store")  # the beat that lasts so long
    order = replace(order, deadline=A_WHILE if end == "nobody wants it" else 2.0)
    began = time.monotonic()

    def is_wanted() -> bool:
        return end == "too late" or time.monotonic() - began < 2.0

    if end == "too late":
        told = quietly(order, course, is_wanted)
        assert told["failed"] == RenderFailed.__name__
        assert "was stopped" in told["message"]
    else:
        with pytest.raises(GivenUp):
            quietly(order, course, is_wanted)
    assert time.monotonic() - began < A_WHILE / 10
    assert not workers()
    assert Store(order.store).find(order.key) is None


def workers() -> list[str]:
    """The command lines of the processes that this one has drawing."""
    return [line for line in map(command_line, children(os.getpid())) if "studio.render.worker" in line]


def command_line(process: int) -> str:
    done = subprocess.run(
        ["ps", "-o", "args=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return done.stdout


def test_who_looks_may_end_all_workers(course: Course, tmp_path: Path) -> None:
    """What `look` raises comes out of the pool, which leaves nobody behind."""
    course.add(1, "quiet_dot", seconds=A_WHILE)
    order = orders(course, tmp_path / "store")[1]

    def look() -> None:
        if workers():
            raise KeyError("enough")

    with pytest.raises(KeyError):
        list(pool.run([order.job_in(course.folder)], 1, tmp_path / "place", look))
    assert not workers()
    assert not list((tmp_path / "place").iterdir())
