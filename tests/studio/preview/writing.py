"""Somebody who writes a lecture while the preview runs, without a page: what tests of the server share."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from studio.preview.lecture_preview import LecturePreview
from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, wait_until

SLUG = "walking-dot"


class Author:
    """Somebody who edits the lecture and looks at what the preview tells."""

    def __init__(self, preview: Preview, lecture: Path, client: httpx.Client) -> None:
        self.preview, self.lecture, self.client = preview, lecture, client
        self.text = lecture.read_text()
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()

    @property
    def played(self) -> LecturePreview:
        """What the server knows of the lecture."""
        return self.preview.server.course.lectures[SLUG]

    @property
    def where(self) -> Path | None:
        """The file that the server plays; None for the moment between two previews of the lecture."""
        found = self.preview.server.course.lectures.get(SLUG)
        return None if found is None else found.path

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
