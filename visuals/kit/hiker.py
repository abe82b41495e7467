"""The hiker: a dot on the map, and the headlamp that leaves everything else in the dark."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
from manim import Dot, VMobject, smooth
from numba import njit

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, stand_ready
from visuals.drawing.follower import Follower
from visuals.drawing.pixels import laid_over, packed
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import Walk, walk_of
from visuals.map.chart import OnScreen, chart_under
from visuals.terrain.lamps import DIMMER, SOFT_EDGE
from visuals.terrain.palette import channels
from visuals.theme import INK

DOT, RIM = 0.095, 0.05  # radii of the dot and width of its dark rim, in scene units
ON_HILL = "type Marks(walk, on=hill), BootPrints(walk, on=hill) or Trail(walk, on=hill)"


class Hiker(Follower):
    """A dot with a dark rim, standing where its walk is now: white, or in the `ink` of one of several."""

    def __init__(self, walk: Walk | np.ndarray, *, on: OnScreen, ink: str = INK.path) -> None:
        super().__init__()
        self.chart = chart_under(self, on, ON_HILL)
        self.walk = _one_walker("Hiker", walk)
        self.rim = Dot(radius=DOT + RIM, color=INK.casing)
        self.dot = Dot(radius=DOT, color=ink)
        self.add(self.rim, self.dot)
        self.redraw()

    def redraw(self) -> None:
        place = self.chart.to_screen(self.walk.place)
        for part in (self.rim, self.dot):
            part.shift(place - part.get_center())


class Footsteps(Follower):
    """The way that one walker has covered so far on a flat map, up to where the walk is now.

    A line of Manim's own. Trail draws ways on hills too, of many walkers at once, and in dashes.
    """

    def __init__(
        self, walk: Walk | np.ndarray, *, on: OnScreen, ink: str = INK.path, width: float = 4.0
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, ON_HILL)
        self.walk = _one_walker("Footsteps", walk)
        self.line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
        self.line.set_stroke(INK.casing, width=width + 4, opacity=0.8, background=True)
        self.add(self.line)
        self.redraw()

    def redraw(self) -> None:
        done = self.walk.path[: int(self.walk.now) + 1]
        corners = np.concatenate([done, self.walk.place[None]])
        self.line.points = polyline(self.chart.to_screen(corners))


def _one_walker(name: str, path: Any) -> Walk:
    walk = walk_of(path)
    if walk.path.ndim != 2:
        raise TypeError(
            f"{name} shows one walker, got {walk.path.shape[1]}: type {name}(result.x[:, k], on=map) for "
            "one of them, or Marks(walk, on=map) for all"
        )
    return walk


class Headlamp(PixelMobject):
    """Night over everything drawn before it, but for a disc of `radius` (landscape units) around each walker.

    The disc fades softly over its edge and dims a little towards it, by the law of Terrain's own lamps.
    Dials: `radius`, `daylight` (0 night, 1 day).
    """

    def __init__(
        self, walk: Walk | np.ndarray, *, on: OnScreen, radius: float, daylight: float = 0.0
    ) -> None:
        self.chart = chart_under(self, on, f"type hill.shine(Light(walk, radius={radius:g}))")
        self.walk = walk_of(walk)
        self.radius, self.daylight = Dial(radius), Dial(daylight)
        super().__init__()
        self.add(self.radius, self.daylight)
        # it moves whenever map or walker do; this tells Manim so
        self.add_updater(stand_ready)

    def keep_size(self, growth: float) -> Any:
        """What keeps the disc's size on the screen in a play that draws the map `growth` times as large.

        The radius goes as 1 / scale all the way, not only from one end to the other.
        """

        def rate(time: float) -> float:
            return float((1 / (1 + (growth - 1) * smooth(time)) - 1) / (1 / growth - 1))

        return self.radius.to(self.radius.get_value() / growth, rate_func=rate)

    @property
    def points(self) -> np.ndarray:
        """The disc's bounding box."""
        radius = self.radius.get_value()
        places = self.walk.place.reshape(-1, 2)
        low, high = places.min(axis=0) - radius, places.max(axis=0) + radius
        return self.chart.to_screen(
            np.array([[low[0], high[1]], [high[0], high[1]], [low[0], low[1]], [high[0], low[1]]])
        )

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only walk and chart say where the disc is."""

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """To take the lamp away is to let daylight in."""
        day = self.daylight.get_value()
        self.daylight.set_value(day + (1.0 - day) * darkness)
        return self

    def set_opacity(self, alpha: float) -> Self:
        self.daylight.set_value(1.0 - alpha)
        return self

    def appearance(self) -> Hashable:
        return self.points.tobytes(), self.daylight.get_value()

    def paint(self, canvas: Canvas) -> None:
        daylight = self.daylight.get_value()
        if daylight >= 1.0:
            return
        (left, top), (across, down) = canvas.origin, canvas.per_unit
        places = self.chart.to_screen(self.walk.place).reshape(-1, 3)
        reach = (
            self.chart.direction(np.array([1.0, 1.0]))
            * self.chart.scale.get_value()
            * self.radius.get_value()
        )
        reach = np.maximum(reach, 1e-9)
        discs = np.empty((len(places), 4))
        discs[:, 0], discs[:, 1] = left + across * places[:, 0], top - down * places[:, 1]
        discs[:, 2], discs[:, 3] = across * reach[0], down * reach[1]
        darken(discs, daylight, channels(INK.ground), packed(canvas.pixels))


@njit(**FAST)
def darken(discs: np.ndarray, daylight: float, dark: np.ndarray, frame: np.ndarray) -> None:
    """Mix every packed pixel with the dark that lies in none of the discs (n, 4): centre x, y, radius across,
    down, in pixels.
    """
    single, one, zero = np.float32, np.float32(1.0), np.float32(0.0)
    soft, dimmer, edges = single(SOFT_EDGE), single(DIMMER), single(2.0 * SOFT_EDGE)
    red, green, blue = single(dark[0]), single(dark[1]), single(dark[2])
    night, width, reach = single(1.0 - daylight), frame.shape[1], 1.0 + float(SOFT_EDGE)
    missing = np.empty(width, dtype=np.float32)  # the share of lamplight that no disc brings
    for row in range(frame.shape[0]):
        missing[:] = one
        for disc in discs:
            down = (row + 0.5 - disc[1]) / disc[3]
            if abs(down) >= reach:
                continue
            first = min(max(int(disc[0] - reach * disc[2]), 0), width)
            last = min(max(int(disc[0] + reach * disc[2]) + 1, 0), width)
            start, step, away = (
                single((first + 0.5 - disc[0]) / disc[2]),
                single(1.0 / disc[2]),
                single(down * down),
            )
            part = missing[first:last]
            for k in range(len(part)):
                aside = start + single(k) * step
                square = aside * aside + away
                edge = min(max((one + soft - np.sqrt(square)) / edges, zero), one)
                edge *= edge * (single(3.0) - single(2.0) * edge)
                part[k] *= one - edge * (one - dimmer * min(square, one))
        pixels = frame[row]
        for k in range(width):
            pixels[k] = laid_over(pixels[k], red, green, blue, night * missing[k])
