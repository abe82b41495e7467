"""The pictures that somebody waits for: which beats' ends they are, and who draws them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from studio.preview.company import Company
from studio.preview.events import Hub
from studio.preview.frames import FrameStore
from studio.preview.painting import Painting
from studio.preview.timeline import Timeline


@dataclass
class Wish:
    """Why somebody waits for the picture of a beat's end: it was "looked" at, "edited", or with all others
    "renewed" (what they stand on was saved).
    """

    reason: str
    since: float = field(default_factory=time.monotonic)


@dataclass
class Showing:
    """Has the pictures drawn that are wished for, and tells the pages of them."""

    timeline: Timeline
    store: FrameStore
    painting: Painting
    company: Company
    hub: Hub
    wishes: dict[str, Wish] = field(default_factory=dict)  # by the beat's name, the most urgent first
    computed: float = 0.0  # seconds that calc_core took for the picture that is waited for

    def look(self, beat: str) -> None:
        """A window waits for the end of a beat."""
        self.wishes.setdefault(beat, Wish("looked"))

    def saved(self, beat: str, reason: str) -> None:
        """After a save the end of this beat tells most, and nothing that a former save was to show."""
        looked = {
            name: wish for name, wish in self.wishes.items() if wish.reason == "looked" and name != beat
        }
        self.wishes = {beat: Wish(reason), **looked}

    def wishes_for(self, beat: str) -> bool:
        """Whether somebody waits for the end of a beat."""
        return beat in self.wishes

    @property
    def wanted(self) -> list[int]:
        """The places before which somebody has to stand for the pictures to be drawn that are not kept."""
        places = [place for beat in self.wishes if (place := self.timeline.place(beat)) is not None]
        return [place + 1 for place in places if self._kept(place) is None]

    def fulfil(self) -> bool:
        """Show what is waited for, or have it drawn if its beat was played; whether any was shown."""
        shown = False
        for beat in list(self.wishes):
            place = self.timeline.place(beat)
            if place is None:
                del self.wishes[beat]
            elif (kept := self._kept(place)) is not None:
                shown = self.show(place, kept) or shown
            elif self.timeline.beats[place].known and place + 1 in self.company.stands:
                self.painting.draw_end(place, self.company.stands[place + 1])
        return shown

    def show(self, place: int, data: bytes) -> bool:
        """Keep the drawn end of a beat; whether somebody waited for it, who is told."""
        beat = self.timeline.beats[place]
        last = max(beat.count - 1, 0)
        self.painting.keep(beat.stamp, last, last, data)
        wish = self.wishes.pop(beat.name, None)
        if wish is None:
            return False
        slug = self.timeline.lecture.slug
        self.hub.tell(
            "picture",
            slug=slug,
            beat=beat.name,
            frame=last,
            stamp=beat.stamp,
            url=f"/frames/{slug}/{beat.stamp}/{last}.png",
            first=self.timeline.first(place),
            count=beat.count,
            reason=wish.reason,
            seconds=round(time.monotonic() - wish.since, 3),
            computed=round(self.computed, 3),
        )
        return True

    def _kept(self, place: int) -> bytes | None:
        beat = self.timeline.beats[place]
        return self.store.get(beat.stamp, beat.count - 1) if beat.known else None
