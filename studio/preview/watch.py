"""Watches the files that films are made from, in whatever way an editor writes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from studio.places import CHECKOUT
from visuals.course import FILE

ROOMS = ("calc_core", "visuals")  # of the project
FOLDERS = ("scenes", "assets")  # of the course
SETTLED = 8  # milliseconds without another change, after which a save is over
AT_MOST = 60  # milliseconds for which changes are gathered at most


class SourcesAndData(DefaultFilter):
    """Passes changes of sources and data, not of compiled code or of an editor's own files."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        return not name.startswith((".", "#")) and name[-1:] != "~" and super().__call__(change, path)


class CourseFile(DefaultFilter):
    """Passes changes of compass.toml, and of nothing else in the course's folder."""

    def __call__(self, change: Change, path: str) -> bool:
        return Path(path).name == str(FILE)


def rooms(course: Path) -> list[Path]:
    """The folders that are watched, of the project and of the course."""
    found = [CHECKOUT / room for room in ROOMS] + [course / name for name in FOLDERS]
    return [room for room in found if room.is_dir()]


async def watch(course: Path, changed: Callable[[set[str]], None], stop: asyncio.Event) -> None:
    """Call `changed` with the paths of every save, until `stop` is set."""

    async def look_at(*places: Path, only: DefaultFilter, recursive: bool) -> None:
        async for changes in awatch(
            *places,
            watch_filter=only,
            recursive=recursive,
            step=SETTLED,
            debounce=AT_MOST,
            rust_timeout=1000,
            stop_event=stop,
            ignore_permission_denied=True,
        ):
            changed({path for _, path in changes})

    await asyncio.gather(
        look_at(*rooms(course), only=SourcesAndData(), recursive=True),
        look_at(course, only=CourseFile(), recursive=False),  # its films and its .venv are not looked at
    )
