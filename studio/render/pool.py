"""Runs jobs in worker processes, several at once, and ends all of them at the end."""

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
from typing import IO

from studio.errors import DiskFull, RenderFailed, told
from studio.places import CHECKOUT, LOG, readable
from studio.render.failures import NO_SPACE, as_error, death
from studio.render.jobs import Job
from studio.render.workspace import workspace
from studio.system.cores import ONE_THREAD
from studio.system.reading import Facts
from visuals.course import COURSE

GRACE = 5.0  # seconds in which a worker ends after its last message
ENDINGS = ("done", "failed")
LOOKS = 1.0  # seconds between two looks
Look = Callable[[], None]


@dataclass(frozen=True)
class Event:
    """An event of a job: started, frames, beat, done or failed, with the facts that the worker sent."""

    job: Job
    what: str
    facts: Facts = field(default_factory=dict)
    error: RenderFailed | None = None


class Worker:
    """A process with its job, its private folder and the pipe on which it reports."""

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
        with contextlib.suppress(BrokenPipeError):  # it has ended already, which `hear` reports
            process.stdin.write(self.job.to_json().encode() + b"\n")
            process.stdin.flush()  # it stays open: when it closes, the worker ends
        return process, os.fdopen(ours, "rb", buffering=0)

    def hear(self) -> Iterator[Event]:
        """The events since the last call; a worker that closes the pipe before its last event has failed."""
        heard = self.line.read(1 << 16)
        *whole, self._unread = (self._unread + heard).split(b"\n")
        for line in whole:
            facts = json.loads(line)
            yield self._event(facts.pop("event"), facts)
        if not heard:
            yield Event(self.job, "failed", error=death(self.wait(), self.job, self.keep_log()))

    def _event(self, what: str, facts: Facts) -> Event:
        if what != "failed":
            return Event(self.job, what, facts)
        self.wait()
        log = "" if facts["kind"] == "disk" else self.keep_log()  # a full disk needs no log
        return Event(self.job, what, facts, as_error(facts, self.job, log))

    def has_spoken(self) -> bool:
        """Whether anything was printed, by the lecture or as a warning."""
        try:
            return self.log.stat().st_size > 0
        except OSError:
            return False

    def keep_log(self) -> str:
        """Copy the log beside the films, as the private folder will go; its path, or why it is lost."""
        try:
            shutil.copyfile(self.log, self.kept_log)
        except OSError as error:
            with contextlib.suppress(OSError):
                self.kept_log.unlink(missing_ok=True)
            return "lost, as there was no room for it" if error.errno in NO_SPACE else f"lost ({told(error)})"
        return readable(self.kept_log)

    def wait(self) -> int:
        """Its exit code; it is killed if it does not end soon."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(GRACE)
        self.kill()
        return self.process.wait()

    def kill(self) -> None:
        """Kill it and all processes that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process, close its pipes, and remove the private folder."""
        self.kill()
        self.process.wait()
        self.line.close()
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        self._stack.close()


def environment(course: Path | None = None) -> dict[str, str]:
    """The environment for a worker: this process's own, with the project on the path of Python, and the
    `course` that it works for.
    """
    found = dict(os.environ) if course is None else os.environ | {COURSE: str(course)}
    if str(CHECKOUT) in site.getsitepackages():  # an installed project is found anyway
        return found
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    return found | {"PYTHONPATH": path}


def run(jobs: Sequence[Job], at_once: int, folder: Path, look: Look | None = None) -> Generator[Event]:
    """Do all jobs in private folders inside `folder`, and yield what happens.

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
                                worker.keep_log()  # it has what the author printed
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
