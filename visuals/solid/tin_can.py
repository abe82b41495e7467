"""A tin can of metal, and the metal that it gains when one of its sizes is nudged, in the ink of nudges."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Self

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial, PosesByDials, SharesDials
from visuals.options import Options
from visuals.solid.pieces import Piece, disc, wall
from visuals.terrain.drawing import Drawing
from visuals.terrain.meshes import Mesh, lay
from visuals.terrain.view import View
from visuals.theme import INK, mix

STEEL = "#B9C2CE"
SEAM = -30.0  # degrees from the front to the wall's seam
WEDGE = 48.0  # degrees from the front to the middle of the wedge that may be cut out
LIFT = 1.25  # by how much a ring is lifted when it has been unrolled, in radii of the can
COVERS = 0.15  # of the metal's thickness: a skin as thick as that wears its ink in full, thinner ones less
LEAST = 1e-6  # a nudge smaller than this has no metal that could be seen


class TinCan(FadesByDial, PosesByDials, SharesDials, PixelMobject):
    """A can of sizes r, h, t: a wall of radius r (to its middle), height h and thickness t, and two lids.

    Nudged by dr, dh or dt it shows the metal it gains as pieces of their own, whose volumes are the actual
    difference: under the lid a ring; around each lid a ring and in the wall a strip as wide as its seam has
    opened, 2 pi dr; on every side a skin. All is drawn at one scale, `unit` scene units to one of the sizes'.

    Dials: r, h, t, dr, dh, dt; coloured (how far the new metal wears the ink of nudges, 0 to 1), heavier
    (the same of all metal); open (degrees of a wedge cut out of the front), unrolled (of the ring, 0 to 1);
    elevation (degrees), unit, place_x, place_y (of the can's middle, scene units), grown and opacity (of
    the picture, 0 to 1).
    """

    def __init__(
        self,
        r: float,
        h: float,
        t: float,
        *,
        unit: float = 0.4,
        place: tuple[float, float] = (0.0, 0.0),
        elevation: float = 22.0,
        dr: Dial | None = None,
        dh: Dial | None = None,
        dt: Dial | None = None,
        ink: str = STEEL,
        gained: str = INK.input,
    ) -> None:
        for name, size in (("r", r), ("h", h), ("t", t)):
            if not size > 0:
                raise ValueError(f"a can's {name} is a length, more than 0, got {size}")
        self.middle = h / 2
        self._first = (r, h, t, unit, place)
        super().__init__()
        self.ink, self.gained, self.drawing = ink, gained, Drawing()
        self.r, self.h, self.t = map(Dial, (r, h, t))
        self.dr, self.dh, self.dt = (self.dial(each, 0.0) for each in (dr, dh, dt))
        self.heavier, self.open, self.unrolled, self.grown = map(Dial, (0.0, 0.0, 0.0, 1.0))
        self.coloured = Dial(1.0)
        self.elevation, self.unit, self.opacity = map(Dial, (elevation, unit, 1.0))
        self.place_x, self.place_y = map(Dial, place)
        self.add(self.r, self.h, self.t, self.coloured, self.heavier, self.open, self.unrolled, self.grown)
        self.add(self.elevation, self.unit, self.place_x, self.place_y, self.opacity)

    # --- what it is made of

    @property
    def sizes(self) -> tuple[float, float, float]:
        """r, h, t, without the nudges."""
        return self.r.get_value(), self.h.get_value(), self.t.get_value()

    @property
    def nudges(self) -> tuple[float, float, float]:
        """dr, dh, dt."""
        return self.dr.get_value(), self.dh.get_value(), self.dt.get_value()

    def metal(self) -> dict[str, list[Piece]]:
        """All pieces now, in the can's own units, its foot's inside at height 0: `old`, `new`, and last of
        the new the `skin` of what is thicker.
        """
        r, h, t = self.sizes
        dr, dh, dt = self.nudges
        wide, tall, half = r + dr, h + dh, t / 2
        from_, to = self._span()
        body = np.radians(to - from_) * wide  # of the wall's round, what the wedge has left
        start = np.radians(from_ - SEAM) * wide
        gap = min(2 * np.pi * dr, body)

        def round_wall(low: float, high: float, thickness: tuple[float, float]) -> Piece:
            return wall(body, wide, low, high, thickness, start=start, facing=SEAM)

        def lids(inner: float, outer: float, first: float, last: float) -> list[Piece]:
            how: Options = {"span": (from_, to)}
            return [
                disc(inner, outer, tall + first, tall + last, **how),
                disc(inner, outer, -last, -first, **how),
            ]

        old, new = lids(0.0, r, 0.0, t), []
        if gap > LEAST:
            parts = ((start, -gap / 2), (gap / 2, start + body))
            old += [wall(b - a, wide, 0.0, h, (-half, half), start=a, facing=SEAM) for a, b in parts if b > a]
            new.append(wall(gap, wide, 0.0, h, (-half, half), start=-gap / 2, facing=SEAM))
            new += lids(r, wide, 0.0, t)
        else:
            old.append(round_wall(0.0, h, (-half, half)))
        if dh > LEAST:
            new.append(self._ring(round_wall, wide, h, tall, half))
        skin: list[Piece] = []
        if dt > LEAST:
            skin += lids(0.0, wide, t, t + dt)
            skin += [round_wall(0.0, tall, each) for each in ((half, half + dt / 2), (-half - dt / 2, -half))]
        return {"old": old, "new": new, "skin": skin}

    def _span(self) -> tuple[float, float]:
        """From where to where the round goes, degrees from the front, without the wedge."""
        half = self.open.get_value() / 2
        return WEDGE - 360.0 + half, WEDGE - half

    def _ring(
        self, round_wall: Callable[..., Piece], wide: float, low: float, high: float, half: float
    ) -> Piece:
        """The new ring under the lid. It unrolls by bending open about its front; then it rises."""
        straight = self.unrolled.get_value()
        if straight <= 0.0:
            return round_wall(low, high, (-half, half))
        bend, rise = (float(np.clip(share, 0.0, 1.0)) for share in (straight / 0.72, (straight - 0.6) / 0.4))
        lift = LIFT * wide * rise * rise * (3.0 - 2.0 * rise)
        length = 2 * np.pi * wide
        return wall(length, wide, low + lift, high + lift, (-half, half), start=-length / 2, straight=bend)

    @property
    def strip_foot(self) -> float:
        """The height at which the lower edge of the new ring lies when it has been unrolled."""
        return self.h.get_value() + LIFT * (self.r.get_value() + self.dr.get_value())

    def meshes(self) -> list[Mesh]:
        """All surfaces now, in world units, the can's middle at the origin."""
        metal, at = self.metal(), np.array([0.0, 0.0, self.middle])
        coloured = self.coloured.get_value()
        covering = min(self.dt.get_value() / (COVERS * self.t.get_value()), 1.0)
        inks = {
            "old": mix(self.ink, self.gained, self.heavier.get_value()),
            "new": mix(self.ink, self.gained, coloured),
            "skin": mix(self.ink, self.gained, coloured * max(covering, 0.0)),
        }
        found = [
            mesh
            for kind, pieces in metal.items()
            for piece in pieces
            for mesh in piece.meshes(inks[kind], unit=self.unit.get_value(), at=at)
        ]
        return found

    # --- where it is

    @property
    def view(self) -> View:
        """From where it is seen."""
        place = (self.place_x.get_value(), self.place_y.get_value())
        return View(azimuth=0.0, elevation=self.elevation.get_value(), centre=place)

    def to_screen(self, points: Any) -> np.ndarray:
        """Scene points (..., 3) of points (..., 3) in the can's own units: x to the right, y away, z up."""
        world = (np.asarray(points, dtype=float) - [0.0, 0.0, self.middle]) * self.unit.get_value()
        seen = self.view.project(world)
        return np.concatenate([seen[..., :2], np.zeros((*seen.shape[:-1], 1))], axis=-1)

    def reset_points(self) -> Self:
        r, h, _, unit, place = self._first
        half = np.array([r, h / 2 + r / 2]) * unit
        corners = np.array([[-1, 1], [1, 1], [-1, -1], [1, -1]]) * half + np.array(place)
        self.points = np.column_stack([corners, np.zeros(4)])
        return self

    # --- how it is drawn

    def appearance(self) -> Hashable:
        own = tuple(each.get_value() for each in self.submobjects if isinstance(each, Dial))
        return own, self.nudges

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0) * min(self.grown.get_value(), 1.0)
        if opacity > 0.0:
            lay(self.meshes(), self.view, canvas, self.drawing, opacity=opacity)
