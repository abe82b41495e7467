"""Watches the project's files, whatever way an editor writes them."""

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
AT_MOST = 60  # milliseconds that changes are gathered


class OfTheProject(DefaultFilter):
    """Sources and data; no compiled code, no editor's own files."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        return not name.startswith((".", "#")) and name[-1:] != "~" and super().__call__(change, path)


class OfTheCourse(DefaultFilter):
    """What the course says of itself; nothing else of its folder."""

    def __call__(self, change: Change, path: str) -> bool:
        return Path(path).name == str(FILE)


def rooms(course: Path) -> list[Path]:
    """The folders whose files make films."""
    found = [CHECKOUT / room for room in ROOMS] + [course / name for name in FOLDERS]
    return [room for room in found if room.is_dir()]


async def watch(course: Path, changed: Callable[[set[str]], None], stop: asyncio.Event) -> None:
    """Tell of every change of the project's and the course's files until `stop`."""

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
        look_at(*rooms(course), only=OfTheProject(), recursive=True),
        look_at(course, only=OfTheCourse(), recursive=False),  # its films and its .venv are not looked at
    )
