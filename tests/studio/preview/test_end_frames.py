"""Requests for last frames are answered from plain state, by functions that are handed in: nothing runs."""

from __future__ import annotations

from typing import Any

import pytest

from studio.course.catalog import read_catalog
from studio.preview.checkpoints import Checkpoints
from studio.preview.end_frames import EndFrames
from studio.preview.frame_store import FrameStore
from studio.preview.state import LectureState
from studio.preview.timeline import Timeline
from studio.preview.workers import Worker, Workers
from tests.studio.courses import Course

PNG = b"a picture"


class Parts:
    """The end frames of a lecture of two beats and credits, and what they asked for."""

    def __init__(self, course: Course, workers: Workers) -> None:
        path = course.add(1, "little_dot")
        (lecture,) = read_catalog(course.folder)
        text = path.read_text()
        timeline = Timeline(lecture, text, course.folder)
        self.state = LectureState(text, timeline, Checkpoints(workers), FrameStore(1 << 20), "show")
        self.drawn: list[tuple[int, Worker]] = []
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.ends = EndFrames(
            self.state,
            draw=lambda place, worker: self.drawn.append((place, worker)),
            keep=self.state.store.put,
            tell=lambda event, **facts: self.told.append((event, facts)),
        )

    def play(self, place: int) -> Worker:
        """A beat was played: its length is known, and a worker waits after it."""
        worker = Worker(place + 1, {}, lambda *_: None)
        beat = self.state.timeline.beats[place]
        beat.learn({"start": 0.0, "end": 2.0, "cues": [], "numbers": [], "moves": False})
        self.state.checkpoints.waiting[place + 1] = worker
        return worker


@pytest.fixture
def parts(course: Course) -> Parts:
    workers: Any = None  # none is started
    return Parts(course, workers)


def test_the_end_of_a_played_beat_is_drawn_by_the_worker_that_waits_after_it(parts: Parts) -> None:
    parts.ends.look("show")
    assert not parts.ends.fulfil()
    assert (parts.drawn, parts.ends.wanted) == ([], [1])
    worker = parts.play(0)
    assert not parts.ends.fulfil()
    assert parts.drawn == [(0, worker)]


def test_a_request_is_answered_once_and_its_frame_is_kept(parts: Parts) -> None:
    parts.play(0)
    parts.ends.look("show")
    assert parts.ends.deliver(0, PNG)
    ((event, facts),) = parts.told
    stamp = parts.state.timeline.beats[0].stamp
    assert (event, facts["beat"], facts["frame"], facts["reason"]) == ("picture", "show", 29, "looked")
    assert facts["url"] == f"/frames/little-dot/{stamp}/29.png"
    assert parts.state.store.get(stamp, 29) == PNG
    assert not parts.ends.deliver(0, PNG)
    assert len(parts.told) == 1


def test_a_stored_frame_is_delivered_without_drawing_it(parts: Parts) -> None:
    parts.play(0)
    parts.ends.deliver(0, PNG)
    parts.ends.look("show")
    assert parts.ends.wanted == []
    assert parts.ends.fulfil()
    assert parts.drawn == []


def test_a_save_comes_first_and_drops_what_former_saves_wanted(parts: Parts) -> None:
    parts.ends.saved("show", "edited")
    parts.ends.look("credits")
    parts.ends.saved("move", "edited")
    assert list(parts.ends.requests) == ["move", "credits"]
    assert parts.ends.wanted == [2, 3]


def test_a_request_for_a_beat_that_is_gone_is_dropped(parts: Parts) -> None:
    parts.ends.look("nobody")
    assert not parts.ends.fulfil()
    assert parts.ends.requests == {}


def test_a_worker_gets_the_newest_text_only_where_it_plays_another_one(parts: Parts) -> None:
    old, worker = parts.state.text, parts.play(0)
    parts.state.checkpoints.texts[worker] = old
    assert parts.state.update_of(worker) == {"text": None}
    parts.state.text = old.replace("self.dot.animate.shift(RIGHT)", "self.dot.animate.shift(2 * RIGHT)")
    assert parts.state.update_of(worker) == {"text": parts.state.text, "anew": ["move"]}
