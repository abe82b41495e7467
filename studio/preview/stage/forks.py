"""Forks that end with those they came from, and tell of each other's death."""

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

from studio.preview.places import HANGS, LINE
from studio.system.processes import end_with_parent
from studio.system.wire import Head, Line

SHARE = 0.6  # of the machine's memory that one process may take


def limit_memory(most: int = 0) -> None:
    """Whoever asks for more bytes (0: a share of the machine's) gets a MemoryError, before it swaps."""
    limit = most or int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * SHARE)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))


def show_where_it_hangs(folder: Path) -> None:
    """At SIGUSR1 this process, and every fork of it, writes the lines that it is at, whatever it is doing."""
    file = (folder / HANGS).open("ab", buffering=0)
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False)
    globals()["_kept_open"] = file


class Post:
    """Where a process stands and waits for orders: its line to the server, and word of its children."""

    def __init__(self, folder: Path, on_death: Callable[[int], None] | None = None) -> None:
        self.folder, self.on_death = folder, on_death
        self.line: Line | None = None
        self._alarm: tuple[int, int] = (-1, -1)

    def open(self, task: int) -> Line:
        """A line of this process's own, in place of the one that it inherited."""
        self.close()
        self.line = Line(self.folder / LINE)
        self.line.say({"event": "hello", "task": task, "pid": os.getpid()})
        self._alarm = os.pipe()
        for end in self._alarm:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._alarm[1], warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # the byte in the pipe is what counts
        return self.line

    def close(self) -> None:
        """Give up the line and the pipe that came from the parent."""
        if self.line is not None:
            signal.set_wakeup_fd(-1)
            self.line.close()
            for end in self._alarm:
                os.close(end)
            self.line = None

    def order(self) -> Head:
        """Wait for the next order, telling of children that died meanwhile. Raises HungUp."""
        assert self.line is not None
        self._bury()
        while True:
            ready, _, _ = select.select([self.line.fileno(), self._alarm[0]], [], [])
            if self._alarm[0] in ready:
                os.read(self._alarm[0], 4096)
                self._bury()
            if self.line.fileno() in ready:
                return self.line.hear()[0]

    def _bury(self) -> None:
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


def fork_away() -> bool:
    """Fork a process that outlives this one: it becomes a child of the eldest. True in that process."""
    sys.stdout.flush()
    sys.stderr.flush()
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return False
    if os.fork():
        os._exit(0)
    while sys.platform == "linux" and os.getppid() != eldest():  # elsewhere it ends when its line does
        time.sleep(0.001)
    if sys.platform == "linux":
        end_with_parent(eldest())
    return True


def eldest() -> int:
    """The process that has everything loaded: it leads the group."""
    return os.getpgrp()
