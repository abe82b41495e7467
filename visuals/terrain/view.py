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

from visuals.drawing.camera import Canvas

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
        return np.asarray((np.asarray(point, dtype=float) - self.middle) * self.scale(relief))


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
        seen = (world - np.array(self.focus)) @ self.axes.T
        share = self.zoom / (1.0 - self.perspective * seen[..., 2])
        return np.stack(
            [self.centre[0] + share * seen[..., 0], self.centre[1] + share * seen[..., 1], seen[..., 2]],
            axis=-1,
        )

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
        return np.asarray(np.array(self.focus) + toward / self.perspective - world)


def on_canvas(projected: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Pixels right and down from the canvas's upper left corner, of projected points (..., 3), depth kept."""
    (across, down), (left, top) = canvas.per_unit, canvas.origin
    return np.stack(
        [left + across * projected[..., 0], top - down * projected[..., 1], projected[..., 2]], axis=-1
    )
