"""Private folders: locked while they are in use, removed afterwards, by the next process if need be."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def private_folder(near: Path, prefix: str, stem: str = "") -> Iterator[Path]:
    """A new folder in `near` whose name begins with `prefix`; locked, and removed at the end.

    Folders of this prefix that killed processes have left are removed first.
    """
    sweep(near, prefix)
    name = f"{prefix}{stem}-" if stem else prefix
    with contextlib.ExitStack() as stack:
        while True:
            folder = Path(tempfile.mkdtemp(prefix=name, dir=near))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            with contextlib.suppress(FileNotFoundError):  # a `sweep` can come before the lock
                if _is_still(folder, stack.enter_context(locked(folder))):
                    break
        yield folder


def sweep(near: Path, prefix: str) -> None:
    """Remove the private folders of processes that were killed."""
    for folder in forgotten(near, prefix):
        with contextlib.suppress(OSError), locked(folder, wait=False):
            shutil.rmtree(folder, ignore_errors=True)


def forgotten(near: Path, prefix: str) -> Iterator[Path]:
    """The private folders of processes that were killed: those without a lock."""
    for folder in near.glob(f"{prefix}*"):
        if folder.is_symlink() or _answers(folder):
            continue
        try:
            with locked(folder, wait=False):
                pass
        except OSError:  # it is in use, or gone
            continue
        yield folder


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[int]:
    """Hold the kernel's lock on a folder, which ends with the process. Raises BlockingIOError where another
    process holds it and `wait` is False.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield handle
    finally:
        os.close(handle)


def settle(path: Path) -> None:
    """Write a file's bytes, or a folder's entries, to the disk: no power cut shall leave a name alone."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_still(folder: Path, handle: int) -> bool:
    """Whether the open folder `handle` is still the one of this name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(folder))
    except OSError:
        return False


def _answers(folder: Path) -> bool:
    """Whether a process listens at a socket in this folder: a server of a version without locks."""
    try:
        lines = [each for each in folder.iterdir() if stat.S_ISSOCK(each.lstat().st_mode)]
    except OSError:
        return False
    for line in lines:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(1.0)
            caller.connect(str(line))
            return True
    return False
