"""The last frame of a beat as in the film: where a beat ends in motion, the frame before its finish.

A beat is passed at the ends of its plays, so this one frame has to be drawn before the last play is finished.
Which play is the last is not known until the beat is over, but one that ends before the beat's words are said
is not the last: a still moment follows it.
"""

from __future__ import annotations

import numpy as np

from studio.preview.protocol import FRAME_RATE
from visuals.lecture import Lecture, Passing

HALF_A_FRAME = 0.5 / FRAME_RATE  # seconds


class EndFramePlayer(Passing):
    """Passes beats without drawing, but for the last frame of a beat that ends in motion."""

    def __init__(self) -> None:
        super().__init__()
        self.moves = False  # whether the beat ends in motion
        self._pixels: np.ndarray | None = None
        self._began = 0.0
        self._draws = False

    def watch(self, lecture: Lecture, *, draws: bool) -> None:
        """A beat begins. `draws`: its last frame may be asked for."""
        self._began, self._draws = lecture.now, draws
        self.moves, self._pixels = False, None

    def still(self, lecture: Lecture) -> np.ndarray:
        """The last frame of the beat that was passed: pixels (height, width, 4), uint8."""
        pixels: np.ndarray = lecture.still() if self._pixels is None else self._pixels
        return pixels

    def passes(self, lecture: Lecture, play: int | None) -> None:
        ends = lecture.now + lecture.duration - self._began
        still = lecture.is_current_animation_frozen_frame()
        self.moves = not still and ends > lecture.spoken() - HALF_A_FRAME
        self._pixels = None
        if self.moves and self._draws:
            lecture.update_to_time(round(lecture.duration * FRAME_RATE) / FRAME_RATE - 1 / FRAME_RATE)
            self._pixels = lecture.still()
            lecture.last_t = 0.0  # as it was before that frame was drawn
