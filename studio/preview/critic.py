"""When nothing else is to be done, has the critic look over the beat in view, at the lowest priority."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from studio.preview.editor import link
from studio.preview.places import FRAME_RATE
from studio.preview.rehearsal import Rehearsal
from studio.render.pool import environment

if TYPE_CHECKING:
    from studio.preview.director import Director

FORMAT = 1  # of the critic's report; another number is not understood here
CALM = 3.0  # seconds without work before the critic is called
LOOK = 0.5  # seconds between two looks at whether there is work
NICE = 19
DEATH_OF_MY_PARENT = 1  # prctl's PR_SET_PDEATHSIG, on Linux


class Critic:
    """Runs `./compass check LECTURE --beat BEAT --json` for beats that have changed since it last looked."""

    def __init__(self, director: Director) -> None:
        self.director = director
        self.seen: set[str] = set()  # stamps of beats that were looked over
        self._libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    async def run(self) -> None:
        """Until cancelled."""
        calm = 0.0
        while True:
            await asyncio.sleep(LOOK)
            calm = calm + LOOK if (wanted := self._wanted()) is not None else 0.0
            if wanted is None or calm < CALM:
                continue
            rehearsal, beat, stamp = wanted
            said = await self._ask(rehearsal, beat, stamp)
            calm = 0.0
            if said is None or self._stamp(rehearsal, beat) != stamp:
                continue
            self.seen.add(stamp)
            report = understood(said)
            if report is not None:  # a critic that could not look does not say that all is well
                found = findings(report, rehearsal, beat)
                rehearsal.findings[stamp] = found
                self.director.hub.tell(
                    "findings", slug=rehearsal.slug, beat=beat, stamp=stamp, findings=found
                )

    def _wanted(self) -> tuple[Rehearsal, str, str] | None:
        """The beat in view, if everything is played and drawn and somebody is there to read about it."""
        rehearsal = self.director.rehearsals.get(self.director.looking_at or "")
        if rehearsal is None or not self.director.hub.listeners:
            return None
        if rehearsal.error is not None or not rehearsal.is_idle or rehearsal.painting.playing:
            return None
        stamp = self._stamp(rehearsal, rehearsal.looked_at)
        return None if stamp is None or stamp in self.seen else (rehearsal, rehearsal.looked_at, stamp)

    def _stamp(self, rehearsal: Rehearsal, beat: str) -> str | None:
        place = rehearsal.timeline.place(beat)
        return None if place is None else rehearsal.timeline.beats[place].stamp

    async def _ask(self, rehearsal: Rehearsal, beat: str, stamp: str) -> bytes | None:
        """What the critic says; None if there was something better to do before it was finished."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "studio", "--course", str(self.director.course)),
            *("check", rehearsal.slug, "--beat", beat, "--json"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=environment(),
            preexec_fn=self._be_modest,
        )
        said = asyncio.ensure_future(process.communicate())
        try:
            while not said.done():
                await asyncio.wait([said], timeout=LOOK)
                if not said.done() and self._stamp(rehearsal, beat) != stamp:
                    return None
            return said.result()[0]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([said])

    def _be_modest(self) -> None:
        """In the new process: give way to everybody, and end with the server."""
        os.nice(NICE)
        if self._libc is not None:
            self._libc.prctl(DEATH_OF_MY_PARENT, signal.SIGKILL, 0, 0, 0)


def understood(text: bytes) -> dict[str, Any] | None:
    """The report on the one lecture that was asked about; None where the critic could make none."""
    try:
        report = json.loads(text)
        (lecture,) = report["lectures"] if report["format"] == FORMAT else []
        told: dict[str, Any] | None = lecture if lecture.get("error") is None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return told


def findings(report: dict[str, Any], rehearsal: Rehearsal, beat: str) -> list[dict[str, Any]]:
    """What the critic found in a beat and its author has not excused, as the page shows it."""
    place = rehearsal.timeline.place(beat)
    if place is None:
        return []
    line = rehearsal.timeline.beats[place].line
    last = rehearsal.timeline.beats[place].count - 1
    return [
        {
            "rule": each["rule"],
            "severity": each["severity"],
            "message": each["what"],
            "mend": each["mend"],
            "beat": beat,
            "frame": min(max(round(each["into_beat"] * FRAME_RATE), 0), last),
            "box": each["boxes"][0] if each["boxes"] else None,
            "place": f"{rehearsal.path.name}:{line}",
            "link": link(rehearsal.path, line),
        }
        for each in report["findings"]
        if each["beat"] == beat and each["excuse"] is None
    ]
