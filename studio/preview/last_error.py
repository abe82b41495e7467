"""The last error of a lecture: the pages are told of it, and told again when it is mended."""

from __future__ import annotations

from studio.preview.error_report import ErrorShown, with_lines
from studio.preview.events import Tell
from studio.preview.protocol import ErrorFacts
from studio.preview.timeline import Timeline


class LastError:
    """The error that the pages show, until what failed was played or drawn after a save."""

    def __init__(self, timeline: Timeline, tell: Tell) -> None:
        self.timeline, self._tell = timeline, tell
        self.report: ErrorShown | None = None

    def happened(self, facts: ErrorFacts, beat: str | None) -> None:
        """Something failed in a beat, or (None) before the first one."""
        self.report = with_lines(facts, self.timeline.course, self.timeline.lecture.slug, beat)
        self._tell("error", **self.report)

    def may_be_mended(self, beat: str | None) -> None:
        """A beat was played (None: a frame was drawn after a save): the error goes if it was that one's."""
        if self.report is None:
            return
        at_fault = self.report["beat"] if self.timeline.place(self.report["beat"]) is not None else None
        if at_fault == beat:
            self.report = None
            self._tell("clear", slug=self.timeline.lecture.slug)
