"""Manim's renderer and file writer, made for stretches: handed to the lecture's own constructor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


class StretchWriter(SceneFileWriter):
    """Encodes every play as a stretch and hands it in; writes no other file."""

    claims: Claims
    timing: Timing
    frame_rate: int
    progress: Callable[[int], None]
    play = 0  # the number of the play being drawn, counted over the whole film
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
        """Begin a stretch."""
        self._encoder = None

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
            self.claims.deliver(self.play, self._encoder.finish())
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

    def work_for(
        self, lecture: Any, claims: Claims, frame_rate: int, progress: Callable[[int], None]
    ) -> None:
        """Draw those plays of `lecture` that nobody else has claimed, and hand in their stretches."""
        writer = self.file_writer
        writer.claims, writer.timing, writer.frame_rate = claims, self.timing, frame_rate
        writer.progress = progress

        def draws(play: int) -> bool:
            writer.play = play
            if claims.claim(play):
                return True
            self.num_plays += 1  # it is played, if by somebody else: Manim refuses films without a play
            return False

        lecture.draws = draws

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


def warm_up() -> None:
    """Do once what every painter would do first: load compiled code."""
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 2, 2)
    batch = Batch.of([Dot()], 1.0)
    batch.draw(cairo.Context(surface))
    rectangles(changes(batch, batch), (reaches(batch, (1.0, 1.0, 0.0, 0.0)),) * 2, (2, 2))
    picture, pixels = Picture(2, 2), np.zeros((2, 2, 4), dtype=np.uint8)
    picture.update(pixels)
    picture.differs(pixels)
