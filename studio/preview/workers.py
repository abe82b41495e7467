"""The server's handles on its worker processes: sends them orders, passes on what they report, ends those
that hang.
"""

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
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from studio.errors import RenderFailed
from studio.preview.protocol import HANGS, LINE, LOG, PRIVATE, CallAt
from studio.render.pool import environment
from studio.system.cores import ONE_THREAD
from studio.system.private_folders import private_folder
from studio.system.sockets import SocketPath
from studio.system.wire import Head, HungUp, hear, pack

Listener = Callable[["Worker", Head, bytes], None]
FAIR = 0.5  # of the patience: processor time after which a worker that sent nothing hangs
AT_LAST = 5.0  # times the patience, after which it hangs however little processor time it was given
AT_ONCE = 0.1  # seconds between two looks at the lines that a hanging process writes
LOOKS = 30  # such looks at most
REPORT_OF_DEATH = 0.5  # seconds in which the parent of a dead process reports how it ended
SOON = 5.0  # seconds: a fork server that ended within them is not started again before they are over
TRIES = 2  # to start a fork server; then the workers that wait for it count as dead
HUNG_AT = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>.+)')


@dataclass(eq=False)
class Worker:
    """One worker process: its order, who listens to it, and the connection to it."""

    number: int
    order: Head
    listen: Listener
    busy_since: float | None = field(default_factory=time.monotonic)
    process: int = 0
    writer: asyncio.StreamWriter | None = None
    work_before: tuple[float, float] = (-1.0, 0.0)  # `busy_since`, and the seconds it had worked until then
    is_over: bool = False
    is_unwanted: bool = False

    def send(self, order: Head) -> None:
        """Send an order to the process."""
        if self.writer is not None and not self.writer.is_closing():
            self.writer.write(pack(order))


class Workers:
    """All worker processes of one server, and the private folder with the socket at which they report."""

    def __init__(self, course: Path, *, patience: float, memory: int = 0) -> None:
        self.course, self.patience, self.memory = course, patience, memory
        self._own = contextlib.ExitStack()
        self.folder = self._own.enter_context(private_folder(Path(tempfile.gettempdir()), PRIVATE))
        self.all: dict[int, Worker] = {}  # by number; 0 is the fork server
        self._numbers = 0
        self._fork_server: subprocess.Popen[bytes] | None = None
        self._ready = asyncio.Event()
        self._tries = 0  # to start a fork server, since one was ready
        self._postponed: set[Worker] = set()  # their orders are sent when the fork server is ready
        self._loops: set[asyncio.Task[object]] = set()

    async def start(self) -> None:
        """Open the socket and start the fork server, without waiting until it is ready."""
        address = SocketPath(self.folder, LINE)
        self._own.callback(address.close)
        self._socket = await asyncio.start_unix_server(self._accept, str(address.path))
        self._start_fork_server()
        self._keep(self._watch())

    async def in_time(self, frame: asyncio.Future[bytes]) -> bytes:
        """A frame, once it is drawn. Raises RenderFailed where that takes longer than the patience lasts."""
        try:
            return await asyncio.wait_for(frame, self.patience)
        except TimeoutError as error:
            raise RenderFailed("It took too long to draw this frame.") from error

    def _start_fork_server(self) -> None:
        self._root = self.all[0] = Worker(0, {}, self._hear_fork_server, busy_since=None)
        self._ready.clear()
        self._tries += 1
        self._started = time.monotonic()
        command = [sys.executable, "-P", "-m", "studio.preview.worker"]
        with (self.folder / LOG).open("ab") as log:
            self._fork_server = subprocess.Popen(
                [*command, str(self.folder), str(self.course), str(self.memory), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a group of its own, to be ended as one
                cwd=self.course,
                env=environment(self.course) | {"PYTHONUNBUFFERED": "1"} | ONE_THREAD,
            )

    async def stop(self) -> None:
        """End every worker process and remove the folder."""
        self._socket.close()
        while self._loops:  # a connection may still come in while the socket is being closed
            for loop in self._loops:
                loop.cancel()
            await asyncio.gather(*self._loops, return_exceptions=True)
        if self._fork_server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._fork_server.pid, signal.SIGKILL)
            self._fork_server.wait()
        self._own.close()

    @property
    def log(self) -> str:
        """What the workers printed."""
        try:
            return (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def order(self, parent: Worker | None, order: Head, listen: Listener) -> Worker:
        """Have a fork of `parent`, which waits (None: of the fork server), carry out an order."""
        self._numbers += 1
        worker = Worker(self._numbers, order | {"worker": self._numbers}, listen)
        self.all[worker.number] = worker
        if parent is not None:
            parent.send(worker.order)
        elif self._ready.is_set():
            self._root.send(worker.order)
        else:
            worker.busy_since = None
            self._postponed.add(worker)
        return worker

    def restart_typesetter(self) -> None:
        """The module by which the typesetter works has changed."""
        self._root.send({"do": "restart_typesetter"})

    def end(self, worker: Worker) -> None:
        """Kill a process at once; its forks end with it."""
        worker.is_unwanted = True
        if worker in self._postponed:
            self._postponed.discard(worker)
            self.all.pop(worker.number, None)
        if worker.process and not worker.is_over:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.process, signal.SIGKILL)

    # -- inside --------------------------------------------------------------------------------------------

    def _hear_fork_server(self, _: Worker, head: Head, __: bytes) -> None:
        if head["event"] != "ready":
            return
        self._ready.set()
        self._tries = 0
        postponed, self._postponed = self._postponed, set()
        for worker in sorted(postponed, key=lambda each: each.number):
            if not worker.is_unwanted:
                worker.busy_since = time.monotonic()
                self._root.send(worker.order)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A worker connects; its connection is closed however that ends, also if the server stops."""
        self._keep(self._listen(reader, writer)).add_done_callback(lambda _: writer.transport.abort())

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what a worker sends, until the connection is closed."""
        try:
            head, _ = await hear(reader)
        except HungUp:
            return
        worker = self.all.get(head["worker"])
        if worker is None:
            return
        try:
            worker.process, worker.writer = head["pid"], writer
            if worker.is_unwanted:
                self.end(worker)
            while True:
                head, body = await hear(reader)
                if head["event"] == "died":
                    self._died(head["pid"], head["code"])
                elif not worker.is_unwanted:
                    worker.busy_since = None if head["event"] == "waits" else time.monotonic()
                    if worker.number == 0:
                        worker.busy_since = None
                    worker.listen(worker, head, body)
        except HungUp:
            writer.close()
            if worker is self._root:  # its forks end with it; orders are postponed until the next is ready
                self._ready.clear()
            await asyncio.sleep(REPORT_OF_DEATH)
            self._over(worker, {"event": "died", "code": None})

    def _died(self, process: int, code: int) -> None:
        for worker in list(self.all.values()):
            if worker.process == process:
                self._over(worker, {"event": "died", "code": code})

    def _over(self, worker: Worker, head: Head) -> None:
        if worker.is_over:
            return
        worker.is_over = True
        if self.all.get(worker.number) is worker:  # there may be another fork server by now
            del self.all[worker.number]
        if not worker.is_unwanted:
            worker.listen(worker, head, b"")

    async def _watch(self) -> None:
        """End workers that hang, and start another fork server in place of one that ended."""
        while True:
            await asyncio.sleep(min(self.patience / 20, 1.0))
            if self._fork_server is not None and self._fork_server.poll() is not None:
                await self._replace_fork_server(self._fork_server.returncode)
            for worker in list(self.all.values()):
                wanted = not worker.is_over and not worker.is_unwanted
                if wanted and self._ready.is_set() and self._hangs(worker):
                    await self._end_hanging(worker)

    def _hangs(self, worker: Worker) -> bool:
        """Whether a busy worker has sent nothing for too long.

        On a loaded machine it is given more time, until it has had its share of the processor.
        """
        if worker.busy_since is None:
            return False
        worked = _seconds_of_work(worker.process)
        if worker.work_before[0] != worker.busy_since:
            worker.work_before = (worker.busy_since, worked or 0.0)
        waited = time.monotonic() - worker.busy_since
        if worked is None:
            return waited > self.patience
        had_its_share = worked - worker.work_before[1] > FAIR * self.patience
        return waited > self.patience and (had_its_share or waited > AT_LAST * self.patience)

    async def _replace_fork_server(self, code: int) -> None:
        """The fork server ended, and all workers with it: start another one.

        Where it could not even start, several times, the postponed orders count as failed.
        """
        self._ready.clear()
        dead = [each for each in self.all.values() if each.number and each not in self._postponed]
        if self._tries >= TRIES:
            dead += self._postponed
            self._postponed = set()
        self._fork_server = None
        for worker in dead:
            self._over(worker, {"event": "died", "code": code})
        if time.monotonic() - self._started < SOON:
            await asyncio.sleep(SOON)
        self._start_fork_server()  # orders that came meanwhile are postponed until it is ready

    async def _end_hanging(self, worker: Worker) -> None:
        """Have a worker write the lines that it is at, then kill it."""
        trace: list[CallAt] = []
        if worker.process:
            file = self.folder / HANGS
            size = file.stat().st_size if file.exists() else 0
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.process, signal.SIGUSR1)
            for _ in range(LOOKS):
                await asyncio.sleep(AT_ONCE)
                with contextlib.suppress(OSError):
                    said = file.read_bytes()[size:].decode(errors="replace")
                    found = [cast(CallAt, match.groupdict()) for match in HUNG_AT.finditer(said)]
                    if found and found == trace:  # nothing was added since the last look
                        break
                    trace = found
            self.end(worker)
        worker.is_unwanted = False
        self._over(worker, {"event": "hung", "trace": trace[::-1], "seconds": self.patience})

    def _keep(self, coroutine: Coroutine[object, object, None]) -> asyncio.Task[None]:
        loop = asyncio.get_running_loop().create_task(coroutine)
        self._loops.add(loop)
        loop.add_done_callback(self._loops.discard)
        return loop


def _seconds_of_work(process: int) -> float | None:
    """The processor time that a process has had; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
