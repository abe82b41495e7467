"""Captions can be read, lose no word, and last as long as the words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visuals.lecture import Beat, BeatTime
from visuals.lecture.captions import (
    CHARACTERS_PER_SECOND,
    LINE,
    LINES,
    TICKS,
    WORDS_PER_SECOND,
    cues,
    speaking_ticks,
)
from visuals.lecture.recorder import Recorder

word = st.text(alphabet="abcdefghijklmnopqrstuvwxyz,.-'", min_size=1, max_size=14)
speech = st.lists(word, min_size=1, max_size=30).map(" ".join)


@given(speech, st.floats(0, 300))
def test_no_word_is_lost(words, start):
    assert " ".join(cue.text for cue in cues(words, start)).split() == words.split()


@given(speech, st.floats(0, 300))
def test_a_caption_fits_its_two_lines(words, start):
    for cue in cues(words, start):
        lines = cue.text.splitlines()
        assert len(lines) <= LINES
        assert all(len(line) <= LINE for line in lines)


@given(speech, st.floats(0, 300))
def test_captions_follow_each_other_and_can_be_read(words, start):
    shown = cues(words, start)
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(shown))
    assert shown[0].start == pytest.approx(start, abs=1e-3)
    assert shown[-1].end == pytest.approx(start + speaking_ticks(words) / TICKS, abs=2e-3)
    for cue in shown:
        assert len(cue.text) <= CHARACTERS_PER_SECOND * (cue.end - cue.start) * 1.01 + 0.1
        assert len(cue.text.split()) <= WORDS_PER_SECOND * (cue.end - cue.start) * 1.01 + 0.1


def test_a_calm_speaker_says_150_words_a_minute():
    assert speaking_ticks("word " * 25) == 10 * TICKS


def test_a_break_prefers_the_end_of_a_sentence():
    words = "We stand in the dark and see nothing at all. Which way leads down to the valley floor, then?"
    assert cues(words, 0)[0].text.replace("\n", " ").endswith("at all.")


@given(st.lists(st.tuples(speech, st.integers(0, 40)), min_size=1, max_size=6))
def test_every_beat_is_told_with_its_own_captions(spoken):
    """Beats begin on fifteenths of a second, captions on thousandths, as near as those come."""
    recorder, clock, times = Recorder(), 0, []
    for words, rest in spoken:
        recorder.cues += cues(words, clock / TICKS)
        length = speaking_ticks(words) + rest
        times.append(BeatTime(Beat("beat", words, None, 1), clock, clock + length))
        clock += length
    for time in times:
        own = recorder._describe(time, {"beat": "Any"})["cues"]
        assert " ".join(cue["text"] for cue in own).split() == time.beat.words.split()
