"""A stretch of film: the encoded frames of one play, in a file of their own until the film is joined.

A stretch begins with a key frame, so stretches can be encoded by different processes and
joined without encoding again. Its file is one line of JSON that describes it and then the packets' bytes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self


class JoinError(RuntimeError):
    """Stretches that cannot be joined."""


@dataclass(frozen=True)
class Packet:
    """One encoded picture: when it is shown and decoded (in frames of the stretch), and its bytes."""

    pts: int
    dts: int
    key: bool
    data: bytes


@dataclass(frozen=True)
class Shape:
    """What the stretches of one film have in common."""

    width: int
    height: int
    frame_rate: int
    extradata: bytes  # the encoder's parameter sets


@dataclass(frozen=True)
class Stretch:
    """The packets of one play in decoding order."""

    shape: Shape
    packets: tuple[Packet, ...]

    @property
    def frames(self) -> int:
        """The number of its pictures."""
        return len(self.packets)

    def save(self, path: Path) -> None:
        """Write the file under its final name only when it is whole."""
        head = {
            "width": self.shape.width,
            "height": self.shape.height,
            "frame_rate": self.shape.frame_rate,
            "extradata": self.shape.extradata.hex(),
            "packets": [[p.pts, p.dts, int(p.key), len(p.data)] for p in self.packets],
        }
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        with aside.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            file.writelines(p.data for p in self.packets)
        aside.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises JoinError for a file that is not whole."""
        with path.open("rb") as file:
            head = json.loads(file.readline())
            packets = []
            for pts, dts, key, size in head["packets"]:
                data = file.read(size)
                if len(data) != size:
                    raise JoinError(f"{path.name} ends too early")
                packets.append(Packet(pts, dts, bool(key), data))
        shape = Shape(head["width"], head["height"], head["frame_rate"], bytes.fromhex(head["extradata"]))
        return cls(shape, tuple(packets))
