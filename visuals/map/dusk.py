"""Dusk over the lowest eighth of the frame: there a map that fills the screen steps back for captions."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Self

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial
from visuals.drawing.pixels import laid_over, packed
from visuals.terrain.palette import channels
from visuals.theme import INK, STAGE

REACH = 1.2  # scene units from full light to full dusk; the captions' line lies in the middle


class Dusk(PixelMobject):
    """What was drawn before fades towards the dark below the captions' line. Dial: `strength`, 1 is night."""

    def __init__(self, strength: float = 0.75) -> None:
        self.strength = Dial(strength)
        super().__init__()
        self.add(self.strength)

    def reset_points(self) -> Self:
        half, top = STAGE.width / 2, STAGE.captions + REACH / 2
        low = -STAGE.height / 2
        self.points = np.array([[-half, top, 0], [half, top, 0], [-half, low, 0], [half, low, 0]])
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        self.strength.set_value(self.strength.get_value() * (1.0 - darkness))
        return self

    def set_opacity(self, alpha: float) -> Self:
        self.strength.set_value(alpha)
        return self

    def appearance(self) -> Hashable:
        return self.points.tobytes(), self.strength.get_value()

    def paint(self, canvas: Canvas) -> None:
        _, down = canvas.per_unit
        first = canvas.origin[1] - down * self.points[0, 1]  # the row where it begins, in pixels
        dim(first, down * REACH, self.strength.get_value(), channels(INK.ground), packed(canvas.pixels))


@njit(**FAST)
def dim(first: float, reach: float, depth: float, dark: np.ndarray, frame: np.ndarray) -> None:
    """Mix all rows below `first` of a frame of packed pixels with the dark, ever more over `reach` pixels."""
    red, green, blue = np.float32(dark[0]), np.float32(dark[1]), np.float32(dark[2])
    for row in range(max(int(first), 0), frame.shape[0]):
        share = min(max((row + 0.5 - first) / reach, 0.0), 1.0)
        taken, pixels = np.float32(depth * share * share * (3.0 - 2.0 * share)), frame[row]
        for column in range(len(pixels)):
            pixels[column] = laid_over(pixels[column], red, green, blue, taken)
