"""Reading a CSV file that must be exactly the one we know: every value parsed, the checksum compared."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calc_core.errors import DataError

FOLDER = Path(__file__).resolve().parent / "tables"


@dataclass(frozen=True)
class Origin:
    """Where a file comes from. `SOURCES.md` beside this file tells it of ours at more length."""

    file: str
    source: str
    licence: str
    credit: str  # what a film's last card says of it, together with the licence
    sha256: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.file.removesuffix(".csv").removesuffix(".txt")


Parser = Callable[[str], Any]


def read_table(
    origin: Origin, parsers: Sequence[Parser], *, header: Sequence[str] = (), folder: Path = FOLDER
) -> list[list[Any]]:
    """The columns of a file, each read by its own parser.

    Raises DataError, naming the file and the row (the file's own lines, counted from 1), when a row is
    too long or too short or a parser refuses a value; and when the SHA-256 is not the known one.
    """
    raw = _bytes(folder / origin.file)
    table = []
    for row, texts in enumerate(csv.reader(io.StringIO(raw.decode("utf-8", "replace"))), start=1):
        if row == 1 and header:
            if tuple(texts) != tuple(header):
                raise DataError(f"{origin.file}, row 1: expected the header {','.join(header)}")
            continue
        if len(texts) != len(parsers):
            raise DataError(f"{origin.file}, row {row}: expected {len(parsers)} values, got {len(texts)}")
        try:
            table.append([parse(text) for parse, text in zip(parsers, texts, strict=True)])
        except ValueError as reason:
            raise DataError(f"{origin.file}, row {row}: {reason}") from reason
        except KeyError as unknown:
            raise DataError(f"{origin.file}, row {row}: {unknown} is no value of its column") from unknown
    _verify(origin, raw, folder)  # after the rows, because a broken row says more than a wrong checksum
    return [list(column) for column in zip(*table, strict=True)]


def known_bytes(origin: Origin, folder: Path = FOLDER) -> bytes:
    """What a file holds that is read as a whole. Raises DataError when its SHA-256 is not the known one."""
    raw = _bytes(folder / origin.file)
    _verify(origin, raw, folder)
    return raw


def number(text: str) -> float:
    """A finite number."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"expected a finite number, got {text!r}")
    return value


def count(text: str) -> int:
    """A whole number, 0 or more."""
    if not text.isdecimal():
        raise ValueError(f"expected a whole number, got {text!r}")
    return int(text)


def whole_number(largest: int) -> Parser:
    """A parser of whole numbers from 0 to `largest`: a look-up, for tables of a hundred thousand of them."""
    return {str(k): k for k in range(largest + 1)}.__getitem__


def one_of(*words: str) -> Parser:
    """A parser of a few known words."""
    return {word: word for word in words}.__getitem__


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        raise DataError(f"cannot read {path.name} in {path.parent}: {reason.strerror}") from reason


def _verify(origin: Origin, raw: bytes, folder: Path) -> None:
    found = hashlib.sha256(raw).hexdigest()
    if found != origin.sha256:
        raise DataError(
            f"{origin.file} is not the file we know: its SHA-256 begins {found[:12]}, expected "
            f"{origin.sha256[:12]}; bring it back: {_restoring(folder / origin.file)}"
        )


def _restoring(path: Path) -> str:
    """What brings a file back: git, where its folder is under git; else words."""
    shown = os.path.relpath(path)
    shown = shown if len(shown) < len(str(path)) else str(path)
    if any((above / ".git").exists() for above in path.resolve().parents):
        return f"git checkout -- {shlex.quote(shown)}"
    return f"{shown} as it came"
