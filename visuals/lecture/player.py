"""Who plays a lecture: the one protocol through which engine, preview and critic watch or steer it.

A lecture is handed a player (`Lecture(player=...)`) and asks it, at the moments named here, what to do. This
one plays the whole film and wants nothing else; whoever wants more overrides what it needs.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from manim import Scene, config

from visuals.lecture.beats import Beat, BeatTime
from visuals.lecture.speech import ReadingPace, Recorded, Speech
from visuals.voice.recordings import Recordings, home_of, read_recordings
from visuals.voice.samples import playable

if TYPE_CHECKING:
    from visuals.lecture.lecture import Lecture


class Player:
    """Plays everything from `begin` to `end` (names of beats, both included; None: the film's own).

    `voice` are the recordings of the lecture that is played; None: it is silent.
    """

    def __init__(
        self,
        *,
        begin: str | None = None,
        end: str | None = None,
        captions: Literal["beside", "burned"] = "beside",
        voice: Recordings | None = None,
    ) -> None:
        self.begin, self.end, self.captions, self.voice = begin, end, captions, voice

    def speech(self, beat: Beat) -> Speech:
        """How the words of a beat are said: by its recording, if there is one of these words and sound."""
        recording = None if self.voice is None else playable(self.voice, beat.name, beat.words)
        return ReadingPace(beat.words) if recording is None else Recorded(beat.words, recording)

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

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """A beat of the film begins with the next frame, and is said like this."""

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """A beat of the film is over, and the stage stands as it leaves it."""


class Aloud(Player):
    """Plays a lecture with the recordings of its course, heard through Manim's own `add_sound`.

    So a lecture is played by whom nobody has told how: by plain `manim render`. Manim adds sounds to the
    thousandth of a second, and its encoder begins some 20 ms late.
    """

    def __init__(self, kind: type[Lecture]) -> None:
        super().__init__(voice=recordings_of(kind))

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """Lay the beat's sound under what follows, where a film is written."""
        writes = lecture.renderer.file_writer.output_spec.is_video and not config.dry_run
        if self.voice is not None and speech.recording is not None and writes:
            Scene.add_sound(lecture, str(self.voice.path(beat.name)))  # which authors are refused


def recordings_of(kind: type[Lecture]) -> Recordings | None:
    """The recordings of a lecture in its course; None for a class that no lecture's file has."""
    try:
        home = home_of(Path(inspect.getfile(kind)).resolve())
    except (TypeError, OSError):  # made by hand, or typed in
        return None
    return None if home is None else read_recordings(home)


class Passing(Player):
    """Plays every play at its end, draws none: the stage is the played one after every beat."""

    def draws(self, lecture: Lecture, play: int) -> bool:
        return False
