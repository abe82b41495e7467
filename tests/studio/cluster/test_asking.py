"""The asker joins films out of the store, has lost orders carried out again, and says what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.cluster import asking
from studio.cluster.asking import TRIES, Elsewhere
from studio.cluster.dask_cluster import Answer
from studio.cluster.order import Order
from studio.cluster.store import Store
from studio.cluster.working import carry_out
from studio.errors import LectureFailed, RenderFailed
from studio.render.pool import Event
from tests.studio.cluster.toys import planned
from tests.studio.courses import Course, compass

Deed = Callable[[Order, int], Answer]  # what becomes of an order the so-many-th time


class InTurn:
    """A cluster that carries orders out one after the other, here."""

    def __init__(self, course: Path, deed: Deed | None = None) -> None:
        self.course, self.deed = course, deed or self.carry_out
        self.waiting: list[Order] = []
        self.times: dict[str, int] = {}
        self.cancelled: list[str] = []

    def submit(self, order: Order) -> None:
        """Remember an order."""
        self.waiting.append(order)

    def watch(self) -> Iterator[Answer]:
        """Carry out what waits."""
        while self.waiting:
            order = self.waiting.pop(0)
            self.times[order.key] = self.times.get(order.key, 0) + 1
            yield self.deed(order, self.times[order.key])

    def carry_out(self, order: Order, time: int) -> Answer:
        """Do it."""
        return Answer(order.key, "done", carry_out(order, self.course, lambda *_: None, lambda: True))

    def cancel(self, order: Order) -> None:
        """Forget an order."""
        self.cancelled.append(order.key)
        self.waiting = [each for each in self.waiting if each.key != order.key]

    def workers(self) -> int:
        """One."""
        return 1

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def ask(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[list[Event], InTurn]]:
    """Has the first lecture of a course made; what happened, and the cluster afterwards."""
    monkeypatch.setattr("studio.cluster.order.SECONDS", 5.0)

    def ask(deed: Callable[[InTurn], Deed] | None = None) -> tuple[list[Event], InTurn]:
        cluster = InTurn(course.folder)
        if deed is not None:
            cluster.deed = deed(cluster)
        monkeypatch.setattr(asking, "DaskCluster", lambda *_, **__: cluster)
        with Elsewhere("there", str(tmp_path / "store"), course.folder, lambda words: None) as crew:
            found = []
            for event in crew.run([planned(course, out=tmp_path / "out")], 1, 1):
                if event.what == "done":
                    film = event.job.folder / "quiet-dot.mp4"
                    (tmp_path / "film.mp4").write_bytes(film.read_bytes())
                    (tmp_path / "film.json").write_bytes(film.with_suffix(".json").read_bytes())
                found.append(event)
        return found, cluster

    return ask


def test_a_film_out_of_many_orders_has_the_bytes_of_a_local_one(
    course: Course, tmp_path: Path, ask: Callable[..., tuple[list[Event], InTurn]]
) -> None:
    course.add(1, "quiet_dot", seconds=3.0)
    events, cluster = ask()
    assert [each.what for each in events if each.what != "frames"] == ["started", "done"]
    assert len(cluster.times) > 1
    done = compass(course, "render", 1, "-q", "l")
    assert done.returncode == 0, done.stderr
    folder = course.folder / "media" / "lectures" / "480p15"
    assert (folder / "quiet-dot.mp4").read_bytes() == (tmp_path / "film.mp4").read_bytes()
    plays, ours = (
        json.loads(path.read_text())["plays"] for path in (tmp_path / "film.json", folder / "quiet-dot.json")
    )
    assert plays == ours
    assert all(each["key"] for each in plays)  # so that an edit keeps what a cluster drew


def test_who_asks_again_takes_up_from_the_store(
    course: Course, ask: Callable[..., tuple[list[Event], InTurn]]
) -> None:
    course.add(1, "quiet_dot", seconds=3.0)

    def leave(cluster: InTurn) -> Deed:
        def deed(order: Order, time: int) -> Answer:
            if len(cluster.times) == 2:
                return Answer(order.key, "gone", {})
            return cluster.carry_out(order, time)

        return deed

    events, first = ask(leave)
    assert isinstance(events[-1].error, RenderFailed)
    assert "the scheduler is gone" in str(events[-1].error)
    assert set(first.cancelled) >= set(first.times) - {next(iter(first.times))}
    drawn: list[bool] = []

    def note(cluster: InTurn) -> Deed:
        def deed(order: Order, time: int) -> Answer:
            answer = cluster.carry_out(order, time)
            drawn.append(answer.facts["drawn"])
            return answer

        return deed

    events, _ = ask(note)
    assert events[-1].what == "done"
    assert drawn[0] is False
    assert all(drawn[1:])


def test_a_lost_worker_costs_another_try_and_not_more_than_a_few(
    course: Course, ask: Callable[..., tuple[list[Event], InTurn]]
) -> None:
    course.add(1, "quiet_dot")

    def lose(often: int) -> Callable[[InTurn], Deed]:
        def deeds(cluster: InTurn) -> Deed:
            def deed(order: Order, time: int) -> Answer:
                if time <= often:
                    return Answer(order.key, "lost", {"why": "KilledWorker: 3 times"})
                return cluster.carry_out(order, time)

            return deed

        return deeds

    events, _ = ask(lose(often=TRIES - 1))
    assert events[-1].what == "done"
    events, cluster = ask(lose(often=TRIES))
    assert "its workers were lost" in str(events[-1].error)
    assert max(cluster.times.values()) == TRIES


def test_what_comes_damaged_out_of_the_store_is_drawn_again(
    course: Course, tmp_path: Path, ask: Callable[..., tuple[list[Event], InTurn]]
) -> None:
    course.add(1, "quiet_dot")

    def damage(always: bool) -> Callable[[InTurn], Deed]:
        def deeds(cluster: InTurn) -> Deed:
            def deed(order: Order, time: int) -> Answer:
                answer = cluster.carry_out(order, time)
                if always or time == 1:
                    found = Store(order.store).find(order.key)
                    assert found is not None
                    Path(found.path).write_bytes(b"other bytes")
                return answer

            return deed

        return deeds

    events, cluster = ask(damage(always=False))
    assert events[-1].what == "done"
    assert set(cluster.times.values()) == {2}
    for path in (tmp_path / "store").rglob("*.tar"):
        path.unlink()
    events, _ = ask(damage(always=True))
    assert "damaged" in str(events[-1].error)


def facts_of(error: dict[str, Any]) -> Callable[[InTurn], Deed]:
    return lambda cluster: lambda order, time: Answer(order.key, "done", error)


def test_refusals_and_failures_are_told_once(
    course: Course, ask: Callable[..., tuple[list[Event], InTurn]]
) -> None:
    course.add(1, "quiet_dot", seconds=3.0)
    events, cluster = ask(facts_of({"refused": "it has other code in visuals/", "machine": "alps"}))
    (failed,) = (each for each in events if each.what == "failed")
    assert "the worker on alps would draw another film: it has other code in visuals/" in str(failed.error)
    assert not cluster.waiting
    events, _ = ask(facts_of({"failed": "LectureFailed", "message": "l01.py:3", "hint": "Its log: x"}))
    assert isinstance(events[-1].error, LectureFailed)
    events, _ = ask(facts_of({"failed": "NoSuchError", "message": "odd", "hint": ""}))
    assert type(events[-1].error) is RenderFailed
