"""A mistake is followed by its line; whatever a lecture does, and whatever is killed, the server goes on."""

from __future__ import annotations

import os
import signal

import httpx
import pytest

from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, Course, runs, wait_until
from tests.studio.preview.writing import Author


@pytest.mark.parametrize(
    ("old", "new", "kind", "title"),
    [
        ("shift(3 * RIGHT)", "shift(undefined)", "exception", "NameError"),
        ("shift(3 * RIGHT)", "shift(3 * RIGHT", "syntax", "SyntaxError"),
        ("derivative(square, 1.5)", "derivative(square, 'x')", "exception", None),
        ("shift(3 * RIGHT)", "shift(bytearray(1 << 45) * RIGHT)", "memory", "MemoryError"),
        ('title = "A walking dot"', "subject = 3", "problem", None),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_next_good_save_clears_it(
    author: Author, old: str, new: str, kind: str, title: str | None
) -> None:
    author.look("move")
    author.forget()
    author.save(old, new)
    error = author.hear("error")
    assert error["kind"] == kind
    assert title in (None, error["title"])
    assert error["message"]
    if kind != "problem":
        (line,) = [each["text"] for each in error["lines"] if each["here"]]
        assert new in line
        assert error["file"] == "scenes/" + author.lecture.parent.name + "/" + author.lecture.name
    assert author.timeline()["error"]["message"] == error["message"]
    author.mend()
    author.hear("clear")
    author.wait_for_the_end()


def test_an_endless_loop_is_ended_and_its_line_told(author: Author) -> None:
    workers = author.preview.server.course.workers
    patience, workers.patience = workers.patience, 3.0
    try:
        author.save("self.play(self.dot", "while True: pass\n        self.play(self.dot")
        error = author.hear("error")
    finally:
        workers.patience = patience
    assert error["kind"] == "hangs"
    assert [each["text"].strip() for each in error["lines"] if each["here"]] == ["while True: pass"]
    author.mend()
    author.hear("clear")


def test_a_process_that_is_killed_is_told_and_the_server_goes_on(author: Author) -> None:
    author.save("self.play(self.dot", "import os; os.kill(os.getpid(), 9)\n        self.play(self.dot")
    assert author.hear("error")["kind"] == "memory"
    author.mend()
    author.hear("clear")


def test_one_that_stands_still_and_is_killed_is_played_again(author: Author) -> None:
    victim = author.played.state.waiting[1].process
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: not runs(victim))
    wait_until(
        lambda: (
            author.played.state.waiting.get(1) is not None
            and author.played.state.waiting[1].process != victim
        )
    )
    author.wait_for_the_end()


def test_letters_are_set_again_when_their_setter_was_killed(author: Author) -> None:
    author.preview.server.course.workers.restart_typesetter()
    author.save("slope <s>", "the slope <s>")
    event = author.hear("picture")
    assert event["beat"] == "measure"
    assert author.timeline()["error"] is None


def test_a_mark_of_byte_order_is_no_mistake(author: Author) -> None:
    author.lecture.write_bytes(b"\xef\xbb\xbf" + author.text.replace("3 * RIGHT", "2 * RIGHT").encode())
    assert author.hear("picture")["beat"] == "move"
    assert author.timeline()["error"] is None


def test_words_that_utf8_cannot_hold_break_nothing(author: Author) -> None:
    author.save("It goes aside.", "It goes \\ud800 aside.")
    assert author.hear("picture")["beat"] == "move"
    assert author.timeline()["beats"][1]["words"] == "It goes \ud800 aside."
    author.save("self.play(self.dot", "raise ValueError('\\ud800')\n        self.play(self.dot")
    assert author.hear("error")["message"] == "\ud800"
    author.mend()
    author.hear("clear")


def test_a_save_after_the_fork_server_died_at_its_start_is_played(course: Course) -> None:
    path = course.add(1, "little_dot")
    with Preview(course.folder, patience=PATIENCE) as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        workers = preview.server.course.workers
        with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client:
            client.get("/api/lectures/little-dot").raise_for_status()
            fork_server = workers._fork_server
            assert fork_server is not None
            os.kill(fork_server.pid, signal.SIGKILL)
            wait_until(lambda: workers._fork_server is None)  # the next one is not begun at once
            path.write_text(path.read_text().replace("START = 0", "START = 1"))
            wait_until(lambda: client.get("/api/lectures/little-dot").json()["whole"])
            assert client.get("/api/lectures/little-dot").json()["error"] is None


def test_a_fork_server_that_cannot_start_is_not_kept_secret(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.add(1, "dot")
    monkeypatch.setattr("studio.preview.workers.SOON", 0.1)
    monkeypatch.setattr("studio.preview.workers.ONE_THREAD", {"PYTHONHOME": "/nowhere"})
    with Preview(course.folder) as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client:
            wait_until(lambda: client.get("/api/lectures/dot").json()["error"] is not None)
            assert client.get("/api/lectures/dot").json()["error"]["title"] == "Ended"
