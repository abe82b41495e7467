"""One dry showing of a lecture, shared by all tests that look at it: nothing encoded, few frames drawn."""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject

from studio.catalog import read_catalog
from tests.visuals.screening import digest, small_frames
from visuals.camera import PixelMobject
from visuals.formula import Typeset
from visuals.lecture import BeatTime, Lecture
from visuals.number import Number
from visuals.theme import INK, STAGE

LECTURES = {each.slug: each for each in read_catalog()}
MOMENTS = (0.25, 0.5, 0.75)  # of every play: what happens on the way must not change where it ends


@dataclass(frozen=True)
class Letters:
    """A run of letters that the viewer sees: where it stands, how tall its capitals are, in what colour."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    cap_pixels: float
    ink: str

    def overlaps(self, other: Letters) -> bool:
        """Whether two runs lie over each other by more than a hair."""
        hair = 2 * STAGE.pixel
        across = min(self.right, other.right) - max(self.left, other.left)
        upright = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > hair and upright > hair


@dataclass
class Showing:
    """What one dry pass saw."""

    report: dict[str, Any] = field(default_factory=dict)
    stills: dict[str, str] = field(default_factory=dict)  # checksum of the last frame of each beat
    letters: dict[str, list[Letters]] = field(default_factory=dict)  # on stage at each beat's end
    astray: list[str] = field(default_factory=list)  # letters that left the frame, at any moment
    below: list[str] = field(default_factory=list)  # beats that end with something where captions go
    seconds: float = 0.0
    stage_seconds: float = 0.0


def lecture_class(slug: str) -> type[Lecture]:
    """The class of a lecture in `scenes/`."""
    known = LECTURES[slug]
    module = ".".join(("scenes", known.path.parent.name, known.path.stem))
    found: type[Lecture] = getattr(importlib.import_module(module), known.class_name)
    return found


def show(slug: str, folder: Path, *, moments: tuple[float, ...] = ()) -> Showing:
    """Play a lecture dry; with `moments` every play is also visited on its way."""
    seen = Showing()
    began = time.process_time()
    with small_frames(folder, width=320):
        lecture = lecture_class(slug)()
        lecture.stills_only = True

        def visit(playing: Lecture) -> None:
            for share in moments:
                playing.update_to_time(share * playing.duration)
                seen.astray.extend(_astray(playing))

        lecture.during_play = visit
        lecture.after_beat = lambda playing, time: _look(playing, time, seen)
        _time_stage(lecture, seen)
        lecture.render()
        seen.report = lecture.report()
    seen.seconds = time.process_time() - began
    return seen


def _time_stage(lecture: Lecture, seen: Showing) -> None:
    set_stage = lecture.set_stage

    def timed() -> None:
        began = time.process_time()
        set_stage()
        seen.stage_seconds = time.process_time() - began

    lecture.set_stage = timed


def _look(playing: Lecture, time: BeatTime, seen: Showing) -> None:
    still = playing.still()
    name = time.beat.name
    seen.stills[name] = digest(still)
    seen.letters[name] = visible_letters(playing)
    moving_ground = any(isinstance(each, PixelMobject) for m in playing.mobjects for each in m.get_family())
    lowest = still[int(np.ceil(still.shape[0] * 7 / 8)) :, :, :3].astype(int)
    ground = [int(INK.ground[i : i + 2], 16) for i in (1, 3, 5)]
    if not moving_ground and np.abs(lowest - ground).max() > 8:
        seen.below.append(name)


def visible_letters(playing: Lecture) -> list[Letters]:
    """Every run of letters on stage that is not faded out."""
    runs = []
    for mobject in _family(playing):
        if isinstance(mobject, Typeset | Number):
            glyphs = [
                g for g in mobject.get_family() if len(g.points) and g is not getattr(mobject, "strut", None)
            ]
            shown = [g for g in glyphs if g.get_fill_opacity() > 0.15]
            if shown:
                runs.append(_letters(mobject, shown))
    return runs


def _letters(mobject: Typeset | Number, shown: list[Mobject]) -> Letters:
    points = np.concatenate([glyph.points for glyph in shown])
    (left, bottom, _), (right, top, _) = points.min(axis=0), points.max(axis=0)
    if isinstance(mobject, Number):
        text = mobject.reading.text_with_unit
        cap = float(np.linalg.norm(mobject.strut.points[-1] - mobject.strut.points[0]))
    else:
        text = mobject.source
        cap = mobject.cap_height
    return Letters(text, left, right, bottom, top, cap / STAGE.pixel, shown[0].get_fill_color().to_hex())


def _astray(playing: Lecture) -> list[str]:
    half_width, half_height = STAGE.width / 2, STAGE.height / 2
    return [
        f"{run.text!r} during {playing.now:.1f} s"
        for run in visible_letters(playing)
        if max(-run.left, run.right) > half_width or max(-run.bottom, run.top) > half_height
    ]


def _family(playing: Lecture) -> list[Mobject]:
    return list(dict.fromkeys(member for m in playing.mobjects for member in m.get_family()))
