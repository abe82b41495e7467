"""Every rule of the voice has a lecture that breaks it, and a near miss that does not."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from manim import RIGHT, Dot, FadeIn

from studio.check import critic
from studio.check.critic import RESULT
from studio.check.rule import RULES
from studio.check.verdict import verdict
from studio.check.watching import Watcher, watch
from studio.course.catalog import read_catalog
from studio.render.jobs import WATCHED, Job, Options
from studio.voice.levelling import loudness
from tests.studio.check.watched import lecture
from tests.voices import LEAD, hum, record
from visuals.voice.recordings import HOME, Recordings, read_recordings, write_recordings

COURSE = Path(__file__).parents[3]
WORDS = "Look at this one, and at no other."  # eight
VOICE = (
    "stale-recording",
    "silent-beat",
    "broken-recording",
    "speech-too-fast",
    "loudness",
    "motion-after-speech",
)


def moves(self):
    dot = Dot(radius=0.3)
    self.enter(dot)
    self.play(dot.animate.shift(RIGHT), run_time=self.rest())


def level(wanted):
    """A hum of so many LUFS."""

    def sound(seconds, number):
        quiet = hum(seconds, number)
        return (quiet * 10 ** ((wanted - loudness(quiet).integrated) / 20)).astype(np.float32)

    return sound


def click(height):
    """A hum of -16 LUFS, in which one moment is so high."""

    def sound(seconds, number):
        made = level(-16)(seconds, number)
        at = len(made) // 2
        made[at - 60 : at + 60] += (height * np.hanning(120)).astype(np.float32)
        return made

    return sound


def spoken(folder, words=None, **how):
    """The recordings of `show`, and of the credits where a test says so."""
    return record(folder, {"show": WORDS} if words is None else words, **({"sound": level(-16)} | how))


def heard_by(recordings, body=moves, *, words=WORDS, watchers=1):
    """What the critic says of the voice: the rules that are broken, each with all that is told."""
    seen = []
    for number in range(watchers):
        folder = recordings.folder / f"watched-{number}"
        folder.mkdir(exist_ok=True)
        watcher = Watcher(
            Path(__file__), folder, beat="show", number=number, watchers=watchers, recordings=recordings
        )
        seen.append(watcher.watch(lecture(body, words=words)))
    found = [each for each in verdict(seen) if each.rule in VOICE]
    return {each.rule: each for each in found}


def test_a_well_spoken_beat_breaks_no_rule_and_lasts_as_long_as_its_recording(tmp_path):
    made = spoken(tmp_path / "voice", word=0.5)
    folder = tmp_path / "watched"
    folder.mkdir()
    watcher = Watcher(Path(__file__), folder, beat="show", recordings=made)
    seen = watcher.watch(lecture(moves, words=WORDS))
    assert not {each.rule for each in seen.findings} & set(VOICE)
    (beat,) = (each for each in seen.report["beats"] if each["name"] == "show")
    assert beat["end"] - beat["start"] == pytest.approx(made.beats["show"].seconds + 0.3, abs=1 / 15)


def test_a_job_of_the_critic_is_played_with_the_recordings_of_its_course(tmp_path):
    made = spoken(tmp_path / "voice", word=0.5)
    for name, voice in (("aloud", made.folder), ("silent", None)):
        folder = tmp_path / name
        folder.mkdir()
        options = Options(WATCHED, "show", "show")
        job = Job(
            "check",
            tmp_path,
            Path(__file__),
            "Trial",
            "trial",
            1,
            "first",
            None,
            options,
            folder,
            voice=voice,
        )
        watch(job, lecture(moves, words=WORDS))
        told = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        (beat,) = (each for each in told["report"]["beats"] if each["name"] == "show")
        assert (beat["voice"] is not None) is (voice is not None)


def test_check_hands_its_watchers_the_recordings_of_the_course():
    catalog = read_catalog(COURSE)
    asked = catalog.find("gradient-compass")
    jobs = critic.jobs_of(COURSE, asked, None, 2)
    assert [each.voice for each in jobs] == 2 * [COURSE / HOME / "gradient-compass"]


def test_a_beat_of_other_words_is_told(tmp_path):
    ((rule, found),) = heard_by(spoken(tmp_path, {"show": "Something else is said."})).items()
    assert (rule, found.severity) == ("stale-recording", "warning")


def test_a_beat_without_a_recording_is_told_where_others_have_one(tmp_path):
    ((rule, found),) = heard_by(spoken(tmp_path, {"another": "Of another beat."})).items()
    assert (rule, found.severity) == ("silent-beat", "warning")


def test_a_lecture_without_a_voice_is_not_asked_for_one(tmp_path):
    assert not heard_by(Recordings(tmp_path))


def test_credits_that_nobody_recorded_are_read_in_silence(tmp_path):
    folder = tmp_path / "watched"
    folder.mkdir()
    seen = Watcher(Path(__file__), folder, recordings=spoken(tmp_path / "voice")).watch(
        lecture(moves, words=WORDS)
    )
    assert not {each.rule for each in seen.findings} & set(VOICE)


def missing(made):
    made.path("show").unlink()


def empty(made):
    made.path("show").write_bytes(b"")


def of_other_bytes(made):
    spoken(made.folder, sound=level(-20))
    write_recordings(made)


def of_fewer_words(made):
    told = made.beats["show"]
    write_recordings(Recordings(made.folder, {"show": replace(told, times=told.times[:-1])}))


def unreadable(made):
    (made.folder / "voice.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (missing, "it has a recording that is missing"),
        (empty, "it has a recording that is empty"),
        (of_other_bytes, "it has a recording that is not the file that voice.json tells of"),
        (of_fewer_words, "it says 8 words, and voice.json tells when 7 are said"),
        (unreadable, "voice.json cannot be read"),
    ],
)
def test_a_recording_that_cannot_be_played_is_told(tmp_path, harm, told):
    made = spoken(tmp_path)
    harm(made)
    ((rule, found),) = heard_by(read_recordings(tmp_path)).items()
    assert (rule, found.severity) == ("broken-recording", "warning")
    assert told in found.what


@pytest.mark.parametrize(
    ("pace", "told"),
    [(105, "too slow: 105 words a minute"), (112, None), (188, None), (195, "too fast: 195 words a minute")],
)
def test_speech_keeps_a_pace(tmp_path, pace, told):
    found = heard_by(spoken(tmp_path, word=60 / pace))
    assert found.keys() == ({"speech-too-fast"} if told else set())
    if told:
        assert told in found["speech-too-fast"].what
        assert found["speech-too-fast"].severity == "error"
        assert found["speech-too-fast"].time == pytest.approx(LEAD, abs=0.01)


def test_four_words_have_no_pace(tmp_path):
    words = "Look, and look again."
    assert not heard_by(spoken(tmp_path, {"show": words}, word=0.25), words=words)


@pytest.mark.parametrize(
    ("sound", "told"),
    [
        (level(-14.2), "LUFS; -16 LUFS are asked for"),
        (level(-14.7), None),
        (level(-17.3), None),
        (level(-17.8), "LUFS; -16 LUFS are asked for"),
        (lambda seconds, number: np.zeros_like(hum(seconds, number)), "nothing is heard in it"),
        (click(0.95), "dBTP; -1 is the limit"),
        (click(0.45), None),
    ],
)
def test_a_recording_is_as_loud_as_films_are(tmp_path, sound, told):
    found = heard_by(spoken(tmp_path, sound=sound, word=0.45))
    assert found.keys() == ({"loudness"} if told else set())
    if told:
        assert told in found["loudness"].what
        assert found["loudness"].severity == "error"


def test_a_recording_too_short_for_the_meter_is_not_called_soft(tmp_path):
    words = "Ah."
    assert not heard_by(spoken(tmp_path, {"show": words}, word=0.1, sound=hum), words=words)


def test_loudness_is_measured_once_a_lecture_whatever_the_number_of_watchers(tmp_path, monkeypatch):
    measured = []

    def counted(sound):
        measured.append(len(sound))
        return loudness(sound)

    monkeypatch.setattr("studio.check.voice.loudness", counted)
    heard_by(spoken(tmp_path), watchers=3)
    assert len(measured) == 1


SAID = LEAD + 8 * 0.45  # when the last word has been said


def comes(after, *, leaves=False):
    """Something new comes so many seconds after the last word."""

    def show(self):
        dot = Dot([-4, 0, 0], radius=0.3)
        self.enter(dot, run_time=0.6)
        self.play(dot.animate.shift(2 * RIGHT), run_time=SAID + after - 0.6)
        new = Dot([2, 0, 0], radius=0.3)
        self.play(FadeIn(new), run_time=0.6)
        if leaves:
            self.leave(new)

    return show


def goes_on_moving(self):
    dot = Dot([-4, 0, 0], radius=0.3)
    self.enter(dot, run_time=0.6)
    self.play(dot.animate.shift(8 * RIGHT), run_time=SAID + 4)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (comes(2.6), True),
        (comes(1.6), False),  # it has begun when the two seconds are over
        (comes(2.6, leaves=True), False),
        (goes_on_moving, False),
    ],
)
def test_nothing_new_comes_long_after_the_last_word(tmp_path, body, wrong):
    found = heard_by(spoken(tmp_path, word=0.45), body)
    assert found.keys() == ({"motion-after-speech"} if wrong else set())
    if wrong:
        (told,) = found.values()
        assert told.what.startswith("Dot appears more than 2 s after the last word")
        assert told.severity == "warning"
        assert told.time == pytest.approx(SAID + 2, abs=0.01)


def test_the_rules_of_the_voice_are_a_group_of_their_own():
    assert {name for name, each in RULES.items() if each.group == "voice"} == set(VOICE)


@pytest.mark.parametrize(
    ("words", "wrong"), [(WORDS, False), ("Incomprehensibilities outdistance us.", True)]
)
def test_captions_that_are_heard_may_go_by_at_the_pace_of_speech_but_never_too_fast_to_be_read(
    tmp_path, words, wrong
):
    """Eight short words at 184 words a minute, which are too fast to be read in silence; and long ones."""
    made = spoken(tmp_path, {"show": words}, word=0.3 if wrong else 0.326)
    folder = tmp_path / "watched"
    folder.mkdir()
    seen = Watcher(Path(__file__), folder, beat="show", recordings=made).watch(lecture(moves, words=words))
    assert ("fast-captions" in {each.rule for each in seen.findings}) is wrong


def test_the_name_of_a_speaker_is_no_number_of_a_computation(tmp_path):
    """`Voice: Hum-82M` on the credits card; other words of that card are looked at as all are."""
    made = spoken(tmp_path, speaker="Hum-82M")
    folder = tmp_path / "watched"
    folder.mkdir()
    seen = Watcher(Path(__file__), folder, recordings=made).watch(lecture(moves, words=WORDS))
    assert not [each.what for each in seen.findings if each.rule == "typed-number"]
    assert "Hum-82M" in {each["voice"]["speaker"] for each in seen.report["beats"] if each["voice"]}
