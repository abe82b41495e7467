"""Sheets through the hill: a vertical cut, a tangent plane, a paraboloid; translucent, with a true depth
test.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.dial import Dial
from visuals.drawing.walk import entry
from visuals.terrain import raster
from visuals.terrain.brush import Brush
from visuals.terrain.compiled import FAST
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.terrain.palette import channels
from visuals.terrain.strokes import blend
from visuals.terrain.view import on_canvas
from visuals.theme import INK

MESH = 24  # pieces along each side of a flat sheet: perspective bends long ones
BURIED = 0.25  # of a sheet's strength, where the ground stands before it
RULES = 5  # lines drawn across a sheet each way, its edges included


@njit(**FAST)
def sheet(seen, depth, place):
    """Draw a mesh (rows, columns, 3) of pixel x, pixel y, depth into a z-buffer, whichever side shows."""
    rows, columns = seen.shape[0], seen.shape[1]
    for j in range(rows - 1):
        for i in range(columns - 1):
            ax, ay, ad = seen[j, i]
            bx, by, bd = seen[j, i + 1]
            cx, cy, cd = seen[j + 1, i]
            ex, ey, ed = seen[j + 1, i + 1]
            raster.triangle(ax, ay, ad, bx, by, bd, cx, cy, cd, i, j, i + 1, j, i, j + 1, depth, place)
            raster.triangle(ax, ay, ad, cx, cy, cd, bx, by, bd, i, j, i, j + 1, i + 1, j, depth, place)
            raster.triangle(
                bx, by, bd, ex, ey, ed, cx, cy, cd, i + 1, j, i + 1, j + 1, i, j + 1, depth, place
            )
            raster.triangle(
                bx, by, bd, cx, cy, cd, ex, ey, ed, i + 1, j, i, j + 1, i + 1, j + 1, depth, place
            )


@njit(**FAST)
def veil(depth, ground, box, ink, strength, frame):
    """Lay a sheet's colour over the frame, weaker where the ground stands before it.

    Where sheet and ground cross, the passage is one pixel wide: their difference in depth over its own
    change per pixel.
    """
    for row in range(max(box[1], 1), min(box[3], depth.shape[0] - 1)):
        for column in range(max(box[0], 1), min(box[2], depth.shape[1] - 1)):
            if depth[row, column] < -1e29:
                continue
            front = 1.0
            if ground[row, column] > -1e29:
                over = depth[row, column] - ground[row, column]
                change = 1e-6
                for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                    if depth[row + dy, column + dx] > -1e29 and ground[row + dy, column + dx] > -1e29:
                        there = depth[row + dy, column + dx] - ground[row + dy, column + dx]
                        change = max(change, abs(there - over))
                front = min(max(0.5 + over / change, 0.0), 1.0)
            blend(frame, row, column, ink, strength * (BURIED + (1.0 - BURIED) * front))


class Sheet(OnGround):
    """A translucent surface over a mesh of points (rows, columns, 3), or (stops, rows, columns, 3) if it
    moves.

    Points in data units, computed beforehand. Its edges and a few lines across it are ruled, so that its
    shape shows. Dials: at (which stop), strength (of the fill), opacity.
    """

    on_map = "heights are colours and no surface can be seen: show the hill with hill.look(tilt=0)"

    def __init__(
        self,
        points: np.ndarray,
        *,
        on: Terrain,
        ink: str = INK.curvature,
        strength: float = 0.42,
        at: Dial | None = None,
        rules: int = RULES,
    ) -> None:
        super().__init__(on, ink=ink)
        points = np.asarray(points, dtype=float)
        self.meshes = Fixed(points if points.ndim == 4 else points[None])
        self.at = self.dial(at, 0.0)
        self.strength, self.rules = Dial(strength), rules
        self.add(self.strength)

    def mesh(self) -> np.ndarray:
        """The points (rows, columns, 3) where the sheet is now, in data units."""
        return entry(self.meshes.value, self.at.get_value())

    def mark(self, brush: Brush) -> None:
        mesh = self.mesh()
        self._fill(brush, mesh)
        self._rule(brush, mesh)

    def _fill(self, brush: Brush, mesh: np.ndarray) -> None:
        ground = self.terrain.draw(brush.canvas)
        seen = on_canvas(brush.view.project(self.terrain.world(mesh)), brush.canvas)
        box = brush.box(seen.reshape(-1, 3)[:, :2], 2.0)
        depth, place = ground.second(*brush.canvas.pixels.shape[:2])
        raster.clear(depth, place, np.tile(box[[0, 2]], (len(depth), 1)), box)
        sheet(seen, depth, place)
        strength = self.strength.get_value() * brush.opacity
        veil(depth, ground.depth, box, channels(self.ink), strength, brush.canvas.pixels)

    def _rule(self, brush: Brush, mesh: np.ndarray) -> None:
        rows = np.linspace(0, mesh.shape[0] - 1, self.rules).round().astype(int)
        columns = np.linspace(0, mesh.shape[1] - 1, self.rules).round().astype(int)
        edges = [mesh[rows[0]], mesh[rows[-1]], mesh[:, columns[0]], mesh[:, columns[-1]]]
        brush.lines(edges, self.ink, 2.2, 0.0)
        inner = [mesh[k] for k in rows[1:-1]] + [mesh[:, k] for k in columns[1:-1]]
        if inner:
            brush.lines(inner, self.ink, 1.1, 0.0)


class CutPlane(Sheet):
    """A vertical plane through the hill, x = const or y = const, with the edge where it cuts the ground.

    Dials: place (the constant, data units), strength, opacity.
    """

    on_map = "a cut is a line: type Trail(np.array([start, end]), on=map)"

    def __init__(
        self, place: float, *, on: Terrain, across: str = "x", ink: str = INK.quiet, edge: str = INK.output
    ) -> None:
        if across not in ("x", "y"):
            raise ValueError(f"a plane cuts across 'x' or 'y', got {across!r}")
        self.across, self.edge, self.place = across, edge, Dial(place)
        super().__init__(np.zeros((2, 2, 3)), on=on, ink=ink, strength=0.30, rules=2)
        self.add(self.place)

    def mesh(self) -> np.ndarray:
        foot = self.terrain.ground.footprint
        margin = 0.12 * (foot.top - foot.bottom)
        run, rise = np.linspace(0, 1, MESH + 1), np.linspace(foot.bottom, foot.top + margin, MESH + 1)
        first, second = (1, 0) if self.across == "x" else (0, 1)
        mesh = np.empty((MESH + 1, MESH + 1, 3))
        mesh[..., first] = foot.low[first] + run * (foot.high[first] - foot.low[first])
        mesh[..., second] = self.place.get_value()
        mesh[..., 2] = rise[:, None]
        return mesh

    def mark(self, brush: Brush) -> None:
        super().mark(brush)
        ground = self.terrain.ground
        along_cut = ground.y if self.across == "x" else ground.x
        fixed = np.full(len(along_cut), self.place.get_value())
        cut = np.column_stack([fixed, along_cut] if self.across == "x" else [along_cut, fixed])
        brush.lines([cut], self.edge, 4.0, 2.5)
