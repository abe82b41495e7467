"""What the command line prints in columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from studio.catalog import Catalog
from studio.places import readable

if TYPE_CHECKING:  # the list of lectures is to be there at once
    from studio.render import Outcome


def catalog_text(catalog: Catalog) -> str:
    """The syllabus: a heading for each step, a line for each lecture."""
    lines: list[str] = []
    step = None
    width = max((len(each.slug) for each in catalog), default=0)
    for each in catalog:
        if each.step != step:
            step = each.step
            lines += [""] * bool(lines) + [f"Step {step.number}: {step.name}"]
        about = each.problem or f"{each.title} ({len(each.beats) + 1} beats)"
        lines.append(f"  l{each.number:02d}  {each.slug:<{width}}  {about}")
    return "\n".join(lines) or "There are no lectures yet; ./compass new NAME begins one."


def outcome_table(outcomes: Iterable[Outcome]) -> str:
    """What became of each film: lecture, length, time taken, file."""
    rows = [("lecture", "length", "time taken", "file")]
    for each in outcomes:
        if each.error is not None:
            rows.append((each.film.lecture.label, "", "failed", ""))
        else:
            taken = "up to date" if each.taken is None else clock(each.taken)
            rows.append((each.film.lecture.label, clock(each.length or 0.0), taken, readable(each.film.path)))
    return columns(rows)


def spent_table(outcomes: Sequence[Outcome]) -> str:
    """Where the time went: seconds of all painters together, by what they were doing."""
    drawn = [each for each in outcomes if each.spent]
    if not drawn:
        return "Nothing was drawn by the engine."
    kinds = list(drawn[0].spent)
    rows = [["lecture", *kinds]]
    rows += [[each.film.lecture.label, *(f"{each.spent[kind]:.1f} s" for kind in kinds)] for each in drawn]
    return columns(rows)


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words in columns, each as wide as its widest word."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def clock(seconds: float) -> str:
    """`3:07`, or `1:02:07` from an hour on."""
    minutes, whole = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole:02d}" if hours else f"{minutes}:{whole:02d}"


def catalog_json(catalog: Catalog) -> str:
    """Everything the lectures' text tells, for tools; paths are relative to the course."""
    lectures = [
        {
            "number": each.number,
            "slug": each.slug,
            "title": each.title,
            "goal": each.goal,
            "step": asdict(each.step),
            "file": str(each.path.relative_to(catalog.course)),
            "class": each.class_name,
            "poster": each.poster,
            "beats": [asdict(beat) for beat in each.beats],
            "problem": each.problem,
        }
        for each in catalog
    ]
    return json.dumps(lectures, indent=1, ensure_ascii=False)
