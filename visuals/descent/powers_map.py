"""The map of a bowl, from which one may draw back by powers of ten: from afar, a bowl looks like itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from manim import VMobject

from calc_core.maps.contours import Contour
from visuals.descent.stride_prints import FRAME
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, polyline, within_box
from visuals.drawing.ticks import power_of_ten
from visuals.letters.formula import Typeset, Words, casing
from visuals.letters.outlines import plain
from visuals.map.chart import Chart
from visuals.map.contour_map import LINE_INK, ContourMap
from visuals.theme import INK, SIZE, STROKE

SEEN = (0.05, 6.0)  # reach of the smallest and of the largest ring that is drawn, in scene units
FINE = (0.35, 1.0)  # rings between two powers of ten come as their reach grows from the first to the second
COME = (0.35, 0.75)  # numbers come as their ring's reach grows so far
GONE = (2.75, 3.1)  # and go again, before their ring leaves the stage
STRONG, WEAK = 0.9, 0.3  # of the ink, for powers of ten and for those between
START = 0.35  # powers of ten within which rings take the place of the map's own contours
BESIDE = 0.28  # from the axis to a ring's number, in scene units
CORNERS = 160  # of a ring


class PowersChart(Chart):
    """A chart drawn back by so many powers of ten as the dial `back` says; the sheet beneath stays.

    It shares its other dials with the chart of the sheet.
    """

    def __init__(self, sheet: Chart) -> None:
        super().__init__(crop=sheet.crop)
        self.origin_x, self.origin_y, self.scale, self.stretch = sheet.dials
        self.dials, self.back = sheet.dials, Dial(0.0)

    @property
    def state(self) -> tuple[float, float, float, float]:
        """The dials' values, with the scale as it is from so far away."""
        x, y, scale, stretch = super().state
        return x, y, scale * 10.0 ** -self.back.get_value(), stretch


class PowersMap(ContourMap):
    """A contour map of a quadratic bowl about the origin, from which one may draw back for ever.

        ring = contours(bowl, [12.5]).longest()
        map = PowersMap(sample_grid(bowl), contours(bowl, 15), ring=ring, width=16)
        self.play(map.back.to(6))

    From ten times as far, a bowl looks like itself: the same colours, from the lowest to the highest ground
    that is seen. What is told is the scale: `ring` is the contour at distance 1, measured along +y; rings at
    1, 2, 3, ... 10, 20, ... times that distance take the place of the map's contours, those at powers of ten
    with their distance in `unit`, and `names` says what is that large (a power of ten to words).
    Dial: `back`, the powers of ten from which the map is seen.
    """

    def __init__(
        self,
        *given: Any,
        ring: Contour,
        unit: str = "",
        names: Mapping[int, str] | None = None,
        highest: int = 22,
        **how: Any,
    ) -> None:
        super().__init__(*given, **how)
        self.sheet = self.chart
        self.chart: PowersChart = PowersChart(self.sheet)
        self.back = self.chart.back
        self.rings = Rings(
            self.chart, ring, unit, names or {}, highest, instead=[self.lines, self.index_lines]
        )
        self.add(self.back, self.rings)

    def lie(self, point: Any, *, place: Any, scale: float, back: float = 0.0) -> None:
        """Lie with a point of the landscape at a place on the stage, at once: while nobody sees it."""
        origin = np.asarray(place, dtype=float)[:2] - scale * np.asarray(point, dtype=float)
        for dial, value in zip((*self.sheet.dials[:3], self.back), (*origin, scale, back), strict=True):
            dial.set_value(float(value))


class Rings(Follower):
    """Contours at 1, 2, 3, ... 10, 20, ... times the distance of one, as a chart drawn back shows them.

    They come `instead` of other lines, which fade.
    """

    def __init__(
        self,
        chart: PowersChart,
        ring: Contour,
        unit: str,
        names: Mapping[int, str],
        highest: int,
        *,
        instead: Sequence[VMobject] = (),
    ) -> None:
        super().__init__(*instead)
        self.chart, self.highest = chart, highest
        self.others = [(each, each.get_stroke_opacity()) for each in instead]
        points = ring.points[:: max(len(ring.points) // CORNERS, 1)]
        points = (
            points if np.array_equal(points[-1], ring.points[-1]) else np.append(points, ring.points[-1:], 0)
        )
        self.ring = np.asarray(points / float(np.abs(points[:, 1]).max()))
        self.fine, self.strong = (VMobject(fill_opacity=0) for _ in range(2))
        self.numbers = [
            casing(Words(plain(_told(k, unit, names)), size=SIZE.large)) for k in range(highest + 1)
        ]
        for each in self.numbers:
            each.names_axis = True
        self.add(self.fine, self.strong, *self.numbers)
        self.redraw()

    def reach(self, distance: float) -> float:
        """How far a ring reaches from the floor along +y on the stage, in scene units."""
        return float(self.chart.state[2] * distance)

    def redraw(self) -> None:
        """Lay every ring that the stage shows, and the numbers of those at powers of ten."""
        there = min(self.chart.back.get_value() / START, 1.0)
        middle = self.chart.to_screen(0.0, 0.0)
        unit = self.reach(1.0)
        low, high = (int(np.floor(np.log10(each / unit))) for each in SEEN)
        fine: list[np.ndarray] = []
        strong: list[np.ndarray] = []
        for k in range(max(low, 0), min(high, self.highest) + 1):
            for times in range(1, 10):
                reach = unit * times * 10.0**k
                if SEEN[0] < reach < SEEN[1] and (times == 1 or reach > FINE[0]):
                    (strong if times == 1 else fine).append(self._laid(reach, middle))
        for part, lines, share, width in (
            (self.fine, fine, WEAK, STROKE.hair), (self.strong, strong, STRONG, STROKE.thin),
        ):  # fmt: skip
            part.points = within_box(polyline(*lines), FRAME) if there > 0 else NOTHING
            part.set_stroke(LINE_INK, width=width, opacity=share * there)
        for other, share in self.others:
            other.set_stroke(opacity=share * (1 - there))
        for k, number in enumerate(self.numbers):
            self._place(number, unit * 10.0**k, middle, there)

    def _laid(self, reach: float, middle: np.ndarray) -> np.ndarray:
        stretch = self.chart.state[3]
        return np.asarray(
            middle + reach * np.column_stack([self.ring * [stretch, 1.0], np.zeros(len(self.ring))])
        )

    def _place(self, number: Typeset, reach: float, middle: np.ndarray, there: float) -> None:
        """A number rides on its ring, right of the axis."""
        seen = there * _between(reach, COME) * (1 - _between(reach, GONE))
        if seen > 0:
            number.next_to(middle + [BESIDE, reach, 0.0], np.array([1.0, 1.0, 0.0]), buff=0.05)
        number.set_fill(opacity=seen).set_stroke(INK.casing, opacity=seen, background=True)


def _between(value: float, ends: tuple[float, float]) -> float:
    return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))


def _told(power: int, unit: str, names: Mapping[int, str]) -> str:
    """10⁷ m, and what is that large."""
    return " ".join(each for each in (power_of_ten(10.0**power), unit, names.get(power, "")) if each)
