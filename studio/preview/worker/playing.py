"""Plays one lecture beat by beat, and waits between the beats for orders."""

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

from studio.preview.worker import hot_reload
from studio.preview.worker.call_cache import CallCache
from studio.preview.worker.dependencies import Dependencies
from studio.preview.worker.exception_facts import exception_facts
from studio.preview.worker.forks import ServerConnection, fork, fork_to_outlive
from studio.preview.worker.png import encode
from studio.render.engine.typesetter import TypesetterClient
from studio.system.wire import Head, HungUp, Line


class LectureProcess:
    """A process that plays a lecture. Its forks inherit everything: scene, modules, computed results."""

    def __init__(self, connection: ServerConnection, dependencies: Dependencies, course: Path) -> None:
        self.connection, self.dependencies, self.course = connection, dependencies, course
        self.call_cache = CallCache()
        self.ending: Any = None
        self.typesetter = TypesetterClient(connection.folder)
        self.path = Path()
        self.scene: Any = None
        self.module: types.ModuleType | None = None
        self.at = 0

    def run(self, order: Head) -> NoReturn:
        """Set the stage, then carry out orders; never returns."""
        try:
            while True:
                self.line.say({"event": "begun"})
                self._set_stage(order)
                order = self._serve()
        except HungUp:
            pass
        except KeyboardInterrupt:
            pass
        except BaseException as error:  # an author may raise anything, SystemExit too
            self._report_failure(error)
        self._end()

    @property
    def line(self) -> Line:
        """The connection to the server."""
        assert self.connection.line is not None
        return self.connection.line

    # -- the stage -------------------------------------------------------------------------------------

    def _set_stage(self, order: Head) -> None:
        """Load the changed modules and the lecture; compute its data, as far as no result is cached."""
        self.path = Path(order["path"])
        self.scene = self.module = None
        self.dependencies.add_lecture_folder(self.path)
        gone = self.dependencies.unload([*order["changed"], str(self.path)])
        self.call_cache.forget(gone)
        self.module = hot_reload.define(self.path, order["text"])
        lecture = getattr(self.module, order["class_name"])
        import visuals.letters.outlines
        from studio.preview.worker.drawing import configure, make_scene, warm_up
        from studio.preview.worker.end_frame import EndFramePlayer

        visuals.letters.outlines.typesetter = self.typesetter
        configure(str(self.connection.folder))
        self.call_cache.begin()
        self.ending = EndFramePlayer()
        self.scene = make_scene(lecture, self.ending)
        self._read_recordings()
        self.scene.prepare()
        if not order["hurry"]:
            warm_up(self.scene)
        self.at = 0

    # -- beat after beat ---------------------------------------------------------------------------------

    def _serve(self) -> Head:
        """Wait, and in a fork play and wait again; returns in a fork that has to set the stage again, with
        that order.
        """
        self._report_waiting()
        while True:
            order = self._wait()
            if order["do"] == "set_stage":
                return order
            self._update(order)
            for beat in self.scene.beats()[self.at : order["to"]]:
                self._play(beat, waits_after=self.at + 1 == order["to"])
            if order["draw_end"]:
                self.line.say({"event": "end_frame", "at": self.at}, encode(self.ending.still(self.scene)))
            self._report_waiting()

    def _play(self, beat: Any, *, waits_after: bool) -> None:
        shown = len(self.scene.recorder.numbers)
        self.call_cache.seconds = 0.0
        self.ending.watch(self.scene, draws=waits_after)
        self.scene.play_beat(beat)
        self.at += 1
        computed = self.call_cache.seconds
        self.line.say({"event": "played", "at": self.at, "beat": self._facts(shown), "computed": computed})

    def _wait(self) -> Head:
        """Wait for orders; draw what is ordered in forks, and return in a fork that has to play, with its
        order.
        """
        if self.at == len(self.scene.beats()):  # a fork sets the next stage: free memory for it
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # objects that stay are not traversed: in a fork, that would copy their memory
        while True:
            try:
                order = self.connection.order()
            except HungUp:
                self._end()
            outlives = order["do"] == "set_stage"
            if not (fork_to_outlive() if outlives else fork()):
                continue
            self.connection.open(order["worker"])
            if order["do"] in ("set_stage", "play"):
                return order
            self._draw(order)

    def _update(self, order: Head) -> None:
        """Take over the lecture's newest text, if this process does not have it, and the recordings."""
        if order["text"] is not None:
            assert self.module is not None
            self.module = hot_reload.redefine(self.scene, self.module, order["text"], set(order["anew"]))
        self._read_recordings()

    def _read_recordings(self) -> None:
        """Read the recordings as they are now: they set the time of the beats that follow."""
        from visuals.voice.recordings import home_of, read_recordings

        home = home_of(self.path)
        self.ending.voice = None if home is None else read_recordings(home)

    def _draw(self, order: Head) -> NoReturn:
        """Draw frames of the next beat, or the last frame of the one that was played."""
        from studio.preview.worker.drawing import fit

        try:
            self.call_cache.end()  # else it would grow with every frame
            if "width" in order:
                fit(self.scene, order["width"])
            if order["do"] == "draw_end":
                pixels = self.scene.still() if "width" in order else self.ending.still(self.scene)
                self.line.say({"event": "end_frame"}, encode(pixels))
            else:
                os.nice(order["nice"])
                self._update(order)
                self._draw_frames([tuple(run) for run in order["frames"]])
            self.line.say({"event": "drawn"})
        except HungUp:
            pass
        except BaseException as error:
            self._report_failure(error)
        self._end()

    def _draw_frames(self, wanted: list[tuple[int, int]]) -> None:
        from studio.preview.worker.drawing import Enough, WantedFrames

        def deliver(first: int, last: int, pixels: np.ndarray) -> None:
            self.line.say({"event": "frame", "first": first, "last": last}, encode(pixels))

        WantedFrames(self.scene, wanted, deliver)
        with contextlib.suppress(Enough):
            self.scene.play_beat(self.scene.beats()[self.at])

    # -- reports ----------------------------------------------------------------------------------------

    def _facts(self, numbers_before: int) -> dict[str, Any]:
        """The words, times and numbers of the beat that was just played."""
        from studio.preview.worker.drawing import seconds

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

    def _report_waiting(self) -> None:
        self.line.say(
            {
                "event": "waits",
                "at": self.at,
                "files": self.dependencies.files(),
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "computed": self.call_cache.seconds,
            }
        )

    def _report_failure(self, error: BaseException) -> None:
        facts = exception_facts(error, self.path, self.course)
        with contextlib.suppress(HungUp):
            self.line.say({"event": "failed", "facts": facts, "files": self.dependencies.files()})

    def _end(self) -> NoReturn:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        signal.set_wakeup_fd(-1)
        os._exit(0)
