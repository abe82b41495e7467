"""Runs workers, as many at once as wished, and leaves none behind."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import site
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from studio.errors import DiskFull, RenderFailed, told
from studio.places import CHECKOUT, LOG, readable
from studio.render.failures import NO_SPACE, as_error, death
from studio.render.jobs import Job
from studio.render.workspace import workspace
from visuals.course import COURSE

GRACE = 5.0  # seconds for a worker to end after its last word
# of linear algebra: the cores are busy with painters, and sums keep their order on any machine
ONE_THREAD = {
    name: "1"
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
}
ENDINGS = ("done", "failed")
LOOKS = 1.0  # seconds between two looks
Look = Callable[[], None]


@dataclass(frozen=True)
class Event:
    """What happened to a job: started, frames, beat, done or failed, with what the worker told of it."""

    job: Job
    what: str
    facts: dict[str, Any] = field(default_factory=dict)
    error: RenderFailed | None = None


class Worker:
    """One process with its job, its private folder and the line on which it speaks."""

    def __init__(self, job: Job, keep_log: Path) -> None:
        self._stack = contextlib.ExitStack()
        try:
            self.job = job.within(self._stack.enter_context(workspace(keep_log, job.stem)))
            self.log = self.job.folder / ("worker" + LOG)
            self.kept_log = keep_log / (job.stem + LOG)
            self.process, self.line = self._start()
        except BaseException:
            self._stack.close()
            raise
        self._unread = b""

    def _start(self) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
        ours, theirs = os.pipe()
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "studio.render.worker", str(theirs)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[theirs],
                start_new_session=True,  # a group of its own, to be ended as one
                cwd=self.job.course,
                env=environment(self.job.course) | {"PYTHONUNBUFFERED": "1"} | ONE_THREAD,
            )
        os.close(theirs)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it died at once, and will be found dead
            process.stdin.write(self.job.to_json().encode() + b"\n")
            process.stdin.flush()  # and stays open: that is how it knows that we live
        return process, os.fdopen(ours, "rb", buffering=0)

    def hear(self) -> Iterator[Event]:
        """What happened since last time; a worker that hangs up without an ending has died."""
        heard = self.line.read(1 << 16)
        *whole, self._unread = (self._unread + heard).split(b"\n")
        for line in whole:
            facts = json.loads(line)
            yield self._event(facts.pop("event"), facts)
        if not heard:
            yield Event(self.job, "failed", error=death(self.wait(), self.job, self.keep_log()))

    def _event(self, what: str, facts: dict[str, Any]) -> Event:
        if what != "failed":
            return Event(self.job, what, facts)
        self.wait()
        log = "" if facts["kind"] == "disk" else self.keep_log()  # a full disk needs no log beside it
        return Event(self.job, what, facts, as_error(facts, self.job, log))

    def has_spoken(self) -> bool:
        """Whether the lecture printed anything, or something warned, as far as that is still there."""
        try:
            return self.log.stat().st_size > 0
        except OSError:
            return False

    def keep_log(self) -> str:
        """Put the log beside the films, where it outlives the private folder; say where it is."""
        try:
            shutil.copyfile(self.log, self.kept_log)
        except OSError as error:
            with contextlib.suppress(OSError):
                self.kept_log.unlink(missing_ok=True)
            return "lost, as there was no room for it" if error.errno in NO_SPACE else f"lost ({told(error)})"
        return readable(self.kept_log)

    def wait(self) -> int:
        """Its exit code, soon."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(GRACE)
        self.kill()
        return self.process.wait()

    def kill(self) -> None:
        """End it and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Leave nothing behind: no process, no open line, no private folder."""
        self.kill()
        self.process.wait()
        self.line.close()
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        self._stack.close()


def environment(course: Path | None = None) -> dict[str, str]:
    """This process's own, for another one that finds the project's rooms wherever it is started, and knows
    which `course` it works for.
    """
    found = dict(os.environ) if course is None else os.environ | {COURSE: str(course)}
    if str(CHECKOUT) in site.getsitepackages():  # an installed project is found anyway
        return found
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    return found | {"PYTHONPATH": path}


def run(jobs: Sequence[Job], at_once: int, folder: Path, look: Look | None = None) -> Generator[Event]:
    """Do all jobs and tell what happens, in private folders inside `folder`.

    `look` is asked every second while they are at work; what it raises ends them, and comes out here.

    At `done`, the job's files are in `event.job.folder` until the next event is asked for. Leaving the
    loop early and closing it (contextlib.closing) ends every worker.
    """
    waiting = deque(jobs)
    running: set[Worker] = set()
    with selectors.DefaultSelector() as lines:
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    job = waiting.popleft()
                    try:
                        worker = Worker(job, folder)
                    except OSError as error:
                        yield Event(job, "failed", error=_cannot_begin(job, error))
                        continue
                    running.add(worker)
                    lines.register(worker.line, selectors.EVENT_READ, worker)
                    yield Event(worker.job, "started")
                if look is not None:
                    look()
                for key, _ in lines.select(None if look is None else LOOKS) if running else ():
                    worker = key.data
                    for event in worker.hear():
                        yield event
                        if event.what in ENDINGS:
                            if event.what == "done" and worker.has_spoken():
                                worker.keep_log()  # an author may have asked something with print()
                            lines.unregister(worker.line)
                            worker.close()
                            running.discard(worker)
                            break
        finally:
            for worker in running:
                worker.kill()
            for worker in running:
                worker.close()


def _cannot_begin(job: Job, error: OSError) -> RenderFailed:
    if error.errno in NO_SPACE:
        return DiskFull(f"{job.slug}: no space is left on the disk.", hint="Free some, or use --out DIR.")
    return RenderFailed(f"{job.slug}: {told(error)}.", hint="Choose another place with --out DIR.")
