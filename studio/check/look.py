"""What rules are given: moments, cuts between neighbouring frames, plays, beats, and the whole film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject

from studio.check.backdrop import Backdrop, backdrop
from studio.check.drawing import Drawn
from studio.check.finding import Box
from studio.check.letters import Run
from studio.check.picture import Picture
from visuals.theme import STAGE
from visuals.voice.recordings import Recording, Recordings

LASTING = 1.0  # seconds: letters of a shorter play are passing
LATEST = 3  # looks of a play that must agree


@dataclass(frozen=True)
class Look:
    """One moment of a lecture, drawn; a glance is a look with the picture alone."""

    time: float  # seconds of the film
    beat: str
    drawn: Drawn
    runs: tuple[Run, ...] = ()
    mobjects: tuple[Mobject, ...] = ()  # all on stage, with their families, in drawing order
    tops: tuple[Mobject, ...] = ()  # the scene's own list
    rests: bool = False  # whether it is the last frame of a beat
    lecture: Any = None

    @property
    def picture(self) -> Picture:
        """The picture of the frame."""
        return self.drawn.picture

    @property
    def grey(self) -> np.ndarray:
        """The brightness, (height, width), 0 to 1, gamma-coded."""
        return self.picture.grey

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the stage as shares of the frame."""
        return (
            left / STAGE.width + 0.5,
            0.5 - top / STAGE.height,
            right / STAGE.width + 0.5,
            0.5 - bottom / STAGE.height,
        )

    def box_of(self, run: Run) -> Box:
        """The box of a run of letters, as shares of the frame."""
        return self.box(*run.box)

    def pixels(self, left: float, bottom: float, right: float, top: float, *, pad: int = 2) -> Any:
        """The rows and columns of the drawn frame that a box of the stage covers, and a little more."""
        height, width = self.drawn.frame.shape[:2]
        west, north, east, south = self.box(left, bottom, right, top)
        rows = slice(max(int(north * height) - pad, 0), min(int(np.ceil(south * height)) + pad, height))
        columns = slice(max(int(west * width) - pad, 0), min(int(np.ceil(east * width)) + pad, width))
        return rows, columns


@dataclass(frozen=True)
class Cut:
    """Two neighbouring frames of the film: the last of one play and the first of the next, or within one."""

    before: Look
    after: Look
    within: bool = False  # one play


@dataclass(frozen=True)
class Play:
    """One play, seen at some moments."""

    looks: Sequence[Look]
    start: float
    end: float
    still: bool  # whether it is a wait
    lecture: Any = None

    @cached_property
    def standing(self) -> list[tuple[Run, list[Backdrop]]]:
        """The runs of letters that are meant to be read, each with its backdrops, look by look.

        A look counts for a second at least; runs that fade in or out, or are hidden whole, are left out.
        """
        if not _lasts(self.start, self.end, self.still):
            return []
        found = []
        for run in self.looks[-1].runs:
            looks = self.looks[-LATEST:]
            if not any(_differs(one, other, run) for one, other in pairwise(looks)):
                looks = looks[-1:]
            seen = [backdrop(each.drawn, each.pixels(*run.box), run) for each in looks]
            if all(each is not None for each in seen):
                found.append((run, [each for each in seen if each is not None]))
        return found


def _lasts(start: float, end: float, still: bool) -> bool:
    """Whether letters of a play are meant to be read, and not only passing."""
    return still or end - start >= LASTING


def asked_for_letters(times: Sequence[float], start: float, end: float, still: bool) -> Sequence[float]:
    """The moments of a play in which its letters are drawn apart from their backdrop."""
    return times[-LATEST:] if _lasts(start, end, still) else ()


def _differs(one: Look, other: Look, run: Run) -> bool:
    if one.picture is other.picture:
        return False
    where = one.pixels(*run.box)
    return not np.array_equal(one.drawn.frame[where], other.drawn.frame[where])


@dataclass(frozen=True)
class BeatSeen:
    """One beat, when it is over."""

    name: str
    words: str
    start: float
    end: float
    cues: Sequence[Any]
    moved: Sequence[tuple[float, float]]  # when the picture changed, seconds from and to
    last: Look | None = None
    recordings: Recordings | None = None  # of the lecture; None: it has no voice
    recording: Recording | None = None  # of the beat
    late: Look | None = None  # LATE seconds after the last word, when nothing new should come


@dataclass(frozen=True)
class Film:
    """The lecture, when it is over."""

    report: dict[str, Any]
    path: Path
    megabytes: float
    beats: Sequence[str] = field(default_factory=tuple)
    whole: bool = True
    lengths: Any = None  # the class's least and greatest length, in seconds
