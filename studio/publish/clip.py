"""What clip.json tells: a lecture's film in words, times and files. Pure; nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.lecture import CREDITS, Lecture
from studio.publish.names import FORMAT, SCHEMA, page_of

Clip = dict[str, Any]  # as clip.schema.json describes it
LANGUAGE = "en"
TIGHT_UNITS = ("", "°", "′", "″")  # as visuals.letters.readout sets them
LICENCE = {
    "name": "CC BY 4.0",
    "url": "https://creativecommons.org/licenses/by/4.0/",
    "attribution": "Compass, CC BY 4.0",
}


def describe(lecture: Lecture, film: Mapping[str, Any], numbers: Iterable[Mapping[str, Any]]) -> Clip:
    """The clip of a lecture without its files: from the film's own description and its numbers."""
    shown = list(numbers)
    return {
        "$schema": f"../{SCHEMA}",
        "format": FORMAT,
        "slug": lecture.slug,
        "number": lecture.number,
        "title": film["title"],
        "goal": film["goal"],
        "language": LANGUAGE,
        "step": {"number": lecture.step.number, "name": lecture.step.name},
        "seconds": film["seconds"],
        "width": film["width"],
        "height": film["height"],
        "frame_rate": film["frame_rate"],
        "licence": LICENCE,
        "sources": [dict(each) for each in film["sources"]],
        "chapters": [_chapter(each, film["beats"]) for each in film["chapters"]],
        "beats": [_beat(lecture.slug, each, shown) for each in film["beats"]],
        "page": f"../../{page_of(lecture.slug)}",
        "embed": "embed.html",
    }


def poster_beat(lecture: Lecture, beats: Sequence[Mapping[str, Any]]) -> str:
    """The beat whose last frame is the poster: the lecture's choice, else the last before the credits."""
    names = [each["name"] for each in beats]
    if lecture.poster in names:
        return str(lecture.poster)
    return str(names[-2] if names[-1] == CREDITS and len(names) > 1 else names[-1])


def alternative(words: str, numbers: Iterable[Mapping[str, str]]) -> str:
    """A still in words: what was said with it, and the numbers that can be read in it."""
    read = ", ".join(f"{each['name']} {with_unit(each)}" for each in numbers)
    return f"{words} In the picture: {read}." if read else words


def with_unit(number: Mapping[str, str]) -> str:
    """A number as the film writes it."""
    unit = number["unit"]
    return number["text"] + (unit if unit in TIGHT_UNITS else f"\u00a0{unit}")


def _chapter(chapter: Mapping[str, Any], beats: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A chapter with the names of its beats; two chapters may be called the same, so times decide."""
    names = [each["name"] for each in beats if chapter["start"] <= each["start"] < chapter["end"]]
    return {"name": chapter["name"], "start": chapter["start"], "end": chapter["end"], "beats": names}


def _beat(slug: str, beat: Mapping[str, Any], numbers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    last = {(each["name"], each["field"]): each for each in numbers if each["beat"] == beat["name"]}
    shown = [{name: each[name] for name in ("name", "text", "unit")} for each in last.values()]
    return {
        "name": beat["name"],
        "title": beat["name"].replace("_", " ").strip().capitalize(),
        "address": f"{slug}#{beat['name']}",
        "chapter": beat["chapter"],
        "words": beat["words"],
        "start": beat["start"],
        "end": beat["end"],
        "cues": [dict(cue) for cue in beat["cues"]],
        "numbers": shown,
    }
