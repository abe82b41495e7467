"""What a worker does with an order: it has the stretches drawn by a process of its own, and keeps them.

The thread that calls this only waits, so that the worker goes on to answer; a lecture that fails is an
answer, and no reason to try again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from studio import errors
from studio.cluster.likeness import difference, likeness
from studio.cluster.order import Order
from studio.cluster.store import Store
from studio.errors import RenderFailed, StudioError
from studio.places import readable
from studio.render import pool
from studio.render.jobs import Job
from studio.system.checksums import Checksums
from studio.system.private_folders import private_folder
from studio.system.reading import Facts

PRIVATE = "compass-order-"
Say = Callable[[str, Facts], None]  # what happens, and facts


class GivenUp(Exception):
    """Nobody wants what is being drawn any more."""


def carry_out(order: Order, course: Path, say: Say, is_wanted: Callable[[], bool]) -> Facts:
    """Draw an order, unless the store has it; facts for the asker, who may be on another machine.

    `is_wanted` is asked now and then. Raises GivenUp where it says no.
    """
    job = order.job_in(course)
    if not job.path.is_file():
        return _refused(f"it has no {readable(job.path)}")
    other = difference(likeness(job, Checksums()), order.likeness)
    if other is not None:
        return _refused(f"it has {other}")
    try:
        store = Store(order.store)
        if (found := store.find(order.key)) is not None:
            return {"key": order.key, "size": found.size, "drawn": False}
        return _draw(order, job, store, say, is_wanted)
    except StudioError as error:
        return _failed(error)
    except OSError as error:
        return _failed(RenderFailed(f"{order.store}: {error.strerror or error}."))


def error_of(told: Facts, slug: str = "") -> RenderFailed | None:
    """What went wrong with an order, of the facts that its worker told; None if nothing did."""
    if "refused" in told:
        whose = f"{slug}: " if slug else ""
        return RenderFailed(
            f"{whose}the worker on {told['machine']} would draw another film: {told['refused']}.",
            hint="Bring its checkout up to date, then ask again; what was drawn is kept.",
        )
    if "failed" in told:
        kind = getattr(errors, told["failed"], RenderFailed)
        kind = kind if isinstance(kind, type) and issubclass(kind, RenderFailed) else RenderFailed
        return kind(told["message"], hint=told["hint"])
    return None


def _draw(order: Order, job: Job, store: Store, say: Say, is_wanted: Callable[[], bool]) -> Facts:
    began = time.monotonic()

    def look() -> None:
        if not is_wanted():
            raise GivenUp
        if time.monotonic() - began > order.deadline:
            assert job.beats is not None  # an order is about beats
            raise RenderFailed(
                f"{job.slug}: a worker drew {job.beats[0]} to {job.beats[1]} for {order.deadline:.0f} s "
                "without an end, and was stopped."
            )

    with private_folder(Path(tempfile.gettempdir()), PRIVATE) as folder:
        events = pool.run([job], 1, folder, look)
        with contextlib.closing(events):
            for event in events:
                if event.what == "failed":
                    return _failed(event.error or RenderFailed(f"{job.slug}: no word of its end."))
                if event.what == "done":
                    found = store.put(order.key, Path(event.facts["folder"]))
                    return {"key": order.key, "size": found.size, "drawn": True}
                say(event.what, event.facts)
    raise RenderFailed(f"{job.slug}: the process that drew it said nothing.")


def _refused(why: str) -> Facts:
    return {"refused": why, "machine": os.uname().nodename}


def _failed(error: StudioError) -> Facts:
    return {"failed": type(error).__name__, "message": error.message, "hint": error.hint}
