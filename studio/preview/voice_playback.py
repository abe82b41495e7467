"""The recordings of a lecture's beats: what the page is told of each, and each as WAV."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.preview.timeline import Timeline
from visuals.voice.recordings import Recordings, fingerprint, home_of, read_recordings
from visuals.voice.samples import RATE, fault, samples

MARK = 16  # digits of a file's SHA-256 in its address, so that a new recording has a new address


@dataclass(frozen=True)
class Voice:
    """The recordings of a lecture, and which of its beats they can be played with."""

    recordings: Recordings
    words: dict[str, str]  # of every beat
    faults: dict[str, str | None]  # by beat: why its recording cannot be played

    @property
    def marks(self) -> dict[str, str | None]:
        """By beat: the file that is played with it; None: it is silent."""
        return {
            name: None if fault else self.recordings.beats[name].file for name, fault in self.faults.items()
        }

    def as_json(self, slug: str, beat: str) -> dict[str, object]:
        """What a page shows and plays of a beat's recording."""
        mark = fingerprint(self.words[beat])
        told: dict[str, object] = {"state": "silent", "fault": self.faults[beat], "mark": mark}
        recording = self.recordings.beats.get(beat)
        if recording is None:
            return told
        about = {
            "speaker": recording.speaker,
            "kind": recording.kind,
            "seconds": recording.seconds,
            "times": recording.times,
        }
        if not recording.speaks(self.words[beat]):
            return told | about | {"state": "stale"}
        if self.faults[beat] is not None:
            return told | about | {"state": "broken"}
        return (
            told | about | {"state": "spoken", "sound": f"/voice/{slug}/{beat}/{recording.file[:MARK]}.wav"}
        )


def voice_of(timeline: Timeline) -> Voice:
    """The recordings of a lecture as they are now."""
    home = home_of(timeline.lecture.path)
    recordings = read_recordings(home or timeline.lecture.path.parent)
    words = {beat.name: beat.words for beat in timeline.beats}
    return Voice(recordings, words, {name: fault(recordings, name, said) for name, said in words.items()})


def sound(voice: Voice, beat: str, mark: str) -> bytes:
    """A beat's recording as WAV (16 bits, mono, 48 kHz), which every browser plays exactly to the sample.

    Raises KeyError where there is none of this mark; Unsound where it has become unplayable meanwhile.
    """
    recording = voice.recordings.beats[beat]
    if recording.file[:MARK] != mark:
        raise KeyError(mark)
    return as_wav(samples(voice.recordings, beat))


def as_wav(heard: NDArray[np.float32]) -> bytes:
    """Samples (one channel, 48 kHz, within -1 and 1) as a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as told:
        told.setnchannels(1)
        told.setsampwidth(2)
        told.setframerate(RATE)
        told.writeframes((np.clip(heard, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()
