"""A hill in an ordinary Scene, with a camera of its own, that can tip over until it is its own map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from manim import Animation

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial, FadesByDial
from visuals.drawing.frame import points_of
from visuals.options import Options
from visuals.terrain.brush import Brush
from visuals.terrain.draping import drape
from visuals.terrain.drawing import Drawing
from visuals.terrain.light import Light
from visuals.terrain.painting import PaintedGround
from visuals.terrain.sight import clearances, heights_at
from visuals.terrain.survey import survey
from visuals.terrain.view import View, scaled

HIDDEN, CLEAR = -1.0, 0.5  # pixels by which a sight line may miss the ground: hidden below, seen above
SIGHT_STEPS = 600  # depths at which a sight line is asked whether it has met the ground
LIFT = 1.0  # pixels by which things on the ground are held up, so that their own slope does not hide them


@dataclass(frozen=True)
class Sight:
    """Where points of the hill appear: `point` (..., 3) in scene units, `visible` (...) from 0 to 1."""

    point: np.ndarray
    visible: np.ndarray


class Terrain(FadesByDial, PaintedGround):
    """A lit hill over a grid of heights, with contour lines at equal height steps.

    x (columns,), y (rows,) ascending and evenly spaced, f (rows, columns): heights, row = y. At tilt 1 the
    picture is the flat map of `width` x `height` scene units (equal units along x and y unless `height`
    says otherwise), pixel by pixel where a flat contour map of that rectangle lies. Shift or scale it as
    any mobject.

    Dials, for `self.play(hill.tilt.animate.set_value(1))` or `self.play(*hill.look(tilt=1, azimuth=0))`:
        azimuth, elevation  degrees; elevation 90 looks straight down
        tilt                0 the hill as azimuth and elevation see it, 1 its map seen from above
        zoom                1 keeps the map's size
        focus_x, focus_y    the data point that stays in the middle
        shift_x, shift_y    scene units by which the picture is moved
        relief              scene units from the lowest to the highest ground
        daylight            0 night (only headlamps light the ground), 1 day
        contours            strength of the contour lines, 0 to 1
        basins              share of the watersheds' colours, 0 to 1 (see `labels`)
        opacity             of the whole picture

    `labels` (any rows, any columns) over the same bounds colours the ground by where it drains to; -1 is
    grey.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        f: np.ndarray,
        *,
        width: float | None = None,
        height: float | None = None,
        relief: float = 2.0,
        contour_step: float | None = None,
        contour_zero: float = 0.0,
        labels: np.ndarray | None = None,
        azimuth: float = -28.0,
        elevation: float = 36.0,
        tilt: float = 0.0,
        zoom: float = 1.0,
        daylight: float = 1.0,
    ) -> None:
        self.ground = survey(x, y, f, width, height, relief, contour_step, contour_zero, labels)
        self.drawing = Drawing()
        super().__init__()
        middle = self.ground.footprint.middle
        self.azimuth, self.elevation, self.tilt, self.zoom = map(Dial, (azimuth, elevation, tilt, zoom))
        self.focus_x, self.focus_y, self.relief = map(Dial, (middle[0], middle[1], relief))
        self.shift_x, self.shift_y = Dial(0.0), Dial(0.0)
        self.daylight, self.contours, self.basins, self.opacity = map(Dial, (daylight, 1.0, 0.0, 1.0))
        self.dials = {
            "azimuth": self.azimuth,
            "elevation": self.elevation,
            "tilt": self.tilt,
            "zoom": self.zoom,
            "focus_x": self.focus_x,
            "focus_y": self.focus_y,
            "shift_x": self.shift_x,
            "shift_y": self.shift_y,
            "relief": self.relief,
            "daylight": self.daylight,
            "contours": self.contours,
            "basins": self.basins,
            "opacity": self.opacity,
        }
        self.lights: list[Light] = []
        self.add(*self.dials.values())

    # --- what an animation may do

    def look(self, *, at: Any = None, place: Any = None, **dials: float) -> list[Animation]:
        """Animations that turn the named dials to the given values, for one `play`.

        `at` brings a ground point to the middle of the picture, or to `place` on the stage; see `aim`.
        """
        if at is not None:
            return self.aim(at, place=place, **dials)
        unknown = set(dials) - set(self.dials)
        if unknown:
            raise ValueError(f"terrain has no dial {unknown.pop()!r}; it has {', '.join(self.dials)}")
        return [self.dials[name].to(value) for name, value in dials.items()]

    def set(self, *, at: Any = None, place: Any = None, **dials: float) -> Self:
        """Turn the named dials at once; with `at`, as `look` does it in a play."""
        for name, value in (dials if at is None else self._aimed(at, place, dials)).items():
            if name in self.dials:
                self.dials[name].set_value(value)
            else:
                super().set(**{name: value})
        return self

    def shine(self, light: Light) -> Light:
        """Let headlamps light this ground; the terrain then moves when they do."""
        self.lights.append(light)
        self.add(light)
        return light

    def brush(self, canvas: Canvas, opacity: float) -> Brush:
        """What draws things that lie on this ground."""
        return Brush(self, canvas, opacity)

    def drape(self, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A path (stops, 2) in pieces that bend with the ground, and the step that each point is at."""
        return drape(path, self)

    @property
    def units(self) -> np.ndarray:
        """Scene units to one data unit of x and to one of y (2,), on the flat map at zoom 1."""
        return self.ground.footprint.scale(1.0)[:2]

    @property
    def extent(self) -> np.ndarray:
        """The corners (4, 3) of what the picture takes up on the stage."""
        return self.points

    def reset_points(self) -> Self:
        half_x, half_y = self.ground.footprint.width / 2, self.ground.footprint.height / 2
        self.points = np.array(
            [[-half_x, half_y, 0], [half_x, half_y, 0], [-half_x, -half_y, 0], [half_x, -half_y, 0]],
            dtype=float,
        )
        return self

    # --- where things are

    @property
    def view(self) -> View:
        """The look at the hill that the dials give now."""
        growth = (self.points[1, 0] - self.points[0, 0]) / self.ground.footprint.width
        corner_mean = self.points.mean(axis=0)
        focus = self.world(np.array([self.focus_x.get_value(), self.focus_y.get_value()]))
        return View(
            azimuth=self.azimuth.get_value(),
            elevation=self.elevation.get_value(),
            zoom=self.zoom.get_value() * growth,
            tilt=self.tilt.get_value(),
            focus=(float(focus[0]), float(focus[1]), 0.0),
            centre=(
                float(corner_mean[0]) + self.shift_x.get_value(),
                float(corner_mean[1]) + self.shift_y.get_value(),
            ),
        )

    def world(self, point: np.ndarray) -> np.ndarray:
        """World coordinates (..., 3) of ground points (..., 2) or of points in the air (..., 3), in data
        units.
        """
        point = np.asarray(point, dtype=float)
        if point.shape[-1] == 2:
            point = np.concatenate([point, self.height_at(point)[..., None]], axis=-1)
        return self.ground.footprint.world(point, self.relief_now)

    def height_at(self, point: np.ndarray) -> np.ndarray:
        """The drawn height (...) of ground points (..., 2): bilinear between the grid's own."""
        place = self.ground.grid_place(np.asarray(point, dtype=float))
        heights: np.ndarray = heights_at(self.ground.heights, place.reshape(-1, 2))
        return heights.reshape(place.shape[:-1])

    def to_screen(self, *data: Any) -> np.ndarray:
        """Scene points (..., 3) of ground points (..., 2) as the hill is looked at now."""
        seen = self.view.project(self.world(points_of(data)))
        return np.concatenate([seen[..., :2], np.zeros((*seen.shape[:-1], 1))], axis=-1)

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Ground points (..., 2) seen at places on the stage (..., 2 or 3); nan where no ground is seen."""
        view, places = self.view, np.asarray(places, dtype=float)[..., :2]
        middle, scale = self.ground.footprint.middle, self.ground.footprint.scale(self.relief_now)
        (low_x, low_y), (high_x, high_y) = self.ground.footprint.low, self.ground.footprint.high

        def above(depth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            """The points below a depth of the sight lines, and how high the lines run over the ground."""
            world = view.unproject(places, depth)
            points = world[..., :2] / scale[:2] + middle[:2]
            inside = (points >= [low_x, low_y]) & (points <= [high_x, high_y])
            height = (self.height_at(points) - middle[2]) * scale[2]
            return points, np.where(inside.all(axis=-1), world[..., 2] - height, np.nan)

        reach = float(np.linalg.norm([*self.ground.footprint.size, self.relief_now]))
        depths = np.linspace(reach, -reach, SIGHT_STEPS)
        over = np.stack([above(np.full(places.shape[:-1], depth))[1] for depth in depths])
        meets = (over[:-1] > 0) & (over[1:] <= 0)
        first = meets.argmax(axis=0)
        near, far = depths[first], depths[first + 1]
        for _ in range(48):
            half = (near + far) / 2
            outside = above(half)[1] > 0
            near, far = np.where(outside, half, near), np.where(outside, far, half)
        return np.where(np.asarray(meets.any(axis=0))[..., None], above(far)[0], np.nan)

    def aim(
        self, point: np.ndarray, *, place: np.ndarray | tuple[float, float] | None = None, **look: float
    ) -> list[Animation]:
        """Animations that bring a ground point, at its own height, to `place` on the stage (default: to the
        picture's middle), with whatever else `look` turns: zoom, azimuth, tilt, ...
        """
        return self.look(**self._aimed(point, place, look))

    def _aimed(self, point: np.ndarray, place: Any, look: dict[str, float]) -> dict[str, float]:
        """`look`, with the dials that bring a ground point to a place."""
        wanted = {name: look.get(name, dial.get_value()) for name, dial in self.dials.items()}
        at = np.asarray(point, dtype=float)[:2]
        if place is not None:
            corner = self.points.mean(axis=0)
            look = look | {"shift_x": float(place[0] - corner[0]), "shift_y": float(place[1] - corner[1])}
        # the focus lies half way up the relief: follow the sight line there from the point's own height
        turned: Options = {name: wanted[name] for name in ("azimuth", "elevation", "tilt")}
        toward = replace(self.view, **turned).axes[2]
        footprint, relief = self.ground.footprint, max(wanted["relief"], 1e-6)
        height = footprint.world(np.array([*at, self.height_at(at)]), relief)[2]
        at = at - height * toward[:2] / toward[2] / footprint.scale(relief)[:2]
        return look | {"focus_x": float(at[0]), "focus_y": float(at[1])}

    def project(self, point: np.ndarray) -> Sight:
        """Where ground points (..., 2) or points in the air (..., 3) appear, and how far they are seen.

        A point hidden by nearer ground has `visible` 0; within a pixel of a crest it passes smoothly to 1.
        """
        world = self.world(point)
        view = self.view
        seen = view.project(world)
        visible = self.visible(world, view)
        return Sight(np.concatenate([seen[..., :2], np.zeros((*seen.shape[:-1], 1))], axis=-1), visible)

    def visible(self, world: np.ndarray, view: View, pixel: float = 8.0 / 1080) -> np.ndarray:
        """The share (...) of world points (..., 3) that the viewer sees past nearer ground."""
        scale = self.ground.footprint.scale(self.relief_now)
        middle = self.ground.footprint.middle
        flat = world.reshape(-1, 3)
        upright = max(float(np.hypot(*view.axes[2, :2])), 1e-9)  # of a height, how much shows on the screen
        to_pixels = view.zoom * upright / pixel
        corner = (self.ground.footprint.low - middle[:2]) * scale[:2]  # in world units
        start = scaled(
            flat, np.array([*corner, -LIFT / to_pixels]), np.array([*self.ground.per_unit / scale[:2], 1.0])
        )
        heights, tops = ((each - middle[2]) * scale[2] for each in (self.ground.heights, self.ground.tops))
        least, enough = HIDDEN / to_pixels, CLEAR / to_pixels
        clear = clearances(heights, tops, self._cell(scale), start, view.toward_eye(flat), least, enough)
        share = (clear * to_pixels - HIDDEN) / (CLEAR - HIDDEN)
        return np.asarray(np.clip(share, 0.0, 1.0).reshape(world.shape[:-1]))

    @property
    def exaggeration(self) -> float:
        """Scene units per unit of height over scene units per unit of x, both in the data's own units."""
        scale = self.ground.footprint.scale(self.relief_now)
        return float(scale[2] / scale[0])
