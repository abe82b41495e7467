"""A magnifying glass so strong that it shows the numbers a machine has, and that there are none between."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.float_neighbours import FloatNeighbours
from calc_core.derivatives.graphs import Graph
from visuals.curve.lens import Lens
from visuals.drawing.axes import Axes
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline
from visuals.theme import INK, STROKE

STAIRS = 0.012  # gaps between numbers wider than this (scene units) are drawn as what they are
SEEN = (0.06, 0.4)  # at gaps of the first the lattice of numbers begins to be seen, at the second it is
DOT = (0.075, 0.2)  # radius of a number's dot: at most this, and at most such a part of a gap
SMOOTH = 12  # corners along a tread, for the round edge of the ground below


class FloatLens(Lens):
    """A Lens over x = `neighbours.x[n]` that at last finds stairs: a tread for every float, none between.

    `look` gives the curve as for any Lens, `neighbours` the floats beside x and the curve's height at each.
    All real numbers that round to a float share its tread. Teal lines are the floats of x, yellow lines
    those of f(x), dots the pairs that the curve takes. Raises ValueError for a glass that looks elsewhere.
    """

    neighbours: FloatNeighbours | None = None

    def __init__(
        self,
        look: Callable[[np.ndarray], Graph],
        neighbours: FloatNeighbours,
        *,
        on: Axes,
        x: float,
        zoom: float = 1.0,
        radius: float = 1.2,
        turn: float = -45.0,
    ) -> None:
        if neighbours.x[neighbours.n] != x:
            raise ValueError(f"the neighbours must be those of x = {x}, got {neighbours.x[neighbours.n]}'s")
        super().__init__(look, on=on, x=x, zoom=zoom, radius=radius, turn=turn)
        self.neighbours = neighbours
        self.across = VMobject().set_stroke(INK.input, width=STROKE.thin)
        self.up = VMobject().set_stroke(INK.output, width=STROKE.thin)
        self.dots = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.ruling.add(self.across, self.up)
        self.put_inside(self.dots)
        self.redraw()

    @property
    def gap(self) -> float:
        """How far apart on the stage x and the next float are now."""
        assert self.neighbours is not None
        return float(self.neighbours.gap * self.axes.units[0] * self.zoom.get_value())

    def redraw(self) -> None:
        """Lay out the glass as any lens, and its stairs where they can be seen."""
        super().redraw()
        if self.neighbours is None:
            return
        for part in (self.across, self.up, self.dots):
            part.points = NOTHING
        if self.gap < STAIRS:
            return
        places = self._near(self.to_screen(self.neighbours.x, self.neighbours.f))
        treads = self._treads(places)
        self.curve.points = polyline(*self.clip(treads))
        self.ground.points = self._under(treads)
        come = float(np.clip(np.log(self.gap / SEEN[0]) / np.log(SEEN[1] / SEEN[0]), 0, 1))
        for part in self.ruling[:4]:
            part.set_stroke(opacity=0)
        if come > 0:
            self._lattice(places, 0.55 * come)
            size = min(DOT[0], DOT[1] * self.gap)
            inner = places[np.linalg.norm(places - self.centre, axis=1) < self.radius.get_value() - size]
            self.dots.points = np.concatenate([arc(each, size) for each in inner])
            self.dots.set_fill(opacity=come)

    def _rule(self, centre: np.ndarray, radius: float) -> None:
        """The decades of both axes, as long as floats can tell where they are."""
        if self.neighbours is None or self.gap < STAIRS:
            super()._rule(centre, radius)

    def _near(self, places: np.ndarray) -> np.ndarray:
        """The places that lie in the glass or right beside it."""
        far = np.abs(places[:, 0] - self.centre[0]) > self.radius.get_value() + 2 * self.gap
        return np.asarray(places[~far])

    @staticmethod
    def _treads(places: np.ndarray) -> np.ndarray:
        """Level from the middle before each number to the middle behind it, then up to the next."""
        middle = (places[:-1, 0] + places[1:, 0]) / 2
        return at_screen(np.repeat(middle, 2)[1:-1], np.repeat(places[1:-1, 1], 2))

    def _under(self, treads: np.ndarray) -> np.ndarray:
        """The part of the glass that lies below the stairs."""
        centre, radius = self.centre, self.radius.get_value()
        ends = np.clip(treads[:, 0].reshape(-1, 2), centre[0] - radius, centre[0] + radius)
        share = np.linspace(0.0, 1.0, SMOOTH)
        x = (ends[:, :1] + share * (ends[:, 1:] - ends[:, :1])).ravel()
        y = np.repeat(treads[::2, 1], SMOOTH)
        reach = np.sqrt(np.maximum(radius**2 - (x - centre[0]) ** 2, 0.0))
        low, high = centre[1] - reach, np.clip(y, centre[1] - reach, centre[1] + reach)
        outline = np.concatenate([at_screen(x, high), at_screen(x, low)[::-1]])
        return polyline(np.concatenate([outline, outline[:1]]))

    def _lattice(self, places: np.ndarray, strength: float) -> None:
        """A line for every float across, and for every float up."""
        assert self.neighbours is not None
        centre, radius = self.centre, self.radius.get_value()
        step = self.neighbours.step * self.axes.units[1] * self.zoom.get_value()
        count = int(radius / step)
        across, up = places[:, 0] - centre[0], step * np.arange(-count, count + 1)
        self.across.points = self._chords(across[np.abs(across) < radius], upright=True)
        self.up.points = self._chords(up, upright=False)
        for part in (self.across, self.up):
            part.set_stroke(opacity=strength)

    def _chords(self, away: np.ndarray, *, upright: bool) -> np.ndarray:
        """Lines across the glass, `away` from its centre."""
        reach = np.sqrt(np.maximum(self.radius.get_value() ** 2 - away**2, 0.0))
        ends = [at_screen(away, sign * reach) for sign in (-1, 1)]
        if not upright:
            ends = [at_screen(sign * reach, away) for sign in (-1, 1)]
        return polyline(*(self.centre + np.stack(pair) for pair in zip(*ends, strict=True)))
