"""An exception of a lecture as facts for the page: the message, and the author's lines that led to it."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from studio.places import CHECKOUT
from studio.preview.protocol import ErrorFacts


def exception_facts(error: BaseException, lecture: Path, course: Path) -> ErrorFacts:
    """The facts of an exception, ready for JSON; its whole trace goes to the log."""
    with contextlib.suppress(OSError):
        traceback.print_exception(error)
        sys.stderr.flush()
    trace = list(_trace(error, course))
    file, line = getattr(error, "at", None) or authors_line(trace, lecture)
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno or 1
    kinds = {SyntaxError: "syntax", MemoryError: "memory"}
    kind = next((name for type_, name in kinds.items() if isinstance(error, type_)), "exception")
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    if kind == "memory" and not message:  # Python's own has no message
        message = "It asks for more memory than one process of the preview may take."
    return {
        "kind": kind,
        "title": type(error).__name__,
        "message": message,
        "file": file,
        "line": line,
        "trace": [{"file": at, "line": number, "function": name} for at, number, name in trace],
    }


def authors_line(trace: list[tuple[str, int, str]], lecture: Path) -> tuple[str, int]:
    """The innermost line of the lecture; without one, of the rest of the project; without one, ("", 0)."""
    for wanted in (lambda file: file == str(lecture), lambda file: True):
        for file, line, _ in reversed(trace):
            if wanted(file):
                return file, line
    return "", 0


def is_authors(file: str, course: Path) -> bool:
    """Whether a file is one that an author edits: of the course, calc_core or visuals, not of a package."""
    for root in (course, CHECKOUT):
        if file.startswith(f"{root}{os.sep}"):
            inside = Path(file).relative_to(root).parts
            return inside[0] not in ("studio", ".venv") and not file.startswith(sys.prefix)
    return False


def _trace(error: BaseException, course: Path) -> Iterator[tuple[str, int, str]]:
    for frame in traceback.extract_tb(error.__traceback__):
        if is_authors(frame.filename, course):
            yield frame.filename, frame.lineno or 1, frame.name
