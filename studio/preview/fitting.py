"""Draws single frames in a window's own size: what stands still on screen is as sharp as the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studio.errors import RenderFailed
from studio.preview.backstage import Backstage, Task
from studio.preview.company import Company
from studio.preview.frames import FrameStore
from studio.preview.timeline import Timeline
from studio.system.wire import Head

NARROWEST, WIDEST = 160, 3840  # pixels


@dataclass(frozen=True)
class Fitted:
    """One frame in one size."""

    stamp: str
    number: int
    width: int

    @property
    def key(self) -> str:
        """Under which it is kept: the frames that playing shows have the bare stamp."""
        return f"{self.stamp}/{self.width}"


class Fitting:
    """Has one frame drawn at a time; every window waits for one at most, the newest that it asked for."""

    def __init__(
        self,
        timeline: Timeline,
        backstage: Backstage,
        store: FrameStore,
        company: Company,
        newest: Callable[[Task], Head],
    ) -> None:
        """`newest` tells what a process has to take over before it plays by the newest text."""
        self.timeline, self.backstage, self.store, self.company = timeline, backstage, store, company
        self.newest = newest
        self._waiting: dict[str, tuple[Fitted, asyncio.Future[bytes]]] = {}  # by window
        self._drawing: tuple[Fitted, Task] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a frame is being drawn."""
        return self._drawing is not None

    async def frame(self, fitted: Fitted, window: str) -> bytes:
        """A frame's PNG. Raises KeyError for one that there is not, RenderFailed where it cannot be drawn."""
        if (kept := self.store.get(fitted.key, fitted.number)) is not None:
            return kept
        place = self.timeline.stamped(fitted.stamp)
        if place is None or not NARROWEST <= fitted.width <= WIDEST:
            raise KeyError(fitted.stamp)
        beat = self.timeline.beats[place]
        if fitted.number < 0 or (beat.known and fitted.number >= beat.count):
            raise KeyError(fitted.number)
        if window in self._waiting:
            self._refuse(window, "another one is looked at by now")
        self._end_if(
            lambda each: all(each != other for other, _ in self._waiting.values()) and each != fitted
        )
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[window] = fitted, future
        self.go_on()
        try:
            return await asyncio.wait_for(future, self.backstage.patience)
        except TimeoutError as error:
            raise RenderFailed("It took too long to draw this frame.") from error
        finally:
            if self._waiting.get(window, (None, None))[1] is future:
                del self._waiting[window]

    def end(self) -> None:
        """An edit has changed beats: let nobody wait for what is no more."""
        self._end_if(lambda each: self.timeline.stamped(each.stamp) is None)
        self.go_on()

    def close(self) -> None:
        """Draw nothing more."""
        self._end_if(lambda _: True)
        for window in list(self._waiting):
            self._refuse(window, "the lecture was put aside")

    def go_on(self) -> None:
        """Have the next frame drawn that somebody waits for, if a process stands where it is drawn."""
        for window, (fitted, future) in list(self._waiting.items()):
            place, kept = self.timeline.stamped(fitted.stamp), self.store.get(fitted.key, fitted.number)
            if place is None:
                self._refuse(window, "it has changed meanwhile")
            elif kept is not None and not future.done():
                future.set_result(kept)
            elif self._drawing is None:
                self._begin(place, fitted)

    # -- inside --------------------------------------------------------------------------------------------

    def _begin(self, place: int, fitted: Fitted) -> None:
        beat, stands = self.timeline.beats[place], self.company.stands
        is_end = beat.known and not beat.moves and fitted.number == beat.count - 1 and place + 1 in stands
        stand = stands.get(place + is_end)
        if stand is None:
            return
        order: Head = {"do": "still"}
        if not is_end:
            order = {
                "do": "paint",
                "frames": [(fitted.number, fitted.number)],
                "nice": 0,
                **self.newest(stand),
            }
        order["width"] = fitted.width
        self._drawing = fitted, self.backstage.order(stand, order, partial(self._hear, fitted))

    def _hear(self, fitted: Fitted, task: Task, head: Head, body: bytes) -> None:
        event = head["event"]
        if event in ("still", "frame"):
            self.store.put(fitted.key, fitted.number, fitted.number, body)
        elif event not in ("painted", "failed", "died", "hung"):
            return
        else:
            self._drawing = None
            if not self.store.has(fitted.key, fitted.number):
                for window in [window for window, (each, _) in self._waiting.items() if each == fitted]:
                    self._refuse(window, "its process came to a bad end")
        self.go_on()

    def _end_if(self, useless: Callable[[Fitted], bool]) -> None:
        if self._drawing is not None and useless(self._drawing[0]):
            self.backstage.end(self._drawing[1])
            self._drawing = None

    def _refuse(self, window: str, why: str) -> None:
        _, future = self._waiting.pop(window)
        if not future.done():
            future.set_exception(RenderFailed(f"This frame cannot be drawn: {why}."))
