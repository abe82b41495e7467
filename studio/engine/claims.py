"""Who draws which play: painters of one film agree through files in a folder that they share.

Every painter plays the whole lecture, but draws only what it claims first and fast-forwards the rest, which
costs next to nothing. Whoever is free goes on to the next unclaimed play, and into the later parts of a long
one, so the work shares itself out. What a painter finished stays when it dies; what it had only claimed is
given back.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studio.engine.stretch import JoinError, Stretch


@dataclass(frozen=True)
class Claims:
    """The plays of one film, in a folder of the film's own."""

    folder: Path

    def claim(self, play: int, part: int = 0) -> bool:
        """Whether this process is the one to draw a part of a play; a short play has one part."""
        if any(self.folder.glob(f"{_name(play, part)}.*stretch")):
            return False
        try:
            handle = os.open(self._claim_path(play, part), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        return True

    def deliver(self, play: int, stretch: Stretch, part: int = 0, parts: int = 1) -> None:
        """Hand in what was claimed: part number `part`, from 0, of so many."""
        stretch.save(self.folder / f"{_name(play, part)}.{parts}.stretch")

    def note(self, play: int, key: str) -> None:
        """Say what decides the frames of a play: see studio.engine.reuse."""
        (self.folder / f"{play:05d}.key").write_text(key)

    def key(self, play: int) -> str:
        """What was noted of a play; nothing where a painter died before."""
        path = self.folder / f"{play:05d}.key"
        return path.read_text() if path.exists() else ""

    def reuse(self, play: int, stretch: Stretch) -> None:
        """Hand in a claimed play that a film had before."""
        (self.folder / f"{play:05d}.reused").touch()
        self.deliver(play, stretch)

    def reused(self) -> int:
        """How many plays were handed in so."""
        return sum(1 for _ in self.folder.glob("*.reused"))

    def missing(self, plays: int) -> list[int]:
        """The plays of which not all has been handed in yet, of so many."""
        return [play for play in range(plays) if not self._whole(play)]

    def release(self, painter: int) -> None:
        """Give back what a dead painter (by process id) had claimed and not handed in."""
        for path in self.folder.glob("*.claim"):
            done = any(self.folder.glob(f"{path.stem}.*stretch"))
            if not done and path.read_text() in ("", str(painter)):
                path.unlink(missing_ok=True)

    def stretches(self, plays: int) -> list[Stretch]:
        """All stretches of the film, in order; raises JoinError if something is missing."""
        return [stretch for play in self.by_play(plays) for stretch in play]

    def by_play(self, plays: int) -> list[list[Stretch]]:
        """The stretches of each play, in order; raises JoinError if something is missing."""
        if missing := self.missing(plays):
            raise JoinError(f"nobody drew play {missing[0]}, or not all of it")
        return [[Stretch.load(path) for path in self._delivered(play)] for play in range(plays)]

    def _whole(self, play: int) -> bool:
        found = self._delivered(play)
        return bool(found) and len(found) == int(found[0].name.split(".")[2])

    def _delivered(self, play: int) -> list[Path]:
        return sorted(self.folder.glob(f"{play:05d}.*.stretch"))

    def _claim_path(self, play: int, part: int) -> Path:
        return self.folder / f"{_name(play, part)}.claim"


def _name(play: int, part: int) -> str:
    return f"{play:05d}.{part:03d}"
