"""The processes of one lecture: who stands before which beat, who plays on, and whom an edit ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from studio.preview.backstage import Backstage, Task
from studio.system.wire import Head

GROWN = 3.0  # a process this many times as large as the first one was is not forked from any more
STAGE = -1  # the place of what comes before the first beat


@dataclass
class Runner:
    """The process that plays on, from beat to beat, or sets the stage."""

    task: Task
    at: int  # the beat that it plays; STAGE: it sets the stage
    to: int  # the beat before which it will stand


class Company:
    """Keeps at most one process before every beat, and one that plays on."""

    def __init__(self, backstage: Backstage) -> None:
        self.backstage = backstage
        self.stands: dict[int, Task] = {}  # by the beat that the process stands before
        self.runner: Runner | None = None
        self.texts: WeakKeyDictionary[Task, str] = WeakKeyDictionary()  # that processes play by
        self.former: list[Task] = []  # those of the time before the stage was set anew
        self.changed: set[str] = set()  # files, since the former ones were set
        # To end many processes takes the system so long that whoever plays on would wait for it: those that
        # are no longer of use are ended when the next one stands.
        self.undone: list[Task] = []
        self._small = 0  # memory of the first process that stood, in whatever unit the system counts

    # -- who comes and goes ----------------------------------------------------------------------------

    def sends(self, task: Task, at: int, to: int, text: str) -> None:
        """A process plays on by a text."""
        self.runner = Runner(task, at, to)
        self.texts[task] = text

    def is_runner(self, task: Task) -> bool:
        """Whether it is the one that plays on."""
        return self.runner is not None and self.runner.task is task

    def stood(self, task: Task, head: Head) -> None:
        """A process came to where it waits."""
        self.stands[head["at"]] = task
        if head["at"] == 0:
            self.undone += self.former
            self.former, self.changed = [], set()
            self._small = self._small or head["memory"]
        else:
            self._end_undone()
        if self.is_runner(task):
            self.runner = None
        if head["memory"] > GROWN * self._small:
            self._small = -1  # forked from no more: the next stage is set from nothing

    def failed(self) -> Runner:
        """The process that played on came to a bad end; what it was doing."""
        assert self.runner is not None
        runner, self.runner = self.runner, None
        self._end_undone()
        return runner

    def lost(self, task: Task) -> bool:
        """A process that stood still was ended by somebody else. Whether anything came after it."""
        self.former = [each for each in self.former if each is not task]
        at = next((at for at, each in self.stands.items() if each is task), None)
        if at is None:
            return False
        self._end([each for place, each in self.stands.items() if place > at])
        self.stands = {place: each for place, each in self.stands.items() if place < at}
        if self.runner is not None and self.runner.to > at:
            self._stop_runner()
        return True

    def close(self) -> None:
        """End them all."""
        self._end([*self.stands.values(), *self.former])
        self._end_undone()
        self._stop_runner()
        self.stands, self.former = {}, []

    # -- what an edit undoes ---------------------------------------------------------------------------

    def undo(self, first: int) -> None:
        """Beats from `first` on are to be played again: away with whoever has played one of them, or will."""
        if self.runner is not None and self.runner.to > first:
            self._stop_runner()
        self.undone += [task for at, task in self.stands.items() if at > first]
        self.stands = {at: task for at, task in self.stands.items() if at <= first}

    def set_anew(self, changed: Iterable[str]) -> None:
        """Everything is to be played again: who stood last goes on to set the new stage, the data at hand."""
        self.changed.update(changed)
        self._stop_runner()
        if self.stands:
            self._end(self.former)
            self.former = [self.stands[at] for at in sorted(self.stands)]
        if self._small < 0:
            self._end(self.former)
            self.former, self._small = [], 0
        self.stands = {}

    # -- what is played next ---------------------------------------------------------------------------

    def next_leg(self, wanted: Iterable[int], count: int) -> tuple[int, int] | None:
        """From which stand to which place to play next, of `count` beats; None if all stand.

        `wanted`: the places before which somebody has to stand at once, the most urgent first; what lies
        between is passed without a stop. With none of them the gaps are filled, from the front.
        """
        for place in wanted:
            if place not in self.stands:
                return max(at for at in self.stands if at < place), place
        gap = next((place for place in range(count + 1) if place not in self.stands), None)
        return None if gap is None else (gap - 1, gap)

    # -- inside ----------------------------------------------------------------------------------------

    def _stop_runner(self) -> None:
        if self.runner is not None:
            self.backstage.end(self.runner.task)
            self.runner = None

    def _end_undone(self) -> None:
        self._end(self.undone)
        self.undone = []

    def _end(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self.backstage.end(task)
