"""Work that is done in forks of this process, so many at once.

A fork begins with everything that this process has: modules, data, the stage of a lecture. It tells what it
found on a pipe of its own, and ends. One that raises ends all others, and what it raised is told once; one
that is killed is counted, and the others go on.
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
LONGEST = 1 << 15  # bytes that a fork tells of a failure: a pipe takes them at once, whoever listens
LOOK = 0.05  # seconds between two looks at who has ended without a word

# What a fork is to do. Its number is that of its place, from 0: no two that are at work have the same.
Work = Callable[[int], Facts]


class ForkFailed(BaseException):
    """The work of a fork raised an exception; `facts` describe it. No author's `except Exception` catches it,
    as the one that forks may be playing a lecture.
    """

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.get("message", ""))
        self.facts = facts


class Lost(BaseException):
    """Something is gone that the work needs: it may go through when it is tried again. A fork that raises
    this counts as one that was killed.
    """


class ForkDied(RuntimeError):
    """Forks were killed as often as their work was tried."""


@dataclass
class Fork:
    """One that is at work."""

    process: int
    pipe: int
    heard: bytes = b""


@dataclass
class Forks:
    """Does work in forks, `most` at once. `describe` makes facts of an exception that some work raised."""

    most: int
    describe: Callable[[BaseException], Facts]
    hear_exits: Callable[[Callable[[Facts], object]], object] = lambda tell: None  # os._exit, in a fork
    found: list[Facts] = field(default_factory=list)  # what those told that came to their end
    died: list[int] = field(default_factory=list)  # exit codes of the others; below 0: the signal
    _at_work: dict[int, Fork] = field(default_factory=dict)  # by place
    _failed: Facts | None = None

    def begin(self, work: Work) -> None:
        """Have `work` done by a fork, as soon as there is a place. Raises ForkFailed for what failed before.

        Where the system gives no process, the work waits until another one has ended.
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
        """Wait until all is done. Raises ForkFailed."""
        self._stop_if_one_failed()
        while self._at_work:
            self._wait()

    def kill(self) -> None:
        """End all that are at work."""
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
        """What a fork does. Never returns."""
        code, leave = 1, os._exit
        try:
            end_with_parent(parent)
            gc.freeze()  # what came along stays: looking through it would only copy it
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
        """Until at least one has ended, or a moment has passed."""
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
    """Say something in one line; of a failure, the message may be long, and gives way."""
    line = _line(facts)
    while "failed" in facts and len(line) > LONGEST and (message := facts["failed"].get("message")):
        facts = {"failed": facts["failed"] | {"message": message[: len(message) // 2]}}
        line = _line(facts)
    with contextlib.suppress(OSError), os.fdopen(os.dup(pipe), "wb") as file:  # nobody may be listening
        file.write(line)


def _line(facts: Facts) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
