"""Reuses stretches of an earlier film whose frames are the same, though its voice or the code of some beats
has changed.

The frames of a beat depend on the stage at its beginning (`state`), on its code with all that this calls
(`beat_code`), and on what it gets to know about its words: how long they last, and when each is said. All
files but the lecture's own are known to be unchanged before this module is used. The times of words set the
lengths of plays, which change no state: every play ends at its own end, however long it lasts (the engine
depends on that wherever a painter passes another's play). All else that a beat gets to know goes through
`spoken()`, `rest()` and `now`, and is recorded. So a play has the frames of an earlier one if it is the same
play of the same beat with the same code on the same stage, as long, with animations as long, and if the beat
had got the same answers by then. The positions of all that is drawn are compared as well.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from manim import Animation, Mobject

from studio.course.lecture import CREDITS
from studio.places import FILM
from studio.render.description import Description
from studio.render.engine.encoder import REORDERING, open_encoder
from studio.render.engine.state import DIGITS, is_nothing, state_of
from studio.render.engine.stretch import Packet, Shape, Stretch
from visuals.lecture import Beat, Lecture

START = b"\0\0\0\1"  # before each unit, as encoders write them; mp4 has its length there
SEQUENCE, PICTURE = 7, 8  # kinds of parameter sets, of ITU-T H.264
DRAWN = ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")
WIDE = ("stroke_width", "background_stroke_width", "sheen_factor", "z_index")


def key_of_beat(lecture: Lecture, beat: Beat, code: Mapping[str, str]) -> str:
    """The key of a beat that is about to begin: its code and the stage, without the times of its words.

    `code` is that of studio.render.engine.beat_code. Empty where the stage has no checksum.
    """
    stage = state_of(lecture)
    if stage is None:
        return ""
    credited: tuple[Any, ...] = ()
    if beat.name == CREDITS:
        credited = lecture.recorder.sources, lecture.recorder.speakers, lecture.credited()
    told = (beat.name, code.get(beat.name, code[""]), stage, credited)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def key_of(lecture: Lecture, beat: str, place: int, frames: int) -> str:
    """The key of the frames of a play that has begun: number `place` of the beat with that key, so many
    frames long. Empty where the beat has no key.
    """
    if not beat:
        return ""
    found = hashlib.sha256()
    now, later = lecture.passed, lecture.passed + frames / lecture.camera.frame_rate
    burned = lecture.recorder.cues if lecture.player.captions == "burned" else ()
    cues = [
        (round(each.start - now, 4), round(each.end - now, 4), each.text)
        for each in burned
        if each.start < later and each.end > now
    ]
    view = lecture.camera.view.state
    found.update(repr((beat, place, frames, lecture.answers_so_far, cues, view)).encode())
    for each in lecture.shown:
        if not is_nothing(each):
            _add_family(found, each)
    for animation in lecture.animations or ():
        if not is_nothing(animation.mobject):
            _add_animation(found, animation)
    return found.hexdigest()


def _add_animation(found: Any, each: Animation) -> None:
    how = getattr(getattr(each, "rate_func", None), "__qualname__", "")
    found.update(repr((type(each).__qualname__, each.run_time, how, getattr(each, "lag_ratio", 0))).encode())
    for name in ("mobject", "starting_mobject", "target_mobject"):
        if isinstance(mobject := getattr(each, name, None), Mobject):
            _add_family(found, mobject)
    for inner in getattr(each, "animations", ()):
        _add_animation(found, inner)


def _add_family(found: Any, mobject: Mobject) -> None:
    """Add what is drawn of a mobject, to visible precision: a process that passes the plays before has other
    rounding errors than one that draws them.
    """
    for each in mobject.get_family():
        found.update(type(each).__qualname__.encode())
        for name in DRAWN:
            if (array := getattr(each, name, None)) is not None:
                found.update(repr(array.shape).encode() + (np.round(array, DIGITS) + 0.0).tobytes())
        found.update(repr([getattr(each, name, None) for name in WIDE]).encode())


@dataclass(frozen=True)
class Kept:
    """The stretches of an earlier film, by the keys of their plays."""

    shape: Shape
    packets: tuple[Packet, ...]  # of the whole film, in decoding order
    places: Mapping[str, tuple[int, int]]  # key: first frame, number of frames

    def find(self, key: str) -> Stretch | None:
        """The stretch of the play with this key; None if there is none."""
        if key not in self.places:
            return None
        start, frames = self.places[key]
        packets = tuple(
            Packet(each.pts - start, number - REORDERING, each.key, each.data)
            for number, each in enumerate(self.packets[start : start + frames])
        )
        whole = sorted(each.pts for each in packets) == list(range(frames)) and packets[0].key
        return Stretch(self.shape, packets) if whole else None

    @classmethod
    def read(cls, folder: Path, stem: str, told: Description) -> Self | None:
        """Read a film by its description; None where they do not agree, or it was encoded otherwise."""
        content = (folder / (stem + FILM)).read_bytes()
        plays = told.get("plays", [])
        if hashlib.sha256(content).hexdigest() != told["files"][FILM]["sha256"] or not plays:
            return None
        with av.open(io.BytesIO(content)) as container:
            stream = container.streams.video[0]
            context, base = stream.codec_context, stream.time_base or Fraction(1)
            sets = _sets_of_mp4(bytes(context.extradata or b""))
            packets = tuple(
                Packet(round(each.pts * base * told["frame_rate"]), 0, each.is_keyframe, _apart(bytes(each)))
                for each in container.demux(stream)
                if each.pts is not None
            )
        encoder = open_encoder(told["width"], told["height"], told["frame_rate"])
        encoder.open()
        extradata = bytes(encoder.extradata)
        if _sets_of_encoder(extradata) != sets or len(packets) != sum(each["frames"] for each in plays):
            return None
        places, start = {}, 0
        for each in plays:
            places[each["key"]] = (start, each["frames"])
            start += each["frames"]
        places.pop("", None)
        return cls(Shape(told["width"], told["height"], told["frame_rate"], extradata), packets, places)


def _apart(packet: bytes) -> bytes:
    """A packet of an mp4 as an encoder writes it."""
    return b"".join(START + unit for unit in _units(packet))


def _units(packet: bytes) -> Iterable[bytes]:
    place = 0
    while place < len(packet):
        size = int.from_bytes(packet[place : place + 4], "big")
        yield packet[place + 4 : place + 4 + size]
        place += 4 + size


def _sets_of_encoder(extradata: bytes) -> list[bytes]:
    units = [unit.rstrip(b"\0") for unit in extradata.replace(START, START[1:]).split(START[1:]) if unit]
    return [unit for unit in units if unit[0] & 31 in (SEQUENCE, PICTURE)]


def _sets_of_mp4(extradata: bytes) -> list[bytes]:
    """The parameter sets of a decoder configuration record (ISO/IEC 14496-15)."""
    sets: list[bytes] = []
    place = 5
    while place < len(extradata) and len(sets) < 2:
        count, place = extradata[place] & 31, place + 1
        for _ in range(count):
            size = int.from_bytes(extradata[place : place + 2], "big")
            sets.append(extradata[place + 2 : place + 2 + size].rstrip(b"\0"))
            place += 2 + size
    return sets
