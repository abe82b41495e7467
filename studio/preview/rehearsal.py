"""One lecture being previewed: which processes stand where, what is played next, and what an edit undoes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from studio.errors import StudioError
from studio.lecture import Lecture
from studio.preview.backstage import Backstage, Task
from studio.preview.difference import Difference, difference, parsed
from studio.preview.events import Hub
from studio.preview.failure import death_facts, hang_facts, syntax_facts, with_lines
from studio.preview.frames import FrameStore
from studio.preview.painting import Painting
from studio.preview.timeline import Timeline
from studio.preview.wire import Head
from studio.script import script_of

GROWN = 3.0  # a process this many times as large as the first one was is not forked from any more


class Wish:
    """The picture of a beat's end that somebody waits for."""

    def __init__(self, beat: str, reason: str) -> None:
        self.beat, self.reason = beat, reason
        self.since = time.monotonic()


class Rehearsal:
    """Plays a lecture to its end, beat by beat, and again from where its author changed it."""

    def __init__(
        self, lecture: Lecture, text: str, backstage: Backstage, store: FrameStore, hub: Hub
    ) -> None:
        self.backstage, self.hub = backstage, hub
        self.course = backstage.course
        self.text = text
        self.timeline = Timeline(lecture, text, self.course)
        self.painting = Painting(self.timeline, backstage, store, self)
        self.store = store
        self.error: dict[str, Any] | None = None  # what the page shows, until it is seen to be mended
        self.is_stuck = False  # nothing more is played before the next save
        self.findings: dict[str, list[dict[str, Any]]] = {}
        self.looked_at = self.timeline.beats[0].name
        self.wish: Wish | None = None
        self.files: set[str] = {str(lecture.path)}
        self.computed = 0.0  # seconds that calc_core took for the picture that is waited for
        self.texts: WeakKeyDictionary[Task, str] = WeakKeyDictionary()  # that processes play by
        self.stands: dict[int, Task] = {}  # by the beat that the process stands before
        self._runner: Task | None = None  # the process that plays on, or sets the stage
        self._runner_at = -1  # the beat that it plays; -1: it sets the stage
        self._hurries = (
            False  # what was compiled is loaded: draw nothing before the picture that is wished for
        )
        self._former: list[Task] = []  # those of the time before the stage was set anew
        self._changed: set[str] = set()  # files, since the former ones were set
        self._small = 0  # memory of the first process that stood, in whatever unit the system counts
        self._told_busy: tuple[Any, ...] = ()

    # -- what the director asks ------------------------------------------------------------------------

    @property
    def slug(self) -> str:
        """The lecture's."""
        return self.timeline.lecture.slug

    @property
    def path(self) -> Path:
        """The lecture's file."""
        return self.timeline.lecture.path

    @property
    def is_idle(self) -> bool:
        """Whether everything is played, or nothing can be."""
        return self._runner is None and not self.painting.is_busy

    def look(self, beat: str, *, picture: bool) -> None:
        """Somebody looks at a beat, and waits for the picture of its end."""
        self.looked_at = beat
        if picture:
            self.wish = Wish(beat, "looked")
        self.go_on()

    def edit(self, text: str) -> None:
        """The lecture's file has a new text."""
        try:
            what = difference(self.text, text, self.timeline.lecture.class_name)
        except SyntaxError as error:
            self.fail(syntax_facts(error, self.path), None, stuck=False)
            return
        bare = self.timeline.lecture
        lecture = script_of(Lecture(bare.path, bare.number, bare.slug, bare.step), parsed(text))
        if lecture.problem is not None:
            facts = {"kind": "problem", "title": "Not a lecture yet", "message": lecture.problem}
            self.fail(facts | {"file": str(self.path), "line": 1}, None, stuck=False)
            return
        renamed = lecture.class_name != bare.class_name
        self.text = text
        if what.stage or renamed:
            self.timeline.retell(lecture, text)
            self._set_anew(())
            return
        self.timeline.retell(lecture, text, what.first)
        self.computed = 0.0
        if what.first is not None:
            self._undo(what.first)
        self._wish_for(what)
        self.is_stuck = False
        self.go_on()
        if self.wish is None or self._runner is None:  # else the picture comes first
            self._tell_timeline()

    def reload(self, changed: Iterable[str]) -> None:
        """Files that the lecture stands on have changed."""
        self.timeline.renew(0)
        self._set_anew(changed)

    def stands_on(self, path: str) -> bool:
        """Whether a change of a file may change the lecture; while nothing plays, any may."""
        return path in self.files or (self.is_stuck and not self.stands)

    def close(self) -> None:
        """End every process of this lecture."""
        self._end([*self.stands.values(), *self._former])
        if self._runner is not None:
            self.backstage.end(self._runner)
        self.painting.end(0)
        self.stands, self._runner, self._former = {}, None, []

    def as_json(self) -> dict[str, Any]:
        """The timeline with its error and what the critic found."""
        found = [each for beat in self.timeline.beats for each in self.findings.get(beat.stamp, ())]
        return self.timeline.as_json(self.store) | {"error": self.error, "findings": found}

    # -- going on --------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do what is most wanted and not yet being done."""
        self._fulfil()
        if self._runner is None and not self.is_stuck:
            if not self.stands:
                self._begin()
            elif (at := max(self.stands)) < len(self.timeline.beats):
                self._play(at)
        self.painting.go_on()
        self._tell_busy()

    def _begin(self) -> None:
        """Have the stage set: by a fork of who knows the data already, or else from nothing."""
        where = self._former[-1] if self._former else None
        lecture = self.timeline.lecture
        order = {
            "do": "rebuild",
            "path": str(lecture.path),
            "class_name": lecture.class_name,
            "text": self.text,
            "changed": sorted(self._changed) if where else [],
            "hurry": where is not None,
        }
        self._hurries = where is not None
        self._runner_at = -1
        self._runner = self.backstage.order(where, order, self._hear)
        self.texts[self._runner] = self.text

    def _play(self, at: int) -> None:
        name = self.timeline.beats[at].name
        stand = self.stands[at]
        # drawing every end loads the compiled code that forks will need; who did that before has it already
        still = self._wished(name) or not (self._hurries and self.wish is not None)
        order = {"do": "go", "still": still, **self.newest(stand)}
        self._runner_at = at
        self._runner = self.backstage.order(stand, order, self._hear)
        self.texts[self._runner] = self.text

    def newest(self, stand: Task) -> dict[str, Any]:
        """What a process has to take over before it plays by the author's newest text."""
        known = self.texts.get(stand, self.text)
        if known == self.text:
            return {"text": None}
        changed = difference(known, self.text, self.timeline.lecture.class_name).changed
        return {"text": self.text, "anew": sorted(changed)}

    def _hear(self, task: Task, head: Head, body: bytes) -> None:
        """What the process that plays on tells."""
        event = head["event"]
        if event == "played":
            beat = self.timeline.beats[head["at"] - 1]
            beat.learn(head["beat"])
            self.computed += head["computed"]
            self.timeline.version += 1
            self._mended(beat.name)
            if not self._wished(beat.name) or self._runner is not task:
                self._tell_timeline()
        elif event == "still":
            self._show(self._runner_at, body)
        elif event == "stands":
            self._stood(task, head)
        elif event in ("failed", "died", "hung") and task is self._runner:
            self._runner = None
            self._stopped(event, head)
        elif event in ("died", "hung"):
            self._lost(task)

    def _stood(self, task: Task, head: Head) -> None:
        self.stands[head["at"]] = task
        self.files.update(head["files"])
        if head["at"] == 0:
            self.computed = head["computed"]
            self._end(self._former)
            self._former, self._changed = [], set()
            self.files = {str(self.path), *head["files"]}
            self._small = self._small or head["memory"]
        if task is self._runner:
            self._runner = None
        if head["memory"] > GROWN * self._small:
            self._small = -1  # forked from no more: the next stage is set from nothing
        self.go_on()

    def _stopped(self, event: str, head: Head) -> None:
        """The process that played on came to a bad end; those that stand stay."""
        beats = self.timeline.beats
        name = beats[self._runner_at].name if 0 <= self._runner_at < len(beats) else None
        self.files.update(head.get("files", ()))
        self.fail(self.facts_of(event, head), name)

    def facts_of(self, event: str, head: Head) -> dict[str, Any]:
        """What a process that came to a bad end told, or what is known of it."""
        if event == "failed":
            facts: dict[str, Any] = head["facts"]
            return facts
        if event == "hung":
            return hang_facts(head["trace"], head["seconds"], self.path, self.course)
        return death_facts(head["code"])

    def fail(self, facts: dict[str, Any], beat: str | None, *, stuck: bool = True) -> None:
        """Something is wrong: say so, and wait for the next save."""
        self.error = with_lines(facts, self.course, self.slug, beat)
        self.is_stuck = self.is_stuck or stuck
        self.hub.tell("error", **self.error)
        self.painting.go_on()
        self._tell_timeline()
        self._tell_busy()

    def _mended(self, beat: str | None) -> None:
        """A beat was played (None: a picture was drawn after a save): was it what had been wrong?"""
        if self.error is None:
            return
        at_fault = self.error["beat"] if self.timeline.place(self.error["beat"]) is not None else None
        if at_fault == beat:
            self.error = None
            self.hub.tell("clear", slug=self.slug)

    # -- what an edit undoes ---------------------------------------------------------------------------

    def _undo(self, first: int) -> None:
        """Beats from `first` on are to be played again: end whoever has played one of them."""
        if self._runner is not None and self._runner_at >= first:
            self.backstage.end(self._runner)
            self._runner = None
        self._end([task for at, task in self.stands.items() if at > first])
        self.stands = {at: task for at, task in self.stands.items() if at <= first}
        self.painting.end(first)

    def _set_anew(self, changed: Iterable[str]) -> None:
        """Everything is to be played again, with all data that has not changed."""
        self._changed.update(changed)
        if self._runner is not None:
            self.backstage.end(self._runner)
            self._runner = None
        if self.stands:
            self._end(self._former)
            self._former = [self.stands[at] for at in sorted(self.stands)]
        if self._small < 0:
            self._end(self._former)
            self._former, self._small = [], 0
        self.stands = {}
        self.painting.end(0)
        if self.timeline.place(self.looked_at) is None:
            self.looked_at = self.timeline.beats[0].name
        self.wish = Wish(self.looked_at, "edited")
        self.is_stuck = False
        self._tell_timeline()
        self.go_on()

    def _wish_for(self, what: Difference) -> None:
        """After an edit: show the beat that is looked at if it has changed, else the one that was edited."""
        beats = self.timeline.beats
        place = self.timeline.place(self.looked_at)
        if what.first is not None and not (place is not None and self.looked_at in what.changed):
            self.looked_at = beats[min(what.first, len(beats) - 1)].name
        elif place is None:
            self.looked_at = beats[0].name
        self.wish = Wish(self.looked_at, "edited")

    def _lost(self, task: Task) -> None:
        """A process that stood still was ended by somebody else: what came after it is gone as well."""
        at = next((at for at, each in self.stands.items() if each is task), None)
        if at is not None:
            self._end([each for place, each in self.stands.items() if place > at])
            self.stands = {place: each for place, each in self.stands.items() if place < at}
            if self._runner is not None and self._runner_at >= at:
                self.backstage.end(self._runner)
                self._runner = None
            self.go_on()
        self._former = [each for each in self._former if each is not task]

    def _end(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self.backstage.end(task)

    # -- pictures --------------------------------------------------------------------------------------

    def _wished(self, beat: str) -> bool:
        return self.wish is not None and self.wish.beat == beat

    def _fulfil(self) -> None:
        """Show the picture that is waited for, if it is there; have it drawn, if its beat has been played."""
        if self.wish is None:
            return
        place = self.timeline.place(self.wish.beat)
        if place is None:
            self.wish = None
            return
        beat = self.timeline.beats[place]
        kept = self.store.get(beat.stamp, beat.count - 1) if beat.known else None
        if kept is not None:
            self._show(place, kept)
        elif beat.known and place + 1 in self.stands:
            self.painting.draw_end(place, self.stands[place + 1])

    def _show(self, place: int, data: bytes) -> None:
        """The end of a beat was drawn."""
        beat = self.timeline.beats[place]
        last = max(beat.count - 1, 0)
        self.store.put(beat.stamp, last, last, data)
        if self._wished(beat.name):
            assert self.wish is not None
            wish, self.wish = self.wish, None
            self.hub.tell(
                "picture",
                slug=self.slug,
                beat=beat.name,
                frame=last,
                stamp=beat.stamp,
                url=f"/frames/{self.slug}/{beat.stamp}/{last}.png",
                first=self.timeline.first(place),
                count=beat.count,
                reason=wish.reason,
                seconds=round(time.monotonic() - wish.since, 3),
                computed=round(self.computed, 3),
            )
            self._mended(None)
        self._tell_timeline()

    def end_was_drawn(self, place: int, data: bytes) -> None:
        """From a process that drew the end of a beat for us."""
        self._show(place, data)

    # -- words for the page ----------------------------------------------------------------------------

    def _tell_timeline(self) -> None:
        self.hub.tell("timeline", slug=self.slug, version=self.timeline.version)

    def _tell_busy(self) -> None:
        beats = self.timeline.beats
        done = sum(beat.known for beat in beats)
        if self._runner is not None:
            what = "playing" if self._runner_at >= 0 else "reading" if self._former else "loading"
            at = beats[self._runner_at].name if 0 <= self._runner_at < len(beats) else None
        else:
            what, at = ("drawing", self.looked_at) if self.painting.is_busy else ("idle", None)
        told = (what, at, done, len(beats))
        if told != self._told_busy:
            self._told_busy = told
            self.hub.tell("busy", slug=self.slug, what=what, beat=at, done=done, of=len(beats))

    @property
    def problem(self) -> StudioError | None:
        """Why nothing can be drawn now, as a sentence."""
        return StudioError(f"{self.error['title']}: {self.error['message']}") if self.error else None
