"""The server's end of the stage processes: gives orders, passes on what is told, ends what hangs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.preview.places import HANGS, LINE, LOG, PRIVATE
from studio.render.pool import ONE_THREAD, environment
from studio.render.workspace import private_folder
from studio.system.wire import Head, HungUp, hear, pack

Listener = Callable[["Task", Head, bytes], None]
FAIR, AT_LAST = 0.5, 5.0  # shares of patience: of work done, and of time after which nothing counts any more
AT_ONCE = 0.1  # seconds between two looks at what a process says that was asked where it hangs
LOOKS = 30  # such looks
WORD_OF_DEATH = 0.5  # seconds in which the parent of a dead process says how it died
SOON = 5.0  # seconds after its start in which an eldest that ends will not do better at once
TRIES = 2  # to start an eldest; then those that wait for it are told
HUNG_AT = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>.+)')


@dataclass(eq=False)
class Task:
    """What one stage process was told to do, and the line to it."""

    number: int
    order: Head
    listen: Listener
    busy_since: float | None = field(default_factory=time.monotonic)
    process: int = 0
    writer: asyncio.StreamWriter | None = None
    work_before: tuple[float, float] = (-1.0, 0.0)  # when it began, and the seconds it had worked before
    is_over: bool = False
    is_unwanted: bool = False

    def say(self, order: Head) -> None:
        """Tell the process."""
        if self.writer is not None and not self.writer.is_closing():
            self.writer.write(pack(order))


class Backstage:
    """All stage processes of one server, and the private folder where they meet."""

    def __init__(self, course: Path, *, patience: float, memory: int = 0) -> None:
        self.course, self.patience, self.memory = course, patience, memory
        self._own = contextlib.ExitStack()
        self.folder = self._own.enter_context(private_folder(Path(tempfile.gettempdir()), PRIVATE))
        self.tasks: dict[int, Task] = {}
        self._numbers = 0
        self._eldest: subprocess.Popen[bytes] | None = None
        self._ready = asyncio.Event()
        self._tries = 0  # to start an eldest, since one was ready
        self._waiting: set[Task] = set()  # for an eldest that is ready
        self._loops: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Open the line and start the eldest; it is waited for only when it is needed."""
        self._door = await asyncio.start_unix_server(self._pick_up, str(self.folder / LINE))
        self._start_eldest()
        self._keep(self._watch())

    def _start_eldest(self) -> None:
        self._root = self.tasks[0] = Task(0, {}, self._hear_eldest, busy_since=None)
        self._ready.clear()
        self._tries += 1
        self._started = time.monotonic()
        command = [sys.executable, "-P", "-m", "studio.preview.stage"]
        with (self.folder / LOG).open("ab") as log:
            self._eldest = subprocess.Popen(
                [*command, str(self.folder), str(self.course), str(self.memory), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a group of its own, to be ended as one
                cwd=self.course,
                env=environment(self.course) | {"PYTHONUNBUFFERED": "1"} | ONE_THREAD,
            )

    async def stop(self) -> None:
        """End every stage process; leave no file."""
        self._door.close()
        while self._loops:  # a last call may come in while the door is closing
            for loop in self._loops:
                loop.cancel()
            await asyncio.gather(*self._loops, return_exceptions=True)
        if self._eldest is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._eldest.pid, signal.SIGKILL)
            self._eldest.wait()
        self._own.close()

    @property
    def log(self) -> str:
        """What was printed on stage."""
        try:
            return (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def order(self, where: Task | None, order: Head, listen: Listener) -> Task:
        """Have the process that stands at `where` (None: the eldest) fork another one, which does `order`."""
        self._numbers += 1
        task = Task(self._numbers, order | {"task": self._numbers}, listen)
        self.tasks[task.number] = task
        if where is not None:
            where.say(task.order)
        elif self._ready.is_set():
            self._root.say(task.order)
        else:
            task.busy_since = None
            self._waiting.add(task)
        return task

    def set_letters_anew(self) -> None:
        """The typesetter's own module has changed."""
        self._root.say({"do": "letters"})

    def end(self, task: Task) -> None:
        """End a process at once; those that it forked go with it."""
        task.is_unwanted = True
        if task in self._waiting:
            self._waiting.discard(task)
            self.tasks.pop(task.number, None)
        if task.process and not task.is_over:
            with contextlib.suppress(ProcessLookupError):
                os.kill(task.process, signal.SIGKILL)

    # -- inside --------------------------------------------------------------------------------------------

    def _hear_eldest(self, _: Task, head: Head, __: bytes) -> None:
        if head["event"] != "ready":
            return
        self._ready.set()
        self._tries = 0
        waiting, self._waiting = self._waiting, set()
        for task in sorted(waiting, key=lambda each: each.number):
            if not task.is_unwanted:
                task.busy_since = time.monotonic()
                self._root.say(task.order)

    def _pick_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A stage process calls; its line is closed however that ends, also if the server stops meanwhile."""
        self._keep(self._answer(reader, writer)).add_done_callback(lambda _: writer.transport.abort())

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Listen to a stage process until it hangs up."""
        try:
            head, _ = await hear(reader)
        except HungUp:
            return
        task = self.tasks.get(head["task"])
        if task is None:
            return
        try:
            task.process, task.writer = head["pid"], writer
            if task.is_unwanted:
                self.end(task)
            while True:
                head, body = await hear(reader)
                if head["event"] == "died":
                    self._tell_of_death(head["pid"], head["code"])
                elif not task.is_unwanted:
                    task.busy_since = None if head["event"] == "stands" else time.monotonic()
                    if task.number == 0:
                        task.busy_since = None
                    task.listen(task, head, body)
        except HungUp:
            writer.close()
            if task is self._root:  # its forks end with it: what they were to do waits for the next one
                self._ready.clear()
            await asyncio.sleep(WORD_OF_DEATH)
            self._over(task, {"event": "died", "code": None})

    def _tell_of_death(self, process: int, code: int) -> None:
        for task in list(self.tasks.values()):
            if task.process == process:
                self._over(task, {"event": "died", "code": code})

    def _over(self, task: Task, head: Head) -> None:
        if task.is_over:
            return
        task.is_over = True
        if self.tasks.get(task.number) is task:  # there may be another eldest by now
            del self.tasks[task.number]
        if not task.is_unwanted:
            task.listen(task, head, b"")

    async def _watch(self) -> None:
        """End what hangs, and say on which lines."""
        while True:
            await asyncio.sleep(min(self.patience / 20, 1.0))
            if self._eldest is not None and self._eldest.poll() is not None:
                await self._replace_eldest(self._eldest.returncode)
            for task in list(self.tasks.values()):
                if not task.is_over and not task.is_unwanted and self._ready.is_set() and self._hangs(task):
                    await self._end_hanging(task)

    def _hangs(self, task: Task) -> bool:
        """Whether nothing came for too long; on a busy machine, one that hardly had a turn is waited for."""
        if task.busy_since is None:
            return False
        worked = _seconds_of_work(task.process)
        if task.work_before[0] != task.busy_since:
            task.work_before = (task.busy_since, worked or 0.0)
        waited = time.monotonic() - task.busy_since
        if worked is None:
            return waited > self.patience
        had_its_turn = worked - task.work_before[1] > FAIR * self.patience
        return waited > self.patience and (had_its_turn or waited > AT_LAST * self.patience)

    async def _replace_eldest(self, code: int) -> None:
        """The eldest was killed, and all others with it: begin anew, unless it cannot even start."""
        self._ready.clear()
        told = [task for task in self.tasks.values() if task.number and task not in self._waiting]
        if self._tries >= TRIES:
            told += self._waiting
            self._waiting = set()
        self._eldest = None
        for task in told:
            self._over(task, {"event": "died", "code": code})
        if time.monotonic() - self._started < SOON:
            await asyncio.sleep(SOON)
        self._start_eldest()  # whatever was ordered meanwhile waits for it

    async def _end_hanging(self, task: Task) -> None:
        trace: list[dict[str, Any]] = []
        if task.process:
            file = self.folder / HANGS
            size = file.stat().st_size if file.exists() else 0
            with contextlib.suppress(ProcessLookupError):
                os.kill(task.process, signal.SIGUSR1)
            for _ in range(LOOKS):
                await asyncio.sleep(AT_ONCE)
                with contextlib.suppress(OSError):
                    said = file.read_bytes()[size:].decode(errors="replace")
                    found = [match.groupdict() for match in HUNG_AT.finditer(said)]
                    if found and found == trace:  # it has said all
                        break
                    trace = found
            self.end(task)
        task.is_unwanted = False
        self._over(task, {"event": "hung", "trace": trace[::-1], "seconds": self.patience})

    def _keep(self, coroutine: Any) -> asyncio.Task[Any]:
        loop = asyncio.get_running_loop().create_task(coroutine)
        self._loops.add(loop)
        loop.add_done_callback(self._loops.discard)
        return loop


def _seconds_of_work(process: int) -> float | None:
    """The processor time that a process has had; None where that cannot be told."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
