"""The asker's part: cuts films into orders, follows them, and joins each film when all of it is stored."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from studio import errors
from studio.called import typed
from studio.cluster.dask_cluster import ENDINGS, Answer, DaskCluster
from studio.cluster.likeness import likeness
from studio.cluster.order import Order, orders_of
from studio.cluster.store import Damaged, Store
from studio.cluster.working import error_of
from studio.errors import RenderFailed, StudioError, WorkerDied
from studio.render import pool
from studio.render.forecast import Pace, beat_frames
from studio.render.plan import Film
from studio.render.pool import Event
from studio.render.workspace import workspace
from studio.system.checksums import Checksums

STORE = Path("media") / ".stretches"  # of a course, unless somebody says otherwise
BOUND = 8 << 30  # bytes that stay in a store between two commands
TRIES = 3  # to have an order drawn that was lost, or damaged in the store


class Cluster(Protocol):
    """Where orders are carried out."""

    def submit(self, order: Order) -> None: ...
    def watch(self) -> Iterator[Answer]: ...
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


def all_orders(films: Sequence[Film], store: str) -> list[tuple[Film, list[Order]]]:
    """What there is to draw for films, whose stretches go to a store: the film that will take longest comes
    first, so that no machine waits for it at the end.
    """
    if not films:
        return []
    checksums, pace = Checksums(), Pace(films[0].job.course)
    return [
        (film, orders_of(film.job, beat_frames(film), likeness(film.job, checksums), store))
        for film in sorted(films, key=pace.seconds, reverse=True)
    ]


def write_orders(films: Sequence[Film], store: str, folder: Path) -> int:
    """Write the orders for films into a folder, a file each, for whoever has a queue of their own; how many.

    Raises StudioError where the folder holds something already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise StudioError(f"{folder} is not empty.", hint="Name a folder that is not there yet.")
    orders = [order for _, found in all_orders(films, store) for order in found]
    width = len(str(len(orders) - 1)) if orders else 1
    for number, order in enumerate(orders):
        (folder / f"{number:0{width}d}.json").write_text(order.to_json() + "\n", encoding="utf-8")
    return len(orders)


class Elsewhere:
    """Makes films on a cluster: a crew, as studio.render.films has it, and a context."""

    is_here = False

    def __init__(self, address: str, store: str | None, course: Path, say: Callable[[str], None], *,
                 trusts_network: bool = False) -> None:  # fmt: skip
        """Raises StudioError where there is no scheduler, or no such place to keep stretches in."""
        self.say = say
        self.store = Store(store or str(course / STORE))
        self.cluster: Cluster = DaskCluster(address, course, trusts_network=trusts_network)
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
        """Make films and tell what happens, as studio.render.pool does: at `done`, a film's files are in the
        folder of its job until the next event is asked for.
        """
        for film, orders in all_orders(films, self.store.address):
            keyed = {order.key: order for order in orders}
            self._asked.append(Asked(film, keyed, set(keyed)))
        for asked in self._asked:
            for order in asked.orders.values():
                self.cluster.submit(order)
        if not self.cluster.workers():
            self.say(f"No worker is there yet; on each machine: {typed('worker ADDRESS')}")
        try:
            for answer in self.cluster.watch():
                whose = self._of(answer.key)
                if whose is not None:
                    yield from self._take(whose, answer)
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
        return error_of(dict(facts), slug)

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
