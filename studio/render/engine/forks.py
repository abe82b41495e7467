"""Does work in forks of this process, so many at once.

A fork begins with everything that this process has: modules, data, the stage of a lecture. It reports its
result on a pipe of its own, and ends. If its work raises, all other forks are ended and the exception is
reported once; if it is killed, it is counted, and the others go on.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from studio.system.processes import end_with_parent

Facts = dict[str, Any]
LONGEST = 1 << 15  # bytes of a failure's report: a pipe takes them at once, even if it is not read
LOOK = 0.05  # seconds between two looks for forks that ended without a report

# The work of a fork. It is called with the number of its place, from 0, which no other has at the time.
Work = Callable[[int], Facts]


class ForkFailed(BaseException):
    """The work of a fork raised an exception; `facts` describe it. No author's `except Exception` catches it,
    as the one that forks may be playing a lecture.
    """

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.get("message", ""))
        self.facts = facts


class Lost(BaseException):
    """Something that the work needs has gone; it may succeed when it is tried again. A fork that raises this
    counts as one that was killed.
    """


class ForkDied(RuntimeError):
    """Forks were killed as often as their work was tried."""


@dataclass
class Fork:
    """A fork that is at work."""

    process: int
    pipe: int
    heard: bytes = b""


@dataclass
class Forks:
    """Does work in forks, `most` at once. `describe` makes facts of an exception that work raised."""

    most: int
    describe: Callable[[BaseException], Facts]
    hear_exits: Callable[[Callable[[Facts], object]], object] = lambda tell: None  # os._exit, in a fork
    found: list[Facts] = field(default_factory=list)  # results of those that finished
    died: list[int] = field(default_factory=list)  # exit codes of the others; below 0: the signal
    _at_work: dict[int, Fork] = field(default_factory=dict)  # by place
    _failed: Facts | None = None

    def begin(self, work: Work) -> None:
        """Do `work` in a fork, as soon as there is a place. Raises ForkFailed for work that failed before.

        Where the system allows no further process, the work waits until a fork has ended.
        """
        self._stop_if_one_failed()
        while len(self._at_work) >= self.most:
            self._wait()
        while True:
            try:
                return self._fork(work)
            except OSError:
                if not self._at_work:
                    raise
                self._wait()

    def end(self) -> None:
        """Wait until all forks have ended. Raises ForkFailed."""
        self._stop_if_one_failed()
        while self._at_work:
            self._wait()

    def kill(self) -> None:
        """Kill all forks that are at work."""
        for each in self._at_work.values():
            os.kill(each.process, signal.SIGKILL)
            os.waitpid(each.process, 0)
            os.close(each.pipe)
        self._at_work.clear()

    def _fork(self, work: Work) -> None:
        place = next(number for number in range(self.most) if number not in self._at_work)
        ours, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError:
            os.close(ours)
            os.close(theirs)
            raise
        if process == 0:
            self._work(work, place, theirs, parent)
        os.close(theirs)
        self._at_work[place] = Fork(process, ours)

    def _work(self, work: Work, place: int, pipe: int, parent: int) -> None:
        """Do the work in the fork, report, and end; never returns."""
        code, leave = 1, os._exit
        try:
            end_with_parent(parent)
            gc.freeze()  # inherited objects are not traversed: that would copy their memory
            self._at_work.clear()
            self.hear_exits(lambda facts: _tell(pipe, {"failed": facts}))
            _tell(pipe, work(place))
            code = 0
        except Lost:
            pass
        except BaseException as error:
            _tell(pipe, {"failed": error.facts if isinstance(error, ForkFailed) else self.describe(error)})
        finally:
            with contextlib.suppress(Exception):  # the disk may be full
                sys.stdout.flush()
                sys.stderr.flush()
            leave(code)

    def _wait(self) -> None:
        """Wait until a fork has ended, or LOOK seconds have passed."""
        pipes = {each.pipe: (place, each) for place, each in self._at_work.items()}
        ready, _, _ = select.select(pipes, [], [], LOOK)
        for pipe in ready:
            place, fork = pipes[pipe]
            more = os.read(pipe, 1 << 16)
            fork.heard += more
            if not more or fork.heard.endswith(b"\n"):
                self._ended(place, os.waitpid(fork.process, 0)[1])
        for place, fork in list(self._at_work.items()) if not ready else ():  # a process of its own may
            process, status = os.waitpid(fork.process, os.WNOHANG)  # hold its pipe open
            if process:
                self._ended(place, status)

    def _ended(self, place: int, status: int) -> None:
        fork = self._at_work.pop(place)
        os.close(fork.pipe)
        try:
            facts: Facts = json.loads(fork.heard)
        except ValueError:
            self.died.append(os.waitstatus_to_exitcode(status))
            return
        if "failed" in facts:
            self._failed = facts["failed"]
            self._stop_if_one_failed()
        self.found.append(facts)

    def _stop_if_one_failed(self) -> None:
        if self._failed is not None:
            self.kill()
            raise ForkFailed(self._failed)


def _tell(pipe: int, facts: Facts) -> None:
    """Send a report as one line; a failure's message is cut if it is too long."""
    line = _line(facts)
    while "failed" in facts and len(line) > LONGEST and (message := facts["failed"].get("message")):
        facts = {"failed": facts["failed"] | {"message": message[: len(message) // 2]}}
        line = _line(facts)
    with contextlib.suppress(OSError), os.fdopen(os.dup(pipe), "wb") as file:  # the pipe may be closed
        file.write(line)


def _line(facts: Facts) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
