"""Joins stretches and a track of sound into one film, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from studio.render.engine.encoder import open_stream
from studio.render.engine.stretch import JoinError, Shape, Stretch
from studio.voice.sound import Packet, Track, set_up
from visuals.voice.samples import RATE

INDEX_FIRST = {"movflags": "+faststart"}
# the edit list, which skips the encoder's start and ends the sound with the picture, counts samples: by
# default it counts thousandths of a second
SOUNDING = INDEX_FIRST | {"movie_timescale": str(RATE)}


def join(stretches: Sequence[Stretch], path: Path, track: Track | None = None) -> int:
    """Write an mp4 of all stretches in order, with its index at the front; the number of its frames.

    `track` begins with the first frame; None: a film without sound.

    Raises JoinError where a stretch has another size, rate or parameter set than the first, does not begin
    with a key frame, or has a gap.
    """
    if not stretches:
        raise JoinError("a film needs at least one stretch")
    shape = stretches[0].shape
    for number, stretch in enumerate(stretches):
        _check(stretch, shape, number)
    options = INDEX_FIRST if track is None else SOUNDING
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = open_stream(container, shape)
        sound = None if track is None else _open_sound(container)
        for packet in _merged(_pictures(stretches, stream), track, sound):
            container.mux(packet)
    return sum(stretch.frames for stretch in stretches)


def add_sound(path: Path, track: Track) -> None:
    """Add a track of sound to an mp4 that has none; the packets of its pictures stay as they are."""
    aside = path.with_name(f"{path.name}.heard")
    with (
        av.open(str(path)) as silent,
        av.open(str(aside), "w", format="mp4", options=SOUNDING) as container,
    ):
        source = silent.streams.video[0]
        stream = container.add_stream_from_template(source)
        sound = _open_sound(container)
        for packet in _merged(_copied(silent, source, stream), track, sound):
            container.mux(packet)
    aside.replace(path)


def _open_sound(container: Any) -> Any:
    stream = container.add_stream("aac", rate=RATE)
    set_up(stream.codec_context)
    return stream


def _pictures(stretches: Sequence[Stretch], stream: Any) -> Iterator[tuple[Fraction, Any]]:
    start, rate = 0, stretches[0].shape.frame_rate
    for stretch in stretches:
        for each in stretch.packets:
            packet = av.Packet(each.data)
            packet.stream, packet.time_base = stream, Fraction(1, rate)
            packet.pts, packet.dts, packet.duration = start + each.pts, start + each.dts, 1
            packet.is_keyframe = each.key
            yield Fraction(start + each.dts, rate), packet
        start += stretch.frames


def _copied(silent: Any, source: Any, stream: Any) -> Iterator[tuple[Fraction, Any]]:
    for packet in silent.demux(source):
        if packet.dts is not None:
            second = packet.dts * source.time_base
            packet.stream = stream
            yield second, packet


def _merged(picture: Iterable[tuple[Fraction, Any]], track: Track | None, stream: Any) -> Iterator[Any]:
    """The packets of pictures (second, packet) and of sound, in the order of decoding."""
    waiting = () if track is None else track.packets
    place = 0
    for second, packet in picture:
        while place < len(waiting) and Fraction(waiting[place].pts, RATE) <= second:
            yield _muxable(waiting[place], stream)
            place += 1
        yield packet
    for each in waiting[place:]:
        yield _muxable(each, stream)


def _muxable(each: Packet, stream: Any) -> Any:
    packet = av.Packet(each.data)
    packet.stream, packet.time_base = stream, Fraction(1, RATE)
    packet.pts = packet.dts = each.pts
    packet.duration = each.duration
    packet.is_keyframe = True
    return packet


def _check(stretch: Stretch, shape: Shape, number: int) -> None:
    if stretch.shape != shape:
        raise JoinError(f"stretch {number} was encoded in another way than the first: {stretch.shape}")
    if not stretch.packets or not stretch.packets[0].key:
        raise JoinError(f"stretch {number} does not begin with a picture of its own")
    if sorted(packet.pts for packet in stretch.packets) != list(range(stretch.frames)):
        raise JoinError(f"stretch {number} has a gap: {stretch.frames} packets do not show one frame each")
