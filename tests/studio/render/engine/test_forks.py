"""A fork that is killed is counted, an exception ends all and is told once, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from studio.render.engine.forks import LONGEST, ForkFailed, Forks, Lost
from studio.render.engine.leading import Counter

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no fork"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]


def describe(error: BaseException) -> dict[str, str]:
    return {"message": str(error)}


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_all_work_is_done_and_told_of(tmp_path: Path) -> None:
    forks = Forks(3, describe)
    for number in range(7):
        forks.begin(lambda place, number=number: {"number": number, "place": place})
    forks.end()
    assert sorted(each["number"] for each in forks.found) == list(range(7))
    assert {each["place"] for each in forks.found} <= {0, 1, 2}
    assert not forks.died


def test_no_more_work_is_begun_than_there_are_places(tmp_path: Path) -> None:
    def work(place: int) -> dict[str, int]:
        (tmp_path / f"{os.getpid()}").touch()
        time.sleep(0.1)
        at_once = len(list(tmp_path.iterdir()))
        (tmp_path / f"{os.getpid()}").unlink()
        return {"at_once": at_once}

    forks = Forks(2, describe)
    for _ in range(5):
        forks.begin(work)
    forks.end()
    assert max(each["at_once"] for each in forks.found) == 2


def test_one_that_is_killed_is_counted_and_the_others_go_on() -> None:
    forks = Forks(1, describe)
    forks.begin(lambda place: {"is": "first"})
    forks.begin(lambda place: os.kill(os.getpid(), signal.SIGKILL) or {})
    forks.begin(lambda place: {"is": "last"})
    forks.end()
    assert [each["is"] for each in forks.found] == ["first", "last"]
    assert forks.died == [-signal.SIGKILL]


def test_one_that_lost_what_it_needs_may_be_tried_again() -> None:
    def lose(place: int) -> dict[str, int]:
        raise Lost

    forks = Forks(1, describe)
    forks.begin(lose)
    forks.end()
    assert forks.died == [1]


def test_an_exception_is_told_and_ends_the_others() -> None:
    def wait(place: int) -> dict[str, int]:
        signal.pause()
        return {}

    def fail(place: int) -> dict[str, int]:
        raise ValueError("the ground is missing")

    forks = Forks(2, describe)
    forks.begin(wait)
    (waiting,) = (each.process for each in forks._at_work.values())
    forks.begin(fail)
    with pytest.raises(ForkFailed, match="the ground is missing"):
        forks.end()
    assert not is_there(waiting)


def test_a_failure_that_somebody_has_caught_is_told_again() -> None:
    """An author may write `except:` around a play."""

    def fail(place: int) -> dict[str, int]:
        raise ValueError("the ground is missing")

    forks = Forks(1, describe)
    forks.begin(fail)
    for again in (lambda: forks.begin(lambda place: {}), forks.end, forks.end):
        with pytest.raises(ForkFailed, match="the ground is missing"):
            again()


def test_long_facts_come_whole_and_long_messages_give_way() -> None:
    forks = Forks(1, describe)
    forks.begin(lambda place: {"much": "ground " * 100_000})
    forks.end()
    assert forks.found == [{"much": "ground " * 100_000}]

    def fail(place: int) -> dict[str, int]:
        raise ValueError("山" * LONGEST)

    forks.begin(fail)
    with pytest.raises(ForkFailed) as caught:
        forks.end()
    message = caught.value.facts["message"]
    assert set(message) == {"山"}
    assert LONGEST / 4 < len(message.encode()) < LONGEST


def test_a_process_that_outlives_its_fork_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A lecture may have forked one, which holds the pipe open."""

    def die(place: int) -> dict[str, int]:
        if (child := os.fork()) == 0:
            time.sleep(60)
        (tmp_path / "child").write_text(str(child))
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    forks = Forks(1, describe)
    forks.begin(die)
    began = time.monotonic()
    forks.end()
    os.kill(int((tmp_path / "child").read_text()), signal.SIGKILL)
    assert time.monotonic() - began < 30
    assert forks.died == [-signal.SIGKILL]


def test_frames_of_all_places_are_counted() -> None:
    counter = Counter(3)
    for place in range(3):
        counter.add(place, 10 * place)
    assert counter.add(0, 5) == counter.total == 35
