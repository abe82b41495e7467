"""An error as the page shows it: the message, the author's lines around its place, and links to them."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from studio.places import CHECKOUT
from studio.preview.editor_links import link
from studio.preview.protocol import CallAt, ErrorFacts
from studio.preview.timeline import place_of
from studio.system.wire import Head

MARGIN = 3  # lines shown above and below the faulty one

NOWHERE: CallAt = {"file": "", "line": 0, "function": ""}


class ErrorShown(TypedDict):
    """An error as a page gets it."""

    slug: str
    kind: str
    title: str
    message: str
    beat: str | None
    file: str | None
    line: int | None
    place: str
    link: str | None
    lines: list[dict[str, object]]
    trace: list[dict[str, object]]


def facts_of(event: str, head: Head, lecture: Path, course: Path) -> ErrorFacts:
    """The facts of a worker that failed: its own report, or what the server knows of its end."""
    if event == "failed":
        facts: ErrorFacts = head["facts"]
        return facts
    if event == "hung":
        return hang_facts(head["trace"], head["seconds"], lecture, course)
    return death_facts(head["code"])


def syntax_facts(error: SyntaxError, path: Path) -> ErrorFacts:
    """The facts of a text that Python cannot parse."""
    return {
        "kind": "syntax",
        "title": type(error).__name__,
        "message": error.msg,
        "file": str(path),
        "line": error.lineno or 1,
    }


def death_facts(code: int | None) -> ErrorFacts:
    """The facts of a process that ended without a report."""
    if code == -9:
        what = "The process that played it was killed; often the machine ran out of memory."
        return {"kind": "memory", "title": "Killed", "message": what}
    how = "ended without a word" if code is None else f"ended with code {code}"
    if code is not None and code < 0:
        how = f"was killed by signal {-code}"
    return {"kind": "died", "title": "Ended", "message": f"The process that played it {how}."}


def hang_facts(trace: list[CallAt], seconds: float, lecture: Path, course: Path) -> ErrorFacts:
    """The facts of a worker that was ended because it hung; `trace`: where it was, outermost call first."""
    lines = [each for each in trace if _is_authors(each["file"], course)]
    in_lecture = [each for each in lines if each["file"] == str(lecture)]
    where = (in_lecture or lines or [NOWHERE])[-1]
    return {
        "kind": "hangs",
        "title": "No end in sight",
        "message": f"Nothing came for {seconds:g} seconds, so it was stopped; this is the line it was at.",
        "file": where["file"],
        "line": int(where["line"]),
        "trace": lines,
    }


def with_lines(facts: ErrorFacts, course: Path, slug: str, beat: str | None) -> ErrorShown:
    """The facts as the page shows them, with the author's lines and links to them."""
    file, line = facts.get("file") or "", facts.get("line") or 0
    return {
        "slug": slug,
        "kind": facts["kind"],
        "title": facts["title"],
        "message": facts["message"],
        "beat": beat,
        "file": place_of(file, course) if file else None,
        "line": line or None,
        "place": f"{place_of(file, course)}:{line}" if file else "",
        "link": link(file, line) if file else "",
        "lines": _around(file, line) if file and _is_inside(file, course) else [],
        "trace": [
            {
                "place": f"{place_of(each['file'], course)}:{each['line']}",
                "function": each["function"],
                "text": _text_of(each["file"], int(each["line"])),
                "link": link(each["file"], int(each["line"])),
            }
            for each in facts.get("trace", ())
        ],
    }


def _around(file: str, line: int) -> list[dict[str, object]]:
    lines = _lines(file)
    numbers = range(max(1, line - MARGIN), min(len(lines), line + MARGIN) + 1)
    return [{"number": n, "text": lines[n - 1], "here": n == line} for n in numbers]


def _text_of(file: str, line: int) -> str:
    lines = _lines(file)
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def _is_inside(file: str, course: Path) -> bool:
    return any(Path(file).is_relative_to(root) for root in (course, CHECKOUT))


def _is_authors(file: str, course: Path) -> bool:
    return _is_inside(file, course) and place_of(file, course).split("/")[0] not in ("studio", ".venv")
