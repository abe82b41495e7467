"""Caps: a level disc, a tangent plane, a paraboloid, as solid things that hug the ground."""

from __future__ import annotations

import numpy as np

from calc_core.approximation.touching_orders import Caps
from visuals.drawing.dial import Dial
from visuals.drawing.walk import entry
from visuals.terrain.brush import Brush
from visuals.terrain.drawing import Drawing
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.terrain.lines import draw_lines
from visuals.terrain.meshes import NEVER, Mesh, lay
from visuals.terrain.view import on_canvas
from visuals.theme import INK, mix

ORDER_INKS = (INK.output, INK.slope, INK.curvature)  # height, slopes, bends
DULLED = 0.24  # share of the dark in a cap's own colour: its rim is the pure one
SHADED = 0.7  # the same in the lines across it
FINER = 6  # pieces of each edge of a mesh in a line on it: where it goes under, it ends at once
BEHIND = 0.3  # pixels of depth by which a line on a cap may seem to lie under it


class Cap(OnGround):
    """What touches the ground at a point up to some order, lit as the ground is, where no ground is nearer.

    `caps` are calc_core's `touching_caps`. A cap is `thick` units of height: so much higher it is drawn, and
    ground that it misses by no more than that lies under it. Dials: at (which stop), order (0 level, 1 plane,
    2 paraboloid; the terms between come in evenly), grown (the share of its radius), opacity.
    """

    on_map = "heights are colours and no surface can be seen: show the hill with hill.look(tilt=0)"

    def __init__(
        self,
        caps: Caps,
        *,
        on: Terrain,
        at: Dial | None = None,
        order: Dial | None = None,
        thick: float = 0.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on)
        self.meshes = Fixed(caps.points)
        self.at, self.order, self.grown = self.dial(at, 0.0), self.dial(order, 0.0), Dial(grown)
        self.buffers, self.thick = Drawing(), thick
        self.add(self.grown)

    def mesh(self) -> np.ndarray:
        """The points (rings, spokes, 3) of the cap now, in data units."""
        whole = entry(entry(self.meshes.value, self.at.get_value()), self.order.get_value())
        rings = self.grown.get_value() * np.linspace(0, len(whole) - 1, len(whole))
        below = np.minimum(rings.astype(int), len(whole) - 2)
        share = (rings - below)[:, None, None]
        return np.asarray(whole[below] + share * (whole[below + 1] - whole[below]))

    def tint(self) -> str:
        """The colour of the order that it has."""
        order = min(max(self.order.get_value(), 0.0), 2.0)
        below = min(int(order), 1)
        return mix(ORDER_INKS[below], ORDER_INKS[below + 1], order - below)

    def mark(self, brush: Brush) -> None:
        if self.grown.get_value() <= 0.0:
            return
        points, tint = self.hill_below.world(self.mesh() + [0.0, 0.0, self.thick]), self.tint()
        ground, day = self.hill_below.draw(brush.canvas), brush.daylight
        solid = Mesh(points, mix(tint, INK.ground, DULLED))
        lay(
            [solid], brush.view, brush.canvas, self.buffers,
            ground=ground, opacity=brush.opacity, daylight=day,
        )  # fmt: skip
        rings, spokes = len(points), points.shape[1]
        across = [points[:, k] for k in range(0, spokes - 1, (spokes - 1) // 12)]
        around = [points[rings // 3], points[2 * rings // 3]]
        self._rule(brush, [*across, *around], mix(tint, INK.ground, SHADED), 1.4)
        self._rule(brush, [points[-1]], tint, 3.0)

    def _rule(self, brush: Brush, lines: list[np.ndarray], ink: str, width: float) -> None:
        """Draw world-space lines where neither ground nor cap is nearer."""
        canvas, depth = brush.canvas, self.buffers.depth
        lines = [finer(each) for each in lines]
        seen = on_canvas(brush.view.project(np.concatenate(lines)), canvas)
        spots, fine = seen[:, :2], canvas.fine
        column, row = spots.astype(int).T
        inside = (column > 0) & (row > 0) & (column < depth.shape[1] - 1) & (row < depth.shape[0] - 1)
        column, row = column.clip(1, depth.shape[1] - 2), row.clip(1, depth.shape[0] - 2)
        near = [(row + j, column + i) for j in (-1, 0, 1) for i in (-1, 0, 1)]
        inside &= np.any([self.buffers.place[0][spot] > NEVER for spot in near], axis=0)  # the cap shows here
        around = [depth[spot] for spot in near]
        over = np.min(around, axis=0) - seen[:, 2]  # how much nearer everything around is, in scene units
        pixel = 1.0 / canvas.per_unit[1]
        shares = np.where(inside, np.clip(2.0 - over / (BEHIND * pixel), 0.0, 1.0), 0.0)
        starts = np.concatenate([[0], np.cumsum([len(each) for each in lines])])
        draw_lines(
            spots, shares, starts, ink, canvas.pixels, brush.masks,
            width=width * fine, casing_share=0.0, opacity=brush.opacity,
        )  # fmt: skip


def finer(line: np.ndarray) -> np.ndarray:
    """A polyline (points, 3) with FINER points for each of its edges."""
    at = np.linspace(0, len(line) - 1, FINER * (len(line) - 1) + 1)
    return np.stack([np.interp(at, np.arange(len(line)), each) for each in line.T], axis=-1)
