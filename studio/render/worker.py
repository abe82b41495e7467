"""The process that does one job: plays a lecture, checks it, or draws pictures. Only jobs import Manim.

    python -m studio.render.worker EVENTS

It reads its job as one line of JSON from standard input, and ends when the other end of that is closed,
because its parent has ended then. It reports events as lines of JSON to the file descriptor EVENTS. What the
lecture prints goes to standard output, which is the job's log.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from studio.render.failures import describe_failure, tell_of_exits
from studio.render.jobs import Job
from studio.render.record import Reads
from studio.system.processes import end_with_parent

Tell = Callable[..., None]


def main() -> None:
    """Do one job and report how it ended; an exception of the lecture is reported as well."""
    job = Job.from_json(sys.stdin.readline())
    _live_no_longer_than_the_parent()
    tell = _teller(int(sys.argv[1]))
    reads = Reads(job.course, job.voice)
    tell_of_exits(lambda facts: tell("failed", **facts), job)
    try:
        tell("done", **_play(job, reads, tell))
    except BaseException as error:  # an author may raise anything, SystemExit and KeyboardInterrupt too
        tell("failed", **describe_failure(error, job))


def _play(job: Job, reads: Reads, tell: Tell) -> dict[str, Any]:
    from studio.render import playing  # only now, as `reads` has to record what Manim reads

    if job.options.engine == "compass":
        from studio.render.engine import swift

        swift.hasten()
    if job.done_by is not None:
        module, _, name = job.done_by.partition(":")
        done: dict[str, Any] = getattr(importlib.import_module(module), name)(job, reads, tell)
        return done
    lecture = playing.load(job.path, job.class_name)
    play = {"film": playing.film, "stretches": playing.stretches, "stills": playing.stills}[job.kind]
    return play(job, lecture, reads, tell)


def _teller(handle: int) -> Tell:
    """A function that sends an event. Processes started from here do not inherit the pipe."""
    os.set_inheritable(handle, False)

    def tell(event: str, **facts: Any) -> None:
        line = json.dumps({"event": event, **facts}) + "\n"
        os.write(handle, line.encode())

    return tell


def _live_no_longer_than_the_parent() -> None:
    end_with_parent()
    threading.Thread(target=_end_with_standard_input, daemon=True).start()


def _end_with_standard_input() -> None:
    while os.read(0, 1024):
        pass
    os.killpg(os.getpid(), signal.SIGKILL)  # this process leads its group: see studio.render.pool


if __name__ == "__main__":
    main()
