"""Who plays a lecture: the one protocol through which engine, preview and critic watch or steer it.

A lecture is handed a player (`Lecture(player=...)`) and asks it, at the moments named here, what to do. This
one plays the whole film and wants nothing else; whoever wants more overrides what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Literal

import numpy as np

from visuals.lecture.beats import Beat, BeatTime
from visuals.lecture.speech import ReadingPace, Speech

if TYPE_CHECKING:
    from visuals.lecture.lecture import Lecture


class Player:
    """Plays everything from `begin` to `end` (names of beats, both included; None: the film's own)."""

    def __init__(
        self,
        *,
        begin: str | None = None,
        end: str | None = None,
        captions: Literal["beside", "burned"] = "beside",
    ) -> None:
        self.begin, self.end, self.captions = begin, end, captions

    def speech(self, beat: Beat) -> Speech:
        """How the words of a beat are said."""
        return ReadingPace(beat.words)

    def around_stage(self, lecture: Lecture) -> AbstractContextManager[object]:
        """What is open while the lecture computes its data and makes its pictures."""
        return nullcontext()

    def draws(self, lecture: Lecture, play: int) -> bool:
        """Whether the frames of the film's play number `play`, from 0, are drawn; else it is passed."""
        return True

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """A play is passed: it has begun, and is finished at its end when this returns.

        Until then the lecture can be looked at in any of its moments (`lecture.update_to_time`). `play` is
        its number in the film, None before the film's first beat.
        """

    def moments(self, lecture: Lecture, times: np.ndarray) -> Iterable[float]:
        """Of the frames of a play that is drawn (seconds into it), those that are visited, in order."""
        return times

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """A beat of the film is over, and the stage stands as it leaves it."""


class Passing(Player):
    """Plays every play at its end, draws none: the stage is the played one after every beat."""

    def draws(self, lecture: Lecture, play: int) -> bool:
        return False
