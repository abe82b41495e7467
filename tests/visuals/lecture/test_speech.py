"""A recording says when every word is said; what has none keeps the reading pace."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visuals.lecture.acted import WORDS, Noting, act
from tests.voices import LEAD, record
from visuals.drawing.dial import Dial
from visuals.lecture import LectureError, Player
from visuals.lecture.captions import CHARACTERS_PER_SECOND, TICKS, cues
from visuals.lecture.player import Aloud
from visuals.lecture.speech import BREATH, ReadingPace, Recorded
from visuals.voice.recordings import Recording, fingerprint
from visuals.voice.words import heard

FRENCH = "L’été, une fenêtre; l’été encore. 3.5 et 7 font 10.5, pas 7."


def recorded(words: str, lengths: list[float], pauses: list[float]) -> Recorded:
    """A recording in which each word follows a pause of its own, with a pause at the end."""
    times, now = [], 0.0
    for length, pause in zip(lengths, pauses, strict=False):
        times.append((now + pause, now + pause + length))
        now = times[-1][1]
    facts = {"speaker": "Ada", "kind": "person", "made": "by hand", "licence": "CC0", "file": "0" * 64}
    seconds = now + pauses[-1] + 0.01
    return Recorded(words, Recording(fingerprint(words), seconds=seconds, times=tuple(times), **facts))


@st.composite
def spoken(draw: st.DrawFn) -> Recorded:
    words = draw(
        st.lists(
            st.sampled_from(["a", "l’été", "x-ray", "steepest.", "3.5", "so,", "gradient", "—"]), min_size=1
        )
        .map(" ".join)
        .filter(heard)
    )
    count = len(heard(words))
    some = st.lists(st.floats(0.05, 1.2), min_size=count, max_size=count)
    return recorded(words, draw(some), [*draw(some), 0.3])


@given(spoken(), st.integers(0, 900))
def test_captions_come_with_their_words_and_stay_till_these_are_said(speech: Recorded, tick: int) -> None:
    start = tick / TICKS
    shown, said = speech.cues(start), 0
    assert " ".join(" ".join(each.text for each in shown).split()) == " ".join(speech.words.split())
    for cue in shown:
        count = len(heard(cue.text))
        own = speech.recording.times[said : said + count]
        said += count
        assert cue.start == pytest.approx(start + own[0][0], abs=1e-3)
        assert cue.end >= start + own[-1][1] - 2e-3
    ends = [each.end for each in shown]
    assert all(end <= after.start for end, after in zip(ends, shown[1:], strict=False))
    assert ends[-1] <= start + speech.ticks / TICKS + 1e-3


@given(spoken())
def test_a_caption_stays_until_it_can_be_read_unless_the_next_comes(speech: Recorded) -> None:
    shown = speech.cues(0.0)
    borders = [*(each.start for each in shown[1:]), speech.ticks / TICKS]
    for cue, border in zip(shown, borders, strict=True):
        reading = len(" ".join(cue.text.split())) / CHARACTERS_PER_SECOND
        assert cue.end - cue.start >= min(reading, border - cue.start) - 2e-3


@given(spoken())
def test_a_beat_lasts_as_long_as_its_recording_and_a_breath(speech: Recorded) -> None:
    assert speech.ticks == ceil((speech.recording.seconds + BREATH) * TICKS - 1e-9)
    assert speech.ticks / TICKS - speech.recording.seconds >= BREATH - 1e-9


@given(spoken())
def test_words_end_when_they_are_said(speech: Recorded) -> None:
    said = heard(speech.words)
    for word in set(said):
        own = tuple(speech.recording.times[k][1] for k, each in enumerate(said) if each == word)
        assert speech.ends(word) == own


def test_numbers_accents_and_repeated_words_are_found_in_a_recording() -> None:
    count = len(heard(FRENCH))
    speech = recorded(FRENCH, [0.4] * count, [0.1] * count)
    end = [last for _, last in speech.recording.times]
    assert heard(FRENCH)[0] == "l’été"
    assert speech.ends("l’été") == (end[0], end[3])
    assert speech.ends("Une fenêtre") == (end[2],)
    assert speech.ends("7") == (end[7], end[11])
    assert speech.ends("10.5") == (end[9],)
    with pytest.raises(LectureError, match=r"until='fenetre'.*une fenêtre"):
        speech.ends("fenetre")


def test_until_goes_on_to_the_next_time_that_a_word_is_said(tmp_path: Path) -> None:
    words = "Down, down, and down again."
    voice = record(tmp_path / "voice", {"only": words}, word=1.0)

    def play(lecture) -> None:
        for _ in range(3):
            lecture.play(Dial(0.0).to(1), until="down", least=0.2)

    player = Noting()
    player.voice = voice
    acted = act(tmp_path, play, player=player, words=words)
    ends = [round((LEAD + k) * TICKS) / TICKS for k in (1, 2, 4)]
    assert player.lengths[:3] == pytest.approx([ends[0], ends[1] - ends[0], ends[2] - ends[1]], abs=2e-3)
    assert sum(player.lengths) == pytest.approx(ceil((5 + 2 * LEAD + BREATH) * TICKS) / TICKS, abs=2e-3)
    assert acted.recorder.cues[0].start == LEAD
    assert acted.recorder.speakers == ("Hum-1, speaker af_tone",)


def test_a_word_that_a_recorded_beat_does_not_say_is_told_with_those_it_does(tmp_path: Path) -> None:
    player = Noting()
    player.voice = record(tmp_path / "voice", {"only": WORDS})
    with pytest.raises(LectureError, match=r"until='eleven'.*One two three"):
        act(tmp_path, lambda lecture: lecture.play(Dial(0.0).to(1), until="eleven"), player=player)


def test_a_player_takes_a_recording_of_these_words_alone(tmp_path: Path) -> None:
    voice = record(tmp_path, {"show": "A dot.", "move": "It moves."})
    player = Player(voice=voice)
    show, move = SimpleNamespace(name="show", words="A dot."), SimpleNamespace(name="move", words="It moved.")
    assert player.speech(show) == Recorded("A dot.", voice.beats["show"])
    assert player.speech(move) == ReadingPace("It moved.")
    assert Player().speech(show) == ReadingPace("A dot.")
    voice.path("show").unlink()
    assert player.speech(show) == ReadingPace("A dot.")


def test_without_a_recording_words_are_said_at_the_reading_pace() -> None:
    assert ReadingPace(FRENCH).cues(2.0) == cues(FRENCH, 2.0)
    assert ReadingPace(FRENCH).recording is None


def test_a_class_of_no_lectures_file_is_played_in_silence() -> None:
    assert Aloud(type("Typed", (), {})).voice is None
