"""Tells every open page what happens, as server-sent events."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any

ALIVE = 15.0  # seconds between two signs of life
MOST = 2000  # events that wait for a page; one that does not read that many is let go, and comes again


class Hub:
    """Where events come in and go out to whoever listens."""

    def __init__(self, left: Callable[[str], None]) -> None:
        """`left` is told of every window that listens no more."""
        self.left = left
        self.server = secrets.token_hex(4)
        self.is_over = False
        self._listeners: dict[asyncio.Queue[str | None], str] = {}  # and the windows that they belong to

    @property
    def listeners(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def tell(self, event: str, /, **facts: Any) -> None:
        """Send an event to all."""
        text = spell(event, facts)
        for queue in list(self._listeners):
            if queue.qsize() > MOST:
                del self._listeners[queue]
                queue.put_nowait(None)
            else:
                queue.put_nowait(text)

    def hang_up(self) -> None:
        """Let all go, so that the server can end."""
        self.is_over = True
        for queue in self._listeners:
            queue.put_nowait(None)

    async def listen(self, window: str, first: list[str]) -> AsyncIterator[str]:
        """What a page hears in its window: hello, `first`, and then everything as it happens."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        text: str | None
        self._listeners[queue] = window
        try:
            yield spell("hello", {"server": self.server})
            for each in first:
                yield each
            while not self.is_over:
                try:
                    text = await asyncio.wait_for(queue.get(), ALIVE)
                except TimeoutError:
                    yield ": \n\n"
                    continue
                if text is None:
                    return
                yield text
        finally:
            self._listeners.pop(queue, None)
            if window not in self._listeners.values():  # else it listens anew already
                self.left(window)


def spell(event: str, facts: dict[str, Any]) -> str:
    """An event as it is written down, in ASCII: not every text of Python's can be written as UTF-8."""
    return f"event: {event}\ndata: {json.dumps(facts, default=str)}\n\n"
