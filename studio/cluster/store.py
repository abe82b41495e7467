"""Where workers put what they have drawn, and the asker takes it from: a folder that all see, or any place
that fsspec can write to.

An object's name holds its order's key and the checksum of its bytes: who carries an order out twice writes
the same object, and one that was cut short or flipped is seen to be damaged, and taken away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from studio.errors import DiskFull, StudioError
from studio.render.failures import NO_SPACE
from studio.system.checksums import sha256
from studio.system.extras import borrow
from studio.system.private_folders import private_folder, settle
from studio.system.reading import Facts

PRIVATE = "compass-object-"
SUFFIX, COMING = ".tar", ".coming-"
FORGOTTEN = 3600.0  # seconds after which nobody is still writing an object


class Damaged(Exception):
    """An object is not what its name says; it is gone now."""


@dataclass(frozen=True)
class Found:
    """An object: its path in the store, and its bytes."""

    path: str
    size: int


class Store:
    """The objects under an address: `/shared/stretches`, `s3://bucket/stretches`."""

    def __init__(self, address: str) -> None:
        """Raises StudioError for an address that nothing here can write to."""
        fsspec = borrow("cluster", "fsspec")
        self.address = address
        try:
            self.system, self.root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise StudioError(
                f"{address} is no place that stretches can be kept in: {error}.",
                hint="Name a folder that all workers see, or an address such as s3://bucket/folder.",
            ) from None

    def find(self, key: str) -> Found | None:
        """The object of an order; None if there is none."""
        self.system.invalidate_cache()  # others put objects there, and S3's part remembers what it listed
        try:
            found = self.system.ls(self._folder(key), detail=True)
        except FileNotFoundError:
            return None
        for each in found:
            name = os.path.basename(each["name"])
            if name.startswith(key) and name.endswith(SUFFIX):
                return Found(each["name"], int(each["size"] or 0))
        return None

    def put(self, key: str, folder: Path) -> Found:
        """Keep the files of a folder as the object of an order. Raises DiskFull where there is no room."""
        with private_folder(Path(tempfile.gettempdir()), PRIVATE) as aside:
            made = aside / "object"
            try:
                _pack(folder, made)
                path = f"{self._folder(key)}/{key}.{sha256(made)}{SUFFIX}"
                self._place(made, path)
            except OSError as error:
                if error.errno in NO_SPACE:
                    raise DiskFull(f"{self.address}: no space is left to keep stretches in.") from error
                raise
            return Found(path, made.stat().st_size)

    def fetch(self, found: Found, into: Path) -> None:
        """Unpack an object into a folder. Raises Damaged if it is not what was put there."""
        with private_folder(Path(tempfile.gettempdir()), PRIVATE) as aside:
            copy = aside / "object"
            try:
                self.system.get_file(found.path, str(copy))
            except FileNotFoundError:
                raise Damaged(found.path) from None
            if sha256(copy) != os.path.basename(found.path).split(".")[1]:
                with contextlib.suppress(OSError):
                    self.system.rm_file(found.path)
                raise Damaged(found.path)
            _unpack(copy, into)

    def trim(self, most: int) -> int:
        """Take the oldest objects away until all together have no more bytes than that, and what killed
        workers left behind; how many went.
        """
        self.system.invalidate_cache()
        try:
            found = list(self.system.find(self.root, detail=True).values())
        except FileNotFoundError:
            return 0
        halves = [each for each in found if os.path.basename(each["name"]).startswith(COMING)]
        gone = [each for each in halves if time.time() - _age(each) > FORGOTTEN]
        kept = 0
        for each in sorted((each for each in found if each["name"].endswith(SUFFIX)), key=_age, reverse=True):
            kept += each["size"]
            if kept > most:
                gone.append(each)
        for each in gone:
            with contextlib.suppress(OSError):
                self.system.rm_file(each["name"])
        return len(gone)

    def _folder(self, key: str) -> str:
        return f"{self.root}/{key[:2]}"

    def _place(self, made: Path, path: str) -> None:
        """Under its name only when it is whole, and on the disk."""
        if not self._is_local():
            self.system.put_file(str(made), path)  # such places know no halves
            return
        folder = Path(os.path.dirname(path))
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{COMING}{uuid.uuid4().hex}"
        try:
            shutil.copyfile(made, aside)
            settle(aside)
            aside.replace(path)
            settle(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise

    def _is_local(self) -> bool:
        protocol = self.system.protocol
        return "file" in ((protocol,) if isinstance(protocol, str) else protocol)


def _pack(folder: Path, made: Path) -> None:
    """The same files give the same bytes."""
    with tarfile.open(made, "w", format=tarfile.USTAR_FORMAT) as packed:
        for path in sorted(each for each in folder.iterdir() if each.is_file()):
            facts = tarfile.TarInfo(path.name)
            facts.size = path.stat().st_size
            with path.open("rb") as file:
                packed.addfile(facts, file)


def _unpack(made: Path, into: Path) -> None:
    """Files alone, and only into that folder: others may be able to write to a store."""
    with tarfile.open(made) as packed:
        for facts in packed:
            content = packed.extractfile(facts) if facts.isfile() else None
            if content is None or os.path.basename(facts.name) != facts.name:
                raise Damaged(facts.name)
            with content, (into / facts.name).open("wb") as file:
                shutil.copyfileobj(content, file)


def _age(told: Facts) -> float:
    """When an object was last written, as far as its place tells."""
    when = told.get("mtime") or told.get("LastModified") or told.get("created") or 0
    return float(when.timestamp() if hasattr(when, "timestamp") else when)
