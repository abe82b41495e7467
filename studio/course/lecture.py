"""What the text of a lecture's file tells: its title, its beats and their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.errors import NotThere

CREDITS = "credits"  # the beat that visuals.lecture adds at every film's end


@dataclass(frozen=True)
class Step:
    """A part of the course: one folder of `scenes/`."""

    number: int
    name: str


@dataclass(frozen=True)
class Beat:
    """One spoken thought, as the lecture's text tells it."""

    name: str
    words: str
    chapter: str | None
    line: int  # where its method is defined
    was: tuple[str, ...] = ()  # names that it had before: addresses that still lead to it


@dataclass(frozen=True)
class Lecture:
    """One lecture's file. `problem` says in a sentence why it cannot be rendered, if it cannot."""

    path: Path
    number: int
    slug: str
    step: Step
    class_name: str = ""
    title: str = ""
    goal: str = ""
    poster: str | None = None
    beats: tuple[Beat, ...] = ()
    problem: str | None = None

    @property
    def label(self) -> str:
        """How the lecture is spoken of: `l09 gradient-compass`."""
        return f"l{self.number:02d} {self.slug}"

    def beat(self, name: str) -> int:
        """The place of the beat that is or was called `name` among `beats`; the credits come after them."""
        names = [*(beat.name for beat in self.beats), CREDITS]
        wanted = name.replace("-", "_")
        wanted = {old: beat.name for beat in self.beats for old in beat.was}.get(wanted, wanted)
        if wanted not in names:
            raise NotThere(
                "beat", name, names, hint=f"Its beats, in order: {', '.join(names)} (lecture {self.slug})."
            )
        return names.index(wanted)
