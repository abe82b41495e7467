"""Who draws which play: painters of one film agree through files in a folder that they share.

Every painter plays the whole lecture, but draws only the plays that it claims first and fast-forwards the
others, which costs next to nothing. Whoever is free goes on to the next unclaimed play, so the work shares
itself out. What a painter finished stays when it dies; what it had only claimed is given back.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studio.engine.stretch import Stretch


@dataclass(frozen=True)
class Claims:
    """The plays of one film, in a folder of the film's own."""

    folder: Path

    def claim(self, play: int) -> bool:
        """Whether this process is the one to draw a play."""
        if self.stretch_path(play).exists():
            return False
        try:
            handle = os.open(self._claim_path(play), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        return True

    def deliver(self, play: int, stretch: Stretch) -> None:
        """Hand in the play that was claimed."""
        stretch.save(self.stretch_path(play))

    def missing(self, plays: int) -> list[int]:
        """The plays that nobody has handed in yet, of so many."""
        return [play for play in range(plays) if not self.stretch_path(play).exists()]

    def release(self, painter: int) -> None:
        """Give back what a dead painter (by process id) had claimed and not handed in."""
        for path in self.folder.glob("*.claim"):
            if not path.with_suffix(".stretch").exists() and path.read_text() in ("", str(painter)):
                path.unlink(missing_ok=True)

    def stretches(self, plays: int) -> list[Stretch]:
        """All stretches of the film, in order."""
        return [Stretch.load(self.stretch_path(play)) for play in range(plays)]

    def stretch_path(self, play: int) -> Path:
        return self.folder / f"{play:05d}.stretch"

    def _claim_path(self, play: int) -> Path:
        return self.folder / f"{play:05d}.claim"
