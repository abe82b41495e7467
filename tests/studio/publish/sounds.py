"""Films that speak, for pages that play them: a tone for each beat, laid under a film's own pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 48_000
PITCHES = (440, 660, 880, 1100)  # Hz: one a beat, again from the first after the last
LOUD = 0.25
BREATH = 0.3  # seconds of silence at a beat's end, where it is long enough
CRUMB = 1024
VOICE = {"speaker": "A. Tone & Co.", "kind": "synthetic", "made": "sines", "licence": "CC0", "seconds": 1.0}


def give_voice(film: Path, beats: Iterable[Mapping[str, Any]], seconds: float) -> None:
    """Write the film anew with a sound track; its pictures stay as they are, packet by packet."""
    silent = film.rename(film.with_suffix(".silent.mp4"))
    with av.open(str(silent)) as source, av.open(str(film), "w", format="mp4") as copy:
        stream = source.streams.video[0]
        ours = copy.add_stream_from_template(stream)
        voice = copy.add_stream("aac", rate=RATE, layout="mono")
        voice.bit_rate = 96_000
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = ours
                copy.mux(packet)
        told = spoken(beats, seconds)
        for place in range(0, len(told), CRUMB):
            frame = av.AudioFrame.from_ndarray(
                told[None, place : place + CRUMB], format="fltp", layout="mono"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, place, Fraction(1, RATE)
            copy.mux(voice.encode(frame))
        copy.mux(voice.encode(None))
    silent.unlink()


def spoken(beats: Iterable[Mapping[str, Any]], seconds: float) -> np.ndarray:
    """The samples: each beat's tone begins with its first frame and ends a breath before the next."""
    samples = np.zeros(round(seconds * RATE), np.float32)
    for number, beat in enumerate(beats):
        begin, end = round(beat["start"] * RATE), round(beat["end"] * RATE)
        end -= round(BREATH * RATE) if end - begin > 2 * BREATH * RATE else 0
        turn = 2 * np.pi * PITCHES[number % len(PITCHES)] / RATE
        samples[begin:end] = LOUD * np.sin(turn * np.arange(end - begin))
    return samples


def heard(film: Any) -> np.ndarray:
    """The first channel of a film's sound (a path, or what av.open takes), from its first moment on."""
    with av.open(film) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].pts == 0
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def pitch(samples: np.ndarray) -> float:
    """The frequency that is loudest, in Hz."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / RATE)[power.argmax()])
