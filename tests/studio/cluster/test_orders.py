"""A film is cut into orders that any machine can read, and whose keys tell all that their frames hang on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cluster.arithmetic import arithmetic
from studio.cluster.asking import all_orders
from studio.cluster.likeness import IN_WORDS, difference, likeness
from studio.cluster.order import SECONDS, Order, orders_of, runs_of
from studio.course.catalog import read_catalog
from studio.errors import WorkerDied
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import plan_films
from studio.system.checksums import Checksums
from tests.studio.cluster.toys import orders, otherwise, planned
from tests.studio.courses import Course

LECTURE = '''
from visuals.lecture.lecture import Lecture, beat


class {name}(Lecture):
    title = "{name}"

    @beat
    def say(self) -> None:
        """{words}"""
'''
lengths = st.lists(st.integers(1, 2000), min_size=1, max_size=40)


@given(lengths)
def test_orders_are_the_film_in_its_order_and_none_is_out_of_proportion(frames: list[int]) -> None:
    beats = [(f"beat{k}", count) for k, count in enumerate(frames)]
    wanted = SECONDS * QUALITIES["l"].frame_rate
    runs = runs_of(beats, QUALITIES["l"])
    assert [name for names, _ in runs for name in names] == [name for name, _ in beats]
    assert sum(count for _, count in runs) == sum(frames)
    share = sum(frames) / max(1, min(round(sum(frames) / wanted), len(frames)))
    assert all(count <= share + max(frames) for _, count in runs)


def test_an_order_is_the_same_after_its_json(course: Course, tmp_path: Path) -> None:
    course.add(1, "quiet_dot")
    for order in orders(course, tmp_path / "store"):
        again = Order.from_json(order.to_json())
        assert again == order
        assert again.key == order.key
        job = again.job_in(Path("/elsewhere"))
        assert job.path == Path("/elsewhere/scenes/step1_first_steps/l01_quiet_dot.py")
        assert job.beats is not None
        assert job.kind == "stretches"


def test_nothing_of_one_machine_is_in_an_order(course: Course) -> None:
    course.add(1, "quiet_dot")
    for order in orders(course, Path("/store")):
        assert str(course.folder) not in order.to_json()


def test_keys_are_one_for_each_order_and_tell_what_differs(course: Course, tmp_path: Path) -> None:
    course.add(1, "quiet_dot")
    found = orders(course, tmp_path)
    keys = {order.key for order in found}
    assert len(keys) == len(found) > 1
    keys |= {otherwise(found[0], **{name: "other"}).key for name in IN_WORDS}
    assert len(keys) == len(found) + len(IN_WORDS)


@pytest.mark.parametrize("what", ["lecture", "assets", "voice"])
def test_what_is_other_is_said(course: Course, tmp_path: Path, what: str) -> None:
    path = course.add(1, "quiet_dot")
    film = planned(course)
    before = likeness(film.job, Checksums())
    assert set(before) == set(IN_WORDS)
    assert difference(before, likeness(film.job, Checksums())) is None
    changed = {
        "lecture": path.parent / "beside.py",
        "assets": course.folder / "assets" / "data" / "five.txt",
        "voice": course.folder / "assets" / "voice" / "en" / "quiet-dot" / "voice.json",
    }[what]
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text("{}")
    assert difference(before, likeness(film.job, Checksums())) == IN_WORDS[what]


def test_a_copy_of_a_course_is_the_same_course(
    course: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    course.add(1, "quiet_dot")
    other = tmp_path_factory.mktemp("other") / "deep" / "course"
    shutil.copytree(course.folder, other)
    one, two = (
        orders_of((film := planned(each)).job, [("show", 9)], likeness(film.job, Checksums()), "/store")
        for each in (course, Course(other))
    )
    assert one == two


def test_arithmetic_is_told_by_another_process_and_is_the_same_each_time() -> None:
    first = arithmetic()
    arithmetic.cache_clear()
    assert arithmetic() == first
    assert json.dumps(first)


def test_a_killed_process_of_arithmetic_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    arithmetic.cache_clear()
    killing = CompletedProcess[str]([], -9, stdout="", stderr="")
    monkeypatch.setattr("studio.cluster.arithmetic.subprocess.run", lambda *_, **__: killing)
    with pytest.raises(WorkerDied, match="it ended with -9"):
        arithmetic()
    monkeypatch.undo()
    assert arithmetic()


def test_the_film_that_takes_longest_is_handed_out_first(course: Course) -> None:
    for number, (name, words) in enumerate({"one": 5, "long": 50, "two": 10}.items(), start=1):
        text = LECTURE.format(name=name.title(), words=" ".join(["word"] * words))
        course.write(number, name, text)
    films = plan_films(read_catalog(course.folder), (), Options(QUALITIES["l"]), course.folder)
    assert [film.lecture.slug for film, _ in all_orders(films, "/store")] == ["long", "two", "one"]
    assert all_orders((), "/store") == []
