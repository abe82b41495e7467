"""A rectangle whose sides are nudged: what it gains are two strips and a corner."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.product_and_chain import ProductIncrement
from visuals.area.measure import Measure
from visuals.drawing.axes import Axes
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, dashes, polyline
from visuals.theme import INK, STROKE, mix

PULLED = 0.42  # how far the parts stand apart at most, in scene units
DASH = (0.14, 0.1)
RULED = (0.03, 0.12)  # tiles smaller than the first are not told apart, larger than the second in full
BASE = mix(INK.output, INK.ground, 0.76)
LOST = mix(INK.ground, INK.quiet, 0.06)


class GrowingRectangle(Follower):
    """Sides f across and g up, as `look` tells them now, on axes; strips g df and f dg, corner df dg.

    A part that is gained is filled; one that is lost (where a side shrinks) is a dark place with a dashed
    edge. `inks` are those of the strip on the right and of the one on top; the corner, of second order, has
    the ink of curvature. Dials: `grown` (how much of the height stands), `apart` (0 to 1, parts pulled off),
    `unfolded` (0 to 1: the right strip turns about the corner until both strips lie in one row), `base` (how
    much light the old rectangle has), `ruled` (0 to 1: lines that tile both strips with corners).
    """

    def __init__(
        self,
        look: Callable[[], ProductIncrement],
        *,
        on: Axes,
        inks: tuple[str, str] = (INK.output, INK.output),
        ground: str = BASE,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.inks, self.ground = look, on, inks, ground
        self.grown, self.apart, self.unfolded, self.base = Dial(grown), Dial(0), Dial(0), Dial(1)
        self.ruled = Dial(0)
        self.old = VMobject(stroke_width=0)
        self.right, self.top, self.corner = (VMobject(stroke_width=0) for _ in range(3))
        self.edges = [VMobject(stroke_color=ink) for ink in (*inks, INK.curvature)]
        self.ruling = VMobject().set_stroke(INK.ground, width=STROKE.thin)
        self.add(self.old, self.right, self.top, self.corner, self.ruling, *self.edges)
        self.add(self.grown, self.apart, self.unfolded, self.base, self.ruled)
        self.redraw()

    @property
    def grid(self) -> np.ndarray:
        """Where the vertical lines stand (0, f, f + df) and the level lines lie (0, g, g + dg), (2, 3), in
        data.
        """
        now = self.look()
        f, df, g, dg = (float(each) for each in (now.f, now.df, now.g, now.dg))
        return np.array([[0.0, f, f + df], [0.0, g, g + dg]])

    def place(self, i: float, k: float) -> np.ndarray:
        """The crossing of vertical line i with level line k (0, 1, 2, or between), on the stage, (3,)."""
        lines, (across, up) = np.arange(3), self.grid
        return self.axes.to_screen(np.interp(i, lines, across), np.interp(k, lines, up))

    def measures(
        self, labels: tuple[str, str], *, inks: tuple[str, str], nudges: bool = False
    ) -> list[Measure]:
        """Measures below and on the left: of the sides, or of their nudges."""
        i, k = (1, 2) if nudges else (0, 1)
        place, (across, up) = self.place, inks
        return [
            Measure(lambda: place(i, 0), lambda: place(k, 0), labels[0], ink=across),
            Measure(lambda: place(0, i), lambda: place(0, k), labels[1], ink=up, aside=(-1.0, 0.0)),
        ]

    def quad(self, i: int, k: int) -> np.ndarray:
        """The corners (4, 3) of the part between vertical lines i, i + 1 and level lines k, k + 1."""
        return self._quad(self.grid, i, k)

    def _quad(self, grid: np.ndarray, i: int, k: int) -> np.ndarray:
        return self.axes.to_screen(grid[0, [i, i + 1, i + 1, i]], grid[1, [k, k, k + 1, k + 1]])

    def tiles(self, closer: float = 1.0, reach: float = 20.0) -> tuple[np.ndarray, float]:
        """The lines (n, 2, 3) that cut both strips into corners, counted from the corner, up to `reach` from
        it, and how much of them is seen where all is drawn `closer` times as large (reach in scene units of
        that drawing).
        """
        (_, x, far), (_, y, high) = grid = self.grid
        corner = self._quad(grid, 1, 1)
        size = float(np.abs(corner[2, :2] - corner[0, :2]).min()) * closer
        strength = self.ruled.get_value() * float(np.clip((size - RULED[0]) / (RULED[1] - RULED[0]), 0, 1))
        if strength == 0 or far <= x or high <= y:
            return np.zeros((0, 2, 3)), 0.0
        most = np.arange(int(reach / size) + 2)
        down, back = y - most * (high - y), x - most * (far - x)
        right = [[(x, level), (far, level)] for level in down[down > 0]]
        top = [[(at, y), (at, high)] for at in back[back > 0]]
        return self.axes.to_screen(np.array([*right, *top])), strength

    def redraw(self) -> None:
        """Lay the old rectangle and the three parts of its gain."""
        grid = self.grid
        (_, df), (_, dg) = np.diff(grid, axis=1)
        grown = np.array([1.0, self.grown.get_value(), 1.0])
        foot = self.axes.to_screen(0.0, 0.0)
        away = PULLED * self.apart.get_value()
        turn = self._turn(self._quad(grid, 1, 1).mean(axis=0))
        shifts = {(1, 0): [away, 0, 0], (0, 1): [0, away, 0], (1, 1): [away, away, 0]}
        self.old.points = _closed(foot + grown * (self._quad(grid, 0, 0) - foot))
        light = self.base.get_value()
        self.old.set_fill(mix(INK.ground, self.ground, light), opacity=1 if light > 0 else 0)
        for part, edge, (i, k), gain in zip(
            (self.right, self.top, self.corner),
            self.edges,
            shifts,
            (df, dg, df * dg),
            strict=True,
        ):
            quad = foot + grown * (self._quad(grid, i, k) - foot) + shifts[i, k]
            quad = turn(quad) if i == 1 else quad
            part.points = _closed(quad)
            part.set_fill(LOST if gain < 0 else edge.get_stroke_color(), opacity=1)
            edge.points = polyline(*dashes(np.append(quad, quad[:1], axis=0), DASH)) if gain < 0 else NOTHING
            edge.set_stroke(width=STROKE.thin)

        lines, strength = self.tiles()
        self.ruling.points = bundle(lines)
        self.ruling.set_stroke(opacity=strength)

    def _turn(self, middle: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        """The motion of what unfolds: a turn about the corner's middle."""
        angle = np.pi / 2 * self.unfolded.get_value()
        middle = middle + PULLED * self.apart.get_value() * np.array([1.0, 1.0, 0.0])
        cos, sin = np.cos(angle), np.sin(angle)
        spin = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
        return lambda points: points if angle == 0 else middle + (points - middle) @ spin.T


class GainBar(Follower):
    """What a rectangle gains, divided by the nudge: a bar whose length is the ratio, on axes of that length.

    f dg, df dg and g df over dx lie in a row from 0 on; the corner in the middle has the ink of curvature.
    The bar is as high as the axes. Dial: `grown` (of the height).
    """

    def __init__(self, look: Callable[[], ProductIncrement], *, on: Axes, grown: float = 1.0) -> None:
        super().__init__(on)
        self.look, self.axes, self.grown = look, on, Dial(grown)
        inks = (INK.output, INK.curvature, INK.output)
        self.parts = [VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in inks]
        self.add(*self.parts, self.grown)
        self.redraw()

    @property
    def ends(self) -> np.ndarray:
        """Where the three parts begin and end, (4,), in units of the ratio."""
        now = self.look()
        lengths = np.array([float(now.f_dg), float(now.df_dg), float(now.g_df)]) / float(now.dx)
        return np.concatenate([[0.0], np.cumsum(lengths)])

    def place(self, i: float, top: float = 0.0) -> np.ndarray:
        """Where end i (0 to 3, or between) lies on the stage; `top` 0 at the bar's foot, 1 at its top."""
        low, high = self.axes.y
        return self.axes.to_screen(np.interp(i, np.arange(4), self.ends), low + top * (high - low))

    def measures(self, labels: tuple[str, str, str], *, ink: str = INK.input) -> list[Measure]:
        """Measures over the three parts."""
        return [
            Measure(
                lambda i=i: self.place(i, 1),  # type: ignore[misc]  # its default
                lambda i=i: self.place(i + 1, 1),  # type: ignore[misc]  # its default
                each,
                ink=ink,
                aside=(0.0, 1.0),
            )
            for i, each in enumerate(labels)
        ]

    def redraw(self) -> None:
        """Lay the parts side by side."""
        ends, (low, high) = self.ends, self.axes.y
        top = low + self.grown.get_value() * (high - low)
        for part, start, end in zip(self.parts, ends[:-1], ends[1:], strict=True):
            part.points = _closed(
                self.axes.to_screen(np.array([start, end, end, start]), np.array([low, low, top, top]))
            )


def _closed(quad: np.ndarray) -> np.ndarray:
    """Bezier points around four corners (4, 3)."""
    return polyline(at_screen(*np.append(quad, quad[:1], axis=0)[:, :2].T))
