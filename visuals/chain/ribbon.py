"""A nudge as a ribbon: as wide as it is, and every link that it goes through changes its width."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, polyline, rectangle
from visuals.theme import INK, STROKE, mix

BEND, POST = 0.5, 0.66  # half of the way on which a link changes a ribbon's width, half its post's width
FINE = 160  # corners along a ribbon


class Ribbon(Follower):
    """A nudge on its way through links at stations x (n + 1,): as wide as it is there, `unit` to 1.

    Between two stations a link multiplies its width. It grows from the left, or with `back` from the right.
    Dial: grown.
    """

    def __init__(
        self, widths: np.ndarray, stations: np.ndarray, *, y: float, unit: float, ink: str, back: bool = False
    ) -> None:
        super().__init__()
        self.widths, self.stations, self.y, self.unit, self.back = widths, stations, y, unit, back
        self.grown = Dial(1.0)
        self.body = VMobject().set_fill(ink, opacity=0.85).set_stroke(ink, width=STROKE.thin)
        self.edge = VMobject().set_stroke(mix(ink, INK.text, 0.6), width=STROKE.bold)
        self.add(self.body, self.edge, self.grown)
        self.redraw()

    @property
    def end(self) -> float:
        """Where across the stage its foremost edge is."""
        first, last = self.stations[[0, -1]]
        grown = self.grown.get_value()
        return float(last + grown * (first - last) if self.back else first + grown * (last - first))

    def width_at(self, x: np.ndarray) -> np.ndarray:
        """How wide it is at places across the stage, in scene units."""
        links = (self.stations[:-1] + self.stations[1:]) / 2
        wide = np.full(np.shape(x), self.widths[0])
        for link, before, after in zip(links, self.widths[:-1], self.widths[1:], strict=True):
            share = np.clip((x - link + BEND) / (2 * BEND), 0.0, 1.0)
            wide = wide + (after - before) * share * share * (3.0 - 2.0 * share)
        return np.asarray(self.unit * wide)

    def redraw(self) -> None:
        """Lie as far as it has come."""
        start = self.stations[-1 if self.back else 0]
        if abs(self.end - start) < 1e-6:
            self.body.points, self.edge.points = NOTHING, NOTHING
            return
        x = np.linspace(start, self.end, FINE)
        half = self.width_at(x) / 2
        upper, lower = at_screen(x, self.y + half), at_screen(x, self.y - half)
        self.body.points = polyline(np.concatenate([upper, lower[::-1], upper[:1]]))
        self.edge.points = polyline(np.stack([upper[-1], lower[-1]]))


class Links(Follower):
    """The links of a chain as posts, through which ribbons go at stations x (n + 1,). Dial: grown."""

    def __init__(self, stations: np.ndarray, *, reach: tuple[float, float]) -> None:
        super().__init__()
        self.reach = reach
        self.middles, self.grown = (stations[:-1] + stations[1:]) / 2, Dial(1.0)
        self.posts = VMobject().set_fill(mix(INK.quiet, INK.ground, 0.86), opacity=1)
        self.posts.set_stroke(mix(INK.quiet, INK.ground, 0.55), width=STROKE.hair)
        self.add(self.posts, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand, as high as they have grown."""
        low, high = self.reach
        middle, grown = (low + high) / 2, self.grown.get_value()
        low, high = middle + grown * (low - middle), middle + grown * (high - middle)
        corners = [rectangle(x - POST, low, x + POST, high) for x in self.middles]
        self.posts.points = np.concatenate(corners) if grown > 0 else NOTHING
