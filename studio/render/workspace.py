"""The private folder in which a film is made, and the steps by which all its files or none are published."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from studio.errors import Inconsistent
from studio.places import DESCRIPTION, LOG, SUFFIXES
from studio.render.description import read_description
from studio.system.private_folders import locked, private_folder, settle, sweep
from studio.system.signals import held

WORKSPACE = ".rendering-"
FINISHED = ".finished-"  # a film's set of files on its way to their places


@contextlib.contextmanager
def workspace(near: Path, stem: str) -> Iterator[Path]:
    """A private folder beside the finished films, locked while it is in use and removed afterwards."""
    near.mkdir(parents=True, exist_ok=True)
    with private_folder(near, WORKSPACE, stem) as folder:
        yield folder


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
    sweep(folder, WORKSPACE)
    for finished in [*folder.glob(f"{FINISHED}*")]:
        with contextlib.suppress(OSError), held(), locked(folder):
            _put_in_place(finished, folder, finished.name.removeprefix(FINISHED))


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
