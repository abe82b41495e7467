"""Where an approximation is right: a map of its error by powers of ten, the island of what is right lit."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
from numba import njit

from calc_core.approximation.touching_orders import ErrorMap
from visuals.drawing.axes import Box
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, FadesByDial, SharesDials
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import at_screen
from visuals.terrain.palette import channels
from visuals.theme import INK, mix

LIT = (mix(INK.model, INK.ground, 0.34), mix(INK.model, "#FFFFFF", 0.55))  # just right; right to FINE
DARK = (mix(INK.model, INK.ground, 0.72), mix(INK.model, INK.ground, 0.93))  # just wrong; wrong by COARSE
FINE, COARSE = 1e-3, 60.0  # of what counts as right: where the colours end
EDGE = 1.7  # half the width of the island's edge, in 1080p pixels
SHORE = 0.06  # of its way: how softly the light ends while it spreads


class ErrorIsland(FadesByDial, SharesDials, PixelMobject):
    """|f - T| about a point, in a box of the stage: light where T is right to `within`, lighter where better.

    Colours go by the logarithm of the error; the island's edge is the line on which it is `within`. Dials:
    order (0 level, 1 plane, 2 paraboloid; between them the next terms come in evenly), grown (how far from
    the point the light has come, 0 to 1), opacity.
    """

    def __init__(
        self,
        error: ErrorMap,
        *,
        box: Box | tuple[float, float, float, float],
        order: Dial | None = None,
        grown: float = 1.0,
    ) -> None:
        self.error, self.box = error, Box(*box)
        super().__init__()
        self.order, self.grown, self.opacity = self.dial(order, 0.0), Dial(grown), Dial(1.0)
        self.add(self.grown, self.opacity)

    def reset_points(self) -> Self:
        self.points = self.box.corners
        return self

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of x and to one of y (2,)."""
        left, bottom, right, top = self.box
        return np.array([(right - left) / np.ptp(self.error.x), (top - bottom) / np.ptp(self.error.y)])

    def to_screen(self, *data: Any) -> np.ndarray:
        """Places on the stage (..., 3) of points (..., 2)."""
        away = (points_of(data) - [self.error.x[0], self.error.y[0]]) * self.units
        return at_screen(self.box.left + away[..., 0], self.box.bottom + away[..., 1])

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Points (..., 2) at places on the stage (..., 2 or 3)."""
        away = np.asarray(places, dtype=float)[..., :2] - [self.box.left, self.box.bottom]
        return np.asarray(away / self.units + [self.error.x[0], self.error.y[0]])

    def appearance(self) -> Hashable:
        dials = (self.order.get_value(), self.grown.get_value(), self.opacity.get_value())
        return id(self.error), self.points.tobytes(), dials

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        if opacity <= 0.0 or self.grown.get_value() <= 0.0:
            return
        (left, top), (across, down) = canvas.origin, canvas.per_unit
        box = np.array([
            left + across * self.box.left, top - down * self.box.top,
            left + across * self.box.right, top - down * self.box.bottom,
        ])  # fmt: skip
        middle = self.to_screen(self.error.x0)
        spot = np.array([left + across * middle[0], top - down * middle[1]])
        inks = np.stack([channels(each) for each in (*LIT, *DARK, INK.text)])
        miss = self.error.at(min(max(self.order.get_value(), 0.0), 2.0))
        light(
            miss, float(self.error.within), box, spot, self.grown.get_value(), EDGE * canvas.fine,
            inks, opacity, canvas.pixels,
        )  # fmt: skip


@njit(**FAST)
def light(
    miss: np.ndarray,
    within: float,
    box: np.ndarray,
    spot: np.ndarray,
    grown: float,
    edge: float,
    inks: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Lay the colours of the error `miss` (rows, columns), bilinear between its nodes, into a box of pixels.

    `inks` (5, 3): just right and best, just wrong and worst, the edge.
    """
    rows, columns = miss.shape
    left, top, right, bottom = box
    across, down = (columns - 1) / (right - left), (rows - 1) / (bottom - top)
    corner_x, corner_y = max(spot[0] - left, right - spot[0]), max(spot[1] - top, bottom - spot[1])
    far = np.sqrt(corner_x * corner_x + corner_y * corner_y) * (1.0 + SHORE)
    best, worst = -np.log(FINE), np.log(COARSE)
    for row in range(max(int(np.ceil(top - 0.5)), 0), min(int(np.ceil(bottom - 0.5)), frame.shape[0])):
        v = min(max((bottom - row - 0.5) * down, 0.0), rows - 1.0)
        j = min(int(v), rows - 2)
        t = v - j
        for column in range(max(int(np.ceil(left - 0.5)), 0), min(int(np.ceil(right - 0.5)), frame.shape[1])):
            u = min(max((column + 0.5 - left) * across, 0.0), columns - 1.0)
            i = min(int(u), columns - 2)
            s = u - i
            a, b, c, d = miss[j, i], miss[j, i + 1], miss[j + 1, i], miss[j + 1, i + 1]
            value = (a * (1 - s) + b * s) * (1 - t) + (c * (1 - s) + d * s) * t
            slope_x = ((b - a) * (1 - t) + (d - c) * t) * across
            slope_y = ((c - a) * (1 - s) + (d - b) * s) * down
            size = abs(value)
            steep = max(np.sqrt(slope_x * slope_x + slope_y * slope_y), 1e-12)
            away = (size - within) / steep  # pixels from the island's edge, outwards
            decades = np.log(max(size, 1e-300) / within)
            good = min(max(-decades / best, 0.0), 1.0)
            bad = min(max(decades / worst, 0.0), 1.0)
            wrong = min(max(0.5 + away, 0.0), 1.0)
            rim = min(max(edge + 0.5 - abs(away), 0.0), 1.0)
            aside_x, aside_y = column + 0.5 - spot[0], row + 0.5 - spot[1]
            out = np.sqrt(aside_x * aside_x + aside_y * aside_y) / far
            shown = min(max((grown * (1.0 + SHORE) - out) / SHORE, 0.0), 1.0) * opacity
            for part in range(3):
                right_ink = inks[0, part] + (inks[1, part] - inks[0, part]) * good
                wrong_ink = inks[2, part] + (inks[3, part] - inks[2, part]) * bad
                ink = right_ink + (wrong_ink - right_ink) * wrong
                ink += (inks[4, part] - ink) * rim
                frame[row, column, part] = np.uint8(
                    ink * shown + frame[row, column, part] * (1.0 - shown) + 0.5
                )
            if frame[row, column, 3] < 255:
                clear = (1.0 - frame[row, column, 3] / 255.0) * (1.0 - shown)
                frame[row, column, 3] = np.uint8((1.0 - clear) * 255.0 + 0.5)
