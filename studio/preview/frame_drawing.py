"""Has frames of one lecture drawn: first those that a page waits for, then those that it will show next."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studio.errors import RenderFailed
from studio.preview.error_report import facts_of
from studio.preview.events import Tell
from studio.preview.frame_store import runs_of
from studio.preview.protocol import ErrorFacts
from studio.preview.state import LectureState
from studio.preview.workers import Worker, Workers
from studio.system.wire import Head

AT_ONCE = 2  # workers that draw frames of one lecture
NEAR = 30  # frames: a worker that is this near to a frame will soon have drawn it
A_FEW = 12  # frames drawn beyond one that was asked for
AHEAD = 150  # frames drawn ahead of a page that plays
UNKNOWN = 100_000  # the last frame of a beat that has not been played yet
QUIETLY = 10  # niceness of a worker that draws what no page waits for
OFTEN = 0.25  # seconds between two messages about what was drawn


@dataclass(eq=False)
class DrawingJob:
    """A worker that draws frames of one beat."""

    worker: Worker | None
    parent: Worker  # the waiting worker that it is forked from
    place: int
    stamp: str
    wanted: list[int]  # frames still to come, in order; empty for a job that draws the beat's end
    is_end: bool = False


@dataclass
class Playhead:
    """The frame at which a window is, and whether it plays from there."""

    beat: str
    frame: int  # of the beat
    playing: bool


class FrameDrawing:
    """Has frames drawn by forks of the workers that wait before the beats."""

    def __init__(
        self,
        state: LectureState,
        workers: Workers,
        *,
        end_drawn: Callable[[int, bytes], object],
        failed: Callable[[ErrorFacts, str], object],
        job_over: Callable[[], object],
        tell: Tell,
    ) -> None:
        """`end_drawn` is called with a place and the PNG of its last frame, `failed` with the facts of an
        error and the beat's name, and `job_over` after every job, so that the next one can begin.
        """
        self.state, self.workers = state, workers
        self._end_drawn, self._failed, self._job_over, self._tell = end_drawn, failed, job_over, tell
        self.playheads: dict[str, Playhead] = {}  # by window; the last one to move comes last
        self.jobs: list[DrawingJob] = []
        self._requests: dict[tuple[str, int], list[asyncio.Future[bytes]]] = {}  # by stamp and frame
        self._told: dict[str, float] = {}  # when the pages were told last, by stamp
        self._failing: set[str] = set()  # stamps of beats that cannot be drawn
        self._filled: set[str] = set()  # stamps of beats drawn whole while there was nothing else to do

    @property
    def is_busy(self) -> bool:
        """Whether anything is being drawn."""
        return bool(self.jobs)

    @property
    def wanted(self) -> list[int]:
        """The places before which a worker has to wait, so that requested frames can be drawn."""
        requested = [self.state.timeline.stamped(stamp) for stamp, _ in self._requests]
        played = [self.state.timeline.place(each.beat) for each in self.playing]
        return [place for place in (*requested, *played) if place is not None]

    @property
    def playing(self) -> list[Playhead]:
        """The playheads that move, the latest first."""
        return [each for each in reversed(self.playheads.values()) if each.playing]

    async def frame(self, stamp: str, number: int, window: str) -> bytes:
        """A frame's PNG, as soon as it is drawn. Raises KeyError, RenderFailed where it cannot be drawn."""
        place, playhead = self.state.timeline.stamped(stamp), self.playheads.get(window)
        if place is not None and playhead is not None:
            playhead.beat, playhead.frame = self.state.timeline.beats[place].name, number
        stored = self.state.store.get(stamp, number)
        if stored is None:
            stored = await self._request(stamp, number)
        elif self.playing:
            self.go_on()
        return stored

    def keep(self, stamp: str, first: int, last: int, png: bytes) -> None:
        """Store the PNG of some frames, and answer every request for one of them."""
        self.state.store.put(stamp, first, last, png)
        for n in range(first, last + 1):
            for future in self._requests.pop((stamp, n), ()):
                if not future.done():
                    future.set_result(png)

    def move(self, window: str, playhead: Playhead) -> None:
        """A window shows a frame, or plays from there."""
        self.leave(window)
        self.playheads[window] = playhead
        self.go_on()

    def leave(self, window: str) -> None:
        """A window is closed, or shows another lecture."""
        self.playheads.pop(window, None)

    def draw_end(self, place: int, parent: Worker) -> None:
        """Have the last frame of a beat drawn, by a fork of the worker that waits after it."""
        stamp = self.state.timeline.beats[place].stamp
        if any(each.is_end and each.stamp == stamp for each in self.jobs):
            return
        job = DrawingJob(None, parent, place, stamp, [], is_end=True)
        job.worker = self.workers.order(parent, {"do": "draw_end"}, partial(self._hear, job))
        self.jobs.append(job)

    def invalidate(self, first: int) -> None:
        """Beats from `first` on have changed: end the jobs that draw them, refuse requests for old frames."""
        for job in [each for each in self.jobs if each.place >= first]:
            self._end(job)
        known = {beat.stamp for beat in self.state.timeline.beats}
        for stamp, number in [key for key in self._requests if key[0] not in known]:
            self._refuse(stamp, number, "it has changed meanwhile")

    def close(self) -> None:
        """End all jobs and refuse all requests."""
        self.invalidate(0)
        for stamp, number in list(self._requests):
            self._refuse(stamp, number, "the lecture was put aside")

    def go_on(self) -> None:
        """Begin jobs for what is requested, or will be soon."""
        if self.state.is_stuck:
            for stamp, number in list(self._requests):
                place = self.state.timeline.stamped(stamp)
                if place is None or place not in self.state.waiting:
                    self._refuse(stamp, number, "the lecture does not play up to here")
        for stamp, number in list(self._requests):
            place = self.state.timeline.stamped(stamp)
            if place is None:
                self._refuse(stamp, number, "it has changed meanwhile")
            elif self.state.timeline.beats[place].known and number >= self.state.timeline.beats[place].count:
                self._refuse(stamp, number, "its beat has become shorter")
            elif place in self.state.waiting and not self._is_coming(stamp, number):
                self._make_room()
                self._begin(place, self._missing(place, number, AHEAD if self.playing else A_FEW))
        for each in self.playing:
            self._draw_ahead(each)
        if not self.playing and not self._requests and self.state.timeline.whole:
            self._fill_beat()

    # -- inside ----------------------------------------------------------------------------------------------

    async def _request(self, stamp: str, number: int) -> bytes:
        place = self.state.timeline.stamped(stamp)
        if place is None:
            raise KeyError(stamp)
        beat = self.state.timeline.beats[place]
        if number < 0 or (beat.known and number >= beat.count):
            raise KeyError(number)
        if stamp in self._failing:
            raise RenderFailed("This frame cannot be drawn: the lecture fails here.")
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._requests.setdefault((stamp, number), []).append(future)
        self.go_on()
        try:
            return await self.workers.in_time(future)
        finally:
            with contextlib.suppress(KeyError, ValueError):
                self._requests[stamp, number].remove(future)
                if not self._requests[stamp, number]:
                    del self._requests[stamp, number]

    def _refuse(self, stamp: str, number: int, why: str) -> None:
        for future in self._requests.pop((stamp, number), ()):
            if not future.done():
                future.set_exception(RenderFailed(f"This frame cannot be drawn: {why}."))

    def _is_coming(self, stamp: str, number: int) -> bool:
        """Whether a job is about to draw a frame."""
        return any(each.stamp == stamp and number in each.wanted[:NEAR] for each in self.jobs)

    def _make_room(self) -> None:
        """Where no further job may begin, end one that draws nothing that is requested."""
        at_work = [each for each in self.jobs if not each.is_end]
        if len(at_work) < AT_ONCE:
            return
        for job in at_work:
            if not any((job.stamp, n) in self._requests for n in job.wanted[:NEAR]):
                self._end(job)
                return

    def _draw_ahead(self, playhead: Playhead) -> None:
        """Draw what a window will show in the next seconds, across beats."""
        place, frame, left = self.state.timeline.place(playhead.beat), playhead.frame, AHEAD
        while left > 0 and place is not None and place < len(self.state.timeline.beats):
            beat = self.state.timeline.beats[place]
            if place not in self.state.waiting:
                return
            if not any(each.place == place and not each.is_end for each in self.jobs):
                missing = self._missing(place, frame, left)
                self._begin(place, missing)
            if not beat.known:
                return
            left -= max(beat.count - frame, 0)
            place, frame = place + 1, 0

    def _fill_beat(self) -> None:
        """There is nothing else to do: draw the rest of the beat that is looked at."""
        place = self.state.timeline.place(self.state.looked_at)
        if place is None or self.jobs or place not in self.state.waiting:
            return
        stamp = self.state.timeline.beats[place].stamp
        if stamp not in self._filled:
            self._filled.add(stamp)
            self._begin(place, self._missing(place, 0, UNKNOWN), nice=QUIETLY)

    def _missing(self, place: int, first: int, count: int) -> list[int]:
        """Of `count` frames of a beat, beginning with `first`, those that are not stored."""
        beat = self.state.timeline.beats[place]
        end = min(first + count, beat.count if beat.known else UNKNOWN)
        return [n for n in range(first, end) if not self.state.store.has(beat.stamp, n)]

    def _begin(self, place: int, wanted: list[int], nice: int = 0) -> None:
        if (
            not wanted
            or self.state.timeline.beats[place].stamp in self._failing
            or sum(not each.is_end for each in self.jobs) >= AT_ONCE
        ):
            return
        parent = self.state.waiting[place]
        job = DrawingJob(None, parent, place, self.state.timeline.beats[place].stamp, wanted)
        order = {"do": "draw", "frames": runs_of(wanted), "nice": nice, **self.state.update_of(parent)}
        job.worker = self.workers.order(parent, order, partial(self._hear, job))
        self.jobs.append(job)

    def _end(self, job: DrawingJob) -> None:
        if job in self.jobs:
            self.jobs.remove(job)
            self._filled.discard(job.stamp)
        if job.worker is not None:
            self.workers.end(job.worker)

    def _hear(self, job: DrawingJob, worker: Worker, head: Head, body: bytes) -> None:
        event = head["event"]
        if event == "frame":
            self._drawn(job, head["first"], head["last"], body)
        elif event == "end_frame":
            self._end_drawn(job.place, body)
        elif event in ("drawn", "failed", "died", "hung") and job in self.jobs:
            self.jobs.remove(job)
            self._tell_drawn(job, at_once=True)
            if event == "died" and self.state.waiting.get(job.place + job.is_end) is not job.parent:
                self._filled.discard(job.stamp)  # it ended with its parent, which an edit had ended
                self._job_over()
                return
            self._give_up(job, failed=event != "drawn")
            if event != "drawn":
                name = self.state.timeline.beats[job.place].name
                self._failed(facts_of(event, head, self.state.path, self.state.course), name)
            self._job_over()

    def _drawn(self, job: DrawingJob, first: int, last: int, png: bytes) -> None:
        self.keep(job.stamp, first, last, png)
        job.wanted = [n for n in job.wanted if n > last]
        self._tell_drawn(job)

    def _give_up(self, job: DrawingJob, *, failed: bool) -> None:
        """Refuse the frames that a job had not drawn when it ended."""
        beat = self.state.timeline.beats[job.place]
        if beat.known and (failed or any(n < beat.count for n in job.wanted)):
            self._failing.add(job.stamp)
        for number in job.wanted:
            self._refuse(job.stamp, number, "the lecture fails here, or has no such frame")

    def _tell_drawn(self, job: DrawingJob, *, at_once: bool = False) -> None:
        """Tell the pages which frames of a beat are stored, unless they were told just now."""
        now = asyncio.get_running_loop().time()
        if at_once or now - self._told.get(job.stamp, 0.0) > OFTEN:
            self._told[job.stamp] = now
            beat = self.state.timeline.beats[job.place]
            if beat.stamp == job.stamp:
                runs = self.state.store.runs(beat.stamp)
                self._tell("drawn", slug=self.state.slug, beat=beat.name, stamp=beat.stamp, drawn=runs)
