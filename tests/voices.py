"""Recordings made by rule, in which every word has its place: a speaker who hums, clicks or does harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np

from visuals.voice.recordings import Recording, Recordings, checksum, fingerprint, write_recordings
from visuals.voice.samples import RATE
from visuals.voice.words import heard

LEAD = 0.125  # seconds of silence before the first word, and after the last
LOUD = 0.12  # of a hum: about -21 LUFS, as it is rarely silent


def hum(seconds: float, number: int) -> np.ndarray:
    """A tone, other for every beat: float32."""
    time = np.arange(round(seconds * RATE)) / RATE
    fade = np.clip(np.minimum(time, time[-1] - time) / 0.01, 0, 1)
    return (LOUD * fade * np.sin(2 * np.pi * (220 + 55 * number) * time)).astype(np.float32)


def hiss(seconds: float, number: int) -> np.ndarray:
    """Noise, other for every beat, by which a place can be found to the sample: float32."""
    noise = np.random.default_rng(number).normal(0, LOUD, round(seconds * RATE))
    smooth = np.convolve(noise, np.hanning(24) / 6, mode="same")
    smooth[: round(0.01 * RATE)] = 0
    return smooth.astype(np.float32)


def record(
    folder: Path,
    words: Mapping[str, str],
    *,
    word: float = 0.4,
    sound: Callable[[float, int], np.ndarray] = hum,
    speaker: str = "Hum-1, speaker af_tone",
    **facts: Any,
) -> Recordings:
    """Record beats (name -> words) so that each word takes `word` seconds; into `folder`, with voice.json."""
    folder.mkdir(parents=True, exist_ok=True)
    beats = {}
    for number, (beat, said) in enumerate(words.items()):
        count = len(heard(said))
        seconds = 2 * LEAD + count * word
        path = write_opus(folder / f"{beat}.opus", sound(seconds, number))
        times = tuple((LEAD + k * word, LEAD + (k + 1) * word) for k in range(count))
        known = {
            "words": fingerprint(said),
            "file": checksum(path),
            "seconds": round(seconds * RATE) / RATE,
            "times": times,
            "speaker": speaker,
            "kind": "synthetic",
            "made": "by rule",
            "licence": "CC0",
        }
        beats[beat] = Recording(**(known | facts))
    recordings = Recordings(folder, beats)
    write_recordings(recordings)
    return recordings


def write_opus(path: Path, sound: np.ndarray) -> Path:
    """Encode sound as recordings are: one channel, 48 kHz, 32 kbit/s."""
    return write_sound(path, sound, "libopus", "ogg", RATE)


def write_sound(
    path: Path, sound: np.ndarray, codec: str, container: str, rate: int, layout: str = "mono"
) -> Path:
    """Encode sound in any way; `sound` is one channel, at 48 kHz."""
    frame = av.AudioFrame.from_ndarray(sound[None].astype(np.float32), format="flt", layout="mono")
    frame.sample_rate, frame.pts = RATE, 0
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.layout, stream.bit_rate = layout, 32_000
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(
            format=context.format.name, layout=layout, rate=rate, frame_size=context.frame_size or 1024
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            for packet in stream.encode(piece):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return path
