"""Watches the project's files, whatever way an editor writes them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from studio.places import CHECKOUT

ROOMS = ("calc_core", "visuals", "scenes", "assets")
SETTLED = 8  # milliseconds without another change, after which a save is over
AT_MOST = 60  # milliseconds that changes are gathered


class OfTheProject(DefaultFilter):
    """Sources and data; no compiled code, no editor's own files."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        return not name.startswith((".", "#")) and name[-1:] != "~" and super().__call__(change, path)


def rooms(course: Path) -> list[Path]:
    """The folders whose files make films."""
    found = [root / room for root in {course, CHECKOUT} for room in ROOMS]
    found.remove(CHECKOUT / "scenes") if course != CHECKOUT else None
    return [room for room in found if room.is_dir()]


async def watch(course: Path, changed: Callable[[set[str]], None], stop: asyncio.Event) -> None:
    """Tell of every change of the project's files until `stop`."""
    async for changes in awatch(
        *rooms(course),
        watch_filter=OfTheProject(),
        step=SETTLED,
        debounce=AT_MOST,
        rust_timeout=1000,
        stop_event=stop,
        ignore_permission_denied=True,
    ):
        changed({path for _, path in changes})
