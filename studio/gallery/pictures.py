"""Draws what has changed of the gallery, and writes its page and its contact sheet."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import typst
from PIL import Image

from studio.course.finding import described
from studio.errors import RenderFailed
from studio.gallery import page
from studio.gallery.entries import Entry, choose, read_entries
from studio.places import CHECKOUT
from studio.render import pool
from studio.render.description import RecordTold
from studio.render.jobs import SHOWN, Job, Options
from studio.render.record import Record
from studio.sheet import colours

LEDGER = "gallery.json"  # what each still was made from
SHEET = "sheet.png"
STILLS, SMALL = "stills", "small"
SMALL_WIDTH = 480  # pixels of a still on the contact sheet, and on a phone
COLUMNS = 8
OPTIONS = Options(SHOWN)
TEMPLATE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: auto, height: auto, margin: 28pt, fill: rgb(sheet.ground))
#set text(font: "New Computer Modern", size: 20pt, fill: rgb(sheet.ink))
#let still(one) = stack(
  spacing: 8pt,
  image(one.picture, width: sheet.width * 1pt),
  box(width: sheet.width * 1pt, [*#one.name* #h(1fr) #text(fill: rgb(sheet.quiet), one.room)]),
)
#grid(columns: sheet.columns * (sheet.width * 1pt,), gutter: 20pt, ..sheet.stills.map(still))
"""


class Kept(TypedDict):
    """What the ledger tells of a still: the checksum of its lines, and what it was made from."""

    source: str
    record: RecordTold


@dataclass(frozen=True)
class Gallery:
    """What was drawn, what was up to date, and where it can be seen."""

    folder: Path
    drawn: tuple[Entry, ...]
    chosen: tuple[Entry, ...]
    failures: tuple[RenderFailed, ...]

    @property
    def page(self) -> Path:
        """The page of all pictures."""
        return self.folder / "index.html"

    @property
    def sheet(self) -> Path:
        """The picture of all pictures."""
        return self.folder / SHEET

    @property
    def outcome(self) -> str:
        """What became of the pictures, in a sentence."""
        missing = [each.name for each in self.chosen if not self.still(each).is_file()]
        fresh = len(self.chosen) - len(self.drawn)
        said = f"{len(self.drawn)} drawn"
        if not self.failures:
            said += f", {fresh} up to date"
        return said + (f"; without a still: {', '.join(missing)}" if missing else "") + "."

    def still(self, entry: Entry) -> Path:
        """A picture's still."""
        return self.folder / STILLS / f"{entry.name}.png"


def draw_gallery(
    course: Path, names: Sequence[str], folder: Path | None, *, cores: int, tell: Callable[[str], None]
) -> Gallery:
    """Draw the named pictures (all of them without a name) as far as they have changed, in worker processes.

    The page lists every picture; the contact sheet shows those whose still is up to date. Raises NotThere for
    a name that no picture has.
    """
    entries = read_entries()
    chosen = choose(entries, names)
    folder = course / "media" / "pictures" if folder is None else folder.resolve()
    for each in (STILLS, SMALL):
        (folder / each).mkdir(parents=True, exist_ok=True)
    ledger = _read_ledger(folder)
    due = [each for each in chosen if not _is_fresh(each, ledger, folder)]
    failures: list[RenderFailed] = []
    drawn = []
    for entry, record in _drawn(due, folder, cores, failures, tell):
        ledger[entry.name] = {"source": _checksum(entry.source), "record": record}
        _write(folder / LEDGER, json.dumps(ledger, indent=1))
        drawn.append(entry)
    fresh = [each for each in entries if _is_fresh(each, ledger, folder)]
    page.write(entries, {each.name for each in fresh}, folder)
    if fresh:
        _typeset(fresh, folder, described(course).theme)
    return Gallery(folder, tuple(drawn), chosen, tuple(failures))


def outdated(folder: Path) -> tuple[Path, ...]:
    """The stills in a gallery's folder of pictures that visuals does not offer any more."""
    offered = {each.name for each in read_entries()}
    gone = [name for name in _read_ledger(folder) if name not in offered]
    return tuple(
        file for name in gone for size in (STILLS, SMALL) if (file := folder / size / f"{name}.png").is_file()
    )


def _drawn(
    due: Sequence[Entry],
    folder: Path,
    cores: int,
    failures: list[RenderFailed],
    tell: Callable[[str], None],
) -> Iterator[tuple[Entry, RecordTold]]:
    """Draw, a process a room; each picture with what it was made from, as soon as its still is in place."""
    rooms = dict.fromkeys(each.file for each in due)
    jobs = [_job(file, [each for each in due if each.file == file]) for file in rooms]
    by_function = {(each.file, each.function): each for each in due}
    done = 0
    with contextlib.closing(pool.run(jobs, cores, folder)) as events:
        for event in events:
            if event.error is not None:
                failures.append(event.error)
            if event.what == "picture":
                file = event.job.path.relative_to(CHECKOUT).as_posix()
                entry = by_function[file, event.facts["function"]]
                _keep(Path(event.facts["path"]), entry, folder)
                done += 1
                tell(f"{done} of {len(due)}: {entry.name}")
                yield entry, event.facts["record"]


def _job(file: str, entries: Sequence[Entry]) -> Job:
    room = entries[0].room
    return Job(
        kind="pictures",
        course=CHECKOUT,
        path=CHECKOUT / file,
        class_name="",
        slug=f"pictures-{room}",
        number=0,
        step="",
        poster=None,
        options=OPTIONS,
        done_by="studio.gallery.drawing:draw",
        pictures=tuple(each.function for each in entries),
    )


def _keep(still: Path, entry: Entry, folder: Path) -> None:
    """Take a still out of the worker's folder, and a small one of it."""
    with Image.open(still) as picture:
        height = round(SMALL_WIDTH * picture.height / picture.width)
        picture.resize((SMALL_WIDTH, height), Image.Resampling.LANCZOS).save(
            folder / SMALL / f"{entry.name}.png"
        )
    shutil.move(still, folder / STILLS / f"{entry.name}.png")


def _is_fresh(entry: Entry, ledger: dict[str, Kept], folder: Path) -> bool:
    """Whether the still shows what would be drawn now."""
    known = ledger.get(entry.name)
    if known is None or known["source"] != _checksum(entry.source):
        return False
    if not all((folder / each / f"{entry.name}.png").is_file() for each in (STILLS, SMALL)):
        return False
    record = Record.from_dict(known["record"])
    return record.change(CHECKOUT, OPTIONS) is None


def _read_ledger(folder: Path) -> dict[str, Kept]:
    try:
        known: dict[str, Kept] = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or one that was cut off: everything is drawn
        return {}
    return known


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or as it was."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _typeset(entries: Sequence[Entry], folder: Path, theme: Mapping[str, str]) -> None:
    stills = [
        {"name": each.name, "room": each.room, "picture": f"{SMALL}/{each.name}.png"} for each in entries
    ]
    sheet = colours(theme) | {"columns": min(COLUMNS, len(stills)), "width": SMALL_WIDTH, "stills": stills}
    source = folder / "sheet.typ"
    source.write_text(TEMPLATE, encoding="utf-8")
    new = folder / "sheet.new.png"
    typst.compile(
        source, output=new, format="png", ppi=72.0, root=folder, sys_inputs={"sheet": json.dumps(sheet)}
    )
    new.replace(folder / SHEET)
    source.unlink()
