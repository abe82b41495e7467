"""What went wrong in a worker, in the order in which an author wants to read it: their own line first."""

from __future__ import annotations

import contextlib
import errno
import linecache
import os
import sys
import traceback
from collections.abc import Iterator
from typing import Any

from studio.engine.painting import PainterDied, PainterFailed
from studio.engine.stretch import JoinError
from studio.errors import DiskFull, Inconsistent, LectureFailed, RenderFailed, WorkerDied
from studio.jobs import Job
from studio.places import CHECKOUT

NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def describe_failure(error: BaseException, job: Job) -> dict[str, Any]:
    """The facts of an exception, ready for JSON; its whole trace goes to standard error, the log."""
    if isinstance(error, PainterFailed):
        return error.facts
    with contextlib.suppress(OSError):  # the disk may be full
        traceback.print_exception(error)
        sys.stderr.flush()
    file, line = _authors_line(error, job)
    return {
        "kind": _kind(error, job),
        "type": type(error).__name__,
        "message": str(error),
        "file": file,
        "line": line,
        "source": linecache.getline(file, line).strip() if file else "",
    }


def as_error(facts: dict[str, Any], job: Job, log: str) -> RenderFailed:
    """The studio's exception for a failure that a worker told of."""
    if facts["kind"] == "disk":
        return DiskFull(
            f"{job.slug}: no space is left on the disk to write the film to.",
            hint="Free some, or choose another place with --out DIR.",
        )
    if facts["kind"] == "died":
        return WorkerDied(f"{job.slug}: {facts['message']}.", hint=f"Its log: {log}")
    if facts["kind"] == "vanished":
        return RenderFailed(
            f"{job.slug}: the folder in which the film was being made was taken away: {job.folder}."
        )
    if facts["kind"] == "inconsistent":
        return Inconsistent(f"{job.slug}: {facts['message']}", hint=f"Its log: {log}")
    what = f"{facts['type']}: {facts['message']}" if facts["message"] else facts["type"]
    if not facts["file"]:
        return LectureFailed(f"{job.slug}: {what}", hint=f"The whole trace: {log}")
    place = f"{os.path.relpath(facts['file'], job.course)}:{facts['line']}"
    return LectureFailed(f"{place}\n    {facts['source']}\n{what}", hint=f"The whole trace: {log}")


def death(returncode: int, job: Job, log: str) -> WorkerDied:
    """The studio's exception for a worker that ended without a word."""
    if returncode == -9:
        how = "was killed (signal 9); often the machine ran out of memory"
        hint = f"Try fewer at once with -j 1. Its log: {log}"
    elif returncode < 0:
        how, hint = f"was killed (signal {-returncode})", f"Its log: {log}"
    else:
        how, hint = f"ended with code {returncode} without a word", f"Its log: {log}"
    return WorkerDied(f"{job.slug}: the process that rendered it {how}.", hint=hint)


def _kind(error: BaseException, job: Job) -> str:
    if any(isinstance(each, OSError) and each.errno in NO_SPACE for each in _chain(error)):
        return "disk"
    if isinstance(error, PainterDied):
        return "died"
    if any(_misses_folder(each, job) for each in _chain(error)):
        return "vanished"
    return "inconsistent" if isinstance(error, Inconsistent | JoinError) else "lecture"


def _misses_folder(error: BaseException, job: Job) -> bool:
    """Whether a file could not be found because the folder that the film is made in is gone."""
    if not isinstance(error, FileNotFoundError) or not isinstance(error.filename, str):
        return False
    return error.filename.startswith(str(job.folder)) and not os.path.isdir(os.path.dirname(error.filename))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _authors_line(error: BaseException, job: Job) -> tuple[str, int]:
    """The deepest line of the lecture that led here; failing that, of the project; failing that, none."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    inside = os.path.dirname(__file__)
    lines = [(frame.filename, frame.lineno or 1) for frame in reversed(frames)]
    in_lecture = [line for line in lines if line[0] == str(job.path)]
    in_project = [
        line
        for line in lines
        if line[0].startswith(str(CHECKOUT)) and not line[0].startswith((inside, sys.prefix))
    ]
    return (in_lecture or in_project or [("", 0)])[0]
