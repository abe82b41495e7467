"""How a recording is cut, levelled, encoded and kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.voice import keeping
from studio.voice.keeping import drop, is_whole, keep
from studio.voice.levelling import held, levelled
from studio.voice.mastering import AFTER, BEFORE, close_to_sound, trimmed
from studio.voice.opus import decoded, encoded, recording
from studio.voice.speaker import Utterance
from tests.loudness import integrated, true_peak
from visuals.voice.recordings import Recording, Recordings, fingerprint, read_recordings
from visuals.voice.samples import RATE, samples


def speech(seconds: float, *, seed: int = 0, loud: float = 0.1) -> np.ndarray:
    """Noise in bursts, as words are: float32 at 48 kHz, with peaks far above what is usual in it."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    noise = np.convolve(rng.normal(0, loud, len(time)), np.hanning(24) / 6, mode="same")
    return (noise * (0.4 + 0.6 * (np.sin(2 * np.pi * 2.5 * time) > -0.3))).astype(np.float32)


def padded(sound: np.ndarray, before: float, after: float) -> np.ndarray:
    return np.pad(sound, (round(before * RATE), round(after * RATE)))


@settings(max_examples=10, deadline=None)
@given(st.floats(0.0, 1.5), st.floats(0.0, 1.5))
def test_silence_at_both_ends_is_cut_to_the_same_rest_and_times_move_along(
    before: float, after: float
) -> None:
    sound = padded(speech(1.0), before, after)
    cut = trimmed(Utterance(sound, RATE, ((before, before + 0.5), (before + 0.5, before + 1.0))))
    assert cut.seconds == pytest.approx(1.0 + min(before, BEFORE) + min(after, AFTER), abs=0.03)
    assert cut.times is not None
    assert cut.times[0][0] == pytest.approx(min(before, BEFORE), abs=0.03)
    assert cut.times[0][1] == pytest.approx(min(before, BEFORE) + 0.5, abs=0.03)
    assert cut.times[-1][1] <= cut.seconds + 1 / RATE


def test_a_room_that_hums_softly_is_silence_too() -> None:
    hum = 0.0005 * np.sin(np.arange(4 * RATE) / 40)
    sound = padded(speech(2.0), 1.0, 1.0) + hum.astype(np.float32)
    assert trimmed(Utterance(sound, RATE)).seconds == pytest.approx(2.0 + BEFORE + AFTER, abs=0.05)


@pytest.mark.parametrize("sound", [np.zeros(RATE), np.zeros(0), np.full(RATE, 1e-4)])
def test_what_is_not_heard_is_no_recording(sound: np.ndarray) -> None:
    with pytest.raises(ValueError, match="nothing is heard in it"):
        trimmed(Utterance(sound.astype(np.float32), RATE))


def test_other_rates_come_to_48_kHz_with_their_pitch() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000).astype(np.float32)
    cut = trimmed(Utterance(tone, 24_000))
    spectrum = np.abs(np.fft.rfft(cut.samples))
    assert np.argmax(spectrum) / cut.seconds == pytest.approx(440, abs=1)


def test_a_word_before_a_pause_ends_where_its_sound_does() -> None:
    sound = np.concatenate([speech(0.5), np.zeros(round(0.4 * RATE)), speech(0.5)]).astype(np.float32)
    (first, second) = close_to_sound(sound, [(0.0, 0.85), (0.85, 1.4)])
    assert first == pytest.approx((0.0, 0.5), abs=0.02)
    assert second == pytest.approx((0.9, 1.4), abs=0.02)


@pytest.mark.parametrize("loud", [0.001, 0.05, 0.5])
def test_every_recording_is_as_loud_and_no_peak_clips(loud: float) -> None:
    sound = speech(4.0, loud=loud)
    sound[RATE : RATE + 40] *= 8  # a plosive too near to the microphone
    file = recording(sound)
    heard = decoded(file)
    assert integrated(heard) == pytest.approx(-16.0, abs=0.3)
    assert true_peak(heard) < -1.5
    assert len(heard) == len(sound)


def test_less_than_the_meter_hears_is_levelled_too() -> None:
    short = levelled(speech(0.3), -3.0)
    assert integrated(np.tile(short, 5)) == pytest.approx(-16.0, abs=0.5)


def test_peaks_are_held_and_what_is_far_from_them_is_left_alone() -> None:
    sound = speech(2.0)
    sound[RATE : RATE + 20] = 2.0
    turned = held(sound, -3.0)
    assert true_peak(turned) == pytest.approx(-3.0, abs=0.3)
    far = round(0.05 * RATE)
    np.testing.assert_array_equal(turned[: RATE - far], sound[: RATE - far])


def test_the_same_samples_give_the_same_bytes() -> None:
    sound = speech(1.0)
    assert encoded(sound) == encoded(sound.copy())
    assert encoded(sound)[14:18] == b"\0\0\0\0"  # the serial number of an Ogg stream: always the same


def told(words: str, speaker: str = "Hum-1") -> Recording:
    return Recording(fingerprint(words), "", 1.0, ((0.1, 0.9),), speaker, "person", "by hand", "CC0")


def test_a_kept_recording_can_be_played(tmp_path: Path) -> None:
    folder = tmp_path / "some-lecture"
    keep(folder, "show", told("Hello."), recording(speech(1.0)))
    kept = read_recordings(folder)
    assert is_whole(kept, "show")
    assert len(samples(kept, "show")) == RATE
    assert sorted(each.name for each in folder.iterdir()) == ["show.opus", "voice.json"]


def test_recordings_of_others_are_left_alone_and_dropped_ones_are_gone(tmp_path: Path) -> None:
    for beat in ("one", "two"):
        keep(tmp_path, beat, told(beat), recording(speech(1.0)))
    two = (tmp_path / "two.opus").read_bytes()
    drop(tmp_path, ("one",))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["two.opus", "voice.json"]
    assert list(read_recordings(tmp_path).beats) == ["two"]
    assert (tmp_path / "two.opus").read_bytes() == two


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupt_leaves_the_old_recording_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Ctrl-C comes while the first of the two files takes its place."""
    keep(tmp_path, "show", told("Old."), recording(speech(1.0)))
    really = os.replace
    former = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # whoever tests in the background is deaf

    def interrupted(source: Path, target: Path) -> None:
        if when == "before":
            os.kill(os.getpid(), signal.SIGINT)
        really(source, target)
        if when == "after":
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(keeping.os, "replace", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            keep(tmp_path, "show", told("New."), recording(speech(1.0, seed=1)))
    finally:
        signal.signal(signal.SIGINT, former)
    kept = read_recordings(tmp_path)
    assert is_whole(kept, "show")
    assert kept.beats["show"].words == fingerprint("New.")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["show.opus", "voice.json"]


def test_who_is_killed_between_the_files_leaves_a_recording_that_is_known_to_be_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, "show", told("Old."), recording(speech(1.0)))
    really, calls = os.replace, []

    def killed(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise SystemExit
        really(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(keeping.os, "replace", killed)
        with pytest.raises(SystemExit):
            keep(tmp_path, "show", told("New."), recording(speech(1.0, seed=1)))
    assert not is_whole(read_recordings(tmp_path), "show")
    (tmp_path / ".new-left").mkdir()  # as kill -9 leaves it
    (tmp_path / ".new-left" / "show").write_bytes(b"half")
    keep(tmp_path, "show", told("New."), recording(speech(1.0, seed=1)))
    assert is_whole(read_recordings(tmp_path), "show")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["show.opus", "voice.json"]


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, "show", told("Old."), recording(speech(1.0)))
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    def full(recordings: Recordings) -> None:
        raise OSError(28, "No space left on device", str(recordings.folder))

    monkeypatch.setattr(keeping, "write_recordings", full)
    with pytest.raises(StudioError, match=r"The recording of show cannot be written .*: No space left"):
        keep(tmp_path, "show", told("New."), recording(speech(1.0, seed=1)))
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
