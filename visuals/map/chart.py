"""The chart: where landscape coordinates lie on the screen. Everything on a map asks it."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from manim import Animation

from visuals.drawing.dial import Dial
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import within_box


class OnScreen(Protocol):
    """Whatever says where landscape coordinates lie: a ContourMap, or another picture of the ground."""

    @property
    def chart(self) -> Chart:
        """The chart that says it."""


TIPPED = (
    "tip the hill over with hill.look(tilt=1), let a ContourMap of the same grid and width take its place, "
    "and stand it on that"
)


def chart_under(picture: object, on: Any, on_hill: str) -> Chart:
    """The chart of the flat map that a picture stands on.

    Raises TypeError for anything else, with what to type for a hill: `on_hill`.
    """
    if not isinstance(chart := getattr(on, "chart", None), Chart):
        raise TypeError(
            f"{type(picture).__name__} stands on a flat map (on=ContourMap(...)), got {type(on).__name__}: "
            f"on a Terrain {on_hill}"
        )
    return chart


class Chart:
    """to_screen(x, y) = origin + scale * (stretch * x, y), in scene units.

    Four dials: `origin_x`, `origin_y` (where the landscape's origin lies on the screen), `scale` (scene
    units to one unit of the landscape) and `stretch` (how much wider a unit of x is drawn than one of y: 1
    wherever a right angle is claimed). Whatever lies on a map keeps its chart; copies share it, so that
    they lie on the same map. `crop` is the window of the stage (left, bottom, right, top) in which
    the map is seen; nothing of it is drawn outside.
    """

    def __init__(
        self,
        *,
        origin: tuple[float, float] = (0.0, 0.0),
        scale: float = 1.0,
        stretch: float = 1.0,
        crop: tuple[float, float, float, float] | None = None,
    ) -> None:
        self.crop = crop
        self.origin_x, self.origin_y = Dial(origin[0]), Dial(origin[1])
        self.scale, self.stretch = Dial(scale), Dial(stretch)
        self.dials = (self.origin_x, self.origin_y, self.scale, self.stretch)

    def __deepcopy__(self, memo: dict[int, Any]) -> Chart:
        return self

    @property
    def state(self) -> tuple[float, float, float, float]:
        """The four dials' values: two equal states show the same picture."""
        x, y, scale, stretch = (dial.get_value() for dial in self.dials)
        return x, y, scale, stretch

    def to_screen(self, *data: Any) -> np.ndarray:
        """Scene points (..., 3) of landscape points (..., 2)."""
        points = points_of(data)
        x, y, scale, stretch = self.state
        placed = np.zeros((*points.shape[:-1], 3))
        placed[..., 0] = x + scale * stretch * points[..., 0]
        placed[..., 1] = y + scale * points[..., 1]
        return placed

    def cut(self, points: np.ndarray) -> np.ndarray:
        """Of straight Bezier pieces on the screen those that the map's window shows."""
        return points if self.crop is None else within_box(points, self.crop)

    def shows(self, places: np.ndarray) -> np.ndarray:
        """Whether places on the screen (n, 3) lie in the map's window: (n,)."""
        if self.crop is None:
            return np.ones(len(places), dtype=bool)
        low, high = np.array(self.crop[:2]), np.array(self.crop[2:])
        return np.asarray(((places[:, :2] >= low) & (places[:, :2] <= high)).all(axis=-1))

    def direction(self, vectors: np.ndarray) -> np.ndarray:
        """How directions (..., 2) run on the screen (..., 3): stretched as the map is, not scaled."""
        vectors = np.asarray(vectors, dtype=float)
        drawn = np.zeros((*vectors.shape[:-1], 3))
        drawn[..., 0] = self.stretch.get_value() * vectors[..., 0]
        drawn[..., 1] = vectors[..., 1]
        return drawn

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Landscape points (..., 2) under scene points (..., 2 or 3): the inverse of `to_screen`."""
        places = np.asarray(places, dtype=float)
        x, y, scale, stretch = self.state
        return np.stack([(places[..., 0] - x) / (scale * stretch), (places[..., 1] - y) / scale], axis=-1)

    def aim(
        self,
        point: np.ndarray,
        *,
        place: np.ndarray | tuple[float, float] | None = None,
        scale: float | None = None,
        stretch: float | None = None,
    ) -> list[Animation]:
        """Animations that bring the landscape's `point` to `place` on the screen, zoomed as told.

        Without `place` the point stays where it is. Every point of the map moves along a straight line.
        """
        point = np.asarray(point, dtype=float)
        target = self.to_screen(point)[:2] if place is None else np.asarray(place, dtype=float)[:2]
        scale = self.scale.get_value() if scale is None else scale
        stretch = self.stretch.get_value() if stretch is None else stretch
        origin = target - scale * np.array([stretch, 1.0]) * point
        wanted = (*origin, scale, stretch)
        return [
            dial.to(value)
            for dial, value in zip(self.dials, wanted, strict=True)
            if dial.get_value() != value
        ]
