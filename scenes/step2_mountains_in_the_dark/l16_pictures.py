"""What only lecture 16 shows: the straightened fence, and the chart of its price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import VGroup

from calc_core import LagrangePoints, Landscape, LoosenedFence, ShadowPrice
from visuals import INK, SIZE, STAGE, STROKE, Axes, Box, ContourMap, Curve, Dial, FenceCurtain, Marker
from visuals import Needle, Number, Page, PriceBars, Reading, SlopeLine, Words, read, series
from visuals.drawing.frame import Frame
from visuals.drawing.polyline import polyline, within_box
from visuals.drawing.walk import entry

LARGE = {"size": SIZE.large}


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
            [width / 2, self.axes.box.bottom - 0.55, 0.0], aligned_edge=np.array([1.0, 1.0, 0.0])
        )


def height_told(height: Callable[[], Reading]) -> VGroup:
    """How high somebody stands, at the left of the stage."""
    number = Number(height, ink=INK.output, size=SIZE.title)
    return Page(STAGE.left, 1.9).write(Words("height", ink=INK.quiet, **LARGE), number)


def six_needles(land: Landscape, places: np.ndarray, *, on: ContourMap, **look: Any) -> list[Needle]:
    """The gradient of a landscape at each of some places, to be grown."""
    gradients = land.reading(places).gradient
    return [Needle(g, x, on=on, grown=0, **look) for g, x in zip(gradients, places, strict=True)]


def six_spots(places: np.ndarray, kinds: Sequence[str], *, on: Frame) -> list[Marker]:
    """A dot for each of Lagrange's points: orange on a top, green in a hollow, as in lecture 11."""
    inks = {"maximum": INK.minus, "minimum": INK.curvature}
    return [
        Marker(lambda x=x: tuple(x), on=on, ink=inks[kind], radius=0.11)
        for x, kind in zip(places, kinds, strict=True)
    ]


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
            lambda: (entry(loose.level, at.get_value()), entry(loose.f, at.get_value())), on=on, radius=0.11
        )

    def state(self) -> VGroup:
        """The level of the fence now, and the best height on it."""
        rows = [("level", "fence c", 2, INK.input), ("f", "best height", 3, INK.output)]
        return Page(1.6, 1.4, gap=0.4).write(
            *((Words(name, ink=INK.quiet, **LARGE), self._number(*row)) for row in rows for name in row[1:2])
        )

    def _number(self, field: str, name: str, decimals: int, ink: str) -> Number:
        how = {"decimals": decimals, "name": name}
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

    def window(self, change: float) -> dict[str, tuple[float, float]]:
        """What the axes show where the fence is loosened by so much: the bars, and some room."""
        rise = self.price * change
        across = (self.start - 0.3 * change, self.start + 1.5 * change)
        return {"x": across, "y": (self.low - 0.45 * rise, self.low + 1.75 * rise)}
