"""One lecture being previewed: its beats are played to the end, and again from where a save changed them.

All parts of it share one `LectureState`. They know nothing of this module: what they report comes by the
functions that they were given.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from studio.course.lecture import Lecture
from studio.course.script import script_of
from studio.preview.checkpoints import SET_STAGE, Checkpoints
from studio.preview.difference import Difference, difference, parsed
from studio.preview.end_frames import EndFrames, Reason
from studio.preview.error_report import ErrorShown, facts_of, syntax_facts
from studio.preview.events import Tell
from studio.preview.frame_drawing import FrameDrawing, Playhead
from studio.preview.frame_store import FrameStore
from studio.preview.last_error import LastError
from studio.preview.protocol import ErrorFacts
from studio.preview.sized_frames import SizedFrames
from studio.preview.state import LectureState
from studio.preview.timeline import Timeline
from studio.preview.voice_playback import Voice, voice_of
from studio.preview.workers import Worker, Workers
from studio.system.wire import Head


class LecturePreview:
    """Decides what the workers play next, and takes over what they report."""

    def __init__(
        self, lecture: Lecture, text: str, course: Path, workers: Workers, store: FrameStore, tell: Tell
    ) -> None:
        timeline = Timeline(lecture, text, course)
        self.state = LectureState(text, timeline, Checkpoints(workers), store, timeline.beats[0].name)
        self.workers, self._tell = workers, tell
        self.drawing = FrameDrawing(
            self.state,
            workers,
            end_drawn=self._end_drawn,
            failed=self.fail,
            job_over=self.go_on,
            tell=tell,
        )
        self.sized = SizedFrames(self.state, workers)
        self.ends = EndFrames(self.state, draw=self.drawing.draw_end, keep=self.drawing.keep, tell=tell)
        self.last_error = LastError(timeline, tell)
        self.findings: dict[str, list[dict[str, object]]] = {}  # of the background check, by stamp
        self.files: set[str] = {str(lecture.path)}  # files that the lecture loaded
        self.voice: Voice = voice_of(timeline)
        # After the first stage the compiled code is loaded: from then on the requested picture comes first,
        # no end of a beat is drawn before it, and no checkpoint is made on the way.
        self._hurries = False
        self._told_busy: tuple[object, ...] = ()

    # -- what is asked of it ---------------------------------------------------------------------------

    @property
    def slug(self) -> str:
        """The lecture's short name."""
        return self.state.slug

    @property
    def path(self) -> Path:
        """The lecture's file."""
        return self.state.path

    @property
    def timeline(self) -> Timeline:
        """The lecture's beats."""
        return self.state.timeline

    @property
    def is_idle(self) -> bool:
        """Whether everything is played, or nothing can be."""
        runner = self.state.checkpoints.runner
        return runner is None and not self.drawing.is_busy and not self.sized.is_busy

    @property
    def error(self) -> ErrorShown | None:
        """The error that the pages show; None if there is none."""
        return self.last_error.report

    def look(self, window: str, beat: str, frame: int | None, playing: bool) -> None:
        """A window looks at a frame of a beat (None: it waits for the last one)."""
        self.state.looked_at = beat
        if frame is None and not playing:
            self.ends.look(beat)
        self.go_on()
        self.drawing.move(window, Playhead(beat, frame or 0, playing))

    def edit(self, text: str) -> None:
        """The lecture's file has a new text."""
        try:
            what = difference(self.state.text, text, self.timeline.lecture.class_name)
        except SyntaxError as error:
            self.fail(syntax_facts(error, self.path), None)
            return
        bare = self.timeline.lecture
        lecture = script_of(Lecture(bare.path, bare.number, bare.slug, bare.step), parsed(text))
        if lecture.problem is not None:
            self.fail(
                {
                    "kind": "problem",
                    "title": "Not a lecture yet",
                    "message": lecture.problem,
                    "file": str(self.path),
                    "line": 1,
                },
                None,
            )
            return
        renamed = lecture.class_name != bare.class_name
        new = next((each.name for each in lecture.beats if self.timeline.place(each.name) is None), None)
        self.state.text = text
        if what.stage or renamed:
            self.timeline.retell(lecture, text)
            self.voice = voice_of(self.timeline)
            self._set_stage_again((), new)
            return
        self.timeline.retell(lecture, text, what.first)
        self.voice = voice_of(self.timeline)
        self._play_again(what.first, new or self._most_telling(what), "edited")
        self.go_on()
        if not self.ends.requests or self.state.checkpoints.runner is None:  # else the picture comes first
            self._tell_timeline()

    def revoice(self) -> None:
        """Recordings have changed: the first beat whose recording changed, and all after it, are retimed."""
        before, self.voice = self.voice.marks, voice_of(self.timeline)
        changed = [name for name, mark in self.voice.marks.items() if mark != before.get(name)]
        if not changed:
            self.timeline.version += 1
            self._tell_timeline()
            return
        first = self.timeline.place(changed[0])
        assert first is not None
        self.timeline.renew(first)
        shown = self.state.looked_at if self.state.looked_at in changed else changed[0]
        self._play_again(first, shown, "renewed")
        self._tell_timeline()
        self.go_on()

    def reload(self, changed: Iterable[str]) -> None:
        """Files that the lecture loaded have changed."""
        self.timeline.renew(0)
        self._set_stage_again(changed)

    def depends_on(self, path: str) -> bool:
        """Whether a change of a file (no lecture's) may change this lecture; while nothing plays, any may."""
        return path in self.files or (self.state.is_stuck and not self.state.waiting)

    def close(self) -> None:
        """End every worker of this lecture."""
        self.state.checkpoints.close()
        self.drawing.close()
        self.sized.close()

    def as_json(self) -> dict[str, object]:
        """The timeline, with the last error and what the background check found."""
        found = [each for beat in self.timeline.beats for each in self.findings.get(beat.stamp, ())]
        told = self.timeline.as_json(self.state.store)
        for beat in told["beats"]:
            beat["voice"] = self.voice.as_json(self.slug, beat["name"])
        return {**told, "error": self.error, "findings": found}

    # -- what is played next ---------------------------------------------------------------------------

    def go_on(self) -> None:
        """Begin what is most urgent and not yet being done."""
        if self.ends.fulfil():
            self.last_error.may_be_mended(None)
            self._tell_timeline()
        if self.state.checkpoints.runner is None:
            if not self.state.waiting and self.state.stuck_at is None:
                self._set_stage()
            elif self.state.waiting and (stretch := self._next_stretch()) is not None:
                self._play(*stretch)
        self.drawing.go_on()
        self.sized.go_on()
        self._tell_busy()

    def _next_stretch(self) -> tuple[int, int] | None:
        stuck_at = self.state.stuck_at
        last = len(self.timeline.beats) if stuck_at is None else stuck_at
        wanted = [*self.ends.wanted, *self.drawing.wanted] if self._hurries else []
        return self.state.checkpoints.next_stretch([place for place in wanted if place <= last], last)

    def _set_stage(self) -> None:
        """Have the stage set, by a fork of a worker that knows the data, or else by a new worker."""
        checkpoints, lecture = self.state.checkpoints, self.timeline.lecture
        parent = checkpoints.former[-1] if checkpoints.former else None
        self._hurries = parent is not None
        order = {
            "do": "set_stage",
            "path": str(lecture.path),
            "class_name": lecture.class_name,
            "text": self.state.text,
            "changed": sorted(checkpoints.changed) if parent else [],
            "hurry": self._hurries,
        }
        worker = self.workers.order(parent, order, self._hear)
        checkpoints.started(worker, SET_STAGE, 0, self.state.text)

    def _play(self, at: int, to: int) -> None:
        """Have the beats from `at` to `to` played by a fork, which then waits before `to`."""
        parent = self.state.waiting[at]
        # Drawing the end of every beat loads the compiled code that the forks will need; once it is loaded,
        # and while a page waits, only the end that it waits for is drawn.
        in_haste = self._hurries and bool(self.ends.requests)
        draws_end = self.ends.waits_for(self.timeline.beats[to - 1].name) or not in_haste
        order = {"do": "play", "to": to, "draw_end": draws_end, **self.state.update_of(parent)}
        worker = self.workers.order(parent, order, self._hear)
        self.state.checkpoints.started(worker, at, to, self.state.text)

    # -- what the workers report -----------------------------------------------------------------------

    def _hear(self, worker: Worker, head: Head, body: bytes) -> None:
        """Take over a message of a worker that plays, or that waits."""
        event, checkpoints = head["event"], self.state.checkpoints
        if event == "played":
            self._played(worker, head)
        elif event == "end_frame":
            self._end_drawn(head["at"] - 1, body)
        elif event == "waits":
            checkpoints.arrived(worker, head)
            self.files = {str(self.path), *head["files"]} | (self.files if head["at"] else set())
            if head["at"] == 0:
                self.ends.computed = head["computed"]
            self._hurries = self._hurries or head["at"] == len(self.timeline.beats)
            self.go_on()
        elif event in ("failed", "died", "hung") and checkpoints.is_runner(worker):
            self._runner_failed(event, head)
        elif event in ("died", "hung") and checkpoints.lost(worker):
            self.go_on()

    def _played(self, worker: Worker, head: Head) -> None:
        beat = self.timeline.beats[head["at"] - 1]
        is_news = not beat.known  # else it was played before, without a checkpoint after it
        beat.learn(head["beat"])
        self.ends.computed += head["computed"]
        self.last_error.may_be_mended(beat.name)
        runner = self.state.checkpoints.runner
        goes_on = runner is not None and runner.worker is worker and head["at"] < runner.to
        if goes_on and runner is not None:
            runner.at = head["at"]
        self.timeline.version += is_news
        if is_news and not goes_on and not self.ends.waits_for(beat.name):
            self._tell_timeline()

    def _end_drawn(self, place: int, png: bytes) -> None:
        """A worker drew the last frame of a beat."""
        if self.ends.deliver(place, png):
            self.last_error.may_be_mended(None)
        self._tell_timeline()

    def _runner_failed(self, event: str, head: Head) -> None:
        """The worker that played has failed: those that wait stay, and the beats before it are played."""
        runner = self.state.checkpoints.failed()
        beats = self.timeline.beats
        name = beats[runner.at].name if 0 <= runner.at < len(beats) else None
        self.files.update(head.get("files", ()))
        self.state.stuck_at = runner.at
        self.fail(facts_of(event, head, self.path, self.state.course), name)
        self.go_on()

    def fail(self, facts: ErrorFacts, beat: str | None) -> None:
        """Tell the pages of an error in a beat, or (None) before the first one."""
        self.last_error.happened(facts, beat)
        self.drawing.go_on()
        self._tell_timeline()
        self._tell_busy()

    # -- after a save ----------------------------------------------------------------------------------

    def _play_again(self, first: int | None, shown: str, reason: Reason) -> None:
        """Forget what was played and drawn from the beat `first` on (None: nothing); show `shown` first."""
        self.ends.computed = 0.0
        if first is not None:
            self.state.checkpoints.invalidate(first)
            self._invalidate_frames(first)
        self.state.looked_at = shown
        self.ends.saved(shown, reason)
        self.state.stuck_at = None

    def _set_stage_again(self, changed: Iterable[str], new: str | None = None) -> None:
        """Everything has to be played again. `changed`: the other files that did. `new`: a beat that is."""
        self.state.checkpoints.invalidate_stage(changed)
        self._invalidate_frames(0)
        if new is not None:
            self.state.looked_at = new
        elif self.timeline.place(self.state.looked_at) is None:
            self.state.looked_at = self.timeline.beats[0].name
        self.ends.saved(self.state.looked_at, "renewed" if new is None else "edited")
        self.state.stuck_at = None
        self._tell_timeline()
        self.go_on()

    def _invalidate_frames(self, first: int) -> None:
        self.drawing.invalidate(first)
        self.sized.invalidate()

    def _most_telling(self, what: Difference) -> str:
        """The beat to show after an edit: the one that is looked at if it changed, else the edited one."""
        looked_at, beats = self.state.looked_at, self.timeline.beats
        place = self.timeline.place(looked_at)
        if what.first is not None and not (place is not None and looked_at in what.changed):
            return beats[min(what.first, len(beats) - 1)].name
        return beats[0].name if place is None else looked_at

    # -- what the pages are told -----------------------------------------------------------------------

    def _tell_timeline(self) -> None:
        self._tell("timeline", slug=self.slug, version=self.timeline.version)

    def _tell_busy(self) -> None:
        beats, checkpoints = self.timeline.beats, self.state.checkpoints
        done = sum(beat.known for beat in beats)
        if (runner := checkpoints.runner) is not None:
            what = "playing" if runner.at >= 0 else "reading" if checkpoints.former else "loading"
            at = beats[runner.at].name if 0 <= runner.at < len(beats) else None
        else:
            what, at = ("drawing", self.state.looked_at) if self.drawing.is_busy else ("idle", None)
        told = (what, at, done, len(beats))
        if told != self._told_busy:
            self._told_busy = told
            self._tell("busy", slug=self.slug, what=what, beat=at, done=done, of=len(beats))
