"""Draws the wanted frames of one beat, and no others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import manim
import numpy as np
from manim import Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer

from studio.preview.protocol import FRAME_RATE, HEIGHT, WIDTH
from studio.render.engine.camera import BatchCamera
from visuals.drawing.camera import PixelMobject
from visuals.lecture import Lecture, Passing, Player
from visuals.lecture.captions import TICKS
from visuals.theme import INK

Deliver = Callable[[int, int, np.ndarray], None]  # the first and the last frame that show these pixels


class Enough(BaseException):
    """All wanted frames are drawn. A BaseException, so that no author's `except Exception` catches it."""


class PreviewRenderer(CairoRenderer):
    """Manim's renderer, limited to the wanted frames; without `wanted_frames` it draws everything."""

    def __init__(self) -> None:
        super().__init__(camera_class=BatchCamera)
        self.wanted_frames: WantedFrames | None = None

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> np.ndarray | None:
        """Draw the mobjects that do not move during a play, if a frame of the play is wanted."""
        self.static_image = None
        if self.wanted_frames is not None and not self.wanted_frames.wants_of_play():
            return None
        return super().save_static_frame_data(scene, static_mobjects)

    def update_frame(  # type: ignore[override]  # its options are passed on as they are
        self, scene: Scene, mobjects: Iterable[Mobject] | None = None, **options: bool
    ) -> None:
        """Draw, if a frame of this play is wanted."""
        if self.wanted_frames is None or self.wanted_frames.wants_of_play():
            super().update_frame(scene, mobjects, **options)

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw a frame and deliver it."""
        self.update_frame(scene, moving_mobjects)
        if self.wanted_frames is not None:
            self.wanted_frames.take(time, 1, self.camera.pixel_array)

    def freeze_current_frame(self, duration: float) -> None:
        """Deliver the frame for all the time that it is shown."""
        if self.wanted_frames is not None:
            self.wanted_frames.take(0.0, round(duration * FRAME_RATE), self.camera.pixel_array)


class WantedFrames(Player):
    """Steers a lecture while one beat is played, and delivers the wanted frames in order."""

    def __init__(self, lecture: Lecture, wanted: Sequence[tuple[int, int]], deliver: Deliver) -> None:
        """`wanted`: runs of frames of this beat, first and last, in order."""
        super().__init__(voice=lecture.player.voice)
        self.lecture, self.wanted, self.deliver = lecture, list(wanted), deliver
        self.first = _frames(lecture.now)  # of the beat
        lecture.player = cast(PreviewRenderer, lecture.renderer).wanted_frames = self

    def moments(self, lecture: Lecture, times: np.ndarray) -> list[float]:
        """Of the moments of the play that begins now, those whose frames are wanted."""
        begin = self._begin()
        return [time for i, time in enumerate(times.tolist()) if self._is_wanted(begin + i)]

    def wants_of_play(self) -> bool:
        """Whether a frame of the present play is wanted."""
        begin = self._begin()
        end = begin + round(self.lecture.duration * FRAME_RATE)
        return any(a < end and begin <= b for a, b in self.wanted)

    def take(self, time: float, count: int, pixels: np.ndarray) -> None:
        """Deliver the wanted ones of `count` equal frames that begin at `time` (seconds into the play)."""
        begin = self._begin() + round(time * FRAME_RATE)
        for first, last in self.wanted:
            a, b = max(first, begin), min(last, begin + count - 1)
            if a <= b:
                self.deliver(a, b, pixels)
        if begin + count > self.wanted[-1][1]:
            raise Enough

    def _begin(self) -> int:
        """The frame, counted in the beat, with which this play begins."""
        return _frames(self.lecture.now - float(self.lecture.last_t)) - self.first

    def _is_wanted(self, frame: int) -> bool:
        return any(a <= frame <= b for a, b in self.wanted)


def configure(folder: str) -> None:
    """Manim's settings for a preview: small, and nothing written anywhere."""
    manim.config.update(
        {
            "pixel_width": WIDTH,
            "pixel_height": HEIGHT,
            "frame_rate": FRAME_RATE,
            "background_color": INK.ground,
            "media_dir": folder,
            "dry_run": True,
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "WARNING",
            "notify_outdated_version": False,
        }
    )


def fit(lecture: Lecture, width: int) -> None:
    """Draw frames of this width (pixels) from now on."""
    height = round(width * HEIGHT / WIDTH)
    manim.config.update({"pixel_width": width, "pixel_height": height})
    small = lecture.renderer.camera
    lecture.renderer.camera = BatchCamera(
        background_color=small.background_color,
        background_opacity=small.background_opacity,
        pixel_width=width,
        pixel_height=height,
        frame_width=small.frame_width,
        frame_height=small.frame_height,
    )
    lecture.renderer.camera.frame_center = small.frame_center


def make_scene(lecture: type[Lecture], player: Passing | None = None) -> Lecture:
    """A lecture that passes its plays without drawing, until it gets another player."""
    scene = lecture(renderer=PreviewRenderer(), player=player or Passing())
    scene.setup()
    return scene


def warm_up(lecture: Lecture) -> None:
    """Draw every mobject that needs compiled code once, so that the forks inherit that code loaded."""
    camera = BatchCamera()
    own = [each for each in vars(lecture).values() if isinstance(each, PixelMobject)]
    for mobject in (manim.Dot(), *own):
        with contextlib.suppress(Exception):  # an error is reported when the beat is played
            camera.capture_mobjects([mobject])


def _frames(seconds: float) -> int:
    return round(seconds * FRAME_RATE)


def seconds(ticks: int) -> float:
    """Seconds of so many ticks of the film."""
    return round(ticks / int(TICKS), 4)
