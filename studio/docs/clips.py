"""Has clips of the gallery's pictures drawn, as far as those have changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.docs.turns import turn_of
from studio.errors import RenderFailed
from studio.gallery.entries import Entry
from studio.places import CHECKOUT, STUDIO
from studio.render import pool
from studio.render.jobs import Job, Options, Quality

CLIPS = "clips"  # the folder beside the stills
LEDGER = "clips.json"  # what each clip was made from
OPTIONS = Options(Quality(640, 360, 15))


def moves(entry: Entry) -> bool:
    """Whether a picture is shown in motion."""
    return turn_of(entry.name, entry.dials) is not None


def draw_clips(
    entries: Sequence[Entry], folder: Path, *, cores: int, tell: Callable[[str], None]
) -> list[RenderFailed]:
    """Draw a clip of each picture that moves, where its still is another than the clip was made beside.

    `folder` is the gallery's, whose ledger tells what stills were made from. What failed is returned.
    """
    (folder / CLIPS).mkdir(parents=True, exist_ok=True)
    stills, known = _read(folder / "gallery.json"), _read(folder / LEDGER)
    keys = {each.name: _key(each, stills) for each in entries if moves(each) and each.name in stills}
    for old in (folder / CLIPS).glob("*.mp4"):
        if old.stem not in keys:
            old.unlink()
    due = [
        each for each in entries
        if each.name in keys
        and (known.get(each.name) != keys[each.name] or not (folder / CLIPS / f"{each.name}.mp4").is_file())
    ]  # fmt: skip
    failures, done = [], 0
    with contextlib.closing(pool.run(_jobs(due), cores, folder)) as events:
        for event in events:
            if event.error is not None:
                failures.append(event.error)
            if event.what == "clip":
                name, done = event.facts["name"], done + 1
                shutil.move(event.facts["path"], folder / CLIPS / f"{name}.mp4")
                known[name] = keys[name]
                _write(folder / LEDGER, json.dumps(known, indent=1))
                tell(f"{done} of {len(due)}: {name} in motion")
    return failures


def _jobs(due: Sequence[Entry]) -> list[Job]:
    """A job for each file of the gallery."""
    return [
        Job(
            kind="pictures", course=CHECKOUT, path=CHECKOUT / file, class_name="",
            slug="clips-" + Path(file).stem, number=0, step="", poster=None, options=OPTIONS,
            done_by="studio.docs.moving:draw",
            pictures=tuple(each.function for each in due if each.file == file),
        )
        for file in dict.fromkeys(each.file for each in due)
    ]  # fmt: skip


def _key(entry: Entry, stills: dict[str, Any]) -> str:
    turn = turn_of(entry.name, entry.dials)
    hand = (STUDIO / "docs" / "moving.py").read_text(encoding="utf-8")
    made_of = [stills[entry.name], asdict(turn) if turn else None, asdict(OPTIONS), hand]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or as it was."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
