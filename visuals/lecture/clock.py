"""A scene whose time is exact: counted in ticks of 1/15 s, so that 15, 30 and 60 frames a second agree.

Manim itself rounds plays up and waits down. Here every run time is a whole number of ticks, and the frames of
a play are at exactly the moments that its number of ticks has at this frame rate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from manim import Animation, CairoRenderer, Scene, config
from tqdm import tqdm

from visuals.drawing.updating import update
from visuals.lecture.beats import LectureError
from visuals.lecture.captions import TICKS

HALF_FRAME = 1e-6  # far less than a frame, far more than a rounding error


class TimedScene(Scene):
    """Manim's scene with an exact clock; nothing else of it differs."""

    renderer: CairoRenderer  # nothing is drawn by OpenGL here

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if config.frame_rate % TICKS:
            raise LectureError(
                f"a film's frame rate must be a multiple of {TICKS} (15, 30, 60), got {config.frame_rate}"
            )
        self._clock = 0  # ticks since the film's first frame
        self._answers = ""  # see `answers_so_far`

    @property
    def now(self) -> float:
        """Seconds of the film that have passed."""
        return self._answer(self.passed)

    @property
    def passed(self) -> float:
        """As `now`, for those who play the lecture: not an answer to it."""
        return self._clock / TICKS + float(self.last_t)

    @property
    def answers_so_far(self) -> str:
        """One checksum of all lengths and moments that the lecture has asked for so far in this beat."""
        return self._answers

    def _answer(self, seconds: float) -> float:
        """Tell the lecture a length or a moment, and take it down: what it does may hang on it."""
        self._answers = hashlib.sha256(f"{self._answers} {seconds!r}".encode()).hexdigest()
        return seconds

    def _tick(self) -> None:
        """The play that was just made is over."""
        self._clock += whole_ticks(self.duration)
        self.last_t = 0.0

    def moments(self, times: np.ndarray) -> Iterable[float]:
        """Of a play's frames (seconds into it), those that are visited."""
        return times

    def compile_animations(self, *args: Any, **options: Any) -> list[Animation]:
        """As Manim does, with every run time a whole number of ticks, and with what enters up to date."""
        animations: list[Animation] = super().compile_animations(*args, **options)
        for animation in animations:
            animation.run_time = whole_ticks(animation.run_time) / TICKS
            if animation.is_introducer():  # off stage nothing follows: dials may have been turned since
                animation.mobject.update(0)
        return animations

    def get_run_time(self, animations: list[Animation]) -> float:
        """The longest run time; a hair above it, because Manim rounds still moments down."""
        return whole_ticks(super().get_run_time(animations)) / TICKS + HALF_FRAME / TICKS

    def update_mobjects(self, dt: float) -> None:
        """As Manim does, sooner."""
        for each in self.mobjects:
            update(each, dt)

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> Any:
        """The exact times of a play's frames; Manim's own rounding adds or drops one."""
        frames = round(run_time * config.frame_rate)
        skipped = self.renderer.skip_animations and not override_skip_animations
        frame_times = np.arange(frames) / config.frame_rate
        times: Iterable[float] = [run_time] if skipped else self.moments(frame_times)
        bar = config["progress_bar"]
        return tqdm(times, desc=description, total=n_iterations, leave=bar == "leave", disable=bar == "none")


def whole_ticks(seconds: float) -> int:
    """The nearest number of ticks, at least one."""
    return max(1, round(seconds * TICKS))
