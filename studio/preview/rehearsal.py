"""One lecture being previewed: played to its end, and again from where its author changed it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from studio.course.lecture import Lecture
from studio.course.script import script_of
from studio.preview.backstage import Backstage, Task
from studio.preview.company import STAGE, Company
from studio.preview.difference import Difference, difference, parsed
from studio.preview.events import Hub
from studio.preview.failure import facts_of, syntax_facts
from studio.preview.fitting import Fitting
from studio.preview.frames import FrameStore
from studio.preview.painting import Painting, Watching
from studio.preview.showing import Showing
from studio.preview.timeline import Timeline
from studio.preview.trouble import Trouble
from studio.preview.voice import Voice, voice_of
from studio.system.wire import Head


class Rehearsal:
    """Decides what is played next, and hears what became of it."""

    def __init__(
        self, lecture: Lecture, text: str, backstage: Backstage, store: FrameStore, hub: Hub
    ) -> None:
        self.backstage, self.hub = backstage, hub
        self.course = backstage.course
        self.text = text
        self.timeline = Timeline(lecture, text, self.course)
        self.company = Company(backstage)
        self.painting = Painting(self.timeline, backstage, store, self)
        self.fitting = Fitting(self.timeline, backstage, store, self.company, self.newest)
        self.showing = Showing(self.timeline, store, self.painting, self.company, hub)
        self.trouble = Trouble(self.timeline, hub)
        self.stuck_at: int | None = None  # the beat (or STAGE) that does not play before the next save
        self.findings: dict[str, list[dict[str, Any]]] = {}
        self.looked_at = self.timeline.beats[0].name
        self.files: set[str] = {str(lecture.path)}
        self.voice: Voice = voice_of(self.timeline)
        # What was compiled is loaded: draw nothing, and stop nowhere, before the picture that is wished for.
        self._hurries = False
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
    def stands(self) -> dict[int, Task]:
        """Who stands before which beat."""
        return self.company.stands

    @property
    def is_idle(self) -> bool:
        """Whether everything is played, or nothing can be."""
        return self.company.runner is None and not self.painting.is_busy and not self.fitting.is_busy

    @property
    def error(self) -> dict[str, Any] | None:
        """What is wrong, as the page shows it, until it is seen to be mended."""
        return self.trouble.error

    @property
    def is_stuck(self) -> bool:
        """Whether nothing more is played before the next save."""
        return (
            self.stuck_at is not None
            and self.company.runner is None
            and all(place in self.stands for place in range(self.stuck_at + 1))
        )

    def look(self, window: str, beat: str, frame: int | None, playing: bool) -> None:
        """A window looks at a frame of a beat (None: it waits for the picture of its end)."""
        self.looked_at = beat
        if frame is None and not playing:
            self.showing.look(beat)
        self.go_on()
        self.painting.watch(window, Watching(beat, frame or 0, playing))

    def edit(self, text: str) -> None:
        """The lecture's file has a new text."""
        try:
            what = difference(self.text, text, self.timeline.lecture.class_name)
        except SyntaxError as error:
            self.fail(syntax_facts(error, self.path), None)
            return
        bare = self.timeline.lecture
        lecture = script_of(Lecture(bare.path, bare.number, bare.slug, bare.step), parsed(text))
        if lecture.problem is not None:
            facts = {"kind": "problem", "title": "Not a lecture yet", "message": lecture.problem}
            self.fail(facts | {"file": str(self.path), "line": 1}, None)
            return
        renamed = lecture.class_name != bare.class_name
        new = next((each.name for each in lecture.beats if self.timeline.place(each.name) is None), None)
        self.text = text
        if what.stage or renamed:
            self.timeline.retell(lecture, text)
            self.voice = voice_of(self.timeline)
            self._set_anew((), new)
            return
        self.timeline.retell(lecture, text, what.first)
        self.voice = voice_of(self.timeline)
        self.showing.computed = 0.0
        if what.first is not None:
            self.company.undo(what.first)
            self._stop_drawing(what.first)
        self.looked_at = new or self._most_telling(what)
        self.showing.saved(self.looked_at, "edited")
        self.stuck_at = None
        self.go_on()
        if not self.showing.wishes or self.company.runner is None:  # else the picture comes first
            self._tell_timeline()

    def revoice(self) -> None:
        """Recordings have changed: beats from the first on that is heard otherwise take another time."""
        before, self.voice = self.voice.marks, voice_of(self.timeline)
        changed = [name for name, mark in self.voice.marks.items() if mark != before.get(name)]
        if not changed:
            self.timeline.version += 1
            self._tell_timeline()
            return
        first = self.timeline.place(changed[0])
        assert first is not None
        self.timeline.renew(first)
        self.showing.computed = 0.0
        self.company.undo(first)
        self._stop_drawing(first)
        if self.looked_at not in changed:
            self.looked_at = changed[0]
        self.showing.saved(self.looked_at, "renewed")
        self.stuck_at = None
        self._tell_timeline()
        self.go_on()

    def reload(self, changed: Iterable[str]) -> None:
        """Files that the lecture stands on have changed."""
        self.timeline.renew(0)
        self._set_anew(changed)

    def stands_on(self, path: str) -> bool:
        """Whether a change of a file (no lecture's) may change this lecture; while nothing plays, any may."""
        return path in self.files or (self.is_stuck and not self.stands)

    def close(self) -> None:
        """End every process of this lecture."""
        self.company.close()
        self.painting.close()
        self.fitting.close()

    def as_json(self) -> dict[str, Any]:
        """The timeline with its error and what the critic found."""
        found = [each for beat in self.timeline.beats for each in self.findings.get(beat.stamp, ())]
        told = self.timeline.as_json(self.showing.store)
        for beat in told["beats"]:
            beat["voice"] = self.voice.as_json(self.slug, beat["name"])
        return told | {"error": self.error, "findings": found}

    # -- going on --------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do what is most wanted and not yet being done."""
        if self.showing.fulfil():
            self.trouble.may_be_over(None)
            self._tell_timeline()
        if self.company.runner is None:
            if not self.stands and self.stuck_at is None:
                self._begin()
            elif self.stands and (leg := self._next_leg()) is not None:
                self._play(*leg)
        self.painting.go_on()
        self.fitting.go_on()
        self._tell_busy()

    def _next_leg(self) -> tuple[int, int] | None:
        last = len(self.timeline.beats) if self.stuck_at is None else self.stuck_at
        wanted = [*self.showing.wanted, *self.painting.wanted] if self._hurries else []
        return self.company.next_leg([place for place in wanted if place <= last], last)

    def _begin(self) -> None:
        """Have the stage set: by a fork of who knows the data already, or else from nothing."""
        company, lecture = self.company, self.timeline.lecture
        where = company.former[-1] if company.former else None
        self._hurries = where is not None
        order = {
            "do": "rebuild",
            "path": str(lecture.path),
            "class_name": lecture.class_name,
            "text": self.text,
            "changed": sorted(company.changed) if where else [],
            "hurry": self._hurries,
        }
        company.sends(self.backstage.order(where, order, self._hear), STAGE, 0, self.text)

    def _play(self, at: int, to: int) -> None:
        """Have the beats from `at` on played, and somebody stand before `to`."""
        stand = self.stands[at]
        # drawing every end loads the compiled code that forks will need; who did that before has it already
        waits = bool(self.showing.wishes)
        still = self.showing.wishes_for(self.timeline.beats[to - 1].name) or not (self._hurries and waits)
        order = {"do": "go", "to": to, "still": still, **self.newest(stand)}
        self.company.sends(self.backstage.order(stand, order, self._hear), at, to, self.text)

    def newest(self, stand: Task) -> dict[str, Any]:
        """What a process has to take over before it plays by the author's newest text."""
        known = self.company.texts.get(stand, self.text)
        if known == self.text:
            return {"text": None}
        changed = difference(known, self.text, self.timeline.lecture.class_name).changed
        return {"text": self.text, "anew": sorted(changed)}

    def _hear(self, task: Task, head: Head, body: bytes) -> None:
        """What the process that plays on tells."""
        event = head["event"]
        if event == "played":
            self._played(task, head)
        elif event == "still":
            self.end_was_drawn(head["at"] - 1, body)
        elif event == "stands":
            self.company.stood(task, head)
            self.files = {str(self.path), *head["files"]} | (self.files if head["at"] else set())
            if head["at"] == 0:
                self.showing.computed = head["computed"]
            self._hurries = self._hurries or head["at"] == len(self.timeline.beats)
            self.go_on()
        elif event in ("failed", "died", "hung") and self.company.is_runner(task):
            self._stopped(event, head)
        elif event in ("died", "hung") and self.company.lost(task):
            self.go_on()

    def _played(self, task: Task, head: Head) -> None:
        beat = self.timeline.beats[head["at"] - 1]
        is_news = not beat.known  # else it was passed before without a stop
        beat.learn(head["beat"])
        self.showing.computed += head["computed"]
        self.trouble.may_be_over(beat.name)
        runner = self.company.runner
        passes = runner is not None and runner.task is task and head["at"] < runner.to
        if passes and runner is not None:
            runner.at = head["at"]
        self.timeline.version += is_news
        if is_news and not passes and not self.showing.wishes_for(beat.name):
            self._tell_timeline()

    def end_was_drawn(self, place: int, data: bytes) -> None:
        """From a process that drew the end of a beat for us."""
        if self.showing.show(place, data):
            self.trouble.may_be_over(None)
        self._tell_timeline()

    # -- what goes wrong -------------------------------------------------------------------------------

    def _stopped(self, event: str, head: Head) -> None:
        """The process that played on came to a bad end; those that stand stay."""
        runner = self.company.failed()
        beats = self.timeline.beats
        name = beats[runner.at].name if 0 <= runner.at < len(beats) else None
        self.files.update(head.get("files", ()))
        self.stuck_at = runner.at
        self.fail(facts_of(event, head, self.path, self.course), name)
        self.go_on()  # up to where it fails

    def fail(self, facts: dict[str, Any], beat: str | None) -> None:
        """Something is wrong: say so."""
        self.trouble.begins(facts, beat)
        self.painting.go_on()
        self._tell_timeline()
        self._tell_busy()

    # -- after an edit ---------------------------------------------------------------------------------

    def _stop_drawing(self, first: int) -> None:
        self.painting.end(first)
        self.fitting.end()

    def _most_telling(self, what: Difference) -> str:
        """What to show after an edit: the beat that is looked at if it has changed, else the edited one."""
        beats, place = self.timeline.beats, self.timeline.place(self.looked_at)
        if what.first is not None and not (place is not None and self.looked_at in what.changed):
            return beats[min(what.first, len(beats) - 1)].name
        return beats[0].name if place is None else self.looked_at

    def _set_anew(self, changed: Iterable[str], new: str | None = None) -> None:
        """Everything is to be played again, with all data that has not changed. `new`: a beat that is."""
        self.company.set_anew(changed)
        self._stop_drawing(0)
        if new is not None:
            self.looked_at = new
        elif self.timeline.place(self.looked_at) is None:
            self.looked_at = self.timeline.beats[0].name
        self.showing.saved(self.looked_at, "renewed" if new is None else "edited")
        self.stuck_at = None
        self._tell_timeline()
        self.go_on()

    # -- words for the page ----------------------------------------------------------------------------

    def _tell_timeline(self) -> None:
        self.hub.tell("timeline", slug=self.slug, version=self.timeline.version)

    def _tell_busy(self) -> None:
        beats, runner = self.timeline.beats, self.company.runner
        done = sum(beat.known for beat in beats)
        if runner is not None:
            what = "playing" if runner.at >= 0 else "reading" if self.company.former else "loading"
            at = beats[runner.at].name if 0 <= runner.at < len(beats) else None
        else:
            what, at = ("drawing", self.looked_at) if self.painting.is_busy else ("idle", None)
        told = (what, at, done, len(beats))
        if told != self._told_busy:
            self._told_busy = told
            self.hub.tell("busy", slug=self.slug, what=what, beat=at, done=done, of=len(beats))
