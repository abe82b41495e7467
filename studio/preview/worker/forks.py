"""Forks that end with their parent, and the connection at which each reports to the server."""

from __future__ import annotations

import faulthandler
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from studio.preview.protocol import HANGS, LINE
from studio.system.processes import end_with_parent
from studio.system.sockets import SocketPath
from studio.system.wire import Head, Line

SHARE = 0.6  # of the machine's memory that one process may take


def limit_memory(most: int = 0) -> None:
    """Raise MemoryError at allocations beyond so many bytes (0: a share of the machine's memory)."""
    limit = most or int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def show_where_it_hangs(folder: Path) -> None:
    """Have this process and its forks write the lines that they are at to a file when they get SIGUSR1."""
    file = (folder / HANGS).open("ab", buffering=0)
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False)
    globals()["_kept_open"] = file


class ServerConnection:
    """The connection of a process to the server: orders come in, and deaths of its children are reported."""

    def __init__(self, folder: Path, on_death: Callable[[int], None] | None = None) -> None:
        """`folder` holds the server's socket; `on_death` is called with every child process that ended."""
        self.folder, self.on_death = folder, on_death
        self._address = SocketPath(folder, LINE)
        self.line: Line | None = None
        self._child_pipe: tuple[int, int] = (-1, -1)

    def open(self, worker: int) -> Line:
        """Connect this process, in place of the connection that it inherited from its parent."""
        self.close()
        self.line = Line(self._address.path)
        self.line.say({"event": "hello", "worker": worker, "pid": os.getpid()})
        self._child_pipe = os.pipe()
        for end in self._child_pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._child_pipe[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler no byte is written to the pipe
        return self.line

    def close(self) -> None:
        """Close the connection and the pipe that were inherited from the parent."""
        if self.line is not None:
            signal.set_wakeup_fd(-1)
            self.line.close()
            for end in self._child_pipe:
                os.close(end)
            self.line = None

    def order(self) -> Head:
        """Wait for the next order; report children that ended meanwhile. Raises HungUp."""
        assert self.line is not None
        self._report_deaths()
        while True:
            ready, _, _ = select.select([self.line.fileno(), self._child_pipe[0]], [], [])
            if self._child_pipe[0] in ready:
                os.read(self._child_pipe[0], 4096)
                self._report_deaths()
            if self.line.fileno() in ready:
                return self.line.hear()[0]

    def _report_deaths(self) -> None:
        assert self.line is not None
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            self.line.say({"event": "died", "pid": process, "code": code})
            if self.on_death is not None:
                self.on_death(process)


def fork() -> bool:
    """Fork; True in the child, which ends with its parent."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    if os.fork():
        return False
    end_with_parent(parent)
    return True


def fork_to_outlive() -> bool:
    """Fork a process that outlives this one, as a child of the fork server. True in that process."""
    sys.stdout.flush()
    sys.stderr.flush()
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return False
    if os.fork():
        os._exit(0)
    while sys.platform == "linux" and os.getppid() != fork_server():
        time.sleep(0.001)
    if sys.platform == "linux":
        end_with_parent(fork_server())
    return True


def fork_server() -> int:
    """The process that has everything loaded: it leads the group."""
    return os.getpgrp()
