"""What clip.json tells: a lecture's film in words, times and files; and the one reader of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict, cast

from studio.course.lecture import CREDITS, Beat, Lecture
from studio.embed.names import CLIP, FORMAT, SCHEMA, page_of
from studio.render.description import CueTold, SourceTold
from studio.system.reading import read_as
from visuals.course import Course

Clip = dict[str, Any]  # as clip.schema.json describes it
LANGUAGE = "en"
TIGHT_UNITS = ("", "°", "′", "″")  # as visuals.letters.readout sets them


class Held(TypedDict):
    """A file as a clip tells of it."""

    file: str
    type: str
    bytes: int
    sha256: str


class HeldTwice(Held):
    """One that has a stable name, too."""

    stable: str


class Track(HeldTwice):
    """Captions, or chapters."""

    label: str


class Tracks(TypedDict):
    """Both of them."""

    captions: Track
    chapters: Track


class Small(Held):
    """A picture for cards and lists."""

    width: int
    height: int


class PlainPicture(HeldTwice):
    """A still, or the poster, all that every edition tells of it."""

    width: int
    height: int
    alt: str
    small: Small


class Picture(PlainPicture, total=False):
    """One that is told of more closely."""

    light: float
    sizes: list[Small]


class Transcript(TypedDict):
    """The words to read."""

    html: HeldTwice
    text: HeldTwice


class Number(TypedDict):
    """A number as the viewer reads it."""

    name: str
    text: str
    unit: str


class Chapter(TypedDict):
    """A run of beats."""

    name: str
    start: float
    end: float
    beats: list[str]


class NamedBeat(TypedDict):
    """A beat, all that every edition tells of it."""

    name: str
    title: str
    address: str
    chapter: str
    words: str
    start: float
    end: float
    cues: list[CueTold]
    numbers: list[Number]
    still: Picture


class RenamedBeat(NamedBeat, total=False):
    """One that was called otherwise before."""

    was: list[str]


class StepTold(TypedDict):
    """The part of the course."""

    number: int
    name: str


class Licence(TypedDict):
    """What others may do with it."""

    name: str
    url: str
    attribution: str


class Voice(TypedDict):
    """Who speaks in the film."""

    speaker: str
    kind: str
    licence: str


class SoundTold(TypedDict):
    """The film's sound: how it is coded (RFC 6381), and whose voices are heard."""

    codec: str
    voices: list[Voice]


class Silent(TypedDict):
    """A clip.json with everything in it that a silent film has: what clip.schema.json asks for, in types."""

    format: Literal[1]
    slug: str
    number: int
    title: str
    goal: str
    language: str
    step: StepTold
    seconds: float
    width: int
    height: int
    frame_rate: int
    licence: Licence
    sources: list[SourceTold]
    film: HeldTwice
    poster: Picture
    tracks: Tracks
    transcript: Transcript
    numbers: HeldTwice
    data: HeldTwice | None
    chapters: list[Chapter]
    beats: list[RenamedBeat]
    page: str | None
    embed: str


class Whole(Silent, total=False):
    """The same with what a film that speaks has besides."""

    sound: SoundTold


def read_clip(folder: Path) -> Clip | None:
    """What the clip.json of a bundle says; None where there is none that we know how to read."""
    told = read_as(folder / CLIP, Whole)
    if told is None or min(told["width"], told["height"], told["frame_rate"], told["seconds"]) <= 0:
        return None
    is_whole = told["chapters"] and told["beats"] and all(each["beats"] for each in told["chapters"])
    return cast(Clip, told) if is_whole else None


def describe(
    lecture: Lecture, film: Mapping[str, Any], numbers: Iterable[Mapping[str, Any]], course: Course
) -> Clip:
    """A lecture's clip without its files: from the film's own description, its numbers and its course."""
    shown = list(numbers)
    former = former_names(lecture.beats, [each["name"] for each in film["beats"]])
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
        "licence": {
            "name": course.licence.films,
            "url": course.licence.url,
            "attribution": course.attribution,
        },
        "sources": [dict(each) for each in film["sources"]],
        "chapters": [_chapter(each, film["beats"]) for each in film["chapters"]],
        "beats": [_beat(lecture.slug, each, shown, former) for each in film["beats"]],
        "page": f"../../{page_of(lecture.slug)}",
        "embed": "embed.html",
    }


def voices(film: Mapping[str, Any]) -> list[Voice]:
    """Whose voices are heard in a film, in the order of speaking, as its beats tell."""
    told = [voice for beat in film["beats"] if (voice := beat.get("voice"))]
    heard = dict.fromkeys((each["speaker"], each["kind"], each["licence"]) for each in told)
    return [{"speaker": speaker, "kind": kind, "licence": licence} for speaker, kind, licence in heard]


def voice_credit(clip: Clip) -> str:
    """`Voice: Kokoro-82M, speaker af_heart (Apache-2.0)`; empty where nobody speaks."""
    told = clip.get("sound", {}).get("voices", ())
    return "Voice: " + "; ".join(f"{each['speaker']} ({each['licence']})" for each in told) if told else ""


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


def former_names(beats: Iterable[Beat], names: Sequence[str]) -> dict[str, list[str]]:
    """By beat, what each was called before; a name that a beat has now, or an earlier one had, is its own."""
    taken = set(names)
    found: dict[str, list[str]] = {}
    for beat in beats:
        if beat.name in names:
            found[beat.name] = [old for old in dict.fromkeys(beat.was) if old not in taken]
            taken |= set(beat.was)
    return found


def _beat(
    slug: str,
    beat: Mapping[str, Any],
    numbers: Iterable[Mapping[str, Any]],
    former: Mapping[str, list[str]],
) -> dict[str, Any]:
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
    } | ({"was": was} if (was := former.get(beat["name"])) else {})
