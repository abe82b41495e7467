"""Errors of a worker as messages for the author: the line of the lecture comes first."""

from __future__ import annotations

import contextlib
import errno
import linecache
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import NoReturn

from studio.errors import DiskFull, Inconsistent, LectureFailed, RenderFailed, WorkerDied, lacks_memory
from studio.places import CHECKOUT, STUDIO
from studio.render.engine.forks import ForkDied, ForkFailed
from studio.render.engine.stretch import JoinError
from studio.render.jobs import Job
from studio.system.reading import Facts

LONGEST = {"type": 200, "message": 4000, "file": 1000, "source": 300}  # characters of each that are reported
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def describe_failure(error: BaseException, job: Job) -> Facts:
    """The facts of an exception, ready for JSON; its whole trace goes to standard error, the log."""
    if isinstance(error, ForkFailed):
        return error.facts
    with contextlib.suppress(Exception):  # the disk may be full, and printing the exception may raise
        traceback.print_exception(error)
        sys.stderr.flush()
    frames = traceback.extract_tb(error.__traceback__)
    file, line = getattr(error, "at", None) or _authors_line(frames, job)
    if isinstance(error, SyntaxError) and isinstance(error.filename, str):
        file, line = error.filename, error.lineno or 1
    return _facts(_kind(error, job), type(error).__name__, _words(error), file, line)


def describe_exit(code: object, job: Job) -> Facts:
    """The facts of a lecture that ends its own process by `os._exit`, which raises no exception."""
    file, line = _authors_line(traceback.extract_stack(), job)
    words = f"os._exit({code!r}) ended the process that rendered the lecture"
    return _facts("lecture", "SystemExit", words, file, line)


def tell_of_exits(tell: Callable[[Facts], object], job: Job) -> None:
    """From now on, have `os._exit` report where it was called before it ends this process."""
    own, leave = os.getpid(), os._exit

    def end(status: int) -> NoReturn:
        if os.getpid() == own:
            with contextlib.suppress(Exception):
                tell(describe_exit(status, job))
        leave(status)

    os._exit = end


def as_error(facts: Facts, job: Job, log: str) -> RenderFailed:
    """The studio's exception for a failure that a worker reported."""
    if facts["kind"] == "disk":
        return DiskFull(
            f"{job.slug}: no space is left on the disk to write the film to.",
            hint="Free some, or choose another place with --out DIR.",
        )
    if facts["kind"] == "died":
        return WorkerDied(f"{job.slug}: {facts['message']}.", hint=f"Its log: {log}")
    if facts["kind"] == "memory":
        return RenderFailed(
            f"{job.slug}: the process that renders it may not have the memory that this takes.",
            hint=f"Try fewer at once with -j 1. Its log: {log}",
        )
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
    """The studio's exception for a worker that ended without a report."""
    if returncode == -9:
        how = "was killed (signal 9); often the machine ran out of memory"
        hint = f"Try fewer at once with -j 1. Its log: {log}"
    elif returncode < 0:
        how, hint = f"was killed (signal {-returncode})", f"Its log: {log}"
    else:
        how, hint = f"ended with code {returncode} without a word", f"Its log: {log}"
    return WorkerDied(f"{job.slug}: the process that rendered it {how}.", hint=hint)


def _facts(kind: str, name: str, message: str, file: str, line: int) -> Facts:
    """The facts that a worker sends: text of limited length, without characters that cannot be encoded."""
    source = linecache.getline(file, line).strip() if file else ""
    told = {"type": name, "message": message, "file": file, "source": source}
    cut = {part: _cut(text, LONGEST[part]) for part, text in told.items()}
    return {"kind": kind, "line": line, **cut}


def _words(error: BaseException) -> str:
    """The message of an exception; where making it raises another exception, that is reported."""
    try:
        return str(error)
    except BaseException as worse:  # `__str__` may be the author's
        return f"(its message cannot be read: __str__ raised {type(worse).__name__})"


def _cut(text: str, longest: int) -> str:
    """The beginning of a text, without lone surrogates, which cannot be encoded."""
    whole = text.encode("utf-8", "backslashreplace").decode()
    return whole if len(whole) <= longest else whole[:longest] + "…"


def _kind(error: BaseException, job: Job) -> str:
    if any(isinstance(each, OSError) and each.errno in NO_SPACE for each in _chain(error)):
        return "disk"
    if isinstance(error, ForkDied):
        return "died"
    if any(lacks_memory(each) for each in _chain(error)):
        return "memory"
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


def _authors_line(frames: traceback.StackSummary, job: Job) -> tuple[str, int]:
    """The innermost line of the lecture in the trace; without one, of the rest of the course; without one, of
    the project; without one, none.
    """
    lines = [(frame.filename, frame.lineno or 1) for frame in reversed(frames)]
    in_lecture = [line for line in lines if line[0] == str(job.path)]
    lines = [line for line in lines if not line[0].startswith((str(STUDIO), sys.prefix))]
    in_course = [line for line in lines if line[0].startswith(f"{job.course}{os.sep}")]
    in_project = [line for line in lines if line[0].startswith(f"{CHECKOUT}{os.sep}")]
    return (in_lecture or in_course or in_project or [("", 0)])[0]
