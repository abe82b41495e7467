"""One dry pass over a lecture, shared by the critic and by all tests that ask about it."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from manim import tempconfig

from studio.check.finding import Watched
from studio.course.catalog import read_catalog
from tests.reach import listening
from tests.reach.keeping import LECTURE
from visuals.lecture import BeatTime, Lecture, Passing
from visuals.lecture.player import recordings_of

LECTURES = {each.slug: each for each in read_catalog()}
KEPT = "COMPASS_TESTS_NUMBERS"  # names the folder where whole showings keep what they told
sys.path += sorted({str(each.path.parent) for each in LECTURES.values()})  # for pictures beside lectures

SMALL = {
    "pixel_width": 160,
    "pixel_height": 90,
    "frame_rate": 15,
    "disable_caching": True,
    "progress_bar": "none",
    "verbosity": "ERROR",
}  # frames that nobody looks at


class Onlooker(Passing):
    """Looks at what every beat leaves, up to the one named `until`."""

    def __init__(self, look: Callable[[Lecture, BeatTime], None], until: str | None = None) -> None:
        super().__init__(end=until)
        self.look = look

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        self.look(lecture, time)


def lecture_class(slug: str) -> type[Lecture]:
    """The class of a lecture in `scenes/`."""
    known = LECTURES[slug]
    module = ".".join(("scenes", known.path.parent.name, known.path.stem))
    found: type[Lecture] = getattr(importlib.import_module(module), known.class_name)
    return found


def read_anew(slug: str) -> ModuleType:
    """A lecture's module, read anew, so that what it imports is what calc_core offers now."""
    path = LECTURES[slug].path
    spec = importlib.util.spec_from_file_location(f"{path.stem}_under_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def played(
    kind: type[Lecture],
    folder: Path,
    look: Callable[[Lecture, BeatTime], None],
    until: str | None,
    *,
    shortened: bool = False,
) -> Lecture:
    """A lecture, played dry up to the beat `until` (None: whole); `look` is called after every beat.

    The numbers of a whole showing are kept for test_showings.py, but not where the test `shortened` the work.
    """
    with tempconfig(SMALL | {"media_dir": folder}):
        lecture = kind(player=Onlooker(look, until))
        lecture.construct()
    if until is None and not shortened:
        keep_numbers("played", kind.__name__, lecture.report())
    return lecture


def play_whole(slug: str, folder: Path) -> Lecture:
    """A lecture in `scenes/`, played dry from its first beat to its last."""
    return played(lecture_class(slug), folder, lambda lecture, time: None, None)


def shown(lecture: Lecture, beat: str) -> list[str]:
    """Every number that a beat of a played lecture put on the stage, as it stands there."""
    return [each["text"] for each in lecture.report()["numbers"] if each["beat"] == beat]


def check_lengths(
    lecture: Lecture, *, seconds: tuple[float, float] = (180, 300), beats: tuple[int, int] = (25, 36)
) -> None:
    """A played lecture lasts so long, in so many beats, and none of these says more than 25 words."""
    report = lecture.report()
    assert seconds[0] <= report["seconds"] <= seconds[1]
    assert beats[0] <= len(report["beats"]) <= beats[1]
    assert all(len(each["words"].split()) <= 25 for each in report["beats"])


def pointer(knob: Any) -> float | None:
    """The angle of a knob's pointer as drawn, clockwise from upright; None of a knob that has gone."""
    if not len(knob.pointer.points):
        return None
    way = knob.pointer.points[-1] - knob.pointer.points[0]
    return float(np.degrees(np.arctan2(way[0], way[1])))


def keep_numbers(showing: str, of: str, report: dict[str, Any]) -> None:
    """Keep what a whole showing told, where every process that runs tests of this session finds it."""
    folder = Path(os.environ[KEPT])
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as written:
        json.dump([(each["beat"], each["name"], each["text"]) for each in report["numbers"]], written)
    os.replace(written.name, folder / f"{showing}-{of}.json")


def numbers_kept(showing: str, of: str) -> list[tuple[str, str, str]] | None:
    """The beat, name and text of every number that a whole showing told; None where there was none so far."""
    path = Path(os.environ[KEPT], f"{showing}-{of}.json")
    return [tuple(each) for each in json.loads(path.read_text())] if path.exists() else None


def watch(slug: str, folder: Path) -> Watched:
    """What the critic sees of a lecture in `scenes/`, alone; its pictures go to the folder."""
    from studio.check.watching import Watcher  # it switches on the critic's eyes: only where they are used
    from studio.render.engine import swift

    listening.turn_to(f"{LECTURE}{slug}")  # one process watches several
    swift.hasten()  # as a worker does
    kind = lecture_class(slug)
    seen = Watcher(LECTURES[slug].path, folder, recordings=recordings_of(kind)).watch(kind)
    keep_numbers("watched", kind.__name__, seen.report)
    return seen
