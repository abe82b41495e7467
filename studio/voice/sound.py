"""The sound of a film: recordings laid where their beats begin, made as loud as all films are, encoded once.

Decoding is in visuals.voice.samples, because a lecture has to know which of its recordings can be played.
Loudness is that of ITU-R BS.1770 as ffmpeg's ebur128 measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

from visuals.voice.samples import RATE, Unsound, decoded, fault, samples

__all__ = ["RATE", "Loudness", "Track", "Unsound", "decoded", "encode", "fault", "loudness", "mix", "samples"]

Samples = NDArray[np.float32]  # one channel, RATE a second, 1 is full scale

LOUDNESS = -16.0  # LUFS, of a film
PEAK = -1.5  # dBTP that no film reaches
CEILING = -2.0  # dBTP before encoding, which adds to peaks
NEAR = 0.1  # LU by which a film's loudness may miss before it is turned again
SILENT = -70.0  # LUFS: what the meter says of silence, and of less than 0.4 s
BITS = 96_000  # a second
FRAME = 1024  # samples in a packet of AAC
HOLD = 240  # samples on both sides of a peak over which it is turned down: 5 ms
HIGH = 0.8  # of the ceiling: between lower samples no peak reaches it
NEARBY = 24  # samples around, for the filter that finds what is between
GLOBAL_HEADER = 1 << 22
# With its usual search (twoloop) the encoder takes twice as long and speech at this rate sounds the same.
OPTIONS = {"aac_coder": "fast"}


@dataclass(frozen=True)
class Loudness:
    """How loud a sound is as a whole."""

    integrated: float  # LUFS; SILENT where nothing counts
    peak: float  # dBTP, between the samples, too


@dataclass(frozen=True)
class Packet:
    """One encoded piece: when it is decoded and how long it lasts (in samples), and its bytes."""

    pts: int
    duration: int
    data: bytes


@dataclass(frozen=True)
class Track:
    """A film's sound, encoded: AAC, one channel.

    The first packet is that of the encoder's start, before the first sample: an mp4 skips it by its edit
    list.
    """

    packets: tuple[Packet, ...]
    count: int  # samples

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        seconds: float = self.count / RATE
        return seconds


def loudness(sound: Samples) -> Loudness:
    """Measure a sound as a whole."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="mono")
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    padded = np.pad(sound, (0, RATE // 10))  # it tells at every full tenth of a second
    for frame in _frames(padded, RATE):
        graph.push(frame)
        told = _last_told(graph) or told
    graph.push(None)
    told = _last_told(graph) or told
    peak: float = float(told.get("lavfi.r128.true_peak", 0.0))
    integrated: float = float(told.get("lavfi.r128.I", SILENT))
    return Loudness(max(integrated, SILENT), 20 * log10(max(peak, 1e-9)))


def _last_told(graph: Any) -> dict[str, str]:
    told: dict[str, str] = {}
    while True:
        try:
            told = dict(graph.pull().metadata)
        except (av.BlockingIOError, av.EOFError):
            return told


def mix(sounds: Iterable[tuple[int, Samples]], count: int) -> Samples:
    """Lay sounds into `count` samples of silence, each at the sample where it begins; cut at the end."""
    film = np.zeros(count, np.float32)
    for begin, sound in sounds:
        place = film[begin : begin + len(sound)]
        place += sound[: len(place)]
    return film


def encode(sound: Samples) -> Track:
    """Make a film's sound as loud as all films are, and encode it.

    The integrated loudness becomes LOUDNESS, and the true peak stays under PEAK as it is heard, decoded. A
    sound in which nothing counts as loud (silence, less than 0.4 s) is encoded as it is.
    """
    measured, ceiling = loudness(sound), CEILING
    while True:
        track = _encoded(_levelled(sound, measured, ceiling))
        over = loudness(decode(track)).peak - PEAK
        if over < 0 or measured.integrated <= SILENT:
            return track
        ceiling -= over + 0.1


def _levelled(sound: Samples, measured: Loudness, ceiling: float) -> Samples:
    """The sound at LOUDNESS, its peaks under `ceiling`: what turning those down costs is made up for."""
    if measured.integrated <= SILENT:
        return sound
    gain = LOUDNESS - measured.integrated
    if measured.peak + gain <= ceiling:
        return _times(sound, gain)
    held = sound
    for _ in range(5):
        held = _held(_times(sound, gain), 10 ** (ceiling / 20))
        missing = LOUDNESS - loudness(held).integrated
        if abs(missing) < NEAR:
            break
        gain += missing
    return held


def _times(sound: Samples, gain: float) -> Samples:
    louder: Samples = (sound * np.float32(10 ** (gain / 20))).astype(np.float32)
    return louder


def _held(sound: Samples, ceiling: float) -> Samples:
    """The sound with every peak, those between the samples too, turned down to `ceiling`, gently."""
    from scipy.signal import firwin, resample_poly  # slow to load: only where a film is mixed

    four_times = firwin(8 * NEARBY + 1, 0.25).astype(np.float32)  # finds the signal four times as often
    wanted = np.ones(len(sound), np.float32)
    for begin, end in _loud_runs(np.abs(sound), HIGH * ceiling):
        piece = sound[begin:end]
        between = np.abs(resample_poly(piece, 4, 1, window=four_times)).reshape(-1, 4).max(axis=1)
        peaks = np.maximum(between, np.maximum(np.roll(between, 1), np.abs(piece)))
        wanted[begin:end] = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    gain = minimum_filter1d(wanted, 2 * HOLD + 1)  # held over a peak, and gone to and left gently
    for _ in range(2):
        gain = uniform_filter1d(gain, HOLD + 1)
    held: Samples = (sound * gain).astype(np.float32)
    return held


def _loud_runs(loud: Samples, least: float) -> Iterator[tuple[int, int]]:
    """Where a sound is not far from a peak, with room around: first sample, and the one after the last."""
    near = np.pad(maximum_filter1d(loud, 2 * NEARBY + 1) > least, 1)
    borders = np.flatnonzero(near[1:] != near[:-1])
    yield from ((int(begin), int(end)) for begin, end in borders.reshape(-1, 2))


def _encoded(sound: Samples) -> Track:
    context: Any = av.CodecContext.create("aac", "w")
    set_up(context)
    context.format, context.time_base = "fltp", Fraction(1, RATE)
    packets = [each for frame in _frames(sound, FRAME) for each in context.encode(frame)]
    packets += context.encode(None)
    return Track(tuple(Packet(each.pts, each.duration, bytes(each)) for each in packets), len(sound))


def set_up(context: Any) -> None:
    """Give an encoder, or a film's stream, the settings that all films have."""
    context.sample_rate, context.layout, context.bit_rate = RATE, "mono", BITS
    context.flags |= GLOBAL_HEADER
    context.options = dict(OPTIONS)


def decode(track: Track) -> Samples:
    """What is heard of a track."""
    told: Any = av.CodecContext.create("aac", "w")
    set_up(told)
    told.format, told.time_base = "fltp", Fraction(1, RATE)
    told.open()
    context: Any = av.CodecContext.create("aac", "r")
    context.extradata = bytes(told.extradata)
    context.sample_rate, context.layout = RATE, "mono"
    pieces = []
    for each in track.packets:
        packet = av.Packet(each.data)
        packet.pts = packet.dts = each.pts
        packet.time_base = Fraction(1, RATE)
        pieces += [frame.to_ndarray().ravel() for frame in context.decode(packet)]
    pieces += [frame.to_ndarray().ravel() for frame in context.decode(None)]
    early = -track.packets[0].pts
    whole: Samples = np.concatenate([np.zeros(0, np.float32), *pieces])[early : early + track.count]
    return whole


def _frames(sound: Samples, size: int) -> Iterator[Any]:
    for begin in range(0, len(sound), size):
        piece = np.ascontiguousarray(sound[None, begin : begin + size])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
        yield frame
