"""The parts of the voice that need its engine, its aligner and its recogniser: not among the everyday tests.

    ./compass voice speak && ./compass voice check     once: sets both up
    ./compass test tests/studio/voice/with_engine.py

pytest gathers this file only where it is named.
"""

from __future__ import annotations

import pytest

from studio.voice.alignment import aligned
from studio.voice.hearing import Whisper, comparable, misheard
from studio.voice.kokoro import Kokoro
from studio.voice.mastering import at_rate, trimmed
from studio.voice.phonemes import sounds
from studio.voice.script import Script, script
from studio.voice.speaker import Utterance
from visuals.voice.samples import RATE

SAY = {"dx": "d x"}
WORDS = "Stop, right here. A smaller nudge of the height, we call it dx: thirty-six seconds."


@pytest.fixture(scope="module")
def said() -> Script:
    return script(WORDS, SAY)


@pytest.fixture(scope="module")
def utterance(said: Script) -> Utterance:
    return Kokoro().speak(said)


def test_the_same_script_gives_the_same_samples(said: Script, utterance: Utterance) -> None:
    again = Kokoro().speak(said)
    assert again.samples.tobytes() == utterance.samples.tobytes()
    assert again.times == utterance.times


def test_every_word_sounds_like_something() -> None:
    clause = script("it is of the hill after a walk", {}).said
    heard = sounds(clause)
    assert len(heard) == len(clause)
    assert all(heard)
    assert sounds(script("a hill", {"hill": "/hˈɪɪl/"}).said) == ["ə", "hˈɪɪl"]


def test_the_engine_and_the_aligner_agree_on_when_words_are_said(said: Script, utterance: Utterance) -> None:
    sound = trimmed(utterance)
    found, is_aligned = aligned(sound.samples, said)
    assert is_aligned
    assert sound.times is not None
    for mine, theirs in zip(sound.times, found, strict=True):
        assert mine[1] == pytest.approx(theirs[1], abs=0.15)


def test_it_is_heard_as_it_was_said(utterance: Utterance) -> None:
    heard = Whisper().hear(at_rate(trimmed(utterance).samples, RATE, 16_000))
    errors, places = misheard(comparable(WORDS, SAY), comparable(heard, SAY))
    assert errors <= 1, places
