"""Reads a film's file: its frames, its chapter marks, and whether it can start before it is loaded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer

AAC = "mp4a.40.2"  # AAC-LC, which all browsers play


@dataclass(frozen=True)
class Screening:
    """Read from the packets, undecoded."""

    codec: str
    width: int
    height: int
    frame_rate: float
    frames: int
    marks: tuple[tuple[str, float, float], ...]  # name, start and end of each chapter, in seconds
    starts_fast: bool  # the index stands before the pictures
    sound: str | None  # its codec as RFC 6381 names it ("mp4a.40.2"); None where the film is silent
    heard: tuple[float, float]  # when the sound begins and ends, in seconds of the film


def screen(film: Path) -> Screening:
    """Read a film. Raises av.FFmpegError or OSError for a file that is none."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        moments = {packet.pts for packet in container.demux(stream) if packet.pts is not None}
        marks = tuple(
            (
                str(each["metadata"].get("title", "")),
                float(each["start"] * each["time_base"]),
                float(each["end"] * each["time_base"]),
            )
            for each in container.chapters()
        )
        return Screening(
            stream.codec_context.name,
            stream.width,
            stream.height,
            float(stream.average_rate or 0),
            len(moments),
            marks,
            _starts_fast(film),
            *_sound(container),
        )


def _sound(container: InputContainer) -> tuple[str | None, tuple[float, float]]:
    if not container.streams.audio:
        return None, (0.0, 0.0)
    stream = container.streams.audio[0]
    name = stream.codec_context.name
    base = stream.time_base or Fraction(1, stream.rate)
    begin, lasts = (float((each or 0) * base) for each in (stream.start_time, stream.duration))
    return (AAC if name == "aac" else name), (begin, begin + lasts)


def _starts_fast(film: Path) -> bool:
    """Whether `moov` comes before `mdat` among the boxes of the file (ISO 14496-12)."""
    with film.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, name = struct.unpack(">I4s", head)
            if name in (b"moov", b"mdat"):
                return bool(name == b"moov")
            if size == 1:
                (size,) = struct.unpack(">Q", file.read(8))
                file.seek(size - 16, 1)
            elif size < 8:
                return False
            else:
                file.seek(size - 8, 1)
    return False
