"""Builds a site in another folder and exchanges it with the former one in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from studio.embed.names import LEDGER
from studio.publish.ledger import Ledger
from studio.publish.media import same_bytes
from studio.render.description import FileTold
from studio.system.checksums import sha256
from studio.system.private_folders import settle
from studio.system.signals import held

HERE = -100  # AT_FDCWD: paths are meant from the working folder
EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS alike
FORMER = ".former"


class Staging:
    """The new site, in a folder beside `site`, which it will replace.

    `damaged` are files of the former site that differ from `ledger`: they are not taken over.
    """

    def __init__(self, folder: Path, site: Path, ledger: Ledger, damaged: Collection[str] = ()) -> None:
        self.folder, self.site, self.former, self.damaged = folder, site, ledger, damaged
        folder.mkdir()

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the new site."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def record(self, ledger: Ledger) -> None:
        """Write the site's record, after all other files."""
        self.write(LEDGER, ledger.text().encode())
        settle(self.folder / LEDGER)

    def keep(self, below: str) -> None:
        """Take over all files of the former site below a folder, as they are."""
        for path in self.former.files:
            if path.startswith(below + "/"):
                self.keep_file(path)

    def keep_file(self, path: str) -> None:
        """Take over one file of the former site, as it is."""
        same_bytes(self.site / path, self.folder / path)

    def keep_foreign(self) -> None:
        """Take over foreign files of the former site: a host's settings, links, empty folders."""
        files = {*self.former.files, LEDGER}
        folders = {folder.as_posix() for path in files for folder in Path(path).parents}
        for place, inside, names in os.walk(self.site):
            here = Path(place).relative_to(self.site)
            links = [name for name in inside if (self.site / here / name).is_symlink()]
            if not inside and not names and here.as_posix() not in folders:
                (self.folder / here).mkdir(parents=True, exist_ok=True)
                shutil.copystat(place, self.folder / here)
            for path in (here / name for name in [*links, *names]):
                if path.as_posix() not in files and not os.path.lexists(self.folder / path):
                    _take_over(self.site / path, self.folder / path)

    def facts(self) -> dict[str, FileTold]:
        """Size and checksum of every own file; one that equals the former file is replaced by that."""
        found = {}
        for path in files_below(self.folder):
            file, known, ours = self.folder / path, self.former.files.get(path), self.site / path
            is_sound = known is not None and path not in self.damaged
            if known is not None and is_sound and _same_file(file, ours):
                found[path] = known
                continue
            found[path] = FileTold(bytes=file.stat().st_size, sha256=sha256(file))
            if is_sound and found[path] == known:
                file.unlink()
                same_bytes(ours, file)
            else:
                settle(file)
        return found

    def take_the_place(self) -> None:
        """Put the new site in the place of the former one, which is then in this folder, to be removed."""
        if not self.site.exists():
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.folder.replace(self.site)
        elif not _exchange(self.folder, self.site):
            former = former_of(self.site)
            with held():
                self.site.rename(former)
                self.folder.rename(self.site)
                former.rename(self.folder)


def former_of(site: Path) -> Path:
    """The place of the former site for a moment, on a file system that cannot exchange two folders."""
    return site.with_name(f".{site.name}{FORMER}")


def put_back(site: Path) -> None:
    """Put the former site back, after a publish that was killed in that moment."""
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


def _take_over(source: Path, target: Path) -> None:
    """Make `target` equal to `source`: a link to the same place, or the same file."""
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(os.readlink(source))
    else:
        same_bytes(source, target)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
