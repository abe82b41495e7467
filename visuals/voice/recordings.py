"""The recordings of a lecture: one Opus file a beat, and `voice.json`, which tells of all of them.

They lie in `assets/voice/<language>/<slug>/`. A recording belongs to the words that it speaks, not to its
beat's name alone: where the words have changed since, it is stale, and the beat is silent.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

TOLD = "voice.json"
SUFFIX = ".opus"
FORMAT = 1
HOME = Path("assets") / "voice" / "en"  # of a course's recordings, a folder for each lecture
LECTURE_FILE = re.compile(r"l\d\d_(?P<name>[a-z0-9_]+)")
Kind = Literal["person", "synthetic"]


@dataclass(frozen=True)
class Recording:
    """What `voice.json` tells of one beat's recording."""

    words: str  # SHA-256 of the beat's words (`fingerprint`)
    file: str  # SHA-256 of the Opus file
    seconds: float  # from the file's first sample to its last
    times: tuple[
        tuple[float, float], ...
    ]  # of each word as `heard` counts them: first and last moment, seconds
    speaker: str  # as the credits name them
    kind: Kind
    made: str  # how: the tools and their versions, the speed
    licence: str
    said: str | None = None  # the text a synthetic speaker was given, where it is another than is written

    @property
    def pace(self) -> float:
        """Words a minute, from the beginning of the first to the end of the last; 0 where there are none."""
        if not self.times:
            return 0.0
        return 60 * len(self.times) / max(self.times[-1][1] - self.times[0][0], 0.001)

    def speaks(self, words: str) -> bool:
        """Whether these are the words that were recorded."""
        return self.words == fingerprint(words)


@dataclass(frozen=True)
class Recordings:
    """The recordings of one lecture, by beat; `problem` is a sentence where `voice.json` cannot be read."""

    folder: Path
    beats: Mapping[str, Recording] = field(default_factory=dict)
    problem: str | None = None

    def path(self, beat: str) -> Path:
        """Where the recording of a beat lies, or would."""
        return self.folder / (beat + SUFFIX)


def fingerprint(words: str) -> str:
    """SHA-256 of words, however they are broken into lines."""
    text = " ".join(words.split())
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def home_of(lecture: Path) -> Path | None:
    """Where the recordings of the lecture in a file lie in its course; None for a file of another name."""
    named = LECTURE_FILE.fullmatch(lecture.stem)
    if named is None or lecture.parent.parent.name != "scenes":
        return None
    return lecture.parents[2] / HOME / named["name"].replace("_", "-")


def read_recordings(folder: Path) -> Recordings:
    """What the `voice.json` of a folder tells; no recordings where there is none.

    An entry that is not one is left out, and named in `problem`.
    """
    path = folder / TOLD
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Recordings(folder)
    except (OSError, ValueError, RecursionError) as error:
        return Recordings(folder, problem=f"{path} cannot be read: {error}")
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("beats"), dict):
        return Recordings(folder, problem=f"{path} is not of a make that is known here")
    read = {name: _recording(entry) for name, entry in told["beats"].items()}
    bad = [name for name, each in read.items() if each is None]
    problem = f"{path} tells nothing that makes sense of {', '.join(bad)}" if bad else None
    return Recordings(folder, {name: each for name, each in read.items() if each is not None}, problem)


def write_recordings(recordings: Recordings) -> None:
    """Write `voice.json`: the same recordings give the same bytes."""
    told = {"format": FORMAT, "beats": {name: asdict(each) for name, each in recordings.beats.items()}}
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    recordings.folder.mkdir(parents=True, exist_ok=True)
    (recordings.folder / TOLD).write_text(text + "\n", encoding="utf-8")


def _recording(entry: Any) -> Recording | None:
    """A recording from what JSON tells of it; None for anything of another shape."""
    try:
        times = tuple((float(begin), float(end)) for begin, end in entry["times"])
        made = Recording(**{**entry, "times": times, "seconds": entry["seconds"] + 0.0})
    except (TypeError, ValueError, KeyError):
        return None
    texts = (made.words, made.file, made.speaker, made.made, made.licence, made.said or "")
    moments = [moment for pair in made.times for moment in pair]
    makes_sense = (
        all(isinstance(each, str) for each in texts)
        and made.kind in ("person", "synthetic")
        and 0 < made.seconds < float("inf")
        and all(0 <= early <= late for early, late in pairwise(moments))
        and (not moments or moments[-1] <= made.seconds)
    )
    return made if makes_sense else None
