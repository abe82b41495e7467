"""The report of a check, for a terminal and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.check.critic import Checked
from studio.check.finding import Finding

FORMAT = 1  # of the JSON; readers refuse other numbers
WIDTH = 100


def as_json(checked: Sequence[Checked], folder: Path) -> str:
    """The report as JSON. Boxes are [left, top, right, bottom] in shares of the frame; frames are files.

    {"format": 1, "clean": bool, "folder": path, "lectures": [{"slug", "number", "title", "clean", "seconds",
    "error": null or text, "beats": {name: start}, "findings": [{"beat", "time", "until", "into_beat", "rule",
    "group", "severity", "what", "mend", "excuse": null or text, "boxes", "frame": null or file name, "cause",
    "beats": [all in which it was found, if it is more than the one]}]}]}
    """
    report = {
        "format": FORMAT,
        "clean": all(each.is_clean for each in checked),
        "folder": str(folder),
        "lectures": [_lecture(each) for each in checked],
    }
    return json.dumps(report, indent=1, ensure_ascii=False)


def as_text(checked: Sequence[Checked], *, quiet: bool = False) -> str:
    """A table: beat and time, rule, what is wrong, how to mend it; a line that sums up comes last.

    If `quiet`, nothing is said of clean lectures.
    """
    lines: list[str] = []
    for each in checked:
        if quiet and each.is_clean:
            continue
        lines += [f"{each.lecture.label}: {told(each)}"]
        if each.error is not None:
            lines += textwrap.indent(str(each.error), "  ").splitlines()
        for found in each.findings:
            lines += _row(found)
    lines.append(sum_up(checked))
    return "\n".join(lines)


def moment(seconds: float) -> str:
    """`1:07.4`."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def recurs(found: Finding) -> str:
    """The number of beats with one cause, and their names; empty for a single beat."""
    return f"in {len(found.beats)} beats: {', '.join(found.beats)}" if found.beats else ""


def _row(found: Finding) -> list[str]:
    mark = {"error": "✗", "warning": "!"}[found.severity] if found.excuse is None else "~"
    head = f"  {mark} {moment(found.time):>7}  {found.beat}  [{found.rule}]"
    lines = [head, *_wrapped(found.what), *_wrapped(recurs(found))]
    if found.excuse is not None:
        return [*lines, *_wrapped(f"excused: {found.excuse}")]
    return [*lines, *_wrapped(f"→ {found.mend}")]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * 13, subsequent_indent=" " * 13)


def told(each: Checked) -> str:
    """The number of findings in a lecture, in words."""
    if each.error is not None:
        return "could not be watched"
    return _counted(each.findings) or "clean"


def _counted(findings: Sequence[Finding]) -> str:
    counts = {
        "error": sum(each.counts for each in findings),
        "warning": sum(each.severity == "warning" and each.excuse is None for each in findings),
        "excused": sum(each.excuse is not None for each in findings),
    }
    words = [f"{n} {kind}{'s' * (n != 1 and kind != 'excused')}" for kind, n in counts.items() if n]
    return ", ".join(words)


def sum_up(checked: Sequence[Checked]) -> str:
    """One sentence for all lectures."""
    clean = sum(each.is_clean for each in checked)
    if clean == len(checked):
        return "Clean." if clean == 1 else f"All {clean} lectures are clean."
    ill = len(checked) - clean
    if len(checked) == 1:
        return "This lecture needs a hand."
    return f"{ill} of {len(checked)} lectures {'needs' if ill == 1 else 'need'} a hand."


def _lecture(each: Checked) -> dict[str, Any]:
    return {
        "slug": each.lecture.slug,
        "number": each.lecture.number,
        "title": each.lecture.title,
        "clean": each.is_clean,
        "seconds": each.seconds,
        "error": None if each.error is None else str(each.error),
        "beats": each.beats,
        "findings": [
            asdict(found) | {"into_beat": round(found.time - each.beats.get(found.beat, 0.0), 3)}
            for found in each.findings
        ],
    }
