"""The worker processes of one lecture: one waits before each beat, one plays, and an edit ends some of them.

A process that waits before a beat is a checkpoint: a fork of it plays that beat, and others, from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from studio.preview.workers import Worker, Workers
from studio.system.wire import Head

GROWN = 3.0  # a process this many times as large as the first one is not forked from any more
SET_STAGE = -1  # the place of what comes before the first beat


@dataclass
class Runner:
    """The worker that plays from beat to beat, or sets the stage."""

    worker: Worker
    at: int  # the beat that it plays; SET_STAGE: it sets the stage
    to: int  # the beat before which it will wait


class Checkpoints:
    """Keeps at most one waiting worker before every beat, and at most one that plays."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers
        self.waiting: dict[int, Worker] = {}  # by the beat that the worker would play next
        self.runner: Runner | None = None
        self.texts: WeakKeyDictionary[Worker, str] = WeakKeyDictionary()  # the text that each plays
        self.former: list[Worker] = []  # the workers that waited when the stage had to be set again
        self.changed: set[str] = set()  # files that changed since the former ones loaded them
        # The system takes so long to end many processes that the runner would be delayed: workers that are of
        # no more use are ended when the next one waits.
        self.useless: list[Worker] = []
        self._small = 0  # memory of the first worker that waited, in the unit in which the system counts

    # -- what the workers report -----------------------------------------------------------------------

    def started(self, worker: Worker, at: int, to: int, text: str) -> None:
        """A worker plays a text from a place (SET_STAGE: it begins with the stage) to another one."""
        self.runner = Runner(worker, at, to)
        self.texts[worker] = text

    def is_runner(self, worker: Worker) -> bool:
        """Whether a worker is the one that plays."""
        return self.runner is not None and self.runner.worker is worker

    def arrived(self, worker: Worker, head: Head) -> None:
        """A worker waits from now on, as its message `waits` says."""
        self.waiting[head["at"]] = worker
        if head["at"] == 0:
            self.useless += self.former
            self.former, self.changed = [], set()
            self._small = self._small or head["memory"]
        else:
            self._end_useless()
        if self.is_runner(worker):
            self.runner = None
        if head["memory"] > GROWN * self._small:
            self._small = -1  # no fork of it: the next stage is set in a new process

    def failed(self) -> Runner:
        """The runner failed; what it was doing."""
        assert self.runner is not None
        runner, self.runner = self.runner, None
        self._end_useless()
        return runner

    def lost(self, worker: Worker) -> bool:
        """A waiting worker was killed from outside. Whether it waited before a beat of the present stage."""
        self.former = [each for each in self.former if each is not worker]
        at = next((at for at, each in self.waiting.items() if each is worker), None)
        if at is None:
            return False
        self._end([each for place, each in self.waiting.items() if place > at])
        self.waiting = {place: each for place, each in self.waiting.items() if place < at}
        if self.runner is not None and self.runner.to > at:
            self._end_runner()
        return True

    def close(self) -> None:
        """End all workers of the lecture."""
        self._end([*self.waiting.values(), *self.former])
        self._end_useless()
        self._end_runner()
        self.waiting, self.former = {}, []

    # -- what an edit makes useless --------------------------------------------------------------------

    def invalidate(self, first: int) -> None:
        """Beats from `first` on have to be played again: workers that played one of them are useless."""
        if self.runner is not None and self.runner.to > first:
            self._end_runner()
        self.useless += [worker for at, worker in self.waiting.items() if at > first]
        self.waiting = {at: worker for at, worker in self.waiting.items() if at <= first}

    def invalidate_stage(self, changed: Iterable[str]) -> None:
        """The stage has to be set again, after these files changed.

        A fork of the last waiting worker will do it, because it has loaded and computed what is unchanged.
        """
        self.changed.update(changed)
        self._end_runner()
        if self.waiting:
            self._end(self.former)
            self.former = [self.waiting[at] for at in sorted(self.waiting)]
        if self._small < 0:
            self._end(self.former)
            self.former, self._small = [], 0
        self.waiting = {}

    # -- what is played next ---------------------------------------------------------------------------

    def next_stretch(self, wanted: Iterable[int], count: int) -> tuple[int, int] | None:
        """From which waiting worker to which place to play next, of `count` beats; None if none is missing.

        `wanted`: the places before which a worker is needed at once, the most urgent first; the beats between
        are played without a checkpoint. With none of them, missing checkpoints are made from the front.
        """
        for place in wanted:
            if place not in self.waiting:
                return max(at for at in self.waiting if at < place), place
        gap = next((place for place in range(count + 1) if place not in self.waiting), None)
        return None if gap is None else (gap - 1, gap)

    # -- inside ----------------------------------------------------------------------------------------

    def _end_runner(self) -> None:
        if self.runner is not None:
            self.workers.end(self.runner.worker)
            self.runner = None

    def _end_useless(self) -> None:
        self._end(self.useless)
        self.useless = []

    def _end(self, workers: Iterable[Worker]) -> None:
        for worker in workers:
            self.workers.end(worker)
