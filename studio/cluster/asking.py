"""The asker's part: cuts films into orders, follows them, and joins each film when all of it is stored."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from studio import errors, pool
from studio.checksums import Checksums
from studio.cluster.dask_cluster import ENDINGS, Answer, DaskCluster
from studio.cluster.likeness import likeness
from studio.cluster.order import Order, orders_of
from studio.cluster.store import Damaged, Store
from studio.errors import RenderFailed, WorkerDied
from studio.forecast import beat_frames
from studio.plan import Film
from studio.pool import Event
from studio.workspace import workspace

STORE = Path("media") / ".stretches"  # of a course, unless somebody says otherwise
BOUND = 8 << 30  # bytes that stay in a store between two commands
TRIES = 3  # to have an order drawn that was lost, or damaged in the store


class Cluster(Protocol):
    """Where orders are carried out."""

    def submit(self, order: Order) -> None: ...
    def watch(self) -> Generator[Answer]: ...
    def cancel(self, order: Order) -> None: ...
    def workers(self) -> int: ...
    def close(self) -> None: ...


@dataclass
class Asked:
    """One film that was asked for: its orders by key, those that are still to come, and how far each is."""

    film: Film
    orders: dict[str, Order]
    coming: set[str]
    frames: dict[str, int] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    has_begun: bool = False


class Elsewhere:
    """Makes films on a cluster: a crew, as studio.render has it, and a context."""

    is_here = False

    def __init__(self, address: str, store: str | None, course: Path, say: Callable[[str], None], *,
                 trusts_network: bool = False) -> None:  # fmt: skip
        """Raises StudioError where there is no scheduler, or no such place to keep stretches in."""
        self.course, self.say = course, say
        self.store = Store(store or str(course / STORE))
        self.cluster = DaskCluster(address, course, trusts_network=trusts_network)
        self._asked: list[Asked] = []

    @property
    def size(self) -> int:
        """How many orders can be carried out at once, now; at least one, as there may be more soon."""
        return max(1, self.cluster.workers())

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_: object) -> None:
        self.cluster.close()
        with contextlib.suppress(OSError):
            self.store.trim(BOUND)

    def run(self, films: Sequence[Film], at_once: int, painters: int) -> Generator[Event]:
        """Make films and tell what happens, as studio.pool does: at `done`, a film's files are in the folder
        of its job until the next event is asked for.
        """
        checksums = Checksums()
        for film in films:
            alike = likeness(film.job, checksums)
            orders = orders_of(film.job, beat_frames(film), alike, self.store.address)
            keyed = {order.key: order for order in orders}
            self._asked.append(Asked(film, keyed, set(keyed)))
        for asked in self._asked:
            for order in asked.orders.values():
                self.cluster.submit(order)
        if not self.cluster.workers():
            self.say("No worker is there yet; on each machine: ./compass worker ADDRESS")
        try:
            for answer in self.cluster.watch():
                asked = self._of(answer.key)
                if asked is not None:
                    yield from self._take(asked, answer)
        finally:
            for asked in self._asked:
                self._give_up(asked)

    def _of(self, key: str) -> Asked | None:
        return next((each for each in self._asked if key in each.coming), None)

    def _take(self, asked: Asked, answer: Answer) -> Generator[Event]:
        job = asked.film.job
        if not asked.has_begun:
            asked.has_begun = True
            yield Event(job, "started")
        if answer.what == "frames":
            asked.frames[answer.key] = answer.facts["done"]
            yield Event(job, "frames", {"done": sum(asked.frames.values())})
        elif answer.what == "beat":
            yield Event(job, "beat", dict(answer.facts))
        elif answer.what in ENDINGS:
            error = self._error(asked, answer)
            if error is not None:
                self._give_up(asked)
                yield Event(job, "failed", error=error)
            elif answer.what == "done":
                asked.coming.discard(answer.key)
                if not asked.coming:
                    yield from self._join(asked)

    def _error(self, asked: Asked, answer: Answer) -> RenderFailed | None:
        """What an answer means for the film; None if it goes on."""
        slug, facts = asked.film.lecture.slug, answer.facts
        if answer.what == "gone":
            return RenderFailed(
                f"{slug}: the scheduler is gone.",
                hint="What was drawn is kept: ask again when it is back, and only the rest is drawn.",
            )
        if answer.what == "lost":
            if self._again(asked, answer.key):
                return None
            return WorkerDied(f"{slug}: its workers were lost {TRIES} times ({facts['why']}).")
        if "refused" in facts:
            return RenderFailed(
                f"{slug}: the worker on {facts['machine']} would draw another film: {facts['refused']}.",
                hint="Bring its checkout up to date, then ask again; what was drawn is kept.",
            )
        if "failed" in facts:
            kind = getattr(errors, facts["failed"], RenderFailed)
            kind = kind if issubclass(kind, RenderFailed) else RenderFailed
            return kind(facts["message"], hint=facts["hint"])
        return None

    def _again(self, asked: Asked, key: str) -> bool:
        """Have an order carried out once more, unless it was too often."""
        asked.tries[key] = asked.tries.get(key, 1) + 1
        if asked.tries[key] > TRIES:
            return False
        asked.coming.add(key)
        self.cluster.submit(asked.orders[key])
        return True

    def _join(self, asked: Asked) -> Generator[Event]:
        film = asked.film
        try:
            with workspace(film.folder, film.job.stem) as place:
                damaged = self._fetch(asked, place)
                if not damaged:
                    with contextlib.closing(
                        pool.run([replace(film.job, drawn=place)], 1, film.folder)
                    ) as events:
                        yield from (each for each in events if each.what in pool.ENDINGS)
                    return
        except OSError as error:
            yield Event(film.job, "failed", error=RenderFailed(f"{film.lecture.slug}: {errors.told(error)}."))
            return
        for key in damaged:
            if not self._again(asked, key):
                words = f"{film.lecture.slug}: what was drawn comes out of {self.store.address} damaged."
                yield Event(film.job, "failed", error=RenderFailed(words))
                return

    def _fetch(self, asked: Asked, place: Path) -> list[str]:
        """Take a film's stretches from the store; the keys of those that are not as they were put there."""
        damaged = []
        for key in asked.orders:
            found = self.store.find(key)
            try:
                if found is None:
                    raise Damaged(key)
                self.store.fetch(found, place)
            except Damaged:
                damaged.append(key)
        return damaged

    def _give_up(self, asked: Asked) -> None:
        for key in asked.coming:
            self.cluster.cancel(asked.orders[key])
        asked.coming.clear()
