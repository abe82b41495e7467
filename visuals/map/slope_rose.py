"""The slope rose: the slope in every direction around the hiker, as spokes of a polar plot."""

from __future__ import annotations

import numpy as np
from manim import Circle, DashedVMobject, VGroup, VMobject

from calc_core.derivatives.gradients import Directional
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import Walk, walk_of
from visuals.letters.readout import series
from visuals.map.chart import TIPPED, OnScreen, chart_under
from visuals.theme import INK, STROKE

SPOKE, SPOKE_SHARE = 1.3, 0.5  # width of a spoke, and how strongly it is drawn: they crowd towards the hiker
PETAL_SHARE = 0.14  # of a petal's colour in its disc


def around(values: np.ndarray, turn: float) -> np.ndarray:
    """The entry of a ring (directions, ...) at `turn`, counted in directions, straight between two."""
    below = int(np.floor(turn))
    share = turn - below
    here, there = values[below % len(values)], values[(below + 1) % len(values)]
    return np.asarray(here if share == 0.0 else here + share * (there - here))


class SlopeRose(Follower):
    """Slopes measured in a full ring of directions: in each, a spoke as long as the slope is steep.

    Uphill spokes are drawn in the gradient's colour, downhill ones white. `slopes` holds the directions `u`
    (directions, 2), anticlockwise, and the slopes `value` (directions,) at one point or (stops, directions)
    along a walk. Dials: `grown` (the share of the ring that has been measured, in its order), `length` (scene
    units per unit of slope), `petals` (the share of the closed outlines through the tips that is drawn, of
    what has grown), `faint` (0 to 1, dims the spokes).
    """

    def __init__(
        self,
        slopes: Directional,
        walk: Walk | np.ndarray,
        *,
        on: OnScreen,
        length: float,
        grown: float = 1.0,
        petals: float = 0.0,
    ) -> None:
        super().__init__(slopes)
        self.chart = chart_under(self, on, TIPPED)
        self.slopes, self.walk = slopes, walk_of(walk)
        self.ways = slopes.u.reshape(-1, 2)
        self.values = slopes.value.reshape(-1, len(self.ways))
        self.grown = Dial(grown)
        self.length, self.petals, self.faint = Dial(length), Dial(petals), Dial(0.0)
        self.spokes = {
            sign: VMobject(stroke_color=ink, stroke_width=SPOKE, fill_opacity=0)
            for sign, ink in ((1, INK.gradient), (-1, INK.path))
        }
        self.lobes = {
            sign: VMobject(stroke_color=ink, stroke_width=STROKE.normal, fill_color=ink)
            for sign, ink in ((1, INK.gradient), (-1, INK.path))
        }
        self.series = (
            (series("slope by direction", slopes, slope="value", forecast="forecast"),)
            if slopes.value.ndim == 1
            else ()
        )
        self.add(
            self.grown, self.length, self.petals, self.faint, *self.spokes.values(), *self.lobes.values()
        )
        self.redraw()

    @property
    def value(self) -> np.ndarray:
        """The slopes (directions,) where the walk is now."""
        return self.walk.look_up(self.values)

    @property
    def tips(self) -> np.ndarray:
        """Where the spokes end on the screen, (directions, 3)."""
        reach = np.abs(self.value) * self.length.get_value()
        return np.asarray(
            self.chart.to_screen(self.walk.place) + self.chart.direction(self.ways) * reach[:, None]
        )

    def circles(self, gradient: np.ndarray) -> VGroup:
        """The circles whose diameters are a gradient (2,) and its opposite, dashed as exact things are."""
        heart = self.chart.to_screen(self.walk.place)
        radius = self.chart.direction(gradient) * self.length.get_value() / 2
        circle = Circle(float(np.linalg.norm(radius)), color=INK.casing, stroke_width=STROKE.normal)
        both = (circle.copy().move_to(heart + side * radius) for side in (1, -1))
        return VGroup(*(DashedVMobject(each, num_dashes=60) for each in both))

    def redraw(self) -> None:
        heart, tips, value = self.chart.to_screen(self.walk.place), self.tips, self.value
        done = np.arange(len(tips)) < self.grown.get_value() * len(tips)
        petals = self.petals.get_value() * self.grown.get_value()
        for sign in (1, -1):
            mine = (np.sign(value) == sign) & done
            ends = tips[mine]
            self.spokes[sign].points = bundle(np.stack([np.broadcast_to(heart, ends.shape), ends], axis=1))
            self.spokes[sign].set_stroke(opacity=SPOKE_SHARE * (1.0 - self.faint.get_value()))
            outline = self._lobe(heart, tips, value, sign)
            drawn = outline[: round(petals * (len(outline) - 1)) + 1]
            self.lobes[sign].points = polyline(drawn)
            self.lobes[sign].set_fill(opacity=PETAL_SHARE * petals)

    def _lobe(self, heart: np.ndarray, tips: np.ndarray, value: np.ndarray, sign: int) -> np.ndarray:
        """The closed line through the hiker and all tips of one sign, in the order of the ring."""
        mine = np.sign(value) == sign
        first = int(np.argmax(mine & ~np.roll(mine, 1)))  # where the run of this sign begins
        order = np.roll(np.arange(len(value)), -first)
        return np.concatenate([heart[None], tips[order[mine[order]]], heart[None]])


class Arm(Follower):
    """The direction in which the hiker looks: a ray of `reach` landscape units, and the slope found on it.

    The dial `turn` counts directions of `slopes` round the ring. Dials of its own: `reach`, `length` (scene
    units per unit of slope; 0 hides the spoke), `grown` (0 to 1, share of both).
    """

    def __init__(
        self,
        slopes: Directional,
        walk: Walk | np.ndarray,
        turn: Dial,
        *,
        on: OnScreen,
        reach: float,
        length: float = 0.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(slopes, turn)
        self.chart = chart_under(self, on, TIPPED)
        self.slopes, self.walk, self.turn = slopes, walk_of(walk), turn
        self.reach, self.length, self.grown = Dial(reach), Dial(length), Dial(grown)
        self.ray = VMobject(stroke_color=INK.input, stroke_width=STROKE.thin, fill_opacity=0)
        self.spoke = VMobject(stroke_color=INK.gradient, stroke_width=STROKE.bold, fill_opacity=0)
        for line in (self.ray, self.spoke):
            line.set_stroke(INK.casing, width=line.get_stroke_width() + 4, opacity=0.8, background=True)
        self.add(self.grown, self.reach, self.length, self.ray, self.spoke)
        self.redraw()

    @property
    def way(self) -> np.ndarray:
        """The direction (2,), of length 1."""
        way = around(self.slopes.u.reshape(-1, 2), self.turn.get_value())
        return np.asarray(way / np.linalg.norm(way))

    @property
    def slope(self) -> float:
        """The slope measured that way."""
        return float(around(self.slopes.value, self.turn.get_value()))

    @property
    def reach_now(self) -> float:
        """How far the ray reaches, in landscape units."""
        return self.reach.get_value() * self.grown.get_value()

    @property
    def length_now(self) -> float:
        """Scene units of spoke to one unit of slope."""
        return self.length.get_value() * self.grown.get_value()

    def redraw(self) -> None:
        heart = self.chart.to_screen(self.walk.place)
        end = self.chart.to_screen(self.walk.place + self.way * self.reach_now)
        tip = heart + self.chart.direction(self.way) * abs(self.slope) * self.length_now
        self.ray.points = polyline(np.stack([heart, end]))
        self.spoke.points = polyline(np.stack([heart, tip]))
        self.spoke.set_stroke(INK.gradient if self.slope > 0 else INK.path)
