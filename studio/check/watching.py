"""Plays a lecture before the critic's eyes: few frames are drawn, nothing is encoded.

Several watchers may share one lecture, each in a process of its own. Each plays it all, looks closely at some
beats and sends the others straight to their ends; what both drew must agree, because a beat starts from
exactly what its predecessor left, however that was played.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import manim
import numpy as np
from PIL import Image

from studio.check import sight, soundness, truth  # noqa: F401  their rules are registered by being imported
from studio.check import time as pace
from studio.check.critic import RESULT
from studio.check.drawing import LookingCamera
from studio.check.finding import Finding, Rule, Watched
from studio.check.flicker import STEP as FLASH
from studio.check.flicker import Flicker, goes_back, places
from studio.check.letters import runs_on
from studio.check.look import BeatSeen, Cut, Film, Look, Play
from studio.check.numerics import numerics_timed
from studio.check.rule import RULES, Fault, faults
from studio.check.soundness import Witness
from studio.jobs import Job
from visuals.lecture import BeatTime, Lecture
from visuals.theme import INK

WIDTH, HEIGHT = 640, 360  # of the frames that are looked at: a pixel stands for 3 by 3 of a 1080p film
FRAME = 1 / 60  # seconds from one frame of a film to the next
LOOKS = (  # into a motion of so many seconds, besides its ends; another watcher looks at its middle, too
    (0.7, (0.5,)),
    (2.4, (0.23, 0.5, 0.81)),
    (np.inf, (0.13, 0.31, 0.5, 0.67, 0.88)),
)
SPELL = 1.5  # seconds that are looked through for flashes
KIBIBYTES = 1024 if sys.platform == "linux" else 1  # maxrss is told in KiB on Linux, in bytes on macOS


def watch(job: Job, kind: type[Lecture]) -> dict[str, Any]:
    """Do a watcher's job: what it saw goes into its folder, beside the pictures."""
    watcher = Watcher(job.path, job.folder, beat=job.options.begin, number=job.watcher, watchers=job.watchers)
    seen = watcher.watch(kind)
    (job.folder / RESULT).write_text(json.dumps(seen.to_dict()), encoding="utf-8")
    return {"seconds": seen.seconds}


class Watcher:
    """Watches one lecture: of `watchers` the one with this `number`; `beat` names the only beat wanted."""

    def __init__(
        self, path: Path, folder: Path, *, beat: str | None = None, number: int = 0, watchers: int = 1
    ) -> None:
        self.path, self.folder, self.beat = path, folder, beat
        self.number, self.watchers = number, watchers
        self.seen = Watched()
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._frames: dict[tuple[str, str, str], np.ndarray] = {}
        self._last: Look | None = (
            None  # the newest look, if no frame of the film lies between it and the next
        )
        self._moved: list[tuple[float, float]] = []
        self._plays = 0
        self._order: list[str] = []
        self._witness = Witness()

    def watch(self, kind: type[Lecture]) -> Watched:
        """Play a lecture of this kind to its end (or the end of the only beat); what was seen."""
        began = time.process_time()
        with small_frames(self.folder):
            lecture = kind(camera_class=LookingCamera)
            self._order = [each.name for each in lecture.beats()]
            lecture.stills_only, lecture.end_at = True, self.beat
            lecture.during_play, lecture.after_beat = self._during_play, self._after_beat
            self._time_stage(lecture)
            lecture.render()
            self.seen.report, self.seen.whole = lecture.report(), self.beat is None
        self.seen.excuses = {each.name: dict(each.excuses) for each in lecture.beats() if each.excuses}
        self.seen.seconds = time.process_time() - began
        if self.number == 0:
            self._look_at("film", self._film())
        self._keep()
        return self.seen

    # -- while it plays ------------------------------------------------------------------------------

    def _is_close(self, beat: str) -> bool:
        """Whether this watcher is the one to look at a beat closely."""
        if self.beat is not None:
            return beat == self.beat and self.number == 0
        return self._order.index(beat) % self.watchers == self.number

    def _time_stage(self, lecture: Lecture) -> None:
        set_stage = lecture.set_stage

        def timed() -> None:
            with self._witness.attending("", 0.0), numerics_timed() as numerics:
                set_stage()
            self.seen.stage_seconds = numerics.seconds

        lecture.set_stage = timed

    def _during_play(self, lecture: Lecture) -> None:
        self._plays += 1
        if lecture.saying is None:
            return
        beat, start, length = lecture.saying.name, lecture.now, round(lecture.duration * 15) / 15
        still = bool(lecture.animations) and getattr(lecture.animations[0], "is_static_wait", False)
        middle = round(0.5 * length, 4)
        if self._is_close(beat):
            self._watch_play(lecture, beat, start, length, still)
        else:
            self._last = None
            if self._plays % 2 and not still and self.beat in (None, beat):  # the others are skipped
                lecture.update_to_time(middle)
                self._note_moment(self._look(lecture, start + middle, beat), middle)

    def _watch_play(self, lecture: Lecture, beat: str, start: float, length: float, still: bool) -> None:
        looks: list[Look] = []
        for moment in moments(length, still):
            lecture.update_to_time(moment)
            look = self._look(lecture, start + moment, beat)
            if moment == round(0.5 * length, 4):
                self._note_moment(look, moment)
            if not looks and self._last is not None:
                self._compare(Cut(self._last, look))
            if looks and not same(looks[-1], look):
                self._moved.append((looks[-1].time, look.time))
            if look.former is None or not np.array_equal(look.former, look.drawn.frame):
                self._look_at("look", look)
            self._last = look
            looks.append(look)
        for cut in sudden(lecture, looks, start, self._look):
            self._look_at("cut", cut)
        self._look_for_flashes(lecture, looks, start)
        self._look_at("play", Play(looks, start, start + length, still, lecture))

    def _look_for_flashes(self, lecture: Lecture, looks: list[Look], start: float) -> None:
        """Look again, and often, where a play's brightness does not go one way."""
        bright = [places(each) for each in looks]
        for (before, after), (one, other) in zip(pairwise(looks), pairwise(bright), strict=True):
            if after.time - before.time < 5 * FRAME or np.abs(other - one).max() < FLASH:
                continue
            shares = (before.time + share * (after.time - before.time) for share in (0.31, 0.57, 0.83))
            tried = [one, *(places(self._at(lecture, moment, start)) for moment in shares), other]
            if not goes_back(np.array(tried)):
                continue
            flicker, moment = Flicker(), before.time
            while moment < min(looks[-1].time, before.time + SPELL):
                flicker.add(self._at(lecture, moment, start))
                moment += 2 * FRAME
            self._look_at("flicker", flicker)
            return

    def _at(self, lecture: Lecture, moment: float, start: float) -> Look:
        lecture.update_to_time(moment - start)
        return self._look(lecture, moment, lecture.saying.name)

    def _after_beat(self, lecture: Lecture, when: BeatTime) -> None:
        beat = when.beat
        if self.beat not in (None, beat.name):
            return
        start, end = when.start / 15, when.end / 15
        look = replace(self._look(lecture, end, beat.name), rests=True)
        self.seen.beats[beat.name] = start
        self.seen.stills[beat.name] = digest(look)
        self.seen.pictures[beat.name] = self._save(look.drawn.frame, f"{len(self.seen.stills):02d}-still.png")
        if self._is_close(beat.name):
            if self._last is not None:
                self._compare(Cut(self._last, look))
            self._look_at("look", look)
            cues = [each for each in lecture.cues if start <= each.start < end]
            moved, self._moved = self._moved, []
            self._look_at("beat", BeatSeen(beat.name, beat.words, start, end, cues, moved, look))
        for fault in self._witness.told(beat.name):
            self._find(RULES[fault.subject], fault, look)
        self._last = look

    def _compare(self, cut: Cut) -> None:
        if not same(cut.before, cut.after):
            self._moved.append((cut.before.time, cut.after.time))
            self._look_at("cut", cut)

    def _look(self, lecture: Lecture, moment: float, beat: str) -> Look:
        stage = manim.utils.iterables.list_update(lecture.mobjects, lecture.foreground_mobjects)
        runs = runs_on(stage)
        letters = frozenset(id(glyph) for run in runs for glyph in run.glyphs)
        drawn = lecture.camera.look(stage, letters)
        before = self._last
        former = before.drawn.frame if before is not None and before.beat == beat else None
        family = tuple(dict.fromkeys(member for each in stage for member in each.get_family()))
        return Look(moment, beat, drawn, tuple(runs), family, tuple(stage), False, lecture, former)

    def _note_moment(self, look: Look, moment: float) -> None:
        key = f"{self._plays}:{moment:.4f}"
        self.seen.moments[key] = digest(look)
        self.seen.moment_beats[key] = look.beat

    # -- what is found -------------------------------------------------------------------------------

    def _look_at(self, what: str, seen: Any) -> None:
        look = seen if isinstance(seen, Look) else _picture_of(seen)
        for made, fault in faults(what, seen):
            self._find(made, fault, look)

    def _find(self, made: Rule, fault: Fault, look: Look | None) -> None:
        beat = fault.beat or (look.beat if look is not None else self._order[-1])
        moment = fault.time if fault.time is not None else look.time if look is not None else 0.0
        key = (made.name, beat, fault.subject or fault.what)
        known = self._found.get(key)
        if known is not None and known.degree >= fault.degree:
            self._found[key] = replace(known, until=max(known.until, moment))
            return
        until = moment if known is None else max(known.until, moment)
        self._found[key] = Finding(
            beat=beat,
            time=round(moment, 3),
            until=round(until, 3),
            rule=made.name,
            group=made.group,
            severity=made.severity,
            what=fault.what,
            mend=fault.mend or made.mend,
            degree=round(fault.degree, 4),
            boxes=tuple(_within(box) for box in fault.boxes),
        )
        if look is not None:
            self._frames[key] = look.drawn.frame

    def _film(self) -> Film:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTES / 1e6
        return Film(self.seen.report, self.path, peak, self._order, self.beat is None)

    def _keep(self) -> None:
        self.seen.rules = dict(RULES)
        for count, (key, found) in enumerate(self._found.items()):
            frame = self._frames.get(key)
            name = None if frame is None else self._save(frame, f"found-{self.number}-{count:03d}.png")
            self.seen.findings.append(replace(found, frame=name))

    def _save(self, frame: np.ndarray, name: str) -> str:
        Image.fromarray(frame).convert("RGB").save(self.folder / name, compress_level=1)
        return name


def moments(length: float, still: bool) -> list[float]:
    """When to look into a play: at its first and its last frame, in its middle, and unevenly between."""
    if still:
        return [0.0]
    places = next(shares for longest, shares in LOOKS if length <= longest)
    return [0.0, *(round(share * length, 4) for share in places), length - FRAME]


def sudden(lecture: Lecture, looks: list[Look], start: float, look: Any) -> Iterator[Cut]:
    """Neighbouring frames inside a play between which much changes, sought by halving."""
    for before, after in pairwise(looks):
        if pace.changed(before, after) < pace.JUMP:
            continue
        first, last = before, after
        while last.time - first.time > 1.5 * FRAME:
            between = (first.time + last.time) / 2
            lecture.update_to_time(between - start)
            middle = look(lecture, between, first.beat)
            early, late = pace.changed(first, middle), pace.changed(middle, last)
            first, last = (first, middle) if early >= late else (middle, last)
            if max(early, late) < pace.JUMP:
                break
        else:
            yield Cut(first, last, within=True)


def same(one: Look | None, other: Look | None) -> bool:
    """Whether two moments show the same picture."""
    return one is not None and other is not None and np.array_equal(one.drawn.frame, other.drawn.frame)


def digest(look: Look) -> str:
    """A checksum of a frame."""
    return hashlib.sha256(look.drawn.frame.tobytes()).hexdigest()


@contextmanager
def small_frames(folder: Path) -> Iterator[None]:
    """Manim set to draw small frames, silently, and to write nothing but into `folder`."""
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


def _picture_of(seen: Any) -> Look | None:
    if isinstance(seen, Cut):
        return seen.after
    if isinstance(seen, Play):
        return seen.looks[-1]
    if isinstance(seen, Flicker):
        return seen.look
    return seen.last if isinstance(seen, BeatSeen) else None


def _within(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    """A box cut to the frame, never empty."""
    left, top, right, bottom = (float(min(max(each, 0.0), 1.0)) for each in box)
    hair = 0.008
    left, right = (left, right) if right - left > hair else (max(left - hair, 0.0), min(right + hair, 1.0))
    top, bottom = (top, bottom) if bottom - top > hair else (max(top - hair, 0.0), min(bottom + hair, 1.0))
    return tuple(round(each, 4) for each in (left, top, right, bottom))  # type: ignore[return-value]
