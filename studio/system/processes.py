"""Makes a process end with its parent, and adopt the children of its children."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before anything forks
DEATH_OF_MY_PARENT, ADOPT_ORPHANS = 1, 36  # prctl's PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER, on Linux


def end_with_parent(parent: int | None = None) -> None:
    """Have this process killed when its parent ends; if `parent` has ended already, it ends now."""
    _prctl(DEATH_OF_MY_PARENT, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(0)


def adopt_orphans() -> None:
    """Processes whose parent ends become children of this one, and end with it."""
    _prctl(ADOPT_ORPHANS, 1)


def _prctl(what: int, value: int) -> None:
    if LIBC is not None:
        LIBC.prctl(what, value, 0, 0, 0)
