"""A site is built aside and takes the old one's place in one step, so that nobody ever sees half of it."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.publish.ledger import Ledger
from studio.publish.media import same_bytes
from studio.publish.names import LEDGER

HERE = -100  # AT_FDCWD: paths are meant from the working folder
EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS alike
FORMER = ".former"


class Staging:
    """The site to come, in a folder of its own beside `site`, which it will replace."""

    def __init__(self, folder: Path, site: Path, ledger: Ledger) -> None:
        self.folder, self.site, self.former = folder, site, ledger
        folder.mkdir()

    def write(self, path: str, content: bytes) -> None:
        """Put a file there."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def keep(self, below: str) -> None:
        """Take over all files of the former site below a folder, as they are."""
        for path in self.former.files:
            if path.startswith(below + "/"):
                same_bytes(self.site / path, self.folder / path)

    def keep_foreign(self) -> None:
        """Take over what somebody else put into the former site: a host's settings, say."""
        ours = {*self.former.files, LEDGER}
        for path in files_below(self.site) if self.site.is_dir() else ():
            if path not in ours and not (self.folder / path).exists():
                same_bytes(self.site / path, self.folder / path)

    def facts(self) -> dict[str, dict[str, Any]]:
        """Size and checksum of every file that is ours; what was the same before stays the former file."""
        found = {}
        for path in files_below(self.folder):
            file, known = self.folder / path, self.former.files.get(path)
            size, ours = file.stat().st_size, self.site / path
            if known is not None and _same_file(file, ours) and size == known["bytes"]:
                found[path] = dict(known)
                continue
            found[path] = {"bytes": size, "sha256": _checksum(file)}
            if found[path] == known and ours.exists():
                file.unlink()
                same_bytes(ours, file)
            else:
                _settle(file)
        return found

    def take_the_place(self) -> None:
        """Let the new site be the site; the former one is then in this folder, to be thrown away."""
        if not self.site.exists():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.folder.replace(self.site)
        elif not _exchange(self.folder, self.site):
            former = former_of(self.site)
            self.site.rename(former)
            self.folder.rename(self.site)
            former.rename(self.folder)


def former_of(site: Path) -> Path:
    """Where the former site waits, for a moment, on a disk that cannot exchange two folders."""
    return site.with_name(f".{site.name}{FORMER}")


def put_back(site: Path) -> None:
    """After a publish that was killed in that moment: the former site takes its place again."""
    if not site.exists() and former_of(site).is_dir():
        former_of(site).rename(site)


def files_below(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder, from it, with forward slashes, sorted."""
    return iter(sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()))


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step of the file system; False where it cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        done = library.renameat2(HERE, paths[0], HERE, paths[1], EXCHANGE)
    elif sys.platform == "darwin":
        done = library.renamex_np(*paths, EXCHANGE)
    else:
        return False
    if done == 0:
        return True
    problem = ctypes.get_errno()
    if problem in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(problem, os.strerror(problem), str(other))


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path) -> None:
    """Have the bytes on the disk before their folder gets its name."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
