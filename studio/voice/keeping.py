"""Keeps recordings: a beat's Opus file and its entry in `voice.json` change together, or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from studio.errors import StudioError
from studio.system.private_folders import locked, private_folder
from studio.system.signals import held
from visuals.voice.recordings import (
    HOME,
    TOLD,
    Recording,
    Recordings,
    checksum,
    read_recordings,
    write_recordings,
)

PRIVATE = ".new-"  # begins the names of the folders in which recordings are written first


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
    """Keep a recording of a beat beside the others of its lecture. Raises StudioError, in a sentence, where
    it cannot be written.
    """
    told = replace(told, file=hashlib.sha256(file).hexdigest())
    with _writing(f"The recording of {beat}", folder):
        folder.mkdir(parents=True, exist_ok=True)
        with private_folder(folder, PRIVATE) as stage, locked(folder):
            (stage / beat).write_bytes(file)
            _tell(stage, read_recordings(folder), {beat: told}, ())
            with held():
                os.replace(stage / beat, Recordings(folder).path(beat))
                os.replace(stage / TOLD, folder / TOLD)


def drop(folder: Path, beats: tuple[str, ...]) -> None:
    """Remove the recordings of beats that no longer exist."""
    with _writing(TOLD, folder), private_folder(folder, PRIVATE) as stage, locked(folder):
        _tell(stage, read_recordings(folder), {}, beats)
        with held():
            os.replace(stage / TOLD, folder / TOLD)
            for each in beats:
                Recordings(folder).path(each).unlink(missing_ok=True)


@contextmanager
def _writing(what: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise StudioError(
            f"{what} cannot be written into {folder}: {why}.", hint="What was recorded before is untouched."
        ) from None


def _tell(stage: Path, former: Recordings, new: Mapping[str, Recording], gone: tuple[str, ...]) -> None:
    beats = {name: each for name, each in {**former.beats, **new}.items() if name not in gone}
    write_recordings(Recordings(stage, beats))
