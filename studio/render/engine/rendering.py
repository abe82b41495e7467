"""Manim's renderer and file writer for stretches, and the player that has plays drawn in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, partial
from itertools import pairwise

import cairo
import numpy as np
from manim import Dot, Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from studio.render.engine.cairo_batch import Batch
from studio.render.engine.camera import BatchCamera
from studio.render.engine.damage import changes, reaches, rectangles
from studio.render.engine.delivery import Delivery
from studio.render.engine.encoder import GROUP, STILL, StretchEncoder, copies_of_one_picture
from studio.render.engine.pixels import Picture
from studio.render.engine.reuse import Kept, key_of, key_of_beat
from studio.render.engine.timing import Timing
from visuals.drawing.camera import PixelMobject
from visuals.drawing.updating import wants_time
from visuals.lecture import Beat, BeatTime, Lecture, Player
from visuals.lecture.speech import Speech

PART = 180  # frames of a long play that are drawn by one process
LOADINGS = 2  # drawings of each mobject with pixels of its own, in its first plays


class StretchWriter(SceneFileWriter):
    """Encodes a part of a play as a stretch and saves it; writes no other file."""

    delivery: Delivery
    timing: Timing
    frame_rate: int
    progress: Callable[[int], None]
    play = 0  # the number of the play being drawn, counted over the whole film
    part, parts = 0, 1  # which part of it, of how many
    _encoder: StretchEncoder | None = None
    _picture: Picture | None = None
    redrawn: np.ndarray | None = None  # where the next frame may differ; None: anywhere

    def begin(self, play: int, part: int, parts: int) -> None:
        """Begin the stretch of one part of a play."""
        self._encoder, self.play, self.part, self.parts = None, play, part, parts

    def write_frame(self, pixels: np.ndarray, *, repeat: int = 1) -> None:
        """Encode a frame; `pixels` may be changed when this returns."""
        height, width = pixels.shape[:2]
        if self._picture is None:
            self._picture = Picture(width, height)
        if self._encoder is None:
            self._encoder = StretchEncoder(self._picture, self.frame_rate, self.timing)
        self._encoder.add(pixels, repeat, self.redrawn)
        self.progress(repeat)

    def hand_in(self) -> None:
        """Save the stretch of the part that was drawn."""
        assert self._encoder is not None
        self.delivery.deliver(self.play, self._encoder.finish(), self.part, self.parts)
        self._encoder = None

    def finish(self) -> None:
        """Do nothing: the stretches are joined elsewhere, not by Manim."""


class StretchRenderer(CairoRenderer):
    """Draws in compiled batches and passes frames to the writer without copying them."""

    file_writer: StretchWriter
    camera: BatchCamera

    def __init__(self, timing: Timing) -> None:
        super().__init__(file_writer_class=StretchWriter, camera_class=BatchCamera)
        self.timing = timing

    def update_frame(  # type: ignore[override]  # its options are passed on as they are
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, **options: bool
    ) -> None:
        """As Manim's; its time counts as drawing."""
        with self.timing.doing("drawing"):
            super().update_frame(scene, mobjects, **options)

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw a frame and pass it to the writer."""
        self.update_frame(scene, moving_mobjects)
        self._pass_on(1)

    def freeze_current_frame(self, duration: float) -> None:
        """Pass the frame to the writer once, for all the time that it is shown."""
        self._pass_on(int(duration * self.camera.frame_rate))

    def _pass_on(self, frames: int) -> None:
        self.file_writer.redrawn = self.camera.take_redrawn()
        self.add_frame(self.camera.pixel_array, num_frames=frames)


class Enough(BaseException):
    """All wanted beats are handed out. A BaseException, so that no author's `except Exception` catches it."""


class Leader(Player):
    """Passes every play of a lecture at its end, and has its frames drawn meanwhile, a part at a time.

    `hand_out` calls its argument in a fork of this process: so every part is drawn from the stage as passing
    left it, and its bytes depend on nothing else. Parts that the `delivery` has are not drawn again; for
    plays that `kept` has, the stretches of the earlier film are saved. `code` is what `beat_code` makes
    of the lecture's file. Which part of the film it is, and what follows the beats, is as `led` has it. Of
    that film, `beats` are the first and the last to be drawn (None: all); after the last, unless the film
    ends with it, Enough is raised.
    """

    def __init__(
        self,
        renderer: StretchRenderer,
        delivery: Delivery,
        frame_rate: int,
        hand_out: Callable[[Callable[[], None]], None],
        led: Player,
        kept: Kept | None = None,
        code: Mapping[str, str] | None = None,
        beats: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(begin=led.begin, end=led.end, captions=led.captions, voice=led.voice)
        self.renderer, self.delivery, self.frame_rate = renderer, delivery, frame_rate
        self.hand_out, self.led, self.kept, self.code = hand_out, led, kept, code
        self.beats, self._is_wanted = beats, beats is None
        self.plays: list[int] = []  # the numbers of the plays that are or were drawn
        self._beat, self._place = (
            "",
            0,
        )  # number of the play in the beat with that key; "": the beat has no key
        self._loaded: dict[PixelMobject, int] = {}  # how often each was drawn to load its code

    @property
    def writer(self) -> StretchWriter:
        """The writer, which the lecture's constructor has made."""
        return self.renderer.file_writer

    def speech(self, beat: Beat) -> Speech:
        """As the player that is led."""
        return self.led.speech(beat)

    def around_stage(self, lecture: Lecture) -> AbstractContextManager[object]:
        """As the player that is led."""
        writer = self.writer
        writer.delivery, writer.timing = self.delivery, self.renderer.timing
        writer.frame_rate, writer.progress = self.frame_rate, lambda frames: None
        opened: AbstractContextManager[object] = self.led.around_stage(lecture)
        return opened

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """As the player that is led."""
        if self.beats is not None and beat.name == self.beats[0]:
            self._is_wanted = True
        is_kept = self._is_wanted and self.code is not None
        self._beat, self._place = key_of_beat(lecture, beat, self.code or {}) if is_kept else "", -1
        self.led.beat_begins(lecture, beat, speech)

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """As the player that is led."""
        if not self._is_wanted:
            return
        self.led.beat_ended(lecture, time)
        if self.beats is not None and time.beat.name == self.beats[1]:
            self._is_wanted = False
            if time.beat.name not in (self.end, lecture.beats()[-1].name):
                raise Enough

    def draws(self, lecture: Lecture, play: int) -> bool:
        """False: forks draw the frames, this process passes the play."""
        self._place += 1
        self.renderer.num_plays += 1  # Manim raises at films without a play
        return False

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """Save a play's stretch of an earlier film, or have its parts drawn."""
        if play is None or not self._is_wanted:
            return
        self.plays.append(play)
        self._load_code(lecture)
        self.delivery.note(play, key := self._key(lecture))
        if self._hand_in_kept(play, key):
            return
        frames = round(lecture.duration * self.frame_rate)
        is_frozen = lecture.is_current_animation_frozen_frame()
        parts = [slice(0, frames)] if is_frozen else parts_of(lecture, frames)
        for number in range(len(parts)):
            if not self.delivery.has(play, number):
                self.hand_out(partial(self._draw, lecture, play, number, parts))
                self._make_copies(max(part.stop - part.start for part in parts))

    def _make_copies(self, frames: int) -> None:
        """Make the packets that repeat a picture, as many as a part of so many frames may need: a fork makes
        them for itself alone. This comes after the first fork, which draws meanwhile.
        """
        if frames >= STILL:
            with self.renderer.timing.doing("encoding"):
                size = self.camera.pixel_width, self.camera.pixel_height
                copies_of_one_picture(*size, self.frame_rate).first(min(frames, GROUP) - 1)

    def _hand_in_kept(self, play: int, key: str) -> bool:
        """Save this play's stretch of the earlier film, if that has it; whether it does."""
        stretch = None if self.kept is None else self.kept.find(key)
        if stretch is not None and not self.delivery.has(play):
            self.delivery.reuse(play, stretch)
            self.writer.progress(stretch.frames)
        return stretch is not None

    def _draw(self, lecture: Lecture, play: int, number: int, parts: list[slice]) -> None:
        """Draw part `number` of the play that has begun, and save its stretch."""
        self.writer.begin(play, number, len(parts))
        self.camera.forget()
        self.renderer.save_static_frame_data(lecture, lecture.static_mobjects)
        if lecture.is_current_animation_frozen_frame():
            self.renderer.update_frame(lecture, lecture.moving_mobjects)
            self.renderer.freeze_current_frame(lecture.duration)
        else:
            for frame in range(parts[number].start, parts[number].stop):
                time = frame / self.frame_rate
                lecture.update_to_time(time)
                self.renderer.render(lecture, time, lecture.moving_mobjects)
        self.renderer.static_image = None
        self.writer.hand_in()

    @property
    def camera(self) -> BatchCamera:
        """The camera of the renderer."""
        return self.renderer.camera

    def _key(self, lecture: Lecture) -> str:
        return key_of(lecture, self._beat, self._place, round(lecture.duration * self.frame_rate))

    def _load_code(self, lecture: Lecture) -> None:
        """Draw mobjects with pixels of their own when they come on stage, and once more: so compiled code is
        loaded, and what is computed only once is computed, before a fork needs it.
        """
        for each in lecture.shown:
            for mobject in each.get_family():
                if isinstance(mobject, PixelMobject) and (seen := self._loaded.get(mobject, 0)) < LOADINGS:
                    self._loaded[mobject] = seen + 1
                    self.camera.follow_view()
                    mobject.paint(self.camera.canvas_over(self._aside))

    @cached_property
    def _aside(self) -> np.ndarray:
        """Pixels to draw on that are not used."""
        return np.zeros_like(self.camera.pixel_array)


def parts_of(lecture: Scene, frames: int) -> list[slice]:
    """A play's frames in parts of about PART, which can be drawn at once.

    Where an updater adds up the passing time, there is one part, as it depends on all frames before.
    """
    counting = any(wants_time(each) for m in lecture.mobjects for f in m.get_family() for each in f.updaters)
    count = 1 if counting else max(1, round(frames / PART))
    ends = np.linspace(0, frames, count + 1).astype(int).tolist()
    return [slice(begin, end) for begin, end in pairwise(ends)]


def warm_up() -> None:
    """Load the compiled code that every fork needs."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 2, 2)
    batch = Batch.of([Dot()], 1.0)
    batch.draw(cairo.Context(surface))
    rectangles(changes(batch, batch), (reaches(batch, (1.0, 1.0, 0.0, 0.0)),) * 2, (2, 2))
    picture, pixels = Picture(2, 2), np.zeros((2, 2, 4), dtype=np.uint8)
    picture.update(pixels)
    picture.differs(pixels)
