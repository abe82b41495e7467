"""Draws a film by several processes: one plays the lecture and builds its mobjects, forks of it draw frames.

The worker forks the leader, which plays the lecture and passes every play; the leader forks painters, each
for one part of a play, so many at once. If one of these processes is killed, the lecture is played once more
and the missing parts are drawn, by one painter at a time.
"""

from __future__ import annotations

import contextlib
import mmap
import tempfile
import time
from collections import Counter as Sums
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import visuals.letters.outlines
from studio.render.engine.beat_code import code_of_beats
from studio.render.engine.delivery import Delivery
from studio.render.engine.forks import Facts, ForkDied, Forks, Lost
from studio.render.engine.rendering import Enough, Leader, StretchRenderer, warm_up
from studio.render.engine.reuse import Kept
from studio.render.engine.timing import Timing
from studio.render.engine.typesetter import TypesetterClient, TypesetterProcess
from studio.render.failures import describe_failure, tell_of_exits
from studio.render.jobs import Job
from studio.render.record import Reads
from studio.system.wire import HungUp
from visuals.lecture import Lecture, Player

Tell = Callable[..., None]

OFTEN = 0.1  # seconds between two reports of progress
SLOT = 8  # bytes of a count


class Counter:
    """Counts the frames drawn by all processes of a film, in memory that they share."""

    def __init__(self, places: int) -> None:
        self._memory = mmap.mmap(-1, SLOT * places)

    def add(self, place: int, frames: int) -> int:
        """Count frames of the process with a place (no other writes there); the sum of all."""
        at = slice(SLOT * place, SLOT * (place + 1))
        self._memory[at] = (int.from_bytes(self._memory[at], "little") + frames).to_bytes(SLOT, "little")
        return self.total

    @property
    def total(self) -> int:
        """Frames drawn by all."""
        every = self._memory[:]
        return sum(int.from_bytes(every[i : i + SLOT], "little") for i in range(0, len(every), SLOT))


def draw(
    job: Job, lecture: type[Lecture], reads: Reads, tell: Tell, led: Callable[[], Player], kept: Kept | None
) -> Delivery:
    """Draw a job's film, or those beats of it that the job names, in its folder. `led` makes the player that
    has the film's first and last beat, and that is called after each beat.

    Raises ForkFailed for an exception of the lecture, ForkDied for processes that were killed too often.
    """
    folder = Path(tempfile.mkdtemp(prefix="stretches-", dir=job.folder))
    delivery, counter = Delivery(folder), Counter(job.painters + 1)
    code = code_of_beats(job.path.read_text(encoding="utf-8"))
    warm_up()
    visuals.letters.outlines.typesetter = _asking(TypesetterClient(folder))

    def lead(painters: int, _: int) -> Facts:
        timing, forks = Timing(), _forks(painters, job)
        renderer = StretchRenderer(timing)
        hand_out = _Handing(renderer, forks, reads, counter, tell)
        rate = job.options.quality.frame_rate
        leader = Leader(renderer, delivery, rate, hand_out, led(), kept, code, job.beats)
        scene = lecture(renderer=renderer, player=leader)
        leader.writer.progress = telling(tell, lambda frames: counter.add(job.painters, frames))
        report = None
        try:
            with contextlib.suppress(Enough):
                scene.render()
                report = scene.report()
            forks.end()
        finally:
            forks.kill()
        spent = Sums(timing.stop())
        for each in forks.found:
            reads.learn(each["read"])
            spent.update(each["spent"])
        record = asdict(reads.record(job.options))
        told = {"plays": leader.plays, "report": report, "record": record, "spent": dict(spent)}
        return {"told": told, "died": forks.died}

    spent: Sums[str] = Sums()
    for painters in (job.painters, 1):  # one painter needs less memory than several
        TypesetterProcess(folder).begin()
        attempt = _forks(1, job)
        attempt.begin(partial(lead, painters))
        attempt.end()
        deaths = attempt.died or attempt.found[0]["died"]
        if attempt.found:
            spent.update(attempt.found[0]["told"]["spent"])
        if not deaths:
            break
    else:
        how = f"was killed by signal {-deaths[-1]}" if deaths[-1] < 0 else f"ended with code {deaths[-1]}"
        raise ForkDied(f"a process that drew it {how} twice; with less at once (-j 1) it may go through")
    delivery.tell(attempt.found[0]["told"] | {"spent": dict(spent)})
    return delivery


@dataclass(frozen=True)
class _Handing:
    """Has parts of plays drawn by forks, which report the files that they read and their time."""

    renderer: StretchRenderer
    forks: Forks
    reads: Reads
    counter: Counter
    tell: Tell

    def __call__(self, work: Callable[[], None]) -> None:
        def do(place: int) -> Facts:
            self.renderer.timing.begin("moving")
            progress = telling(self.tell, lambda frames: self.counter.add(place, frames))
            self.renderer.file_writer.progress = progress
            known = self.reads.known()
            work()
            return {"read": self.reads.news(known), "spent": self.renderer.timing.stop()}

        self.forks.begin(do)


def _asking(client: TypesetterClient) -> Callable[[bytes], bytes]:
    """A function that typesets by this film's typesetter; raises Lost where that was killed."""

    def typesetter(source: bytes) -> bytes:
        try:
            return client(source)
        except HungUp as error:
            raise Lost from error

    return typesetter


def _forks(most: int, job: Job) -> Forks:
    return Forks(most, lambda error: describe_failure(error, job), lambda note: tell_of_exits(note, job))


def telling(tell: Tell, count: Callable[[int], int]) -> Callable[[int], None]:
    """A function that takes numbers of drawn frames and reports their sum now and then."""
    told = 0.0

    def progress(frames: int) -> None:
        nonlocal told
        done, now = count(frames), time.monotonic()
        if now - told > OFTEN:
            told = now
            tell("frames", done=done)

    return progress
