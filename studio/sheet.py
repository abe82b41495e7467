"""One picture of a lecture: the last frame of every beat with its time, name and words, set by Typst."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

import typst

from studio.course.finding import described
from studio.course.lecture import Lecture
from studio.errors import LectureFailed, RenderFailed
from studio.places import LOG, readable
from studio.render import pool
from studio.render.jobs import STILL, Options
from studio.render.plan import job_of
from studio.system.columns import clock, counted
from studio.system.reading import Facts

COLUMNS = 4
NOTHING: Mapping[str, str] = {}  # of its own has the theme of most courses
PICTURE = STILL.width  # a still is set at its own size: one point is one pixel at 72 to the inch
TEMPLATE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: auto, height: auto, margin: 32pt, fill: rgb(sheet.ground))
#set text(font: "New Computer Modern", size: 22pt, fill: rgb(sheet.ink))
#set par(leading: 0.5em)
#let quiet(words) = text(fill: rgb(sheet.quiet), words)
#let label(still) = context {
  let (name, chapter) = ([#still.time #h(0.5em) *#still.name*], quiet(still.chapter))
  let aside = measure(name).width + 1em.to-absolute() + measure(chapter).width <= sheet.width * 1pt
  box(width: sheet.width * 1pt, grid(
    columns: if aside { (auto, 1fr) } else { 1fr }, row-gutter: 0.5em, name, align(right, chapter)
  ))
}
#text(size: 44pt)[#sheet.title] #h(1em)
#h(1fr) #text(size: 26pt, quiet(sheet.summary))
#grid(
  columns: sheet.columns * (sheet.width * 1pt,), gutter: 24pt,
  ..sheet.stills.map(still => stack(
    spacing: 9pt,
    image(still.picture, width: sheet.width * 1pt),
    label(still),
    box(width: 100%, quiet(still.words)),
  ))
)
"""
COLOURS = {"ground": "#05070A", "ink": "#ECEFF4", "quiet": "#AEB7C4"}
THEME = {"ground": "ground", "ink": "text", "quiet": "quiet"}  # what a course's theme calls them


def colours(theme: Mapping[str, str]) -> dict[str, str]:
    """The colours of a sheet: those of a course's theme, as far as it has its own."""
    return {name: theme.get(THEME[name], usual) for name, usual in COLOURS.items()}


def draw_sheet(course: Path, lecture: Lecture, path: Path | None = None) -> Path:
    """Play the lecture without drawing its motions, and set its stills; where the picture is.

    Raises LectureFailed for a lecture that does not play; a former picture of it goes then, and a former log
    goes where it plays: neither shall be taken for what happened now.
    """
    path = course / "media" / "sheets" / f"{lecture.slug}.png" if path is None else path.resolve()
    try:
        if lecture.problem is not None:
            raise LectureFailed(lecture.problem)
        _draw(course, lecture, path)
    except RenderFailed:
        if path.is_file():
            path.unlink()
        raise
    return path


def _draw(course: Path, lecture: Lecture, path: Path) -> None:
    job = job_of(course, lecture, Options(STILL), kind="stills")
    with contextlib.closing(pool.run([job], 1, path.parent)) as events:
        for event in events:
            if event.error is not None:
                raise event.error
            if event.what == "done":  # the stills are there until the next event is asked for
                theme = described(course).theme
                typeset(lecture, event.facts, event.job.folder / "sheet.png", theme).replace(path)
                # what it printed this time is put there next
                (path.parent / (job.stem + LOG)).unlink(missing_ok=True)


def typeset(lecture: Lecture, played: Facts, path: Path, theme: Mapping[str, str] = NOTHING) -> Path:
    """Set what was played, as the worker tells it, on one picture at `path`, beside its stills."""
    stills = [
        still
        | {"picture": Path(still["picture"]).name, "time": f"{clock(still['start'])}–{clock(still['end'])}"}
        for still in played["stills"]
    ]
    length, file = clock(played["seconds"]), readable(lecture.path)
    sheet = colours(theme) | {
        "title": lecture.title,
        "summary": f"{lecture.label}, {length}, {counted(len(stills), 'beat')}, {file}",
        "columns": min(COLUMNS, len(stills)),
        "width": PICTURE,
        "stills": stills,
    }
    source = path.with_suffix(".typ")
    source.write_text(TEMPLATE, encoding="utf-8")
    typst.compile(
        source, output=path, format="png", ppi=72.0, root=path.parent, sys_inputs={"sheet": json.dumps(sheet)}
    )
    return path
