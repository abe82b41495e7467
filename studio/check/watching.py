"""Plays a lecture for a check: few frames are drawn, nothing is encoded, and the rules are applied.

Several watchers may share one lecture, each in a process of its own. Each plays all of it, draws many moments
of some beats and only the ends of the others. What several drew must agree, because a beat starts from
exactly what its predecessor left, however that was played.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import manim
import numpy as np
from manim import Mobject

from studio.check import sight, soundness, truth, voice  # noqa: F401  their rules are registered by being imported
from studio.check.critic import RESULT
from studio.check.drawing import LookingCamera, camera_of, laid_open
from studio.check.finding import Watched
from studio.check.flicker import Flicker
from studio.check.letters import Reader, as_seen
from studio.check.look import BeatSeen, Cut, Film, Look, Play, asked_for_letters
from studio.check.moments import follow, leading_up, lights, middle, moments, sudden, swings
from studio.check.notes import Notes
from studio.check.numerics import numerics_timed
from studio.check.rule import RULES
from studio.check.soundness import Witness
from studio.check.voice import LATE
from studio.render.description import Report
from studio.render.jobs import Job
from studio.render.playing import Tell, load
from studio.render.record import Reads
from studio.system.memory import peak_memory
from studio.system.reading import Facts
from visuals.lecture import Beat, BeatTime, Lecture, Passing
from visuals.lecture.captions import TICKS
from visuals.lecture.speech import Speech
from visuals.theme import INK
from visuals.voice.recordings import Recordings, read_recordings

WIDTH, HEIGHT = 640, 360  # of the drawn frames: a pixel stands for 3 by 3 of a 1080p film
BEFORE = 2  # beats before a single one in which flashes are followed: they last longer than a second


def check_lecture(job: Job, reads: Reads, tell: Tell) -> Facts:
    """Do a job of `critic.jobs_of` in the worker."""
    return watch(job, load(job.path, job.class_name))


def watch(job: Job, kind: type[Lecture]) -> Facts:
    """Check a lecture as a job says; the result goes into the job's folder, beside the pictures."""
    watcher = Watcher(
        job.path,
        job.folder,
        beat=job.options.begin,
        number=job.watcher,
        watchers=job.watchers,
        recordings=None if job.voice is None else read_recordings(job.voice),
    )
    seen = watcher.watch(kind)
    (job.folder / RESULT).write_text(json.dumps(seen.to_dict()), encoding="utf-8")
    return {"seconds": seen.seconds}


class Watcher(Passing):
    """Checks one lecture, as number `number` of so many `watchers`; `beat` names the only beat wanted.

    `recordings` are the lecture's, so that its beats are timed as in its film; None: it is silent.
    """

    def __init__(
        self,
        path: Path,
        folder: Path,
        *,
        beat: str | None = None,
        number: int = 0,
        watchers: int = 1,
        recordings: Recordings | None = None,
    ) -> None:
        super().__init__(end=beat, voice=recordings)
        self.path, self.folder, self.beat = path, folder, beat
        self.number, self.watchers = number, watchers
        self.seen = Watched()
        self._notes = Notes(folder, number)
        self._last: Look | None = None  # the last one, if the next frame follows it at once
        self._moved: list[tuple[float, float]] = []
        self._late_from: float | None = None  # from when on motion is late; None: no words
        self._late: Look | None = None
        self._flicker = Flicker()  # across plays, and across a beat's end until brightness has settled
        self._plays = 0
        self._order: list[str] = []
        self._witness = Witness()
        self._reader = Reader()

    def watch(self, kind: type[Lecture]) -> Watched:
        """Play a lecture to its end (or the end of the only beat); the result."""
        began = time.process_time()
        with small_frames(self.folder):
            lecture = kind(camera_class=LookingCamera, player=self)
            self._order = [each.name for each in lecture.beats()]
            lecture.render()
            self.seen.report, self.seen.whole = cast(Report, lecture.report()), self.beat is None
        self.seen.excuses = {each.name: dict(each.excuses) for each in lecture.beats() if each.excuses}
        self.seen.seconds = time.process_time() - began
        if self.number == 0:
            self._notes.look_at("film", self._film(kind), self._order[-1])
        self.seen.rules, self.seen.findings = dict(RULES), self._notes.findings()
        return self.seen

    # -- while it plays ------------------------------------------------------------------------------

    def _is_close(self, beat: str) -> bool:
        """Whether this watcher checks the beat closely."""
        if self.beat is not None:
            return beat == self.beat and self.number == 0
        return self._order.index(beat) % self.watchers == self.number

    @contextmanager
    def around_stage(self, lecture: Lecture) -> Iterator[None]:
        """Time what calc_core computes."""
        with self._witness.attending("", 0.0), numerics_timed() as numerics:
            yield
        self.seen.stage_seconds = numerics.seconds

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """Compute the time from which on nothing new should come in the beat."""
        heard, self._late = speech.recording, None
        self._late_from = None if heard is None else lecture.passed + heard.times[-1][1] + LATE

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """Draw moments of a play, and apply the rules to them."""
        self._plays += 1
        if lecture.saying is None:
            return
        beat, start, length = lecture.saying.name, lecture.now, round(lecture.duration * TICKS) / TICKS
        still = bool(lecture.animations and getattr(lecture.animations[0], "is_static_wait", False))
        if self._is_close(beat):
            self._watch_play(lecture, start, length, still)
            return
        self._last = None
        if self._comes_next(beat):
            self._take_in(lecture, start, leading_up(length, still))
        elif self.beat is None and self._flicker.is_restless(start):
            self._follow(lecture, start, follow(length, still))
        elif self._is_compared(still) and self.beat in (None, beat):
            self._note_moment(self._glance(lecture, start, middle(length)), middle(length))

    def _comes_next(self, beat: str) -> bool:
        """Whether the only beat wanted begins so soon after this one that flashes may go on into it."""
        if self.beat is None or self.number != 0:
            return False
        return 0 < self._order.index(self.beat) - self._order.index(beat) <= BEFORE

    def _is_compared(self, still: bool) -> bool:
        """Whether the watchers compare the middles of this play; every other play is enough."""
        return self._plays % 2 == 1 and not still

    def _watch_play(self, lecture: Lecture, start: float, length: float, still: bool) -> None:
        looks: list[Look] = []
        times = moments(length, still)
        asked = asked_for_letters(times, start, start + length, still)
        for moment in times:
            lecture.update_to_time(moment)
            look = self._look(lecture, start + moment, apart=moment in asked)
            if moment == middle(length) and self._is_compared(still):
                self._note_moment(look, moment)
            if not looks and self._last is not None:
                self._compare(Cut(self._last, look))
            if looks and not looks[-1].picture.shows(look.picture):
                self._moved.append((looks[-1].time, look.time))
            before, self._last = self._last, look
            if before is None or before.beat != look.beat or not before.picture.shows(look.picture):
                self._notes.look_at("look", look)
            looks.append(look)

        def glance(moment: float) -> Look:
            return self._glance(lecture, start, moment - start)

        if self._late_from is not None and start <= self._late_from < start + length:
            lecture.update_to_time(self._late_from - start)
            self._late = self._look(lecture, self._late_from)
        for cut in sudden(looks, glance):
            self._notes.look_at("cut", cut)
        turns, flashed = not still and swings(lecture.animations or ()), self._flicker.flashes(start)
        self._note_light(looks[-1], lights(looks, glance, swings=turns, flashed=flashed))
        self._notes.look_at("play", Play(looks, start, start + length, still, lecture))

    def _follow(self, lecture: Lecture, start: float, times: list[float]) -> None:
        """Draw a play for its brightness alone: flashes that begin in one beat may end in another."""
        for moment in times:
            look = self._glance(lecture, start, moment)
            self._note_light(look, [(look.time, look.picture.places)])

    def _take_in(self, lecture: Lecture, start: float, times: list[float]) -> None:
        """Draw a play for its brightness, without findings: its flashes count in the next beat."""
        for moment in times:
            self._flicker.add(start + moment, self._glance(lecture, start, moment).picture.places)
        self._flicker.begin_anew()

    def _note_light(self, look: Look, bright: list[tuple[float, np.ndarray]]) -> None:
        """Find flashes up to a look, from the brightness of the places of the frame at each moment."""
        for moment, places in bright:
            self._flicker.add(moment, places)
        self._flicker.look = look
        self._notes.look_at("flicker", self._flicker)
        self._flicker.begin_anew()

    def _glance(self, lecture: Lecture, start: float, into: float) -> Look:
        """A moment of the play that began at `start`, without reading letters."""
        lecture.update_to_time(into)
        return self._seen(lecture, start + into)

    def _seen(self, lecture: Lecture, moment: float) -> Look:
        """The present moment of the lecture, as a picture alone."""
        _, shown = laid_open(stage_of(lecture))
        return Look(moment, _saying(lecture), camera_of(lecture).look(shown))

    def _film(self, kind: type[Lecture]) -> Film:
        lengths = getattr(kind, "lengths", None)
        return Film(self.seen.report, self.path, peak_memory() / 1e6, self._order, self.beat is None, lengths)

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """Draw the beat's last frame, and apply the rules for beats."""
        beat = time.beat
        if self.beat not in (None, beat.name):
            return
        start, end = time.start / TICKS, time.end / TICKS
        is_close = self._is_close(beat.name)
        look = replace(self._look(lecture, end) if is_close else self._seen(lecture, end), rests=True)
        self.seen.beats[beat.name] = start
        self.seen.stills[beat.name] = look.picture.checksum
        if self.number == 0:
            self.seen.pictures[beat.name] = self._notes.keep(
                look.picture, f"{len(self.seen.stills):02d}-still"
            )
        if is_close:
            if self._last is not None:
                self._compare(Cut(self._last, look))
            self._notes.look_at("look", look)
            cues = [each for each in lecture.recorder.cues if start <= each.start < end]
            moved, self._moved = self._moved, []
            seen = BeatSeen(
                beat.name, beat.words, start, end, cues, moved, look, self.voice, time.recording, self._late
            )
            self._notes.look_at("beat", seen)
            self._note_light(look, [(end, look.picture.places)])
        else:
            self._flicker.add(end, look.picture.places, unseen=not self._flicker.is_restless(end))
        for fault in self._witness.told(beat.name):
            self._notes.find(RULES[fault.subject], fault, look)
        self._last = look

    def _compare(self, cut: Cut) -> None:
        if not cut.before.picture.shows(cut.after.picture):
            self._moved.append((cut.before.time, cut.after.time))
            self._notes.look_at("cut", cut)

    def _look(self, lecture: Lecture, moment: float, *, apart: bool = False) -> Look:
        """The present moment of the lecture; `apart`: letters are drawn apart from their backdrop."""
        stage = stage_of(lecture)
        family, shown = laid_open(stage)
        camera = camera_of(lecture)
        gathered = camera.gather(shown)
        runs = as_seen(self._reader.read(stage, gathered.shapes), *lecture.seen_at)
        letters = frozenset(id(glyph) for run in runs for glyph in run.glyphs) if apart else None
        drawn = camera.draw(gathered, letters)
        return Look(moment, _saying(lecture), drawn, runs, tuple(family), stage, lecture=lecture)

    def _note_moment(self, look: Look, moment: float) -> None:
        key = f"{self._plays}:{moment:.4f}"
        self.seen.moments[key] = look.picture.checksum
        self.seen.moment_beats[key] = look.beat


def stage_of(lecture: Lecture) -> tuple[Mobject, ...]:
    """The mobjects on stage, in drawing order."""
    return tuple(lecture.shown)


@contextmanager
def small_frames(folder: Path) -> Iterator[None]:
    """Configure Manim to draw small frames, silently, and to write into `folder` alone."""
    settings = {
        "pixel_width": WIDTH,
        "pixel_height": HEIGHT,
        "frame_rate": 15,
        "background_color": INK.ground,
        "media_dir": str(folder),
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "notify_outdated_version": False,
    }
    with manim.tempconfig(settings):
        yield


def _saying(lecture: Lecture) -> str:
    assert lecture.saying is not None  # looks are taken within beats
    return lecture.saying.name
