"""Where things are: the checkout, the films, and the private folder in which a film is made."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from studio.jobs import Quality

CHECKOUT = Path(__file__).resolve().parent.parent
WORKSPACE = ".rendering-"

# A film's files, by what follows its stem. The description comes last: it vouches for the others.
FILM, CAPTIONS, SUBTITLES = ".mp4", ".vtt", ".srt"
NUMBERS, SERIES, POSTER, DESCRIPTION = ".numbers.json", ".data.csv", ".poster.png", ".json"
SUFFIXES = (FILM, CAPTIONS, SUBTITLES, NUMBERS, SERIES, POSTER, DESCRIPTION)
LOG = ".log"
FORMAT = 1  # of the description; a reader refuses a number that it does not know


def films_folder(course: Path, quality: Quality) -> Path:
    """Where the films of a course go, unless somebody says otherwise."""
    return course / "media" / "lectures" / quality.name


def readable(path: Path) -> str:
    """A path as one would type it here: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


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
