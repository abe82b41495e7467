"""The state of one previewed lecture: plain data that the parts of its preview share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.preview.checkpoints import Checkpoints
from studio.preview.difference import difference
from studio.preview.frame_store import FrameStore
from studio.preview.timeline import Timeline
from studio.preview.workers import Worker
from studio.system.wire import Head


@dataclass
class LectureState:
    """A lecture's newest text, its beats, its drawn frames, and the processes that wait before its beats."""

    text: str  # the newest one that is a lecture
    timeline: Timeline
    checkpoints: Checkpoints
    store: FrameStore
    looked_at: str  # the beat that a page showed last
    stuck_at: int | None = None  # the beat (or SET_STAGE) that failed: it is not played before the next save

    @property
    def course(self) -> Path:
        """The course's folder."""
        return self.timeline.course

    @property
    def path(self) -> Path:
        """The lecture's file."""
        return self.timeline.lecture.path

    @property
    def slug(self) -> str:
        """The lecture's short name."""
        return self.timeline.lecture.slug

    @property
    def waiting(self) -> dict[int, Worker]:
        """The workers that wait, by the place of the beat that each would play next."""
        return self.checkpoints.waiting

    @property
    def is_stuck(self) -> bool:
        """Whether nothing more is played before the next save."""
        return (
            self.stuck_at is not None
            and self.checkpoints.runner is None
            and all(place in self.waiting for place in range(self.stuck_at + 1))
        )

    def update_of(self, worker: Worker) -> Head:
        """The part of an order that brings a worker to the newest text; without a text, if it has that."""
        known = self.checkpoints.texts.get(worker, self.text)
        if known == self.text:
            return {"text": None}
        changed = difference(known, self.text, self.timeline.lecture.class_name).changed
        return {"text": self.text, "anew": sorted(changed)}
