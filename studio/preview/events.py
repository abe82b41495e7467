"""Sends events to every open page, as server-sent events."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping

ALIVE = 15.0  # seconds after which an empty message keeps the connection open
MOST = 2000  # events that wait for a page; one that reads none of them is disconnected, and connects again


Tell = Callable[..., None]  # as Hub.tell


class Hub:
    """Passes each event on to all pages that listen."""

    def __init__(self, left: Callable[[str], None]) -> None:
        """`left` is called with every window that has stopped listening."""
        self.left = left
        self.server = secrets.token_hex(4)
        self.is_over = False
        self._listeners: dict[asyncio.Queue[str | None], str] = {}  # and the windows that they belong to

    @property
    def listeners(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def tell(self, event: str, /, **facts: object) -> None:
        """Send an event to all."""
        text = spell(event, facts)
        for queue in list(self._listeners):
            if queue.qsize() > MOST:
                del self._listeners[queue]
                queue.put_nowait(None)
            else:
                queue.put_nowait(text)

    def hang_up(self) -> None:
        """End the connections, so that the server can end."""
        self.is_over = True
        for queue in self._listeners:
            queue.put_nowait(None)

    async def listen(self, window: str, first: list[str]) -> AsyncIterator[str]:
        """What is sent to a window: hello, `first`, and then every event."""
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


def spell(event: str, facts: Mapping[str, object]) -> str:
    """An event as it is sent, in ASCII: not every string of Python can be encoded as UTF-8."""
    return f"event: {event}\ndata: {json.dumps(facts, default=str)}\n\n"
