"""The sound of a film: mixes recordings at the beginnings of their beats, levels and encodes them.

Decoding is in visuals.voice.samples, because a lecture has to know which of its recordings can be played.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import numpy as np

from studio.voice.levelling import SILENT, Samples, frames_of, levelled, loudness
from visuals.voice.samples import RATE

PEAK = -1.5  # dBTP, the limit of every film
CEILING = -2.0  # dBTP before encoding, which adds to peaks
BITS = 96_000  # a second
FRAME = 1024  # samples in a packet of AAC
GLOBAL_HEADER = 1 << 22
# With its usual search (twoloop) the encoder takes twice as long and speech at this rate sounds the same.
OPTIONS = {"aac_coder": "fast"}


@dataclass(frozen=True)
class Packet:
    """An encoded packet: its time and length (in samples), and its bytes."""

    pts: int
    duration: int
    data: bytes


@dataclass(frozen=True)
class Track:
    """A film's sound, encoded: AAC, one channel.

    The first packet is the encoder's priming, before the first sample: an mp4 skips it by its edit list.
    """

    packets: tuple[Packet, ...]
    count: int  # samples

    @property
    def seconds(self) -> float:
        """Its length."""
        seconds: float = self.count / RATE
        return seconds


def mix(sounds: Iterable[tuple[int, Samples]], count: int) -> Samples:
    """Mix sounds into `count` samples, each from the sample where it begins; cut at the end."""
    film = np.zeros(count, np.float32)
    for begin, sound in sounds:
        place = film[begin : begin + len(sound)]
        place += sound[: len(place)]
    return film


def encode(sound: Samples) -> Track:
    """Level a film's sound, and encode it.

    Its integrated loudness becomes LOUDNESS, and its true peak stays under PEAK when decoded. A sound in
    which nothing is loud enough to count (silence, less than 0.4 s) is encoded as it is.
    """
    measured = loudness(sound)
    if measured.integrated <= SILENT:
        return _encoded(sound)
    ceiling = CEILING
    while True:
        track = _encoded(levelled(sound, ceiling, measured=measured))
        over = loudness(decode(track)).peak - PEAK
        if over < 0:
            return track
        ceiling -= over + 0.1


def _encoded(sound: Samples) -> Track:
    context = av.CodecContext.create("aac", "w")
    set_up(context)
    context.format, context.time_base = "fltp", Fraction(1, RATE)
    packets = [each for frame in frames_of(sound, FRAME) for each in context.encode(frame)]
    packets += context.encode(None)
    told = [(each, cast(int, each.pts), cast(int, each.duration)) for each in packets]  # encoders say when
    return Track(tuple(Packet(pts, lasts, bytes(each)) for each, pts, lasts in told), len(sound))


def set_up(context: av.AudioCodecContext) -> None:
    """Give an encoder, or a film's stream, the settings that all films have."""
    context.sample_rate, context.layout, context.bit_rate = RATE, "mono", BITS
    context.flags |= GLOBAL_HEADER
    context.options = dict(OPTIONS)


def decode(track: Track) -> Samples:
    """The samples of a track."""
    told = av.CodecContext.create("aac", "w")
    set_up(told)
    told.format, told.time_base = "fltp", Fraction(1, RATE)
    told.open()
    context = av.CodecContext.create("aac", "r")
    context.extradata = bytes(told.extradata or b"")
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
