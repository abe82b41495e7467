"""The complex plane about a point: where a polynomial is right it is light."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from calc_core.approximation.series_family import CircleValues, Reach
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline
from visuals.theme import INK, STROKE, mix

DARKEST, LIGHTEST = mix(INK.model, INK.ground, 0.86), mix(INK.model, INK.ground, 0.2)
TALL = 0.08  # scene units to a power of ten


class LitGround(Follower):
    """The regions of a reach, one in another, the lighter the better the polynomial is f there.

    `look` tells the reach; its `within` go from coarse to fine. The edge of the region number `edged` is
    drawn. Dial: `grown`, 0 to 1, how far from x0 the light has come.
    """

    def __init__(self, look: Callable[[], Reach], *, on: Axes, edged: int = -1, grown: float = 1.0) -> None:
        super().__init__(on)
        self.look, self.axes, self.edged, self.grown = look, on, edged, Dial(grown)
        shares = np.linspace(0.0, 1.0, len(look().within))
        self.regions = VGroup(
            *(
                VMobject(stroke_width=0).set_fill(mix(DARKEST, LIGHTEST, float(share)), opacity=1)
                for share in shares
            )
        )
        self.edge = VMobject().set_stroke(INK.model, width=STROKE.normal)
        self.add(self.regions, self.edge, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay each region by its rim."""
        now, grown = self.look(), self.grown.get_value()
        if grown <= 0:
            for part in (*self.regions, self.edge):
                part.points = NOTHING
            return
        middle = np.array([float(now.x0), 0.0])
        for level, region in enumerate(self.regions):
            region.points = polyline(self.axes.to_screen(middle + grown * (now.rim(level) - middle)))
        self.edge.points = self.regions[self.edged].points


class Ring(Follower):
    """A circle about a point of a plane of equal units, dashed as what is exact; `grown` of it is drawn."""

    def __init__(
        self,
        place: Callable[[], tuple[float, float]],
        radius: Callable[[], float],
        *,
        on: Axes,
        ink: str = INK.exact,
        width: float = STROKE.normal,
        dashed: bool = True,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.place, self.radius, self.axes, self.grown = place, radius, on, Dial(grown)
        self.dashed = dashed
        self.line = VMobject().set_stroke(ink, width=width)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the circle, from the right end on, upwards and round."""
        middle, size = self.axes.to_screen(*self.place()), self.radius() * float(self.axes.units[0])
        end = 360.0 * self.grown.get_value()
        if end <= 0 or size <= 0:
            self.line.points = NOTHING
        elif not self.dashed:
            self.line.points = arc(middle, size, 0.0, end)
        else:
            starts = np.arange(0.0, end, 5.0)
            self.line.points = np.concatenate([arc(middle, size, s, min(s + 3.0, end)) for s in starts])


class CircleFlames(Follower):
    """|f| on a circle, standing on it outwards: as many tenths as powers of ten, none where |f| is below one.

    `look` tells the values. Dial: `grown`, 0 to 1, how much of circle and flames is drawn.
    """

    def __init__(
        self,
        look: Callable[[], CircleValues],
        *,
        on: Axes,
        ink: str = INK.output,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.grown = look, on, Dial(grown)
        self.flames = VMobject().set_fill(mix(ink, INK.ground, 0.45), opacity=1)
        self.flames.set_stroke(ink, width=STROKE.thin)
        self.circle = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.add(self.flames, self.circle, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand the flames on the circle as it is now."""
        now = self.look()
        middle = self.axes.to_screen(float(now.x0), 0.0)
        size = float(now.radius) * float(self.axes.units[0])
        powers = np.log10(np.maximum(now.size, 1.0))
        grown = self.grown.get_value()
        far = size + TALL * grown * powers
        way = at_screen(np.cos(now.angle), np.sin(now.angle))
        tips, feet = middle + far[:, None] * way, middle + size * way
        outline = np.concatenate([tips, tips[:1], feet[:1], feet[::-1], tips[:1]])
        self.flames.points = polyline(outline) if grown > 0 else NOTHING
        self.circle.points = arc(middle, size, 0.0, 360.0 * grown) if grown > 0 else NOTHING
