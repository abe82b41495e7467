"""The last frames of beats that a page waits for: which ones, and what is done to have them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from studio.preview.events import Tell
from studio.preview.state import LectureState
from studio.preview.workers import Worker

Reason = Literal["looked", "edited", "renewed"]  # a page looks at it; its text, or what it needs, was saved


@dataclass
class Request:
    """A page waits for the last frame of a beat."""

    reason: Reason
    since: float = field(default_factory=time.monotonic)


class EndFrames:
    """Has the requested frames drawn, stores them, and tells the pages."""

    def __init__(
        self,
        state: LectureState,
        *,
        draw: Callable[[int, Worker], None],
        keep: Callable[[str, int, int, bytes], None],
        tell: Tell,
    ) -> None:
        """`draw` has a waiting worker draw the end of the beat at a place; `keep` stores the PNG of frames of
        a stamp, first to last.
        """
        self.state, self._draw, self._keep, self._tell = state, draw, keep, tell
        self.requests: dict[str, Request] = {}  # by the beat's name, the most urgent first
        self.computed = 0.0  # seconds that calc_core computed since the last save

    def look(self, beat: str) -> None:
        """A page waits for the end of a beat."""
        self.requests.setdefault(beat, Request("looked"))

    def saved(self, beat: str, reason: Reason) -> None:
        """After a save this beat's end comes first; requests of former saves are dropped."""
        looked = {
            name: each for name, each in self.requests.items() if each.reason == "looked" and name != beat
        }
        self.requests = {beat: Request(reason), **looked}

    def waits_for(self, beat: str) -> bool:
        """Whether a page waits for the end of a beat."""
        return beat in self.requests

    @property
    def wanted(self) -> list[int]:
        """The places before which a worker has to wait, so that the requested frames can be drawn."""
        places = [place for beat in self.requests if (place := self.state.timeline.place(beat)) is not None]
        return [place + 1 for place in places if self._stored(place) is None]

    def fulfil(self) -> bool:
        """Deliver the requested frames that are stored, have those drawn whose beat was played; whether any
        was delivered.
        """
        delivered = False
        for beat in list(self.requests):
            place = self.state.timeline.place(beat)
            if place is None:
                del self.requests[beat]
            elif (stored := self._stored(place)) is not None:
                delivered = self.deliver(place, stored) or delivered
            elif self.state.timeline.beats[place].known and place + 1 in self.state.waiting:
                self._draw(place, self.state.waiting[place + 1])
        return delivered

    def deliver(self, place: int, png: bytes) -> bool:
        """Store the last frame of a beat; where a page waits for it, tell where it is. Whether one did."""
        beat, slug = self.state.timeline.beats[place], self.state.slug
        last = max(beat.count - 1, 0)
        self._keep(beat.stamp, last, last, png)
        request = self.requests.pop(beat.name, None)
        if request is None:
            return False
        self._tell(
            "picture",
            slug=slug,
            beat=beat.name,
            frame=last,
            stamp=beat.stamp,
            url=f"/frames/{slug}/{beat.stamp}/{last}.png",
            first=self.state.timeline.first(place),
            count=beat.count,
            reason=request.reason,
            seconds=round(time.monotonic() - request.since, 3),
            computed=round(self.computed, 3),
        )
        return True

    def _stored(self, place: int) -> bytes | None:
        beat = self.state.timeline.beats[place]
        return self.state.store.get(beat.stamp, beat.count - 1) if beat.known else None
