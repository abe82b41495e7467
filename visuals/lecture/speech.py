"""How a beat's words are said: when each of them is, and what the viewer reads meanwhile.

Everything that follows the words (the length of a beat, captions, `until=` in a play) asks a Speech. A
player says which (`Player.speech`): a recording where there is a sound one of these very words, else the
reading pace.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Protocol

from visuals.lecture.beats import LectureError
from visuals.lecture.captions import TICKS, Cue, cues, cues_by_words, speaking_ticks
from visuals.voice.recordings import Recording
from visuals.voice.words import heard, places

BREATH = 0.3  # seconds after a recording, before the next beat may begin


class Speech(Protocol):
    """The words of one beat as they are said, from its first frame on."""

    @property
    def words(self) -> str:
        """What is said."""
        ...

    @property
    def recording(self) -> Recording | None:
        """What is heard; None: nothing."""
        ...

    @property
    def ticks(self) -> int:
        """How long all of it takes, in fifteenths of a second."""
        ...

    def cues(self, start: float) -> tuple[Cue, ...]:
        """Captions of the beat that begins at `start`, in seconds."""
        ...

    def ends(self, said: str) -> tuple[float, ...]:
        """Seconds from the beat's start at which `said` has been said, once for each time that it is.

        Raises LectureError, naming the beat's words, if it never is.
        """
        ...


@dataclass(frozen=True)
class ReadingPace:
    """Words that nobody has recorded: said at the pace at which their captions can be read."""

    words: str
    recording: None = None

    @property
    def ticks(self) -> int:
        return speaking_ticks(self.words)

    def cues(self, start: float) -> tuple[Cue, ...]:
        return cues(self.words, start)

    def ends(self, said: str) -> tuple[float, ...]:
        """Within a caption every word takes its share by count."""
        times: list[float] = []
        for cue in self.cues(0.0):
            count = len(heard(cue.text))
            times += [cue.start + (cue.end - cue.start) * (k + 1) / count for k in range(count)]
        return tuple(times[last] for last in _places(said, self.words))


@dataclass(frozen=True)
class Recorded:
    """Words as a recording says them, which begins with the beat's first frame."""

    words: str
    recording: Recording

    @property
    def ticks(self) -> int:
        """The recording and a breath, up to the next whole tick."""
        return ceil((self.recording.seconds + BREATH) * TICKS - 1e-9)

    def cues(self, start: float) -> tuple[Cue, ...]:
        return cues_by_words(self.words, self.recording.times, self.ticks / TICKS, start)

    def ends(self, said: str) -> tuple[float, ...]:
        """To the word's own end."""
        return tuple(self.recording.times[last][1] for last in _places(said, self.words))


def _places(said: str, words: str) -> list[int]:
    """Where a beat says that, as `places` counts; LectureError with the beat's words if it never does."""
    found = places(said, words)
    if not found:
        raise LectureError(f"until={said!r}: the beat does not say that; its words are: {words}")
    return found


def next_end(speech: Speech, said: str, now: float) -> float:
    """Seconds from the beat's start at which `said` is said next after `now`; the last time if all are."""
    ends = speech.ends(said)
    return next((each for each in ends if each > now + 0.5 / TICKS), ends[-1])
