"""The stretches of one film while it is drawn, in a folder: which are there, and which are missing.

A process that draws a part of a play saves its stretch under the numbers of both. Saved stretches stay when
that process, or the one that plays the lecture, is killed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.render.engine.stretch import JoinError, Stretch

Told = dict[str, Any]  # plays (their numbers), report (None: not played to its end), record, spent


@dataclass(frozen=True)
class Drawn:
    """A film all of whose stretches are there: its report, its record, CPU seconds by kind of work; of each
    play the stretches and the key; how many plays were taken from an earlier film.
    """

    report: dict[str, Any]
    record: dict[str, Any]
    spent: dict[str, float]
    stretches: list[list[Stretch]]
    keys: list[str]  # see studio.render.engine.reuse
    reused: int


@dataclass(frozen=True)
class Delivery:
    """The plays of one film, in a folder of the film's own."""

    folder: Path

    def deliver(self, play: int, stretch: Stretch, part: int = 0, parts: int = 1) -> None:
        """Save part number `part` of a play, from 0, of so many."""
        stretch.save(self.folder / f"{play:05d}.{part:03d}.{parts}.stretch")

    def has(self, play: int, part: int = 0) -> bool:
        """Whether this part of a play is there."""
        return any(self.folder.glob(f"{play:05d}.{part:03d}.*.stretch"))

    def note(self, play: int, key: str) -> None:
        """Save the key of a play: see studio.render.engine.reuse."""
        (self.folder / f"{play:05d}.key").write_text(key)

    def key(self, play: int) -> str:
        """The saved key of a play."""
        path = self.folder / f"{play:05d}.key"
        return path.read_text() if path.exists() else ""

    def reuse(self, play: int, stretch: Stretch) -> None:
        """Save the stretch that an earlier film had of a play."""
        (self.folder / f"{play:05d}.reused").touch()
        self.deliver(play, stretch)

    def reused(self) -> int:
        """How many plays were taken from an earlier film."""
        return sum(1 for _ in self.folder.glob("*.reused"))

    def tell(self, told: Told) -> None:
        """Save the report of plays that one process and its forks drew."""
        (self.folder / f"{told['plays'][0] if told['plays'] else 0:05d}.told").write_text(json.dumps(told))

    def whole(self) -> Drawn:
        """The whole film. Raises JoinError where a part of it is missing."""
        told: list[Told] = [json.loads(path.read_text()) for path in sorted(self.folder.glob("*.told"))]
        reports = [each["report"] for each in told if each["report"] is not None]
        if not reports:
            raise JoinError("nobody played the film to its end")
        plays = 1 + max(play for each in told for play in each["plays"])
        record = told[-1]["record"]
        files = {name: sum_ for each in told for name, sum_ in each["record"]["files"].items()}
        spent: Counter[str] = Counter()
        for each in told:
            spent.update(each["spent"])
        return Drawn(
            reports[-1],
            record | {"files": dict(sorted(files.items()))},
            dict(spent),
            self.by_play(plays),
            [self.key(play) for play in range(plays)],
            self.reused(),
        )

    def missing(self, plays: int) -> list[int]:
        """Of so many plays, those of which a part is missing."""
        return [play for play in range(plays) if not self._whole(play)]

    def by_play(self, plays: int) -> list[list[Stretch]]:
        """The stretches of each play, in order; raises JoinError if a part is missing."""
        if missing := self.missing(plays):
            raise JoinError(f"nobody drew play {missing[0]}, or not all of it")
        return [[Stretch.load(path) for path in self._delivered(play)] for play in range(plays)]

    def _whole(self, play: int) -> bool:
        found = self._delivered(play)
        return bool(found) and len(found) == int(found[0].name.split(".")[2])

    def _delivered(self, play: int) -> list[Path]:
        return sorted(self.folder.glob(f"{play:05d}.*.stretch"))
