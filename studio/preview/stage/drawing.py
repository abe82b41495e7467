"""Draws frames of one beat: those that are wanted, and nothing else of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import manim
import numpy as np
from manim import Mobject, Scene
from manim.renderer.cairo_renderer import CairoRenderer

from studio.preview.places import FRAME_RATE, HEIGHT, WIDTH
from studio.render.engine.camera import BatchCamera
from visuals.drawing.camera import PixelMobject
from visuals.lecture import Lecture, Passing, Player
from visuals.lecture.captions import TICKS
from visuals.theme import INK

Deliver = Callable[[int, int, np.ndarray], None]  # the first and the last frame that show these pixels


class Enough(BaseException):
    """All that was wanted is drawn. No author's `except Exception` shall catch it."""


class PreviewRenderer(CairoRenderer):
    """Manim's renderer, which draws only what its easel wants; without an easel, whatever it is asked to."""

    def __init__(self) -> None:
        super().__init__(camera_class=BatchCamera)
        self.easel: Easel | None = None

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> Any:
        """Draw what stands still during a play, if anything of the play is wanted."""
        self.static_image = None
        if self.easel is not None and not self.easel.wants_of_play():
            return None
        return super().save_static_frame_data(scene, static_mobjects)

    def update_frame(self, scene: Scene, mobjects: Any = None, **options: Any) -> None:
        """Draw, if anything of this play is wanted."""
        if self.easel is None or self.easel.wants_of_play():
            super().update_frame(scene, mobjects, **options)

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        """Draw a frame and hand it over as it lies there."""
        self.update_frame(scene, moving_mobjects)
        if self.easel is not None:
            self.easel.take(time, 1, self.camera.pixel_array)

    def freeze_current_frame(self, duration: float) -> None:
        """Hand the frame over for all the time that it is shown."""
        if self.easel is not None:
            self.easel.take(0.0, round(duration * FRAME_RATE), self.camera.pixel_array)


class Easel(Player):
    """Stands before a lecture while one beat is played, and hands over the wanted frames in order."""

    def __init__(self, lecture: Lecture, wanted: Sequence[tuple[int, int]], deliver: Deliver) -> None:
        """`wanted`: runs of frames of this beat, first and last, in order."""
        super().__init__(voice=lecture.player.voice)
        self.lecture, self.wanted, self.deliver = lecture, list(wanted), deliver
        self.first = _frames(lecture.now)  # of the beat
        lecture.player = lecture.renderer.easel = self

    def moments(self, lecture: Lecture, times: np.ndarray) -> list[float]:
        """The moments of the play that begins now of which a frame is wanted."""
        begin = self._begin()
        return [time for i, time in enumerate(times.tolist()) if self._is_wanted(begin + i)]

    def wants_of_play(self) -> bool:
        """Whether a frame of the play that goes on is wanted."""
        begin = self._begin()
        end = begin + round(self.lecture.duration * FRAME_RATE)
        return any(a < end and begin <= b for a, b in self.wanted)

    def take(self, time: float, count: int, pixels: np.ndarray) -> None:
        """Hand over what is wanted of `count` equal frames from `time` (of the play) on."""
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
    """Let what is drawn from now on be so many pixels wide."""
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


def put_on_stage(lecture: type[Lecture], player: Passing | None = None) -> Lecture:
    """A lecture whose plays are passed at their ends, unless somebody sets up an easel."""
    scene = lecture(renderer=PreviewRenderer(), player=player or Passing())
    scene.setup()
    return scene


def warm_up(lecture: Lecture) -> None:
    """Draw once what takes compiled code to draw, so that no fork has to load that code again."""
    camera = BatchCamera()
    own = [each for each in vars(lecture).values() if isinstance(each, PixelMobject)]
    for mobject in (manim.Dot(), *own):
        with contextlib.suppress(Exception):  # what is wrong with it will be seen when it is on stage
            camera.capture_mobjects([mobject])


def _frames(seconds: float) -> int:
    return round(seconds * FRAME_RATE)


def seconds(ticks: int) -> float:
    """Ticks of the film in seconds."""
    return round(ticks / int(TICKS), 4)
