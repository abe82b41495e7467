"""The private folder in which a film is made, and how it comes to its place: whole, or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.places import LOG, SUFFIXES

WORKSPACE = ".rendering-"


@contextlib.contextmanager
def workspace(near: Path, stem: str) -> Iterator[Path]:
    """A private folder beside the finished films, locked while it is in use and removed afterwards."""
    near.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{WORKSPACE}{stem}-", dir=near))
    try:
        with locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(near: Path) -> None:
    """Remove the workspaces of renders that were killed: those that nobody holds a lock on."""
    for folder in near.glob(f"{WORKSPACE}*"):
        with contextlib.suppress(OSError), locked(folder, wait=False):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the kernel's lock on a folder; it goes with its holder. BlockingIOError where `wait` is False."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def publish(workspace: Path, folder: Path, stem: str) -> None:
    """Put a finished film's files under their final names, and take away what an older film left there."""
    with locked(folder):
        for suffix in SUFFIXES:
            made, final = workspace / (stem + suffix), folder / (stem + suffix)
            if made.exists():
                _settle(made)
                made.replace(final)
            else:
                final.unlink(missing_ok=True)
        (folder / (stem + LOG)).unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Have the bytes on the disk before the name: a power cut must not leave a name without them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
