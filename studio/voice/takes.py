"""The recordings of a lecture's beats, and whether they still have the beats' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.course.lecture import Lecture
from studio.voice.keeping import is_whole, voices
from studio.voice.script import Script, script
from visuals.voice.recordings import Recording, Recordings, read_recordings

State = Literal["spoken", "stale", "silent"]
SAY = "say.json"


@dataclass(frozen=True)
class Take:
    """A beat with words, and its recording."""

    lecture: Lecture
    beat: str
    script: Script
    recorded: Recording | None
    is_whole: bool  # whether its file is there, unchanged

    @property
    def state(self) -> State:
        if self.recorded is None or not self.is_whole:
            return "silent"
        return "spoken" if self.recorded.speaks(self.script.written) else "stale"

    def is_due(self, speaker: str) -> bool:
        """Whether `speaker`, a synthetic one, has to record it: not where a person recorded these words."""
        told = self.recorded
        if told is None or self.state != "spoken":
            return True
        return told.kind == "synthetic" and (told.speaker, told.said) != (
            speaker,
            unlike_written(self.script),
        )


def unlike_written(said: Script) -> str | None:
    """The text for a speaker, where it differs from the written one."""
    return None if said.text == said.written else said.text


def takes(lecture: Lecture, course: Path, say: Mapping[str, str]) -> list[Take]:
    """The beats of a lecture that have words, in order."""
    told = read_recordings(voices(course) / lecture.slug)
    return [
        Take(
            lecture,
            each.name,
            script(each.words, say),
            told.beats.get(each.name),
            is_whole(told, each.name),
        )
        for each in lecture.beats
        if each.words
    ]


def left_over(lecture: Lecture, told: Recordings) -> tuple[str, ...]:
    """Recordings of beats that the lecture no longer has."""
    return tuple(sorted(told.beats.keys() - {each.name for each in lecture.beats if each.words}))
