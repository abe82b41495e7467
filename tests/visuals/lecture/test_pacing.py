"""A play lasts until the words are said, unless it is told otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import AnimationGroup, Create, Dot, FadeIn, LaggedStart, Square, Wait, Write

from tests.visuals.lecture.acted import WORDS, Grows, Noting, act
from visuals.drawing.dial import Dial
from visuals.lecture import LectureError, Passing
from visuals.lecture.captions import TICKS, Cue, speaking_ticks
from visuals.lecture.speech import ReadingPace
from visuals.theme import PACE
from visuals.voice.words import heard

WHOLE = speaking_ticks(WORDS) / TICKS


def lengths(folder, *plays, player=None):
    """How long each play of the only beat took, the rest of it left out."""

    def both(lecture):
        for each in plays:
            each(lecture)
        both.made = len(lecture.player.lengths)

    lecture = act(folder, both, player=player)
    return lecture.player.lengths[: both.made]


def turn(**options):
    return lambda lecture: lecture.play(Dial(0.0).to(1), **options)


def test_a_play_without_pace_lasts_until_the_words_are_said(tmp_path):
    assert lengths(tmp_path, turn()) == [WHOLE]
    assert lengths(tmp_path, turn(run_time=1.2), turn()) == [1.2, pytest.approx(WHOLE - 1.2)]


def test_when_all_is_said_a_play_without_pace_is_quick(tmp_path):
    assert lengths(tmp_path, turn(), turn(), turn(least=PACE.slow)) == [WHOLE, PACE.quick, PACE.slow]


def test_a_share_is_of_what_is_left(tmp_path):
    first, second = lengths(tmp_path, turn(share=0.5), turn(share=0.5))
    assert first == pytest.approx(WHOLE / 2, abs=1 / TICKS)
    assert second == pytest.approx(WHOLE / 4, abs=1 / TICKS)


def test_a_pace_is_a_length(tmp_path):
    assert lengths(tmp_path, turn(pace=PACE.slow)) == [PACE.slow]


def test_a_play_ends_as_its_word_is_said(tmp_path):
    (length,) = lengths(tmp_path, turn(until="five"))
    assert length == pytest.approx(WHOLE / 2, abs=1 / TICKS)
    first, second = lengths(tmp_path, turn(until="three"), turn(until="six seven"))
    assert first + second == pytest.approx(WHOLE * 0.7, abs=1 / TICKS)


def test_a_word_that_has_been_said_gives_a_quick_play(tmp_path):
    assert lengths(tmp_path, turn(run_time=2.4), turn(until="two")) == [2.4, PACE.quick]


def test_a_word_that_the_beat_does_not_say_is_told_with_those_it_does(tmp_path):
    with pytest.raises(LectureError, match=r"until='eleven'.*One two three"):
        lengths(tmp_path, turn(until="eleven"))


def test_a_wait_takes_the_same_words(tmp_path):
    (length,) = lengths(tmp_path, lambda lecture: lecture.wait(until="five"))
    assert length == pytest.approx(WHOLE / 2, abs=1 / TICKS)
    assert lengths(tmp_path, lambda lecture: lecture.wait()) == [1.0]


@pytest.mark.parametrize(
    "options",
    [
        {"share": 0.5, "until": "two"},
        {"pace": 1.2, "share": 0.5},
        {"run_time": 1, "until": "two"},
        {"run_time": 1.0, "least": 2},
    ],
)
def test_a_play_has_one_length(tmp_path, options):
    with pytest.raises(LectureError, match="length"):
        lengths(tmp_path, turn(**options))


def test_an_animation_that_brings_its_time_keeps_it_as_in_manim(tmp_path):
    def play(*animations):
        return lambda lecture: lecture.play(*(make() for make in animations))

    assert lengths(tmp_path, play(lambda: Create(Square(), run_time=2))) == [2.0]
    assert lengths(tmp_path, play(lambda: Create(Square(), run_time=1))) == [1.0]  # as the default, yet said
    assert lengths(tmp_path, play(lambda: Create(Square(), run_time=1.0))) == [1.0]
    assert lengths(tmp_path, play(lambda: Dot().animate(run_time=1.0).shift([1, 0, 0]))) == [1.0]
    assert lengths(tmp_path, play(lambda: Wait(2))) == [2.0]
    assert lengths(tmp_path, play(lambda: Write(Square()))) == [1.0]
    mixed = play(lambda: FadeIn(Dot(), run_time=0.6), lambda: FadeIn(Square()))
    assert lengths(tmp_path, mixed) == [1.0]
    together = play(lambda: AnimationGroup(FadeIn(Dot(), run_time=0.6), Create(Square(), run_time=1.4)))
    assert lengths(tmp_path, together) == [1.4]
    assert lengths(tmp_path, play(lambda: LaggedStart(FadeIn(Dot()), FadeIn(Dot()), run_time=3.0))) == [3.0]


def test_a_group_without_time_lasts_until_the_words_are_said(tmp_path):
    assert lengths(tmp_path, lambda lecture: lecture.play(LaggedStart(FadeIn(Dot()), FadeIn(Dot())))) == [
        WHOLE
    ]


def test_entering_and_leaving_have_their_pace_and_take_another(tmp_path):
    picture = Grows()
    assert lengths(
        tmp_path,
        lambda lecture: lecture.enter(picture),
        lambda lecture: lecture.leave(picture),
        lambda lecture: lecture.swap((), picture, pace=PACE.quick),
        lambda lecture: lecture.leave(picture, until="eight"),
    ) == [PACE.normal, PACE.quick, PACE.quick, pytest.approx(0.8 * WHOLE - 2.4, abs=1 / TICKS)]


class Recorded:
    """A voice that says every word in half a second, after one of silence."""

    recording = None

    def __init__(self, words):
        self.words = words

    @property
    def ticks(self):
        return round((1 + len(heard(self.words)) / 2) * TICKS)

    def cues(self, start):
        return (Cue(start + 1, start + self.ticks / TICKS, self.words),)

    def ends(self, said):
        return tuple(1 + (k + 1) / 2 for k, word in enumerate(heard(self.words)) if word == said)


class Voiced(Noting):
    def speech(self, beat):
        return Recorded(beat.words)


def test_where_there_is_a_voice_lengths_words_and_captions_are_the_voices(tmp_path):
    found = act(tmp_path, lambda lecture: turn(until="four")(lecture), player=Voiced())
    assert found.player.lengths[0] == 3.0
    assert sum(found.player.lengths) == pytest.approx(6.0)
    assert found.recorder.cues[0].start == 1.0
    assert isinstance(found.player, Passing)


sentence = st.lists(
    st.text(st.sampled_from("abcdefg'-,.") | st.characters(categories=["L"]), min_size=1, max_size=11).filter(
        heard
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(sentence)
def test_every_word_is_said_in_order_and_the_last_when_all_is(words):
    speech = ReadingPace(words)
    said = heard(words)
    ends = sorted({each for word in set(said) for each in speech.ends(word)})
    assert len(ends) == len(said)
    assert ends[-1] == pytest.approx(speech.ticks / TICKS, abs=2e-3)
    for cue in speech.cues(0.0):  # a word is said while its caption is read
        inside = [each for each in ends if cue.start + 1e-3 < each <= cue.end + 1e-3]
        assert len(inside) == len(heard(cue.text))
