"""Jobs of workers, and the options of a film: plain data that is sent as JSON."""

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
        """The name of Manim's folder for it: `1080p60`."""
        return f"{self.height}p{self.frame_rate}"


QUALITIES = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "k": Quality(3840, 2160, 60),
}
STILL = Quality(640, 360, 15)  # one picture of a contact sheet
SHOWN = Quality(1280, 720, 15)  # one picture of the gallery
WATCHED = Quality(640, 360, 15)  # one frame that is checked


def films_folder(course: Path, quality: Quality) -> Path:
    """Where the films of a course go, unless the command names another folder."""
    return course / "media" / "lectures" / quality.name


def letter_of(quality: Quality) -> str:
    """The letter of a quality on the command line; empty for another size."""
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
        """The part of a partial film's file names that keeps it from replacing the whole film."""
        if self.begin is None and self.end is None:
            return ""
        return f".{self.begin or ''}-{self.end or ''}" if self.begin != self.end else f".{self.begin}"


@dataclass(frozen=True)
class Job:
    """A job for one worker: to play a lecture as a film, as stretches of one, for the last still of every
    beat, or to check it; or to draw pictures of one file of the gallery.
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
    folder: Path = Path()  # the worker's own, where it writes
    voice: Path | None = None  # where the lecture's recordings lie; None: it is silent
    former: Path | None = (
        None  # an earlier film, with another voice or other beats, whose frames can be reused
    )
    painters: int = 1  # processes that draw the film; their number changes no byte of it
    beats: tuple[str, str] | None = None  # the first and the last whose stretches are to be drawn; None: all
    drawn: Path | None = None  # the folder with all stretches of the film; None: they are to be drawn
    watcher: int = 0  # the number of this watcher, of `watchers` that share the check
    watchers: int = 1
    pictures: tuple[str, ...] = ()  # the functions of the gallery that are to draw
    # For "check" and "pictures": the function that does the job in the worker, as "module:name", called with
    # the job, `Reads` and `Tell`. So rooms above this one have their own work done by a worker.
    done_by: str | None = None

    @property
    def stem(self) -> str:
        """The beginning of its files' names."""
        own = f".{self.watcher}" if self.watchers > 1 else ""
        return self.slug + self.options.part + own

    @property
    def own_file(self) -> str:
        """The lecture's file, as a film's record names it: see studio.render.record.named."""
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
