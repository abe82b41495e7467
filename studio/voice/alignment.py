"""Finds the time of each word in a person's recording: pocketsphinx aligns the known words to the sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.system.extras import borrow
from studio.voice.mastering import at_rate, heard_span
from studio.voice.phonemes import sounds
from studio.voice.script import Said, Script, shares
from studio.voice.speaker import Samples
from visuals.voice.samples import RATE

HEARS = 16_000  # samples a second that the model takes
FRAMES = 100  # a second: pocketsphinx counts in these
SHORTEST = 0.04  # seconds: no word of several phonemes is shorter, so an alignment with one is wrong
# Its phonemes from Kokoro's alphabet; stress is left out.
ARPABET = {
    "ɑ": "AA", "a": "AA", "æ": "AE", "ʌ": "AH", "ə": "AH", "ᵊ": "AH", "ɔ": "AO", "W": "AW", "I": "AY",
    "b": "B", "ʧ": "CH", "d": "D", "ð": "DH", "ɛ": "EH", "ɜ": "ER", "A": "EY", "f": "F", "ɡ": "G", "h": "HH",
    "ɪ": "IH", "ᵻ": "IH", "i": "IY", "ʤ": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "ŋ": "NG", "O": "OW",
    "Y": "OY", "p": "P", "ɹ": "R", "s": "S", "ʃ": "SH", "t": "T", "T": "T", "θ": "TH", "ʊ": "UH", "u": "UW",
    "v": "V", "w": "W", "j": "Y", "z": "Z", "ʒ": "ZH",
}  # fmt: skip

Moments = tuple[tuple[float, float], ...]


def aligned(samples: Samples, script: Script) -> tuple[Moments, bool]:
    """The times of a script's said words in a recording at 48 kHz, and whether the alignment found them.

    Where it did not, each word gets a share of the time by its letters, and the answer is False. Raises
    ValueError, in a sentence, for a silent recording.
    """
    begin, end = (edge / RATE for edge in heard_span(samples))
    found = _found(samples, script.said)
    if makes_sense(found, [each.text for each in script.said]):
        return tuple(found), True
    return shares([each.text.strip("/") for each in script.said], begin, end), False


def makes_sense(times: Sequence[tuple[float, float]], words: Sequence[str]) -> bool:
    """Whether these can be the times of the words: in order, and none too short but for "a" and "I"."""
    flat = [moment for pair in times for moment in pair]
    return (
        len(times) == len(words)
        and flat == sorted(flat)
        and all(
            end - begin >= SHORTEST - 1e-9 or len(word) == 1
            for word, (begin, end) in zip(words, times, strict=True)
        )
    )


def _found(samples: Samples, said: Sequence[Said]) -> list[tuple[float, float]]:
    """A stretch of time for each word, from pocketsphinx; empty where it finds no alignment."""
    sphinx = borrow("voice", "pocketsphinx")
    decoder: Any = sphinx.Decoder(lm=None, loglevel="FATAL", samprate=HEARS, bestpath=False)
    names: list[str] = []
    for each in said:
        name = re.sub(r"[’']", "'", each.text.casefold())
        if decoder.lookup_word(name) is None:
            name = f"word-{len(names)}"
            decoder.add_word(name, arpabet(sounds([each])[0]), True)
        names.append(name)
    heard_by_it = _as_it_hears(samples)
    decoder.set_align_text(" ".join(names))
    decoder.start_utt()
    decoder.process_raw(heard_by_it.tobytes(), full_utt=True)
    decoder.end_utt()
    segments = [each for each in decoder.seg() or () if not each.word.startswith(("<", "["))]
    heard = [re.sub(r"\(\d+\)$", "", each.word) for each in segments]
    if heard != names:
        return []
    return [(each.start_frame / FRAMES, (each.end_frame + 1) / FRAMES) for each in segments]


def arpabet(phonemes: str) -> str:
    """Phonemes of Kokoro's alphabet in that of pocketsphinx."""
    told = re.sub("ɜɹ", "ɜ", phonemes)
    return " ".join(ARPABET[each] for each in told if each in ARPABET)


def _as_it_hears(samples: Samples) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The samples as pocketsphinx takes them: 16 bits, 16 kHz."""
    turned = at_rate(samples, RATE, HEARS)
    return np.asarray(np.clip(turned, -1, 1) * 32767, dtype=np.int16)
