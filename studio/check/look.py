"""What a watcher sees: moments, cuts between neighbouring frames, plays, beats, and the whole film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject

from studio.check.behind import Backdrop, backdrop
from studio.check.drawing import Drawn
from studio.check.finding import Box
from studio.check.letters import Run
from visuals.theme import STAGE

LUMA = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True)
class Look:
    """One moment of a lecture, drawn."""

    time: float  # seconds of the film
    beat: str
    drawn: Drawn
    runs: tuple[Run, ...]
    mobjects: tuple[Mobject, ...]  # all that is on stage, families laid open, in drawing order
    tops: tuple[Mobject, ...]  # as the scene lists them
    rests: bool  # whether nothing is on its way: the last frame of a beat
    lecture: Any = None
    former: np.ndarray | None = None  # the frame of the look before, in the same beat

    def is_fresh(self, run: Run) -> bool:
        """Whether anything has changed about a run of letters since the look before."""
        if self.former is None or self.rests:
            return True
        where = self.pixels(*run.box)
        return not np.array_equal(self.drawn.frame[where], self.former[where])

    @cached_property
    def backdrops(self) -> tuple[Backdrop, ...]:
        """What each run of letters stands before, but for those on which nothing changed."""
        found = (
            backdrop(self.drawn, self.pixels(*run.box), run, rests=self.rests)
            for run in self.runs
            if self.is_fresh(run)
        )
        return tuple(each for each in found if each is not None)

    @cached_property
    def grey(self) -> np.ndarray:
        """The frame's brightness, (height, width), 0 to 1, as screens code it."""
        return np.asarray(self.drawn.frame[..., :3] @ LUMA / 255, dtype=np.float32)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the stage as shares of the frame."""
        return (
            left / STAGE.width + 0.5,
            0.5 - top / STAGE.height,
            right / STAGE.width + 0.5,
            0.5 - bottom / STAGE.height,
        )

    def box_of(self, run: Run) -> Box:
        """Where a run of letters stands, as shares of the frame."""
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
    still: bool  # a wait
    lecture: Any = None


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


@dataclass(frozen=True)
class Film:
    """The lecture, when it is over."""

    report: dict[str, Any]
    path: Path
    megabytes: float
    beats: Sequence[str] = field(default_factory=tuple)
    whole: bool = True
