"""What only lecture 16 shows: the straightened fence, and the chart of its price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calc_core import LagrangePoints, Landscape, LoosenedFence, ShadowPrice
from calc_core.networks import MLP
from visuals import INK, SIZE, STAGE, STROKE, Axes, Box, ContourMap, Curve, Dial, FenceCurtain, Follower
from visuals import Formula, Marker, Needle, Neurons, Number, Page, PriceBars, Reading, SlopeLine, Thread
from visuals import Options, Sized, Wires, Words, layer_columns, read, series
from visuals.curve.nudge_bars import View
from visuals.drawing.polyline import polyline, within_box
from visuals.drawing.walk import entry
from visuals.map.needle import needles

LARGE = Sized(size=SIZE.large)
LAW = "{{nabla f : gradient}} = {{lambda : parameter}} {{nabla : gradient_2}} {{g : parameter_2}}"
EQUATIONS = ("2 x y = {{lambda : parameter}} 2 x", "x^2 = {{lambda : parameter}} 2 y", "x^2 + y^2 = 1")
NET = (64, 32, 10)
LEFT, LAID_AT, LARGER = 2.25, (2.1, 1.25), 2.0  # where two needles are laid, and how many times larger
GIRTHS = (0.11, 0.16)  # as on the map


class Straightened:
    """How a hill is looked at so that its fence, unrolled, is a curve on axes: exactly where it then lies.

    `width` and `tall` are scene units of the whole way and from the lowest to the highest of Lagrange's
    points; height 0 lies at `level` on the stage. `look` are the hill's dials, `axes` what to stand on,
    `name` says what they count, and `tangent` runs along the curve as the dial `along` says.
    """

    def __init__(
        self, curtain: FenceCurtain, six: LagrangePoints, *, width: float, tall: float, level: float
    ) -> None:
        foot, length = curtain.hill.ground.footprint, curtain.fence.length
        zoom = width / (length * float(foot.scale(1.0)[0]))
        azimuth = (180.0 - float(np.degrees(curtain.straight))) % 360.0 - 180.0
        per_height = tall / (six.highest - six.lowest)
        self.look = {
            "azimuth": azimuth, "elevation": 0.0, "tilt": 0.0, "zoom": zoom,
            "relief": per_height * (foot.top - foot.bottom) / zoom,
            "focus_x": float(foot.middle[0]), "focus_y": float(foot.middle[1]), "shift_x": 0.0,
            "shift_y": level + per_height * float(foot.middle[2]),  # where the hill's own middle lies
        }  # fmt: skip
        reach = 1.2 * six.highest
        self.axes = Axes(
            x=(0, length), y=(-reach, reach), cross_at=0.0, y_name="height",
            box=Box(-width / 2, level - per_height * reach, width / 2, level + per_height * reach),
            x_ticks=(1, 2, 3, 4, 5, 6), y_ticks=(-0.4, -0.2, 0.2, 0.4),
        )  # fmt: skip
        tour, self.along = curtain.fence, Dial(0.0)

        def told(field: str) -> float:
            """What the fence tells where the tangent stands."""
            at = self.along.get_value() / length * (len(tour.way) - 1)
            return float(read(tour, field, at=at).value)

        self.tangent = SlopeLine(
            lambda: (self.along.get_value(), told("f")), lambda: told("slope"), on=self.axes,
            reach=(1.1, 1.1), width=STROKE.bold,
        )  # fmt: skip
        self.name = Words("way along the fence", size=SIZE.small)
        self.name.move_to(
            (width / 2, self.axes.box.bottom - 0.55, 0.0), aligned_edge=np.array([1.0, 1.0, 0.0])
        )


def height_told(height: Callable[[], Reading]) -> VGroup:
    """How high somebody stands, at the left of the stage."""
    number = Number(height, ink=INK.output, size=SIZE.title)
    return Page(STAGE.left, 1.9).write(Words("height", ink=INK.quiet, **LARGE), number)


def record_of(best: Reading, place: np.ndarray) -> VGroup:
    """The greatest height of all, at a place of the stage, and what it is exactly."""
    height = Words("<best>", best=best, ink=INK.output, size=SIZE.title).move_to(place)
    law = Formula("= 2/(3 sqrt(3))", **LARGE).next_to(height, np.array([1.0, 0.0, 0.0]), buff=0.3)
    return VGroup(height, law)


def two_parts(told: Callable[..., Reading]) -> list[tuple[Words, Number]]:
    """How steep the needle's two parts are where the hiker stands, as `told` by the fence."""
    rows = (("along", "slope", "along the fence", INK.path), ("across", "across", "across", INK.parameter))
    return [
        (Words(word, ink=ink, **LARGE), Number(lambda a=a: told(*a, decimals=3), ink=ink, **LARGE))  # type: ignore[misc]  # its default
        for word, *a, ink in rows
    ]


def network_ahead() -> tuple[MLP, list[Neurons], list[Wires]]:
    """The network of the step ahead, and its picture."""
    net = MLP(NET, activation="tanh", output="softmax").init(16)
    places = layer_columns(NET, (-5.6, -2.6, 6.0, 3.6), apart=0.22)
    neurons = [Neurons(place, np.ones(len(place)), radius=0.045) for place in places]
    wires = [
        Wires(start, end, weights, most=1.1, width=5, faint=0.0)
        for start, end, (weights, _) in zip(places[:-1], places[1:], net.layers(), strict=True)
    ]
    return net, neurons, wires


def six_needles(land: Landscape, places: np.ndarray, *, on: ContourMap, **look: Any) -> list[Needle]:
    """The gradient of a landscape at each of some places, to be grown."""
    gradients = land.reading(places).gradient
    return [Needle(g, x, on=on, grown=0, **look) for g, x in zip(gradients, places, strict=True)]


def six_spots(places: np.ndarray, kinds: Sequence[str], *, on: View) -> list[Marker]:
    """A dot for each of Lagrange's points: orange on a top, green in a hollow, as in lecture 11."""
    inks = {"maximum": INK.minus, "minimum": INK.curvature}
    return [
        Marker(lambda x=x: x, on=on, ink=inks[kind], radius=0.11)
        for x, kind in zip(places, kinds, strict=True)
    ]


class BesideEachOther(Follower):
    """Two needles of one place, laid beside each other: how many of the second go into the first?

    Each keeps its own length on the map, `LARGER` times. Dial: laid (0: where they stand, 1: both from `LEFT`
    to the right, one under the other).
    """

    def __init__(self, first: Needle, second: Needle) -> None:
        super().__init__(first, second)
        self.needles = (first, second)
        self.laid = Dial(0.0)
        self.drawn = [
            VMobject(fill_color=ink, fill_opacity=1, stroke_width=0).set_stroke(
                INK.casing, width=5, background=True
            )
            for ink in (INK.gradient, INK.parameter)
        ]
        self.add(*self.drawn[::-1], self.laid)
        self.redraw()

    @property
    def arrows(self) -> np.ndarray:
        """Tail and vector (2, 2, 3) of both, now."""
        share, found = self.laid.get_value(), []
        for needle, level in zip(self.needles, LAID_AT, strict=True):
            away = needle.chart.direction(needle.walk.look_up(needle.gradient)) * needle.length.value
            angle = np.arctan2(away[1], away[0]) * (1 - share)
            long = np.linalg.norm(away) * (1 + (LARGER - 1) * share)
            tail = needle.tail + share * (np.array([LEFT, level, 0.0]) - needle.tail)
            found.append((tail, long * np.array([np.cos(angle), np.sin(angle), 0.0])))
        return np.array(found)

    def redraw(self) -> None:
        for drawn, (tail, vector), girth in zip(self.drawn, self.arrows, GIRTHS, strict=True):
            drawn.points = needles(tail[None], vector[None], girth)


class Measuring:
    """The part across, measured by the fence's own gradient. Parts, to be entered: `arrows`, `across`, `own`
    (their lengths in numbers), `rule` (counts the second), `drop` (from the first's tip to the rule).
    """

    def __init__(self, first: Needle, second: Needle, across: Reading, own: Reading) -> None:
        self.arrows = BesideEachOther(first, second)
        long = [float(reading.value) * LARGER for reading in (across, own)]
        upper, lower = Page(LEFT - 0.1, LAID_AT[0] + 0.95), Page(LEFT - 0.1, LAID_AT[1] - 1.15)
        self.across = upper.write(self._row("{{nabla f : gradient}}", "across", across, INK.gradient))
        nabla_g = "{{nabla : gradient}} {{g : parameter}}"
        self.own = lower.write(self._row(nabla_g, "fence", own, INK.parameter))
        level = LAID_AT[1] - 0.42
        self.axes = Axes(
            x=(0, 1), y=(0, 1), box=Box(LEFT, level, LEFT + long[1], level + 1), x_ticks=(0, 0.5, 1),
            y_ticks=(), upright=False,
        )  # fmt: skip
        self.rule = [self.axes]
        tip, high = long[0] / long[1], LAID_AT[0] - level
        self.drop = Thread(
            lambda: (tip, high), lambda: (tip, 0.0), on=self.axes, ink=INK.text, dash=0.12, grown=0
        )
        self.parts = [self.arrows, self.across, self.own, self.axes, self.drop]

    def _row(self, source: str, word: str, reading: Reading, ink: str) -> tuple[Formula, Words, Number]:
        how: Options = LARGE | {"ink": ink}
        return Formula(source, **LARGE), Words(word, **how), Number(reading, **how)


class Window(Axes):
    """Axes that show nothing of a straight line outside of their box."""

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners (n, 3) that lie in the box."""
        inside = within_box(polyline(points), self.box)
        return [np.stack(each) for each in zip(inside[0::4], inside[3::4], strict=True)]


class PriceChart:
    """The best height over the level of the fence, the line of slope lambda, and the bars of its price.

    Parts, to be entered: `axes`, `line`, `curve`, `bars`, `dot`. The dial `at` counts the fences of `loose`.
    """

    def __init__(self, loose: LoosenedFence, base: int, at: Dial, *, box: Box) -> None:
        self.loose, self.at = loose, at
        self.start, self.low, self.price = (float(each[base]) for each in (loose.level, loose.f, loose.lam))
        self.axes = on = Window(
            x=(0.3, 1.3), y=(0.0, 0.6), box=box, x_name="fence c", y_name="best height",
            x_steps=(0.5, 0.1, 0.05, 0.01), y_steps=(0.2, 0.1, 0.05, 0.01),
        )  # fmt: skip
        told = series("best height on every fence", loose, c="level", height="f")
        self.curve = Curve(told, on=on, ink=INK.output, width=STROKE.bold)
        self.line = SlopeLine(
            lambda: (self.start, self.low), lambda: self.price, on=on, reach=(9.0, 9.0),
            ink=INK.parameter, width=10,
        )  # fmt: skip
        self.lines = [self.axes, self.line, self.curve]
        self.bars = PriceBars(loose, base, at, on=on)
        self.dot = Marker(
            lambda: np.array([entry(each, at.get_value()) for each in (loose.level, loose.f)]),
            on=on,
            radius=0.11,
        )

    def state(self) -> VGroup:
        """The level of the fence now, and the best height on it."""
        rows = [("level", "fence c", 2, INK.input), ("f", "best height", 3, INK.output)]
        return Page(1.6, 1.4, gap=0.4).write(
            *((Words(name, ink=INK.quiet, **LARGE), self._number(*row)) for row in rows for name in row[1:2])
        )

    def _number(self, field: str, name: str, decimals: int, ink: str) -> Number:
        how: Options = {"decimals": decimals, "name": name}
        return Number(lambda: read(self.loose, field, at=self.at.get_value(), **how), ink=ink, **LARGE)

    def told(self, bill: ShadowPrice, *, decimals: int) -> VGroup:
        """What lambda dc promises, and what solving again finds."""
        rows = [("promised", "predicted", INK.parameter), ("found", "resolved", INK.output)]
        return Page(1.6, 3.55, gap=0.25).write(
            *(
                (
                    Words(word, ink=ink, **LARGE),
                    Number(read(bill, field, decimals=decimals), ink=ink, **LARGE),
                )
                for word, field, ink in rows
            )
        )

    def window(self, change: float) -> Options:
        """What the axes show where the fence is loosened by so much: the bars, and some room."""
        rise = self.price * change
        across = (self.start - 0.3 * change, self.start + 1.5 * change)
        return {"x": across, "y": (self.low - 0.45 * rise, self.low + 1.75 * rise)}
