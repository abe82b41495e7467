"""Writes the files beside a film, and checks that film and report agree."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any

import av

from studio.errors import Inconsistent
from studio.places import CAPTIONS, DESCRIPTION, FILM, FORMAT, NUMBERS, SERIES, SUBTITLES, SUFFIXES
from studio.render.captions import subrip, web_vtt
from studio.render.jobs import Job
from studio.render.record import Record
from studio.system.checksums import sha256
from visuals.course import for_frames

SAMPLE = Fraction(1, 48_000)  # of a second
UNEVEN = Fraction(1, 10)  # of a frame: clocks of 90,000 or 12,800 ticks a second round by far less

Report = dict[str, Any]  # what visuals.lecture.Lecture.report() says of a lecture that was played


def write_companions(
    job: Job,
    report: Report,
    record: Record,
    remarks: Sequence[str] = (),
    plays: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write captions, numbers, series and, last, the description with the checksums of all of them.

    `remarks` say what the film lacks; `plays` are the stretches of which it was joined (frames, key).
    """
    cues = [cue for beat in report["beats"] for cue in beat["cues"]]
    _write(job, CAPTIONS, web_vtt(cues))
    _write(job, SUBTITLES, subrip(cues))
    _write(job, NUMBERS, _json(report["numbers"]))
    if report["series"]:
        _write_series(job, report["series"])
    told = _describe(job, report, record) | {"remarks": list(remarks), "plays": list(plays)}
    _write(job, DESCRIPTION, _json(told))


def check_film(path: Path, report: Report) -> None:
    """Raise Inconsistent unless the film has the frames of the report, evenly spaced, filled by its beats,
    and sound from its first frame to its last where a beat of it speaks.
    """
    rate, expected = report["frame_rate"], report["frame_count"]
    moments, length = _frames(path, rate)
    if [round(moment) for moment in moments] != list(range(expected)):
        raise Inconsistent(
            f"{path.name} has {len(moments)} frames, which do not follow one another at {rate} a second; "
            f"the lecture played {expected}."
        )
    uneven = max((abs(moment - round(moment)) for moment in moments), default=0)
    if uneven > UNEVEN or abs(length - expected) > 1:
        raise Inconsistent(
            f"{path.name} shows {expected} frames in {float(length / rate):.3f} s instead of "
            f"{expected / rate:.3f} s, or not evenly."
        )
    _check_sound(path, report)
    borders = [0.0, *(beat["end"] for beat in report["beats"])]
    starts = [beat["start"] for beat in report["beats"]]
    tolerance = 1 / report["frame_rate"]
    if any(abs(a - b) > tolerance for a, b in zip(starts, borders[:-1], strict=True)):
        raise Inconsistent(f"The beats of {path.name} do not follow one another.")
    if abs(borders[-1] - expected / report["frame_rate"]) > tolerance:
        raise Inconsistent(f"The beats of {path.name} do not add up to its length.")


def _check_sound(path: Path, report: Report) -> None:
    speaks = any(beat.get("voice") for beat in report["beats"])
    with av.open(str(path)) as container:
        lengths = [(each.duration or 0) * (each.time_base or 0) for each in container.streams.audio]
    if len(lengths) != speaks:
        has = "sound, and no beat" if lengths else "no sound, and a beat"
        raise Inconsistent(f"{path.name} has {has} of it speaks.")
    seconds = Fraction(report["frame_count"], report["frame_rate"])
    if lengths and abs(lengths[0] - seconds) > SAMPLE:
        raise Inconsistent(
            f"{path.name} sounds for {float(lengths[0]):.3f} s instead of {float(seconds):.3f} s."
        )


def _frames(path: Path, rate: int) -> tuple[list[Fraction], Fraction]:
    """The time at which each frame is shown and the length of all of them, in frames of `rate` a second, read
    from the packets, undecoded. The average rate in the file cannot be used: the last frame's length, which
    writers choose as they please, makes it 2872320/191483 where 15 are meant.
    """
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = stream.time_base
        shown = [(each.pts, each.duration or 0) for each in container.demux(stream) if each.pts is not None]
    if base is None or not shown:
        return [], Fraction(0)
    shown.sort()
    begin, (last, lasts) = shown[0][0], shown[-1]
    return [pts * base * rate for pts, _ in shown], (last + lasts - begin) * base * rate


def _describe(job: Job, report: Report, record: Record) -> dict[str, Any]:
    options, quality = job.options, job.options.quality
    return {
        "format": FORMAT,
        "slug": job.slug,
        "number": job.number,
        "step": job.step,
        "title": report["title"],
        "goal": report["goal"],
        "part": {"from": options.begin, "to": options.end} if options.part else None,
        "captions": options.captions,
        "width": quality.width,
        "height": quality.height,
        "frame_rate": report["frame_rate"],
        "frame_count": report["frame_count"],
        "seconds": report["seconds"],
        "chapters": report["chapters"],
        "beats": report["beats"],
        "sources": report["sources"],
        "licence": for_frames("films"),
        "versions": record.versions,
        "fingerprint": record.fingerprint,
        "made_from": asdict(record),
        "files": {
            suffix: {"bytes": path.stat().st_size, "sha256": sha256(path)}
            for suffix in SUFFIXES
            if (path := job.folder / (job.stem + suffix)).exists()
        },
    }


def _write_series(job: Job, series: list[dict[str, Any]]) -> None:
    """Write every plotted series as a column; shorter columns end earlier."""
    head, columns = [], []
    for each in series:
        for name, values in each["columns"].items():
            unit = each["units"].get(name)
            head.append(f"{each['name']}: {name}" + (f" [{unit}]" if unit else ""))
            columns.append(values)
    with (job.folder / (job.stem + SERIES)).open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(head)
        rows.writerows(zip_longest(*columns, fillvalue=""))


def _write(job: Job, suffix: str, text: str) -> None:
    (job.folder / (job.stem + suffix)).write_text(text, encoding="utf-8")


def _json(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def film_path(job: Job) -> Path:
    """The film of a job, in the worker's folder."""
    return job.folder / (job.stem + FILM)
