"""Runs `./compass check` on the beat in view when nothing else is to be done, at the lowest priority."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys

from studio.preview.course_preview import CoursePreview
from studio.preview.editor_links import link
from studio.preview.lecture_preview import LecturePreview
from studio.preview.protocol import FRAME_RATE
from studio.render.pool import environment
from studio.system.processes import end_with_parent
from studio.system.reading import Facts

FORMAT = 1  # of the report; another number is not understood here
CALM = 3.0  # seconds without work before a check begins
LOOK = 0.5  # seconds between two looks at whether there is work
NICE = 19


class BackgroundCheck:
    """Runs `./compass check LECTURE --beat BEAT --json` for beats that changed since their last check."""

    def __init__(self, course: CoursePreview) -> None:
        self.course = course
        self.checked: set[str] = set()  # stamps of beats

    async def run(self) -> None:
        """Check one beat after another until cancelled."""
        calm = 0.0
        while True:
            await asyncio.sleep(LOOK)
            calm = calm + LOOK if (wanted := self._wanted()) is not None else 0.0
            if wanted is None or calm < CALM:
                continue
            lecture, beat, stamp = wanted
            output = await self._check(lecture, beat, stamp)
            calm = 0.0
            if output is None or self._stamp(lecture, beat) != stamp:
                continue
            self.checked.add(stamp)
            report = understood(output)
            if report is not None:  # a check that could not be made does not report that all is well
                found = findings(report, lecture, beat)
                lecture.findings[stamp] = found
                self.course.hub.tell("findings", slug=lecture.slug, beat=beat, stamp=stamp, findings=found)

    def _wanted(self) -> tuple[LecturePreview, str, str] | None:
        """The beat in view and its stamp, if a page is open and everything is played and drawn."""
        lecture = self.course.lectures.get(self.course.looking_at or "")
        if lecture is None or not self.course.hub.listeners:
            return None
        if lecture.error is not None or not lecture.is_idle or lecture.drawing.playing:
            return None
        beat = lecture.state.looked_at
        stamp = self._stamp(lecture, beat)
        return None if stamp is None or stamp in self.checked else (lecture, beat, stamp)

    def _stamp(self, lecture: LecturePreview, beat: str) -> str | None:
        place = lecture.timeline.place(beat)
        return None if place is None else lecture.timeline.beats[place].stamp

    async def _check(self, lecture: LecturePreview, beat: str, stamp: str) -> bytes | None:
        """The check's output; None if the beat changed before it was finished."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "studio", "--course", str(self.course.course)),
            *("check", lecture.slug, "--beat", beat, "--json"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
            preexec_fn=self._lower_priority,
        )
        output = asyncio.ensure_future(process.communicate())
        try:
            while not output.done():
                await asyncio.wait([output], timeout=LOOK)
                if not output.done() and self._stamp(lecture, beat) != stamp:
                    return None
            return output.result()[0]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([output])

    def _lower_priority(self) -> None:
        """In the new process: yield to every other one, and end with the server."""
        os.nice(NICE)
        end_with_parent()


def understood(output: bytes) -> Facts | None:
    """The report on the one lecture that was asked about; None where the check could not be made."""
    try:
        report = json.loads(output)
        (lecture,) = report["lectures"] if report["format"] == FORMAT else []
        told: Facts | None = lecture if lecture.get("error") is None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return told


def findings(report: Facts, lecture: LecturePreview, beat: str) -> list[dict[str, object]]:
    """The findings in a beat that its author has not excused, as the page shows them."""
    place = lecture.timeline.place(beat)
    if place is None:
        return []
    line = lecture.timeline.beats[place].line
    last = lecture.timeline.beats[place].count - 1
    return [
        {
            "rule": each["rule"],
            "severity": each["severity"],
            "message": each["what"],
            "mend": each["mend"],
            "beat": beat,
            "frame": min(max(round(each["into_beat"] * FRAME_RATE), 0), last),
            "box": each["boxes"][0] if each["boxes"] else None,
            "place": f"{lecture.path.name}:{line}",
            "link": link(lecture.path, line),
        }
        for each in report["findings"]
        if each["beat"] == beat and each["excuse"] is None
    ]
