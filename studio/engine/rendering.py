"""Manim's renderer and file writer, made for stretches: handed to the lecture's own constructor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any

import cairo
import numpy as np
from manim import Dot, Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from studio.engine.cairo_batch import Batch
from studio.engine.camera import BatchCamera
from studio.engine.claims import Claims
from studio.engine.damage import changes, reaches, rectangles
from studio.engine.encoder import StretchEncoder
from studio.engine.pixels import Picture
from studio.engine.timing import Timing
from visuals.drawing.updating import wants_time
from visuals.lecture import Beat, BeatTime, Lecture, Player
from visuals.lecture.speech import Speech

PART = 180  # frames of a long play that are one painter's


class StretchWriter(SceneFileWriter):
    """Encodes every play as a stretch and hands it in; writes no other file."""

    claims: Claims
    timing: Timing
    frame_rate: int
    progress: Callable[[int], None]
    play = 0  # the number of the play being drawn, counted over the whole film
    part, parts = 0, 1  # which part of it, of how many
    _encoder: StretchEncoder | None = None
    _picture: Picture | None = None
    redrawn: np.ndarray | None = (
        None  # of the frame that is written next: where it may differ; None: anywhere
    )

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Manim's partial files are not made."""

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Nothing is."""
        return False

    def begin_animation(self, allow_write: bool = False, **_: Any) -> None:
        """Begin a stretch: the only one of a play, unless it is said to be a part."""
        self.begin(0, 1)

    def begin(self, part: int, parts: int) -> None:
        """Begin the stretch of one part of a play."""
        self._encoder, self.part, self.parts = None, part, parts

    def write_frame(self, pixels: np.ndarray, *, repeat: int = 1) -> None:
        """Encode a frame at once; `pixels` may be used again when this returns."""
        height, width = pixels.shape[:2]
        if self._picture is None:
            self._picture = Picture(width, height)
        if self._encoder is None:
            self._encoder = StretchEncoder(self._picture, self.frame_rate, self.timing)
        self._encoder.add(pixels, repeat, self.redrawn)
        self.progress(repeat)

    def end_animation(self, allow_write: bool = False) -> None:
        """Hand the stretch in."""
        if self._encoder is not None:
            self.claims.deliver(self.play, self._encoder.finish(), self.part, self.parts)
            self._encoder = None

    def finish(self) -> None:
        """Nothing is open any more; whoever leads the film joins its stretches."""

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Forget the stretch that was begun."""
        self._encoder = None


class StretchRenderer(CairoRenderer):
    """Draws in compiled batches and gives frames to the writer without copying them."""

    file_writer: StretchWriter
    camera: BatchCamera

    def __init__(self, timing: Timing) -> None:
        super().__init__(file_writer_class=StretchWriter, camera_class=BatchCamera)
        self.timing = timing

    def play(self, scene: Scene, *args: Any, **options: Any) -> None:
        """As Manim does; no play depends on what was drawn before it, as that may be another painter's."""
        self.camera.forget()
        super().play(scene, *args, **options)

    def update_frame(self, *args: Any, **options: Any) -> None:
        """As Manim does, on the clock."""
        with self.timing.doing("drawing"):
            super().update_frame(*args, **options)

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw a frame and pass it on as it lies there."""
        self.update_frame(scene, moving_mobjects)
        self._pass_on(1)

    def freeze_current_frame(self, duration: float) -> None:
        """Pass the frame on for all of its time at once."""
        self._pass_on(int(duration * self.camera.frame_rate))

    def _pass_on(self, frames: int) -> None:
        self.file_writer.redrawn = self.camera.take_redrawn()
        self.add_frame(self.camera.pixel_array, num_frames=frames)


class Painter(Player):
    """Draws those plays of a lecture that nobody else has claimed, and hands in their stretches.

    Which part of the film it is, and what follows the beats, is as `led` has it.
    """

    def __init__(
        self,
        renderer: StretchRenderer,
        claims: Claims,
        frame_rate: int,
        progress: Callable[[int], None],
        led: Player,
    ) -> None:
        super().__init__(begin=led.begin, end=led.end, captions=led.captions)
        self.renderer, self.claims, self.led = renderer, claims, led
        self.frame_rate, self.progress = frame_rate, progress

    @property
    def writer(self) -> StretchWriter:
        """Who hands in; the lecture's own constructor has made it."""
        return self.renderer.file_writer

    def speech(self, beat: Beat) -> Speech:
        """As who leads has it."""
        return self.led.speech(beat)

    def around_stage(self, lecture: Lecture) -> AbstractContextManager[object]:
        """As who leads has it."""
        writer = self.writer
        writer.claims, writer.timing = self.claims, self.renderer.timing
        writer.frame_rate, writer.progress = self.frame_rate, self.progress
        opened: AbstractContextManager[object] = self.led.around_stage(lecture)
        return opened

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """As who leads has it."""
        self.led.beat_ended(lecture, time)

    def draws(self, lecture: Lecture, play: int) -> bool:
        """Whether nobody else draws this play."""
        self.writer.play = play
        if self.claims.claim(play):
            return True
        self.renderer.num_plays += 1  # it is played, if by somebody else: Manim refuses films without a play
        return False

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """Draw late parts of a long play that another painter has begun."""
        if play is None or lecture.is_current_animation_frozen_frame():
            return
        times = np.arange(round(lecture.duration * self.frame_rate)) / self.frame_rate
        parts = parts_of(lecture, len(times))
        for number in range(len(parts) - 1, 0, -1):
            if self.claims.claim(play, number):
                self.renderer.save_static_frame_data(lecture, lecture.static_mobjects)
                for time in self._part(times, number, parts):
                    lecture.update_to_time(time)
                    self.renderer.render(lecture, time, lecture.moving_mobjects)
                self.renderer.static_image = None

    def moments(self, lecture: Lecture, times: np.ndarray) -> Iterator[float]:
        """The times that are drawn of a play whose first part we have claimed: of all parts that we get."""
        parts = parts_of(lecture, len(times))
        for number in range(len(parts)):
            if number == 0 or self.claims.claim(self.writer.play, number):
                yield from self._part(times, number, parts)

    def _part(self, times: np.ndarray, number: int, parts: list[slice]) -> Iterator[float]:
        self.writer.begin(number, len(parts))
        self.renderer.camera.forget()  # the same bytes, whoever drew what comes before
        yield from times[parts[number]]
        self.writer.end_animation()


def parts_of(lecture: Any, frames: int) -> list[slice]:
    """A play's frames in parts of about PART, in which several painters may share a long one.

    One part where an updater counts the time that passes: it would have to be there from the beginning.
    """
    counting = any(wants_time(each) for m in lecture.mobjects for f in m.get_family() for each in f.updaters)
    count = 1 if counting else max(1, round(frames / PART))
    ends = np.linspace(0, frames, count + 1).astype(int).tolist()
    return [slice(begin, end) for begin, end in pairwise(ends)]


def warm_up() -> None:
    """Do once what every painter would do first: load compiled code."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 2, 2)
    batch = Batch.of([Dot()], 1.0)
    batch.draw(cairo.Context(surface))
    rectangles(changes(batch, batch), (reaches(batch, (1.0, 1.0, 0.0, 0.0)),) * 2, (2, 2))
    picture, pixels = Picture(2, 2), np.zeros((2, 2, 4), dtype=np.uint8)
    picture.update(pixels)
    picture.differs(pixels)
