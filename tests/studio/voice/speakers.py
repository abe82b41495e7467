"""A speaker for tests: he hums each word for as long as it has letters, and pauses where there are marks."""

from __future__ import annotations

import numpy as np

from studio.voice.script import Script
from studio.voice.speaker import Utterance

RATE = 24_000
LETTER = 0.08  # seconds of humming
PAUSE = 0.3  # seconds after a mark
LEAD = 0.5  # seconds of silence before the first word and after the last


class Hummer:
    """Notes what he was asked to say; may be told to fail at some words."""

    licence = "CC0"
    made = "hummed by rule"

    def __init__(self, name: str = "Hum-1, speaker af_tone", *, until: int | None = None) -> None:
        self.name = name
        self.until = until  # how many scripts he says before he is interrupted
        self.said: list[str] = []

    def speak(self, script: Script) -> Utterance:
        if self.until is not None and len(self.said) >= self.until:
            raise KeyboardInterrupt
        self.said.append(script.text)
        pieces, times, now = [np.zeros(round(LEAD * RATE))], [], LEAD
        for number, each in enumerate(script.said):
            seconds = LETTER * max(2, len(each.text))
            time = np.arange(round(seconds * RATE)) / RATE
            pieces.append(0.3 * np.sin(2 * np.pi * (180 + 20 * (number % 5)) * time))
            times.append((now, now + seconds))
            rest = PAUSE if each.pause else 0.05
            pieces.append(np.zeros(round(rest * RATE)))
            now += seconds + rest
        pieces.append(np.zeros(round(LEAD * RATE)))
        return Utterance(np.concatenate(pieces).astype(np.float32), RATE, tuple(times))


LECTURE = """
from visuals.lecture.lecture import Lecture, beat

class {name}(Lecture):
    title = "{name}"

    def set_stage(self) -> None:
        pass
{beats}
"""


def lecture(name: str, beats: dict[str, str]) -> str:
    """The text of a lecture's file whose beats say these words."""
    methods = [
        f'\n    @beat\n    def {beat}(self) -> None:\n        """{words}"""\n'
        for beat, words in beats.items()
    ]
    return LECTURE.format(name=name, beats="".join(methods))
