"""Tells every open page what happens, as server-sent events."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from typing import Any

ALIVE = 15.0  # seconds between two signs of life
MOST = 2000  # events that wait for a page; one that does not read that many is let go, and comes again


class Hub:
    """Where events come in and go out to whoever listens."""

    def __init__(self) -> None:
        self.server = secrets.token_hex(4)
        self.is_over = False
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def listeners(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def tell(self, event: str, /, **facts: Any) -> None:
        """Send an event to all."""
        text = spell(event, facts)
        for queue in list(self._listeners):
            if queue.qsize() > MOST:
                self._listeners.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(text)

    def hang_up(self) -> None:
        """Let all go, so that the server can end."""
        self.is_over = True
        for queue in self._listeners:
            queue.put_nowait(None)

    async def listen(self, first: list[str]) -> AsyncIterator[str]:
        """What a page hears: hello, `first`, and then everything as it happens."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        text: str | None
        self._listeners.add(queue)
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
            self._listeners.discard(queue)


def spell(event: str, facts: dict[str, Any]) -> str:
    """An event as it is written down."""
    return f"event: {event}\ndata: {json.dumps(facts, ensure_ascii=False, default=str)}\n\n"
