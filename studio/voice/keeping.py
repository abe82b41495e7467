"""Keeps recordings: a beat's Opus file and its entry in `voice.json` change together, or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from visuals.voice.recordings import (
    HOME,
    TOLD,
    Recording,
    Recordings,
    checksum,
    read_recordings,
    write_recordings,
)


def voices(course: Path) -> Path:
    """The folder of a course's recordings: a folder for each lecture, and `say.json`."""
    folder: Path = course / HOME
    return folder


def is_whole(recordings: Recordings, beat: str) -> bool:
    """Whether the Opus file of a beat is there, with the checksum in `voice.json`."""
    told = recordings.beats.get(beat)
    try:
        return told is not None and checksum(recordings.path(beat)) == told.file
    except OSError:
        return False


def keep(folder: Path, beat: str, told: Recording, file: bytes) -> None:
    """Keep a recording of a beat beside the others of its lecture."""
    with _staged(folder) as stage:
        (stage / beat).write_bytes(file)
        told = replace(told, file=hashlib.sha256(file).hexdigest())
        _tell(stage, read_recordings(folder), {beat: told}, ())
        with _uninterrupted():
            os.replace(stage / beat, Recordings(folder).path(beat))
            os.replace(stage / TOLD, folder / TOLD)


def drop(folder: Path, beats: tuple[str, ...]) -> None:
    """Remove the recordings of beats that no longer exist."""
    with _staged(folder) as stage:
        _tell(stage, read_recordings(folder), {}, beats)
        with _uninterrupted():
            os.replace(stage / TOLD, folder / TOLD)
            for each in beats:
                Recordings(folder).path(each).unlink(missing_ok=True)


def _tell(stage: Path, former: Recordings, new: Mapping[str, Recording], gone: tuple[str, ...]) -> None:
    beats = {name: each for name, each in {**former.beats, **new}.items() if name not in gone}
    write_recordings(Recordings(stage, beats))


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder beside the recordings, in which new ones are written first."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".new-*"):  # left by a killed process
        for each in left.iterdir():
            each.unlink()
        left.rmdir()
    with TemporaryDirectory(prefix=".new-", dir=folder) as stage:
        yield Path(stage)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Postpone Ctrl-C until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    former = {
        each: signal.signal(each, lambda number, frame: came.append((number, frame)))
        for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for each, handler in former.items():
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
        for number, _ in came[:1]:
            os.kill(os.getpid(), number)
