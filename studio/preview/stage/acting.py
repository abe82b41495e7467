"""Plays one lecture, beat by beat, and stands still before each of them until told what to do."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import signal
import sys
import types
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from studio.preview.stage import redefining
from studio.preview.stage.forks import Post, fork, fork_away
from studio.preview.stage.ledger import Ledger
from studio.preview.stage.mishap import describe_mishap
from studio.preview.stage.png import encode
from studio.preview.stage.recollection import Recollection
from studio.render.engine.typesetter import Customer
from studio.system.wire import Head, HungUp, Line

PAINTERS_ARE_NICE = 5  # who draws ahead gives way to who answers an edit


class Actor:
    """A process that plays a lecture. Its forks carry everything on: scene, modules, memory."""

    def __init__(self, post: Post, ledger: Ledger, course: Path) -> None:
        self.post, self.ledger, self.course = post, ledger, course
        self.recollection = Recollection()
        self.ending: Any = None
        self.typesetter = Customer(post.folder)
        self.path = Path()
        self.scene: Any = None
        self.module: types.ModuleType | None = None
        self.at = 0

    def run(self, order: Head) -> NoReturn:
        """Set the stage as ordered and play on as told; never returns."""
        try:
            while True:
                self.line.say({"event": "begun"})
                self._set_stage(order)
                order = self._play_on()
        except HungUp:
            pass
        except KeyboardInterrupt:
            pass
        except BaseException as error:  # an author may raise anything, SystemExit too
            self._tell_of(error)
        self._end()

    @property
    def line(self) -> Line:
        """To the server."""
        assert self.post.line is not None
        return self.post.line

    # -- from the beginning ----------------------------------------------------------------------------

    def _set_stage(self, order: Head) -> None:
        """Load what has changed, and the lecture; compute its data, as far as it is not known."""
        self.path = Path(order["path"])
        self.scene = self.module = None
        self.ledger.stands_beside(self.path)
        gone = self.ledger.throw_away([*order["changed"], str(self.path)])
        self.recollection.forget(gone)
        self.module = redefining.define(self.path, order["text"])
        lecture = getattr(self.module, order["class_name"])
        import visuals.letters.outlines
        from studio.preview.stage.drawing import configure, put_on_stage, warm_up
        from studio.preview.stage.ending import Ending

        visuals.letters.outlines.typesetter = self.typesetter
        configure(str(self.post.folder))
        self.recollection.begin()
        self.ending = Ending()
        self.scene = put_on_stage(lecture, self.ending)
        self._listen()
        self.scene.prepare()
        if not order["hurry"]:
            warm_up(self.scene)
        self.at = 0

    # -- one beat after the other ------------------------------------------------------------------------

    def _play_on(self) -> Head:
        """Stand, be forked, play, stand again; in a process that is to begin anew: the order that says so."""
        self._say_where()
        while True:
            order = self._stand()
            if order["do"] == "rebuild":
                return order
            self._bring_up_to(order)
            for beat in self.scene.beats()[self.at : order["to"]]:
                self._play(beat, stands_after=self.at + 1 == order["to"])
            if order["still"]:
                self.line.say({"event": "still", "at": self.at}, encode(self.ending.still(self.scene)))
            self._say_where()

    def _play(self, beat: Any, *, stands_after: bool) -> None:
        shown = len(self.scene.recorder.numbers)
        self.recollection.seconds = 0.0
        self.ending.watch(self.scene, draws=stands_after)
        self.scene.play_beat(beat)
        self.at += 1
        computed = self.recollection.seconds
        self.line.say({"event": "played", "at": self.at, "beat": self._facts(shown), "computed": computed})

    def _stand(self) -> Head:
        """Wait here for orders, and return in a fork with what it is to do."""
        if self.at == len(self.scene.beats()):  # time to tidy up: a stage set anew is forked from here
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # what stands here stays: looking through it would only copy it
        while True:
            try:
                order = self.post.order()
            except HungUp:
                self._end()
            away = order["do"] == "rebuild"
            if not (fork_away() if away else fork()):
                continue
            self.post.open(order["task"])
            if order["do"] in ("rebuild", "go"):
                return order
            self._paint(order)

    def _bring_up_to(self, order: Head) -> None:
        """Take over the author's newest text."""
        if order["text"] is not None:
            assert self.module is not None
            self.module = redefining.redefine(self.scene, self.module, order["text"], set(order["anew"]))
        self._listen()

    def _listen(self) -> None:
        """Hear the recordings as they are now: the beats that follow take their time."""
        from visuals.voice.recordings import home_of, read_recordings

        home = home_of(self.path)
        self.ending.voice = None if home is None else read_recordings(home)

    def _paint(self, order: Head) -> NoReturn:
        """Draw frames of the beat that comes next, or the end of the one that was played."""
        from studio.preview.stage.drawing import fit

        try:
            self.recollection.end()  # it would grow with every frame
            if "width" in order:
                fit(self.scene, order["width"])
            if order["do"] == "still":
                pixels = self.scene.still() if "width" in order else self.ending.still(self.scene)
                self.line.say({"event": "still"}, encode(pixels))
            else:
                os.nice(order["nice"])
                self._bring_up_to(order)
                self._paint_frames([tuple(run) for run in order["frames"]])
            self.line.say({"event": "painted"})
        except HungUp:
            pass
        except BaseException as error:
            self._tell_of(error)
        self._end()

    def _paint_frames(self, wanted: list[tuple[int, int]]) -> None:
        from studio.preview.stage.drawing import Easel, Enough

        def deliver(first: int, last: int, pixels: np.ndarray) -> None:
            self.line.say({"event": "frame", "first": first, "last": last}, encode(pixels))

        Easel(self.scene, wanted, deliver)
        with contextlib.suppress(Enough):
            self.scene.play_beat(self.scene.beats()[self.at])

    # -- what is told -----------------------------------------------------------------------------------

    def _facts(self, numbers_before: int) -> dict[str, Any]:
        """What the beat that was just played said and showed."""
        from studio.preview.stage.drawing import seconds

        time = self.scene.recorder.beat_times[-1]
        start, end = seconds(time.start), seconds(time.end)
        return {
            "name": time.beat.name,
            "start": start,
            "end": end,
            "moves": self.ending.moves,
            "cues": [
                {"start": cue.start, "end": cue.end, "text": cue.text}
                for cue in self.scene.recorder.cues
                if start <= cue.start < end
            ],
            "numbers": self.scene.recorder.numbers[numbers_before:],
        }

    def _say_where(self) -> None:
        self.line.say(
            {
                "event": "stands",
                "at": self.at,
                "files": self.ledger.files(),
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "computed": self.recollection.seconds,
            }
        )

    def _tell_of(self, error: BaseException) -> None:
        facts = describe_mishap(error, self.path, self.course)
        with contextlib.suppress(HungUp):
            self.line.say({"event": "failed", "facts": facts, "files": self.ledger.files()})

    def _end(self) -> NoReturn:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        signal.set_wakeup_fd(-1)
        os._exit(0)
