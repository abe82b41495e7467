"""Remembers what the lectures' text told, so that only those that changed are parsed again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from studio.course.lecture import Beat, Lecture
from studio.system.reading import Facts, read_as


class BeatKept(TypedDict):
    """A beat as the shelf keeps it."""

    name: str
    words: str
    chapter: str | None
    line: int
    was: list[str]


class TextKept(TypedDict):
    """What a file's text tells, beyond what its name does."""

    class_name: str
    title: str
    goal: str
    poster: str | None
    beats: list[BeatKept]
    problem: str | None


class Kept(TypedDict):
    """One reading: size, time and inode of the file that was read, and what it told."""

    stamp: list[int]
    told: TextKept


class Readings(TypedDict):
    """All of them, and the stamp of the reader that made them."""

    reader: list[int]
    lectures: dict[str, Kept]


class Shelf:
    """Readings of lectures by file, each with the size and the time of the file it was read from.

    It lies in `media/` and may be lost at any time. What another version of the reader wrote does not count.
    """

    def __init__(self, course: Path) -> None:
        self.file = course / "media" / ".catalog.json"
        self.reader = _stamp(Path(__file__).with_name("script.py"))
        known = read_as(self.file, Readings)
        self.known = known["lectures"] if known is not None and known["reader"] == self.reader else {}
        self.read_now: dict[str, Kept] = {}

    def read(self, bare: Lecture) -> Lecture:
        """The lecture with what its text tells: remembered, or read now."""
        key, stamp = str(bare.path), _stamp(bare.path)
        kept = self.known.get(key)
        if kept is None or kept["stamp"] != stamp:
            from studio.course.script import read_script  # only now: the parser takes its time to load, too

            kept = _to_keep(read_script(bare), stamp)
        self.read_now[key] = kept
        told: Facts = {name: kept["told"].get(name) for name in TextKept.__annotations__}
        beats = tuple(
            Beat(each["name"], each["words"], each["chapter"], each["line"], tuple(each["was"]))
            for each in kept["told"]["beats"]
        )
        return replace(bare, **told | {"beats": beats})

    def save(self) -> None:
        """Remember what was read now, if it is news; a course that cannot be written to is read each time."""
        if self.read_now == self.known:
            return
        text = json.dumps({"reader": self.reader, "lectures": self.read_now})
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            aside = self.file.with_suffix(".tmp")
            aside.write_text(text, encoding="utf-8")
            aside.replace(self.file)
        except OSError:
            return


def _to_keep(lecture: Lecture, stamp: list[int]) -> Kept:
    beats = [
        BeatKept(name=each.name, words=each.words, chapter=each.chapter, line=each.line, was=[*each.was])
        for each in lecture.beats
    ]
    told = TextKept(
        class_name=lecture.class_name, title=lecture.title, goal=lecture.goal, poster=lecture.poster,
        beats=beats, problem=lecture.problem,
    )  # fmt: skip
    return Kept(stamp=stamp, told=told)


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]
