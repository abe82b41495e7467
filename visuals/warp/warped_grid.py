"""A grid of the plane on its way under a map, its cells filled by how much their areas have grown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from calc_core.derivatives.mapped_cells import MappedCells, MappedGrid
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import Frame
from visuals.theme import INK, STROKE, mix, ramp

SHADES = 24  # of the filling, from no area at all to `fullest`
LINES = (
    mix(INK.output, INK.ground, 0.25),
    mix(INK.output, INK.ground, 0.62),
)  # main lines, and those between
DARK, BRIGHT = mix(ramp(0.0), INK.ground, 0.55), mix(ramp(1.0), INK.output, 0.42)


class WarpedGrid(Follower):
    """A grid of the plane under a map: `share` of the way from where it lies to where it is sent.

        grid = mapped_grid(F, x, y)
        WarpedGrid(grid.at, on=axes, cells=mapped_cells(F, middles, size).at)

    `look(share)` tells its lines; `cells(share)`, where it is given, the cells that may be filled: dark where
    no area is left, bright where the area has grown `fullest` times. Every `main`-th line of the grid is
    strong. Dials: `share`, `grown` (how much of every line is drawn), `light` (of lines and filling) and
    `filled` (light of the filling alone).
    """

    def __init__(
        self,
        look: Callable[[float], MappedGrid],
        *,
        on: Frame,
        cells: Callable[[float], MappedCells] | None = None,
        share: float = 0.0,
        grown: float = 1.0,
        main: int = 2,
        fullest: float = 2.0,
        inks: tuple[str, str] = LINES,
    ) -> None:
        super().__init__()
        self.look, self.cells, self.frame = look, cells, on
        self.main, self.fullest, self.inks = main, fullest, inks
        self.share, self.grown, self.light, self.filled = Dial(share), Dial(grown), Dial(1), Dial(0)
        self.shades = VGroup(*(VMobject(stroke_width=0) for _ in range(SHADES)))
        self.between, self.strong = VMobject(), VMobject()
        self.add(self.shades, self.between, self.strong)
        self.add(self.share, self.grown, self.light, self.filled)
        self.redraw()

    def redraw(self) -> None:
        """Lay the lines where they have got to, and the filling of each shade."""
        grid, share = self.look(self.share.get_value()), self.grown.get_value()
        light = self.light.get_value()
        families = [(grid.level, grid.y), (grid.upright, grid.x)]
        for part, of_main, ink, width in (
            (self.strong, True, self.inks[0], STROKE.thin),
            (self.between, False, self.inks[1], STROKE.hair),
        ):
            runs = []
            for lines, _ in families:
                first = len(lines) // 2 % self.main  # the middle line is a strong one
                chosen = (np.arange(len(lines)) % self.main == first) == of_main
                count = 1 + int(np.ceil(share * (lines.shape[1] - 1)))
                if chosen.any() and count > 1:
                    runs.append(bundle(self.frame.to_screen(lines[chosen, :count])))
            part.points = np.concatenate(runs) if runs else np.zeros((0, 3))
            part.set_stroke(mix(INK.ground, ink, light), width=width, opacity=1 if light > 0 else 0)
        self._fill()

    def _fill(self) -> None:
        strength = self.filled.get_value()
        if self.cells is None or strength == 0:
            for shade in self.shades:
                shade.points = np.zeros((0, 3))
            return
        now = self.cells(self.share.get_value())
        outlines = now.outline.reshape(-1, *now.outline.shape[-2:])
        corners = self.frame.to_screen(np.concatenate([outlines, outlines[:, :1]], axis=1))
        which = shade_of(np.ravel(now.ratio), self.fullest)
        light = strength * self.light.get_value()
        for k, shade in enumerate(self.shades):
            shade.points = bundle(corners[which == k])
            shade.set_fill(mix(INK.ground, shade_ink(k), light), opacity=1)


def shade_of(ratio: np.ndarray, fullest: float) -> np.ndarray:
    """Which shade a grown area has, whatever side it shows: the nearest of SHADES from 0 to `fullest`."""
    return np.asarray(np.clip(np.rint(np.abs(ratio) / fullest * (SHADES - 1)), 0, SHADES - 1).astype(int))


def shade_ink(k: int) -> str:
    """The colour of shade k."""
    share = k / (SHADES - 1)
    if share < 0.5:
        return mix(DARK, ramp(0.45), 2 * share)
    return mix(ramp(0.45), BRIGHT, 2 * share - 1)
