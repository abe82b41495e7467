"""A spring between two walls: one thing in space, and a different shadow of it on each wall."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Self

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial
from visuals.terrain import marks
from visuals.terrain.drawing import Drawing
from visuals.terrain.lines import draw_lines
from visuals.terrain.meshes import Mesh, lay
from visuals.terrain.palette import channels
from visuals.terrain.view import View, on_canvas
from visuals.theme import INK, mix

STEEL = "#C4CCD6"
BACK_WALL, SIDE_WALL, FLOOR = "#66789A", "#8494B4", "#2A3444"
DIM = 0.3  # of a wall's colour, while its lamp is off
ROOM = np.array([[-3.5, 3.5], [-2.6, 2.6], [-2.0, 1.9]])  # from wall to wall, along x, y and z, scene units
TUBE = 0.075  # radius of the wire
ALONG, AROUND, PATCH = 361, 13, 14  # points of the wire, around it, and along a wall's sides
RAYS = 12
SHADE = 9.0  # pixels: width of a shadow
SOFT = 1.7  # times as wide is its pale edge
LAMPS = {"back": (0.6, -4.6, 0.4), "side": (4.9, 0.0, 0.4)}
GLOW, BULB = 130.0, 17.0  # pixels


class SpringRoom(FadesByDial, PixelMobject):
    """A spring between a back wall and a side wall, and its shadow on each, cast by lamps far away.

    The back wall keeps (x, z) of every point, the side wall (y, z). Dials: length, radius (of the coils),
    back, side (how much of each lamp's light is on, 0 to 1), rays (how strongly they are seen), azimuth,
    elevation (degrees), zoom, opacity.
    """

    def __init__(self, *, coils: int = 5, place: tuple[float, float] = (0.0, 0.0)) -> None:
        self.coils, self.place, self.drawing, self.walls = coils, place, Drawing(), Drawing()
        super().__init__()
        self.length, self.radius, self.back, self.side = map(Dial, (4.6, 1.0, 0.0, 0.0))
        self.rays, self.azimuth, self.elevation = map(Dial, (0.0, -38.0, 17.0))
        self.zoom, self.opacity = Dial(1.12), Dial(1.0)
        self.add(self.length, self.radius, self.back, self.side, self.rays)
        self.add(self.azimuth, self.elevation, self.zoom, self.opacity)

    def reset_points(self) -> Self:
        half = np.array([4.9, 3.2])
        corners = np.array([[-1, 1], [1, 1], [-1, -1], [1, -1]]) * half + np.array(self.place)
        self.points = np.column_stack([corners, np.zeros(4)])
        return self

    @property
    def view(self) -> View:
        """From where the room is seen."""
        azimuth, elevation, zoom = (each.get_value() for each in (self.azimuth, self.elevation, self.zoom))
        return View(azimuth=azimuth, elevation=elevation, zoom=zoom, centre=self.place)

    def wire(self, count: int = ALONG) -> np.ndarray:
        """The middle of the wire, points (count, 3) in the room."""
        share = np.linspace(0.0, 1.0, count)
        turn = 2 * np.pi * self.coils * share
        radius = self.radius.get_value()
        return np.column_stack(
            [self.length.get_value() * (share - 0.5), radius * np.cos(turn), radius * np.sin(turn)]
        )

    def shadow(self, wall: str, count: int = ALONG) -> np.ndarray:
        """The wire's shadow (count, 3) on the back or the side wall: one coordinate is lost."""
        points = self.wire(count)
        if wall == "back":
            points[:, 1] = ROOM[1, 1]
        else:
            points[:, 0] = ROOM[0, 0]
        return points

    def appearance(self) -> Hashable:
        return tuple(each.get_value() for each in self.submobjects if isinstance(each, Dial))

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        if opacity <= 0.0:
            return
        view = self.view
        lit = {"back": self.back.get_value(), "side": self.side.get_value()}
        lay(self._walls(lit), view, canvas, self.walls, opacity=opacity)
        for wall, share in lit.items():
            if share > 0.0:
                self._stroke(canvas, [self.shadow(wall)], INK.casing, SOFT * SHADE, 0.35 * share * opacity)
                self._stroke(canvas, [self.shadow(wall)], INK.casing, SHADE, 0.85 * share * opacity)
                self._rays(canvas, wall, share * self.rays.get_value() * opacity)
        lay([self._tube()], view, canvas, self.drawing, opacity=opacity)
        for wall, share in lit.items():
            if share > 0.0:
                self._lamp(canvas, wall, share * opacity)

    def _walls(self, lit: dict[str, float]) -> list[Mesh]:
        """Floor and both walls, each as bright as its lamp makes it."""
        (left, right), (front, back), (low, high) = ROOM
        across, away, up = (np.linspace(*each, PATCH) for each in ((left, right), (front, back), (low, high)))
        x, z = np.meshgrid(across, up)
        behind = np.stack([x, np.full_like(x, back), z], axis=-1)
        y, z = np.meshgrid(away, up)
        beside = np.stack([np.full_like(y, left), y, z], axis=-1)
        x, y = np.meshgrid(across, away)
        below = np.stack([x, y, np.full_like(x, low)], axis=-1)
        inks = [
            mix(INK.ground, wall, DIM + (1 - DIM) * lit[name])
            for wall, name in ((BACK_WALL, "back"), (SIDE_WALL, "side"))
        ]
        return [
            Mesh(behind, inks[0], np.broadcast_to([0.0, -1.0, 0.0], behind.shape)),
            Mesh(beside, inks[1], np.broadcast_to([1.0, 0.0, 0.0], beside.shape)),
            Mesh(below, mix(INK.ground, FLOOR, 0.8), np.broadcast_to([0.0, 0.0, 1.0], below.shape)),
        ]

    def _tube(self) -> Mesh:
        """The wire as a round bar of steel."""
        middle = self.wire()
        along = np.gradient(middle, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        turn = 2 * np.pi * self.coils * np.linspace(0.0, 1.0, len(middle))
        out = np.column_stack([0 * turn, np.cos(turn), np.sin(turn)])
        out -= np.sum(out * along, axis=1, keepdims=True) * along
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        beside = np.cross(along, out)
        angle = np.linspace(0, 2 * np.pi, AROUND)[:, None, None]
        normals = np.cos(angle) * out + np.sin(angle) * beside
        return Mesh(middle + TUBE * normals, STEEL, normals, shine=0.75)

    def _rays(self, canvas: Canvas, wall: str, share: float) -> None:
        if share > 0.0:
            ends = zip(self.wire(RAYS), self.shadow(wall, RAYS), strict=True)
            self._stroke(canvas, [np.array(each) for each in ends], INK.output, 2.0, 0.5 * share)

    def _stroke(self, canvas: Canvas, lines: list[np.ndarray], ink: str, width: float, share: float) -> None:
        spots = np.concatenate([on_canvas(self.view.project(each), canvas)[:, :2] for each in lines])
        masks = self.drawing.masks(*canvas.pixels.shape[:2])
        starts = np.concatenate([[0], np.cumsum([len(each) for each in lines])])
        draw_lines(
            spots, np.ones(len(spots)), starts, ink, canvas.pixels, masks,
            width=width * canvas.fine, casing_share=0.0, opacity=share,
        )  # fmt: skip

    def _lamp(self, canvas: Canvas, wall: str, share: float) -> None:
        spot = on_canvas(self.view.project(np.array([LAMPS[wall]])), canvas)[:, :2]
        ink = channels(INK.output)[None]
        dark = channels(INK.casing)
        for kind, size in ((marks.GLOW, GLOW), (marks.DISC, BULB)):
            shape = np.eye(2)[None] * size * canvas.fine
            marks.mark(kind, spot, shape, np.array([share]), 0.0, ink, dark, 0.0, canvas.pixels)
