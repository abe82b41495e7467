"""Measures loudness, and changes it to a target without peaks that a player would clip.

Loudness is that of ITU-R BS.1770 (LUFS) as ffmpeg's ebur128 measures it; peaks are true ones (dBTP: between
the samples, too).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log10

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

from visuals.voice.samples import RATE

Samples = NDArray[np.float32]  # one channel, RATE a second, 1 is full scale

LOUDNESS = -16.0  # LUFS, of a film and of a recording
NEAR = 0.05  # LU of tolerance for the loudness
TURNS = 8  # corrections at most until it is within that
SILENT = -70.0  # LUFS: the meter's value for silence, and for less than 0.4 s
HOLD = 240  # samples on both sides of a peak over which it is turned down: 5 ms
HIGH = 0.8  # of the ceiling: between lower samples no peak reaches it
NEARBY = 24  # samples around, for the filter that finds what is between


@dataclass(frozen=True)
class Loudness:
    """The loudness and the peak of a sound."""

    integrated: float  # LUFS; SILENT where nothing is loud enough to count
    peak: float  # dBTP, between the samples, too


def loudness(sound: Samples) -> Loudness:
    """Measure a whole sound."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="mono")
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    padded = np.pad(sound, (0, RATE // 10))  # the meter has a value at every full tenth of a second
    for frame in frames_of(padded, RATE):
        graph.push(frame)
        told = _last_told(graph) or told
    graph.push(None)
    told = _last_told(graph) or told
    peak: float = float(told.get("lavfi.r128.true_peak", 0.0))
    integrated: float = float(told.get("lavfi.r128.I", SILENT))
    return Loudness(max(integrated, SILENT), 20 * log10(max(peak, 1e-9)))


def _last_told(graph: av.filter.Graph) -> dict[str, str]:
    told: dict[str, str] = {}
    while True:
        try:
            told = dict(graph.pull().metadata)
        except (av.BlockingIOError, av.EOFError):
            return told


def levelled(
    sound: Samples, ceiling: float, *, loud: float = LOUDNESS, measured: Loudness | None = None
) -> Samples:
    """The sound at `loud` LUFS with true peaks under `ceiling` (dBTP); loudness that this limiting takes away
    is added again. A sound in which nothing is loud enough to count stays as it is. `measured`: its own
    loudness, if it is known already.
    """
    measured = measured or of_speech(sound)
    if measured.integrated <= SILENT:
        return sound
    gain = loud - measured.integrated
    if measured.peak + gain <= ceiling:
        return _times(sound, gain)
    turned = sound
    for _ in range(TURNS):
        turned = held(_times(sound, gain), ceiling)
        missing = loud - of_speech(turned).integrated
        if abs(missing) < NEAR:
            break
        gain += missing
    return turned


def of_speech(sound: Samples) -> Loudness:
    """The loudness of speech; one that is too short for the meter is measured repeated."""
    return loudness(np.tile(sound, -(-RATE // max(len(sound), 1))))


def _times(sound: Samples, gain: float) -> Samples:
    louder: Samples = (sound * np.float32(10 ** (gain / 20))).astype(np.float32)
    return louder


def held(sound: Samples, ceiling: float) -> Samples:
    """The sound with every true peak limited to `ceiling` (dBTP), with a smooth gain."""
    from scipy.signal import firwin, resample_poly  # only now, as it is slow to load

    limit = np.float32(10 ** (ceiling / 20))
    four_times = firwin(8 * NEARBY + 1, 0.25).astype(np.float32)  # for fourfold oversampling
    wanted = np.ones(len(sound), np.float32)
    for begin, end in _loud_runs(np.abs(sound), HIGH * float(limit)):
        piece = sound[begin:end]
        between = np.abs(resample_poly(piece, 4, 1, window=four_times)).reshape(-1, 4).max(axis=1)
        peaks = np.maximum(between, np.maximum(np.roll(between, 1), np.abs(piece)))
        wanted[begin:end] = np.minimum(1.0, limit / np.maximum(peaks, 1e-9))
    gain = minimum_filter1d(wanted, 2 * HOLD + 1)  # constant over a peak, smooth before and after it
    for _ in range(2):
        gain = uniform_filter1d(gain, HOLD + 1)
    turned: Samples = (sound * gain).astype(np.float32)
    return turned


def _loud_runs(loud: Samples, least: float) -> Iterator[tuple[int, int]]:
    """The runs of a sound near peaks, with a margin: first sample, and the one after the last."""
    near = np.pad(maximum_filter1d(loud, 2 * NEARBY + 1) > least, 1)
    borders = np.flatnonzero(near[1:] != near[:-1])
    yield from ((int(begin), int(end)) for begin, end in borders.reshape(-1, 2))


def frames_of(sound: Samples, size: int) -> Iterator[av.AudioFrame]:
    """A sound in frames of so many samples, as encoders and filters take it."""
    for begin in range(0, len(sound), size):
        piece = np.ascontiguousarray(sound[None, begin : begin + size])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
        yield frame
