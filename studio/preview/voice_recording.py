"""Saves what was recorded in the page: one take of one beat, spoken by a person."""

from __future__ import annotations

import asyncio
import io
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from studio.course.lecture import Lecture
from studio.errors import StudioError
from visuals.voice.samples import RATE

LONGEST = 60.0  # seconds of a take
BYTES = round(LONGEST + 1) * RATE * 2 + 4096  # of its WAV file; the second is the browser's to round
LETTERS = 120  # of a name, and of a licence


@dataclass(frozen=True)
class Take:
    """A recording of one beat by a person."""

    lecture: Lecture
    beat: str
    samples: NDArray[np.float32]  # mono, 48 kHz
    speaker: str  # as the credits name them
    licence: str


class TakeSaver(Protocol):
    """Trims a take, sets its loudness, aligns its words, and writes it into the course's recordings."""

    def __call__(self, course: Path, take: Take) -> None:
        """Save it. Raises StudioError or ValueError, in one sentence, where that fails."""
        ...


class TakeQueue:
    """Saves one take after another, as each save reads, changes and writes `voice.json`."""

    def __init__(self, course: Path, saver: TakeSaver) -> None:
        self.course, self.saver = course, saver
        self._turn = asyncio.Lock()

    async def save(self, take: Take) -> None:
        """Save a take in a thread, so that the server goes on. Raises StudioError, in one sentence."""
        async with self._turn:
            try:
                await asyncio.to_thread(self.saver, self.course, take)
            except ValueError as error:
                sentence = str(error)
                raise StudioError(f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}.") from error
            except OSError as error:
                raise StudioError(f"The recording cannot be written: {error}.") from error


def samples_of(file: bytes) -> NDArray[np.float32]:
    """The samples of a WAV file of 16 bits, mono, 48 kHz. Raises ValueError for any other file."""
    try:
        with wave.open(io.BytesIO(file)) as told:
            made = told.getnchannels(), told.getsampwidth(), told.getframerate()
            frames = told.readframes(told.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"A take is a WAV file, and this is none ({error}).") from error
    if made != (1, 2, RATE):
        raise ValueError(f"A take is mono, of 16 bits, at {RATE} Hz: this one has {made}.")
    heard = np.frombuffer(frames[: len(frames) // 2 * 2], "<i2").astype(np.float32) / np.float32(32768)
    if not len(heard) or not heard.any():
        raise ValueError("Nothing is heard in this take.")
    if len(heard) > (LONGEST + 1) * RATE:
        raise ValueError(f"A take lasts at most {LONGEST:.0f} seconds.")
    return heard


def save_take(course: Path, take: Take) -> None:
    """Save a take as `./compass voice add` saves a file: words aligned, trimmed, as loud as all recordings.

    The modules for it are loaded only now: a preview without recordings needs none of them.
    """
    from studio.voice.adding import keep_spoken
    from studio.voice.keeping import voices
    from studio.voice.script import read_say
    from studio.voice.takes import SAY, takes

    beats = takes(take.lecture, course, read_say(voices(course) / SAY))
    said = next(each for each in beats if each.beat == take.beat)
    keep_spoken(course, said, take.samples, take.speaker, take.licence)
