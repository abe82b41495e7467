"""What a recogniser misheard, counted; and what else is wrong with a recording."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from studio.cli import compass as command_line
from studio.course.catalog import read_catalog
from studio.voice import hearing
from studio.voice.hearing import beats, check, comparable, is_well, misheard, table
from studio.voice.keeping import keep, voices
from studio.voice.opus import encoded
from studio.voice.speaker import Samples
from studio.voice.speaking import speak
from tests.studio.courses import Course
from tests.studio.voice.speakers import Hummer, lecture
from visuals.voice.recordings import read_recordings

ASK = "In which of these many directions does the ground climb most, and how would you ever know?"
REST = "Sit down and wait."


class Ear:
    """Hears what it was told to, one text after the other."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)

    def hear(self, samples: Samples) -> str:
        return self.texts.pop(0)


@pytest.fixture
def hill(course: Course) -> Course:
    course.write(3, "up_hill", lecture("UpHill", {"ask": ASK, "rest": REST}))
    catalog = read_catalog(course.folder)
    speak(catalog, catalog, None, Hummer(), lambda words: None)
    return course


def heard(course: Course, *texts: str) -> list[hearing.Heard]:
    catalog = read_catalog(course.folder)
    return check(catalog, catalog, Ear(*texts), lambda words: None)


@pytest.mark.parametrize(
    ("said", "heard", "errors", "places"),
    [
        ("up the hill", "up the hill", 0, []),
        ("up the hill", "up a hill", 1, ["the > a"]),
        ("up the hill", "up hill", 1, ["the > "]),
        ("up the hill", "up the the hill", 1, [" > the"]),
        ("up the hill", "", 3, ["up the hill > "]),
        ("a headlamp shows", "a head lamp shows", 0, []),
        ("a head lamp shows", "a headlamp shows", 0, []),
        ("colour of the metre", "color of the meter", 0, []),
        ("a hollow and a pass", "a hello in the pass", 3, ["hollow and a > hello in the"]),
        ("our tour is four hours", "our tour is four hours", 0, []),
        ("one two three four", "one too three for", 2, ["two > too", "four > for"]),
    ],
)
def test_words_are_compared_as_few_mistakes_as_there_can_be(
    said: str, heard: str, errors: int, places: list[str]
) -> None:
    assert misheard(said.split(), heard.split()) == (errors, places)


def test_numbers_signs_and_case_are_no_mistakes() -> None:
    say = {"dx": "d x", "²": "squared"}
    assert comparable("Three hundred and sixty directions: dx, x²!", say) == comparable(
        "360 directions DX x squared", say
    )
    assert comparable("In 1958.", {}) == ["in", "nineteen", "fifty", "eight"]
    assert comparable("It's thirty-six", {}) == ["its", "thirty", "six"]


def test_a_course_that_is_heard_as_it_is_said_is_well(hill: Course) -> None:
    found = heard(hill, ASK.upper(), REST)
    assert [each.errors for each in found] == [0, 0]
    assert is_well(found)
    lines = table(found).splitlines()
    assert lines[1].split() == ["l03", "up-hill", "21", "0", "0.0"]
    assert lines[2].split() == ["all", "21", "0", "0.0"]
    assert len(lines) == 3


def test_misheard_words_are_named_with_their_beat_and_above_three_in_a_hundred_it_is_not_well(
    hill: Course,
) -> None:
    found = heard(hill, ASK.replace("ground", "gown"), REST)
    assert "l03 up-hill ask: ground > gown" in table(found)
    assert "4.8" in table(found)
    assert not is_well(found)


def test_a_last_word_that_is_not_heard_is_a_fault_of_its_own(hill: Course) -> None:
    found = heard(hill, ASK, REST.replace(" wait.", ""))
    assert found[1].faults == ("its last word, wait, is not heard",)


def test_the_table_of_beats_tells_pace_and_silence(hill: Course) -> None:
    found = heard(hill, ASK, REST)
    told = read_recordings(voices(hill.folder) / "up-hill").beats["ask"]
    row = next(line for line in beats(found).splitlines() if " ask " in line).split()
    assert row[2] == "17"
    speech = told.times[-1][1] - told.times[0][0]
    assert float(row[3]) == pytest.approx(17 / speech * 60, abs=1)
    assert float(row[4]) == pytest.approx(speech, abs=0.01)
    assert float(row[5]) == pytest.approx(0.12, abs=0.02)
    assert float(row[6]) == pytest.approx(-16, abs=0.4)


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda sound: sound * 0.5, r"-2\d\.\d LUFS"),
        (lambda sound: np.clip(sound * 30, -1.1, 1.1), "true peak"),
        (lambda sound: sound[: -round(0.2 * 48_000)], "cut at its end"),
        (lambda sound: np.repeat(sound, 3), r"\d\d words a minute"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_recording_is_told(hill: Course, harm: object, fault: str) -> None:
    from visuals.voice.samples import samples

    told = read_recordings(voices(hill.folder) / "up-hill")
    before = samples(told, "rest")
    sound = harm(before).astype(np.float32)  # type: ignore[operator]
    seconds, slower = len(sound) / 48_000, max(1.0, len(sound) / len(before))
    times = tuple((min(slower * a, seconds), min(slower * b, seconds)) for a, b in told.beats["rest"].times)
    keep(told.folder, "rest", replace(told.beats["rest"], seconds=seconds, times=times), encoded(sound))
    found = heard(hill, ASK, REST)
    assert not found[0].faults
    assert any(re.search(fault, each) for each in found[1].faults), found[1].faults
    assert not is_well(found)


def run(course: Course, *arguments: str) -> tuple[int, str]:
    """The command line, in this process; what it says, errors too."""
    done = CliRunner().invoke(
        command_line, ["--course", str(course.folder), "voice", *arguments], standalone_mode=False
    )
    if done.exception is not None:
        return getattr(done.exception, "exit_code", 99), str(done.exception)
    return done.return_value or 0, done.output


def test_the_command_ends_with_1_where_too_much_is_misheard(
    hill: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "Whisper", lambda: Ear(ASK, REST))
    assert run(hill, "check", "--beats")[0] == 0
    monkeypatch.setattr(hearing, "Whisper", lambda: Ear("What?", REST))
    code, said = run(hill, "check", "3")
    assert code == 1
    assert "l03" in said


def test_nothing_recorded_is_nothing_to_check(course: Course) -> None:
    course.write(3, "up_hill", lecture("UpHill", {"ask": ASK}))
    assert run(course, "check") == (2, "Nothing is recorded yet.\n./compass voice speak")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["speak", "9"], "no lecture called '9'"),
        (["speak", "up-hil", "--beat", "aks"], "no beat called 'aks'. Did you mean ask?"),
        (["speak", "--beat", "ask", "3", "4"], "A beat belongs to one lecture"),
        (["speak", "--speaker", "af_hart"], "Did you mean af_heart?"),
        (["check", "7"], "no lecture called '7'"),
    ],
)
def test_a_wrong_name_gets_one_sentence_and_the_nearest(
    hill: Course, arguments: list[str], said: str
) -> None:
    hill.write(4, "down_hill", lecture("DownHill", {"rest": REST}))
    code, words = run(hill, *arguments)
    assert code == 2
    assert said in words


def test_where_all_is_spoken_no_model_is_asked_for(hill: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """The speaker whom the command would use is the one who spoke: nothing is due, so nothing is loaded."""
    from studio.voice import kokoro

    def never(*_: object) -> None:
        raise AssertionError("loaded")

    monkeypatch.setattr(kokoro, "borrow", never)
    told = read_recordings(voices(hill.folder) / "up-hill")
    for beat, one in told.beats.items():
        keep(told.folder, beat, replace(one, speaker=kokoro.Kokoro().name), told.path(beat).read_bytes())
    assert run(hill, "speak") == (0, "Every beat is spoken: nothing to do.\n")
    assert run(hill)[1].splitlines()[1].split()[:5] == ["l03", "up-hill", "2", "0", "0"]


def test_what_made_the_voice_is_the_file_that_the_sources_page_tells_of() -> None:
    import hashlib

    from studio.voice.kokoro import ALPHABET, SPEAKERS

    page = (SPEAKERS.parent / "SOURCES.md").read_text(encoding="utf-8")
    shipped = sorted(SPEAKERS.iterdir())
    assert ALPHABET in shipped
    for each in shipped:
        section = page.split(f"\n## {each.name}\n")[1].split("\n## ")[0]
        assert f"- SHA-256: `{hashlib.sha256(each.read_bytes()).hexdigest()}`" in section
        assert "- Licence: Apache-2.0" in section


def test_words_of_one_sound_are_no_mistake_and_others_of_one_letter_more_are():
    """A recogniser writes `why` for the letter y: nobody hears a difference."""
    assert misheard(["y", "of", "the", "sine"], ["why", "of", "the", "sign"]) == (0, [])
    assert misheard(["here", "u"], ["her", "you"]) == (1, ["here > her"])
