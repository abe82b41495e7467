"""Watches the files that films are made from, in whatever way an editor writes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from studio.places import CHECKOUT

ROOMS = ("calc_core", "visuals", "scenes", "assets")
SETTLED = 8  # milliseconds without another change, after which a save is over
AT_MOST = 60  # milliseconds for which changes are gathered at most


class SourcesAndData(DefaultFilter):
    """Passes changes of sources and data, not of compiled code or of an editor's own files."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        return not name.startswith((".", "#")) and name[-1:] != "~" and super().__call__(change, path)


def rooms(course: Path) -> list[Path]:
    """The folders that are watched, of the course and of the checkout."""
    found = [root / room for root in {course, CHECKOUT} for room in ROOMS]
    found.remove(CHECKOUT / "scenes") if course != CHECKOUT else None
    return [room for room in found if room.is_dir()]


async def watch(course: Path, changed: Callable[[set[str]], None], stop: asyncio.Event) -> None:
    """Call `changed` with the paths of every save, until `stop` is set."""
    async for changes in awatch(
        *rooms(course),
        watch_filter=SourcesAndData(),
        step=SETTLED,
        debounce=AT_MOST,
        rust_timeout=1000,
        stop_event=stop,
        ignore_permission_denied=True,
    ):
        changed({path for _, path in changes})
