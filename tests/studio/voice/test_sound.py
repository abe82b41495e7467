"""A film's sound is as loud as all films are, begins where it shall, and adds nothing to the picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.render.engine.joining import add_sound
from studio.voice.levelling import LOUDNESS, loudness
from studio.voice.sound import PEAK, decode, encode, mix
from tests import loudness as meter
from tests.voices import hiss, hum
from visuals.voice.samples import RATE

SOUNDS = {
    "even": mix([(0, hum(6.0, 3))], 8 * RATE),
    "mostly silent": mix([(5 * RATE, hiss(1.5, 1)), (25 * RATE, hiss(1.0, 2))], 30 * RATE),
    "faint": 0.02 * mix([(0, hiss(5.0, 4))], 6 * RATE),
    "clipped": np.clip(40 * mix([(0, hiss(5.0, 4))], 6 * RATE), -1, 1),
    "loud and soft": mix([(0, 6 * hiss(3.0, 4)), (4 * RATE, 0.5 * hiss(3.0, 5))], 8 * RATE),
}


def clicks(count: int, every: int) -> np.ndarray:
    """Steep peaks over a quiet hiss: far from loud until something gives."""
    sound = 0.02 * mix([(0, hiss(count / RATE, 6))], count)
    sound[every // 2 :: every] = 0.9
    return sound


SOUNDS["clicks"] = clicks(6 * RATE, RATE // 3)


@pytest.mark.parametrize("name", SOUNDS)
def test_a_film_is_as_loud_as_all_are_and_no_peak_is_too_high(name: str) -> None:
    heard = decode(encode(SOUNDS[name].astype(np.float32)))
    assert meter.integrated(heard) == pytest.approx(LOUDNESS, abs=0.5)
    assert meter.true_peak(heard) < PEAK


@pytest.mark.parametrize("name", SOUNDS)
def test_two_meters_agree(name: str) -> None:
    sound = SOUNDS[name].astype(np.float32)
    told = loudness(sound)
    assert told.integrated == pytest.approx(meter.integrated(sound), abs=0.15)
    peak = 10 ** (meter.true_peak(sound) / 20)
    assert 10 ** (told.peak / 20) == pytest.approx(peak, rel=0.03, abs=6e-4)  # told to the thousandth


def test_silence_stays_silent() -> None:
    track = encode(np.zeros(3 * RATE, np.float32))
    assert track.seconds == 3.0
    assert not np.any(np.abs(decode(track)) > 1e-4)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200)), max_size=5), st.integers(1, 400))
@settings(max_examples=50)
def test_each_sound_begins_at_its_sample_and_is_cut_at_the_films_end(
    places: list[tuple[int, int]], count: int
) -> None:
    film = mix([(begin, np.ones(length, np.float32)) for begin, length in places], count)
    wanted = [sum(begin <= k < begin + length for begin, length in places) for k in range(count)]
    assert film.tolist() == wanted


def silent_film(path: Path, frames: int, rate: int) -> Path:
    """A film of grey frames, each a little lighter, without sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for k in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), k % 200, np.uint8), format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def pictures(path: Path) -> list[tuple[Fraction, bytes]]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = stream.time_base or Fraction(1)
        return [(each.pts * base, bytes(each)) for each in container.demux(stream) if each.pts is not None]


def heard_in(path: Path) -> tuple[int, int, np.ndarray]:
    """The sample at which a film's sound begins, how many it lasts, and all that is decoded."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
        lasts = container.streams.audio[0].duration
        assert container.streams.audio[0].codec_context.sample_rate == RATE
        assert container.streams.audio[0].codec_context.channels == 1
    first = frames[0]
    assert first.pts is not None
    assert first.time_base is not None
    sound = np.concatenate([frame.to_ndarray().ravel() for frame in frames])
    return round(first.pts * first.time_base * RATE), lasts or 0, sound


def shift(sound: np.ndarray, part: np.ndarray, at: int) -> int:
    """By how many samples a part lies later in a sound than at `at`."""
    shifts = range(-40, 41)
    likeness = [float(np.dot(sound[max(at + k, 0) :][: len(part)], part)) for k in shifts]
    return shifts[int(np.argmax(likeness))]


def test_what_is_heard_begins_at_its_sample_and_the_picture_stays_the_same(tmp_path: Path) -> None:
    film = silent_film(tmp_path / "film.mp4", 91, 15)  # 6.0667 s: no whole number of milliseconds
    before = pictures(film)
    begins = [3200, 3200 * 37, 3200 * 61]
    sound = mix([(begin, hiss(1.2, k)) for k, begin in enumerate(begins)], 91 * 3200)
    add_sound(film, encode(sound))
    assert pictures(film) == before
    first, lasts, heard = heard_in(film)
    assert (first, lasts) == (0, 91 * 3200)
    assert [shift(heard, hiss(1.2, k), begin) for k, begin in enumerate(begins)] == [0, 0, 0]


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    films = [silent_film(tmp_path / name, 30, 15) for name in ("a.mp4", "b.mp4")]
    for film in films:
        add_sound(film, encode(mix([(3200, hiss(1.0, 1))], 2 * RATE)))
    assert films[0].read_bytes() == films[1].read_bytes()
