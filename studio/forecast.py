"""How long a film will be and how long it takes to make, from the film before it or from its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path

from studio.lecture import CREDITS
from studio.plan import Film

WORDS_PER_SECOND = 150 / 60  # a beat lasts at least as long as its words
CREDITS_SECONDS = 6.0
START_SECONDS = 10.0  # to import Manim and compute a lecture's data
PIXEL_SECONDS = 4.0e-8  # for one painter to draw and encode one pixel of one frame: the first guess
PACE_FILE = ".pace.json"


def beat_frames(film: Film) -> list[tuple[str, int]]:
    """The beats that will be drawn, each with the frames it will have: as last time, or by its words."""
    options = film.job.options
    rate = options.quality.frame_rate
    words = {beat.name: len(beat.words.split()) / WORDS_PER_SECOND for beat in film.lecture.beats}
    seconds = words | {CREDITS: CREDITS_SECONDS}
    for beat in (film.former or {}).get("beats", ()):
        if beat["name"] in seconds:
            seconds[beat["name"]] = beat["end"] - beat["start"]
    names = list(seconds)
    begin = names.index(options.begin) if options.begin else 0
    end = names.index(options.end) if options.end else len(names) - 1
    return [(name, ceil(seconds[name] * rate)) for name in names[begin : end + 1]]


class Pace:
    """Seconds that one painter needs for a frame, as measured in this checkout; kept for the next render."""

    def __init__(self, course: Path) -> None:
        self.file = course / "media" / PACE_FILE
        try:
            self.measured: dict[str, float] = json.loads(self.file.read_text())
        except (OSError, ValueError):
            self.measured = {}

    def known(self, film: Film) -> bool:
        """Whether this is more than a guess."""
        return self._key(film) in self.measured

    def seconds(self, film: Film) -> float:
        """How long one painter will take to draw a film that is ready to begin."""
        quality = film.job.options.quality
        alike = [pace for key, pace in self.measured.items() if key.startswith(quality.name + " ")]
        usual = sum(alike) / len(alike) if alike else PIXEL_SECONDS * quality.width * quality.height
        frames = sum(count for _, count in beat_frames(film))
        return frames * self.measured.get(self._key(film), usual)

    def note(self, film: Film, frames: int, seconds: float, painters: int) -> None:
        """Remember how long a film took; a course that cannot be written to remembers nothing."""
        drawing = painters * max(seconds - START_SECONDS, 0.1 * seconds)
        self.measured[self._key(film)] = round(drawing / max(frames, 1), 6)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            aside = self.file.with_suffix(".tmp")
            aside.write_text(json.dumps(self.measured, indent=1))
            aside.replace(self.file)
        except OSError:
            return

    def total(self, films: Sequence[Film], at_once: int, painters: int) -> float:
        """How long they take, so many at once with so many painters each: at least as long as the longest."""
        each = [START_SECONDS + self.seconds(film) / painters for film in films]
        return max(max(each, default=0.0), sum(each) / at_once)

    def _key(self, film: Film) -> str:
        return f"{film.job.options.quality.name} {film.lecture.slug}"


class Countdown:
    """How far one film has come, in frames, and when it will be done.

    Beats that turn out longer than forecast make the coming ones look longer by as much.
    """

    def __init__(self, beats: Iterable[tuple[str, int]]) -> None:
        self.beats = list(beats)
        self.done = 0
        self.ended = 0  # beats that are finished
        self._before = 0  # frames of those
        self._forecast = 0  # frames that they were thought to have
        self._first: tuple[int, float] | None = None  # frames drawn when they were first told of, and when
        self._now = 0.0

    @property
    def total(self) -> int:
        """Frames the film will have: what is drawn, and what is expected of the beats to come."""
        stretch = self._before / self._forecast if self._forecast else 1.0
        current, *coming = [count * stretch for _, count in self.beats[self.ended :]] or [0.0]
        return round(max(self._before + current, self.done) + sum(coming))

    def frames(self, done: int, now: float) -> None:
        """So many are drawn at the moment `now`, in seconds of any clock."""
        if self._first is None:
            self._first = (done, now)
        self.done, self._now = max(self.done, done), now

    def beat_ended(self, name: str, frames: int) -> None:
        """A beat is over, and its true length known. Several painters tell of it, each in its time."""
        places = [i for i, (each, _) in enumerate(self.beats, start=1) if each == name and i > self.ended]
        if places:
            self.ended, self._before = places[0], frames
            self._forecast = sum(count for _, count in self.beats[: self.ended])

    def finish(self) -> None:
        """All is drawn: whatever was not told of before is counted now."""
        self.ended, self._before = len(self.beats), max(self._before, self.done)
        self.done = self.total

    def seconds_left(self) -> float | None:
        """At the pace since the first frames were told of, start-up not counted; None while there is none."""
        if self._first is None or self.done <= self._first[0]:
            return None
        done, began = self._first
        return (self._now - began) * (self.total - self.done) / (self.done - done)


def spoken(seconds: float) -> str:
    """`40 s`, `3 min`, `1 h 05 min`: as precise as a forecast may be."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
