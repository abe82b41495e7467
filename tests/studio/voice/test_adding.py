"""A person's recordings, added from a folder of files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.course.catalog import read_catalog
from studio.errors import StudioError
from studio.voice import adding, alignment
from studio.voice.adding import add, sound_file
from studio.voice.alignment import aligned, arpabet, makes_sense
from studio.voice.keeping import voices
from studio.voice.script import script
from tests.loudness import integrated
from tests.studio.courses import Course
from tests.studio.voice.speakers import LETTER, Hummer, lecture
from tests.voices import write_sound
from visuals.voice.recordings import Recordings, read_recordings
from visuals.voice.samples import RATE, fault, samples

WORDS = "Which way is up?"


def hummed(words: str) -> np.ndarray:
    """Somebody who hums these words, at 48 kHz, with half a second of silence around them."""
    return np.repeat(Hummer().speak(script(words, {})).samples, 2)


@pytest.fixture
def hills(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """Two lectures which share the name of a beat; words are found in sound by rule, without pocketsphinx."""
    course.write(3, "up_hill", lecture("UpHill", {"ask": WORDS, "rest": "Sit down."}))
    course.write(4, "down_hill", lecture("DownHill", {"rest": "Sit down again."}))

    class Sphinx:
        __version__ = "0"

    monkeypatch.setattr(adding, "borrow", lambda extra, module: Sphinx)
    monkeypatch.setattr(adding, "need_espeak", lambda: "espeak-ng 0")
    monkeypatch.setattr(alignment, "_found", lambda sound, said: [])
    return course


def added(course: Course, folder: Path, name: str | None = None) -> list[str]:
    told: list[str] = []
    catalog = read_catalog(course.folder)
    add(catalog, folder, catalog.find(name) if name else None, "Ada L.", "CC BY 4.0", told.append)
    return told


def kept(course: Course, slug: str = "up-hill") -> Recordings:
    return read_recordings(voices(course.folder) / slug)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout"),
    [
        ("ask.wav", "pcm_s16le", 48_000, "mono"),
        ("ask.WAV", "pcm_s24le", 44_100, "stereo"),
        ("ask.flac", "flac", 48_000, "stereo"),
        ("ask.wav", "pcm_f32le", 22_050, "mono"),
    ],
)
def test_a_recording_of_any_make_is_cut_levelled_and_kept_as_a_persons(
    hills: Course, tmp_path: Path, name: str, codec: str, rate: int, layout: str
) -> None:
    folder = tmp_path / "takes"
    folder.mkdir()
    (folder / "notes.txt").write_text("not a recording")
    container = "flac" if codec == "flac" else "wav"
    write_sound(folder / name, hummed(WORDS), codec, container, rate, layout)
    assert len(added(hills, folder)) == 1
    told = kept(hills)
    assert fault(told, "ask", WORDS) is None
    one = told.beats["ask"]
    assert (one.speaker, one.kind, one.licence) == ("Ada L.", "person", "CC BY 4.0")
    assert "pocketsphinx" in one.made
    assert integrated(samples(told, "ask")) == pytest.approx(-16.0, abs=0.4)
    spoken = LETTER * (5 + 3 + 2 + 2) + 3 * 0.05  # seconds of humming, and the rests between
    assert one.seconds == pytest.approx(spoken + 0.05 + 0.12, abs=0.05)
    assert len(one.times) == 4
    assert one.times[0][0] == pytest.approx(0.05, abs=0.02)
    assert one.times[-1][1] == pytest.approx(spoken + 0.05, abs=0.03)


def test_both_channels_are_heard(tmp_path: Path) -> None:
    sound = hummed(WORDS)
    write_sound(tmp_path / "one.wav", sound, "pcm_s16le", "wav", 48_000, "stereo")
    heard = sound_file(tmp_path / "one.wav")
    assert len(heard) == len(sound)
    assert np.corrcoef(heard, sound)[0, 1] > 0.999


def test_a_beat_that_two_lectures_have_is_asked_for(hills: Course, tmp_path: Path) -> None:
    folder = tmp_path / "takes"
    folder.mkdir()
    write_sound(folder / "rest.wav", hummed("Sit down again."), "pcm_s16le", "wav", 48_000)
    with pytest.raises(StudioError, match=r"up-hill and down-hill(.|\n)*--lecture"):
        added(hills, folder)
    added(hills, folder, "4")
    assert list(kept(hills, "down-hill").beats) == ["rest"]
    assert not kept(hills).beats


@pytest.mark.parametrize("bad", ["name", "bytes", "empty", "silence", "picture", "twice"])
def test_one_file_that_cannot_be_added_and_none_is(hills: Course, tmp_path: Path, bad: str) -> None:
    folder = tmp_path / "takes"
    folder.mkdir()
    write_sound(folder / "ask.wav", hummed(WORDS), "pcm_s16le", "wav", 48_000)
    other = folder / ("rezt.wav" if bad == "name" else "ask.flac" if bad == "twice" else "rest.wav")
    if bad in ("name", "twice"):
        write_sound(other, hummed(WORDS), "flac", "flac", 48_000)
    elif bad == "silence":
        write_sound(other, np.zeros(RATE), "pcm_s16le", "wav", 48_000)
    else:
        other.write_bytes({"bytes": b"RIFFnonsense" * 50, "empty": b"", "picture": PIXEL}[bad])
    expected = {
        "name": "no beat called 'rezt'. Did you mean rest",
        "twice": "ask.flac and ask.wav are recordings of the same beat",
        "silence": "nothing is heard in it",
    }
    with pytest.raises(
        StudioError, match=expected.get(bad, "rest.wav is no recording that can be read")
    ) as told:
        added(hills, folder, "3")
    assert told.value.exit_code == 2
    assert not voices(hills.folder).exists()


PIXEL = (  # a GIF of one pixel: a file that can be read, and is no sound
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def test_a_folder_without_recordings_is_told(hills: Course, tmp_path: Path) -> None:
    (tmp_path / "takes").mkdir()
    with pytest.raises(StudioError, match="no WAV or FLAC files"):
        added(hills, tmp_path / "takes")


def test_words_that_are_not_found_get_their_share_by_letters() -> None:
    sound = hummed(WORDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            alignment, "_found", lambda sound, said: [(0.5, 0.6), (0.6, 0.61), (0.61, 1.0), (1.0, 1.2)]
        )
        times, is_aligned = aligned(sound, script(WORDS, {}))
    assert not is_aligned
    lengths = [end - begin for begin, end in times]
    assert lengths == pytest.approx([sum(lengths) * k / 12 for k in (5, 3, 2, 2)])
    assert times[0][0] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("times", "is_well"),
    [
        ([(0.0, 0.3), (0.3, 0.33), (0.4, 0.9)], True),  # "a" may be as short as that
        ([(0.0, 0.3), (0.3, 0.5), (0.5, 0.53)], False),
        ([(0.0, 0.3), (0.2, 0.5), (0.5, 0.9)], False),
        ([(0.0, 0.3), (0.3, 0.5)], False),
    ],
)
def test_an_alignment_makes_sense_in_order_and_with_words_of_some_length(
    times: list[tuple[float, float]], is_well: bool
) -> None:
    assert makes_sense(times, ["up", "a", "hill"]) is is_well


def test_phonemes_are_told_in_the_aligners_alphabet() -> None:
    assert arpabet("ɡɹˈAdiənt") == "G R EY D IY AH N T"
    assert arpabet("wˈɜɹld") == "W ER L D"
