"""What can go wrong in the studio, as one small tree.

    Exception
    └── StudioError          the root; exit code 2: what was asked for cannot be done
        ├── NotThere         no lecture or beat of that name (it offers the nearest)
        ├── AlreadyThere     a file that would be overwritten
        ├── Unprepared       the machine or the checkout lacks something
        ├── RenderFailed     exit code 1: a film was begun and could not be made
        │   ├── LectureFailed    the lecture itself raised an exception
        │   ├── WorkerDied       the process that rendered it was killed
        │   ├── DiskFull         no space left to write to
        │   └── Inconsistent     film and report do not agree, so neither is kept
        └── Interrupted      exit code 130: Ctrl-C

Every message says what failed and where; `hint` says what to type next.
"""

from __future__ import annotations

from collections.abc import Iterable

NO_ROOM = "failed to map segment"  # of a compiled module, into memory: so the system's loader says it
UNTOUCHED = "interrupted; what was there before is untouched."


class StudioError(Exception):
    """The root: what was asked for cannot be done. `hint` is what to type next."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class NotThere(StudioError):
    """There is no `kind` called `name`; the nearest of `known` is offered."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, hint: str = "") -> None:
        from difflib import get_close_matches  # only now: most commands never need it

        near = get_close_matches(name, list(known), n=1, cutoff=0.4)
        offer = f" Did you mean {near[0]}?" if near else ""
        super().__init__(f"There is no {kind} called {name!r}.{offer}", hint=hint)
        self.nearest = near[0] if near else None


class AlreadyThere(StudioError):
    """A file of that name exists, and would be lost."""


class Unprepared(StudioError):
    """The machine or the checkout lacks something that this needs."""


class RenderFailed(StudioError):
    """A film was begun and could not be made; what was there before is untouched."""

    exit_code = 1


class LectureFailed(RenderFailed):
    """The lecture itself raised an exception: the message leads with the author's own line."""


class WorkerDied(RenderFailed):
    """The process that rendered a lecture ended without a word."""


class DiskFull(RenderFailed):
    """There is no space left where the film should go."""


class Inconsistent(RenderFailed):
    """Film and report do not agree, so neither is kept."""


class Interrupted(StudioError):
    """Somebody pressed Ctrl-C."""

    exit_code = 130


def told(error: OSError, otherwise: object = "") -> str:
    """An operating system's error as `FILE: what is wrong`, of the file that stood in the way; `otherwise` is
    named where the error names none.

    Where one file was to take another's place, that is the other: it was there, and could not be replaced.
    """
    file = error.filename2 or error.filename or otherwise
    what = error.strerror or str(error)
    return f"{file}: {what}" if file else what


def lacks_memory(error: BaseException) -> bool:
    """Whether a compiled module could not be loaded for want of memory."""
    return isinstance(error, ImportError) and NO_ROOM in str(error)
