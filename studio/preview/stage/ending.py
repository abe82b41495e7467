"""The end of a beat as the film has it: where a beat ends in motion, its last frame is one before the finish.

A beat is passed at the ends of its plays, so this one frame has to be drawn before the last play is finished.
Which play is the last is not known until the beat is over, but one that ends before the beat's words are said
is not the last: a still moment follows it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.preview.places import FRAME_RATE

HALF_A_FRAME = 0.5 / FRAME_RATE  # seconds


class Ending:
    """Watches beats being passed, and knows how the last of them ends."""

    def __init__(self) -> None:
        self.moves = False  # whether the beat ends in motion
        self._scene: Any = None
        self._pixels: np.ndarray | None = None
        self._began = 0.0
        self._draws = False

    def watch(self, scene: Any, *, draws: bool) -> None:
        """A beat begins. `draws`: its end may be asked for."""
        self._scene, self._began, self._draws = scene, scene.now, draws
        self.moves, self._pixels = False, None
        scene.during_play = self._look

    def still(self, scene: Any) -> np.ndarray:
        """The last frame of the beat that was passed: pixels (height, width, 4), uint8."""
        pixels: np.ndarray = scene.still() if self._pixels is None else self._pixels
        return pixels

    def _look(self, scene: Any) -> None:
        """A play has begun, and is about to be passed."""
        ends = scene.now + scene.duration - self._began
        self.moves = not scene.is_current_animation_frozen_frame() and ends > scene.spoken() - HALF_A_FRAME
        self._pixels = None
        if self.moves and self._draws:
            scene.update_to_time(round(scene.duration * FRAME_RATE) / FRAME_RATE - 1 / FRAME_RATE)
            self._pixels = scene.still()
            scene.last_t = 0.0  # as if nothing had been looked at
