"""The beats of a lecture in order: what its text says of each, and what playing them has added so far."""

from __future__ import annotations

import ast
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict

from studio.course.lecture import CREDITS, Lecture
from studio.places import CHECKOUT
from studio.preview.difference import parsed
from studio.preview.editor_links import link
from studio.preview.frame_store import FrameStore
from studio.preview.protocol import FRAME_RATE, HEIGHT, WIDTH, BeatPlayed
from studio.render.description import CueTold, NumberTold

WORDS_A_MINUTE = 150
LONGEST = 40  # letters of an argument that are shown
LEAST = 2.0  # seconds that a beat is guessed to last at least
CREDITS_WORDS = "Every number in this film was computed for it. Sources and licence."
CREDITS_FILE = CHECKOUT / "visuals" / "lecture" / "lecture.py"


@dataclass
class BeatLine:
    """One beat on the timeline."""

    name: str
    words: str
    chapter: str
    file: Path
    line: int
    source: str
    source_line: int
    stamp: str
    count: int  # frames; a guess until the beat is `known`, that is, was played
    known: bool = False
    moves: bool = False  # it ends in motion: its last frame is drawn before the motion is finished
    cues: list[CueTold] = field(default_factory=list)
    numbers: list[NumberTold] = field(default_factory=list)

    def learn(self, facts: BeatPlayed) -> None:
        """Take over what was said and shown when it was played."""
        self.count = round((facts["end"] - facts["start"]) * FRAME_RATE)
        self.cues, self.numbers, self.known = facts["cues"], facts["numbers"], True
        self.moves = facts["moves"]


class ChapterShown(TypedDict):
    """A chapter as a page gets it, in frames."""

    name: str
    first: int
    count: int


class BeatShown(TypedDict):
    """A beat as a page gets it."""

    name: str
    title: str
    chapter: str
    words: str
    line: int
    place: str
    link: str
    first: int
    count: int
    known: bool
    stamp: str
    frames: str
    drawn: list[tuple[int, int]]
    cues: list[CueTold]
    numbers: list[dict[str, object]]  # each with its `call`
    source: str
    source_line: int
    voice: NotRequired[dict[str, object]]  # see voice_playback


class TimelineShown(TypedDict):
    """A lecture's beats as a page gets them."""

    slug: str
    number: int
    title: str
    goal: str
    file: str
    link: str
    version: int
    width: int
    height: int
    frame_rate: int
    whole: bool
    frame_count: int
    seconds: float
    chapters: list[ChapterShown]
    beats: list[BeatShown]


class Timeline:
    """The beats of one lecture in order. A beat has a new stamp whenever its frames may have changed."""

    def __init__(self, lecture: Lecture, text: str, course: Path) -> None:
        self.course = course
        self.version = 0
        self.beats: list[BeatLine] = []
        self.lecture = lecture
        self.retell(lecture, text)

    def retell(self, lecture: Lecture, text: str, changed_from: int | None = 0) -> None:
        """Take over a new text. Beats from `changed_from` on get new stamps (None: no beat does)."""
        before = {beat.name: beat for beat in self.beats}
        told = self._told(lecture, text)
        for i, beat in enumerate(told):
            former = before.get(beat.name)
            if former is None:
                continue
            beat.count = former.count
            beat.cues, beat.numbers = former.cues, former.numbers
            if changed_from is None or i < changed_from:
                beat.stamp, beat.known, beat.moves = former.stamp, former.known, former.moves
        self.lecture, self.beats = lecture, told
        self.version += 1

    def renew(self, first: int) -> None:
        """The frames of beats from `first` on may have changed: give them new stamps."""
        for beat in self.beats[first:]:
            beat.stamp, beat.known = new_stamp(), False
        self.version += 1

    def place(self, name: str | None) -> int | None:
        """The index of the beat of this name; None if there is none."""
        return next((i for i, beat in enumerate(self.beats) if beat.name == name), None)

    def stamped(self, stamp: str) -> int | None:
        """The index of the beat with this stamp; None for an old stamp."""
        return next((i for i, beat in enumerate(self.beats) if beat.stamp == stamp), None)

    def first(self, place: int) -> int:
        """The number, in the film, of a beat's first frame."""
        return sum(beat.count for beat in self.beats[:place])

    @property
    def whole(self) -> bool:
        """Whether every beat's length is known."""
        return all(beat.known for beat in self.beats)

    def as_json(self, store: FrameStore) -> TimelineShown:
        """The timeline as a page gets it; `LecturePreview.as_json` adds voice, error and findings."""
        lecture, frames = self.lecture, sum(beat.count for beat in self.beats)
        return {
            "slug": lecture.slug,
            "number": lecture.number,
            "title": lecture.title,
            "goal": lecture.goal,
            "file": place_of(lecture.path, self.course),
            "link": link(lecture.path),
            "version": self.version,
            "width": WIDTH,
            "height": HEIGHT,
            "frame_rate": FRAME_RATE,
            "whole": self.whole,
            "frame_count": frames,
            "seconds": round(frames / FRAME_RATE, 4),
            "chapters": self._chapters(),
            "beats": [self._beat(i, store) for i in range(len(self.beats))],
        }

    def _beat(self, place: int, store: FrameStore) -> BeatShown:
        beat = self.beats[place]
        return {
            "name": beat.name,
            "title": beat.name.replace("_", " "),
            "chapter": beat.chapter,
            "words": beat.words,
            "line": beat.line,
            "place": f"{place_of(beat.file, self.course)}:{beat.line}",
            "link": link(beat.file, beat.line),
            "first": self.first(place),
            "count": beat.count,
            "known": beat.known,
            "stamp": beat.stamp,
            "frames": f"/frames/{self.lecture.slug}/{beat.stamp}/",
            "drawn": store.runs(beat.stamp),
            "cues": beat.cues,
            "numbers": [{**each, "call": _spelled(each)} for each in beat.numbers],
            "source": beat.source,
            "source_line": beat.source_line,
        }

    def _chapters(self) -> list[ChapterShown]:
        chapters: list[ChapterShown] = []
        for i, beat in enumerate(self.beats):
            if not chapters or chapters[-1]["name"] != beat.chapter:
                chapters.append({"name": beat.chapter, "first": self.first(i), "count": 0})
            chapters[-1]["count"] += beat.count
        return chapters

    def _told(self, lecture: Lecture, text: str) -> list[BeatLine]:
        sources = _sources(text, lecture.class_name)
        told, chapter = [], lecture.title
        for beat in lecture.beats:
            chapter = beat.chapter or chapter
            line, source = sources.get(beat.name, (beat.line, ""))
            told.append(_line(beat.name, beat.words, chapter, lecture.path, beat.line, source, line))
        line = _line_of_credits()
        told.append(_line(CREDITS, CREDITS_WORDS, "Credits", CREDITS_FILE, line, "", line))
        return told


def place_of(file: Path | str, course: Path) -> str:
    """A file's path relative to the course or to the checkout, where it lies in one of them."""
    for root in (course, CHECKOUT):
        if Path(file).is_relative_to(root):
            return Path(file).relative_to(root).as_posix()
    return str(file)


def new_stamp() -> str:
    """A stamp that no beat had before."""
    return secrets.token_hex(5)


def _line(
    name: str, words: str, chapter: str, file: Path, line: int, source: str, source_line: int
) -> BeatLine:
    seconds = max(len(words.split()) * 60 / WORDS_A_MINUTE, LEAST)
    count = round(seconds * FRAME_RATE)
    return BeatLine(name, words, chapter, file, line, source, source_line, new_stamp(), count)


def _sources(text: str, class_name: str) -> dict[str, tuple[int, str]]:
    """For every method of the class, the number of its first line and its text."""
    lines = text.splitlines(keepends=True)
    found = {}
    for node in parsed(text).body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    first = min([each.lineno, *(mark.lineno for mark in each.decorator_list)])
                    found[each.name] = first, "".join(lines[first - 1 : each.end_lineno]).rstrip()
    return found


def _line_of_credits() -> int:
    for number, line in enumerate(CREDITS_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip().startswith("def credits("):
            return number
    return 1


def _spelled(number: NumberTold) -> str:
    """The call that computed a number, in short: `directional(f=hills.f, x=[-2.3, -0.9], h=0.1)`."""
    given = ", ".join(f"{name}={_short(value)}" for name, value in number["arguments"].items())
    return f"{number['function'].rsplit('.', 1)[-1]}({given})"


def _short(value: object) -> str:
    if isinstance(value, dict) and "result_of" in value:
        return f"{str(value['result_of']).rsplit('.', 1)[-1]}(...)"
    if isinstance(value, dict) and "shape" in value:
        return f"array{tuple(value['shape'])}"
    text = str(value)
    if len(text) <= LONGEST:
        return text
    if isinstance(value, list | tuple):  # whole numbers rather than half of one
        return f"{text[: text.rfind(', ', 0, LONGEST)]}, …{text[-1]}"
    return text[: LONGEST - 1] + "…"
