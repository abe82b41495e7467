"""The private folder in which a film is made, and the steps by which all its files or none are published."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import socket
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from studio.errors import Inconsistent
from studio.places import DESCRIPTION, LOG, SUFFIXES
from studio.render.description import read_description

WORKSPACE = ".rendering-"
FINISHED = ".finished-"  # a film's set of files on its way to their places
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def workspace(near: Path, stem: str) -> Iterator[Path]:
    """A private folder beside the finished films, locked while it is in use and removed afterwards."""
    near.mkdir(parents=True, exist_ok=True)
    with private_folder(near, WORKSPACE, stem) as folder:
        yield folder


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
            handle = stack.enter_context(locked(folder))
            if _is_still(folder, handle):  # no `sweep` removed it before it was locked
                break
        yield folder


def sweep(near: Path, prefix: str = WORKSPACE) -> None:
    """Remove the private folders of processes that were killed."""
    for folder in forgotten(near, prefix):
        with contextlib.suppress(OSError), locked(folder, wait=False):
            shutil.rmtree(folder, ignore_errors=True)


def forgotten(near: Path, prefix: str = WORKSPACE) -> Iterator[Path]:
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


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Postpone signals that end this process until the block is done; then the first of them is raised."""
    if threading.current_thread() is not threading.main_thread():  # signals are for the main thread alone
        yield
        return
    came: list[int] = []
    former = {each: signal.getsignal(each) for each in ENDING}
    heeded = {each: handler for each, handler in former.items() if handler not in (None, signal.SIG_IGN)}
    try:
        for each in heeded:
            signal.signal(each, lambda number, _: came.append(number))
        yield
    finally:
        for each, handler in heeded.items():
            signal.signal(each, handler)
        if came:
            signal.raise_signal(came[0])


def publish(workspace: Path, folder: Path, stem: str) -> None:
    """Put a finished film's files in the places of the former ones, all of them or none.

    One rename decides: before it the former film is whole; after it the new one is, and the next
    process (see `complete`) moves what a killed one could not. While files are moved there is no description,
    so that for a reader there is no film. Raises Inconsistent for files whose description cannot be read.
    """
    whole = workspace / "whole"
    whole.mkdir()
    for suffix in SUFFIXES:
        made = workspace / (stem + suffix)
        if made.exists():
            settle(made)
            made.replace(whole / made.name)
    settle(whole)
    if read_description(whole, stem) is None:
        raise Inconsistent(f"{stem}: its description cannot be read back, so nothing of it is kept.")
    with held(), locked(folder):
        _refuse_folders(folder, stem)
        finished = folder / (FINISHED + stem)
        shutil.rmtree(finished, ignore_errors=True)  # left by a render that was killed
        whole.rename(finished)
        settle(folder)
        _put_in_place(finished, folder, stem)


def complete(folder: Path) -> None:
    """Move the files that killed renders had finished but not moved, and remove their private folders."""
    sweep(folder)
    for finished in [*folder.glob(f"{FINISHED}*")]:
        with contextlib.suppress(OSError), held(), locked(folder):
            _put_in_place(finished, folder, finished.name.removeprefix(FINISHED))


def settle(path: Path) -> None:
    """Write a file's bytes, or a folder's entries, to the disk: no power cut shall leave a name alone."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(finished: Path, folder: Path, stem: str) -> None:
    """Move a set of files: the former description goes first, the new one comes last."""
    if (told := read_description(finished, stem)) is not None:  # else all of it has been moved
        (folder / (stem + DESCRIPTION)).unlink(missing_ok=True)
        for suffix in SUFFIXES[:-1]:
            made, final = finished / (stem + suffix), folder / (stem + suffix)
            if made.exists():
                made.replace(final)
            elif suffix not in told["files"]:
                final.unlink(missing_ok=True)
        settle(folder)
        (finished / (stem + DESCRIPTION)).replace(folder / (stem + DESCRIPTION))
        (folder / (stem + LOG)).unlink(missing_ok=True)
    shutil.rmtree(finished, ignore_errors=True)
    settle(folder)


def _refuse_folders(folder: Path, stem: str) -> None:
    """Raise before anything is moved where a folder has taken a film's name."""
    for suffix in SUFFIXES:
        final = folder / (stem + suffix)
        if final.is_dir() and not final.is_symlink():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(final))


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
