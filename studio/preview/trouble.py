"""What is wrong with a lecture: told to the pages, and taken back as soon as it is seen to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.preview.events import Hub
from studio.preview.failure import with_lines
from studio.preview.timeline import Timeline


@dataclass
class Trouble:
    """The last error of one lecture, if it is not known to be over."""

    timeline: Timeline
    hub: Hub
    error: dict[str, Any] | None = None

    def begins(self, facts: dict[str, Any], beat: str | None) -> None:
        """Something is wrong, in a beat or (None) in all that comes before."""
        self.error = with_lines(facts, self.timeline.course, self.timeline.lecture.slug, beat)
        self.hub.tell("error", **self.error)

    def may_be_over(self, beat: str | None) -> None:
        """A beat was played (None: a picture was drawn after a save): was it what had been wrong?"""
        if self.error is None:
            return
        at_fault = self.error["beat"] if self.timeline.place(self.error["beat"]) is not None else None
        if at_fault == beat:
            self.error = None
            self.hub.tell("clear", slug=self.timeline.lecture.slug)
