"""Which frames are drawn, by whom, and in which order: those that somebody waits for, then those ahead."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from studio.errors import RenderFailed
from studio.preview.backstage import Backstage, Task
from studio.preview.failure import facts_of
from studio.preview.frames import FrameStore, runs_of
from studio.preview.timeline import Timeline
from studio.system.wire import Head

if TYPE_CHECKING:
    from studio.preview.rehearsal import Rehearsal

AT_ONCE = 2  # painters
NEAR = 30  # frames: who is that near to a frame will soon have drawn it
A_FEW = 12  # frames that are drawn beyond one that was asked for
AHEAD = 150  # frames drawn ahead of who watches
UNKNOWN = 100_000  # the last frame of a beat that has not been played yet
QUIETLY = 10  # how nice a painter is whom nobody waits for
OFTEN = 0.25  # seconds between two words about what was drawn


@dataclass(eq=False)
class Painter:
    """A process that draws frames of one beat."""

    task: Task | None
    stand: Task  # whom it is forked from
    place: int
    stamp: str
    wanted: list[int]  # still to come, in order; empty for who draws a beat's end
    is_end: bool = False


@dataclass
class Watching:
    """Where a window is, and whether the film runs there."""

    beat: str
    frame: int  # of the beat
    playing: bool


@dataclass
class Painting:
    """Has frames of one lecture drawn by forks of the processes that stand at its beats."""

    timeline: Timeline
    backstage: Backstage
    store: FrameStore
    rehearsal: Rehearsal
    watching: dict[str, Watching] = field(default_factory=dict)  # by window, the last one to speak comes last
    painters: list[Painter] = field(default_factory=list)
    _waiting: dict[tuple[str, int], list[asyncio.Future[bytes]]] = field(default_factory=dict)
    _told: dict[str, float] = field(default_factory=dict)
    _spoiled: set[str] = field(default_factory=set)  # stamps of beats that cannot be drawn
    _in_peace: set[str] = field(default_factory=set)  # stamps of beats drawn while nothing else was to do

    @property
    def is_busy(self) -> bool:
        """Whether anything is being drawn."""
        return bool(self.painters)

    @property
    def wanted(self) -> list[int]:
        """The places before which somebody has to stand for what is waited for to be drawn."""
        waited = [self.timeline.stamped(stamp) for stamp, _ in self._waiting]
        watched = [self.timeline.place(each.beat) for each in self.playing]
        return [place for place in (*waited, *watched) if place is not None]

    @property
    def playing(self) -> list[Watching]:
        """Where the film runs, the window that spoke last first."""
        return [each for each in reversed(self.watching.values()) if each.playing]

    async def frame(self, stamp: str, number: int, window: str) -> bytes:
        """A frame's PNG, as soon as it is drawn. Raises RenderFailed where that cannot be."""
        place, watching = self.timeline.stamped(stamp), self.watching.get(window)
        if place is not None and watching is not None:
            watching.beat, watching.frame = self.timeline.beats[place].name, number
        kept = self.store.get(stamp, number)
        if kept is None:
            kept = await self._wait(stamp, number)
        elif self.playing:
            self.go_on()
        return kept

    def keep(self, stamp: str, first: int, last: int, data: bytes) -> None:
        """Keep the picture of some frames, and hand it to everybody who waits for one of them."""
        self.store.put(stamp, first, last, data)
        for n in range(first, last + 1):
            for future in self._waiting.pop((stamp, n), ()):
                if not future.done():
                    future.set_result(data)

    def watch(self, window: str, watching: Watching) -> None:
        """A window looks at a frame, or lets the film run from there."""
        self.leave(window)
        self.watching[window] = watching
        self.go_on()

    def leave(self, window: str) -> None:
        """A window is closed, or shows another lecture."""
        self.watching.pop(window, None)

    def draw_end(self, place: int, stand: Task) -> None:
        """Have the stage drawn as a beat leaves it."""
        stamp = self.timeline.beats[place].stamp
        if any(each.is_end and each.stamp == stamp for each in self.painters):
            return
        painter = Painter(None, stand, place, stamp, [], is_end=True)
        painter.task = self.backstage.order(stand, {"do": "still"}, partial(self._hear, painter))
        self.painters.append(painter)

    def end(self, first: int) -> None:
        """Beats from `first` on have changed: end who draws them, forget what was drawn, let nobody wait."""
        for painter in [each for each in self.painters if each.place >= first]:
            self._dismiss(painter)
        known = {beat.stamp for beat in self.timeline.beats}
        for stamp, number in [key for key in self._waiting if key[0] not in known]:
            self._refuse(stamp, number, "it has changed meanwhile")

    def close(self) -> None:
        """Draw nothing more, and let nobody wait."""
        self.end(0)
        for stamp, number in list(self._waiting):
            self._refuse(stamp, number, "the lecture was put aside")

    def go_on(self) -> None:
        """Set painters to work where somebody waits, or is about to."""
        if self.rehearsal.is_stuck:
            for stamp, number in list(self._waiting):
                place = self.timeline.stamped(stamp)
                if place is None or place not in self.rehearsal.stands:
                    self._refuse(stamp, number, "the lecture does not play up to here")
        for stamp, number in list(self._waiting):
            place = self.timeline.stamped(stamp)
            if place is None:
                self._refuse(stamp, number, "it has changed meanwhile")
            elif self.timeline.beats[place].known and number >= self.timeline.beats[place].count:
                self._refuse(stamp, number, "its beat has become shorter")
            elif place in self.rehearsal.stands and not self._is_coming(stamp, number):
                self._make_room(stamp)
                self._begin(place, self._missing(place, number, AHEAD if self.playing else A_FEW))
        for each in self.playing:
            self._paint_ahead(each)
        if not self.playing and not self._waiting and self.timeline.whole:
            self._paint_in_peace()

    # -- inside ----------------------------------------------------------------------------------------------

    async def _wait(self, stamp: str, number: int) -> bytes:
        place = self.timeline.stamped(stamp)
        if place is None:
            raise KeyError(stamp)
        beat = self.timeline.beats[place]
        if number < 0 or (beat.known and number >= beat.count):
            raise KeyError(number)
        if stamp in self._spoiled:
            raise RenderFailed("This frame cannot be drawn: the lecture fails here.")
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault((stamp, number), []).append(future)
        self.go_on()
        try:
            return await asyncio.wait_for(future, self.backstage.patience)
        except TimeoutError as error:
            raise RenderFailed("It took too long to draw this frame.") from error
        finally:
            with contextlib.suppress(KeyError, ValueError):
                self._waiting[stamp, number].remove(future)
                if not self._waiting[stamp, number]:
                    del self._waiting[stamp, number]

    def _refuse(self, stamp: str, number: int, why: str) -> None:
        for future in self._waiting.pop((stamp, number), ()):
            if not future.done():
                future.set_exception(RenderFailed(f"This frame cannot be drawn: {why}."))

    def _is_coming(self, stamp: str, number: int) -> bool:
        """Whether a painter is about to draw a frame."""
        return any(each.stamp == stamp and number in each.wanted[:NEAR] for each in self.painters)

    def _make_room(self, stamp: str) -> None:
        """Whoever draws what nobody waits for gives way."""
        at_work = [each for each in self.painters if not each.is_end]
        if len(at_work) < AT_ONCE:
            return
        waited = {key for key in self._waiting}
        for painter in at_work:
            if not any((painter.stamp, n) in waited for n in painter.wanted[:NEAR]):
                self._dismiss(painter)
                return

    def _paint_ahead(self, watching: Watching) -> None:
        """Draw what will be seen in the next seconds, across beats."""
        place, frame, left = self.timeline.place(watching.beat), watching.frame, AHEAD
        while left > 0 and place is not None and place < len(self.timeline.beats):
            beat = self.timeline.beats[place]
            if place not in self.rehearsal.stands:
                return
            if not any(each.place == place and not each.is_end for each in self.painters):
                missing = self._missing(place, frame, left)
                self._begin(place, missing)
            if not beat.known:
                return
            left -= max(beat.count - frame, 0)
            place, frame = place + 1, 0

    def _paint_in_peace(self) -> None:
        """Nothing else is to be done: draw the rest of the beat that is looked at."""
        place = self.timeline.place(self.rehearsal.looked_at)
        if place is None or self.painters or place not in self.rehearsal.stands:
            return
        stamp = self.timeline.beats[place].stamp
        if stamp not in self._in_peace:
            self._in_peace.add(stamp)
            self._begin(place, self._missing(place, 0, UNKNOWN), nice=QUIETLY)

    def _missing(self, place: int, first: int, count: int) -> list[int]:
        """The frames of a beat from `first` on, so many, that are not kept."""
        beat = self.timeline.beats[place]
        end = min(first + count, beat.count if beat.known else UNKNOWN)
        return [n for n in range(first, end) if not self.store.has(beat.stamp, n)]

    def _begin(self, place: int, wanted: list[int], nice: int = 0) -> None:
        if (
            not wanted
            or self.timeline.beats[place].stamp in self._spoiled
            or sum(not each.is_end for each in self.painters) >= AT_ONCE
        ):
            return
        stand = self.rehearsal.stands[place]
        painter = Painter(None, stand, place, self.timeline.beats[place].stamp, wanted)
        order = {"do": "paint", "frames": runs_of(wanted), "nice": nice, **self.rehearsal.newest(stand)}
        painter.task = self.backstage.order(stand, order, partial(self._hear, painter))
        self.painters.append(painter)

    def _dismiss(self, painter: Painter) -> None:
        if painter in self.painters:
            self.painters.remove(painter)
            self._in_peace.discard(painter.stamp)
        if painter.task is not None:
            self.backstage.end(painter.task)

    def _hear(self, painter: Painter, task: Task, head: Head, body: bytes) -> None:
        event = head["event"]
        if event == "frame":
            self._drawn(painter, head["first"], head["last"], body)
        elif event == "still":
            self.rehearsal.end_was_drawn(painter.place, body)
        elif event in ("painted", "failed", "died", "hung") and painter in self.painters:
            self.painters.remove(painter)
            self._tell(painter, at_once=True)
            if (
                event == "died"
                and self.rehearsal.stands.get(painter.place + painter.is_end) is not painter.stand
            ):
                self._in_peace.discard(painter.stamp)  # whom it was forked from was ended, and it with them
                self.rehearsal.go_on()
                return
            self._give_up(painter, failed=event != "painted")
            if event != "painted":
                name = self.timeline.beats[painter.place].name
                facts = facts_of(event, head, self.rehearsal.path, self.rehearsal.course)
                self.rehearsal.fail(facts, name)
            self.rehearsal.go_on()

    def _drawn(self, painter: Painter, first: int, last: int, data: bytes) -> None:
        self.keep(painter.stamp, first, last, data)
        painter.wanted = [n for n in painter.wanted if n > last]
        self._tell(painter)

    def _give_up(self, painter: Painter, *, failed: bool) -> None:
        """What a painter was to draw, and had not drawn when it came to its end, cannot be had."""
        beat = self.timeline.beats[painter.place]
        if beat.known and (failed or any(n < beat.count for n in painter.wanted)):
            self._spoiled.add(painter.stamp)
        for number in painter.wanted:
            self._refuse(painter.stamp, number, "the lecture fails here, or has no such frame")

    def _tell(self, painter: Painter, *, at_once: bool = False) -> None:
        now = asyncio.get_running_loop().time()
        if at_once or now - self._told.get(painter.stamp, 0.0) > OFTEN:
            self._told[painter.stamp] = now
            beat = self.timeline.beats[painter.place]
            if beat.stamp == painter.stamp:
                self.rehearsal.hub.tell(
                    "drawn",
                    slug=self.timeline.lecture.slug,
                    beat=beat.name,
                    stamp=beat.stamp,
                    drawn=self.store.runs(beat.stamp),
                )
