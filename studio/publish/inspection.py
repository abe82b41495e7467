"""Verifies a site: every link, checksum, track and time in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import av
from PIL import Image, UnidentifiedImageError

from studio.course.spelling import to_type
from studio.embed.clip import Clip, HeldTwice, read_clip
from studio.embed.names import CLIP, CLIPS, FORMAT, HASH, LEDGER, is_hashed
from studio.errors import Unprepared
from studio.places import CHECKOUT, readable
from studio.publish.ledger import LOST, NOTHING, Format, Ledger, read_ledger
from studio.publish.links import broken_links, read_page
from studio.publish.screening import screen
from studio.system.checksums import Checksums, sha256
from studio.system.columns import counted
from studio.system.reading import read_as

CUE = re.compile(r"(\d+):(\d\d):(\d\d\.\d{3}) --> (\d+):(\d\d):(\d\d\.\d{3})\n(.+?)(?:\n\n|\n*\Z)", re.DOTALL)
HAIR = 2e-3  # seconds: WebVTT and chapter marks count in thousandths
STEP = 0.025  # seconds that sound and picture may be apart: an AAC packet lasts 0.021
USUAL = "h"  # the quality that need not be typed
Cue = tuple[float, float, str]


def inspect_site(site: Path, course: Path = CHECKOUT) -> list[str]:
    """A sentence for every fault of a site. Raises Unprepared where there is none."""
    ledger = read_ledger(site)
    if ledger is NOTHING:
        hint = f"{to_type(course, 'publish', site=site)} writes one."
        raise Unprepared(f"There is no site at {readable(site)}.", hint=hint)
    if ledger is LOST:
        return [f"{LEDGER} is broken: it is not known what should be here."]
    findings = [*_files(site, ledger)]
    there = {path for path in ledger.files if (site / path).is_file()}
    findings += _links(site, there)
    for slug in ledger.bundles:
        findings += [f"{CLIPS}/{slug}: {each}" for each in inspect_bundle(site / CLIPS / slug)]
    return findings


def verdict(site: Path, findings: Sequence[str], course: Path = CHECKOUT) -> str:
    """The faults in words, and what to type to mend them."""
    ledger = read_ledger(site)
    if findings:
        plural = "things are" if len(findings) > 1 else "thing is"
        told = "\n".join(f"  {each}" for each in findings)
        return (
            f"{readable(site)}: {len(findings)} {plural} not as they should be:\n{told}\n"
            f"Mend it with: {_as_before(course, site, ledger)}"
        )
    return (
        f"{readable(site)}: {counted(len(ledger.bundles), 'lecture')}, {counted(len(ledger.files), 'file')}; "
        "every link, checksum, track and time is right."
    )


def inspect_bundle(folder: Path) -> Iterator[str]:
    """The faults of one bundle: its files, times, tracks, film and pictures compared with its clip.json."""
    clip = read_clip(folder)
    if clip is None:
        other = read_as(folder / CLIP, Format)
        if other is None or other["format"] == FORMAT:
            yield f"{CLIP} is broken, or not there."
        else:
            yield f"{CLIP} is of format {other['format']}, which this Compass does not know."
        return
    try:
        yield from _described(folder, clip)
        yield from _times(clip)
        yield from _tracks(folder, clip)
        yield from _film(folder, clip)
        yield from _pictures(folder, clip)
    except OSError as error:
        yield f"{Path(error.filename or CLIP).name} cannot be read: {error.strerror}."
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{CLIP} is broken ({type(error).__name__}: {error})."


def _as_before(course: Path, site: Path, ledger: Ledger) -> str:
    """The command that publishes a site again with the same options."""
    made_with = ledger.made_with
    words = ["-q", made_with["quality"]] if made_with["quality"] not in ("", USUAL) else []
    words += ["--url", made_with["url"]] if made_with["url"] else []
    return to_type(course, "publish", *words, *["--scorm"] * made_with["scorm"], site=site)


def _files(site: Path, ledger: Ledger) -> Iterator[str]:
    for path in sorted(ledger.damaged(site, Checksums())):
        what = "not as it was published" if (site / path).is_file() else "missing"
        yield f"{path} is {what}."


def _links(site: Path, there: set[str]) -> Iterator[str]:
    def texts(suffix: str) -> dict[str, str]:
        chosen = sorted(path for path in there if path.endswith(suffix))
        return {path: (site / path).read_text(encoding="utf-8", errors="replace") for path in chosen}

    pages = {path: read_page(text) for path, text in texts(".html").items()}
    yield from broken_links(pages, texts(".css"), there)


def _described(folder: Path, clip: Clip) -> Iterator[str]:
    """Compare every file that clip.json names with its entry."""
    for told in _told_files(clip):
        name, expected = told["file"], told["sha256"]
        for file in {folder / told["file"], folder / told.get("stable", told["file"])}:
            if not file.is_file():
                yield f"{file.relative_to(folder)} is missing."
            elif file.stat().st_size != told["bytes"] or sha256(file) != expected:
                yield f"{file.relative_to(folder)} is not what {CLIP} says."
        if is_hashed(name) and f".{expected[:HASH]}." not in name:
            yield f"{name} carries another checksum than its own."


def _told_files(told: object) -> Iterator[HeldTwice]:
    if isinstance(told, dict):
        if "sha256" in told:
            yield cast(HeldTwice, told)
        for each in told.values():
            yield from _told_files(each)
    elif isinstance(told, list):
        for each in told:
            yield from _told_files(each)


def _times(clip: Clip) -> Iterator[str]:
    """Check that beats and chapters fill the film without a gap, and captions lie within their beats."""
    for name in ("beats", "chapters"):
        borders = [0.0, *(each["end"] for each in clip[name])]
        starts = [*(each["start"] for each in clip[name]), clip["seconds"]]
        if any(abs(a - b) > HAIR for a, b in zip(borders, starts, strict=True)):
            yield f"the {name} do not fill the film from its first frame to its last."
        if any(each["end"] <= each["start"] for each in clip[name]):
            yield f"one of the {name} ends before it begins."
    if [name for each in clip["chapters"] for name in each["beats"]] != [b["name"] for b in clip["beats"]]:
        yield "the chapters do not hold the beats in their order."
    for beat in clip["beats"]:
        if beat["address"] != f"{clip['slug']}#{beat['name']}":
            yield f"the beat {beat['name']} has the address {beat['address']}."
        last = beat["start"]
        for cue in beat["cues"]:
            if cue["start"] < last - HAIR or cue["end"] <= cue["start"] or cue["end"] > beat["end"] + HAIR:
                yield f"a caption of {beat['name']} at {cue['start']} s lies outside of its time."
            last = cue["end"]


def _tracks(folder: Path, clip: Clip) -> Iterator[str]:
    said = [(cue["start"], cue["end"], cue["text"]) for beat in clip["beats"] for cue in beat["cues"]]
    marks = [(each["start"], each["end"], each["name"]) for each in clip["chapters"]]
    tracks = clip["tracks"]
    for name, track, expected in (
        ("captions", tracks["captions"], said),
        ("chapters", tracks["chapters"], marks),
    ):
        text = (folder / track["file"]).read_text(encoding="utf-8")
        if not text.startswith("WEBVTT") or not _alike(read_cues(text), expected):
            yield f"the {name} are not those of {CLIP}."


def read_cues(text: str) -> list[Cue]:
    """The cues of a WebVTT file: start and end in seconds, words."""
    return [
        (_seconds(*cue[:3]), _seconds(*cue[3:6]), html.unescape(cue[6]).strip()) for cue in CUE.findall(text)
    ]


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


def _alike(found: Sequence[Cue], expected: Sequence[Cue]) -> bool:
    return len(found) == len(expected) and all(
        abs(a[0] - b[0]) < HAIR and abs(a[1] - b[1]) < HAIR and a[2] == b[2].strip()
        for a, b in zip(found, expected, strict=True)
    )


def _film(folder: Path, clip: Clip) -> Iterator[str]:
    try:
        film = screen(folder / clip["film"]["file"])
    except (av.FFmpegError, IndexError) as error:
        yield f"the film cannot be played ({error})."
        return
    if film.codec != "h264" or not film.starts_fast:
        yield "the film is not H.264 with its index in front."
    if (film.width, film.height, film.frame_rate) != (clip["width"], clip["height"], clip["frame_rate"]):
        yield f"the film has other frames than {CLIP} says."
    if abs(film.frames / clip["frame_rate"] - clip["seconds"]) > 1 / clip["frame_rate"]:
        yield f"the film lasts {film.frames / clip['frame_rate']:.3f} s, not {clip['seconds']:.3f} s."
    told = clip["sound"]["codec"] if "sound" in clip else None
    if film.sound != told:
        yield f"the film has {_spoken(film.sound)}, and {CLIP} tells of {_spoken(told)}."
    begin, end = film.heard
    if film.sound and (abs(begin) > STEP or abs(end - clip["seconds"]) > STEP + 1 / clip["frame_rate"]):
        yield f"the sound lasts from {begin:.3f} s to {end:.3f} s, the film to {clip['seconds']:.3f} s."
    marks = [(each["start"], each["end"], each["name"]) for each in clip["chapters"]]
    if not _alike([(start, end, name) for name, start, end in film.marks], marks):
        yield f"the chapter marks in the film are not those of {CLIP}."


def _spoken(codec: str | None) -> str:
    return f"sound ({codec})" if codec else "no sound"


def _pictures(folder: Path, clip: Clip) -> Iterator[str]:
    told = [clip["poster"], *(beat["still"] for beat in clip["beats"])]
    smaller = [size for each in told for size in (each["small"], *each.get("sizes", ()))]
    for each in [*told, *smaller]:
        try:
            with Image.open(folder / each["file"]) as picture:
                found = picture.size
        except UnidentifiedImageError:
            found = (0, 0)
        if found != (each["width"], each["height"]):
            yield f"{each['file']} is no picture of {each['width']} by {each['height']} pixels."
    yield from (f"{each['file']} has no words beside it." for each in told if not each["alt"].strip())
