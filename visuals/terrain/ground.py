"""What lies on the ground: lines and marks that follow it, seen past nearer ground, faint where it hides
them.

Each is a mobject of its own, so that scenes add, fade and order it as any other; it is drawn with the view
of the terrain it lies `on` and has to stand after it in drawing order. Positions are data coordinates; a
thing that moves does so along a path computed beforehand, `at` telling how many of its steps are done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol, Self, cast

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial, SharesDials, stand_ready
from visuals.drawing.walk import Walk, share_walk, stops_of
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed, Light
from visuals.terrain.palette import channels
from visuals.theme import INK


class LiesOn(Protocol):
    """Ground that things may lie on: a Terrain, or a ContourMap."""

    @property
    def extent(self) -> np.ndarray: ...
    @property
    def units(self) -> np.ndarray: ...
    def brush(self, canvas: Canvas, opacity: float) -> Brush: ...
    def drape(self, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]: ...


class OnGround(FadesByDial, SharesDials, PixelMobject):
    """A thing that lies on a terrain or on a flat map. Dials: opacity."""

    on_map: ClassVar[str] = ""  # of what needs a hill: what to type on a flat map instead

    def __init__(self, on: LiesOn, *, ink: str = INK.path) -> None:
        self._need_ground(on)
        self.terrain = on
        super().__init__()
        self.ink = ink
        self.opacity = Dial(1.0)
        self.add(self.opacity)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.terrain)] = self.terrain  # a copy lies on the same ground
        return super().__deepcopy__(memo)

    def _need_ground(self, on: Any) -> None:
        name, got = type(self).__name__, type(on).__name__
        if self.on_map and not isinstance(on, Terrain):
            raise TypeError(
                f"{name} stands on a hill (on=Terrain(grid.x, grid.y, grid.f)), got {got}: "
                f"on a flat map {self.on_map}"
            )
        if not (hasattr(on, "brush") and hasattr(on, "drape")):
            raise TypeError(f"{name} lies on the ground, on=Terrain(...) or on=ContourMap(...), got {got}")

    @property
    def hill_below(self) -> Terrain:
        """The hill, for what stands on hills alone: see `on_map`."""
        return cast(Terrain, self.terrain)

    def reset_points(self) -> Self:
        self.points = self.terrain.extent.copy()
        return self

    def paint(self, canvas: Canvas) -> None:
        if self.opacity.get_value() > 0.0:
            self.mark(self.terrain.brush(canvas, min(self.opacity.get_value(), 1.0)))

    def mark(self, brush: Brush) -> None:
        """Draw with a brush that knows the view."""
        raise NotImplementedError


class BootPrints(OnGround):
    """One print per stop of a Walk, or of stops (stops, 2), flat on the ground, toe ahead.

    Dials: at (a print appears when its step is done), opacity.
    """

    def __init__(
        self,
        path: Any,
        *,
        on: LiesOn,
        at: Dial | None = None,
        size: float = 13.0,
        ink: str = INK.path,
    ) -> None:
        super().__init__(on, ink=ink)
        self.walk = share_walk(self, path, at, start=None)
        self.at, self.size = self.walk.at, size

    def mark(self, brush: Brush) -> None:
        path = self.walk.path
        heading = np.diff(path, axis=0, append=path[-1:])
        if len(path) > 1:
            heading[-1] = heading[-2]
        shares = np.clip((self.at.get_value() - np.arange(len(path))) * 4.0 + 1.0, 0.0, 1.0)
        shown = shares > 0.0
        points = path[shown]
        spots, seen = brush.seen(brush.world(points))
        shapes = brush.lying(points, heading[shown], self.size)
        brush.shapes(marks.BOOT, spots, shapes, self.ink, shares=seen * shares[shown])


class Lamps(OnGround):
    """The lamps of a light, as dots with a glow; they stand where the light's dial `at` says.

    `sorted_inks` gives each lamp the colour it ends in, mixed in by the dial `sorted` (0 to 1). By night
    a lamp needs no dark rim: it stands in its glow. Dials: sorted, glow (0 to 1), opacity.
    """

    def __init__(
        self,
        light: Light,
        *,
        on: LiesOn,
        size: float = 4.5,
        glow: float = 1.0,
        ink: str = INK.path,
        sorted_inks: tuple[str, ...] | None = None,
    ) -> None:
        super().__init__(on, ink=ink)
        self.light, self.size = light, size
        self.ends = None if sorted_inks is None else Fixed(np.array([channels(each) for each in sorted_inks]))
        self.sorted, self.glow = Dial(0.0), Dial(glow)
        self.dial(light.at, 0.0)
        self.add(self.sorted, self.glow)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.light)] = self.light
        return super().__deepcopy__(memo)

    def mark(self, brush: Brush) -> None:
        stand = brush.world(self.light.stand())
        inks = np.tile(channels(self.ink), (len(stand), 1))
        if self.ends is not None:
            inks += (self.ends.value - inks) * self.sorted.get_value()
        glow = min(self.glow.get_value(), 1.0)
        if glow > 0.0:
            brush.glows(stand, self.size * 5.0, inks, glow)
        alight = glow * (1.0 - brush.daylight)
        brush.marks(marks.DISC, stand, self.size, inks, casing=2.0 * (1.0 - alight))


class Marks(OnGround):
    """Dots, rings, diamonds at ground points (n, 2), or on the way of a Walk or of stops (stops, n, 2).

    Dials: at (steps done) for those on their way, grown (the share of them shown, one after the other) for
    those at rest, opacity.
    """

    KINDS = {"disc": marks.DISC, "ring": marks.RING, "diamond": marks.DIAMOND}  # noqa: RUF012

    def __init__(
        self,
        points: Any,
        *,
        on: LiesOn,
        kind: str = "disc",
        size: float = 9.0,
        ink: str = INK.path,
        at: Dial | None = None,
        grown: float = 1.0,
        lying: bool = False,
    ) -> None:
        super().__init__(on, ink=ink)
        stops = points if isinstance(points, Walk) else stops_of(points)
        self.moving = isinstance(stops, Walk) or stops.ndim == 3
        if self.moving:
            self.walk = share_walk(self, stops, at)
            self.at = self.walk.at
        else:
            self.resting = Fixed(np.atleast_2d(cast(np.ndarray, stops)))
            self.grown = Dial(grown)
            self.add(self.grown)
        self.kind, self.size, self.lying = self.KINDS[kind], size, lying

    def mark(self, brush: Brush) -> None:
        if self.moving:
            points = self.walk.place.reshape(-1, 2)
            shares = np.ones(len(points))
        else:
            points = self.resting.value
            shares = np.clip(self.grown.get_value() * len(points) - np.arange(len(points)), 0.0, 1.0)
        world = brush.world(points)
        if self.lying:
            spots, seen = brush.seen(world)
            shapes = brush.lying(points, np.tile([0.0, 1.0], (len(points), 1)), self.size)
            brush.shapes(self.kind, spots, shapes, self.ink, shares=seen * shares)
        else:
            brush.marks(self.kind, world, self.size, self.ink, shares=shares)


class GroundArrow(OnGround):
    """An arrow from a ground point along `vector` (data units), lying on the slope, a diamond at its tail.

    Both (2,), or (stops, 2) for an arrow that walks: at a stop it has that stop's vector, in between it
    changes evenly. Dials: at (steps done), grown (0 to 1, share of its length), opacity.
    """

    HEAD = 17.0  # length of the head, pixels

    def __init__(
        self,
        start: Any,
        vector: np.ndarray,
        *,
        on: LiesOn,
        at: Dial | None = None,
        ink: str = INK.gradient,
        width: float = 5.0,
        diamond: bool = True,
    ) -> None:
        super().__init__(on, ink=ink)
        self.vectors = Fixed(np.atleast_2d(np.asarray(vector, dtype=float)))
        self.width_pixels, self.diamond = width, diamond
        self.walk = share_walk(self, start, at)
        self.at = self.walk.at
        self.grown = Dial(1.0)
        self.add(self.grown)

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Tail and tip (2,) in data units, as drawn now."""
        tail = self.walk.place
        return tail, tail + self.walk.look_up(self.vectors.value) * self.grown.get_value()

    def mark(self, brush: Brush) -> None:
        tail, tip = self.ends()
        line, _ = self.terrain.drape(np.stack([tail, tip]))
        world = brush.world(line)
        spots, shares = brush.seen(world)
        run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(spots, axis=0), axis=1))])
        if run[-1] > 1.0:
            head = min(self.HEAD * brush.canvas.fine, run[-1])
            neck = max(int(np.searchsorted(run, run[-1] - head)), 1)
            base = spots[neck - 1]
            side = np.array([base[1] - spots[-1, 1], spots[-1, 0] - base[0]])
            side *= 0.5 * head / max(np.linalg.norm(side), 1e-9)
            if neck > 1:
                brush.lines([line[:neck]], self.ink, self.width_pixels, 2.5)
            shape = np.stack([side, (spots[-1] - base) / 2], axis=-1)
            brush.shapes(marks.HEAD, (spots[-1:] + base) / 2, shape[None], self.ink, shares=shares[-1:])
        if self.diamond:
            brush.marks(marks.DIAMOND, world[:1], 9.0, self.ink)


class Poles(OnGround):
    """A pole over each ground point (n, 2), lowered one after the other until it touches.

    Pole k comes down while `at` goes from k to k + 1; at first it stands at `shown`, all of them unless told.
    `height` in scene units. Dials: at, opacity.
    """

    on_map = "type Marks(points, on=map)"

    def __init__(
        self,
        points: np.ndarray,
        *,
        on: Terrain,
        height: float = 1.2,
        at: Dial | None = None,
        shown: float | None = None,
        ink: str = INK.output,
        width: float = 3.5,
    ) -> None:
        super().__init__(on, ink=ink)
        self.feet = Fixed(np.asarray(points, dtype=float))
        self.height_units, self.width_pixels = height, width
        self.at = self.dial(at, float(len(self.feet.value)) if shown is None else shown)

    def mark(self, brush: Brush) -> None:
        feet = np.column_stack([self.feet.value, brush.terrain.height_at(self.feet.value)])
        done = np.clip(self.at.get_value() - np.arange(len(feet)), 0.0, 1.0)
        tall = self.height_units / brush.terrain.ground.footprint.scale(brush.terrain.relief_now)[2]
        rungs = np.linspace(0.0, tall, 12)
        lines = [
            np.column_stack([np.tile(foot[:2], (12, 1)), foot[2] + (1.0 - share) * tall + rungs])
            for foot, share in zip(feet, done, strict=True)
            if share > 0.0
        ]
        if lines:
            brush.lines(lines, self.ink, self.width_pixels, 2.0)
        if (done == 1.0).any():
            brush.marks(marks.DISC, brush.world(feet[done == 1.0]), 6.5, self.ink)


class WalkOnGround(OnGround):
    """A walk that lies on the ground: its stops (n, 2) are what `stops()` tells now."""

    def __init__(self, stops: Callable[[], np.ndarray], on: LiesOn, *, ink: str = INK.path) -> None:
        super().__init__(on, ink=ink)
        self.stops = stops
        self.add_updater(stand_ready)  # it moves whenever what `stops` follows does

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.stops)] = self.stops
        return super().__deepcopy__(memo)
