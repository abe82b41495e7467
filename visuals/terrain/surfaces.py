"""Sheets through the hill: a vertical cut, a tangent plane, a paraboloid; translucent, with a true depth
test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, stand_ready
from visuals.drawing.pixels import blend
from visuals.drawing.walk import entry
from visuals.terrain import marks, raster
from visuals.terrain.brush import Brush
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.terrain.palette import channels
from visuals.terrain.view import on_canvas
from visuals.theme import INK

MESH = 24  # pieces along each side of a flat sheet: perspective bends long ones
BURIED = 0.25  # of a sheet's strength, where the ground stands before it
MARGIN = 0.12  # by which a cutting plane stands over the hill, as a share of its relief
COMING = 0.2  # share of a plane's way down in which it comes to be seen in full
LIFTED = 0.004  # heights by which a tangent is held over the ground that it touches
RULES = 5  # lines drawn across a sheet each way, its edges included


@njit(**FAST)
def sheet(seen: np.ndarray, depth: np.ndarray, place: np.ndarray) -> None:
    """Draw a mesh (rows, columns, 3) of pixel x, pixel y, depth into a z-buffer, whichever side shows."""
    rows, columns = seen.shape[0], seen.shape[1]
    flat, u, v, width = depth.ravel(), place[0].ravel(), place[1].ravel(), depth.shape[1]
    for j in range(rows - 1):
        for i in range(columns - 1):
            a, b, c, e = raster.corners(seen[j], seen[j + 1], i)
            at_a, at_b, at_c, at_e = (i, j), (i + 1, j), (i, j + 1), (i + 1, j + 1)
            raster.triangle(a, b, c, at_a, at_b, at_c, flat, u, v, width)
            raster.triangle(a, c, b, at_a, at_c, at_b, flat, u, v, width)
            raster.triangle(b, e, c, at_b, at_e, at_c, flat, u, v, width)
            raster.triangle(b, c, e, at_b, at_c, at_e, flat, u, v, width)


@njit(**FAST)
def veil(
    depth: np.ndarray,
    ground: np.ndarray,
    box: np.ndarray,
    ink: np.ndarray,
    strength: float,
    frame: np.ndarray,
) -> None:
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
        ground = self.hill_below.draw(brush.canvas)
        seen = on_canvas(brush.view.project(self.hill_below.world(mesh)), brush.canvas)
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
    """A vertical plane through the hill, with the edge where it cuts the ground.

    `place` is a number, x = const or y = const as `across` says; or a point (2,) through which it goes, in
    the `direction` of so many degrees anticlockwise from the x axis: 0 holds y, 90 holds x.
    Dials: x, y (the point through which it goes, data units; `place` is the one that `across` names),
    direction, grown (how far it has come down through the hill, from above, 0 to 1), strength, opacity.
    """

    on_map = "a cut is a line: type Trail(np.array([start, end]), on=map)"

    def __init__(
        self,
        place: float | tuple[float, float] | np.ndarray,
        *,
        on: Terrain,
        across: str = "x",
        direction: Dial | None = None,
        ink: str = INK.quiet,
        edge: str = INK.output,
        grown: float = 1.0,
    ) -> None:
        if across not in ("x", "y"):
            raise ValueError(f"a plane cuts across 'x' or 'y', got {across!r}")
        self.across, self.edge = across, edge
        super().__init__(np.zeros((2, 2, 3)), on=on, ink=ink, strength=0.30, rules=2)
        through = on.ground.footprint.middle[:2].copy()
        if np.ndim(place) == 0:
            through[0 if across == "x" else 1] = place
        else:
            through[:] = place
        self.x, self.y = Dial(through[0]), Dial(through[1])
        self.place = self.x if across == "x" else self.y
        self.direction = self.dial(direction, 90.0 if across == "x" else 0.0)
        self.grown = Dial(grown)
        self.add(self.x, self.y, self.grown)

    @property
    def through(self) -> np.ndarray:
        """The point (2,) about which it turns, in data units."""
        return np.array([self.x.get_value(), self.y.get_value()])

    @property
    def way(self) -> np.ndarray:
        """The direction (2,) in which it goes, of length 1 in data units."""
        turn = np.radians(self.direction.get_value())
        return np.array([np.cos(turn), np.sin(turn)])

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the plane lies over the ground: data units from `through`, along `way`."""
        foot = self.hill_below.ground.footprint
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = (np.array([foot.low, foot.high]) - self.through) / self.way
        ends = np.where(np.abs(self.way) < 1e-12, [[-np.inf], [np.inf]], ends)
        return float(ends.min(axis=0).max()), float(ends.max(axis=0).min())

    def cut(self, count: int = 400) -> np.ndarray:
        """Points (count, 2) along the cut, in data units, in the order of `way`."""
        return np.asarray(self.through + np.linspace(*self.reach, count)[:, None] * self.way)

    @property
    def lowest(self) -> float:
        """The height down to which the plane has come, data units."""
        foot = self.hill_below.ground.footprint
        top = foot.top + MARGIN * (foot.top - foot.bottom)
        return float(top + self.grown.get_value() * (foot.bottom - top))

    def mesh(self) -> np.ndarray:
        foot = self.hill_below.ground.footprint
        rise = np.linspace(self.lowest, foot.top + MARGIN * (foot.top - foot.bottom), MESH + 1)
        mesh = np.empty((MESH + 1, MESH + 1, 3))
        mesh[..., :2] = self.cut(MESH + 1)
        mesh[..., 2] = rise[:, None]
        return mesh

    def mark(self, brush: Brush) -> None:
        if self.grown.get_value() <= 0.0:
            return
        brush.opacity *= min(self.grown.get_value() / COMING, 1.0)
        super().mark(brush)
        cut = self.cut()
        met = self.hill_below.height_at(cut) >= self.lowest - 1e-9
        ends = np.flatnonzero(np.diff(met.astype(int), prepend=0, append=0))
        pieces = [cut[start:end] for start, end in ends.reshape(-1, 2) if end - start > 1]
        if pieces:
            brush.lines(pieces, self.edge, 4.5, 2.5)


class CutTangent(OnGround):
    """The tangent of a cut, in the plane that cuts: a straight line through the ground at the plane's point.

    `slope` tells how steep the ground is there in the plane's direction, in heights per length.
    Dials: reach (data units to either side), grown (the share of it that is drawn), opacity.
    """

    on_map = "a map shows no heights: show the hill with hill.look(tilt=0)"

    def __init__(
        self,
        plane: CutPlane,
        slope: Callable[[], float],
        *,
        reach: float = 1.0,
        ink: str = INK.slope,
        width: float = 6.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(plane.terrain, ink=ink)
        self.plane, self.slope, self.width_pixels = plane, slope, width
        self.reach, self.grown = Dial(reach), Dial(grown)
        self.add(self.reach, self.grown)
        self.add_updater(stand_ready)  # it follows the plane

    def __deepcopy__(self, memo: dict[int, Any]) -> CutTangent:
        memo[id(self.plane)] = self.plane
        memo.setdefault(id(self.slope), self.slope)
        return super().__deepcopy__(memo)

    def ends(self) -> np.ndarray:
        """Where the line begins and ends now, points in the air (2, 3), data units."""
        through, reach = self.plane.through, self.reach.get_value() * self.grown.get_value()
        run = np.array([-reach, reach]) / np.hypot(1.0, self.slope())
        height = float(self.hill_below.height_at(through)) + LIFTED + self.slope() * run
        return np.column_stack([through + run[:, None] * self.plane.way, height])

    def mark(self, brush: Brush) -> None:
        start, end = self.ends()
        if np.allclose(start, end):
            return
        line = start + np.linspace(0.0, 1.0, MESH + 1)[:, None] * (end - start)
        brush.lines([line], self.ink, self.width_pixels, 2.5)
        brush.marks(marks.DISC, brush.world(line[[MESH // 2]]), 9.0, INK.path)
