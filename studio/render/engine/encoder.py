"""Encodes pictures to packets: moving ones by x264, repeated ones by packets that were made once.

A still moment is one encoded picture and, for every further frame, a packet that repeats it. Such a packet is
some twenty bytes long and does not depend on the picture, so those of a group of pictures are encoded once,
from a black frame, and used wherever a film stands still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import cast

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import PictureType

from studio.render.engine.pixels import Picture
from studio.render.engine.stretch import JoinError, Packet, Shape, Stretch
from studio.render.engine.timing import Timing

REORDERING = 2  # frames by which decoding is ahead of showing, with x264's pyramid of B-frames
GROUP = 250  # pictures from one key frame to the next
STILL = 20  # equal frames from which on packets are copied, not encoded
# Without looking ahead (mbtree, adaptive B-frames, scene cuts) drawn pictures cost x264 two thirds of the
# time of plain veryfast, at the same likeness; only blocks of their own are split: lines rarely move apart.
QUICK = "rc-lookahead=0:mbtree=0:b-adapt=0:bframes=5:scenecut=0:weightp=0:subme=1:partitions=i8x8,i4x4"
OPTIONS = {  # one thread: the same bytes on every machine, and other stretches use the cores
    "preset": "veryfast",
    "crf": "24.5",
    "threads": "1",
    "g": str(GROUP),
    "x264-params": QUICK,
}
SHARP = {"x264-params": f"{QUICK}:qpmax=24"}  # a picture that stays is seen longer
BT709, LIMITED = 1, 1  # of ITU-T H.273
GLOBAL_HEADER = 1 << 22  # parameter sets once for the film, not in every stretch


class StretchEncoder:
    """Encodes the frames of one play, in order, into a stretch."""

    def __init__(self, picture: Picture, frame_rate: int, timing: Timing) -> None:
        self.picture, self.frame_rate, self.timing = picture, frame_rate, timing
        self.frames = 0
        self._waiting = 0  # frames of the present picture that are not encoded yet
        self._packets: list[Packet] = []
        self._moving: list[Packet] = []
        self._context: av.VideoCodecContext | None = None
        self._extradata = b""

    def add(self, pixels: np.ndarray, repeat: int = 1, where: np.ndarray | None = None) -> None:
        """Encode `pixels` (height, width, 4), shown for `repeat` frames, at the latest with the next picture.

        `where` are rectangles (left, top, right, bottom) outside which nothing changed since the last frame.
        """
        with self.timing.doing("converting"):
            stays = self._waiting > 0 and not self.picture.differs(pixels, where)
        if not stays:
            self._encode_waiting()
            with self.timing.doing("converting"):
                self.picture.update(pixels, where)
        self._waiting += repeat

    def finish(self) -> Stretch:
        """All frames as a stretch."""
        self._encode_waiting()
        with self.timing.doing("encoding"):
            self._end_motion()
        frame = self.picture.frame
        shape = Shape(frame.width, frame.height, self.frame_rate, self._extradata)
        return Stretch(shape, tuple(_in_decoding_order(self._packets)))

    def _encode_waiting(self) -> None:
        """Encode the present picture for all its frames."""
        repeat, self._waiting = self._waiting, 0
        with self.timing.doing("encoding"):
            if repeat >= STILL:
                self._end_motion()
                for begun in range(0, repeat, GROUP):
                    self._stand_still(min(repeat - begun, GROUP))
            else:
                for _ in range(repeat):
                    self._encode()

    def _encode(self) -> None:
        if self._context is None:
            self._context, self._origin = self._open(), self.frames
        frame = self.picture.frame
        frame.pts, frame.pict_type = self.frames - self._origin, PictureType.NONE
        self._moving += _plain(self._context.encode(frame))
        self.frames += 1

    def _end_motion(self) -> None:
        if self._context is None:
            return
        self._moving += _plain(self._context.encode(None))
        self._extradata = bytes(self._context.extradata or b"")
        self._packets += [_later(each, self._origin) for each in self._moving]
        self._context, self._moving = None, []

    def _stand_still(self, run: int) -> None:
        frame = self.picture.frame
        context = open_encoder(frame.width, frame.height, self.frame_rate, SHARP)
        frame.pts, frame.pict_type = 0, PictureType.I
        (first,) = _plain([*context.encode(frame), *context.encode(None)])
        self._extradata = bytes(context.extradata or b"")
        copies = copies_of_one_picture(frame.width, frame.height, self.frame_rate)
        group = [first, *copies.first(run - 1)]
        self._packets += [_later(each, self.frames) for each in group]
        self.frames += run

    def _open(self) -> av.VideoCodecContext:
        return open_encoder(self.picture.frame.width, self.picture.frame.height, self.frame_rate)


class Copies:
    """The packets of a group after its first, each repeating the picture before it; made when needed."""

    def __init__(self, width: int, height: int, frame_rate: int) -> None:
        self._context = open_encoder(width, height, frame_rate)
        self._picture = Picture(width, height)
        self._picture.update(np.zeros((height, width, 4), dtype=np.uint8))
        self._packets: list[Packet] = []
        self._sent = 0

    def first(self, count: int) -> list[Packet]:
        """The first `count` of them, in the order of showing; a group has GROUP - 1."""
        while len(self._packets) <= count:
            self._packets += _plain(self._context.encode(self._next()))
        return self._packets[1 : 1 + count]

    def _next(self) -> av.VideoFrame | None:
        """The next frame to encode; None after the last, which flushes the encoder."""
        if self._sent == GROUP:
            return None
        frame = self._picture.frame
        frame.pts, frame.pict_type = self._sent, PictureType.P if self._sent else PictureType.I
        self._sent += 1
        return frame


@cache
def copies_of_one_picture(width: int, height: int, frame_rate: int) -> Copies:
    """The copies for all stretches of a process, made once."""
    return Copies(width, height, frame_rate)


def open_encoder(
    width: int, height: int, frame_rate: int, more: Mapping[str, str] | None = None
) -> av.VideoCodecContext:
    """An x264 encoder with the film's settings; `more` may not change the parameter sets."""
    context = av.codec.CodecContext.create("libx264", "w")
    _set_up(context, width, height, frame_rate)
    context.options = {**OPTIONS, **(more or {})}
    return context


def open_stream(container: OutputContainer, shape: Shape) -> av.VideoStream:
    """A stream for packets of such encoders."""
    stream = container.add_stream("libx264", rate=shape.frame_rate)
    _set_up(stream.codec_context, shape.width, shape.height, shape.frame_rate)
    return stream


def _set_up(context: av.VideoCodecContext, width: int, height: int, frame_rate: int) -> None:
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.framerate, context.time_base = Fraction(frame_rate), Fraction(1, frame_rate)
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = LIMITED
    context.flags |= GLOBAL_HEADER
    context.options = dict(OPTIONS)


def _plain(packets: Iterable[av.Packet[av.VideoStream]]) -> list[Packet]:
    told = [(each, cast(int, each.pts), cast(int, each.dts)) for each in packets]  # an encoder says when
    return [Packet(pts, dts, each.is_keyframe, bytes(each)) for each, pts, dts in told]


def _in_decoding_order(packets: list[Packet]) -> Iterator[Packet]:
    """Number decoding times again, because x264 begins those of very short runs elsewhere."""
    for place, each in enumerate(packets):
        if place - REORDERING > each.pts:
            raise JoinError(f"x264 decodes frame {each.pts} later than it is shown")
        yield Packet(each.pts, place - REORDERING, each.key, each.data)


def _later(packet: Packet, frames: int) -> Packet:
    return Packet(packet.pts + frames, packet.dts + frames, packet.key, packet.data)
