"""The sound of a recording, and what is wrong with one that cannot be played."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from visuals.voice.recordings import Recording, Recordings, checksum
from visuals.voice.words import heard

RATE = 48_000  # samples a second, of every recording and of every film
CODEC = "opus"
SLACK = 0.02  # seconds by which a recording may last otherwise than voice.json tells


class Unsound(ValueError):
    """A recording that cannot be played: the message says what is wrong, in words that follow its name."""


def samples(recordings: Recordings, beat: str) -> np.ndarray:
    """The sound of a beat's recording: one channel of 48,000 samples a second, float32, as it was checked.

    It has as many samples as its seconds say, and is not to be written to. Raises Unsound if the file is
    missing, empty, broken, of another make than Opus with one channel at 48 kHz, or not the one that
    voice.json tells of; KeyError for a beat that has no recording.
    """
    path = recordings.path(beat)
    return _sound(path, recordings.beats[beat], _state(path))


@lru_cache(maxsize=2)
def _sound(path: Path, recording: Recording, state: tuple[int, int] | None) -> np.ndarray:
    """Kept for a moment: who asks whether a recording can be played mostly wants to hear it next."""
    sound = decoded(path)
    if checksum(path) != recording.file:
        raise Unsound("is not the file that voice.json tells of")
    count = round(recording.seconds * RATE)
    if abs(len(sound) - count) > SLACK * RATE:
        lasts = len(sound) / RATE
        raise Unsound(f"lasts {lasts:.2f} s, and not {recording.seconds:.2f} s as voice.json tells")
    whole = np.pad(sound[:count], (0, max(0, count - len(sound))))
    whole.flags.writeable = False
    return whole


def decoded(path: Path) -> np.ndarray:
    """All samples of a file of Opus with one channel at 48 kHz: float32. Raises Unsound for any other."""
    try:
        if path.stat().st_size == 0:
            raise Unsound("is empty")
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise Unsound("holds no sound")
            stream = container.streams.audio[0]
            made = (
                stream.codec_context.name,
                stream.codec_context.sample_rate,
                stream.codec_context.channels,
            )
            if made != (CODEC, RATE, 1):
                codec, rate, channels = made
                raise Unsound(
                    f"is {codec} with {channels} channel{'s' * (channels != 1)} at {rate} Hz, "
                    f"and not {CODEC} with 1 channel at {RATE} Hz"
                )
            pieces = [frame.to_ndarray().ravel() for frame in container.decode(stream)]
    except FileNotFoundError:
        raise Unsound("is missing") from None
    except (av.FFmpegError, OSError) as error:
        raise Unsound(f"is broken ({error.strerror or error})") from None
    sound = np.concatenate(pieces) if pieces else np.zeros(0)
    if not len(sound):
        raise Unsound("holds no sound")
    return sound.astype(np.float32)


def fault(recordings: Recordings, beat: str, words: str) -> str | None:
    """What keeps a beat that says these words from being heard, in words that follow its name; None: nothing.

    Where a beat has no recording, this says so.
    """
    recording = recordings.beats.get(beat)
    if recording is None:
        return "has no recording"
    if not recording.speaks(words):
        return "says other words than were recorded"
    count = len(heard(words))
    if len(recording.times) != count or not count:
        return f"says {count} words, and voice.json tells when {len(recording.times)} are said"
    path = recordings.path(beat)
    return _fault_of_file(path, recording, _state(path))


def playable(recordings: Recordings, beat: str, words: str) -> Recording | None:
    """The recording of a beat that says these words, if it is one of them and sound."""
    return recordings.beats[beat] if fault(recordings, beat, words) is None else None


@lru_cache(maxsize=4096)
def _fault_of_file(path: Path, recording: Recording, state: tuple[int, int] | None) -> str | None:
    """Decoded once for each state of a file: several ask."""
    try:
        _sound(path, recording, state)
    except Unsound as error:
        return f"has a recording that {error}"
    return None


def _state(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
