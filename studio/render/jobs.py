"""What a worker is asked to do, and what film that makes: plain data that travels as JSON."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Quality:
    """The size of a film's frames in pixels, and how many of them make a second."""

    width: int
    height: int
    frame_rate: int

    @property
    def name(self) -> str:
        """As Manim's own folders call it: `1080p60`."""
        return f"{self.height}p{self.frame_rate}"


QUALITIES = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "k": Quality(3840, 2160, 60),
}
STILL = Quality(640, 360, 15)  # one picture of a contact sheet
SHOWN = Quality(1280, 720, 15)  # one picture of the gallery
WATCHED = Quality(640, 360, 15)  # what the critic looks at


def films_folder(course: Path, quality: Quality) -> Path:
    """Where the films of a course go, unless the command names another folder."""
    return course / "media" / "lectures" / quality.name


def letter_of(quality: Quality) -> str:
    """What one types for a quality."""
    return next((letter for letter, each in QUALITIES.items() if each == quality), "")


@dataclass(frozen=True)
class Options:
    """Everything that is chosen for a film and changes its pictures."""

    quality: Quality
    begin: str | None = None  # the first and the last beat, where not all are wanted
    end: str | None = None
    captions: Literal["beside", "burned"] = "beside"
    engine: Literal["compass", "manim"] = "compass"

    @property
    def part(self) -> str:
        """What the names of a partial film's files carry, so that it never replaces the whole one."""
        if self.begin is None and self.end is None:
            return ""
        return f".{self.begin or ''}-{self.end or ''}" if self.begin != self.end else f".{self.begin}"


@dataclass(frozen=True)
class Job:
    """One lecture to be played by one worker: as a film, as stretches of one, as its beats' last stills, or
    for the critic; or pictures of one file of the gallery to be drawn.
    """

    kind: Literal["film", "stretches", "stills", "check", "pictures"]
    course: Path
    path: Path
    class_name: str
    slug: str
    number: int
    step: str
    poster: str | None
    options: Options
    folder: Path = Path()  # where the worker writes; nobody else does
    voice: Path | None = None  # where the lecture's recordings lie; None: it is silent
    former: Path | None = None  # a film of another voice, or of other beats: its frames may serve again
    painters: int = 1  # how many processes draw the film; it is the same film whatever their number
    beats: tuple[str, str] | None = None  # the first and the last whose stretches are to be drawn; None: all
    drawn: Path | None = None  # where all stretches of the film lie; None: they are to be drawn
    watcher: int = 0  # which of the critic's watchers this is, of how many
    watchers: int = 1
    pictures: tuple[str, ...] = ()  # the functions of the gallery that are to draw
    # For "check" and "pictures": the function that does the job in the worker, as "module:name", called with
    # the job, `Reads` and `Tell`. So that a room that stands on this one can have its own work done.
    done_by: str | None = None

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        own = f".{self.watcher}" if self.watchers > 1 else ""
        return self.slug + self.options.part + own

    @property
    def own_file(self) -> str:
        """The lecture's file, as a film's record names it."""
        return os.path.relpath(self.path.resolve(), self.course.resolve())

    def within(self, folder: Path) -> Job:
        """The same job, to be done in `folder`."""
        return replace(self, folder=folder)

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """What `to_json` wrote."""
        known: dict[str, Any] = json.loads(line)
        options = known["options"]
        options["quality"] = Quality(**options["quality"])
        known["options"] = Options(**options)
        paths = ("course", "path", "folder", "voice", "former", "drawn")
        known |= {name: Path(known[name]) for name in paths if known[name] is not None}
        known["pictures"] = tuple(known["pictures"])
        known["beats"] = None if known["beats"] is None else tuple(known["beats"])
        return cls(**known)
