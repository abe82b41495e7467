"""Collects a watcher's findings: each fault once, where it is worst, with the frame that shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from studio.check.finding import ASIDE, Finding, Rule
from studio.check.flicker import Flicker
from studio.check.look import BeatSeen, Cut, Look, Play
from studio.check.picture import Picture
from studio.check.rule import Fault, faults

HAIR = 0.008  # of the frame: the least half width of a box


class Notes:
    """The findings so far; their pictures go to a folder. `number` is that of the watcher."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number = folder, number
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._pictures: dict[tuple[str, str, str], Picture] = {}

    def look_at(self, what: str, seen: Any, beat: str = "") -> None:
        """Apply all rules for this kind of thing; findings without a beat of their own get `beat`."""
        look = seen if isinstance(seen, Look) else _shown_by(seen)
        for made, fault in faults(what, seen):
            self.find(made, fault, look, beat)

    def find(self, made: Rule, fault: Fault, look: Look | None, beat: str = "") -> None:
        """Add a fault; one that is known is extended, or replaced if it is worse now."""
        beat = fault.beat or (look.beat if look is not None else beat)
        moment = fault.time if fault.time is not None else look.time if look is not None else 0.0
        key = (made.name, beat, fault.subject or fault.what)
        known = self._found.get(key)
        if known is not None and known.degree >= fault.degree:
            self._found[key] = replace(known, until=max(known.until, moment))
            return
        until = moment if known is None else max(known.until, moment)
        self._found[key] = Finding(
            beat=beat,
            time=round(moment, 3),
            until=round(until, 3),
            rule=made.name,
            group=made.group,
            severity=made.severity,
            what=fault.what,
            mend=fault.mend or made.mend,
            degree=round(fault.degree, 4),
            boxes=tuple(_within(box) for box in fault.boxes),
            cause=f"{beat}: {key[2]}" if made.happens else fault.cause or key[2],
        )
        if look is not None:
            self._pictures[key] = look.picture

    def findings(self) -> list[Finding]:
        """All findings, with their pictures saved."""
        found = []
        for count, (key, each) in enumerate(self._found.items()):
            picture = self._pictures.get(key)
            name = None if picture is None else self.save(picture, f"found-{self.number}-{count:03d}.png")
            found.append(replace(each, frame=name))
        return found

    def keep(self, picture: Picture, name: str) -> str:
        """Save a picture that will rarely be shown, uncompressed as that is faster; its file's name."""
        name += ASIDE
        Image.fromarray(picture.pixels).convert("RGB").save(self.folder / name)
        return name

    def save(self, picture: Picture, name: str) -> str:
        """Write a picture into the folder; its name."""
        Image.fromarray(picture.pixels).convert("RGB").save(self.folder / name, compress_level=1)
        return name


def _shown_by(seen: Any) -> Look | None:
    if isinstance(seen, Cut):
        return seen.after
    if isinstance(seen, Play):
        return seen.looks[-1]
    if isinstance(seen, Flicker):
        return seen.look
    return seen.last if isinstance(seen, BeatSeen) else None


def _within(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    """A box cut to the frame, never empty."""
    left, top, right, bottom = (float(min(max(each, 0.0), 1.0)) for each in box)
    left, right = _wide_enough(left, right)
    top, bottom = _wide_enough(top, bottom)
    return round(left, 4), round(top, 4), round(right, 4), round(bottom, 4)


def _wide_enough(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high - low > HAIR else (max(low - HAIR, 0.0), min(high + HAIR, 1.0))
