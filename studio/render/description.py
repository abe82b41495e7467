"""The description of a film, the .json beside it: its types, and the function that reads it."""

# No "from __future__ import annotations" here: TypedDict would not see NotRequired.

from pathlib import Path
from typing import Any, NotRequired, TypedDict

from studio.places import DESCRIPTION, FILM, FORMAT, SUFFIXES
from studio.system.reading import read_as


class CueTold(TypedDict):
    """One caption, in seconds of the film."""

    start: float
    end: float
    text: str


class VoiceTold(TypedDict):
    """The recording that is played from a beat's first frame on."""

    speaker: str
    kind: str
    made: str
    licence: str
    seconds: float


class PlayTold(TypedDict):
    """One stretch of the film: a play, and what decides its frames."""

    frames: int
    key: str


class BeatTold(TypedDict):
    """One beat, in seconds of the film."""

    name: str
    chapter: str
    words: str
    line: int
    start: float
    end: float
    cues: list[CueTold]
    voice: NotRequired[VoiceTold | None]  # none where the beat is silent


class ChapterTold(TypedDict):
    """One chapter, in seconds of the film."""

    name: str
    start: float
    end: float


class SourceTold(TypedDict):
    """A set of measured data that the film shows."""

    name: str
    credit: str
    licence: str


class FileTold(TypedDict):
    """One of the film's files, as it was written."""

    bytes: int
    sha256: str


class RecordTold(TypedDict):
    """The files, tools and options that the film was made from: see studio.render.record."""

    files: dict[str, str]
    versions: dict[str, str]
    options: dict[str, Any]
    voice: NotRequired[dict[str, str]]


class Description(TypedDict):
    """The content of a film's description."""

    format: int
    slug: str
    number: int
    step: str
    title: str
    goal: str
    part: dict[str, str | None] | None
    captions: str
    width: int
    height: int
    frame_rate: int
    frame_count: int
    seconds: float
    chapters: list[ChapterTold]
    beats: list[BeatTold]
    sources: list[SourceTold]
    remarks: NotRequired[list[str]]  # what the film lacks, a sentence for each thing
    plays: NotRequired[list[PlayTold]]
    licence: str
    versions: dict[str, str]
    fingerprint: str
    made_from: RecordTold
    files: dict[str, FileTold]


def read_description(folder: Path, stem: str) -> Description | None:
    """The description of a film; None where there is none, or none of a known format."""
    told = read_as(folder / (stem + DESCRIPTION), Description)
    return told if told is not None and told["format"] == FORMAT and _makes_sense(told) else None


def _makes_sense(told: Description) -> bool:
    """Whether the values are possible: frames have a size, beats and chapters a length, files known names."""
    sizes = (told["width"], told["height"], told["frame_rate"], told["frame_count"], told["seconds"])
    spans = [*told["chapters"], *told["beats"]]
    return (
        min(sizes) > 0
        and all(0 <= each["start"] < each["end"] for each in spans)
        and bool(told["beats"] and told["chapters"])
        and FILM in told["files"]
        and set(told["files"]) <= set(SUFFIXES)
    )
