"""Manim's renderer and file writer, made for stretches: handed to the lecture's own constructor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from studio.engine.reuse import Kept, key_of, key_of_beat
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
        self.begins: Callable[[Scene], None] = lambda scene: None  # a play that is drawn has begun

    def save_static_frame_data(self, scene: Scene, static_mobjects: Any) -> Any:
        """As Manim does, once who wants to know has been told."""
        self.begins(scene)
        return super().save_static_frame_data(scene, static_mobjects)

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

    Plays that `kept` has are handed in as they are there; `code` is what studio.engine.beat_code makes of the
    lecture's file. Which part of the film it is, and what follows the beats, is as `led` has it.
    """

    def __init__(
        self,
        renderer: StretchRenderer,
        claims: Claims,
        frame_rate: int,
        progress: Callable[[int], None],
        led: Player,
        kept: Kept | None = None,
        code: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(begin=led.begin, end=led.end, captions=led.captions, voice=led.voice)
        self.renderer, self.claims, self.led, self.kept = renderer, claims, led, kept
        self.code = code
        self._beat, self._place = "", 0  # which play this is of the beat with that key; "": nobody knows it
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
        self.renderer.begins = lambda scene: self.claims.note(self.writer.play, self._key(lecture))
        opened: AbstractContextManager[object] = self.led.around_stage(lecture)
        return opened

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """As who leads has it."""
        self._beat, self._place = "" if self.code is None else key_of_beat(lecture, beat, self.code), -1
        self.led.beat_begins(lecture, beat, speech)

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """As who leads has it."""
        self.led.beat_ended(lecture, time)

    def draws(self, lecture: Lecture, play: int) -> bool:
        """Whether nobody else draws this play."""
        self.writer.play, self._place = play, self._place + 1
        if self.kept is None and self.claims.claim(play):
            return True
        self.renderer.num_plays += 1  # it is played, if by somebody else: Manim refuses films without a play
        return False

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """Draw late parts of a long play that another painter has begun; with `kept`, all that it lacks."""
        if play is None or (self.kept is not None and self._is_kept(lecture, play)):
            return
        first = self.kept is not None and self.claims.claim(play)
        if lecture.is_current_animation_frozen_frame():
            if first:
                self._stand(lecture)
            return
        times = np.arange(round(lecture.duration * self.frame_rate)) / self.frame_rate
        parts = parts_of(lecture, len(times))
        for number in [0] * first + list(range(len(parts) - 1, 0, -1)):
            if number == 0 or self.claims.claim(play, number):
                self.renderer.save_static_frame_data(lecture, lecture.static_mobjects)
                for time in self._part(times, number, parts):
                    lecture.update_to_time(time)
                    self.renderer.render(lecture, time, lecture.moving_mobjects)
                self.renderer.static_image = None

    def _is_kept(self, lecture: Lecture, play: int) -> bool:
        """Whether the film before has this play; whoever comes first hands it in."""
        key = self._key(lecture)
        stretch = None if self.kept is None else self.kept.find(key)
        if stretch is not None and self.claims.claim(play):
            self.claims.note(play, key)
            self.claims.reuse(play, stretch)
            self.progress(stretch.frames)
        return stretch is not None

    def _stand(self, lecture: Lecture) -> None:
        """Draw a still moment, as Manim's renderer does."""
        self.writer.begin(0, 1)
        self.renderer.camera.forget()
        self.renderer.save_static_frame_data(lecture, lecture.static_mobjects)
        self.renderer.update_frame(lecture, lecture.moving_mobjects)
        self.renderer.freeze_current_frame(lecture.duration)
        self.writer.end_animation()
        self.renderer.static_image = None

    def _key(self, lecture: Lecture) -> str:
        return key_of(lecture, self._beat, self._place, round(lecture.duration * self.frame_rate))

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
