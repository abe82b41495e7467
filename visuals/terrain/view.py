"""From which side the hill is seen: one formula takes its points to the screen.

    scene = centre + zoom / (1 - perspective * depth) * (right . q, up . q),   q = P - focus,   depth =
    toward . q

P is a point of the hill in *world* units: those of the flat map on the screen (x to the right, y up) with
the relief as third axis. Tilting to 1 turns `right`, `up`, `toward` into the axes themselves and the
perspective off: what is left is the flat map, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST

PERSPECTIVE = 0.028  # per scene unit of depth, when the hill stands upright: the eye is some 36 units away


@dataclass(frozen=True)
class Footprint:
    """Where the flat map lies on the screen, and how data coordinates become world coordinates."""

    low: tuple[float, float]  # of x and y, in data units
    high: tuple[float, float]
    bottom: float  # lowest height, in data units
    top: float
    width: float  # of the flat map, in scene units
    height: float

    def scale(self, relief: float) -> np.ndarray:
        """World units to one data unit along x, y and height; `relief` is the whole height range in scene
        units.
        """
        across, along = self.high[0] - self.low[0], self.high[1] - self.low[1]
        plain = (
            self.top == self.bottom
        )  # ground without any relief: heights in the air are drawn as lengths are
        upwards = self.width / across if plain else relief / (self.top - self.bottom)
        return np.array([self.width / across, self.height / along, upwards])

    @property
    def size(self) -> tuple[float, float]:
        """Of the flat map, in scene units."""
        return self.width, self.height

    @property
    def middle(self) -> np.ndarray:
        """The data point that stands at the world's origin: centre of the map, half way up."""
        return np.array(
            [
                (self.low[0] + self.high[0]) / 2,
                (self.low[1] + self.high[1]) / 2,
                (self.bottom + self.top) / 2,
            ]
        )

    def world(self, point: np.ndarray, relief: float) -> np.ndarray:
        """World coordinates of data points (..., 3)."""
        return scaled(point, self.middle, self.scale(relief))


@dataclass(frozen=True)
class View:
    """A fixed look at the hill. Degrees: azimuth turns the hill, elevation 90 looks straight down."""

    azimuth: float = 0.0
    elevation: float = 35.0
    zoom: float = 1.0
    tilt: float = 0.0
    focus: tuple[float, float, float] = (0.0, 0.0, 0.0)  # the world point at the centre
    centre: tuple[float, float] = (0.0, 0.0)  # of the picture, in scene units

    @property
    def upright(self) -> float:
        """What is left of the turned view: 1 for the hill, 0 for the flat map."""
        return 1.0 - self.tilt

    @property
    def turn(self) -> float:
        """The azimuth in force, in degrees; tipping the hill over turns its north upwards the shorter way."""
        return ((self.azimuth + 180.0) % 360.0 - 180.0) * self.upright

    @property
    def axes(self) -> np.ndarray:
        """Unit vectors right, up, toward (the viewer) as rows, in world coordinates."""
        turn = np.deg2rad(self.turn)
        rise = np.deg2rad(self.elevation + (90.0 - self.elevation) * self.tilt)
        if self.tilt == 1.0:
            return np.eye(3)
        cos_t, sin_t, cos_r, sin_r = np.cos(turn), np.sin(turn), np.cos(rise), np.sin(rise)
        return np.array(
            [
                [cos_t, -sin_t, 0.0],
                [sin_r * sin_t, sin_r * cos_t, cos_r],
                [-cos_r * sin_t, -cos_r * cos_t, sin_r],
            ]
        )

    @property
    def perspective(self) -> float:
        return PERSPECTIVE * self.upright

    def project(self, world: np.ndarray) -> np.ndarray:
        """Scene x, scene y and depth (growing toward the viewer) of world points (..., 3)."""
        world = np.ascontiguousarray(world, dtype=float)
        focus, centre = np.array(self.focus), np.array(self.centre)
        found = _project(world.reshape(-1, 3), focus, self.axes, float(self.zoom), self.perspective, centre)
        return np.asarray(found.reshape(world.shape))

    def unproject(self, places: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """World points (..., 3) seen at scene points (..., 2) in a depth (...): the inverse of `project`."""
        share = (1.0 - self.perspective * depth) / self.zoom
        seen = np.concatenate(
            [(places - np.array(self.centre)) * share[..., None], np.asarray(depth)[..., None]], axis=-1
        )
        return np.asarray(seen @ self.axes + np.array(self.focus))

    def toward_eye(self, world: np.ndarray) -> np.ndarray:
        """Directions (..., 3) from world points to the viewer's eye, not normalised."""
        toward = self.axes[2]
        if self.perspective == 0.0:
            return np.broadcast_to(toward, world.shape)
        return scaled(world, np.array(self.focus) + toward / self.perspective, -np.ones(3))


def on_canvas(projected: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Pixels right and down from the canvas's upper left corner, of projected points (..., 3), depth kept."""
    (across, down), (left, top) = canvas.per_unit, canvas.origin
    return np.stack(
        [left + across * projected[..., 0], top - down * projected[..., 1], projected[..., 2]], axis=-1
    )


def scaled(points: np.ndarray, origin: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """(points - origin) * scale, for points (..., 2) or (..., 3). numpy is slow along so short an axis."""
    points = np.ascontiguousarray(points, dtype=float)
    found = _scaled(points.reshape(-1, points.shape[-1]), origin, scale)
    return np.asarray(found.reshape(points.shape))


@njit(**FAST)
def _scaled(points: np.ndarray, origin: np.ndarray, scale: np.ndarray) -> np.ndarray:
    found = np.empty(points.shape)
    for k in range(points.shape[0]):
        for part in range(points.shape[1]):
            found[k, part] = (points[k, part] - origin[part]) * scale[part]
    return found


@njit(**FAST)
def _project(
    world: np.ndarray,
    focus: np.ndarray,
    axes: np.ndarray,
    zoom: float,
    perspective: float,
    centre: np.ndarray,
) -> np.ndarray:
    """The formula of this module, for points (n, 3)."""
    found = np.empty(world.shape)
    for k in range(len(world)):
        x, y, z = world[k, 0] - focus[0], world[k, 1] - focus[1], world[k, 2] - focus[2]
        depth = axes[2, 0] * x + axes[2, 1] * y + axes[2, 2] * z
        share = zoom / (1.0 - perspective * depth)
        found[k, 0] = centre[0] + share * (axes[0, 0] * x + axes[0, 1] * y + axes[0, 2] * z)
        found[k, 1] = centre[1] + share * (axes[1, 0] * x + axes[1, 1] * y + axes[1, 2] * z)
        found[k, 2] = depth
    return found
