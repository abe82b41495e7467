"""Orders and places to try a cluster on, without one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.cluster.likeness import likeness
from studio.cluster.order import Order, orders_of
from studio.course.catalog import read_catalog
from studio.render.forecast import beat_frames
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import Film, plan_films
from studio.system.checksums import Checksums
from tests.studio.courses import Course


def planned(course: Course, name: str = "1", out: Path | None = None) -> Film:
    """A film as `./compass render` would plan it."""
    folder = out or course.folder / "media" / "lectures" / "480p15"
    (film,) = plan_films(read_catalog(course.folder), [name], Options(QUALITIES["l"]), folder)
    return film


def orders(course: Course, store: Path) -> list[Order]:
    """A film in orders of a beat each, as the asker makes them."""
    film = planned(course)
    alike = likeness(film.job, Checksums())
    return [
        order
        for name, frames in beat_frames(film)
        for order in orders_of(film.job, [(name, frames)], alike, str(store))
    ]


def otherwise(order: Order, **likeness: str) -> Order:
    """The same order of an asker who has something else."""
    return replace(order, likeness={**order.likeness, **likeness})
