"""The map of a bowl that changes its shape while one looks: every pixel is asked, no ravine is too thin."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Self

import numpy as np
from manim import Animation, VMobject, smooth
from numba import njit

from visuals.drawing.axes import Box
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, FadesByDial, Zoom, stand_ready
from visuals.drawing.polyline import polyline
from visuals.drawing.rates import zooming
from visuals.map.chart import Chart
from visuals.map.contour_map import LINE_INK
from visuals.map.flat_map import FlatMap
from visuals.map.ruled_map import Geared
from visuals.terrain.palette import channels, ramp_knots
from visuals.theme import INK, STROKE, mix

Bowl = Callable[[], tuple[np.ndarray, np.ndarray]]
LINE_SHARE = 0.5  # of that ink in a contour line
ROOM = (3.0, 9.0)  # pixels of a 1080p frame between contours: none are drawn at the first, all at the last
SUN = (-0.55, 0.65, 0.53)  # towards the light: from the upper left, as on all maps
STEEP = 0.9  # how steep the ground looks where it climbs from the floor to the plateau over one scene unit
PLATEAU = 0.3  # how much darker than its edge the cut-off ground is
VALLEY = 1.32  # the floor is shown this much brighter, as the hills' palette does


class BowlMap(FlatMap):
    """The bowl (v^T H v) / 2 around its lowest place in a window of the stage, on equal rulers.

    `bowl` tells now H (2, 2) and the lowest place (2,) in the landscape's own units: both may change while
    one looks. The place that lies in the middle of the `box` is the lowest one, `aside` (two dials, in the
    landscape's units) away from it. `rise` is the height over the floor at which the walls are cut off, and
    `lines` how many contours, evenly spaced in height, lie between. What lies on a map may lie on this one.
    Dials: unit (scene units to one of the landscape's) and rise, both turned by equal ratios; aside_x,
    aside_y; opacity.
    """

    def __init__(self, bowl: Bowl, *, box: Box, unit: float, rise: float, lines: int = 8) -> None:
        super().__init__()
        self.bowl, self.box, self.lines = bowl, Box(*box), lines
        self.unit, self.rise = Zoom(unit), Zoom(rise)
        self.aside_x, self.aside_y = Dial(0.0), Dial(0.0)
        self.middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        self.chart = Chart(crop=self.box)
        self.chart.origin_x, self.chart.origin_y = (Geared(lambda k=k: self._origin(k)) for k in (0, 1))  # type: ignore[misc]  # its default
        self.chart.scale = Geared(lambda: self.unit.get_value())
        self.chart.dials = (self.chart.origin_x, self.chart.origin_y, self.chart.scale, self.chart.stretch)
        self.ground = BowlGround(self)
        self.frame = VMobject(stroke_color=mix(INK.quiet, INK.ground, 0.45), stroke_width=STROKE.thin)
        self.frame.points = polyline(np.concatenate([self.box.corners, self.box.corners[:1]]))
        self.add(self.ground, self.frame, self.unit, self.rise, self.aside_x, self.aside_y)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.bowl)], memo[id(self.chart)] = self.bowl, self.chart
        return super().__deepcopy__(memo)

    @property
    def focus(self) -> np.ndarray:
        """The place (2,) of the landscape that lies in the middle of the box."""
        return np.asarray(self.bowl()[1] + [self.aside_x.get_value(), self.aside_y.get_value()])

    def _origin(self, k: int) -> float:
        return float(self.middle[k] - self.unit.get_value() * self.focus[k])

    def look(
        self,
        *,
        unit: float | None = None,
        rise: float | None = None,
        aside: tuple[float, float] | None = None,
        **options: Any,
    ) -> list[Animation]:
        """Animations that lead to another look; while it zooms, all places run straight across the stage."""
        wanted = [(self.unit, unit), (self.rise, rise)]
        turns = [dial.to(value, **options) for dial, value in wanted if value is not None]
        if aside is None:
            return turns
        if unit is not None:
            sizes = (1.0 / self.unit.get_value(), 1.0 / unit)
            options = {**options, "rate_func": zooming(sizes, options.get("rate_func", smooth))}
        pairs = zip((self.aside_x, self.aside_y), aside, strict=True)
        return turns + [dial.to(value, **options) for dial, value in pairs]


class BowlGround(FadesByDial, PixelMobject):
    """The ground of a BowlMap: its colours, its light and its contours, pixel by pixel."""

    def __init__(self, on: BowlMap) -> None:
        self.map = on
        super().__init__()
        self.opacity = Dial(1.0)
        self.add(self.opacity)
        self.add_updater(stand_ready)  # it changes whenever the bowl does

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo.setdefault(id(self.map), self.map)
        return super().__deepcopy__(memo)

    @property
    def points(self) -> np.ndarray:
        return np.asarray(self.map.box.corners[[3, 2, 0, 1]])

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only the map says where its ground lies."""

    def appearance(self) -> Hashable:
        on = self.map
        hess, lowest = on.bowl()
        return hess.tobytes(), lowest.tobytes(), on.chart.state, on.rise.get_value(), self.opacity.get_value()

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        if opacity <= 0.0:
            return
        on = self.map
        hess, lowest = on.bowl()
        unit, rise = on.unit.get_value(), on.rise.get_value()
        per_unit = canvas.per_unit[1]
        centre = canvas.to_pixels(on.to_screen(lowest))
        corners = canvas.to_pixels(self.points[[0, 3]])
        height, width = canvas.pixels.shape[:2]
        window = np.rint(corners).astype(int).clip(0, [width, height]).ravel()
        # heights as shares of the rise, lengths in pixels, y downwards
        bend = hess * np.array([[1.0, -1.0], [-1.0, 1.0]]) / (rise * (unit * per_unit) ** 2)
        room = np.array(ROOM) * canvas.fine
        paint_bowl(
            bend, centre, window, float(on.lines), room, STEEP * per_unit, opacity, ramp_knots(),
            channels(LINE_INK), np.array(SUN), canvas.pixels,
        )  # fmt: skip


@njit(**FAST)
def paint_bowl(
    bend: np.ndarray,
    centre: np.ndarray,
    window: np.ndarray,
    lines: float,
    room: np.ndarray,
    steep: float,
    opacity: float,
    knots: np.ndarray,
    line_ink: np.ndarray,
    sun: np.ndarray,
    frame: np.ndarray,
) -> None:
    """Colour every pixel of the window (left, top, right, bottom) by its height (v bend v) / 2, at most 1.

    Contours are as wide as a pixel and a half, whatever the slope; they fade where they would crowd.
    """
    thick = 0.75 * max(room[0] / 3.0, 0.6)
    flat = sun[2]
    for j in range(window[1], window[3]):
        y = j + 0.5 - centre[1]
        for i in range(window[0], window[2]):
            x = i + 0.5 - centre[0]
            gx, gy = bend[0, 0] * x + bend[0, 1] * y, bend[1, 0] * x + bend[1, 1] * y
            h = (x * gx + y * gy) / 2.0
            g = np.sqrt(gx * gx + gy * gy)
            on_top = min(max((h - 1.0) / max(g, 1e-12) + 0.5, 0.0), 1.0)  # of this pixel, how much is plateau
            share = min(h, 1.0)
            place = share * (len(knots) - 1)
            k = min(int(place), len(knots) - 2)
            t = place - k
            # the light: steeper walls turn away from the sun, or towards it
            wall = min(g * steep, 1.6) * (1.0 - on_top) / max(g, 1e-12)
            nx, ny = -gx * wall, gy * wall
            lit = (nx * sun[0] + ny * sun[1] + sun[2]) / np.sqrt(1.0 + nx * nx + ny * ny)
            light = min(max(0.55 + 0.45 * lit / flat, 0.5), 1.12) * (VALLEY + share * (1.0 - VALLEY))
            light *= 1.0 - PLATEAU * on_top
            mark = 0.0
            if lines > 0 and h > 0:
                spacing = 1.0 / (lines * max(g, 1e-12))
                level = h * lines
                near = np.rint(level)
                if near >= 1.0 and near <= lines:
                    away = abs(level - near) * spacing
                    seen = min(max((spacing - room[0]) / (room[1] - room[0]), 0.0), 1.0)
                    mark = min(max(thick + 0.5 - away, 0.0), 1.0) * seen
            mark *= LINE_SHARE
            for channel in range(3):
                ground = (knots[k, channel] + t * (knots[k + 1, channel] - knots[k, channel])) * light
                ground = min(ground + mark * (line_ink[channel] - ground), 255.0)
                behind = frame[j, i, channel]
                frame[j, i, channel] = np.uint8(behind + opacity * (ground - behind) + 0.5)
