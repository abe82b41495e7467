"""The picture that somebody waits for: which beat's end it is, and who draws it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from studio.preview.company import Company
from studio.preview.difference import Difference
from studio.preview.events import Hub
from studio.preview.frames import FrameStore
from studio.preview.painting import Painting
from studio.preview.timeline import Timeline


@dataclass
class Wish:
    """The picture of a beat's end, and why somebody waits for it: "looked" or "edited"."""

    beat: str
    reason: str
    since: float = field(default_factory=time.monotonic)


@dataclass
class Showing:
    """Has the picture drawn that is wished for, and tells the pages of it."""

    timeline: Timeline
    store: FrameStore
    painting: Painting
    company: Company
    hub: Hub
    wish: Wish | None = None
    computed: float = 0.0  # seconds that calc_core took for the picture that is waited for

    def wishes_for(self, beat: str) -> bool:
        """Whether somebody waits for the end of a beat."""
        return self.wish is not None and self.wish.beat == beat

    def most_telling(self, what: Difference, looked_at: str) -> str:
        """What to show after an edit: the beat that is looked at if it has changed, else the edited one."""
        beats, place = self.timeline.beats, self.timeline.place(looked_at)
        if what.first is not None and not (place is not None and looked_at in what.changed):
            return beats[min(what.first, len(beats) - 1)].name
        return beats[0].name if place is None else looked_at

    @property
    def wanted(self) -> list[int]:
        """The place before which somebody has to stand for the picture to be drawn; empty if it is kept."""
        place = self.timeline.place(self.wish.beat) if self.wish is not None else None
        return [] if place is None or self._kept(place) is not None else [place + 1]

    def fulfil(self) -> bool:
        """Show what is waited for, or have it drawn if its beat was played; whether it was shown."""
        if self.wish is None:
            return False
        place = self.timeline.place(self.wish.beat)
        if place is None:
            self.wish = None
            return False
        kept = self._kept(place)
        if kept is not None:
            return self.show(place, kept)
        if self.timeline.beats[place].known and place + 1 in self.company.stands:
            self.painting.draw_end(place, self.company.stands[place + 1])
        return False

    def show(self, place: int, data: bytes) -> bool:
        """Keep the drawn end of a beat; whether somebody waited for it, who is told."""
        beat = self.timeline.beats[place]
        last = max(beat.count - 1, 0)
        self.store.put(beat.stamp, last, last, data)
        if self.wish is None or self.wish.beat != beat.name:
            return False
        wish, self.wish = self.wish, None
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
