"""Forecasts how long a film will be and how long it takes to render, from its former render, its voice or
its words.
"""

from __future__ import annotations

import json
import os
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import heapreplace
from math import ceil
from pathlib import Path
from typing import TypedDict

from studio.course.lecture import CREDITS
from studio.places import STUDIO
from studio.render.calibration import work_seconds
from studio.render.jobs import QUALITIES, Quality
from studio.render.plan import Film
from studio.system.reading import read_as
from visuals.voice.recordings import Recording, read_recordings

WORDS_PER_SECOND = 150 / 60  # a beat lasts at least as long as its words
CREDITS_SECONDS = 6.0
BREATH_SECONDS = 0.3  # of silence after a beat's recording
# The first guess, where nothing was measured. Four lectures of the course, whole, at 1080p60, took 1,098 s
# of two shared cores; two of them, whole, at 480p15, and a stretch in both told which part of a frame's time
# goes by its pixels. One film may be thrice as slow as another. What four lectures took besides, whole and on
# another day, was 20 to 28 s of CPU, of which 0.033 to 0.039 s a second of film for the sound.
START_SECONDS = 5.0  # to import Manim
BEAT_SECONDS = 0.3  # to compute and build what a beat shows; the beats before, too
ENDING_SECONDS = 0.036  # for a second of film: to level and encode its sound, and to join its stretches
FRAME_SECONDS = 0.0115  # for a frame, whatever its size
PIXEL_SECONDS = 3.6e-9  # for each of its pixels
PACE_FILE = ".pace.json"
USUAL_FILE = Path("assets") / "pace.json"
ENGINE, LOOPS = STUDIO / "render" / "engine", "cairo_batch"  # a module of it whose loops every film needs
MARKS = 100  # equal steps through the frames; a profile has the share of time passed at each
EVEN = tuple(k / MARKS for k in range(MARKS + 1))  # the profile of a film whose frames all cost the same


def beat_frames(film: Film) -> list[tuple[str, int]]:
    """The beats that will be drawn, each with the frames it will have: as last time if it is heard as then,
    else by its recording, or by its words where it has none.
    """
    options = film.job.options
    rate = options.quality.frame_rate
    heard = _heard_seconds(film)
    words = {beat.name: len(beat.words.split()) / WORDS_PER_SECOND for beat in film.lecture.beats}
    seconds = words | {CREDITS: CREDITS_SECONDS}
    for name, length in heard.items():
        least = CREDITS_SECONDS if name == CREDITS else 0.0
        seconds[name] = max(length + BREATH_SECONDS, least)
    for beat in film.former["beats"] if film.former is not None else ():
        voice = beat.get("voice")
        before = None if voice is None else voice["seconds"]
        if beat["name"] in seconds and before == heard.get(beat["name"]):
            seconds[beat["name"]] = beat["end"] - beat["start"]
    names = list(seconds)
    begin = names.index(options.begin) if options.begin else 0
    end = names.index(options.end) if options.end else len(names) - 1
    return [(name, ceil(seconds[name] * rate)) for name in names[begin : end + 1]]


def _heard_seconds(film: Film) -> dict[str, float]:
    """Seconds of the recordings that will be played, by beat, as far as voice.json has them."""
    if film.job.voice is None:
        return {}
    words = {beat.name: beat.words for beat in film.lecture.beats}
    told = read_recordings(film.job.voice).beats
    return {
        name: each.seconds for name, each in told.items() if name == CREDITS or _speaks(each, words.get(name))
    }


def _speaks(recording: Recording, words: str | None) -> bool:
    return words is not None and bool(recording.speaks(words))


def frame_seconds(quality: Quality) -> float:
    """The first guess of the seconds that one painter takes to draw and encode a frame."""
    return FRAME_SECONDS + PIXEL_SECONDS * quality.width * quality.height


def alone_seconds(film: Film) -> float:
    """The first guess of the seconds that no further painter shortens: until all that a film shows is built,
    and for its sound. A stretch needs the beats before it built as well, as it begins with what they left.
    """
    names = [*(beat.name for beat in film.lecture.beats), CREDITS]
    last = film.job.options.end
    beats = names.index(last) + 1 if last in names else len(names)
    return START_SECONDS + BEAT_SECONDS * beats + ending_seconds(film)


def ending_seconds(film: Film) -> float:
    """Of those, the ones for the sound and the joining."""
    frames = sum(count for _, count in beat_frames(film))
    return ENDING_SECONDS * frames / film.job.options.quality.frame_rate


def compiles_first() -> bool:
    """Whether numba has kept none of the engine's loops for this Python yet, so that the first film waits for
    them. Where it keeps them in the user's home is not looked for: then this says no.
    """
    told = os.environ.get("NUMBA_CACHE_DIR")
    folders = [ENGINE / "__pycache__"] if told is None else Path(told).glob(f"{ENGINE.name}_*")
    if told is None and not os.access(ENGINE, os.W_OK):
        return False
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return not any(any(folder.glob(f"{LOOPS}.*{version}*.nbi")) for folder in folders)


class Measured(TypedDict):
    """The content of `.pace.json`, by quality and lecture."""

    seconds: dict[str, float]  # of one painter for one frame
    profiles: dict[str, list[float]]


class Usual(TypedDict):
    """The content of `assets/pace.json`: how long the course's films took on a machine, and its speed.

    `benchmarks/pace.py` writes it.
    """

    work: float  # CPU seconds: see studio.render.calibration
    seconds: dict[str, float]  # of one painter for one frame at 1080p60, by lecture


class Pace:
    """Seconds that one painter needs for a frame, and where in a film they go, as measured in this checkout;
    kept for the next render. What was not measured here is guessed from what it usually takes.
    """

    def __init__(self, course: Path) -> None:
        self.file = course / "media" / PACE_FILE
        self.usual = read_as(course / USUAL_FILE, Usual)
        self.measured: dict[str, float] = {}  # by quality and lecture, stretches under names of their own
        self.profiles: dict[str, Sequence[float]] = {}  # of whole films
        known = read_as(self.file, Measured)
        if known is not None and all(map(_is_profile, known["profiles"].values())):
            self.measured = {key: pace for key, pace in known["seconds"].items() if pace > 0}
            self.profiles = dict(known["profiles"])

    def known(self, film: Film) -> bool:
        """Whether a film like this one was measured here."""
        return self._key(film) in self.measured

    def seconds(self, film: Film) -> float:
        """The seconds that one painter will take to draw a film after building it."""
        frames = sum(count for _, count in beat_frames(film))
        known = self.measured.get(self._key(film))
        if known is not None:
            return frames * known
        usual = self._usual_seconds(film.lecture.slug, film.job.options.quality)
        return frames * usual * self._slowness(film)

    def alone(self, film: Film) -> float:
        """The seconds that it takes before and after that, which no further painter shortens."""
        return alone_seconds(film) * self._machine

    def _slowness(self, film: Film) -> float:
        """How many times the usual a frame takes here, as in the films most like this one: of the same
        lecture rather than of others, of the same quality, whole.
        """
        lecture, size = film.lecture.slug, film.job.options.quality.name
        qualities = {quality.name: quality for quality in QUALITIES.values()}
        found: dict[tuple[bool, bool, bool], list[float]] = {}
        for key, pace in self.measured.items():
            its_size, _, stem = key.partition(" ")
            slug, _, part = stem.partition(".")
            if its_size in qualities:
                likeness = (slug == lecture, its_size == size, not part)
                usual = self._usual_seconds(slug, qualities[its_size])
                found.setdefault(likeness, []).append(pace / usual)
        alike = found[max(found)] if found else [self._machine]
        return sum(alike) / len(alike)

    def _usual_seconds(self, lecture: str, quality: Quality) -> float:
        """The seconds of one painter for a frame, where `assets/pace.json` was made."""
        known = {} if self.usual is None else self.usual["seconds"]
        fine = frame_seconds(QUALITIES["h"])
        return frame_seconds(quality) * max(known.get(lecture, fine), 1e-6) / fine

    @cached_property
    def _machine(self) -> float:
        """How many times as long this machine takes as the one on which `assets/pace.json` was made."""
        usual = 0.0 if self.usual is None else self.usual["work"]
        return work_seconds() / usual if usual > 0.0 else 1.0

    def countdown(self, film: Film) -> Countdown:
        """A countdown with the profile of this film's former render, in whatever quality."""
        alike = [each for key, each in self.profiles.items() if key.endswith(" " + film.lecture.slug)]
        profile = self.profiles.get(self._key(film), alike[-1] if alike else EVEN)
        return Countdown(beat_frames(film), profile if _is_whole(film) else EVEN)

    def note(
        self, film: Film, frames: int, seconds: float, painters: int, profile: Sequence[float] | None = None
    ) -> None:
        """Save how long a film took, and its profile, if the course can be written to."""
        drawing = painters * max(seconds - self.alone(film), 0.1 * seconds)
        self.measured[self._key(film)] = round(drawing / max(frames, 1), 6)
        if profile is not None and _is_whole(film):
            self.profiles[self._key(film)] = [round(share, 4) for share in profile]
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            aside = self.file.with_suffix(".tmp")
            aside.write_text(json.dumps({"seconds": self.measured, "profiles": self.profiles}, indent=1))
            aside.replace(self.file)
        except OSError:
            return

    def total(self, films: Sequence[Film], at_once: int, painters: int) -> float:
        """Seconds for films begun in this order, so many at once with so many painters each."""
        free = [0.0] * at_once  # when each of those that work at once can begin the next film
        for film in films:
            heapreplace(free, free[0] + self.alone(film) + self.seconds(film) / painters)
        return max(free)

    def _key(self, film: Film) -> str:
        return f"{film.job.options.quality.name} {film.job.stem}"


def _is_profile(shares: Sequence[float]) -> bool:
    """Whether these are ascending shares from 0 to 1, one for each mark."""
    return len(shares) == MARKS + 1 and (shares[0], shares[-1]) == (0, 1) and list(shares) == sorted(shares)


def _is_whole(film: Film) -> bool:
    return film.job.options.begin is None and film.job.options.end is None


class Countdown:
    """The progress of one film in frames, and the seconds until it is done.

    Beats that turn out longer than forecast make the coming ones look longer by as much. `profile`: at equal
    steps through the frames, from none to all, the share of the time that had passed when they were drawn
    before.
    """

    def __init__(self, beats: Iterable[tuple[str, int]], profile: Sequence[float] = EVEN) -> None:
        self.beats, self._usual = list(beats), profile
        self.done = 0
        self.ended = 0  # beats that are finished
        self._before = 0  # frames of those
        self._forecast = 0  # frames that they were forecast to have
        self._told: list[tuple[int, float]] = []  # numbers of frames drawn, and when

    @property
    def total(self) -> int:
        """Frames that the film will have: those drawn, and those expected of the beats to come."""
        stretch = self._before / self._forecast if self._forecast else 1.0
        current, *coming = [count * stretch for _, count in self.beats[self.ended :]] or [0.0]
        return round(max(self._before + current, self.done) + sum(coming))

    def frames(self, done: int, now: float) -> None:
        """So many frames are drawn at the time `now`, in seconds of any clock."""
        if done > self.done or not self._told:
            self._told.append((done, now))
        self.done = max(self.done, done)

    def beat_ended(self, name: str, frames: int) -> None:
        """A beat is finished, and its true length known. Several painters report it, each in its time."""
        places = [i for i, (each, _) in enumerate(self.beats, start=1) if each == name and i > self.ended]
        if places:
            self.ended, self._before = places[0], frames
            self._forecast = sum(count for _, count in self.beats[: self.ended])

    def finish(self) -> None:
        """All frames are drawn: count those that were not reported before."""
        self.ended, self._before = len(self.beats), max(self._before, self.done)
        self.done = self.total

    def seconds_left(self) -> float | None:
        """Seconds left at the pace since the first frames, without start-up; None before there is a pace."""
        if len(self._told) < 2:
            return None
        (first, began), (done, now) = self._told[0], self._told[-1]
        before, by_now = self._usually_passed(first), self._usually_passed(done)
        return (now - began) * (1.0 - by_now) / (by_now - before)

    def profile(self) -> list[float] | None:
        """The profile of this film, for its next countdown; None where there were too few frames."""
        if len(self._told) < MARKS // 5 or self._told[-1][0] < 0.95 * self.done:
            return None
        frames, times = zip(*self._told, strict=True)
        began, taken = times[0], times[-1] - times[0]
        marks = (_between(frames, times, frames[-1] * k / MARKS) for k in range(MARKS + 1))
        return [(each - began) / taken for each in marks] if taken > 0 else None

    def _usually_passed(self, frames: int) -> float:
        """The share of the time that has usually passed when so many frames are drawn; at least a thousandth
        of the frames' own share, because the profile may be of a film with another beginning.
        """
        steps = [k / (len(self._usual) - 1) for k in range(len(self._usual))]
        share = min(frames / self.total, 1.0)
        return 0.001 * share + 0.999 * _between(steps, self._usual, share)


def _between(x: Sequence[float], y: Sequence[float], at: float) -> float:
    """y at `at`, by linear interpolation between points of ascending x; beyond them the nearest value."""
    k = bisect_right(x, at)
    if k == 0 or k == len(x):
        return y[0] if k == 0 else y[-1]
    share = (at - x[k - 1]) / (x[k] - x[k - 1])
    return y[k - 1] + (y[k] - y[k - 1]) * share


def spoken(seconds: float) -> str:
    """Seconds in words, rounded as a forecast should be: `40 s`, `3 min`, `1 h 05 min`."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
