"""Stretches become one film, without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from studio.engine.encoder import open_stream
from studio.engine.stretch import JoinError, Shape, Stretch


def join(stretches: Sequence[Stretch], path: Path) -> int:
    """Write an mp4 of all stretches in order, with its index at the front; how many frames it has.

    Raises JoinError where a stretch has another size, rate or parameter set than the first, does not begin
    with a picture of its own, or has a gap.
    """
    if not stretches:
        raise JoinError("a film needs at least one stretch")
    shape = stretches[0].shape
    for number, stretch in enumerate(stretches):
        _check(stretch, shape, number)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = open_stream(container, shape)
        start = 0
        for stretch in stretches:
            for each in stretch.packets:
                packet = av.Packet(each.data)
                packet.stream, packet.time_base = stream, Fraction(1, shape.frame_rate)
                packet.pts, packet.dts, packet.duration = start + each.pts, start + each.dts, 1
                packet.is_keyframe = each.key
                container.mux(packet)
            start += stretch.frames
    return start


def _check(stretch: Stretch, shape: Shape, number: int) -> None:
    if stretch.shape != shape:
        raise JoinError(f"stretch {number} was encoded in another way than the first: {stretch.shape}")
    if not stretch.packets or not stretch.packets[0].key:
        raise JoinError(f"stretch {number} does not begin with a picture of its own")
    if sorted(packet.pts for packet in stretch.packets) != list(range(stretch.frames)):
        raise JoinError(f"stretch {number} has a gap: {stretch.frames} packets do not show one frame each")
