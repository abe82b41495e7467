"""The catalog of lectures as the command line prints it: as text, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from studio.called import typed
from studio.course.catalog import Catalog
from studio.system.columns import counted


def catalog_text(catalog: Catalog) -> str:
    """The syllabus: a heading for each step, a line for each lecture."""
    lines: list[str] = []
    step = None
    width = max((len(each.slug) for each in catalog), default=0)
    for each in catalog:
        if each.step != step:
            step = each.step
            lines += [""] * bool(lines) + [f"Step {step.number}: {step.name}"]
        about = each.problem or f"{each.title} ({counted(len(each.beats) + 1, 'beat')})"
        lines.append(f"  l{each.number:02d}  {each.slug:<{width}}  {about}")
    return "\n".join(lines) or f"There are no lectures yet; {typed('new NAME')} begins one."


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
