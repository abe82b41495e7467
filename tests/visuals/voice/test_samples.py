"""A recording is heard to the sample, or said in a sentence why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.voices import hiss, record, write_opus, write_sound
from visuals.voice.recordings import Recordings, home_of
from visuals.voice.samples import RATE, Unsound, fault, playable, samples

WORDS = "Une fenêtre l'été, twice 3.5 is 7: twice."


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return record(tmp_path / "en" / "one", {"show": WORDS}, sound=hiss)


def test_a_recording_is_heard_from_its_first_sample_to_its_last(recordings: Recordings) -> None:
    heard_now, wanted = samples(recordings, "show"), hiss(recordings.beats["show"].seconds, 0)
    assert heard_now.dtype == np.float32
    assert len(heard_now) == len(wanted)
    middle = slice(RATE, 2 * RATE)
    shifts = range(-20, 21)
    likeness = [float(np.dot(heard_now[RATE + k : 2 * RATE + k], wanted[middle])) for k in shifts]
    assert shifts[int(np.argmax(likeness))] == 0
    assert playable(recordings, "show", WORDS) == recordings.beats["show"]


Break = Callable[[Path], object]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"no sound at all" * 99), "is broken"),
        (lambda path: path.write_bytes(path.read_bytes()[:40]), "is broken"),
        (lambda path: path.write_bytes(path.read_bytes()[:-900]), "not the file that voice.json tells of"),
        (lambda path: write_sound(path, hiss(2, 0), "pcm_s16le", "wav", 44_100), "44100 Hz"),
        (lambda path: write_sound(path, hiss(2, 0), "libopus", "ogg", RATE, "stereo"), "2 channels"),
        (lambda path: write_opus(path, hiss(2, 7)), "not the file that voice.json tells of"),
    ],
)
def test_a_file_that_cannot_be_played_is_told(recordings: Recordings, harm: Break, told: str) -> None:
    assert fault(recordings, "show", WORDS) is None
    harm(recordings.path("show"))
    assert told in (fault(recordings, "show", WORDS) or "")
    assert playable(recordings, "show", WORDS) is None
    with pytest.raises(Unsound, match=told):
        samples(recordings, "show")


def test_a_recording_of_another_length_than_is_told_is_not_played(recordings: Recordings) -> None:
    longer = replace(recordings.beats["show"], seconds=9.0)
    told = Recordings(recordings.folder, {"show": longer})
    assert "and not 9.00 s" in (fault(told, "show", WORDS) or "")


def test_words_that_nobody_recorded_are_not_spoken_by_another_recording(recordings: Recordings) -> None:
    assert fault(recordings, "show", WORDS + " Again.") == "says other words than were recorded"
    assert fault(recordings, "move", WORDS) == "has no recording"


def test_times_of_fewer_words_than_are_said_are_not_believed(recordings: Recordings) -> None:
    fewer = replace(recordings.beats["show"], times=recordings.beats["show"].times[:-1])
    assert "7 are said" in (fault(Recordings(recordings.folder, {"show": fewer}), "show", WORDS) or "")


def test_recordings_lie_in_the_course_of_their_lecture(tmp_path: Path) -> None:
    lecture = tmp_path / "scenes" / "step1_first" / "l07_many_knobs.py"
    assert home_of(lecture) == tmp_path / "assets" / "voice" / "en" / "many-knobs"
    assert home_of(tmp_path / "elsewhere" / "l07_many_knobs.py") is None
    assert home_of(tmp_path / "scenes" / "step1_first" / "knobs.py") is None
