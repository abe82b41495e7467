"""Draws single frames in a window's own size: a frame at rest on screen is as sharp as the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studio.errors import RenderFailed
from studio.preview.state import LectureState
from studio.preview.workers import Worker, Workers
from studio.system.wire import Head

NARROWEST, WIDEST = 160, 3840  # pixels


@dataclass(frozen=True)
class SizedFrame:
    """One frame in one size."""

    stamp: str
    number: int
    width: int

    @property
    def key(self) -> str:
        """The key under which it is stored; the frames that playing shows have the bare stamp."""
        return f"{self.stamp}/{self.width}"


class SizedFrames:
    """Has one frame drawn at a time; every window waits for one at most, the newest that it asked for."""

    def __init__(self, state: LectureState, workers: Workers) -> None:
        self.state, self.workers = state, workers
        self._requests: dict[str, tuple[SizedFrame, asyncio.Future[bytes]]] = {}  # by window
        self._drawing: tuple[SizedFrame, Worker] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a frame is being drawn."""
        return self._drawing is not None

    async def frame(self, wanted: SizedFrame, window: str) -> bytes:
        """A frame's PNG. Raises KeyError for one that there is not, RenderFailed where it cannot be drawn."""
        if (stored := self._stored(wanted)) is not None:
            return stored
        place = self.state.timeline.stamped(wanted.stamp)
        if place is None or not NARROWEST <= wanted.width <= WIDEST:
            raise KeyError(wanted.stamp)
        beat = self.state.timeline.beats[place]
        if wanted.number < 0 or (beat.known and wanted.number >= beat.count):
            raise KeyError(wanted.number)
        if window in self._requests:
            self._refuse(window, "another one is looked at by now")
        self._end_if(
            lambda each: all(each != other for other, _ in self._requests.values()) and each != wanted
        )
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._requests[window] = wanted, future
        self.go_on()
        try:
            return await self.workers.in_time(future)
        finally:
            if self._requests.get(window, (None, None))[1] is future:
                del self._requests[window]

    def invalidate(self) -> None:
        """An edit has changed beats: end the job and refuse the requests whose frames are no more."""
        self._end_if(lambda each: self.state.timeline.stamped(each.stamp) is None)
        self.go_on()

    def close(self) -> None:
        """End the job and refuse all requests."""
        self._end_if(lambda _: True)
        for window in list(self._requests):
            self._refuse(window, "the lecture was put aside")

    def go_on(self) -> None:
        """Have the next requested frame drawn, if a worker waits before its beat."""
        for window, (wanted, future) in list(self._requests.items()):
            place, stored = self.state.timeline.stamped(wanted.stamp), self._stored(wanted)
            if place is None:
                self._refuse(window, "it has changed meanwhile")
            elif stored is not None and not future.done():
                future.set_result(stored)
            elif self._drawing is None:
                self._begin(place, wanted)

    # -- inside --------------------------------------------------------------------------------------------

    def _stored(self, wanted: SizedFrame) -> bytes | None:
        return self.state.store.get(wanted.key, wanted.number)

    def _begin(self, place: int, wanted: SizedFrame) -> None:
        beat, waiting = self.state.timeline.beats[place], self.state.waiting
        is_last = beat.known and wanted.number == beat.count - 1
        is_end = is_last and not beat.moves and place + 1 in waiting
        parent = waiting.get(place + is_end)
        if parent is None:
            return
        order: Head = {"do": "draw_end"}
        if not is_end:
            frames = [(wanted.number, wanted.number)]
            order = {"do": "draw", "frames": frames, "nice": 0, **self.state.update_of(parent)}
        order["width"] = wanted.width
        self._drawing = wanted, self.workers.order(parent, order, partial(self._hear, wanted))

    def _hear(self, wanted: SizedFrame, worker: Worker, head: Head, body: bytes) -> None:
        event = head["event"]
        if event in ("end_frame", "frame"):
            self.state.store.put(wanted.key, wanted.number, wanted.number, body)
        elif event not in ("drawn", "failed", "died", "hung"):
            return
        else:
            self._drawing = None
            if not self.state.store.has(wanted.key, wanted.number):
                for window in [window for window, (each, _) in self._requests.items() if each == wanted]:
                    self._refuse(window, "its process came to a bad end")
        self.go_on()

    def _end_if(self, useless: Callable[[SizedFrame], bool]) -> None:
        if self._drawing is not None and useless(self._drawing[0]):
            self.workers.end(self._drawing[1])
            self._drawing = None

    def _refuse(self, window: str, why: str) -> None:
        _, future = self._requests.pop(window)
        if not future.done():
            future.set_exception(RenderFailed(f"This frame cannot be drawn: {why}."))
