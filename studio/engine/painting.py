"""Several painters at one film: processes forked from one that has everything loaded.

The parent forks before any lecture is played, because Typst and BLAS start threads that do not survive a
fork. A painter that is killed costs the play it was drawing a second try by another one; an exception of the
lecture ends all painters, and is told once.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import mmap
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.engine.claims import Claims

TRIES = 2  # of each painter: a machine that ran out of memory once may do better with the others done
SIGNAL_OF_MY_PARENTS_DEATH = 1  # prctl's PR_SET_PDEATHSIG, on Linux
SLOT = 8  # bytes of a painter's count
NOTE = 1 << 16  # bytes for what a painter tells of a failure: in memory, as the disk may be full

Facts = dict[str, Any]


class PainterFailed(Exception):
    """The lecture raised an exception in a painter; `facts` describe it."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.get("message", ""))
        self.facts = facts


class PainterDied(RuntimeError):
    """A painter was killed as often as it was tried."""


class Counter:
    """How many frames all painters have drawn: a few bytes of memory that they share."""

    def __init__(self, painters: int) -> None:
        self._memory = mmap.mmap(-1, SLOT * painters)
        self.painters = painters

    def add(self, painter: int, frames: int) -> int:
        """Count frames of one painter (only it writes its slot); the sum of all."""
        at = slice(SLOT * painter, SLOT * (painter + 1))
        self._memory[at] = (int.from_bytes(self._memory[at], "little") + frames).to_bytes(SLOT, "little")
        return self.total

    @property
    def total(self) -> int:
        """Frames drawn by all painters."""
        every = self._memory[:]
        return sum(int.from_bytes(every[i : i + SLOT], "little") for i in range(0, len(every), SLOT))


@dataclass(frozen=True)
class Atelier:
    """Forks painters and waits for them. `paint` does one painter's work and returns what it found."""

    claims: Claims
    paint: Callable[[int], Facts]
    describe: Callable[[BaseException], Facts]
    hear_exits: Callable[[Callable[[Facts], object]], object] = lambda tell: None  # os._exit, in a painter
    _notes: dict[int, mmap.mmap] = field(default_factory=dict)

    def run(self, painters: int) -> list[Facts]:
        """Let so many painters work until all are done; what each found.

        Raises PainterFailed if the lecture raised or ended a painter, PainterDied if one died `TRIES` times.
        """
        at_work = {self._fork(number): number for number in range(painters)}
        tries = dict.fromkeys(range(painters), 1)
        try:
            while at_work:
                process, status = os.wait()
                number = at_work.pop(process, None)
                if number is None:
                    continue
                code = os.waitstatus_to_exitcode(status)
                if (note := self._noted(number)) is not None:
                    raise PainterFailed(note)
                if code != 0 or not self._path(number).exists():
                    self._replace(process, number, code, tries)
                    at_work[self._fork(number)] = number
        finally:
            for process in at_work:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        return [self._told(number) for number in range(painters)]

    def _replace(self, process: int, number: int, code: int, tries: dict[int, int]) -> None:
        self.claims.release(process)
        if tries[number] >= TRIES:
            how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
            raise PainterDied(f"a painter {how} {TRIES} times; with less at once (-j 1) it may go through")
        tries[number] += 1

    def _fork(self, number: int) -> int:
        self._notes[number] = mmap.mmap(-1, NOTE)
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            self._be_a_painter(number)
        return process

    def _be_a_painter(self, number: int) -> None:
        """Never returns."""
        code, leave = 1, os._exit
        try:
            self.hear_exits(lambda facts: self._note(number, facts))
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(SIGNAL_OF_MY_PARENTS_DEATH, signal.SIGKILL)
            self._tell(number, self.paint(number))
            code = 0
        except BaseException as error:
            self._note(number, self.describe(error))
        finally:
            with contextlib.suppress(Exception):  # the disk may be full
                sys.stdout.flush()
                sys.stderr.flush()
            leave(code)

    def _note(self, number: int, facts: Facts) -> None:
        """Tell of a failure; the message of `facts` is the part that may be long, and gives way."""
        note = json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace")
        while len(note) > NOTE and facts["message"]:
            facts = facts | {"message": facts["message"][: len(facts["message"]) // 2]}
            note = json.dumps(facts, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._notes[number][: len(note)] = note

    def _noted(self, number: int) -> Facts | None:
        """What a painter told of its failure; None if it told nothing that can be read."""
        try:
            facts: Facts = json.loads(self._notes[number][:].rstrip(b"\0"))
        except ValueError:
            return None
        return facts

    def _tell(self, number: int, facts: Facts) -> None:
        self._path(number).write_text(json.dumps(facts), encoding="utf-8")

    def _told(self, number: int) -> Facts:
        facts: Facts = json.loads(self._path(number).read_text(encoding="utf-8"))
        return facts

    def _path(self, number: int) -> Path:
        return self.claims.folder / f"painter-{number}.json"
