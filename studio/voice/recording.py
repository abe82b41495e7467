"""Makes a recording from samples: trims, levels, encodes and keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.voice.keeping import keep
from studio.voice.mastering import trimmed
from studio.voice.opus import decoded, recording
from studio.voice.speaker import Utterance
from studio.voice.takes import Take
from visuals.voice.recordings import Kind, Recording, fingerprint
from visuals.voice.samples import RATE


@dataclass(frozen=True)
class Origin:
    """The speaker of a recording, and the tools it was made with."""

    speaker: str
    kind: Kind
    made: str
    licence: str
    said: str | None = None


def record(folder: Path, take: Take, heard: Utterance, origin: Origin) -> Recording:
    """Keep samples as the recording of a beat. `heard` has the times of its words.

    Raises ValueError, in a sentence, where they are silent.
    """
    assert heard.times is not None
    sound = trimmed(heard)
    assert sound.times is not None
    file = recording(sound.samples)
    seconds = len(decoded(file)) / RATE
    times = in_order(take.script.written_times(sound.times), seconds)
    told = Recording(fingerprint(take.script.written), "", seconds, times, **vars(origin))
    keep(folder, take.beat, told, file)
    return told


def in_order(times: Iterable[tuple[float, float]], seconds: float) -> tuple[tuple[float, float], ...]:
    """Moments to a millisecond, none before the one that it follows, none after the end."""
    ordered, last = [], 0.0
    for begin, end in times:
        begin = min(max(round(begin, 3), last), seconds)
        last = min(max(round(end, 3), begin), seconds)
        ordered.append((begin, last))
    return tuple(ordered)
