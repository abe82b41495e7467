"""A save is followed by its picture, a mistake by its line; whatever a lecture does, the server goes on."""

from __future__ import annotations

import io
import json
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
from PIL import Image

from studio.preview.rehearsal import Rehearsal
from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, Course, compass, runs, wait_until

SLUG = "walking-dot"


class Author:
    """Somebody who edits the lecture and looks at what the preview tells."""

    def __init__(self, preview: Preview, lecture: Path, client: httpx.Client) -> None:
        self.preview, self.lecture, self.client = preview, lecture, client
        self.text = lecture.read_text()
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()

    @property
    def rehearsal(self) -> Rehearsal:
        """What the server knows of the lecture."""
        return self.preview.server.director.rehearsals[SLUG]

    def look(self, beat: str) -> dict[str, Any]:
        """Look at a beat's end; the picture event that follows."""
        answer = self.client.post("/api/look", json={"slug": SLUG, "beat": beat, "frame": None})
        assert answer.status_code == 200
        return self.hear("picture")

    def save(
        self, old: str, new: str, *, then: tuple[str, str] | None = None, by_rename: bool = False
    ) -> None:
        """Save the original text with `old` replaced, and something else as well if need be."""
        text = self.text
        for was, becomes in ((old, new), *([then] if then else ())):
            assert was in text
            text = text.replace(was, becomes, 1)
        if by_rename:
            aside = self.lecture.with_suffix(".new")
            aside.write_text(text)
            aside.replace(self.lecture)
        else:
            self.lecture.write_text(text)

    def mend(self) -> None:
        """Save the original text."""
        self.lecture.write_text(self.text)

    def timeline(self) -> dict[str, Any]:
        """What the page would show."""
        told: dict[str, Any] = self.client.get(f"/api/lectures/{SLUG}").json()
        return told

    def picture(self, event: dict[str, Any]) -> bytes:
        """The picture that an event tells of."""
        return self.client.get(event["url"]).raise_for_status().content

    def hear(self, wanted: str, fits: Callable[[Any], bool] = lambda _: True) -> dict[str, Any]:
        """The next event of a kind."""
        while True:
            name, facts = self.events.get(timeout=PATIENCE)
            if name == wanted and fits(facts):
                return dict(facts)

    def forget(self) -> None:
        """Events that were told so far do not count."""
        while not self.events.empty():
            self.events.get()

    def wait_for_the_end(self) -> None:
        """Everything is played, and nothing is drawn any more."""
        wait_until(lambda: (t := self.timeline())["whole"] and t["error"] is None)


@pytest.fixture
def author(preview: Preview, lecture: Path) -> Iterator[Author]:
    wait_until(lambda: preview.server.uvicorn.started)
    with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client, httpx.Client(timeout=None) as ear:
        somebody = Author(preview, lecture, client)
        with listening(ear, preview.url, somebody.events):
            somebody.hear("hello")
            somebody.look("show")
            somebody.wait_for_the_end()
            somebody.forget()
            yield somebody
            somebody.mend()
            somebody.wait_for_the_end()


@contextmanager
def listening(ear: httpx.Client, url: str, events: queue.Queue[tuple[str, Any]]) -> Iterator[None]:
    over = threading.Event()

    def listen() -> None:
        name = ""
        with suppress(httpx.HTTPError), ear.stream("GET", f"{url}api/events") as answer:
            for line in answer.iter_lines():
                if over.is_set():
                    return
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    events.put((name, json.loads(line[6:])))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield
    over.set()
    httpx.post(
        f"{url}api/look", json={"slug": SLUG, "beat": "show", "frame": None}
    )  # so that it hears once more
    thread.join(PATIENCE)


def size(png: bytes) -> tuple[int, int]:
    """Pixels across and down."""
    return Image.open(io.BytesIO(png)).size


def middle(png: bytes) -> float:
    """Where the dot is, as a share of the picture's width."""
    return brightest(np.asarray(Image.open(io.BytesIO(png)).convert("RGB")))


def brightest(pixels: np.ndarray) -> float:
    """The middle of the bright pixels, as a share of the width."""
    return float(np.nonzero(pixels[..., 1] > 150)[1].mean() / pixels.shape[1])


@pytest.mark.parametrize("by_rename", [False, True])
def test_a_save_shows_the_edited_beat_and_plays_nothing_before_it(author: Author, by_rename: bool) -> None:
    before = {beat["name"]: beat for beat in author.timeline()["beats"]}
    stood = author.rehearsal.stands[1].process
    shown = author.picture(author.look("move"))
    author.forget()
    author.save("shift(3 * RIGHT)", "shift(3 * LEFT)", by_rename=by_rename)
    event = author.hear("picture")
    assert (event["beat"], event["reason"]) == ("move", "edited")
    assert author.picture(event) != shown
    after = {beat["name"]: beat for beat in author.timeline()["beats"]}
    assert after["show"]["stamp"] == before["show"]["stamp"]
    assert after["move"]["stamp"] != before["move"]["stamp"]
    assert author.rehearsal.stands[1].process == stood


def test_the_numbers_of_a_beat_come_with_their_calls(author: Author) -> None:
    (number,) = next(beat for beat in author.timeline()["beats"] if beat["name"] == "measure")["numbers"]
    assert (number["text"], number["function"]) == ("3.00", "calc_core.derivatives.one_variable.derivative")
    assert number["call"].startswith("derivative(f=square, x=1.5")


def test_data_that_has_not_changed_is_not_computed_again(author: Author) -> None:
    author.save("radius=0.5", "radius=0.6")
    assert author.hear("picture")["computed"] == 0.0
    author.save("derivative(square, 1.5)", "derivative(square, 2.5)")
    author.hear("picture")
    assert author.rehearsal.showing.computed > 0.0  # the event rounds


def test_a_stage_set_anew_shows_what_a_fresh_process_shows(author: Author) -> None:
    """All beats on the way to the picture are passed without a stop, and played again afterwards."""
    author.look("measure")
    author.save("radius=0.5", "radius=0.7")
    passed = author.picture(author.hear("picture", lambda event: event["reason"] == "renewed"))
    wait_until(lambda: sorted(author.rehearsal.stands) == [0, 1, 2, 3, 4])
    filled = author.picture(author.look("move"))
    author.preview.server.director.rehearsals.pop(SLUG).close()  # the next one begins with the eldest
    author.forget()
    assert author.picture(author.look("measure")) == passed
    assert author.picture(author.look("move")) == filled


def test_after_a_failure_on_the_way_all_beats_before_it_can_be_looked_at(author: Author) -> None:
    author.look("measure")
    author.save("radius=0.5", "radius=0.7", then=("self.play(self.dot", "self.play(self.nobody"))
    assert author.hear("error")["beat"] == "move"
    wait_until(lambda: sorted(author.rehearsal.stands) == [0, 1])
    assert author.look("show")["beat"] == "show"
    frame = f"{author.timeline()['beats'][0]['frames']}3.png"
    assert author.client.get(frame).status_code == 200
    author.mend()
    author.hear("clear")


def test_frames_within_a_beat_are_those_of_the_film(author: Author) -> None:
    beat = next(beat for beat in author.timeline()["beats"] if beat["name"] == "move")
    frames = [author.client.get(f"{beat['frames']}{n}.png").content for n in range(0, 12, 3)]
    assert all(frame.startswith(b"\x89PNG") for frame in frames)
    assert len(set(frames)) == 4  # the dot walks
    assert author.client.get(f"{beat['frames']}{beat['count']}.png").status_code == 404


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
    backstage = author.preview.server.director.backstage
    patience, backstage.patience = backstage.patience, 3.0
    try:
        author.save("self.play(self.dot", "while True: pass\n        self.play(self.dot")
        error = author.hear("error")
    finally:
        backstage.patience = patience
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
    victim = author.rehearsal.stands[1].process
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: not runs(victim))
    wait_until(
        lambda: author.rehearsal.stands.get(1) is not None and author.rehearsal.stands[1].process != victim
    )
    author.wait_for_the_end()


def test_letters_are_set_again_when_their_setter_was_killed(author: Author) -> None:
    author.preview.server.director.backstage.set_letters_anew()
    author.save("slope <s>", "the slope <s>")
    event = author.hear("picture")
    assert event["beat"] == "measure"
    assert author.timeline()["error"] is None


def test_every_window_gets_the_picture_that_it_waits_for(author: Author) -> None:
    author.preview.server.director.rehearsals.pop(SLUG).close()  # so that no beat has been played yet
    author.forget()
    for window, beat in (("one", "measure"), ("other", "move")):
        looked = {"window": window, "slug": SLUG, "beat": beat, "frame": None}
        author.client.post("/api/look", json=looked).raise_for_status()
    shown = {author.hear("picture")["beat"] for _ in range(2)}
    assert shown == {"measure", "move"}


def test_a_window_that_is_closed_is_drawn_ahead_for_no_more(author: Author) -> None:
    looked = {"window": "w", "slug": SLUG, "beat": "show", "frame": 0, "playing": True}
    with author.client.stream("GET", "/api/events?window=w") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: hello"
        author.client.post("/api/look", json=looked).raise_for_status()
        assert "w" in author.rehearsal.painting.watching
    wait_until(lambda: "w" not in author.rehearsal.painting.watching)


def test_a_frame_at_rest_is_drawn_in_the_windows_size(author: Author) -> None:
    beat = next(beat for beat in author.timeline()["beats"] if beat["name"] == "move")
    for n in (3, beat["count"] - 1):  # within the beat, and where it ends
        large = author.client.get(f"{beat['frames']}{n}.png?width=1281").raise_for_status().content
        small = author.client.get(f"{beat['frames']}{n}.png").raise_for_status().content
        assert (size(large), size(small)) == ((1281, 720), (854, 480))
        assert middle(large) == pytest.approx(middle(small), abs=0.002)
    for width, status in ((99_999, 404), ("wide", 400), (-3, 404)):
        assert author.client.get(f"{beat['frames']}3.png?width={width}").status_code == status


def test_a_beat_that_ends_in_motion_ends_with_the_frame_of_the_film(author: Author, course: Course) -> None:
    """A film's last frame of a motion is one before its finish; preview and film show the same one."""
    author.save(
        "shift(3 * RIGHT), run_time=0.8", "shift(3 * RIGHT), run_time=self.rest(), rate_func=lambda t: t"
    )
    shown = middle(author.picture(author.hear("picture")))
    (beat,) = [beat for beat in author.timeline()["beats"] if beat["name"] == "move"]
    assert author.rehearsal.timeline.beats[1].moves
    alone = author.lecture.read_text().replace(
        "from walking_paint import PAINT", "from visuals.theme import INK"
    )
    course.write(1, "walking_dot", alone.replace("PAINT", "INK.input"))
    assert compass(course, "render", SLUG, "--beat", "move", "-q", "l").returncode == 0
    (film,) = (course.folder / "media").rglob("*.mp4")
    with av.open(str(film)) as opened:
        frames = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    assert len(frames) == beat["count"]
    assert shown == pytest.approx(brightest(frames[-1]), abs=0.001)
    assert shown != pytest.approx(brightest(frames[-2]), abs=0.001)
    large = author.client.get(f"{beat['frames']}{beat['count'] - 1}.png?width=1280").content
    assert middle(large) == pytest.approx(shown, abs=0.001)


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


def test_a_lecture_that_is_moved_is_gone_on_with(author: Author) -> None:
    elsewhere = author.lecture.parents[1] / "step2_later" / author.lecture.name.replace("l01", "l02")
    elsewhere.parent.mkdir()
    author.lecture.rename(elsewhere)
    try:
        wait_until(lambda: author.rehearsal.path == elsewhere)
        assert author.timeline()["number"] == 2
        assert author.timeline()["error"] is None
    finally:
        elsewhere.rename(author.lecture)
        elsewhere.parent.rmdir()
        wait_until(lambda: author.rehearsal.path == author.lecture)


def test_a_save_after_the_eldest_died_at_its_start_is_played(course: Course) -> None:
    path = course.add(1, "little_dot")
    with Preview(course.folder, patience=PATIENCE) as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        backstage = preview.server.director.backstage
        with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client:
            client.get("/api/lectures/little-dot").raise_for_status()
            eldest = backstage._eldest
            assert eldest is not None
            os.kill(eldest.pid, signal.SIGKILL)
            wait_until(lambda: backstage._eldest is None)  # the next one is not begun at once
            path.write_text(path.read_text().replace("START = 0", "START = 1"))
            wait_until(lambda: client.get("/api/lectures/little-dot").json()["whole"])
            assert client.get("/api/lectures/little-dot").json()["error"] is None


def test_an_eldest_that_cannot_start_is_not_kept_secret(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.add(1, "dot")
    monkeypatch.setattr("studio.preview.backstage.SOON", 0.1)
    monkeypatch.setattr("studio.preview.backstage.ONE_THREAD", {"PYTHONHOME": "/nowhere"})
    with Preview(course.folder) as preview:
        wait_until(lambda: preview.server.uvicorn.started)
        with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client:
            wait_until(lambda: client.get("/api/lectures/dot").json()["error"] is not None)
            assert client.get("/api/lectures/dot").json()["error"]["title"] == "Ended"


def test_a_new_lecture_joins_the_syllabus(author: Author) -> None:
    other = author.lecture.with_name("l77_other.py")
    other.write_text(author.text.replace("WalkingDot", "Other"))
    try:
        author.hear("lectures")
        slugs = [each["slug"] for each in author.client.get("/api/lectures").json()["steps"][0]["lectures"]]
        assert slugs == [SLUG, "other"]
    finally:
        other.unlink()
        author.hear("lectures")
